"""What a search finds of photos that came by the road, into places that came in layers."""

import json
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from catalogues import browsing
from making import ingest, jpeg, phototheque, rows, write

from catalogue.home.paths import Home
from catalogue.web.server import explorer
from ingest.place_layers import importing
from ingest.place_layers.reading import read_layer

Search = Callable[[str], Awaitable[set[str]]]

#: Folder and file, where it was taken, what else is known.
PHOTOS: dict[str, dict[str, Any]] = {
    "terrils": {"path": "Terrils 11-19/2018/IMG_0001.jpg", "gps": (50.435, 2.765)},
    "ev5": {"path": "Divers/IMG_0002.jpg", "gps": (50.46, 2.70)},
    "ev5 folder": {"path": "EV5/Loos-Wingles/2018-05/IMG_0003.jpg"},
    "arenberg": {"path": "Outing/DSC_4004.jpg", "gps": (50.38, 3.41), "caption": "Façades à reprendre"},
    "noeux": {
        "path": "Outing/DSC_4005.jpg",
        "caption": "Nœux-les-Mines, fosse 1 bis",
        "creator": "Zoé Œuvrard",
        "theme": "Patrimoine bâti",
    },
    "oignies": {"path": "Outing/DSC_4006.jpg", "gps": (50.47, 2.99)},
    "fosse": {"path": "Outing/DSC_4007.jpg", "gps": (50.452, 2.792), "caption": "Fosse 12"},
    "other": {"path": "Outing/panneau_signalétique.jpg", "caption": "Fosse 7, Barlin"},
}
LAYERS: dict[str, list[tuple[str, Any]]] = {
    "terril": [("Terrils 11/19 (Loos-en-Gohelle)", (50.43, 2.76))],
    "itinerary": [("EuroVelo 5", [[2.69, 50.46], [2.71, 50.46]])],
    "cite": [("Cité Arenberg", (50.375, 3.405))],
    "park": [("9-9 bis", (50.465, 2.985))],
    "commune": [("Oignies", (50.466, 2.986)), ("Loos-en-Gohelle", (50.446, 2.786))],
}

SIDECAR = {
    "caption": '<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{}</rdf:li></rdf:Alt></dc:description>',
    "creator": "<dc:creator><rdf:Seq><rdf:li>{}</rdf:li></rdf:Seq></dc:creator>",
    "theme": "<dc:subject><rdf:Bag><rdf:li>{}</rdf:li></rdf:Bag></dc:subject>",
}

FOUND = {
    "11/19": {"terrils"},
    "11-19": {"terrils"},
    "19/11": set(),
    "9-9 bis": {"oignies"},
    "oignies 9-9": {"oignies"},
    "fosse 12 Loos": {"fosse"},
    "Loos fosse 12": {"fosse"},
    "EV5": {"ev5", "ev5 folder"},
    "eurov": {"ev5", "ev5 folder"},
    "cite arenberg": {"arenberg"},
    "CITÉ ARENB": {"arenberg"},
    "noeux": {"noeux"},
    "nœux fos": {"noeux"},
    "zoe oeuvr": {"noeux"},
    "facades": {"arenberg"},
    "DSC_4004": {"arenberg"},
    "IMG_0003.jpg": {"ev5 folder"},
    "loos-wingles": {"ev5 folder"},
    "panneau signaletique": {"other"},
    "patrimoine bati": {"noeux"},
    "LOOS": {"terrils", "fosse", "ev5 folder"},
    "fosse 1": {"noeux"},
    "fosse 7": {"other"},
    "2018": {"terrils", "ev5 folder"},
    "2018-05": {"ev5 folder"},
    "fosse": {"noeux", "fosse", "other"},
}


def _sidecar(told: dict[str, str]) -> str:
    """What a catalogue program knew of a photo, as the XMP that it left beside it."""
    words = "".join(SIDECAR[name].format(text) for name, text in told.items())
    return (
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"{words}</rdf:Description></rdf:RDF></x:xmpmeta>"
    )


def _drawn(at: Any) -> dict[str, Any]:
    """A square of a kilometre by its south-west corner, or a line."""
    if isinstance(at, list):
        return {"type": "LineString", "coordinates": at}
    south, west = at
    north, east = south + 0.01, west + 0.01
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


