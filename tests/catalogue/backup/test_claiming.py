"""One backup at a time, on disks that keep locks and on those that keep none."""

import errno
import json
import os
import time
from pathlib import Path

import pytest

from catalogue.backup import claiming
from catalogue.backup.claiming import Claim
from catalogue.backup.destination import Destination
from catalogue.errors import BackupBusy


@pytest.fixture
def destination(tmp_path: Path) -> Destination:
    return Destination(tmp_path)


@pytest.fixture
def without_locks(monkeypatch: pytest.MonkeyPatch) -> None:
    def none(descriptor: int, how: int) -> None:
        raise OSError(errno.ENOLCK, os.strerror(errno.ENOLCK))

    monkeypatch.setattr(claiming.fcntl, "flock", none)


def _tell(destination: Destination, **told: object) -> None:
    before = json.loads(destination.claim.read_bytes())
    destination.claim.write_text(json.dumps(before | told).ljust(512))


def test_lock_is_enough_whatever_the_file_says(destination: Destination):
    held = Claim.take(destination)
    destination.claim.write_bytes(b"")

    with pytest.raises(BackupBusy):
        Claim.take(destination)

    held.end(finished=True)
    Claim.take(destination).end(finished=True)


def test_what_the_file_says_is_enough_without_locks(destination: Destination, without_locks: None):
    held = Claim.take(destination)

    with pytest.raises(BackupBusy, match=f"process {os.getpid()}"):
        Claim.take(destination)

    held.end(finished=True)
    again = Claim.take(destination)
    assert not again.unfinished
    again.end(finished=True)


def test_dead_process_of_this_machine_is_not_believed(destination: Destination, without_locks: None):
    Claim.take(destination)
    _tell(destination, began=1)

    again = Claim.take(destination)

    assert again.unfinished
    again.end(finished=True)


def test_earlier_start_of_this_machine_is_not_believed(destination: Destination, without_locks: None):
    Claim.take(destination)
    _tell(destination, boot="another")

    assert Claim.take(destination).unfinished


@pytest.mark.parametrize(("silent", "busy"), [(60, True), (1700, True), (1900, False), (-4000, False)])
def test_other_machine_is_believed_for_half_an_hour(destination: Destination, silent: int, busy: bool):
    Claim.take(destination).end(finished=False)
    _tell(destination, working=True, machine="elsewhere", process=7, heard_of=int(time.time()) - silent)

    if busy:
        with pytest.raises(BackupBusy, match="on elsewhere"):
            Claim.take(destination)
    else:
        assert Claim.take(destination).unfinished


def test_whoever_works_is_heard_of(destination: Destination, monkeypatch: pytest.MonkeyPatch):
    held = Claim.take(destination)
    began = json.loads(destination.claim.read_bytes())["heard_of"]
    later = time.time() + 61
    monkeypatch.setattr(claiming.time, "time", lambda: later)

    held.beat()

    assert json.loads(destination.claim.read_bytes())["heard_of"] - began >= 60
    held.end(finished=True)


def test_next_one_knows_that_the_work_was_not_finished(destination: Destination):
    Claim.take(destination).end(finished=False)

    again = Claim.take(destination)

    assert again.unfinished
    again.end(finished=True)
    assert not Claim.take(destination).unfinished
