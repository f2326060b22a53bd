"""A backup that was damaged says so by name, gives back what is whole only when asked, and is mended."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from backups import backup, backup_on, copies, lines, restore, restored
from making import files_under, phototheque

from tests.reliability.verdicts import snapshot


def _flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 0x10
    path.write_bytes(content)


def _original(dest: Path) -> Path:
    return min((dest / "originals").rglob("*.*"))


def _catalogue(dest: Path) -> Path:
    return dest / "copies" / copies(dest)[-1] / "catalogue.db"


def test_whole_backup_is_verified(library: Path, dest: Path):
    backup(dest, library)

    ran = backup(dest, library, "--verify")

    assert (ran.status, lines(ran)) == (0, [{"copies": 1, "files": 5, "damaged": 0}])


DAMAGE: dict[str, Callable[[Path], object]] = {
    "flipped original": lambda dest: _flip(_original(dest)),
    "cut original": lambda dest: _original(dest).write_bytes(b"x"),
    "missing original": lambda dest: _original(dest).unlink(),
    "flipped catalogue": lambda dest: _flip(_catalogue(dest)),
    "missing catalogue": lambda dest: _catalogue(dest).unlink(),
    "flipped manifest": lambda dest: _flip(_catalogue(dest).with_name("manifest.json")),
    "empty manifest": lambda dest: _catalogue(dest).with_name("manifest.json").write_bytes(b""),
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_damage_is_found_by_name_and_nothing_is_restored(
    library: Path, dest: Path, tmp_path: Path, damage: str
):
    backup(dest, library)
    named = _original(dest) if "original" in damage else _catalogue(dest)
    named = named.with_name("manifest.json") if "manifest" in damage else named
    DAMAGE[damage](dest)

    verified = phototheque("backup", dest, "--home", library, "--verify")
    back = phototheque("restore", dest, "--home", tmp_path / "new")

    assert verified.status == 1
    assert named.relative_to(dest).as_posix() in verified.output
    assert back.status == 2
    assert named.relative_to(dest).as_posix() in back.output
    assert "is damaged: one file, named above" in back.error
    assert [p.name for p in tmp_path.iterdir() if "new" in p.name] == []


def test_every_damaged_file_is_named(library: Path, dest: Path, tmp_path: Path):
    backup(dest, library)
    damaged = sorted((dest / "originals").rglob("*.*"))[:3]
    for path in damaged:
        _flip(path)

    back = restore(dest, tmp_path / "new")

    assert [line["about"] for line in lines(back)] == [
        f"{path.relative_to(dest).as_posix()}: damaged" for path in damaged
    ]


def test_what_is_whole_is_restored_despite_damage(library: Path, dest: Path, tmp_path: Path):
    backup(dest, library)
    lost = _original(dest)
    _flip(lost)

    back = restore(dest, tmp_path / "new", "--despite-damage")

    assert back.status == 1
    assert lines(back)[0] == {"fault": "backup", "about": lost.relative_to(dest).as_posix(), "why": "damaged"}
    whole = files_under(library / "originals")
    del whole[lost.relative_to(dest / "originals").as_posix()]
    assert files_under(tmp_path / "new" / "originals") == whole


def test_without_its_catalogue_a_copy_is_not_restored_even_so(library: Path, dest: Path, tmp_path: Path):
    backup(dest, library)
    _flip(_catalogue(dest))

    back = restore(dest, tmp_path / "new", "--despite-damage")

    assert back.status == 2
    assert "name another with --copy" in back.error
    assert not (tmp_path / "new").exists()


def test_earlier_copy_is_restored_where_the_newest_is_damaged(library: Path, dest: Path, tmp_path: Path):
    backup_on(dest, library, datetime(2026, 11, 21, tzinfo=UTC))
    backup_on(dest, library, datetime(2026, 11, 22, tzinfo=UTC))
    _flip(_catalogue(dest).with_name("manifest.json"))

    refused = restore(dest, tmp_path / "new")

    assert refused.status == 2
    assert "20261121T000000Z" in refused.error
    new = restored(dest, tmp_path / "new", "--copy", "20261121T000000Z")
    assert snapshot(new) == snapshot(library)


@pytest.mark.parametrize("damage", ["flipped original", "cut original", "missing original"])
def test_damage_that_was_found_is_mended_by_the_next_backup(
    library: Path, dest: Path, tmp_path: Path, damage: str
):
    backup(dest, library)
    DAMAGE[damage](dest)
    backup(dest, library, "--verify")

    mended = lines(backup(dest, library))[-1]

    assert mended["files_written"] == 1
    assert backup(dest, library, "--verify").status == 0
    assert snapshot(restored(dest, tmp_path / "new")) == snapshot(library)
    assert lines(backup(dest, library))[-1]["files_written"] == 0


def test_damaged_backup_of_a_lost_original_is_told_as_lost(library: Path, dest: Path):
    backup(dest, library)
    lost = _original(dest)
    _flip(lost)
    backup(dest, library, "--verify")
    (library / "originals" / lost.relative_to(dest / "originals")).unlink()

    ran = backup(dest, library)

    assert ran.status == 1
    assert lines(ran)[0] == {"fault": "original", "about": lost.name, "why": "missing", "held": False}


def test_copy_with_a_damaged_manifest_is_told_and_nothing_it_may_name_goes(
    library: Path, dest: Path, source: Path
):
    for day in range(1, 10):
        backup_on(dest, library, datetime(2026, 11, day, tzinfo=UTC))
    _flip(dest / "copies" / copies(dest)[0] / "manifest.json")
    before = files_under(dest / "originals")

    ran = backup(dest, library)

    assert ran.status == 1
    assert [line for line in lines(ran) if line.get("fault") == "manifest"]
    assert files_under(dest / "originals") == before
