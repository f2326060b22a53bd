"""What a person writes in the fields of the review desk is understood, or refused, never guessed."""

import pytest

from catalogue.web.review import written


@pytest.mark.parametrize(
    ("text", "value", "precision"),
    [
        ("2018", "2018", "year"),
        ("mai 2018", "2018-05", "month"),
        ("May 2018", "2018-05", "month"),
        ("5/2018", "2018-05", "month"),
        ("2018-05", "2018-05", "month"),
        ("12/05/2018", "2018-05-12", "day"),
        ("12.5.2018", "2018-05-12", "day"),
        ("1er août 2012", "2012-08-01", "day"),
        ("2018-05-12T14:32", "2018-05-12T14:32:00", "minute"),
        ("2018:05:12 14:32:08", "2018-05-12T14:32:08", "second"),
        ("12 mai 2018 à 14h32", "2018-05-12T14:32:00", "minute"),
        ("12 mai 2018, 14\N{NO-BREAK SPACE}h\N{NO-BREAK SPACE}32", "2018-05-12T14:32:00", "minute"),
        ("12 mai 2018 14 h", "2018-05-12T14:00:00", "minute"),
    ],
)
def test_a_date_is_known_as_finely_as_it_is_written(text, value, precision):
    assert written.moment(text) == (value, precision)


@pytest.mark.parametrize(
    "text", ["", "hier", "31/02/2018", "2018-13", "14:32", "mai 2018 14:32", "12/05/18", "2018-05-12 25:00"]
)
def test_what_is_no_date_is_not_guessed(text):
    assert written.moment(text) is None


@pytest.mark.parametrize(
    ("text", "point"),
    [
        ("50.4301, 2.5801", (50.4301, 2.5801)),
        ("50,4301 ; 2,5801", (50.4301, 2.5801)),
        ("50,43012° N, 2,58001° E", (50.43012, 2.58001)),
        ("-33.5 -70.25", (-33.5, -70.25)),
        ("10° S, 20° O", (-10.0, -20.0)),
    ],
)
def test_a_point_is_latitude_then_longitude(text, point):
    assert written.point(text) == point


@pytest.mark.parametrize("text", ["", "Olhain", "50.43", "91, 2", "50, 181", "11/19", "50..4, 2"])
def test_what_is_no_point_is_not_guessed(text):
    assert written.point(text) is None


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("+2:00:17", 7217),
        ("-01:00", -3600),
        ("\N{MINUS SIGN}1:00", -3600),
        ("0:00:30", 30),
        ("2", None),
        ("1:75", None),
    ],
)
def test_a_clock_moves_by_hours_minutes_and_seconds(text, seconds):
    assert written.span_s(text) == seconds
