"""Folder names and the places they name."""

from typing import Any

import pytest

from catalogue.database.folding import fold
from catalogue.territory.names import NameMatcher
from catalogue.values.gazetteer import Gazetteer, Place

PLACES = [
    Place(1, "park", "Parc départemental d'Olhain", ("Olhain",)),
    Place(2, "itinerary", "EuroVelo 5", ("EV5",), sections=("Loos-en-Gohelle – Wingles", "Angres – Olhain")),
    Place(3, "cite", "Cité Sainte-Barbe"),
    Place(4, "cite", "Cité Declercq", commune="Oignies"),
    Place(5, "cite", "Cité de Guesnain"),
    Place(6, "commune", "Guesnain"),
    Place(7, "cite", "Cité du Moulin", commune="Guesnain"),
    Place(8, "cite", "Cité du Moulin", commune="Wingles"),
    Place(9, "terril", "Terrils 11/19", ("11/19",)),
    Place(10, "cite", "Cité du 5-12"),
    Place(11, "cite", "Cité n°10 de Béthune"),
    Place(12, "commune", "Wingles"),
    Place(13, "commune", "Nœux-les-Mines"),
    Place(14, "commune", "Saint-Venant"),
    Place(15, "cite", "Cité Bellevue Ancienne"),
    Place(16, "cite", "Cité Bellevue Nouvelle"),
    Place(17, "cite", "Résidence de la Croisette"),
    Place(19, "park", "Parc de la Deûle"),
    Place(20, "commune", "Deûle"),
    Place(18, "itinerary", "Véloroute V31", sections=("Béthune – Lens",)),
]


def _named(*folders: str) -> list[int]:
    return [found.place.id for found in NameMatcher(Gazetteer(PLACES, fold))(folders)]


@pytest.mark.parametrize(
    ("folder", "expected"),
    [
        ("Olhain", [1]),
        ("parc dép. Olhain", [1]),
        ("Parc departemental d’Olhain", [1]),
        ("2018-05 Olhain", [1]),
        ("Olhain mai 2018", [1]),
        ("EV5", [2]),
        ("ev 5", [2]),
        ("EuroVélo5", [2]),
        ("Cité Ste Barbe", [3]),
        ("cite sainte barbe", [3]),
        ("Ste-Barbe", [3]),
        ("Declercq", [4]),
        ("DECLERCQ 2020", [4]),
        ("résidence Declercq", [4]),
        ("Cité Declerq", [4]),
        ("Declerck", [4]),
        ("Guesnain", [6]),
        ("Cité de Guesnain", [5]),
        ("cite Guesnain", [5]),
        ("11/19", [9]),
        ("11-19", [9]),
        ("terril 11 19", [9]),
        ("cité 5/12", [10]),
        ("5-12", []),
        ("10 de Béthune", [11]),
        ("cite n° 10 de Bethune", [11]),
        ("Noeux les Mines", [13]),
        ("St Venant", [14]),
        ("Bellevue", []),
        ("Bellevue Anciene", [15]),
        ("La Croisette", [17]),
        ("La Deule", [20]),
        ("Parc Deule", [19]),
        ("parc Croisette", []),
        ("Cité du Moulin", []),
        ("2018-05", []),
        ("2018", []),
        ("Photos", []),
        ("divers", []),
        ("", []),
        ("...", []),
    ],
)
def test_folder_names_the_place_it_means(folder: str, expected: list[int]):
    assert _named(folder) == expected


def test_name_that_repeats_is_told_apart_by_the_commune_around_it():
    assert _named("Wingles", "Cité du Moulin") == [8, 12]
    assert _named("Guesnain", "2019", "moulin") == [7, 6]


def test_section_is_named_by_its_ends():
    found = NameMatcher(Gazetteer(PLACES, fold))(("EV5", "Loos-Wingles", "2018-05"))

    assert [(n.place.id, n.section, n.rule) for n in found] == [
        (2, "Loos-en-Gohelle – Wingles", "folder: Loos-Wingles")
    ]


def test_section_names_its_itinerary_alone():
    (found,) = NameMatcher(Gazetteer(PLACES, fold))(("Angres-Olhain",))

    assert (found.place.id, found.section) == (2, "Angres – Olhain")


def test_rule_says_what_a_misspelt_folder_was_taken_for():
    (found,) = NameMatcher(Gazetteer(PLACES, fold))(("Declerq",))

    assert found.rule == "folder: Declerq ≈ Cité Declercq"


