"""Reasons become rows, keep their moment, and follow what a person settled and what the territory is."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from making import ingest, jpeg, phototheque, rows, write

from catalogue.database.connection import writing
from catalogue.library import Library
from catalogue.photos.refreshing import refresh

LATER = "2030-01-01T00:00:00Z"


@pytest.fixture
def library(source: Path, home: Path) -> Iterator[Library]:
    """A photo in Olhain, one in Marseille, one of nowhere."""
    write(source, "olhain.jpg", jpeg(1, taken="2018-05-12T14:30:00", model="D90", gps=(50.43, 2.58)))
    write(source, "marseille.jpg", jpeg(2, taken="2018-05-12T14:30:00", model="D90", gps=(43.3, 5.4)))
    write(source, "nowhere.jpg", jpeg(3, taken="2018-05-12T14:30:00", model="D90"))
    ingest(source, home)
    with Library.open(home) as opened:
        yield opened


def _waiting(home: Path) -> dict[str, str]:
    return {
        row["name"]: row["reason"]
        for row in rows(home, "SELECT name, reason FROM reviews JOIN files USING (photo_id) ORDER BY name")
    }


def _perimeter(library: Library) -> None:
    square = "POLYGON ((2 50, 4 50, 4 51, 2 51, 2 50))"
    with writing(library.db) as db:
        db.execute(
            "INSERT INTO layers VALUES ('perimeter', 'bien', 'bien.gpkg', NULL, NULL, ?, NULL)", [LATER]
        )
        made = db.execute("INSERT INTO places (kind, name, layer) VALUES ('perimeter', 'Bien', 'bien')")
        db.execute(
            "INSERT INTO place_shapes (place_id, shape, west, south, east, north) VALUES (?, ?, 2, 50, 4, 51)",
            [made.lastrowid, square],
        )


def _again(library: Library) -> None:
    with writing(library.db) as db:
        for (photo_id,) in db.execute("SELECT id FROM photos").fetchall():
            refresh(db, photo_id, LATER)


def test_question_keeps_the_moment_it_was_first_noted(library: Library, home: Path):
    before = rows(home, "SELECT * FROM reviews")

    _again(library)

    assert [row["reason"] for row in before] == ["no-position"]
    assert rows(home, "SELECT * FROM reviews") == before


def test_settled_question_is_not_noted_and_another_detail_of_it_is(library: Library, home: Path):
    with writing(library.db) as db:
        (photo_id,) = db.execute("SELECT photo_id FROM reviews").fetchone()
        db.execute("INSERT INTO settlements VALUES (?, 'no-position', 'no-gps', 'A', ?)", [photo_id, LATER])
    _again(library)
    assert _waiting(home) == {}

    with writing(library.db) as db:
        db.execute("UPDATE settlements SET detail = 'zero'")
    _again(library)
    assert _waiting(home) == {"nowhere.jpg": "no-position"}


def test_perimeter_that_comes_and_goes_is_known_after_classifying(library: Library, home: Path):
    _perimeter(library)
    phototheque("classify", "--home", home)
    assert _waiting(home) == {"marseille.jpg": "outside-area", "nowhere.jpg": "no-position"}
    assert phototheque("check", "--home", home).status == 0

    with writing(library.db) as db:
        db.execute("UPDATE places SET retired_at = ? WHERE kind = 'perimeter'", [LATER])
    phototheque("classify", "--home", home)
    assert _waiting(home) == {"nowhere.jpg": "no-position"}
    assert phototheque("check", "--home", home).status == 0


def test_setting_says_where_doubt_begins(library: Library, home: Path):
    phototheque("settings", "earliest_year", "2019", "--home", home)

    _again(library)

    assert set(_waiting(home)) == {"marseille.jpg", "nowhere.jpg", "olhain.jpg"}
    assert {
        r["detail"] for r in rows(home, "SELECT detail FROM reviews WHERE reason = 'date-implausible'")
    } == {"early"}
