"""A picture that was erased for good comes again: it is not taken in, nobody's name is kept, and somebody is asked."""

import os
from pathlib import Path

import pytest
from making import files_under, ingest, jpeg, phototheque, rows, write

from catalogue.home.inbox import hand_over, quarantined
from catalogue.home.paths import Home
from catalogue.home.tombstones import Tombstones
from catalogue.library import Library
from catalogue.reviewing import pairs


@pytest.fixture
def erased(home: Path, source: Path) -> Path:
    """A library from which the picture of `Kplorvez.jpg` was erased; the other photo is there."""
    write(source, "2018/Kplorvez.jpg", jpeg(1, caption="une légende"))
    write(source, "2018/autre.jpg", jpeg(2))
    ingest(source, home)
    (row,) = rows(home, "SELECT photo_id FROM files WHERE name = 'Kplorvez.jpg'")
    assert phototheque("erase", row["photo_id"], "--yes", "--home", home).status == 0
    return home


def photos(home: Path) -> int:
    return int(rows(home, "SELECT count(*) AS n FROM photos")[0]["n"])


def test_the_same_file_is_not_taken_in_again(erased: Path, source: Path):
    before = files_under(source)

    ran = ingest(source, erased)

    assert ran.codes() == {"2018/Kplorvez.jpg": "erased", "2018/autre.jpg": "unchanged"}
    assert (ran.outcomes()["2018/Kplorvez.jpg"], ran.status, photos(erased)) == ("skipped", 0, 1)
    assert files_under(source) == before
    assert len(files_under(erased / "originals")) == 1


@pytest.mark.parametrize("tags", [{}, {"caption": "une autre légende", "gps": (50.4, 2.8)}])
def test_the_same_picture_in_another_file_is_not_taken_in(
    erased: Path, tmp_path: Path, tags: dict[str, object]
):
    write(tmp_path, "phone/IMG_1.jpg", jpeg(1, **tags))

    ran = ingest(tmp_path / "phone", erased)

    assert (ran.codes(), photos(erased)) == ({"IMG_1.jpg": "erased"}, 1)


def test_another_picture_is_taken_in(erased: Path, tmp_path: Path):
    write(tmp_path, "phone/IMG_1.jpg", jpeg(3))

    assert ingest(tmp_path / "phone", erased).codes() == {"IMG_1.jpg": "new"}


def test_its_name_is_nowhere(erased: Path, source: Path):
    write(source, "2018/Kplorvez.jpg.xmp", b"<x:xmpmeta xmlns:x='adobe:ns:meta/'/>")
    write(source, "2018/Kplorvez.CR2", b"II*\0" + bytes(64))
    ingest(source, erased)
    ingest(source / "2018" / "Kplorvez.jpg", erased, "--by", "somebody else")

    assert [path for path, data in files_under(erased).items() if b"kplorvez" in data.lower()] == []


def test_running_again_is_free(erased: Path, source: Path):
    write(source, "2018/Kplorvez.jpg.xmp", b"<x:xmpmeta xmlns:x='adobe:ns:meta/'/>")
    ingest(source, erased)
    before = rows(erased, "SELECT id FROM runs"), rows(erased, "SELECT id FROM ingest_log")

    ran = ingest(source, erased)
    below = ingest(source / "2018", erased)

    assert set(ran.outcomes().values()) == set(below.outcomes().values()) == {"unchanged"}
    assert (rows(erased, "SELECT id FROM runs"), rows(erased, "SELECT id FROM ingest_log")) == before


def test_a_file_that_changed_since_is_read_again(erased: Path, source: Path):
    ingest(source, erased)
    write(source, "2018/Kplorvez.jpg", jpeg(4))

    assert ingest(source, erased).codes()["2018/Kplorvez.jpg"] == "new"


def test_a_person_is_asked(erased: Path, source: Path):
    told = phototheque("ingest", source, "--home", erased).output

    assert "1 file shows a picture that was erased here for good" in told
    assert "--readmit" in told
    assert "no photo" not in told


def test_with_consent_it_is_a_photo_again_and_was_never_erased(erased: Path, source: Path):
    ingest(source, erased)

    ran = ingest(source, erased, "--readmit")
    again = ingest(source, erased)
    os.utime(source / "2018" / "Kplorvez.jpg")
    touched = ingest(source, erased)

    assert ran.codes()["2018/Kplorvez.jpg"] == "new"
    assert again.codes()["2018/Kplorvez.jpg"] == "unchanged"
    assert touched.codes()["2018/Kplorvez.jpg"] == "already-there"
    assert Tombstones.read(Home(erased)).stones == ()
    assert phototheque("check", "--home", erased).status == 0
    assert rows(erased, "SELECT path FROM ingest_log WHERE code = 'erased'") == []


def test_a_rehearsal_foresees_it(erased: Path, source: Path):
    assert ingest(source, erased, "--dry-run").codes()["2018/Kplorvez.jpg"] == "erased"
    assert ingest(source, erased, "--dry-run", "--readmit").codes()["2018/Kplorvez.jpg"] == "new"
    assert len(Tombstones.read(Home(erased)).stones) == 2


def test_from_the_inbox_it_waits_nameless_in_the_quarantine_for_a_month(erased: Path):
    library = Home(erased)
    write(erased, "tmp/sent", jpeg(1, model="Phone"))
    hand_over(library, erased / "tmp" / "sent", name="Kplorvez.jpg", by="L. Dupont")

    ran = phototheque("ingest", "--inbox", "--home", erased, "--json")

    assert ran.codes() == {"Kplorvez.jpg": "erased"}
    assert [(lying["code"], lying["name"]) for lying in quarantined(library)] == [("erased", "")]
    assert [path for path, data in files_under(erased).items() if b"Kplorvez" in data] == []
    long_ago = 31 * 24 * 3600
    for path in (erased / "quarantine").iterdir():
        os.utime(path, (path.stat().st_mtime - long_ago, path.stat().st_mtime - long_ago))
    phototheque("runs", "--home", erased)
    assert files_under(erased / "quarantine") == {}


def test_a_lost_key_is_told_before_anything_comes_in(erased: Path, source: Path):
    Home(erased).tombstone_key.unlink()
    write(source, "new.jpg", jpeg(5))

    ran = ingest(source, erased)

    assert (ran.status, photos(erased)) == (2, 1)
    assert "tombstone.key" in ran.error
    assert phototheque("check", "--home", erased, "--quick").status == 0


def test_a_tree_that_was_exported_before_does_not_bring_its_id_back(home: Path, source: Path, tmp_path: Path):
    write(source, "first.jpg", jpeg(1))
    write(source, "second.jpg", jpeg(2))
    ingest(source, home)
    first, second = (row["id"] for row in rows(home, "SELECT id FROM photos ORDER BY number"))
    with Library.open(home) as library:
        pairs.decide_pair(library.db, first, second, "version", "L. Dupont", leader=first)
    phototheque("export", "tree", tmp_path / "tree", "--home", home)
    assert phototheque("erase", first, "--yes", "--home", home).status == 0

    codes = ingest(tmp_path / "tree", home).codes()

    assert [code for path, code in codes.items() if path.endswith(".jpg")].count("erased") == 1
    assert [path for path, data in files_under(home).items() if first.encode() in data] == []
