"""The answers that are known, over real layers: as they come, and moved to Lambert-93 in two other formats."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pyogrio
import pytest
import shapely
from pyproj import Transformer

from catalogue.library import Library
from catalogue.placing.asking import places_at
from catalogue.values.places import Evidence

_LAYERS = Path(__file__).resolve().parents[4] / "shared" / "data" / "layers"
_AREAS = {
    "communes/communes-59-nord.geojson": "commune",
    "communes/communes-62-pas-de-calais.geojson": "commune",
    "communes/communes-mbm.geojson": "commune",
    "epci/epci.geojson": "epci",
    "cites/cites-minieres.geojson": "cite",
    "parcs/terrils.geojson": "terril",
    "parcs/espace-neonaturel.geojson": "park",
    "parcs/parc-de-la-deule.geojson": "park",
}
_CAVALIERS = "itineraires/zt-cavaliers.geojson"
_EUROVELO = "itineraires/eurovelo5/gpx_eurovelo5.gpx"
_MOST_M = 60_000.0
_LONGEST = 10  # letters in the name of a Shapefile's column

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not _LAYERS.is_dir(), reason="the shared layers are not there"),
]
Answers = dict[str, list[dict[str, Any]]]


def _import(home: Path, file: Path, kind: str) -> None:
    # In a process of its own: where a server has run, SQLite's memory stays bounded for good.
    words = ["layers", "import", file, "--kind", kind, "--layer", file.stem, "--home", home]
    ran = subprocess.run(
        [sys.executable, "-m", "catalogue.cli.main", *words], capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stderr


def _truth() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((_LAYERS / "truth.json").read_text(encoding="utf-8"))
    return found


def _answers(home: Path, within_m: float | None = None) -> Answers:
    """The places at every point of the truth, by its id."""
    truth = _truth()
    points = [Evidence(point["lat"], point["lon"]) for point in truth]
    with Library.open(home) as library:
        answered = list(places_at(library.db, library.stored_settings(), points, within_m=within_m))
    return {
        point["id"]: [
            {
                "kind": one.relation.kind,
                "name": one.relation.name,
                "code": one.code,
                "layer": one.layer,
                "relation": one.relation.relation,
                "distance_m": one.relation.distance_m,
            }
            for one in here
        ]
        for point, (_, here) in zip(truth, answered, strict=True)
    }


def _inside(places: list[dict[str, Any]], kind: str, what: str, *layers: str) -> list[Any]:
    return sorted(
        place[what]
        for place in places
        if place["kind"] == kind
        and place["relation"] == "inside"
        and (not layers or place["layer"] in layers)
    )


def _moved(file: Path, folder: Path, suffix: str) -> Path:
    """The same layer in Lambert-93, in another format; of its columns those whose names a Shapefile can hold."""
    names = [str(name) for name in pyogrio.read_info(file)["fields"]]
    plain = [name for name in names if name.isidentifier() and len(name) <= _LONGEST]
    meta, _, shapes, columns = pyogrio.raw.read(file, columns=plain)
    to_metres = Transformer.from_crs("EPSG:4326", "EPSG:2154", always_xy=True).transform
    moved = shapely.transform(shapely.from_wkb(shapes), to_metres, interleaved=False)
    pyogrio.raw.write(
        folder / f"{file.stem}{suffix}",
        shapely.to_wkb(moved),
        field_data=columns,
        fields=[str(name) for name in meta["fields"]],
        geometry_type="Unknown" if suffix == ".gpkg" else "Polygon",
        crs="EPSG:2154",
        encoding="UTF-8" if suffix == ".shp" else None,
    )
    return folder / f"{file.stem}{suffix}"


@pytest.fixture(scope="module", params=["as they come", ".gpkg", ".shp"])
def areas(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Answers:
    """The places at every point, from areas as they come or moved to Lambert-93 in another format."""
    folder = tmp_path_factory.mktemp("areas")
    for name, kind in _AREAS.items():
        file = _LAYERS / name
        if request.param != "as they come":
            file = _moved(file, folder, request.param)
        _import(folder / "home", file, kind)
    return _answers(folder / "home")


def test_commune_epci_cite_terril_and_park_are_the_known_ones(areas: Answers):
    wrong = []
    for point in _truth():
        here = areas[point["id"]]
        of_2018 = ("communes-59-nord", "communes-62-pas-de-calais")
        found = {
            "insee": _inside(here, "commune", "code", *of_2018),
            "insee_mbm": _inside(here, "commune", "code", "communes-mbm"),
            "epci_layer": _inside(here, "epci", "code"),
            "cite": _inside(here, "cite", "name"),
            "terril": _inside(here, "terril", "name"),
            "parc": _inside(here, "park", "name"),
        }
        known = {name: sorted(point[name]) for name in found}
        if point["id"].startswith("border:"):
            # Three communes meet there: any is right, none is wrong; moved by a hair it may be one of them only.
            assert found["insee"]
            assert set(found["insee"]) <= set(known["insee"])
            found = {name: value for name, value in found.items() if not name.startswith("insee")}
        wrong += [
            (point["id"], name, found[name], known[name]) for name in found if found[name] != known[name]
        ]

    assert len(areas) > 100
    assert wrong == []


@pytest.mark.parametrize(("file", "name"), [(_EUROVELO, "eurovelo5_m"), (_CAVALIERS, "cavalier_m")])
def test_distance_to_routes_is_the_known_one(tmp_path: Path, file: str, name: str):
    _import(tmp_path / "home", _LAYERS / file, "itinerary")

    found = _answers(tmp_path / "home", _MOST_M)

    known = {point["id"]: point[name] for point in _truth() if point[name] is not None}
    off = {
        identity: (place["distance_m"], metres)
        for identity, metres in known.items()
        for place in found[identity]
        if abs(place["distance_m"] - metres) > max(1.0, metres / 1000)
    }
    assert len(known) > 50
    assert all(len(found[identity]) == 1 for identity in known)
    assert off == {}
