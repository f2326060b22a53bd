"""Very many photos on a map: squares with their number, and each by itself where it is looked at from near."""

import json

import pytest

from datasette_plugins.gallery import points

pytest_plugins = ["serving"]


@pytest.fixture(autouse=True)
def few(monkeypatch):
    """A hundred points are very many here."""
    monkeypatch.setattr(points, "MOST_POINTS", 100)


async def test_very_many_photos_are_squares_with_their_number(browser, rows):
    placed = [r for r in rows if r["latitude"] and r["state"] != "set_aside"]

    answer = json.loads((await browser.get("/map/photos.geojson")).text)

    assert len(placed) > 100
    assert sum(feature["properties"]["count"] for feature in answer["features"]) == len(placed)


async def test_in_a_small_box_each_photo_is_there_by_itself(browser, rows):
    wanted = {
        r["id"]
        for r in rows
        if r["latitude"]
        and r["state"] != "set_aside"
        and 2.5 <= r["longitude"] <= 2.7
        and 50.3 <= r["latitude"] <= 50.5
    }

    answer = json.loads((await browser.get("/map/photos.geojson?_bbox=2.5,50.3,2.7,50.5")).text)

    assert wanted
    assert {feature["properties"]["id"] for feature in answer["features"]} == wanted
