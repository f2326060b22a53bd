"""Files that are damaged, or mean harm: refused with a sentence, or taken with a warning; never in part."""

from pathlib import Path
from typing import Any

import pytest
from layermaking import GPX, feature, geojson, imported, line, notes, places, refused, square
from making import rows, write

pytestmark = pytest.mark.usefixtures("at_once")

_GOOD = feature(square(), nom="Parc des Îles")
_BOW = [[[2.8, 50.4], [2.9, 50.5], [2.9, 50.4], [2.8, 50.5], [2.8, 50.4]]]
_TRACK = "<trk><name>T</name><trkseg>{}</trkseg></trk>"
_POINTS = '<trkpt lat="50.4" lon="2.8"/><trkpt lat="{}" lon="2.8"/>'


def _doctype(declared: str) -> str:
    return f"<?xml version='1.0'?><!DOCTYPE gpx {declared}>" + GPX.format("")


# name of the file, what is in it, kind, code, words of the reason
REFUSED: tuple[tuple[str, str | bytes, str, str, str], ...] = (
    ("bomb.gpx", _doctype('[<!ENTITY a "aa"><!ENTITY b "&a;&a;">]'), "itinerary", "layer-unsafe", "document type"),
    ("external.gpx", _doctype('SYSTEM "file:///etc/passwd"'), "itinerary", "layer-unsafe", "document type"),
    ("utf16.kml", "<!DOCTYPE kml [<!ENTITY a 'a'>]><kml/>".encode("utf-16"), "park", "layer-unsafe", "document type"),
    ("deep.gpx", GPX.format("<a>" * 50_000 + "</a>" * 50_000), "itinerary", "layer-unsafe", "nested more than 200"),
    ("deep.kml", "<kml>" + "<Folder>" * 50_000 + "</Folder>" * 50_000 + "</kml>", "park", "layer-unsafe", "nested"),
    ("deep.geojson", '{"type":"FeatureCollection","features":' + "[" * 50_000 + "]" * 50_000 + "}", "park",
     "layer-unreadable", "nested"),
    ("array.geojson", "[" * 50_000, "park", "layer-unreadable", "holds no shapes"),
    ("1e400.geojson", geojson(_GOOD).replace("50.4]", "1e400]"), "park", "layer-unreadable", "1e400"),
    ("nan.geojson", geojson(_GOOD).replace("50.4]", "NaN]"), "park", "layer-empty", "can be read"),
    ("nan.gpx", GPX.format(_TRACK.format(_POINTS.format("nan"))), "itinerary", "layer-rows-refused", "no numbers"),
    ("1e400.gpx", GPX.format(_TRACK.format(_POINTS.format("1e400"))), "itinerary", "layer-rows-refused", "no numbers"),
    ("point.gpx", GPX.format(_TRACK.format('<trkpt lat="50.4" lon="2.8"/>')), "itinerary", "layer-empty", "shape"),
    ("still.gpx", GPX.format(_TRACK.format(_POINTS.format("50.4"))), "itinerary", "layer-rows-refused", "length"),
    ("no-track.gpx", GPX.format('<wpt lat="50.4" lon="2.8"/>'), "itinerary", "layer-empty", "no track and no route"),
    ("cut.gpx", GPX.format("")[:-4], "itinerary", "layer-unreadable", "well-formed"),
    ("null.geojson", geojson(feature(None, nom="A")), "park", "layer-empty", "none of its rows"),
    ("no-row.geojson", geojson(), "park", "layer-empty", "holds no row"),
    ("empty.geojson", "", "park", "layer-unreadable", "is empty"),
    ("cut.geojson", geojson(_GOOD)[:-20], "park", "layer-unreadable", "cannot be read"),
    ("cut.gpkg", b"SQLite format 3\x00" + bytes(600), "park", "layer-unreadable", "cannot be read"),
    ("flat.geojson", geojson(_GOOD, feature([[[2.8, 50.4], [2.9, 50.4], [2.8, 50.4], [2.8, 50.4]]], nom="F")), "park",
     "layer-rows-refused", "row 2 is no area"),
    ("wide.geojson", geojson(feature(square(), **{f"c{n}": "x" for n in range(5_000)})), "park", "layer-unsafe",
     "5,000 fields"),
    ("crs.geojson", geojson(_GOOD, crs={"type": "link", "properties": {"href": "http://127.0.0.1:9/"}}), "park",
     "layer-unsafe", "is an address"),
    ("metres.geojson", geojson(feature(square(690_000, 7_030_000, 100), nom="M")), "park", "layer-misplaced",
     "are metres"),
    ("swapped.geojson", geojson(_GOOD, feature(square(50.4, 2.8), nom="S")), "park", "layer-misplaced",
     "row 2: latitude stands before longitude"),
    ("steep.geojson", geojson(feature(square(2.8, 95), nom="S")), "park", "layer-misplaced", "end at 90"),
    ("archive.zip", b"PK\x03\x04" + bytes(99), "park", "layer-unreadable", "is an archive"),
    ("virtual.gml", "<OGRVRTDataSource/>", "park", "layer-unreadable", "XML of an unknown sort"),
    ("stream.gdalg.json", '{"type":"gdal_streamed_alg","command_line":"gdal vector pipeline ! read /etc/passwd"}',
     "park", "layer-unreadable", "holds no shapes"),
    ("table.csv", "nom;code\nA;1\n", "park", "layer-unreadable", "no file of places"),
    ("point.geojson", geojson(feature([2.8, 50.4], "Point", nom="P")), "park", "layer-of-other-shapes", "is a point"),
    ("point-line.geojson", geojson(feature([2.8, 50.4], "Point", nom="P")), "itinerary", "layer-of-other-shapes",
     "is a point; an itinerary is a line"),
)  # fmt: skip
TAKEN: tuple[tuple[str, str | bytes, str, str, str], ...] = (
    ("null.geojson", geojson(_GOOD, feature(None, nom="B")), "park", "no-shape", "Parc des Îles"),
    ("empty.geojson", geojson(_GOOD, feature([], nom="B")), "park", "no-shape", "Parc des Îles"),
    ("bow.geojson", geojson(feature(_BOW, nom="Bow")), "park", "repaired", "Bow"),
    ("latin.geojson", geojson(feature(square(), nom="X")).replace('"X"', '"Nœux"').encode("cp1252"), "park",
     "encoding", "Nœux"),
    ("abroad.geojson", geojson(feature(square(4.35, 50.85), nom="Bruxelles"),
                               feature(square(12, 48), nom="A")), "park", "outside", "Bruxelles"),
    ("unnamed.geojson", geojson(feature(square())), "park", "unnamed", "unnamed 1"),
)  # fmt: skip


