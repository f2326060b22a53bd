"""How fast photos of 12 megapixels are taken in, against the limit and against other ways."""

import statistics
from functools import partial
from pathlib import Path

from benchmarks.cache import passing, say
from benchmarks.contenders import CONTENDERS, OURS, Contender, emptied
from benchmarks.machine import cores
from benchmarks.patience import Patience
from benchmarks.photos import large_photos
from benchmarks.previews import psnr_table
from benchmarks.programs import Cost, settled_disk
from benchmarks.rounds import Rounds, in_turns, judged, spread, table


def report(photos: int, rounds: int, patience: Patience) -> str:
    """Measure, and lay out the tables of speed and of likeness."""
    source = large_photos(photos)
    with passing() as work:
        present = [contender for contender in CONTENDERS if contender.installed]
        for contender in present:
            say(f"warming up: {contender.name}")
            contender.take_in(source, emptied(work / contender.name))
        likeness = psnr_table(source, {c.name: c.pictures(work / c.name) for c in present if c.pictures})
        measured = in_turns({c.name: partial(_once, c, source, work) for c in present}, rounds, patience)
    files = [file.stat().st_size / 1e6 for file in source.rglob("*.jpg")]
    told = (
        f"{photos} JPEGs of 4032 × 3024, median {statistics.median(files):.2f} MB, on {cores()} cores;"
        f" {rounds} rounds in turns. {measured.company}"
    )
    lacking = "\n".join(f"- {c.name}: {c.lacks}." for c in CONTENDERS if c.lacks)
    return "\n\n".join(
        ["## Ingest", told, _table(measured, photos), f"What the others do not do:\n\n{lacking}", likeness]
    )


def _once(contender: Contender, source: Path, work: Path) -> Cost:
    folder = emptied(work / contender.name)
    settled_disk()
    return contender.take_in(source, folder)


def _table(measured: Rounds, photos: int) -> str:
    head = ("", "photos/s", "ours ÷ this", "target", "CPU, ms a photo", "ours ÷ this, by CPU")
    return table(head, [_row(contender, measured, photos) for contender in CONTENDERS])


def _row(contender: Contender, measured: Rounds, photos: int) -> tuple[str, ...]:
    if not contender.installed:
        return contender.name, "not installed", "", "", "", ""
    rates = spread([photos / seconds for seconds in measured.seconds(contender.name)], ".1f")
    cpu_seconds, ours = measured.cpu_seconds(contender.name), measured.cpu_seconds(OURS)
    cpu = f"{cpu_seconds / photos * 1000:.1f}"
    if contender.name == OURS:
        return contender.name, rates, "", "", cpu, ""
    ratios, target = measured.ratios(contender.name, OURS), contender.least_ratio
    verdict = judged(statistics.median(ratios), target, at_least=True) if target else ""
    return contender.name, rates, spread(ratios), verdict, cpu, f"{cpu_seconds / ours:.2f}"
