"""Placing photos by rules: the rules alone at three sizes, and a whole library with its rows written."""

import json
import resource
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.cache import say
from benchmarks.rounds import judged, table
from benchmarks.territories import photos, places, shapes
from catalogue.database.connection import Connection, writing
from catalogue.database.folding import fold
from catalogue.library import Library
from catalogue.photos.refreshing import refresh
from catalogue.placing.classification import classifier_of, reclassify
from catalogue.territory.classifier import Frame, RuleClassifier
from catalogue.territory.tolerances import Tolerances
from catalogue.values.gazetteer import Gazetteer

#: Photos, and the seconds that the rules may take beyond loading.
SIZES = {8_000: 2, 10_000: None, 100_000: None, 1_000_000: 60}
_MOST_MB = 1_500
#: So few photos are placed several times over, and the median round is told.
_FEW, _ROUNDS = 10_000, 3
_LIBRARY = 8_000
_NOW = "2026-01-01T00:00:00Z"


def report() -> str:
    """Measure, and lay out the table."""
    lines = []
    for number, target in SIZES.items():
        say(f"placing {number:,} photos")
        told = _median(number, _ROUNDS if number <= _FEW else 1)
        verdict = judged(told["seconds"], target, at_least=False) if target else ""
        lines.append(
            (
                f"the rules alone, {number:,} photos",
                f"{told['seconds']:.2f}",
                f"{told['cpu']:.2f}",
                f"{told['cpu'] / number * 1e6:.0f}",
                f"{told['memory_mb']:.0f}",
                verdict,
            )
        )
    lines += _written()
    said = (
        "1,500 communes, 36 EPCI, 160 cités, 60 parks and 1,300 line stretches, drawn at random, loaded in "
        f"{_in_a_process(0)['loaded']:.1f} s. Every third photo knows its heading, every fourth a folder that names "
        "a cité. Each size in a process of its own, photos in batches of 20,000; memory is its peak, and may be "
        f"{_MOST_MB:,} MB. The catalogue is on disk, each photo with its claims."
    )
    head = ("", "seconds", "of processor", "µs a photo", "peak, MB", "target for the seconds")
    return "\n\n".join(["## Classification", said, table(head, lines)])


def _median(number: int, rounds: int) -> dict[str, float]:
    """Give the round that took the median time on the clock."""
    told = sorted((_in_a_process(number) for _ in range(rounds)), key=lambda one: one["seconds"])
    return told[rounds // 2]


def _in_a_process(number: int) -> dict[str, float]:
    command = [sys.executable, "-c", f"from benchmarks.classify import alone; alone({number})"]
    found: dict[str, float] = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    return found


def alone(number: int) -> None:
    """Place so many photos, and print what it took."""
    drawn = shapes()
    began = time.perf_counter()
    rules = RuleClassifier(Gazetteer(places(drawn), fold), lambda: drawn, Tolerances(), Frame())
    assert rules.geometry
    loaded = time.perf_counter() - began
    seconds = cpu = 0.0
    relations = 0
    for batch in photos(number):
        began, used = time.perf_counter(), time.process_time()
        relations += sum(map(len, rules(batch)))
        seconds += time.perf_counter() - began
        cpu += time.process_time() - used
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    print(
        json.dumps(
            {"loaded": loaded, "seconds": seconds, "cpu": cpu, "relations": relations, "memory_mb": peak_mb}
        )
    )


def _written() -> list[tuple[str, ...]]:
    """A library whose photos have no places yet, then one where nothing moves."""
    say(f"placing {_LIBRARY:,} photos in a catalogue")
    with TemporaryDirectory() as folder, Library.open(Path(folder) / "library") as library:
        with writing(library.db) as db:
            _fill(db)
        lines = []
        for what in ("a catalogue, every photo moves", "the same again, none moves"):
            began, used = time.perf_counter(), time.process_time()
            moved = reclassify(library.db, None, classifier_of(library.db, {}), _NOW, "benchmark")
            seconds, cpu = time.perf_counter() - began, time.process_time() - used
            assert bool(moved.moved) is ("every" in what)
            each = f"{cpu / _LIBRARY * 1e6:.0f}"
            lines.append((f"{what}, {_LIBRARY:,} photos", f"{seconds:.2f}", f"{cpu:.2f}", each, "", ""))
    return lines


def _fill(db: Connection) -> None:
    drawn = shapes()
    db.executemany(
        "INSERT INTO places (id, kind, name, code) VALUES (?, ?, ?, ?)",
        [(shape.id, shape.kind, shape.name, shape.code) for shape in drawn],
    )
    db.executemany(
        "INSERT INTO place_shapes VALUES (?, ?, 0, 0, 0, 0, NULL, NULL)", [(s.id, s.shape) for s in drawn]
    )
    for number, one in enumerate((e for batch in photos(_LIBRARY) for e in batch), start=1):
        photo_id = f"{number:032x}"
        db.execute(
            """
            INSERT INTO photos (id, number, format, state, original_sha256, original_extension, renditions, added_at)
            VALUES (?, ?, 'JPEG', 'catalogued', ?, 'jpg', 'ready', ?)
            """,
            [photo_id, number, photo_id, _NOW],
        )
        said = [
            ("position", "exif", f"{one.latitude:.7f},{one.longitude:.7f}", one.latitude, one.longitude, None)
        ]
        if one.heading_deg is not None:
            said.append(("heading", "exif", f"{one.heading_deg:.1f}", None, None, "true"))
        said += [("folder", "folder", folder, None, None, None) for folder in one.folders]
        db.executemany(
            """
            INSERT INTO claims (photo_id, subject, source, value, latitude, longitude, reference, made_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [(photo_id, *claim, _NOW) for claim in said],
        )
        refresh(db, photo_id, _NOW)
