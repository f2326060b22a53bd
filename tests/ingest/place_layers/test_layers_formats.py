"""The same places in any format, system and encoding are the same places."""

from pathlib import Path
from typing import Any

import numpy as np
import pyproj
import pytest
import shapely
from layermaking import GPX, feature, geojson, imported, layer, notes, places, refused, square
from making import PROJECT, rows, write
from pyogrio.raw import read
from pyogrio.raw import write as write_map

pytestmark = pytest.mark.usefixtures("at_once")

_CITES = PROJECT.parent / "shared" / "data" / "layers" / "cites" / "cites-minieres.geojson"
_TO_LAMBERT = pyproj.Transformer.from_crs("EPSG:4326", "EPSG:2154", always_xy=True)
_KML = """<?xml version="1.0" encoding="UTF-8"?>
<kml xmlns="http://www.opengis.net/kml/2.2"><Document><NetworkLink><Link><href>http://127.0.0.1:9/a.kml</href></Link>
</NetworkLink><Placemark><name>Étang du Vignoble</name><Polygon><outerBoundaryIs><LinearRing><coordinates>
2.8,50.4,17 2.81,50.4,17 2.81,50.41,17 2.8,50.4,17</coordinates></LinearRing></outerBoundaryIs></Polygon></Placemark>
</Document></kml>"""


def _in_lambert(shape: Any) -> Any:
    return shapely.transform(shape, lambda xy: np.column_stack(_TO_LAMBERT.transform(xy[:, 0], xy[:, 1])))


def _map(path: Path, shapes: Any, names: list[str], **options: Any) -> Path:
    write_map(
        path,
        geometry=shapely.to_wkb(np.array(shapes, dtype=object)),
        field_data=[np.array(names, dtype=object)],
        fields=["nom"],
        **{"geometry_type": "Unknown", "crs": "EPSG:4326", **options},
    )
    return path


@pytest.mark.parametrize(("suffix", "type_"), [(".gpkg", "Unknown"), (".shp", "MultiPolygon")])
def test_same_cites_in_lambert_93_have_the_same_shapes(
    shared_data: Path, home: Path, source: Path, suffix: str, type_: str
):
    meta, _, wkb, columns = read(_CITES, columns=["nom", "commune_1", "id_unesco"])
    path = source / f"cites{suffix}"
    shapes = [shapely.multipolygons([s]) if s.geom_type == "Polygon" else s for s in shapely.from_wkb(wkb)]
    write_map(
        path,
        geometry=shapely.to_wkb(np.array([_in_lambert(shape) for shape in shapes], dtype=object)),
        field_data=columns,
        fields=list(meta["fields"]),
        geometry_type=type_,
        crs="EPSG:2154",
        encoding="UTF-8",
    )
    imported(_CITES, "cite", home, "--layer", "degrees")
    told = imported(path, "cite", home, "--layer", "metres")

    assert told["crs"] == "RGF93 v1 / Lambert-93"
    by_layer = {
        of: rows(
            home, "SELECT * FROM places JOIN place_shapes ON place_id = id WHERE layer = ? ORDER BY id", of
        )
        for of in ("degrees", "metres")
    }
    assert len(by_layer["degrees"]) == 159
    for one, other in zip(by_layer["degrees"], by_layer["metres"], strict=True):
        assert (one["name"], one["commune"], one["code"]) == (other["name"], other["commune"], other["code"])
        apart = shapely.hausdorff_distance(shapely.from_wkt(one["shape"]), shapely.from_wkt(other["shape"]))
        assert apart <= 1e-6
        assert one["area_m2"] == pytest.approx(other["area_m2"], rel=1e-4)


