"""Real tracks and photos with what is known of them: ../shared/data/tracks/truth.json, gpscorrelate's own results."""

import json
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from making import PROJECT
from PIL import Image

from catalogue.placing.proposals import NotPlaced
from catalogue.tracks.clocks import moments
from catalogue.tracks.correlation import Matching, correlate
from catalogue.tracks.gpx import UnreadableTrack, read_gpx
from catalogue.tracks.points import Track, metres_between

FOLDER = PROJECT.parent / "shared" / "data" / "tracks"
CASES = json.loads((FOLDER / "truth.json").read_text(encoding="utf-8")) if FOLDER.is_dir() else []
OUTINGS = [case for case in CASES if "exif_lat" in case]
RESULTS = [case for case in CASES if "upstream_test" in case]
# What the tool calls a reason, and what we call it.
REASONS = {
    "no date": NotPlaced.NO_DATE,
    "GPS already present": NotPlaced.HAS_POSITION,
    "not matched": NotPlaced.NOT_MATCHED,
    "too far": NotPlaced.TOO_FAR,
}
# The tool was told to ignore segments here, and its result lies between two of them: we never bridge one.
BRIDGING = {"test035", "test072"}
# The tool's own test files (tests/data/test185.param and test188.param) give `-O`, the short form of `--photooffset`,
# which truth.json leaves out.
LEFT_OUT = {"test185": -1800.0, "test188": -1824.0}
ZONES = {"PST8PDT,M3.2.0,M11.1.0": "America/Los_Angeles", None: "UTC"}
_DATE, _SUBSECONDS, _OFFSET = 0x9003, 0x9291, 0x9011


@pytest.fixture(autouse=True)
def _needs_the_real_files(shared_data: Path):
    return shared_data


def _tracks(case: dict) -> list[Track]:
    """The tracks of a case; a file that is refused gives none."""
    found = []
    for name in case["gpx"]:
        try:
            found.append(read_gpx((FOLDER / name).read_bytes(), name))
        except UnreadableTrack:
            continue
    return found


def _options(case: dict) -> dict[str, float]:
    words = " ".join(case["options"]).split()
    numbers = {"--photooffset", "--max-dist"}
    return {
        word: float(words[i + 1]) if word in numbers else 1.0
        for i, word in enumerate(words)
        if word[0] == "-"
    }


def _utc_s(case: dict) -> float | None:
    """What the photo's clock means under the case's options; the tool's offset is the zone of the camera."""
    with Image.open(FOLDER / case["photo"]) as image:
        inner = image.getexif().get_ifd(0x8769)
    date = str(inner.get(_DATE, "")).strip("\x00 ")
    if not date:
        return None
    wall = datetime.strptime(date, "%Y:%m:%d %H:%M:%S").isoformat()  # noqa: DTZ007 a wall clock
    offset = str(inner.get(_OFFSET, "")).strip("\x00 ")
    own = offset if len(offset) == 6 and offset[3] == ":" and offset[1:3].isdecimal() else None
    if case["utc_offset"] is not None:
        own = _zone_offset(case["utc_offset"])
    elif "--no-photo-tz" in case["options"]:
        own = None
    seconds = moments(wall, own, ZoneInfo(ZONES[case["tz_env"]])).first_s
    fraction = str(inner.get(_SUBSECONDS, "")).strip("\x00 ")
    shift = _options(case).get("--photooffset", LEFT_OUT.get(case["upstream_test"], 0.0))
    return seconds + float(f"0.{fraction}" if fraction.isdecimal() else 0) + shift


def _zone_offset(text: str) -> str:
    """`+1`, `-3:30`, `0` as `+01:00`."""
    sign = "-" if text.startswith("-") else "+"
    hours, _, minutes = text.lstrip("+-").partition(":")
    return f"{sign}{int(hours):02}:{int(minutes or 0):02}"


def _has_position(case: dict) -> bool:
    with Image.open(FOLDER / case["photo"]) as image:
        return 2 in image.getexif().get_ifd(0x8825)


def _apart_m(latitude: float, longitude: float, other: float, other_longitude: float) -> float:
    points = (np.array([value]) for value in (latitude, longitude, other, other_longitude))
    return float(metres_between(*points)[0])


@pytest.mark.parametrize("case", RESULTS, ids=lambda case: f"{case['upstream_test']}-{case['match']}")
def test_position_is_what_gpscorrelate_found_or_is_refused_for_its_reason(case):
    options = _options(case)
    matching = Matching(options.get("--max-dist"), interpolate="--no-interpolation" not in options)
    utc_s = _utc_s(case)
    reason: object = None

    if utc_s is None:
        reason = NotPlaced.NO_DATE
    elif _has_position(case) and case["match"] == "none":
        reason = NotPlaced.HAS_POSITION
    else:
        matches = correlate(np.array([utc_s]), _tracks(case), matching)
        reason = matches.reason(0)

    if case["match"] == "none":
        assert reason == REASONS[case["reason"]]
    elif case["upstream_test"] in BRIDGING:
        assert reason == NotPlaced.NOT_MATCHED
    else:
        assert reason is None
        assert _apart_m(matches.latitudes[0], matches.longitudes[0], case["lat"], case["lon"]) <= 5


@pytest.mark.parametrize("case", OUTINGS, ids=lambda case: Path(case["photo"]).stem)
def test_photo_at_a_halt_is_refused_since_it_lies_between_two_segments(case):
    utc_s = datetime.fromisoformat(case["taken_at_utc"]).timestamp()

    matches = correlate(np.array([utc_s]), _tracks(case), Matching(max_gap_s=None))

    assert matches.reason(0) == NotPlaced.NOT_MATCHED
    assert matches.dt_s[0] < case["track_gap_s"]


@pytest.mark.parametrize("case", OUTINGS, ids=lambda case: Path(case["photo"]).stem)
def test_photo_at_a_halt_is_placed_there_when_halts_are_asked_for(case):
    utc_s = datetime.fromisoformat(case["taken_at_utc"]).astimezone(UTC).timestamp()

    matches = correlate(np.array([utc_s]), _tracks(case), Matching(max_gap_s=None, halt_m=25))

    here = matches.latitudes[0], matches.longitudes[0]
    assert _apart_m(*here, case["track_lat"], case["track_lon"]) <= 5
    assert _apart_m(*here, case["exif_lat"], case["exif_lon"]) <= case["distance_m"] + 5
    assert matches.span_s[0] == case["track_gap_s"]
    assert matches.accuracy_m[0] > 40  # Nobody knows where one strolled for ten minutes.
