"""A layer laid over another, or put in its place: photos stay where they were, and the run says what it did."""

import json
from pathlib import Path

import pytest
from layermaking import feature, imported, layer, square
from making import Ran, ingest, jpeg, phototheque, rows, write

pytestmark = pytest.mark.usefixtures("at_once")

_HERE, _THERE = (2.80, 50.40), (3.10, 50.30)


def drawn(
    source: Path, home: Path, kind: str, name: str, *places: tuple[str, str, tuple[float, float]]
) -> None:
    """Import squares with these names, codes and corners as a layer of this name."""
    features = [feature(square(*corner, 0.02), nom=called, code=code) for called, code, corner in places]
    imported(layer(source.parent / "layers", f"{name}.geojson", *features), kind, home)


def classify(home: Path, *words: str) -> Ran:
    """Run the rules, and say what moved."""
    return phototheque("classify", "--home", home, *words)


@pytest.fixture
def raismes(source: Path, home: Path) -> Path:
    """A library with one photo without a position, in a folder that bears the name of a commune."""
    drawn(source, home, "commune", "communes", ("Raismes", "59491", _HERE), ("Lens", "62498", _THERE))
    write(source, "Raismes/a.jpg", jpeg(1))
    ingest(source, home)
    return home


def test_photo_named_by_its_folder_stays_in_its_commune_when_a_second_layer_has_it_too(source, raismes):
    drawn(source, raismes, "commune", "communes-59", ("Raismes", "59491", (2.8005, 50.4)))

    ran = classify(raismes)

    found = rows(raismes, "SELECT layer, main FROM photo_places JOIN places ON id = place_id ORDER BY layer")
    assert [(row["layer"], row["main"]) for row in found] == [("communes", 0), ("communes-59", 1)]
    assert rows(raismes, "SELECT commune FROM photos") == [{"commune": "Raismes"}]
    assert "commune: 0 photos gained one, 0 lost one, 0 with another main one." in ran.output
    assert "1 photo in the same places as before, by another layer or by one more." in ran.output


def test_layer_replaced_by_one_over_it_loses_nothing(source, raismes):
    drawn(source, raismes, "commune", "communes-59", ("Raismes", "59491", _HERE))
    phototheque("layers", "remove", "commune", "communes", "--home", raismes)

    told = json.loads(classify(raismes, "--json").output)

    assert told["kinds"] == {"commune": {"gained": 0, "lost": 0, "main": 0, "relayered": 1}}


def test_name_that_became_ambiguous_is_told_with_its_places(source, raismes):
    drawn(source, raismes, "commune", "ailleurs", ("Raismes", "99999", _THERE))

    ran = classify(raismes)

    assert (
        "The folder “Raismes” could mean 2 places of the kind commune, and means none: Raismes, Raismes. "
        "1 photo lost it." in ran.output
    )
    assert "could mean" not in classify(raismes).output  # it was told once


def test_examples_are_folders_and_files(source, raismes):
    drawn(source, raismes, "commune", "ailleurs", ("Raismes", "99999", _THERE))

    ran = classify(raismes, "--dry-run")

    assert "  Raismes/a.jpg: Raismes → none" in ran.output
    assert rows(raismes, "SELECT id FROM photos")[0]["id"] not in ran.output