def test_heights_are_dropped_and_holes_and_parts_are_kept(home: Path, source: Path):
    outer = [(2.8, 50.4, 9), (2.9, 50.4, 9), (2.9, 50.5, 9), (2.8, 50.5, 9)]
    hole = [(2.84, 50.44, 9), (2.86, 50.44, 9), (2.86, 50.46, 9)]
    island = shapely.Polygon([(3, 50.4, 1), (3.1, 50.4, 1), (3.1, 50.5, 1)])
    path = _map(source / "p.gpkg", [shapely.MultiPolygon([shapely.Polygon(outer, [hole]), island])], ["P"])

    imported(path, "park", home)

    shape = shapely.from_wkt(places(home)["P"]["shape"])
    assert not shape.has_z
    assert sorted(len(part.interiors) for part in shape.geoms) == [0, 1]


def test_kml_is_read_and_its_links_are_not(home: Path, source: Path):
    imported(write(source, "a.kml", _KML.encode()), "park", home)

    assert list(places(home)) == ["Étang du Vignoble"]


@pytest.mark.parametrize(("encoding", "said"), [("ISO-8859-1", "Windows-1252"), ("UTF-8", "UTF-8")])
def test_shapefile_without_cpg_is_read_by_its_letters(home: Path, source: Path, encoding: str, said: str):
    path = _map(
        source / "cite.shp", [shapely.box(2.8, 50.4, 2.9, 50.5)], ["Cité Été"], encoding=encoding,
        geometry_type="Polygon", driver="ESRI Shapefile",
    )  # fmt: skip
    path.with_suffix(".cpg").unlink()

    told = imported(path, "cite", home)

    assert list(places(home)) == ["Cité Été"]
    assert [n["message"] for n in told["notes"] if n["code"] == "encoding"] == [
        f"The file tells no encoding (no .cpg): its letters were read as {said}."
    ]


def test_shapefile_with_cpg_is_read_as_it_says(home: Path, source: Path):
    path = _map(
        source / "cite.shp", [shapely.box(2.8, 50.4, 2.9, 50.5)], ["Cité Été"], encoding="ISO-8859-1",
        geometry_type="Polygon",
    )  # fmt: skip
    assert path.with_suffix(".cpg").read_text() == "ISO-8859-1"

    told = imported(path, "cite", home)

    assert list(places(home)) == ["Cité Été"]
    assert "encoding" not in notes(told)


@pytest.mark.parametrize("missing", [".dbf", ".shx"])
def test_shapefile_without_a_part_is_refused(home: Path, source: Path, missing: str):
    path = _map(source / "a.shp", [shapely.box(2.8, 50.4, 2.9, 50.5)], ["A"], geometry_type="Polygon")
    path.with_suffix(missing).unlink()

    assert f"a{missing} is not beside it" in refused(path, "park", home)["message"]


def test_shapefile_that_is_cut_short_is_refused(home: Path, source: Path):
    path = _map(
        source / "a.shp", [shapely.box(2.8, 50.4, 2.9, 50.5)] * 9, list("ABCDEFGHI"), geometry_type="Polygon"
    )
    path.write_bytes(path.read_bytes()[:-50])

    assert "cut short" in refused(path, "park", home)["message"]


def test_file_without_system_is_taken_for_degrees_and_that_is_said(home: Path, source: Path):
    path = _map(source / "a.shp", [shapely.box(2.8, 50.4, 2.9, 50.5)], ["A"], geometry_type="Polygon")
    path.with_suffix(".prj").unlink()

    assert "no-crs" in notes(imported(path, "park", home))


def test_metres_without_system_are_refused_until_told(home: Path, source: Path):
    shape = _in_lambert(shapely.box(2.8, 50.4, 2.9, 50.5))
    path = _map(source / "a.shp", [shape], ["A"], geometry_type="Polygon")
    path.with_suffix(".prj").unlink()

    assert "--crs EPSG:2154" in refused(path, "park", home)["hint"]
    imported(path, "park", home, "--crs", "EPSG:2154")

    assert places(home)["A"]["west"] == pytest.approx(2.8, abs=1e-2)


