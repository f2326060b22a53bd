"""A position is read when it is whole, and is none, with the reason, when it is not."""

import pytest
from blockmaking import DOUBLE, SHORT, Raw, exif_segment, jpeg_with, rationals, signed, tiff_block
from hypothesis import given, settings
from hypothesis import strategies as st

from catalogue.values.claims import Absence, Source, Subject
from catalogue.values.precedence import best
from ingest.read import read_file
from ingest.read.gps import EASTING, NORTHING, degrees
from ingest.read.tags import Rational

OLHAIN = {
    1: "N",
    2: rationals((50, 1), (25, 1), (4836, 100)),
    3: "E",
    4: rationals((2, 1), (34, 1), (4812, 100)),
}
NOTHING = rationals((0, 0), (0, 0), (0, 0))
REDACTED = {1: "\x00", 2: NOTHING, 3: "\x00", 4: NOTHING}


def claims_of(folder, gps):
    return read_file(jpeg_with(folder, exif_segment(tiff_block(gps=gps))), "jpeg").claims


def position_of(folder, gps):
    return next((claim for claim in claims_of(folder, gps) if claim.subject is Subject.POSITION), None)


def test_position_is_signed_degrees_with_the_accuracy_of_the_receiver(tmp_path):
    claim = position_of(tmp_path, {**OLHAIN, 0x1F: rationals((4700, 1000))})

    assert claim.source is Source.EXIF
    assert claim.latitude == pytest.approx(50.4301, abs=1e-7)
    assert claim.longitude == pytest.approx(2.5800333, abs=1e-7)
    assert claim.accuracy_m == pytest.approx(4.7)


@pytest.mark.parametrize(
    ("north", "east", "signs"), [("S", "W", (-1, -1)), ("s", "w", (-1, -1)), ("n", "e", (1, 1))]
)
def test_reference_counts_in_lower_case_too(tmp_path, north, east, signs):
    claim = position_of(tmp_path, {**OLHAIN, 1: north, 3: east})

    assert (claim.latitude, claim.longitude) == (
        pytest.approx(signs[0] * 50.4301),
        pytest.approx(signs[1] * 2.5800333),
    )


@pytest.mark.parametrize(
    ("changes", "absence"),
    [
        pytest.param({1: None}, Absence.NO_REFERENCE, id="no latitude reference"),
        pytest.param({3: None}, Absence.NO_REFERENCE, id="no longitude reference"),
        pytest.param({1: "\x00", 3: "\x00"}, Absence.NO_REFERENCE, id="references erased alone"),
        pytest.param({1: "E", 3: "N"}, Absence.NO_REFERENCE, id="references swapped"),
        pytest.param({1: "?"}, Absence.NO_REFERENCE, id="reference of no hemisphere"),
        pytest.param({2: rationals((91, 1), (0, 1), (0, 1))}, Absence.OUT_OF_RANGE, id="91 degrees north"),
        pytest.param({4: rationals((181, 1), (0, 1), (0, 1))}, Absence.OUT_OF_RANGE, id="181 degrees east"),
        pytest.param(
            {2: rationals((90, 1), (0, 1), (1, 100))}, Absence.OUT_OF_RANGE, id="just beyond the pole"
        ),
        pytest.param({2: rationals((50, 1), (61, 1), (0, 1))}, Absence.OUT_OF_RANGE, id="61 minutes"),
        pytest.param({4: rationals((2, 1), (3, 1), (61, 1))}, Absence.OUT_OF_RANGE, id="61 seconds"),
        pytest.param({2: signed((-50, 1), (25, 1), (0, 1))}, Absence.OUT_OF_RANGE, id="negative degrees"),
        pytest.param({2: rationals((50, 1), (25, 1), (0, 0))}, Absence.UNREADABLE, id="seconds 0/0"),
        pytest.param({2: rationals((50, 0), (25, 0), (1, 0))}, Absence.UNREADABLE, id="n/0"),
        pytest.param({2: "50.4301"}, Absence.UNREADABLE, id="text"),
        pytest.param({2: Raw(SHORT, b"\x32\x00\x19\x00\x30\x00")}, Absence.UNREADABLE, id="short integers"),
        pytest.param({2: Raw(DOUBLE, b"\x00" * 6 + b"\xf8\x7f" * 9)}, Absence.UNREADABLE, id="not numbers"),
        pytest.param({2: rationals(*[(50, 1)] * 4)}, Absence.UNREADABLE, id="four numbers"),
        pytest.param({4: None}, Absence.UNREADABLE, id="no longitude"),
        pytest.param({2: rationals((0, 1)), 4: rationals((0, 1))}, Absence.ZERO, id="zero, zero"),
        pytest.param(
            {1: None, 2: rationals((0, 1)), 3: None, 4: rationals((0, 1))},
            Absence.ZERO,
            id="zero without reference",
        ),
        pytest.param(REDACTED, Absence.REDACTED, id="erased in place"),
        pytest.param(
            {**REDACTED, 6: rationals((0, 0)), 29: "\x00" * 10}, Absence.REDACTED, id="all erased in place"
        ),
        pytest.param({**REDACTED, 9: "V"}, Absence.UNREADABLE, id="camera says it had no fix"),
        pytest.param(
            {**REDACTED, 17: rationals((11744, 100))}, Absence.UNREADABLE, id="only the compass worked"
        ),
        pytest.param({**REDACTED, 1: None, 3: None}, Absence.UNREADABLE, id="0/0 that never had a reference"),
    ],
)
def test_what_is_no_position_says_why(tmp_path, changes, absence):
    gps = {tag: value for tag, value in {**OLHAIN, **changes}.items() if value is not None}

    claim = position_of(tmp_path, gps)

    assert (claim.value, claim.latitude, claim.longitude, claim.absence) == (None, None, None, absence)
    assert best(Subject.POSITION, [claim]) is None


