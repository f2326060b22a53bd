"""Killed at any moment of an erasure, a library is as it was, or the next command finishes it: never between."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from making import PROJECT, ingest, jpeg, phototheque, rows, write
from planted import Planted, found_in, let_go

from catalogue.erasing.carrying_out import PHASES
from catalogue.home.paths import Home
from catalogue.home.tombstones import State, Tombstones
from tests.reliability.interception import Plan
from tests.reliability.launcher import Running

_KILLED_AFTER = """
import os, signal, sys
from pathlib import Path
from catalogue.erasing.carrying_out import Wish, erase
from catalogue.library import Library
home, photo_id, phase = sys.argv[1:]
with Library.open(Path(home)) as library:
    erase(library, Wish([photo_id], "A. Martin"),
          step=lambda done: os.kill(os.getpid(), signal.SIGKILL) if done == phase else None)
"""
_ERASE = "import sys; from catalogue.cli.erase import erase; erase(sys.argv[1:])"


def killed_after(planted: Planted, phase: str) -> None:
    words = [sys.executable, "-c", _KILLED_AFTER, str(planted.home), planted.photo_id, phase]
    ran = subprocess.run(
        words, check=False, env=os.environ | {"PYTHONPATH": str(PROJECT)}, capture_output=True
    )
    assert ran.returncode == -signal.SIGKILL, ran.stderr.decode()


def is_whole(planted: Planted) -> bool:
    """True for a photo that is there, with all its files."""
    files = rows(
        planted.home, "SELECT DISTINCT sha256, extension FROM files WHERE photo_id = ?", planted.photo_id
    )
    there = [Home(planted.home).original(row["sha256"], row["extension"]).exists() for row in files]
    return len(there) == 3 and all(there)


def judged(planted: Planted) -> list[str]:
    """What is wrong after the next command: it is all there, and no stone is, or nothing is."""
    checked = phototheque("check", "--repair", "--home", planted.home)
    wrong = [] if checked.status == 0 else [checked.output, checked.error]
    stones = Tombstones.read(Home(planted.home))
    traces = found_in(planted.home, planted.traces)
    if stones.stones:
        wrong += [f"{what} is left in {paths}" for what, paths in traces.items()]
    elif not is_whole(planted):
        wrong.append("it is neither there nor erased")
    wrong += ["not finished"] * bool(stones.unfinished)
    return wrong


@pytest.mark.parametrize("phase", PHASES)
def test_the_next_command_finishes_what_a_kill_cut_short(planted: Planted, phase: str):
    killed_after(planted, phase)
    let_go()

    assert judged(planted) == []
    assert Tombstones.read(Home(planted.home)).stones != ()


def test_a_plain_command_finishes_it_too(planted: Planted):
    killed_after(planted, "rows")

    phototheque("runs", "--home", planted.home)

    assert found_in(planted.home, planted.traces) == {}
    assert {stone.state for stone in Tombstones.read(Home(planted.home)).stones} == {State.ERASED}


def test_killed_at_its_own_writes(planted: Planted, tmp_path: Path):
    """After each file that goes, and at a sample of the other writing calls of the program itself."""
    let_go()
    whole = tmp_path / "whole"
    subprocess.run(["cp", "-a", planted.home, whole], check=True)
    log = tmp_path / "calls"
    assert struck(planted, Plan(home=str(planted.home), log=str(log))) == 0
    calls = list(dict.fromkeys(tuple(json.loads(line)) for line in log.read_text("utf-8").splitlines()))
    assert {call for call, _, _ in calls} >= {"write", "fsync", "unlink", "mkdir"}

    killed = 0
    unlinked = [one for one in calls if one[0] == "unlink"]
    for number, (call, path, nth) in enumerate(dict.fromkeys([*unlinked, *calls[:: len(calls) // 8]])):
        kind = "kill after" if call == "unlink" or number % 2 else "kill before"
        fired = tmp_path / f"fired-{number}"
        plan = {"kind": kind, "call": call, "path": path, "nth": nth, "fired": str(fired)}
        restored(planted, whole)
        killed += struck(planted, Plan(home=str(planted.home), **plan)) != 0
        assert judged(planted) == [], (kind, call, path, nth)
    assert killed > 5


def restored(planted: Planted, whole: Path) -> None:
    subprocess.run(["rm", "-rf", planted.home], check=True)
    subprocess.run(["cp", "-a", whole, planted.home], check=True)


def struck(planted: Planted, plan: Plan) -> int:
    words = [sys.executable, "-c", _ERASE, planted.photo_id, "--yes", "--home", planted.home]
    ended = Running.start(words, plan=plan).wait()
    assert ended.status in (0, -signal.SIGKILL), ended.error
    return ended.status


def test_a_full_disk_says_so_and_the_next_command_finishes(planted: Planted, monkeypatch: pytest.MonkeyPatch):
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("catalogue.erasing.carrying_out.scrub", full)
    ran = phototheque("erase", planted.photo_id, "--yes", "--home", planted.home)
    listed = phototheque("runs", "--home", planted.home)
    monkeypatch.undo()
    let_go()

    assert (ran.status, listed.status) == (2, 0)
    assert "not enough room" in ran.error
    assert "waits to be finished" in listed.error
    assert judged(planted) == []


def test_a_library_that_never_erased_has_no_key(home: Path, source: Path):
    write(source, "a.jpg", jpeg(1))
    ingest(source, home)

    assert not Home(home).tombstone_key.exists()
    assert not Home(home).tombstones.exists()
