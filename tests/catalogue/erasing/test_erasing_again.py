"""A library that was restored from an older copy: what was erased since is erased again."""

import shutil
from pathlib import Path

import pytest
from making import phototheque, rows
from planted import Planted, found_in, let_go

from catalogue.erasing.carrying_out import replay
from catalogue.home.paths import Home
from catalogue.home.tombstones import State, Tombstones, adopt, append, read_lines


@pytest.fixture
def restored(planted: Planted, tmp_path: Path) -> Planted:
    """The photo was erased, and then the home was put back as it was before, but for the stones and their key."""
    let_go()
    home, copy = Home(planted.home), tmp_path / "copy"
    shutil.copytree(planted.home, copy)
    assert phototheque("erase", planted.photo_id, "--yes", "--home", planted.home).status == 0
    for path in (home.tombstones, home.tombstone_key):
        shutil.copy2(path, copy / path.name)
    shutil.rmtree(planted.home)
    copy.rename(planted.home)
    return planted


def test_every_tombstone_holds_again(restored: Planted):
    assert found_in(restored.home, restored.traces) != {}

    again = replay(Home(restored.home))

    assert {(stone.kind, stone.state) for stone in again} == {("photo", "erased"), ("file", "erased")}
    assert found_in(restored.home, restored.traces) == {}
    assert [row["id"] for row in rows(restored.home, "SELECT id FROM photos")] == [restored.other_id]
    assert phototheque("check", "--home", restored.home).status == 0


def test_a_second_replay_finds_nothing(restored: Planted):
    replay(Home(restored.home))

    assert replay(Home(restored.home)) == []


def test_files_alone_are_known_again(restored: Planted):
    """The store was copied after the catalogue: a file is there without a row."""
    replay(Home(restored.home))
    data = next(restored.source.rglob("*.jpg")).read_bytes()
    orphan = next(path for path in restored.source.rglob("Jvump*.jpg"))
    sha256 = next(one for one in restored.sha256s if _hash(orphan) == one)
    home = Home(restored.home)
    home.original(sha256, "jpg").parent.mkdir(parents=True, exist_ok=True)
    home.original(sha256, "jpg").write_bytes(orphan.read_bytes())

    replay(home)

    assert data
    assert not home.original(sha256, "jpg").exists()


def _hash(path: Path) -> str:
    import hashlib  # noqa: PLC0415

    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_readmitted_pictures_are_not_erased_again(restored: Planted):
    home = Home(restored.home)
    lines = read_lines(home.tombstones)
    append(home, [type(line)(**{**_fields(line), "state": State.READMITTED.value}) for line in lines])

    assert replay(home) == []
    assert restored.photo_id in [row["id"] for row in rows(restored.home, "SELECT id FROM photos")]


def _fields(stone: object) -> dict[str, object]:
    from dataclasses import asdict  # noqa: PLC0415

    return asdict(stone)  # type: ignore[call-overload, no-any-return]


def test_stones_of_a_newer_copy_are_adopted(planted: Planted, tmp_path: Path):
    let_go()
    home, older = Home(planted.home), tmp_path / "older.jsonl"
    phototheque("erase", planted.other_id, "--yes", "--home", planted.home)
    shutil.copy2(home.tombstones, older)
    phototheque("erase", planted.photo_id, "--yes", "--home", planted.home)
    newer = tmp_path / "newer.jsonl"
    home.tombstones.rename(newer)
    older.rename(home.tombstones)

    assert adopt(home, newer) > 0
    assert adopt(home, newer) == 0
    assert {s.hmac for s in Tombstones.read(home).stones} == {s.hmac for s in read_lines(newer)}


def test_a_line_that_was_torn_says_nothing_and_spoils_no_other(planted: Planted):
    let_go()
    home = Home(planted.home)
    phototheque("erase", planted.other_id, "--yes", "--home", planted.home)
    with home.tombstones.open("ab") as file:
        file.write(b'{"hmac": "12')

    phototheque("erase", planted.photo_id, "--yes", "--home", planted.home)

    assert sum(stone.kind == "photo" for stone in Tombstones.read(home).stones) == 2