@pytest.mark.parametrize(
    ("latitude", "expected"),
    [
        pytest.param(rationals((504301, 10000)), 50.4301, id="decimal degrees"),
        pytest.param(rationals((50, 1), (25806, 1000)), 50.4301, id="decimal minutes"),
        pytest.param(rationals((50, 1), (25, 1), (60, 1)), 50.4333333, id="seconds rounded up to 60"),
        pytest.param(rationals((90, 1), (0, 1), (0, 1)), 90, id="the pole itself"),
        pytest.param(rationals((0, 1), (0, 1), (0, 1)), 0, id="the equator"),
    ],
)
def test_other_ways_to_write_a_latitude_are_understood(tmp_path, latitude, expected):
    assert position_of(tmp_path, {**OLHAIN, 2: latitude}).latitude == pytest.approx(expected, abs=1e-7)


def test_no_gps_tags_give_no_claim_about_the_position(tmp_path):
    assert position_of(tmp_path, None) is None
    assert position_of(tmp_path, {0: Raw(1, b"\x02\x03\x00\x00")}) is None


@pytest.mark.parametrize(
    ("stored", "reference", "value", "north"),
    [
        ((11744, 100), "M", "117.44", "magnetic"),
        ((700, 100), "T", "7", "true"),
        ((36000, 100), "t", "0", "true"),
        ((90, 1), None, "90", None),
    ],
)
def test_heading_says_which_north_it_counts_from(tmp_path, stored, reference, value, north):
    gps = {17: rationals(stored)} | ({16: reference} if reference else {})

    claim = best(Subject.HEADING, claims_of(tmp_path, gps))

    assert (claim.value, claim.reference, claim.detail) == (value, north, "GPSImgDirection")


@pytest.mark.parametrize("stored", [(361, 1), (0, 0), (4294967295, 1)])
def test_impossible_heading_is_none(tmp_path, stored):
    assert best(Subject.HEADING, claims_of(tmp_path, {16: "T", 17: rationals(stored)})) is None


def test_clock_of_the_satellites_is_kept_in_utc_and_never_shown(tmp_path):
    gps = {**OLHAIN, 7: rationals((12, 1), (32, 1), (59, 10)), 29: "2018:05:12"}

    claims = claims_of(tmp_path, gps)

    clock = next(claim for claim in claims if claim.detail == "GPSDateTime")
    assert (clock.subject, clock.source, clock.value) == (
        Subject.TAKEN,
        Source.INFERRED,
        "2018-05-12T12:32:05Z",
    )
    assert best(Subject.TAKEN, claims) is None


@pytest.mark.parametrize("day", ["1999:99:99 99:99:99", "2018:13:01", "", "0000:00:00"])
def test_clock_without_a_day_that_exists_is_none(tmp_path, day):
    claims = claims_of(tmp_path, {**OLHAIN, 7: rationals((12, 1), (32, 1), (5, 1)), 29: day})

    assert [claim for claim in claims if claim.detail == "GPSDateTime"] == []


_RATIONALS = st.builds(Rational, st.integers(-(2**31), 2**32 - 1), st.integers(-(2**31), 2**32 - 1))
_STORED = st.one_of(
    st.none(), st.text(), st.binary(), st.lists(st.one_of(_RATIONALS, st.integers())).map(tuple)
)


@settings(deadline=None)
@given(
    _STORED,
    st.one_of(st.none(), st.text(), st.sampled_from("NSEWnsew")),
    st.sampled_from([NORTHING, EASTING]),
)
def test_whatever_is_stored_gives_degrees_in_range_or_a_reason(parts, reference, axis):
    found = degrees(parts, reference, axis)

    assert isinstance(found, Absence) or abs(found) <= axis.limit_deg


@settings(deadline=None)
@given(st.floats(-90, 90))
def test_degrees_minutes_and_seconds_come_back_as_they_were(latitude):
    minutes, seconds = divmod(round(abs(latitude) * 3_600_000_000), 60_000_000)
    parts = (Rational(minutes // 60, 1), Rational(minutes % 60, 1), Rational(seconds, 1_000_000))

    found = degrees(parts, "S" if latitude < 0 else "N", NORTHING)

    assert found == pytest.approx(latitude, abs=1e-9)
