"""The audit finds every fault that is planted, and a repair mends what can be mended."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from making import files_under, ingest, jpeg, phototheque, rows, write

from catalogue.audit.faults import KINDS
from catalogue.database.connection import connect


@pytest.fixture
def library(source: Path, home: Path) -> Path:
    write(source, "EV5/a.jpg", jpeg(1, caption="Olhain"))
    write(source, "EV5/b.jpg", jpeg(2))
    ingest(source, home)
    return home


def _check(home: Path, *words: str) -> tuple[int, list[str]]:
    ran = phototheque("check", "--home", home, "--json", *words)
    return ran.status, [line["code"] for line in map(json.loads, ran.output.splitlines()) if "code" in line]


def _original(home: Path) -> Path:
    return next(path for path in sorted((home / "originals").rglob("*.jpg")))


def _sql(home: Path, statement: str) -> None:
    db = connect(home / "catalogue.db")
    db.execute("PRAGMA foreign_keys = OFF")
    db.execute(statement)
    db.close()


def _flip(home: Path) -> None:
    path = _original(home)
    content = bytearray(path.read_bytes())
    content[-10] ^= 0xFF
    path.write_bytes(content)


PLANTED: dict[str, Callable[[Path], object]] = {
    "missing-original": lambda home: _original(home).unlink(),
    "damaged-original": _flip,
    "orphan-original": lambda home: write(home / "originals" / "ab" / "cd", "abcd.jpg", jpeg(7)),
    "missing-rendition": lambda home: next((home / "renditions").rglob("*.*")).unlink(),
    "orphan-rendition": lambda home: write(home / "renditions" / "400" / "ab" / "cd", "abcd.jpg", b"x"),
    "search-out-of-step": lambda home: _sql(home, "DELETE FROM photo_search WHERE rowid = 1"),
    "review-out-of-step": lambda home: _sql(home, "DELETE FROM reviews WHERE reason = 'no-position'"),
    "row-out-of-step": lambda home: _sql(home, "UPDATE photos SET caption = 'Lens' WHERE caption = 'Olhain'"),
    "dangling-id": lambda home: _sql(home, "INSERT INTO photo_themes VALUES ('nobody', 'terril')"),
}


def test_whole_library_has_no_fault(library: Path):
    assert _check(library) == (0, [])


@pytest.mark.parametrize("code", PLANTED)
def test_planted_fault_is_found(library: Path, code: str):
    PLANTED[code](library)

    status, found = _check(library)

    assert status == 1
    assert code in found


@pytest.mark.parametrize(
    "code",
    ["missing-rendition", "orphan-rendition", "search-out-of-step", "review-out-of-step", "row-out-of-step"],
)
def test_fault_that_can_be_mended_is(library: Path, code: str):
    PLANTED[code](library)

    assert _check(library, "--repair") == (0, [])


def test_every_kind_but_damage_to_the_database_is_planted_here():
    assert set(PLANTED) == set(KINDS) - {"database-damaged"}


def test_orphan_goes_through_the_inbox_and_becomes_a_photo(library: Path):
    PLANTED["orphan-original"](library)

    _check(library, "--repair")
    phototheque("ingest", "--inbox", "--home", library)

    assert len(rows(library, "SELECT id FROM photos")) == 3
    assert _check(library) == (0, [])


@pytest.mark.parametrize("code", ["damaged-original", "missing-original"])
def test_lost_original_comes_back_when_its_source_is_ingested_again(source: Path, library: Path, code: str):
    before = files_under(library / "originals")
    PLANTED[code](library)
    _check(library, "--repair")

    ran = ingest(source, library)

    assert "put-back" in ran.codes().values()
    assert files_under(library / "originals") == before
    assert _check(library) == (0, [])


def test_quick_check_does_not_read_originals_through(library: Path):
    PLANTED["damaged-original"](library)

    assert _check(library, "--quick") == (0, [])


def test_report_for_people_says_what_to_do(library: Path):
    PLANTED["missing-rendition"](library)

    ran = phototheque("check", "--home", library)

    assert "--repair makes it again" in ran.output


def test_damaged_database_is_told_in_a_sentence(library: Path):
    path = library / "catalogue.db"
    content = bytearray(path.read_bytes())
    content[4096 : 5 * 4096] = bytes(4 * 4096)
    path.write_bytes(content)

    ran = phototheque("check", "--home", library)

    assert ran.status in (1, 2)
    assert "damaged" in ran.output + ran.error
    assert "Traceback" not in ran.error
