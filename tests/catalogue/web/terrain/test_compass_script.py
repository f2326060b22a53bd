"""The direction of the phone's camera, from its three angles."""

import math
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scripting import call_script

COMPASS = "terrain/compass.js"


def heading(alpha: float, beta: float, gamma: float, screen: int = 0) -> float:
    """What the script says of these angles."""
    angles = {"alpha": alpha, "beta": beta, "gamma": gamma}
    (said,) = call_script(COMPASS, "cameraHeading", [[angles, screen]])
    return float(said)


def reading(screen: int = 0, **event: Any) -> dict[str, Any] | None:
    """What the script reads of an event."""
    (said,) = call_script(COMPASS, "readingOf", [[event, screen]])
    return said


@pytest.mark.parametrize(
    ("angles", "screen", "expected"),
    [
        pytest.param((0, 90, 0), 0, 0, id="upright-north"),
        pytest.param((270, 90, 0), 0, 90, id="upright-east"),
        pytest.param((90, 90, 0), 0, 270, id="upright-west"),
        pytest.param((313, 70, 0), 0, 47, id="leaning-back"),
        pytest.param((313, 115, 0), 0, 47, id="leaning-over-the-top"),
        pytest.param((0, 0, 0), 0, 0, id="flat-picture-to-north"),
        pytest.param((313, 3, 0), 0, 47, id="nearly-flat"),
        pytest.param((0, 180, 0), 0, 0, id="over-the-head"),
        # Upright on its left side: the screen's right edge is up, and the top of the phone points left of what is seen.
        pytest.param((0, 0, -90), 90, 90, id="landscape-east"),
        pytest.param((180, 0, -90), 90, 270, id="landscape-west"),
        pytest.param((0, 0, 90), 270, 270, id="landscape-other-side-west"),
        pytest.param((270, 0, 0), 90, 180, id="flat-landscape-picture-to-south"),
    ],
)
def test_the_heading_is_where_the_camera_looks(angles, screen, expected):
    off = abs(heading(*angles, screen) - expected) % 360
    assert min(off, 360 - off) <= 0.051


def turned(alpha: float, beta: float, gamma: float) -> tuple[float, float, float]:
    """The rear camera's direction as east, north, up: the three turns made one after the other."""
    x, y, z = 0.0, 0.0, -1.0
    g, b, a = map(math.radians, (gamma, beta, alpha))
    x, z = x * math.cos(g) + z * math.sin(g), z * math.cos(g) - x * math.sin(g)
    y, z = y * math.cos(b) - z * math.sin(b), z * math.cos(b) + y * math.sin(b)
    return x * math.cos(a) - y * math.sin(a), y * math.cos(a) + x * math.sin(a), z


POSTURES = st.tuples(st.floats(0, 359.9), st.floats(-180, 180), st.floats(-90, 90))


@given(st.lists(POSTURES, min_size=30, max_size=90))
@settings(max_examples=5, deadline=None)
def test_any_posture_gives_the_direction_of_the_three_turns(postures):
    calls = [[{"alpha": a, "beta": b, "gamma": g}, 0] for a, b, g in postures]

    for posture, said in zip(postures, call_script(COMPASS, "cameraHeading", calls), strict=True):
        east, north, _ = turned(*posture)
        assert 0 <= said < 360
        if math.hypot(east, north) > 0.26:
            off = abs(said - math.degrees(math.atan2(east, north)) % 360)
            assert min(off, 360 - off) <= 0.051


def test_an_android_compass_is_magnetic_and_says_no_accuracy():
    said = reading(alpha=313, beta=90, gamma=0, absolute=True)

    assert said == {"heading": 47, "reference": "magnetic", "accuracy": None}


def test_angles_that_begin_anywhere_say_nothing():
    assert reading(alpha=313, beta=90, gamma=0, absolute=False) is None
    assert reading(alpha=None, beta=None, gamma=None, absolute=True) is None


@pytest.mark.parametrize(("screen", "expected"), [(0, 47.5), (90, 137.5), (270, 317.5)])
def test_an_iphone_says_its_heading_and_how_sure_it_is(screen: int, expected: float):
    said = reading(screen, alpha=12, beta=80, gamma=0, webkitCompassHeading=47.5, webkitCompassAccuracy=15)

    assert said == {"heading": expected, "reference": "magnetic", "accuracy": 15}


def test_an_iphone_whose_compass_is_not_calibrated_says_nothing():
    assert reading(alpha=1, beta=2, gamma=3, webkitCompassHeading=47.5, webkitCompassAccuracy=-1) is None
