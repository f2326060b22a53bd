"""The child that reads a file of places: it ends by itself, and talks to nobody."""

import platform
import random
import socket
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest
from layermaking import GPX, feature, imported, layer, refused, square
from making import rows, write

from catalogue.pictures.bounded import Bounds
from ingest.place_layers import asking
from ingest.place_layers.confinement import close_network


def test_layer_is_read_in_a_child(home: Path, source: Path):
    told = imported(layer(source, "parcs.geojson", feature(square(), nom="Parc des Îles")), "park", home)

    assert told["changes"]["created"] == ["Parc des Îles"]


def test_refusal_of_the_child_comes_with_its_rows(home: Path, source: Path):
    path = layer(source, "l.geojson", feature([[2.8, 50.4], [2.9, 50.4]], "LineString", nom="L"))

    refusal = refused(path, "park", home)

    assert refusal["rows"] == [{"row": 1, "message": "is a line; a park is a polygon"}]


def test_shape_that_cannot_be_repaired_in_time_is_refused(
    home: Path, source: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(asking, "BOUNDS", Bounds(seconds=1, memory_bytes=400_000_000))
    dice = random.Random(1)  # noqa: S311 a scribble is no secret
    scribble = [[2.8 + dice.random() / 10, 50.4 + dice.random() / 10] for _ in range(6_000)]
    path = layer(source, "scribble.geojson", feature([[*scribble, scribble[0]]], nom="Scribble"))

    refusal = refused(path, "park", home)

    assert refusal["code"] == "layer-unsafe"
    assert rows(home, "SELECT * FROM places") == []


def test_deep_nesting_is_refused(home: Path, source: Path):
    path = write(source, "deep.gpx", GPX.format("<a>" * 50_000 + "</a>" * 50_000).encode())

    assert refused(path, "itinerary", home)["code"] == "layer-unsafe"


def _opens_a_socket() -> bool:
    close_network()
    try:
        socket.socket().close()
    except PermissionError:
        return False
    return True


@pytest.mark.skipif(
    platform.machine() not in ("x86_64", "aarch64"), reason="the filter is for these processors"
)
def test_child_cannot_open_a_socket():
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        assert pool.submit(_opens_a_socket).result() is False
