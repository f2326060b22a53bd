"""What the phone promises of its track is what the catalogue will do."""

import random

import numpy as np
from scripting import call_script

from catalogue.outings.outing import Point, moment_text, track_of
from catalogue.outings.placing import BEYOND_S, HALT_M, MOST_S
from catalogue.tracks.correlation import Matching, correlate

START_S = 1_779_000_000.0
# Steps in seconds and metres: at a walk, a pause on the spot, a pause and somewhere else, a long absence.
STEPS = ((5, 7), (40, 50), (61, 3), (119, 80), (150, 12), (250, 29), (250, 90), (640, 5), (1200, 400))


def walk(chance: random.Random) -> list[Point]:
    """A track with pauses of every kind."""
    at_s, latitude, points = START_S, 50.43, []
    for _ in range(chance.randint(1, 9)):
        points.append(Point(at_s, latitude, 2.58))
        seconds, metres = chance.choice(STEPS)
        at_s, latitude = at_s + seconds, latitude + metres / 111_195
    return points


def test_the_phone_promises_a_place_exactly_where_the_catalogue_gives_one():
    chance = random.Random(7)  # noqa: S311 a walk is no secret
    asked = []
    for _ in range(400):
        points = walk(chance)
        asked.append((points, chance.uniform(START_S - 60, points[-1].at_s + 60)))
    calls = [
        [
            [{"at": moment_text(p.at_s), "latitude": p.latitude, "longitude": p.longitude} for p in points],
            at_s * 1000,
        ]
        for points, at_s in asked
    ]

    promised = call_script("terrain/track.js", "knows", calls)

    matching = Matching(MOST_S, halt_m=HALT_M, beyond_s=BEYOND_S)
    given = [
        bool(correlate(np.array([at_s]), [track_of(points)], matching).found[0]) for points, at_s in asked
    ]
    assert promised == given
    assert 50 < sum(given) < 350
