"""Where the receiver was: interpolation, its limits, and how sure it is."""

import numpy as np
import pytest

from catalogue.tracks.correlation import Matching, Unmatched, correlate, less_sure
from catalogue.tracks.neighbours import Placed, between
from catalogue.tracks.points import Track, segment


def track(*segments: list[tuple[float, float, float]]) -> Track:
    """A track of segments, each of (seconds, latitude, longitude)."""
    return Track("a.gpx", tuple(segment(*zip(*points, strict=True)) for points in segments))


WALK = track([(0, 50.0, 2.0), (60, 50.001, 2.0), (120, 50.002, 2.0)])
TWO = track([(0, 50.0, 2.0), (60, 50.001, 2.0)], [(100, 50.001, 2.0), (160, 50.002, 2.0)])


def at(seconds: float, *tracks: Track, **matching: float) -> tuple[float | None, Unmatched | None]:
    """Latitude at a moment, or why there is none."""
    found = correlate(np.array([float(seconds)]), tracks, Matching(**matching))
    return (round(float(found.latitudes[0]), 6) if found.found[0] else None), found.reason(0)


@pytest.mark.parametrize(
    ("seconds", "latitude"), [(0, 50.0), (30, 50.0005), (45, 50.00075), (60, 50.001), (120, 50.002)]
)
def test_position_lies_on_the_line_between_the_two_points_around_the_moment(seconds, latitude):
    assert at(seconds, WALK) == (latitude, None)


@pytest.mark.parametrize("seconds", [-1, 121, 10_000])
def test_before_and_after_a_track_there_is_no_position(seconds):
    assert at(seconds, WALK) == (None, Unmatched.NOT_MATCHED)


@pytest.mark.parametrize("seconds", [61, 80, 99])
def test_segments_are_never_bridged(seconds):
    assert at(seconds, TWO) == (None, Unmatched.NOT_MATCHED)


def test_halts_place_a_moment_between_segments_that_end_and_begin_on_the_spot():
    assert at(80, TWO, halt_m=25) == (50.001, None)


def test_just_beyond_an_end_somebody_on_foot_is_near_it_if_that_is_allowed():
    def asked(seconds: float, beyond_s: float) -> tuple[float, float, float] | None:
        found = correlate(np.array([seconds]), [TWO], Matching(beyond_s=beyond_s))
        return (found.latitudes[0], found.accuracy_m[0], found.dt_s[0]) if found.found[0] else None

    assert asked(-20, 0) is None
    assert asked(-20, 30) == (50.0, 38.0, 20.0)
    assert asked(-31, 30) is None


def test_halts_do_not_bridge_a_way_that_somebody_walked():
    apart = track([(0, 50.0, 2.0)], [(100, 50.001, 2.0)])

    assert at(50, apart, halt_m=25) == (None, Unmatched.NOT_MATCHED)


def test_the_greatest_gap_counts_to_the_nearest_point_not_between_the_two():
    sparse = track([(0, 50.0, 2.0), (500, 50.001, 2.0)])

    assert at(250, sparse, max_gap_s=250)[1] is None
    assert at(250, sparse, max_gap_s=249) == (None, Unmatched.TOO_FAR)
    assert at(490, sparse, max_gap_s=10)[1] is None


def test_distant_points_make_a_position_less_sure():
    near, far = track([(0, 50.0, 2.0), (60, 50.001, 2.0)]), track([(0, 50.0, 2.0), (600, 50.001, 2.0)])

    sure, unsure = (correlate(np.array([30.0]), [one]).accuracy_m[0] for one in (near, far))

    assert sure == pytest.approx(10 + 111 / 4, abs=1)
    assert unsure == pytest.approx(10 + 111 / 20 + 15, abs=1)


def test_a_clock_that_is_not_known_well_makes_a_position_less_sure_by_the_way_gone_meanwhile():
    times, unsure = np.array([60.0, 60.0, 60.0]), np.array([0.0, 30.0, 300.0])

    found = less_sure(correlate(times, [WALK]), times, unsure, [WALK])

    assert found.accuracy_m.tolist() == pytest.approx([10, 10 + 111 / 2, 10 + 300 * 1.4], abs=1)


def test_a_point_that_was_hit_is_as_sure_as_the_receiver():
    assert correlate(np.array([60.0]), [WALK]).accuracy_m.tolist() == [10.0]


def test_of_several_tracks_the_one_with_the_nearest_point_is_taken():
    coarse = Track("coarse.gpx", (segment([0, 120], [51.0, 51.0], [3.0, 3.0]),))

    found = correlate(np.array([50.0]), [coarse, WALK, coarse])

    assert found.track.tolist() == [1]
    assert found.dt_s.tolist() == [10.0]


def test_without_interpolation_the_nearest_point_is_the_position():
    assert at(29, WALK, interpolate=False) == (50.0, None)
    assert at(31, WALK, interpolate=False) == (50.001, None)


def test_where_the_clock_went_back_no_way_is_drawn():
    jumped = track([(0, 50.0, 2.0), (60, 50.001, 2.0), (30, 50.5, 2.5), (90, 50.6, 2.5)])

    assert at(45, jumped) == (None, Unmatched.NOT_MATCHED)
    assert at(30, jumped) == (50.5, None)


def test_the_date_line_is_crossed_the_short_way():
    fiji = track([(0, -17.0, 179.9), (60, -17.0, -179.9)])

    found = correlate(np.array([15.0, 45.0]), [fiji])

    assert found.longitudes.tolist() == pytest.approx([179.95, -179.95])


def test_no_track_matches_nothing():
    found = correlate(np.array([0.0, 1.0]), [])

    assert [found.reason(i) for i in range(2)] == [Unmatched.NOT_MATCHED] * 2
    assert np.isinf(found.dt_s).all()


def test_a_photo_between_two_placed_ones_is_estimated_between_them():
    photos = [Placed(0, 50.0, 2.0), Placed(30), Placed(40, 50.001, 2.0)]

    (estimate,) = between(photos).values()

    assert estimate.latitude == pytest.approx(50.00075)
    assert estimate.accuracy_m == pytest.approx(111 / 2 + 25, abs=1)
    assert (estimate.before, estimate.after, estimate.dt_s) == (0, 2, 10)


@pytest.mark.parametrize(
    "photos",
    [
        [Placed(0), Placed(30, 50.0, 2.0)],
        [Placed(0, 50.0, 2.0), Placed(30)],
        [Placed(0, 50.0, 2.0), Placed(400), Placed(410, 50.0, 2.0)],
        [Placed(0, 50.0, 2.0), Placed(30), Placed(60, 50.1, 2.0)],
    ],
    ids=["none-before", "none-after", "too-long-before", "too-far-apart"],
)
def test_a_photo_without_near_neighbours_on_both_sides_is_not_estimated(photos):
    assert between(photos) == {}
