"""The page of layers: a file is looked at, then taken or left; what cannot be read changes nothing."""

import io
import json
import os
import time

import pytest
from werkzeug.datastructures import FileStorage

from catalogue.web.layers import pages
from catalogue.web.layers.commands import run_command
from catalogue.web.layers.waiting import clear_old, find_waiting, hand_over

pytest_plugins = ["serving"]

HERE = {"Sec-Fetch-Site": "same-origin"}
WISH = {"kind": "park", "layer": "", "name_field": "", "code_field": ""}
SQUARE = [[[2.56, 50.42], [2.60, 50.42], [2.60, 50.44], [2.56, 50.44], [2.56, 50.42]]]
HOSTILE = "<script>alert(1)</script>"


def layer(*names: str, shape: str = "Polygon") -> bytes:
    """A GeoJSON file of places with these names."""
    features = [
        {"type": "Feature", "properties": {"nom": name}, "geometry": {"type": shape, "coordinates": SQUARE}}
        for name in names
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


@pytest.fixture(autouse=True)
def placed(monkeypatch):
    """Photos are not placed anew behind a test's back; it is noted that they would be."""
    asked = []
    monkeypatch.setattr(pages, "_classify", asked.append)
    return asked


def look(site, content: bytes, name: str = "parcs.geojson", **wish: str):
    form = {**WISH, **wish, "file": (io.BytesIO(content), name)}
    return site.post("/layers", data=form, content_type="multipart/form-data", headers=HERE)


def waiting_of(library):
    [folder] = (library.root / "layers-waiting").iterdir()
    return find_waiting(library, folder.name)


def test_a_file_is_looked_at_then_taken(site, library, placed):
    seen = look(site, layer("Olhain", HOSTILE))
    token = waiting_of(library).token
    before = site.get("/layers").text
    drawn = site.get(f"/layers/waiting/{token}/places.geojson")
    taken = site.post(f"/layers/waiting/{token}", data={"answer": "yes", "by": "L. Dupont"}, headers=HERE)
    after = site.get(taken.headers["Location"]).text

    assert seen.status_code == 200
    assert "Rien n’est encore écrit." in seen.text
    assert "<strong>2</strong> nouveaux" in seen.text
    assert HOSTILE not in seen.text
    assert "Il n’y a pas encore de couche." in before
    assert {f["properties"]["name"] for f in json.loads(drawn.data)["features"]} == {"Olhain", HOSTILE}
    assert taken.status_code == 303
    assert "2 lieux" in after
    assert "L. Dupont" in after
    assert placed == [library.root]
    assert not list((library.root / "layers-waiting").iterdir())


def test_a_layer_that_is_left_leaves_nothing(site, library):
    look(site, layer("Olhain"))
    token = waiting_of(library).token

    left = site.post(f"/layers/waiting/{token}", data={"answer": "no"}, headers=HERE)

    assert left.status_code == 303
    assert "Il n’y a pas encore de couche." in site.get("/layers").text
    assert site.post(f"/layers/waiting/{token}", data={"answer": "yes"}, headers=HERE).status_code == 404


def test_a_file_that_fits_no_kind_is_refused_with_its_reason(site, library):
    refused = look(site, layer("Olhain"), kind="itinerary")

    assert refused.status_code == 422
    assert "Ce fichier n’a pas été pris" in refused.text
    assert "Ses formes ne conviennent pas à ce genre de lieux" in refused.text
    assert "an itinerary is a line" in refused.text
    assert not list((library.root / "layers-waiting").iterdir())


@pytest.mark.parametrize(
    "content", [b"", b"\0" * 999, b"<?xml version='1.0'?><!DOCTYPE x [<!ENTITY a 'b'>]><x/>"]
)
def test_what_is_no_layer_is_refused(site, content):
    assert look(site, content, "x.gpx").status_code == 422


def test_a_layer_is_taken_away(site, library):
    look(site, layer("Olhain"))
    site.post(f"/layers/waiting/{waiting_of(library).token}", data={"answer": "yes"}, headers=HERE)

    gone = site.post("/layers/remove", data={"kind": "park", "name": "parcs"}, headers=HERE)

    assert gone.status_code == 303
    assert "Il n’y a pas encore de couche." in site.get("/layers").text


@pytest.mark.parametrize(
    ("address", "form", "status"),
    [
        ("/layers", {**WISH, "kind": "castle"}, 400),
        ("/layers", WISH, 400),
        ("/layers/remove", {"kind": "park", "name": "nope"}, 404),
        ("/layers/remove", {"kind": "park", "name": "--help"}, 404),
        ("/layers/remove", {"kind": "castle", "name": "x"}, 400),
        ("/layers/waiting/..", {"answer": "yes"}, 404),
        (f"/layers/waiting/{'0' * 32}", {"answer": "yes"}, 404),
    ],
)
def test_nonsense_is_refused(site, address, form, status):
    assert site.post(address, data=form, headers=HERE).status_code == status


@pytest.mark.parametrize("address", ["/layers", "/layers/remove", f"/layers/waiting/{'0' * 32}"])
def test_a_page_of_another_site_changes_no_layer(site, address):
    assert site.post(address, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403


def test_names_of_files_lead_nowhere_else(library):
    files = [
        FileStorage(io.BytesIO(b"x"), name) for name in ("../../evil.shp", "..\\..\\evil.dbf", "-rf.prj")
    ]

    waiting = hand_over(library, files, WISH | {"layer": "--home=/tmp"})

    assert waiting
    assert sorted(path.name for path in (waiting.folder / "files").iterdir()) == [
        "evil.dbf",
        "evil.shp",
        "rf.prj",
    ]
    assert waiting.file == "evil.shp"
    assert waiting.options() == ["--kind=park", "--layer=--home=/tmp"]


def test_what_nobody_answered_goes_after_a_day(library):
    waiting = hand_over(library, [FileStorage(io.BytesIO(b"x"), "a.shp")], WISH)
    assert waiting
    yesterday = time.time() - 25 * 3600
    os.utime(waiting.folder, (yesterday, yesterday))

    clear_old(library)

    assert find_waiting(library, waiting.token) is None


def test_a_command_that_takes_too_long_is_ended(library):
    began = time.monotonic()

    ran = run_command(["ingest", "--watch"], library.root, timeout_s=2)

    assert ran.status == -1
    assert time.monotonic() - began < 15
