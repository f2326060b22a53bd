"""A restored library does not bring back what was erased for good."""

from datetime import UTC, datetime
from pathlib import Path

from backups import backup_on, copies, restore
from making import phototheque, rows

from catalogue.erasing.carrying_out import Wish, erase
from catalogue.library import Library

_THE_DAY_BEFORE, _THE_DAY = (datetime(2026, 11, day, 2, 30, tzinfo=UTC) for day in (21, 22))


def _erase_one(home: Path) -> tuple[str, str]:
    file = rows(home, "SELECT photo_id, sha256 FROM files ORDER BY sha256")[0]
    with Library.open(home) as library:
        erase(library, Wish([file["photo_id"]], "C. Roy"))
    return file["photo_id"], file["sha256"]


def test_photo_that_was_erased_after_a_copy_is_not_restored_from_it(
    library: Path, dest: Path, tmp_path: Path
):
    new = tmp_path / "new"
    backup_on(dest, library, _THE_DAY_BEFORE)
    photo_id, sha256 = _erase_one(library)
    backup_on(dest, library, _THE_DAY)

    restore(dest, new, "--copy", copies(dest)[0])

    assert list((dest / "originals").rglob(f"{sha256}.*")), "the older copy still holds it"
    assert rows(new, "SELECT 1 FROM photos WHERE id = ?", photo_id) == []
    assert list((new / "originals").rglob(f"{sha256}.*")) == []
    assert len(rows(new, "SELECT id FROM photos")) == len(rows(library, "SELECT id FROM photos"))
    assert phototheque("check", "--repair", "--home", new).status == 0
    assert phototheque("check", "--home", new).status == 0
