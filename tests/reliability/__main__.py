"""`python -m tests.reliability --kills 300`: kills, faults and power cuts, and the proof that they would be seen.

Backups, restores, and the server that a phone sends to are killed too, and made to fail; migrations are killed.

Exit status: 0 when every promise was kept, 1 when one was broken.
"""

import argparse
import os
import shutil
import sys
import tempfile
import time
from pathlib import Path

from tests.reliability import backups, faults, kills, powercut, proof, upgrades, uploads
from tests.reliability.faults import Bench
from tests.reliability.launcher import has_strace
from tests.reliability.powercut import Replay
from tests.reliability.report import Report

PARTS = ("kills", "faults", "power", "backup", "upgrade", "uploads", "proof")
_BACKUP_SHARE = 5
_UPLOADS_SHARE = 5
# Each takes a server's start or two: of a sample, fewer. No number of kinds divides it: every kind has its turn.
_EACH_UPLOAD_FAULT = 7
_FULL = 300
_MINUTE = 60
_NO_STRACE = "skipped: strace is not installed, or may not trace here"


def main() -> int:
    """Everything that was asked for, then the table."""
    asked = _asked()
    folder = Path(tempfile.mkdtemp(prefix="reliability-", dir=asked.folder))
    tempfile.tempdir = str(folder)
    report, started = Report(), time.monotonic()
    for name in asked.only or PARTS:
        part = folder / name
        part.mkdir()
        _PARTS[name](asked, part, report)
    _tell("")
    sys.stdout.write("\n".join([*report.lines(), "", _closing(asked, time.monotonic() - started)]) + "\n")
    if report.broken:
        sys.stdout.write(f"What was found wrong is kept in {folder}\n")
        return 1
    shutil.rmtree(folder)
    return 0


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.reliability", description=__doc__)
    parser.add_argument("--kills", type=int, default=_FULL, help="how many kill -9 at random moments")
    parser.add_argument(
        "--faults", type=int, help="how many faults of each family; by default one at each write"
    )
    parser.add_argument("--cuts", type=int, help="moments of power cuts in each trace; by default 60")
    parser.add_argument(
        "--every", action="store_true", help="every kind of fault at every write, a cut at every write"
    )
    parser.add_argument("--seed", type=int, default=1, help="the same seed chooses the same moments")
    parser.add_argument("--jobs", type=int, default=len(os.sched_getaffinity(0)), help="how many at once")
    parser.add_argument(
        "--folder", type=Path, help="where homes are made; by default the folder for temporary files"
    )
    parser.add_argument("--only", choices=PARTS, action="append", help="only this part; may be given again")
    parser.add_argument("--prove", dest="only", action="append_const", const="proof", help="only the proof")
    asked = parser.parse_args()
    if asked.kills < _FULL and not asked.every:
        asked.faults = asked.kills if asked.faults is None else asked.faults
        asked.cuts = max(3, asked.kills // 3) if asked.cuts is None else asked.cuts
    return asked


def _kills(asked: argparse.Namespace, folder: Path, report: Report) -> None:
    report.kills(kills.random_kills(asked.kills, asked.seed, folder, asked.jobs, _tell))


def _faults(asked: argparse.Namespace, folder: Path, report: Report) -> None:
    bench = Bench.at(folder)
    families = [faults.own_faults(bench), faults.short_writes(bench)]
    if has_strace():
        families.insert(1, faults.sqlite_faults(bench))
    else:
        report.skip("faults of SQLite's writes", _NO_STRACE)
    chosen = []
    for family in families:
        wanted = family if asked.every else faults.thinned(family)
        chosen += faults.sampled(wanted, asked.faults, asked.seed)
    report.faults(list(faults.tried(bench, chosen, asked.jobs, _tell)))


def _power(asked: argparse.Namespace, folder: Path, report: Report) -> None:
    if not has_strace():
        report.skip("write order and power cuts", _NO_STRACE)
        return
    (folder / "hand-over").mkdir()
    told = powercut.traced_hand_over(folder / "hand-over")
    report.add("write order, hand-over", 1, 1, told)
    (folder / "repair").mkdir()
    report.order("check --repair", Replay(powercut.traced_repair(folder / "repair")).play())
    for name, traced in (("ingest", powercut.traced_ingest), ("inbox", powercut.traced_inbox)):
        (folder / name).mkdir()
        trace = traced(folder / name)
        report.order(name, Replay(trace).play())
        made = powercut.cuts(trace, None if asked.every else asked.cuts or 60, asked.seed)
        report.cuts(name, list(powercut.healed(made, asked.jobs, _tell)))


def _backup(asked: argparse.Namespace, folder: Path, report: Report) -> None:
    bench = backups.Bench.at(folder / "bench")
    for act in backups.ACTS:
        number = max(2, asked.kills // _BACKUP_SHARE)
        killed = backups.random_kills(bench, act, number, asked.seed, asked.jobs, _tell)
        report.add(f"kill -9, {act.name}", killed.hit + killed.late, killed.hit, killed.violations)
        family = backups.own_faults(bench, act)
        chosen = faults.sampled(family if asked.every else faults.thinned(family), asked.faults, asked.seed)
        report.faults(list(backups.tried(bench, act, chosen, asked.jobs, _tell)), f" in {act.name}")


def _uploads(asked: argparse.Namespace, folder: Path, report: Report) -> None:
    bench = uploads.Bench.at(folder / "bench")
    killed = uploads.random_kills(bench, max(2, asked.kills // _UPLOADS_SHARE), asked.seed, asked.jobs, _tell)
    report.faults(killed, " while a phone sends")
    families = [uploads.own_faults(bench)]
    if has_strace():
        families.append(uploads.sqlite_faults(bench))
    else:
        report.skip("faults of SQLite's writes of uploads", _NO_STRACE)
    for family in families:
        wanted = family if asked.every else family[::_EACH_UPLOAD_FAULT]
        few = None if asked.faults is None else max(2, asked.faults // _UPLOADS_SHARE)
        chosen = faults.sampled(wanted, few, asked.seed)
        report.faults(list(uploads.tried(bench, chosen, asked.jobs, _tell)), " while a phone sends")


def _upgrade(asked: argparse.Namespace, folder: Path, report: Report) -> None:
    if not has_strace():
        report.skip("kill -9 in migrations", _NO_STRACE)
        return
    for upgrade in upgrades.everything(folder):
        chosen = faults.sampled(upgrades.moments(upgrade), asked.faults, asked.seed)
        tried = list(upgrades.killed(upgrade, chosen, asked.jobs, _tell))
        broken = [f"{moment}: {text}" for moment, _, found in tried for text in found]
        report.add(f"kill -9, migration, {upgrade.name}", len(tried), sum(hit for _, hit, _ in tried), broken)


def _proof(asked: argparse.Namespace, folder: Path, report: Report) -> None:
    _tell("the proof")
    report.proofs(proof.proofs(folder, besides_tests=asked.kills < _FULL))


class _Teller:
    """Says how far the work has come: on one line that is written over, or once a minute where nobody watches."""

    def __init__(self) -> None:
        self._last = time.monotonic()

    def __call__(self, text: str) -> None:
        if sys.stderr.isatty():
            sys.stderr.write(f"\r\x1b[K{text}")
        elif text and time.monotonic() - self._last > _MINUTE:
            self._last = time.monotonic()
            sys.stderr.write(f"{text}\n")
        sys.stderr.flush()


_tell = _Teller()


def _closing(asked: argparse.Namespace, seconds: float) -> str:
    minutes = f"{seconds / _MINUTE:.0f} minutes" if seconds > _MINUTE else f"{seconds:.0f} seconds"
    return f"Seed {asked.seed}, {asked.jobs} at once, {minutes}."


_PARTS = {
    "kills": _kills,
    "faults": _faults,
    "power": _power,
    "backup": _backup,
    "uploads": _uploads,
    "upgrade": _upgrade,
    "proof": _proof,
}

if __name__ == "__main__":
    raise SystemExit(main())
