"""Photos as a layer: GeoPackage and GeoJSON."""

import json
from contextlib import closing
from datetime import UTC, date, datetime

import pyogrio
import pytest
from taken_photos import COUNT, NO_POSITION

from catalogue.database.connection import connect
from catalogue.exports import layers
from catalogue.exports.asked import Asked
from catalogue.exports.selecting import photos_in_order
from catalogue.words.languages import FRENCH

pytest_plugins = ["taking"]

ASKED = Asked([], datetime(2026, 11, 25, tzinfo=UTC), FRENCH, None, "http://127.0.0.1:8001")


@pytest.fixture
def db(taken_home):
    with closing(connect(taken_home.catalogue, readonly=True)) as opened:
        yield opened


def _read(path):
    meta, _, shapes, values = pyogrio.raw.read(str(path))
    return meta, shapes, dict(zip(meta["fields"], values, strict=True))


def test_geopackage_holds_every_photo_with_its_codes(db, ids, tmp_path, taken_rows, monkeypatch):
    monkeypatch.setattr(layers, "_BATCH", 7)

    layers.write_geopackage(tmp_path / "photos.gpkg", photos_in_order(db, ids), ASKED)

    meta, shapes, fields = _read(tmp_path / "photos.gpkg")
    assert meta["crs"] == "EPSG:4326"
    assert list(fields["number"]) == [row["number"] for row in taken_rows]
    assert [shape is None for shape in shapes] == [row["latitude"] is None for row in taken_rows]
    assert shapes[NO_POSITION - 1] is None
    assert {code for code in fields["park_code"] if code} <= {f"park-{n}" for n in range(1000, 1200)}
    assert any(fields["park_code"])
    assert fields["link"][0] == f"http://127.0.0.1:8001/photos/{ids[0]}"


def test_geopackage_has_real_dates(db, ids, tmp_path, taken_rows):
    layers.write_geopackage(tmp_path / "photos.gpkg", photos_in_order(db, ids), ASKED)

    meta, _, fields = _read(tmp_path / "photos.gpkg")
    dated = next(place for place, row in enumerate(taken_rows) if row["taken_at"])
    assert meta["ogr_types"][list(meta["fields"]).index("taken_day")] == "OFTDate"
    assert fields["taken_day"][dated].item() == date.fromisoformat(taken_rows[dated]["taken_at"][:10])


def test_geojson_says_the_same_of_every_photo(db, ids, taken_rows):
    told = json.loads("".join(layers.geojson(photos_in_order(db, ids), ASKED)))

    features = told["features"]
    assert [feature["properties"]["number"] for feature in features] == [r["number"] for r in taken_rows]
    assert features[NO_POSITION - 1]["geometry"] is None
    placed = next(place for place, row in enumerate(taken_rows) if row["latitude"])
    assert features[placed]["geometry"]["coordinates"] == [
        pytest.approx(taken_rows[placed]["longitude"]),
        pytest.approx(taken_rows[placed]["latitude"]),
    ]
    assert {frozenset(feature["properties"]) for feature in features} == {frozenset(layers.FIELDS)}


def test_nothing_selected_is_an_empty_layer(db, tmp_path):
    count = layers.write_geopackage(tmp_path / "photos.gpkg", photos_in_order(db, []), ASKED)

    assert count == 0
    assert pyogrio.read_info(tmp_path / "photos.gpkg")["features"] == 0
    assert json.loads("".join(layers.geojson(iter(()), ASKED)))["features"] == []


def test_rows_are_read_a_few_at_a_time(db, ids):
    assert len({photo["id"] for photo in photos_in_order(db, ids * 20)}) == COUNT
    assert next(photos_in_order(db, ["gone", *ids]))["id"] == ids[0]
