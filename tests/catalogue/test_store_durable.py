"""The write order, and what stands after a failure."""

import fcntl
import os
from pathlib import Path

import pytest

from catalogue.originals import durable
from catalogue.originals.durable import Move, clear_parts, place, write_durably


def _staged(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def test_placed_file_has_its_name_and_no_other(tmp_path: Path):
    staged, target = _staged(tmp_path, "s", b"photo"), tmp_path / "ab" / "cd" / "abcd.jpg"

    place([Move(staged, target)])

    assert target.read_bytes() == b"photo"
    assert not staged.exists()


def test_existing_target_is_never_overwritten(tmp_path: Path):
    target = _staged(tmp_path, "target", b"first")

    place([Move(_staged(tmp_path, "s", b"second"), target)])

    assert target.read_bytes() == b"first"


def test_file_system_without_hard_links_is_served_by_renaming(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    def refused(*_: object) -> None:
        raise PermissionError(1, "no hard links here")

    monkeypatch.setattr(os, "link", refused)
    target = tmp_path / "abcd.jpg"

    place([Move(_staged(tmp_path, "s", b"photo"), target)])

    assert target.read_bytes() == b"photo"


def test_bytes_are_flushed_before_the_name_and_the_folder_after(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    order: list[str] = []
    for name in ("flush_file", "give_name", "flush_folder"):
        real = getattr(durable, name)
        monkeypatch.setattr(durable, name, lambda x, real=real, name=name: (order.append(name), real(x))[1])

    place([Move(_staged(tmp_path, "s", b"photo"), tmp_path / "ab" / "abcd.jpg")])

    assert order == ["flush_file", "give_name", "flush_folder", "flush_folder"]


def test_failed_flush_leaves_no_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def failing(_: Path) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(durable, "flush_file", failing)
    target = tmp_path / "abcd.jpg"

    with pytest.raises(OSError, match="Input/output"):
        place([Move(_staged(tmp_path, "s", b"photo"), target)])

    assert not target.exists()


def test_what_a_dead_writer_left_unfinished_is_cleared(tmp_path: Path):
    left = _staged(tmp_path, ".reason.json.4711.part", b"{")

    clear_parts(tmp_path)

    assert not left.exists()


def test_what_a_living_writer_is_at_is_left_alone(tmp_path: Path):
    part = _staged(tmp_path, ".reason.json.4711.part", b"{")

    with part.open("rb") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        clear_parts(tmp_path)

    assert part.exists()


def test_note_is_written_again_when_its_unfinished_file_was_taken_for_a_dead_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    real, taken = os.fsync, []

    def cleared_meanwhile(descriptor: int) -> None:
        real(descriptor)
        if not taken:
            taken.append(next(tmp_path.glob(".*.part")))
            taken[0].unlink()

    monkeypatch.setattr(os, "fsync", cleared_meanwhile)
    write_durably(tmp_path / "note.json", b"{}")

    assert (tmp_path / "note.json").read_bytes() == b"{}"
    assert taken
