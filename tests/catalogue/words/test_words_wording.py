"""How facts are said."""

import pytest

from catalogue.values.claims import Absence, Subject
from catalogue.values.outcomes import Outcome
from catalogue.values.precedence import POSITION_ORDER, TIME_ORDER
from catalogue.web.pages import _OUTCOMES
from catalogue.words import wording
from catalogue.words.languages import ENGLISH, FRENCH
from catalogue.words.wording import camera, distance, heading, moment, size, tint, upright

NBSP = "\N{NO-BREAK SPACE}"


@pytest.mark.parametrize(
    ("metres", "said"),
    [(0, f"0{NBSP}m"), (349.6, f"350{NBSP}m"), (1000, f"1{NBSP}km"), (12_400, f"12,4{NBSP}km")],
)
def test_distances(metres, said):
    assert distance(metres, FRENCH) == said


@pytest.mark.parametrize(
    ("count", "said"),
    [(0, "0 octet"), (512, "512 octets"), (3_412_345, f"3,4{NBSP}Mo"), (2 * 10**9, f"2{NBSP}Go")],
)
def test_sizes(count, said):
    assert size(count, FRENCH) == said


@pytest.mark.parametrize(
    ("degrees", "said"),
    [(0, "nord (0°)"), (47, "nord-est (47°)"), (359.9, "nord (0°)"), (270, "ouest (270°)")],
)
def test_headings(degrees, said):
    assert heading(degrees, FRENCH) == said


def test_moments_that_are_none_stay_as_they_are():
    assert moment("2018-05-12T14:32:08", FRENCH) == f"12 mai 2018, 14{NBSP}h{NBSP}32"
    assert moment("2018-05-12T14:32:08", ENGLISH) == "12 May 2018, 14:32"
    assert moment("soon", FRENCH) == "soon"


@pytest.mark.parametrize(
    "colour", [None, "", "red", "#12345", "#1234567", "#12345g", "#123456;x", "#123456\n"]
)
def test_a_colour_that_is_none_is_transparent(colour):
    assert tint(colour) == "transparent"
    assert tint("#a0B1c2") == "#a0B1c2"


def test_the_make_is_said_once():
    assert camera({"camera_make": "Canon", "camera_model": "Canon EOS 70D"}) == "Canon EOS 70D"
    assert camera({"camera_make": "Apple", "camera_model": "iPhone 12"}) == "Apple iPhone 12"
    assert camera({"camera_make": "Apple", "camera_model": None}) == "Apple"


def test_a_photo_on_its_side_is_shown_upright():
    assert upright({"width": 4000, "height": 3000, "orientation": 6}) == {"width": 3000, "height": 4000}
    assert upright({"width": 4000, "height": 3000, "orientation": None}) == {"width": 4000, "height": 3000}
    assert upright({"width": None, "height": None, "orientation": 1}) == {}


def test_every_code_of_the_catalogue_has_words():
    assert {source.value for source in POSITION_ORDER} <= wording._POSITIONS.keys()
    assert {source.value for source in TIME_ORDER} <= wording._TIMES.keys()
    assert {absence.value for absence in Absence} <= wording._ABSENCES.keys()
    assert {subject.value for subject in Subject} <= wording._SUBJECTS.keys()
    assert {outcome.value for outcome in Outcome} == _OUTCOMES.keys()
