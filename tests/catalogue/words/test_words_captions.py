"""A photo without a caption still says where, when and which way; a legend can be pasted under a figure."""

import pytest

from catalogue.words.captions import computed_caption, credit_line, legend
from catalogue.words.languages import ENGLISH, FRENCH

_OLHAIN = {
    "park": "Olhain",
    "itinerary": "EuroVelo 5",
    "cite": None,
    "commune": "Houdain",
    "taken_at": "2018-05-12T14:32:08",
    "taken_year": 2018,
    "taken_month": 5,
    "heading_deg": 47.0,
    "caption": None,
    "creator": "L. Dupont",
    "credit": None,
}


def test_computed_caption_says_place_day_and_direction():
    assert computed_caption(_OLHAIN, FRENCH) == "Olhain, 12 mai 2018, vers le nord-est"
    assert computed_caption(_OLHAIN, ENGLISH) == "Olhain, 12 May 2018, towards the north-east"


@pytest.mark.parametrize(
    ("unknown", "caption"),
    [
        ({"park": None}, "EuroVelo 5, 12 mai 2018, vers le nord-est"),
        ({"heading_deg": None}, "Olhain, 12 mai 2018"),
        ({"heading_deg": 0}, "Olhain, 12 mai 2018, vers le nord"),
        ({"heading_deg": 359.9}, "Olhain, 12 mai 2018, vers le nord"),
        ({"heading_deg": 90}, "Olhain, 12 mai 2018, vers l’est"),
        ({"taken_at": None}, "Olhain, mai 2018, vers le nord-est"),
        ({"taken_at": None, "taken_month": None}, "Olhain, 2018, vers le nord-est"),
        ({"taken_at": "2018-05-12"}, "Olhain, 12 mai 2018, vers le nord-est"),
        (dict.fromkeys(("park", "itinerary", "taken_at", "taken_year", "heading_deg")), "Houdain"),
    ],
)
def test_what_is_unknown_is_left_out_of_it(unknown, caption):
    assert computed_caption({**_OLHAIN, **unknown}, FRENCH) == caption


def test_nothing_known_gives_no_caption_and_an_empty_legend():
    assert computed_caption(dict.fromkeys(_OLHAIN), FRENCH) is None
    assert legend(dict.fromkeys(_OLHAIN), FRENCH) == ""
    assert legend({}, FRENCH) == ""


def test_credit_goes_before_the_photographer():
    assert credit_line(_OLHAIN) == "© L. Dupont"
    assert credit_line({**_OLHAIN, "credit": "Mission Bassin Minier"}) == "Mission Bassin Minier"
    assert credit_line({"credit": "", "creator": " "}) is None


def test_legend_is_one_paragraph_with_place_date_and_credit():
    said = legend({**_OLHAIN, "caption": "Le plan d’eau,\r\nvu du\tterril"}, FRENCH)

    assert said == "Le plan d’eau, vu du terril. Olhain, Houdain, 12 mai 2018. © L. Dupont."


def test_legend_without_caption_says_the_direction_and_ends_once():
    said = legend({**_OLHAIN, "credit": "Photo : MBM."}, FRENCH)

    assert said == "Olhain, Houdain, 12 mai 2018, vers le nord-est. Photo : MBM."


def test_what_turns_the_direction_of_writing_stays_within_its_caption():
    said = legend({**_OLHAIN, "caption": "gpj\u202eexe"}, FRENCH)

    assert said.startswith("\u2068gpj\u202eexe\u2069. Olhain")
