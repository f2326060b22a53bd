"""Files are copied whole or not at all, and a folder that went away is never made again."""

import os
from pathlib import Path

import pytest

from catalogue.backup import storing
from catalogue.backup.destination import Destination
from catalogue.backup.storing import Store, Unreadable, copy_hashed


def test_backup_that_went_away_is_not_made_again(tmp_path: Path):
    with pytest.raises(FileNotFoundError):
        Store(Destination(tmp_path / "gone")).folder("originals/ab/cd")

    assert list(tmp_path.iterdir()) == []


def test_room_that_went_away_is_not_made_again(tmp_path: Path):
    """A disk that was unmounted leaves its empty mount point."""
    store = Store(Destination(tmp_path))
    store.folder("originals")
    (tmp_path / "originals").rmdir()

    with pytest.raises(FileNotFoundError):
        store.folder("originals/ab/cd")


def test_writes_that_take_only_a_part_are_gone_on_with(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    real = os.write
    content = os.urandom(3_000_000)
    (tmp_path / "a").write_bytes(content)
    monkeypatch.setattr(storing.os, "write", lambda descriptor, data: real(descriptor, data[:70_001]))

    sha256, size = copy_hashed(tmp_path / "a", tmp_path / "b")

    assert (tmp_path / "b").read_bytes() == content
    assert (sha256, size) == (storing.hash_of(tmp_path / "a"), 3_000_000)


def test_source_that_cannot_be_read_is_told_apart_from_a_target_that_cannot_be_written(tmp_path: Path):
    (tmp_path / "a").write_bytes(b"a")

    with pytest.raises(Unreadable, match="missing"):
        copy_hashed(tmp_path / "nothing", tmp_path / "b")
    with pytest.raises(Unreadable, match="directory"):
        copy_hashed(tmp_path, tmp_path / "b")
    with pytest.raises(FileNotFoundError):
        copy_hashed(tmp_path / "a", tmp_path / "nowhere" / "b")