def test_swapped_axes_are_taken_when_told(home: Path, source: Path):
    imported(layer(source, "a.geojson", feature(square(50.4, 2.8), nom="A")), "park", home, "--swap-axes")

    assert places(home)["A"]["west"] == 2.8


def test_of_several_layers_one_is_taken_and_named(home: Path, source: Path):
    path = _map(source / "a.gpkg", [shapely.box(2.8, 50.4, 2.9, 50.5)], ["A"], layer="parcs")
    _map(path, [shapely.box(2.8, 50.4, 2.9, 50.5)], ["B"], layer="autres", append=True)

    told = imported(path, "park", home)
    assert [n["message"] for n in told["notes"] if n["code"] == "source-layer"] == [
        "Of the layers “parcs”, “autres” in the file, “parcs” was taken (--source-layer)."
    ]
    imported(path, "park", home, "--source-layer", "autres")
    assert list(places(home)) == ["B"]
    assert refused(path, "park", home, "--source-layer", "x")["code"] == "no-such-source-layer"


def test_gpx_gives_one_itinerary_a_track(home: Path, source: Path):
    track = '<trk><name>{}</name><trkseg><trkpt lat="50.4" lon="2.8"/><trkpt lat="50.4{}" lon="2.8"/></trkseg></trk>'
    content = GPX.format(track.format("Boucle 12", 1) + track.format("Boucle 13", 2))

    imported(write(source, "boucles.gpx", content.encode()), "itinerary", home)

    assert list(places(home)) == ["Boucle 12", "Boucle 13"]


def test_gpx_of_a_route_is_an_itinerary_and_waypoints_are_sites(home: Path, source: Path):
    route = '<rte><name>V31</name><rtept lat="50.4" lon="2.8"/><rtept lat="50.41" lon="2.8"/></rte>'
    path = write(
        source, "a.gpx", GPX.format(f'<wpt lat="50.4" lon="2.8"><name>Fosse 12</name></wpt>{route}').encode()
    )

    imported(path, "itinerary", home)
    imported(path, "site", home)

    found = places(home)
    assert found["V31"]["length_m"] == pytest.approx(1112, abs=3)
    assert found["Fosse 12"]["shape"] == "POINT (2.8 50.4)"


def test_names_with_characters_of_addresses_and_archives_are_files_all_the_same(home: Path, source: Path):
    odd = "zip+file!a?b#c&d.geojson"

    told = imported(write(source, odd, geojson(feature(square(), nom="A")).encode()), "park", home)

    assert told["layer"]["name"] == "zip+file!a?b#c&d"


@pytest.mark.parametrize(
    ("columns", "name", "code"),
    [
        ({"NOM": ("A", "B"), "code": ("1", "2")}, "NOM", "code"),
        ({"Libellé court": ("A", "B")}, "Libellé court", None),
        ({"name": ("A", "B"), "nom": ("C", "D")}, "nom", None),
        ({"parc": ("Olhain", "Îles"), "etat": ("bon", "bon")}, "parc", None),
        ({"parc": ("Olhain", "Îles"), "ville": ("Lens", "Loos")}, None, None),
        ({"parc": ("Olhain", "Îles"), "siren": ("200072460", "246200364")}, "parc", "siren"),
        ({"nom": ("A", "B"), "id": ("0", "1")}, "nom", None),
        ({"nom": ("A", "B"), "id": ("7", "7")}, "nom", None),
        ({"nom": ("A", "B"), "id": ("P7", "P9")}, "nom", "id"),
        ({"nom": ("A", "B"), "insee": (62498, 62510)}, "nom", "insee"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, dict) else None,
)
def test_fields_of_names_and_codes_are_found(
    home: Path, source: Path, columns: dict[str, tuple[Any, Any]], name: str | None, code: str | None
):
    features = (feature(square(2.8 + n / 10), **{k: v[n] for k, v in columns.items()}) for n in range(2))

    told = imported(layer(source, "a.geojson", *features), "park", home)

    assert (told["fields"]["name"], told["fields"]["code"]) == (name, code)
