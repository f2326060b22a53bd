"""A backup that was damaged says so by name, gives back what is whole only when asked, and is mended."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from backups import backup, backup_on, copies, forget_photo, lines, restore, restored, tell_otherwise
from making import files_under, phototheque

from catalogue.backup.contents import Waiting
from catalogue.backup.manifest import Carried
from tests.reliability.verdicts import snapshot

START = datetime(2026, 9, 1, 2, 30, tzinfo=UTC)


def _flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 0x10
    path.write_bytes(content)


def _original(dest: Path) -> Path:
    return min((dest / "originals").rglob("*.*"))


def _catalogue(dest: Path) -> Path:
    return dest / "copies" / copies(dest)[-1] / "catalogue.db.gz"


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


def test_copy_that_was_found_damaged_is_made_again_though_nothing_changed(library: Path, dest: Path):
    backup_on(dest, library, START)
    content = bytearray(_catalogue(dest).read_bytes())
    content[5000] ^= 1
    _catalogue(dest).write_bytes(content)
    backup(dest, library, "--verify")

    done = backup_on(dest, library, START + timedelta(hours=1))

    assert not done.unchanged
    assert backup(dest, library, "--verify").status == 0


def test_damaged_backup_of_a_lost_original_is_told_as_lost(library: Path, dest: Path):
    backup(dest, library)
    lost = _original(dest)
    _flip(lost)
    backup(dest, library, "--verify")
    (library / "originals" / lost.relative_to(dest / "originals")).unlink()

    ran = backup(dest, library)

    assert ran.status == 1
    assert lines(ran)[0] == {"fault": "original", "about": lost.name, "why": "missing", "held": False}


def test_copy_with_a_damaged_manifest_is_told_and_nothing_it_may_name_goes(library: Path, dest: Path):
    backup_on(dest, library, START)
    backup_on(dest, library, START + timedelta(days=1))
    _flip(dest / "copies" / copies(dest)[0] / "manifest.json")
    name = forget_photo(library, "b.jpg")

    done = backup_on(dest, library, START + timedelta(days=1, hours=1))

    assert len(done.pruned.copies) == 1, "it named the original too"
    assert next((dest / "originals").rglob(name)).exists()
    ran = backup(dest, library)
    assert ran.status == 1
    assert [line for line in lines(ran) if line.get("fault") == "manifest"]


@pytest.mark.parametrize("change", ["fewer", "other size", "other path"])
def test_manifest_that_was_changed_is_not_believed(library: Path, dest: Path, tmp_path: Path, change: str):
    backup(dest, library)
    path = dest / "copies" / copies(dest)[0] / "manifest.json"
    document = json.loads(path.read_bytes())
    originals = document["manifest"]["originals"]
    name = min(originals)
    size = originals.pop(name)
    if change != "fewer":
        originals |= {name: size + 1} if change == "other size" else {f"../{name}": size}
    path.write_bytes(json.dumps(document).encode())

    back = restore(dest, tmp_path / "new")

    assert back.status == 2
    assert "manifest.json" in back.output
    assert not (tmp_path / "new").exists()


def test_manifest_whose_names_lead_elsewhere_is_not_believed(library: Path, dest: Path, tmp_path: Path):
    """Even one with the right hash: whoever can write to the backup could have made it."""
    backup(dest, library)
    (stamp,) = copies(dest)
    path = dest / "copies" / stamp / "manifest.json"
    honest = path.read_bytes()
    lies: list[dict[str, object]] = [
        {"originals": {"../../../../etc/passwd": 1}},
        {"waiting": (Waiting("inbox/../../x", "ab" * 32, 1),)},
        {"carried": (Carried("../x", "ab" * 32, 1, 0o644),)},
    ]
    for lie in lies:
        path.write_bytes(honest)
        tell_otherwise(dest, stamp, **lie)
        back = restore(dest, tmp_path / "new")
        assert (back.status, "it names" in back.output) == (2, True), lie
