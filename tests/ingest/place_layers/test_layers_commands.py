"""`phototheque layers` as a person types it."""

from pathlib import Path

import pytest
import shapely
from layermaking import feature, imported, layer, places, square
from making import phototheque, rows
from pyogrio.raw import read

pytestmark = pytest.mark.usefixtures("at_once")


@pytest.fixture
def parks(home: Path, source: Path) -> Path:
    """A library with two parks."""
    path = layer(
        source,
        "parcs.geojson",
        feature(square(), nom="Parc des Îles", code="P1"),
        feature(square(2.9), nom="B"),
    )
    imported(path, "park", home)
    return home


def test_report_speaks_in_sentences(home: Path, source: Path):
    path = layer(source, "parcs.geojson", feature(square(), nom="Parc des Îles"), feature(None, nom="B"))

    ran = phototheque("layers", "import", path, "--kind", "park", "--home", home)

    assert ran.output.splitlines() == [
        "parcs.geojson: 2 rows make 1 park of layer “parcs”.",
        "  Coordinates: WGS 84.",
        "  Fields: names from “nom”.",
        "  Row 2 has no shape, or none that can be read.",
        "     1  new: Parc des Îles",
        "Photos know nothing of it yet: run `phototheque classify`.",
    ]


def test_refusal_says_why_and_what_to_do(home: Path, source: Path):
    path = layer(source, "l.geojson", feature([[2.8, 50.4], [2.9, 50.4]], "LineString", nom="L"))

    ran = phototheque("layers", "import", path, "--kind", "park", "--home", home)

    assert ran.status == 2
    assert ran.error.splitlines() == [
        "phototheque: l.geojson: row 1 is a line; a park is a polygon.",
        "Nothing was imported. Choose another --kind, or take these rows out of the file.",
    ]


def test_layers_are_listed(parks: Path):
    ran = phototheque("layers", "list", "--home", parks)

    assert "park" in ran.output
    assert "2 parks, 0 photos" in ran.output


@pytest.mark.parametrize("suffix", [".gpkg", ".geojson"])
def test_exported_layer_holds_names_codes_and_shapes(parks: Path, tmp_path: Path, suffix: str):
    phototheque("layers", "alias", "park", "B", "11/19", "--home", parks)
    path = tmp_path / f"out{suffix}"

    ran = phototheque("layers", "export", "park", "parcs", path, "--home", parks)

    assert ran.output == f"2 parks written to {path}.\n"
    meta, _, wkb, columns = read(path)
    found = {name: list(column) for name, column in zip(meta["fields"], columns, strict=True)}
    assert (found["name"], found["code"], found["photos"]) == (["Parc des Îles", "B"], ["P1", None], [0, 0])
    assert found["aliases"][1] == "11/19"
    assert [shapely.from_wkb(shape).bounds[0] for shape in wkb] == [2.8, 2.9]


def test_exported_layer_comes_back_as_it_was(parks: Path, tmp_path: Path):
    path = tmp_path / "parcs.gpkg"
    phototheque("layers", "export", "park", "parcs", path, "--home", parks)

    told = imported(path, "park", parks)

    assert told["changes"]["unchanged"] == ["Parc des Îles", "B"]


def test_export_needs_a_suffix_that_tells_the_format(parks: Path, tmp_path: Path):
    ran = phototheque("layers", "export", "park", "parcs", tmp_path / "out.doc", "--home", parks)

    assert ran.status == 2
    assert ".gpkg" in ran.error


@pytest.mark.parametrize("called", ["Parc des Îles", "parc des iles", "P1"])
def test_place_gets_another_name(parks: Path, called: str):
    ran = phototheque("layers", "alias", "park", called, "Ludoparc", "--home", parks)

    assert ran.status == 0
    assert rows(parks, "SELECT name, alias FROM places JOIN place_aliases ON place_id = id") == [
        {"name": "Parc des Îles", "alias": "Ludoparc"}
    ]


def test_short_name_stays_when_the_layer_is_imported_again(parks: Path, source: Path):
    phototheque("layers", "alias", "park", "B", "CALL", "--short", "--home", parks)

    imported(source / "parcs.geojson", "park", parks)

    assert places(parks)["B"]["short_name"] == "CALL"


def test_name_that_two_places_bear_needs_its_commune(home: Path, source: Path):
    moulin = [
        feature(square(2.8 + n / 10), nom="Cité du Moulin", commune=c)
        for n, c in enumerate(("Lens", "Denain"))
    ]
    imported(layer(source, "cites.geojson", *moulin), "cite", home)

    vague = phototheque("layers", "alias", "cite", "Cité du Moulin", "M", "--home", home)
    clear = phototheque("layers", "alias", "cite", "Cité du Moulin (Lens)", "M", "--home", home)

    assert (vague.status, clear.status) == (2, 0)
    assert "2 places" in vague.error


@pytest.mark.parametrize("command", [("remove", "park", "x"), ("export", "park", "x", "x.gpkg")])
def test_layer_that_is_not_there_is_a_mistake(
    parks: Path, command: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.chdir(tmp_path)

    ran = phototheque("layers", *command, "--home", parks)

    assert ran.status == 2
    assert "There is no layer “x” of kind park." in ran.error
