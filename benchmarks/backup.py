"""A backup, the next one with nothing new, a restore, and reading all originals through, against cp and sha256sum."""

import json
import resource
import shutil
import statistics
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import count
from pathlib import Path

from benchmarks.cache import kept, passing, say
from benchmarks.patience import Patience
from benchmarks.photos import medium_photos
from benchmarks.programs import PHOTOTHEQUE, Cost, cost_of, printed, settled_disk
from benchmarks.rounds import Rounds, in_turns, judged, spread, table
from catalogue.backup.making import back_up
from catalogue.library import Library

PHOTOS = 2_000
_FIRST, _COPY, _SYNCED = "the first backup", "cp -r of the library's originals", "the same, and on the disk"
_RESTORE, _BACK, _BACK_SYNCED = "restore", "cp -r of the backup", "cp -r of the backup, and on the disk"
_CHECK, _VERIFY, _SHA256SUM = "check", "backup --verify", "sha256sum of the same files"
_MOST_AGAIN, _MOST_RESTORE, _LEAST_CHECK = 0.01, 1.5, 0.8
_BLOCK = 512
_numbers = count()


def report(rounds: int, patience: Patience) -> str:
    """Measure, and lay out the tables."""
    source = medium_photos(PHOTOS)
    home = kept(f"backup-{PHOTOS}", f"of medium-{PHOTOS}, 1", partial(_take_in, source)) / "home"
    with passing() as folder:
        whole = folder / "whole"
        _backup(home, whole)
        size = sum(path.stat().st_size for path in whole.rglob("*") if path.is_file())
        again = _again(home, whole, size)
        rows = [
            *_compared(_firsts(home, folder), rounds, patience, (_FIRST, _COPY, _SYNCED), size, {}),
            *_compared(
                _restores(whole, folder),
                rounds,
                patience,
                (_RESTORE, _BACK, _BACK_SYNCED),
                size,
                {_BACK: partial(judged, target=_MOST_RESTORE, at_least=False)},
            ),
            *_compared(
                _reads(home, whole), rounds, patience, (_CHECK, _SHA256SUM), size, {_SHA256SUM: _speed}
            ),
            *_compared(
                _reads(home, whole), rounds, patience, (_VERIFY, _SHA256SUM), size, {_SHA256SUM: _speed}
            ),
        ]
    told = f"{PHOTOS:,} JPEGs of 1 megapixel, {size / 1e6:,.0f} MB in all, {rounds} rounds in turns. {again}"
    head = ("", "seconds", "MB/s", "÷ this", "target", "others")
    return "\n\n".join(["## Backup", told, table(head, rows)])


def _take_in(source: Path, folder: Path) -> None:
    cost_of([PHOTOTHEQUE, "ingest", str(source), "--home", str(folder / "home")])


def _backup(home: Path, dest: Path) -> dict[str, int]:
    told: dict[str, int] = json.loads(
        printed([PHOTOTHEQUE, "backup", str(dest), "--home", str(home), "--json"]).splitlines()[-1]
    )
    return told


def _again(home: Path, dest: Path, size: int) -> str:
    """Say what a backup with nothing new writes, on the same day and on the next one."""
    settled_disk()
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_oublock
    told = _backup(home, dest)
    blocks = (resource.getrusage(resource.RUSAGE_CHILDREN).ru_oublock - before) * _BLOCK
    assert told["files_written"] == 0, told
    with Library.open(home) as library:
        next_day = back_up(library, dest, now=datetime.now(UTC) + timedelta(days=1))
    assert (next_day.unchanged, next_day.files_written) == (False, 0), next_day
    return (
        f"With nothing new it writes, on the same day, {_part(told['bytes_written'], size)}, and"
        f" {blocks / 1e6:.1f} MB in passing on the library's own disk; on the next day, whose copy has the databases"
        f" again, {_part(next_day.bytes_written, size)}."
    )


def _part(written: int, size: int) -> str:
    verdict = "reached" if written / size < _MOST_AGAIN else "**missed**"
    return f"{written / 1e6:.1f} MB, {written / size:.2%} of the whole (< 1%: {verdict})"


def _firsts(home: Path, folder: Path) -> Mapping[str, Callable[[], Cost]]:
    return {
        _FIRST: lambda: _into(folder, lambda to: [PHOTOTHEQUE, "backup", to, "--home", str(home)]),
        _COPY: lambda: _into(folder, lambda to: ["cp", "-r", str(home / "originals"), to]),
        _SYNCED: lambda: _into(folder, lambda to: _synced(str(home / "originals"), to)),
    }


def _restores(whole: Path, folder: Path) -> Mapping[str, Callable[[], Cost]]:
    return {
        _RESTORE: lambda: _into(folder, lambda to: [PHOTOTHEQUE, "restore", str(whole), "--home", to]),
        _BACK: lambda: _into(folder, lambda to: ["cp", "-r", str(whole), to]),
        _BACK_SYNCED: lambda: _into(folder, lambda to: _synced(str(whole), to)),
    }


def _reads(home: Path, whole: Path) -> Mapping[str, Callable[[], Cost]]:
    originals = sorted(str(path) for path in (home / "originals").rglob("*.jpg"))
    return {
        _CHECK: lambda: cost_of([PHOTOTHEQUE, "check", "--home", str(home)]),
        _VERIFY: lambda: cost_of([PHOTOTHEQUE, "backup", str(whole), "--home", str(home), "--verify"]),
        _SHA256SUM: lambda: cost_of(["sha256sum", *originals]),
    }


def _synced(source: str, to: str) -> list[str]:
    return ["sh", "-c", 'cp -r "$1" "$2" && sync -f "$2"', "sh", source, to]


def _into(folder: Path, words: Callable[[str], list[str]]) -> Cost:
    """What a command takes that fills a new folder; making room again is not timed."""
    to = folder / f"to-{next(_numbers)}"
    settled_disk()
    cost = cost_of(words(str(to)))
    shutil.rmtree(to)
    return cost


def _compared(
    every: Mapping[str, Callable[[], Cost]],
    rounds: int,
    patience: Patience,
    names: tuple[str, ...],
    size: int,
    targets: Mapping[str, Callable[[float], str]],
) -> list[tuple[str, ...]]:
    say(names[0])
    measured = in_turns({name: every[name] for name in names}, rounds, patience)
    return [_row(measured, names[0], name, size, targets) for name in names]


def _row(
    measured: Rounds, ours: str, name: str, size: int, targets: Mapping[str, Callable[[float], str]]
) -> tuple[str, ...]:
    seconds = measured.seconds(name)
    ratios = measured.ratios(ours, name)
    others = statistics.median(cost.others for cost in measured.costs[name])
    verdict = targets[name](statistics.median(ratios)) if name in targets else ""
    speed = f"{size / 1e6 / statistics.median(seconds):,.0f}"
    return (name, spread(seconds), speed, "" if name == ours else spread(ratios), verdict, f"{others:.0%}")


def _speed(ratio: float) -> str:
    """Judge a speed: it is the seconds of the other, divided by ours."""
    return f"speed {1 / ratio:.2f}, {judged(1 / ratio, _LEAST_CHECK, at_least=True)}"