def _import(folder: Path, home: Path, kind: str, *places: tuple[str, Any]) -> None:
    features = [
        {"type": "Feature", "properties": {"nom": name, "code": f"{kind}-{n}"}, "geometry": _drawn(at)}
        for n, (name, at) in enumerate(places)
    ]
    collection = json.dumps({"type": "FeatureCollection", "features": features})
    path = write(folder, f"{kind}.geojson", collection.encode())
    _said("layers", "import", path, "--kind", kind, "--home", home)


def _said(*words: object) -> None:
    ran = phototheque(*words)
    assert ran.status == 0, ran.output + ran.error


@pytest.fixture(autouse=True, scope="module")
def at_once() -> Iterator[None]:
    """Layers are read without a child process, which takes a second to start."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(importing, "read_bounded", read_layer)
        yield


@pytest.fixture(scope="module")
def arrived(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library that took these layers in, and then these photos."""
    folder = tmp_path_factory.mktemp("road")
    home = folder / "library"
    for kind, places in LAYERS.items():
        _import(folder, home, kind, *places)
    _said("layers", "alias", "itinerary", "EuroVelo 5", "EV5", "--home", home)
    for n, facts in enumerate(PHOTOS.values()):
        write(folder / "source", facts["path"], jpeg(n + 1, gps=facts.get("gps")))
        if told := {name: facts[name] for name in facts if name in SIDECAR}:
            write(folder / "source", f"{facts['path']}.xmp", _sidecar(told).encode())
    assert ingest(folder / "source", home).status == 0
    return home


@pytest.fixture
def library(arrived: Path, home: Path) -> Home:
    """A copy of it, for one test."""
    return Home(Path(shutil.copytree(arrived, home)))


@pytest.fixture
async def search(library: Home) -> AsyncIterator[Search]:
    """Search, and tell which photos were found."""
    names = {facts["path"]: name for name, facts in PHOTOS.items()}
    paths = {row["number"]: row["path"] for row in rows(library.root, _PATHS)}
    async with browsing(explorer(library)) as browser:

        async def searched(query: str) -> set[str]:
            asked = {"_q": query, "_shape": "objects", "_facet_size": "max"}
            answer = (await browser.get("/explore/catalogue/photos.json", params=asked)).json()
            assert answer["filtered_table_rows_count"] == len(answer["rows"])
            return {names[paths[row["number"]]] for row in answer["rows"]}

        yield searched


_PATHS = "SELECT number, path FROM photos JOIN files ON photo_id = photos.id"


@pytest.mark.parametrize(("query", "found"), FOUND.items(), ids=FOUND)
async def test_a_search_finds_photos_by_all_that_is_known_of_them(
    search: Search, query: str, found: set[str]
):
    assert await search(query) == found


async def test_another_name_of_a_place_finds_its_photos_at_once(search: Search, library: Home):
    assert await search("cité Sabatier") == set()

    _said("layers", "alias", "cite", "Cité Arenberg", "Cité Sabatier", "--home", library.root)
    assert await search("cite sabatier") == {"arenberg"}

    _said("layers", "alias", "cite", "Cité Arenberg", "Cité Sabatier", "--remove", "--home", library.root)
    assert await search("cite sabatier") == set()


async def test_a_short_name_finds_photos_at_once(search: Search, library: Home):
    _said("layers", "alias", "commune", "Oignies", "OIG", "--short", "--home", library.root)

    assert await search("oig") == {"oignies"}


async def test_a_place_that_an_import_renames_finds_its_photos_by_both_names(
    search: Search, library: Home, tmp_path: Path
):
    _import(tmp_path, library.root, "park", ("Site du Métaphone", LAYERS["park"][0][1]))

    assert await search("metaphone") == {"oignies"}
    assert await search("9-9 bis") == {"oignies"}
    [photo] = rows(library.root, "SELECT park FROM photos WHERE park IS NOT NULL")
    assert photo["park"] == "Site du Métaphone"


async def test_after_names_change_nothing_is_out_of_step(library: Home, tmp_path: Path):
    _import(tmp_path, library.root, "park", ("Site du Métaphone", LAYERS["park"][0][1]))
    _said("layers", "alias", "cite", "Cité Arenberg", "Cité Sabatier", "--home", library.root)

    checked = phototheque("check", "--home", library.root)

    assert "out-of-step" not in checked.output, checked.output
