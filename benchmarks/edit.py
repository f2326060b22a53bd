"""One action for thousands of photos: what a person writes of them, and taking it back."""

import shutil
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.rounds import judged, spread, table
from benchmarks.synthetic import library
from catalogue.database.connection import Connection, writing
from catalogue.library import Library
from catalogue.photos.refreshing import refresh_all
from catalogue.reviewing.editing import Edit, edit, preview
from catalogue.reviewing.undoing import undo

PHOTOS, OF = 5_000, 8_000
_BY = "L. Dupont"
_NOW = "2026-01-01T00:00:00Z"
# Synthetic photos have rows and no claims: these say what a phone and an archive would have said.
_CLAIMED = (
    ("taken", "exif", "taken_at"),
    ("position", "exif", "latitude || ',' || longitude"),
    ("heading", "exif", "heading_deg"),
    ("orientation", "exif", "1"),
    ("camera_make", "exif", "'Canon'"),
    ("camera_model", "exif", "camera_model"),
    ("focal_length", "exif", "28"),
    ("caption", "iptc", "caption"),
    ("creator", "iptc", "creator"),
    ("folder", "folder", "taken_year"),
    ("folder", "folder", "park"),
    ("name", "name", "'IMG_' || number || '.jpg'"),
)
Timed = tuple[list[float], list[float]]


def report(rounds: int) -> str:
    """Measure, and lay out the table."""
    with TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        shutil.copytree(library(OF), home)
        with Library.open(home) as opened:
            _claim(opened.db)
            chosen = [
                r[0] for r in opened.db.execute("SELECT id FROM photos ORDER BY number LIMIT ?", [PHOTOS])
            ]
            measured = _measure(opened.db, chosen, rounds)
    target = judged(
        statistics.median(measured["writing a credit, a licence and a theme"][0]), 2, at_least=False
    )
    rows = [
        (what, spread(clock), spread(processor), f"{statistics.median(processor) / PHOTOS * 1e6:.0f}", "")
        for what, (clock, processor) in measured.items()
    ]
    rows[1] = (*rows[1][:-1], target)
    head = ("", "seconds", "of processor", "µs a photo", "target for the seconds")
    told = f"{PHOTOS:,} photos of {OF:,}, each with a dozen claims; {rounds} rounds."
    return "\n\n".join(["## Editing", told, table(head, rows)])


def _claim(db: Connection) -> None:
    with writing(db):
        for subject, source, value in _CLAIMED:
            db.execute(
                f"""
                INSERT INTO claims (photo_id, subject, source, value, latitude, longitude, made_at)
                SELECT id, ?, ?, {value}, iif(? = 'position', latitude, NULL), iif(? = 'position', longitude, NULL), ?
                FROM photos WHERE {value} IS NOT NULL
                """,  # noqa: S608 our own words
                [subject, source, subject, subject, _NOW],
            )
        refresh_all(db, [row[0] for row in db.execute("SELECT id FROM photos")], _NOW)


def _measure(db: Connection, chosen: list[str], rounds: int) -> dict[str, Timed]:
    found: dict[str, Timed] = {
        "the preview of it": ([], []),
        "writing a credit, a licence and a theme": ([], []),
        "taking it back": ([], []),
    }
    for number in range(rounds):
        change = Edit({"credit": f"© Agence {number}", "licence": "CC-BY-4.0"}, added=(f"theme {number}",))
        done: list[str] = []
        acts: list[Callable[[], object]] = [
            lambda change=change: preview(db, chosen, change),
            lambda change=change, done=done: done.append(edit(db, chosen, change, _BY).id),
            lambda done=done: undo(db, done[0], _BY),
        ]
        for (clock, processor), act in zip(found.values(), acts, strict=True):
            _time(act, clock, processor)
    return found


def _time(act: Callable[[], object], clock: list[float], processor: list[float]) -> None:
    began, busy = time.perf_counter(), time.process_time()
    act()
    clock.append(time.perf_counter() - began)
    processor.append(time.process_time() - busy)
