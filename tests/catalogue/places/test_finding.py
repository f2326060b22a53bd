"""A place is found by what a person calls it."""

from pathlib import Path

import pytest

from catalogue.database.connection import writing
from catalogue.errors import NoSuchPlace
from catalogue.library import Library
from catalogue.places.finding import find_places, places_called
from catalogue.places.gazetteer import NamedPlace, register

PLACES = (
    NamedPlace("epci", "CA de Lens-Liévin", short_name="CALL", code="246200364", aliases=("Agglo de Lens",)),
    NamedPlace("epci", "CA du Douaisis", short_name="CAD", code="200044618"),
    NamedPlace("cite", "Cité du Moulin", commune="Lens", code="C1"),
    NamedPlace("cite", "Cité du Moulin", commune="Liévin", code="C2"),
    NamedPlace("cite", "Cité Barrois", commune="Lens", code="CALL"),
    NamedPlace("cite", "Cité 100 % (ancienne)", commune="Masny", code="C3"),
    NamedPlace("commune", "Lens", code="62498"),
    NamedPlace("commune", "Loos-en-Gohelle", code="62528"),
    NamedPlace("itinerary", "EuroVelo 5"),
    NamedPlace("park", "Parc d’Olhain"),
    NamedPlace("terril", "Terrils de Loos", aliases=("11/19",)),
)

CASES = {
    "name": ("epci", "CA de Lens-Liévin", ["CA de Lens-Liévin"]),
    "short name": ("epci", "CALL", ["CA de Lens-Liévin"]),
    "short name in small letters": ("epci", "call", ["CA de Lens-Liévin"]),
    "code": ("epci", "246200364", ["CA de Lens-Liévin"]),
    "name without accents": ("epci", "ca de lens-lievin", ["CA de Lens-Liévin"]),
    "alias": ("epci", "AGGLO DE LENS", ["CA de Lens-Liévin"]),
    "spaces around": ("epci", "  CALL ", ["CA de Lens-Liévin"]),
    "another kind": ("cite", "CALL", ["Cité Barrois"]),
    "a name that repeats": ("cite", "Cité du Moulin", ["Cité du Moulin (Lens)", "Cité du Moulin (Liévin)"]),
    "with its commune": ("cite", "Cité du Moulin (Lens)", ["Cité du Moulin (Lens)"]),
    "its code": ("cite", "c2", ["Cité du Moulin (Liévin)"]),
    "brackets of its own": ("cite", "Cité 100 % (ancienne)", ["Cité 100 % (ancienne)"]),
    "a name that does not repeat": ("cite", "Cité Barrois", ["Cité Barrois"]),
    "its commune without need": ("cite", "Cité Barrois (Lens)", []),
    "no wildcard": ("cite", "Cité %", []),
    "nothing": ("epci", "", []),
    "only spaces": ("epci", "  ", []),
    "a part": ("epci", "Lens", []),
    "emoji": ("epci", "😀", []),
    "spaces for hyphens": ("commune", "loos en gohelle", ["Loos-en-Gohelle"]),
    "hyphens for spaces": ("itinerary", "Euro-Vélo-5", ["EuroVelo 5"]),
    "no space at all": ("itinerary", "Eurovelo5", ["EuroVelo 5"]),
    "no apostrophe": ("park", "parc d olhain", ["Parc d’Olhain"]),
    "an alias with a hyphen": ("terril", "11-19", ["Terrils de Loos"]),
    "numbers are not run together": ("terril", "1119", []),
    "a name that repeats, in small letters": (
        "cite",
        "cite-du-moulin",
        ["Cité du Moulin (Lens)", "Cité du Moulin (Liévin)"],
    ),
    "a code with a hyphen too many": ("cite", "C-2", []),
}


@pytest.fixture
def library(home: Path):
    with Library.open(home) as opened:
        with writing(opened.db) as db:
            register(db, PLACES)
        yield opened


@pytest.mark.parametrize(("kind", "text", "names"), CASES.values(), ids=CASES)
def test_places_are_found_by(library: Library, kind: str, text: str, names: list[str]):
    assert [place.name for place in find_places(library.db, kind, text)] == names


def test_a_place_that_is_not_there_is_told(library: Library):
    with pytest.raises(NoSuchPlace, match="No place of kind epci is called “CALLE”"):
        places_called(library.db, "epci", "CALLE")
