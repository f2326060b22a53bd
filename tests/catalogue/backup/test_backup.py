"""A library is copied while it is in use, and comes back as it was."""

import json
import shutil
from pathlib import Path

import pytest
from backups import backup, copies, restore, restored
from making import files_under, ingest, jpeg, phototheque, rows, write

from tests.reliability.verdicts import snapshot


def test_restored_library_is_as_it_was_and_passes_the_audit(library: Path, dest: Path, tmp_path: Path):
    made = backup(dest, library)
    new = tmp_path / "new"
    back = restore(dest, new)
    repaired = phototheque("check", "--repair", "--home", new)
    checked = phototheque("check", "--home", new)

    assert (made.status, back.status, repaired.status, checked.status) == (0, 0, 0, 0)
    assert snapshot(new) == snapshot(library)
    assert rows(new, "SELECT * FROM claims ORDER BY id") == rows(library, "SELECT * FROM claims ORDER BY id")
    assert not list(tmp_path.glob(".new*"))