def _written(folder: Path, name: str, content: str | bytes) -> Path:
    return write(folder, name, content if isinstance(content, bytes) else content.encode())


@pytest.mark.parametrize(
    ("name", "content", "kind", "code", "why"), REFUSED, ids=[case[0] for case in REFUSED]
)
def test_hostile_layer_is_refused_with_the_reason(
    home: Path, source: Path, name: str, content: str | bytes, kind: str, code: str, why: str
):
    refusal = refused(_written(source, name, content), kind, home)

    assert refusal["code"] == code
    assert why in refusal["message"]
    assert refusal["hint"]
    assert rows(home, "SELECT * FROM places") == rows(home, "SELECT * FROM layers") == []


@pytest.mark.parametrize(("name", "content", "kind", "code", "place"), TAKEN, ids=[case[0] for case in TAKEN])
def test_doubtful_layer_is_taken_with_a_warning(
    home: Path, source: Path, name: str, content: str | bytes, kind: str, code: str, place: str
):
    told = imported(_written(source, name, content), kind, home)

    assert code in notes(told)
    assert place in places(home)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_byte_order_marks_are_no_letters(home: Path, source: Path, encoding: str):
    content = geojson(feature(square(), nom="X")).replace("X", "Cité").encode(encoding)

    imported(write(source, "bom.geojson", content), "park", home)

    assert list(places(home)) == ["Cité"]


def test_names_lose_what_would_command_a_terminal(home: Path, source: Path):
    content = geojson(feature(square(), nom="\x1b[31mRouge\n\tfin")).encode()

    imported(write(source, "esc.geojson", content), "park", home)

    assert list(places(home)) == ["[31mRouge fin"]


@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("/dev/zero", "no regular file"),
        ("/nowhere.geojson", "no such file"),
        ("https://127.0.0.1:9/a.geojson", "no such file"),
        ("/vsicurl/https://127.0.0.1:9/a.geojson", "no such file"),
        ("/", "no regular file"),
    ],
)
def test_only_files_of_this_machine_are_opened(home: Path, path: str, why: str):
    refusal = refused(Path(path), "park", home)

    assert refusal["code"] == "layer-not-a-file"
    assert why in refusal["message"]


def test_one_bad_row_of_a_replacement_leaves_the_layer_as_it_was(home: Path, source: Path):
    path = write(source, "parcs.geojson", geojson(_GOOD).encode())
    imported(path, "park", home)
    before = rows(home, "SELECT * FROM places JOIN place_shapes ON place_id = id")

    write(
        source,
        "parcs.geojson",
        geojson(feature(square(2.9), nom="B"), line((2.8, 50.4), (2.9, 50.4))).encode(),
    )
    refusal = refused(path, "park", home)

    assert refusal["rows"] == [{"row": 2, "message": "is a line; a park is a polygon"}]
    assert rows(home, "SELECT * FROM places JOIN place_shapes ON place_id = id") == before


def test_wrong_field_names_those_there_are(home: Path, source: Path):
    path = write(source, "parcs.geojson", geojson(_GOOD).encode())

    refusal: dict[str, Any] = refused(path, "park", home, "--name-field", "libellé")

    assert refusal["code"] == "no-such-field"
    assert refusal["message"].endswith("its fields are: nom.")