def test_misspelt_name_as_near_to_two_places_finds_neither():
    near = [Place(1, "cite", "Cité Marceline"), Place(2, "cite", "Cité Marcelina")]

    assert NameMatcher(Gazetteer(near, fold))(("Marcelino",)) == ()


def test_numbers_are_never_misspelt():
    near = [Place(1, "cite", "Cité de la fosse 12 de Lens")]

    assert NameMatcher(Gazetteer(near, fold))(("fosse 13 de Lens",)) == ()


def test_innermost_folder_stands_for_a_place_that_two_name():
    (found,) = NameMatcher(Gazetteer(PLACES, fold))(("Olhain", "parc Olhain"))

    assert (found.rule, found.depth) == ("folder: parc Olhain", 0)


HERE, BESIDE, FAR = (2.80, 50.40, 2.82, 50.42), (2.8003, 50.4, 2.8205, 50.42), (3.1, 50.3, 3.12, 50.32)


def _place(number: int, layer: str, kind: str = "commune", **known: Any) -> Place:
    return Place(number, kind, "Raismes", layer=layer, layer_since=f"2026-0{number}", **known)


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ({"code": "59491"}, {"code": "59491"}, [2, 1]),
        ({"bounds": HERE}, {"bounds": BESIDE}, [2, 1]),
        ({"bounds": HERE, "code": "cite-05"}, {"bounds": BESIDE, "code": "8X"}, [2, 1]),
        ({"bounds": (2.8, 50.4, 2.8, 50.4)}, {"bounds": (2.8002, 50.4, 2.8002, 50.4)}, [2, 1]),
        ({"bounds": HERE}, {"bounds": FAR}, []),
        ({"code": "1"}, {"code": "2"}, []),
        ({"code": "12", "commune": "Lens"}, {"code": "12", "commune": "Wingles"}, []),
        ({}, {}, []),
    ],
    ids=["code", "spot", "spot-other-codes", "point", "far", "other-codes", "row-numbers", "nothing-known"],
)
def test_place_that_two_layers_have_is_one_place(first: Any, second: Any, expected: list[int]):
    gazetteer = Gazetteer([_place(1, "old", **first), _place(2, "new", **second)], fold)

    found = NameMatcher(gazetteer)(("Raismes",))

    assert [(one.place.id, one.rank) for one in found] == [(number, at) for at, number in enumerate(expected)]


def test_two_rows_of_one_layer_are_two_places():
    gazetteer = Gazetteer([_place(1, "one", bounds=HERE), _place(2, "one", bounds=BESIDE)], fold)
    matcher = NameMatcher(gazetteer)

    assert matcher(("Raismes",)) == ()
    assert [place.id for place in matcher.ambiguous["commune", "Raismes"]] == [1, 2]


def test_third_layer_joins_two_that_do_not_meet():
    codes = [
        _place(1, "a", bounds=HERE),
        _place(2, "b", code="59491"),
        _place(3, "c", bounds=BESIDE, code="59491"),
    ]

    assert [one.place.id for one in NameMatcher(Gazetteer(codes, fold))(("Raismes",))] == [3, 2, 1]


def test_commune_around_finds_a_namesake_in_every_layer():
    moulins = [
        Place(number, "cite", "Cité du Moulin", commune=commune, layer=layer, bounds=bounds)
        for number, commune, layer, bounds in (
            (1, "Lens", "old", HERE),
            (2, "Wingles", "old", FAR),
            (3, "Lens", "new", BESIDE),
        )
    ]
    communes = [
        Place(4, "commune", "Lens", code="62498", layer="c1"),
        Place(5, "commune", "Lens", code="62498", layer="c2"),
    ]

    found = NameMatcher(Gazetteer([*moulins, *communes], fold))(("Lens", "Cité du Moulin"))

    assert sorted(one.place.id for one in found) == [1, 3, 4, 5]


def test_section_of_an_itinerary_that_two_layers_have_is_found_in_both():
    routes = [
        Place(n, "itinerary", "EuroVelo 5", sections=("Angres – Olhain",), layer=str(n), bounds=HERE)
        for n in (1, 2)
    ]

    found = NameMatcher(Gazetteer(routes, fold))(("Angres-Olhain",))

    assert [(one.place.id, one.section) for one in found] == [(1, "Angres – Olhain"), (2, "Angres – Olhain")]
