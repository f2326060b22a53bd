"""Placing photos by tracks: the correlation alone, reading the files, and a whole preview from the catalogue."""

import statistics
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from benchmarks.rounds import judged, spread, table
from catalogue.database.connection import writing
from catalogue.library import Library
from catalogue.placing.proposals import TrackOptions
from catalogue.placing.track_files import TrackFile, read_tracks
from catalogue.placing.tracking import preview
from catalogue.tracks.correlation import correlate
from catalogue.tracks.points import Floats, Track

PHOTOS, TRACKS, POINTS = 10_000, 50, 10_000
_MAY_2018 = 1_525_132_800.0
_DAY = 86_400.0


def report(rounds: int) -> str:
    """Measure, and lay out the table."""
    files = [TrackFile(f"day {n}.gpx", content=_gpx(*_walk(n))) for n in range(TRACKS)]
    tracks = read_tracks(files)
    times_s = _moments()
    photos = f"{PHOTOS:,} photos"
    against = f"{TRACKS} tracks of {POINTS:,} points"
    correlated = _timed(lambda: correlate(times_s, tracks), rounds)
    read = _timed(lambda: read_tracks(files), max(1, rounds // 2))
    previewed = _previewed(times_s, tracks, rounds)
    target = judged(statistics.median(correlated), 3, at_least=False)
    rows = [
        (f"correlating {photos} with {against}", spread(correlated, ".3f"), target),
        ("a whole preview of them from the catalogue", spread(previewed, ".2f"), ""),
        (
            f"reading the {TRACKS} files in children ({sum(map(len, (f.content for f in files))) >> 20} MB)",
            spread(read),
            "",
        ),
    ]
    told = f"{rounds} rounds; a third of the photos lie within a track, the others between two days."
    return "\n\n".join(["## Tracks", told, table(("", "seconds", "target"), rows)])


def _walk(day: int) -> tuple[Floats, Floats, Floats]:
    """A day of walking, a point every three seconds or so, from half past six."""
    dice = np.random.default_rng(day)
    times = _MAY_2018 + day * _DAY + 23_400 + np.cumsum(dice.integers(2, 5, POINTS)).astype(np.float64)
    lats, lons = 50.4 + np.cumsum(dice.normal(0, 1e-5, POINTS)), 2.6 + np.cumsum(dice.normal(0, 1e-5, POINTS))
    return times, lats, lons


def _gpx(times: Floats, lats: Floats, lons: Floats) -> bytes:
    stamps = np.datetime_as_string(times.astype("datetime64[s]"))
    points = "\n".join(
        f'<trkpt lat="{lat:.7f}" lon="{lon:.7f}"><ele>40.0</ele><time>{stamp}Z</time></trkpt>'
        for stamp, lat, lon in zip(stamps, lats, lons, strict=True)
    )
    return f'<gpx version="1.1"><trk><trkseg>\n{points}\n</trkseg></trk></gpx>'.encode()


def _moments() -> Floats:
    dice = np.random.default_rng(0)
    times: Floats = np.sort(_MAY_2018 + 23_400 + dice.uniform(0, TRACKS * _DAY, PHOTOS)).round()
    return times


def _timed(work: Callable[[], object], rounds: int) -> list[float]:
    seconds = []
    for _ in range(rounds):
        began = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - began)
    return seconds


def _previewed(times_s: Floats, tracks: list[Track], rounds: int) -> list[float]:
    with TemporaryDirectory() as folder, Library.open(Path(folder) / "home") as library:
        with writing(library.db) as db:
            db.executemany(
                """
                INSERT INTO photos (id, number, taken_at, utc_offset, camera_model, format, state, original_sha256,
                    original_extension, renditions, added_at)
                VALUES (printf('%032x', ?1), ?1, ?2, '+00:00', 'NIKON D90', 'jpeg', 'catalogued', printf('%064x', ?1),
                    'jpg', 'none', '2026-11-22T10:00:00Z')
                """,
                list(enumerate(np.datetime_as_string(times_s.astype("datetime64[s]")).tolist(), 1)),
            )
        return _timed(lambda: preview(library.db, tracks, TrackOptions()), rounds)
