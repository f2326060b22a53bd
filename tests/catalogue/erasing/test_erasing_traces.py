"""Nothing of an erased photo is left: not in any byte of any file of the home."""

import json
from pathlib import Path

from making import files_under, phototheque, rows
from planted import WORDS, Planted, found_in

from catalogue.database.connection import connect
from catalogue.home.paths import Home
from catalogue.library import Library
from catalogue.reviewing import keeping
from catalogue.reviewing.undoing import undo


def erase(planted: Planted, *words: object) -> str:
    ran = phototheque("erase", planted.photo_id, "--yes", "--by", "A. Martin", "--home", planted.home, *words)
    assert ran.status == 0, ran.error
    return ran.output


def test_every_trace_is_there_before(planted: Planted):
    found = found_in(planted.home, planted.traces)

    assert set(planted.traces) - set(found) == {
        "raw",
        "end of raw",
    }  # its content never came in, only its name
    held = {path.partition("/")[0] for paths in found.values() for path in paths}
    assert held >= {
        "catalogue.db",
        "catalogue.before-3.db",
        "originals",
        "renditions",
        "inbox",
        "quarantine",
        "tmp",
        "captions-waiting",
        "people.db",
    }


def test_no_byte_of_any_file_holds_a_trace(planted: Planted):
    erase(planted)

    assert found_in(planted.home, planted.traces) == {}


def test_no_trace_is_left_while_others_have_the_catalogue_open(planted: Planted):
    reader = connect(planted.home / "catalogue.db", readonly=True)
    reader.execute("SELECT count(*) FROM photos").fetchone()

    erase(planted)

    assert found_in(planted.home, planted.traces) == {}
    assert reader.execute("SELECT count(*) FROM photos").fetchone() == (1,)
    reader.close()


def test_the_other_photo_is_as_it_was_but_for_what_it_had_to_do_with_it(planted: Planted):
    erase(planted)

    (left,) = rows(planted.home, "SELECT * FROM photos")
    assert (left["id"], left["caption"], left["licence"]) == (planted.other_id, "Un terril", "CC-BY-4.0")
    assert (left["state"], left["state_reason"], left["version_of"]) == ("set_aside", "private", None)
    assert rows(planted.home, "SELECT path FROM ingest_log WHERE source = 'elsewhere'") == [
        {"path": "kept.jpg"}
    ]
    assert rows(planted.home, "SELECT detail FROM claims WHERE source = 'neighbour'") == [
        {"detail": "Δt 12 s, between an erased photo and other.jpg"}
    ]
    assert rows(planted.home, "SELECT count(*) AS n FROM photo_search WHERE photo_search MATCH 'terril'") == [
        {"n": 1}
    ]
    assert (planted.home / "tmp/archive-2/photos.zip").exists()


def test_the_library_is_whole(planted: Planted):
    erase(planted)

    checked = phototheque("check", "--home", planted.home)
    assert checked.status == 0, checked.output


def test_actions_count_the_photos_that_are_left(planted: Planted):
    erase(planted)

    assert rows(planted.home, "SELECT what, photos FROM actions ORDER BY id") == [
        {"what": "edit", "photos": 1},
        {"what": "pair-version", "photos": 1},
    ]


def test_what_was_done_to_both_can_still_be_undone_for_the_other(planted: Planted):
    erase(planted)

    with Library.open(planted.home) as library:
        for (action,) in library.db.execute("SELECT id FROM actions ORDER BY id DESC").fetchall():
            undo(library.db, action, "L. Dupont")

    (left,) = rows(planted.home, "SELECT * FROM photos")
    assert (left["licence"], left["state"], left["version_of"]) == (None, "catalogued", None)
    assert found_in(planted.home, planted.traces) == {}


def test_who_followed_it_can_be_brought_back(planted: Planted):
    erase(planted)

    with Library.open(planted.home) as library:
        keeping.restore(library.db, [planted.other_id], "L. Dupont")

    assert rows(planted.home, "SELECT state FROM photos") == [{"state": "catalogued"}]


def test_tombstones_name_nobody(planted: Planted):
    erase(planted, "--reason", "demande du 3 mars")

    home = Home(planted.home)
    stones = [json.loads(line) for line in home.tombstones.read_text().splitlines()]
    last = [stone for stone in stones if stone["state"] == "erased"]
    assert sorted(stone["kind"] for stone in last) == ["file", "file", "file", "photo"]
    assert {(stone["by"], stone["reason"]) for stone in last} == {("A. Martin", "demande du 3 mars")}
    assert home.tombstone_key.stat().st_mode & 0o777 == 0o600
    assert len(home.tombstone_key.read_bytes()) == 32
    assert found_in(planted.home, planted.traces) == {}


def test_sources_are_left_untouched(planted: Planted):
    before = files_under(planted.source)

    erase(planted)

    assert files_under(planted.source) == before


def test_numbers_are_given_once(planted: Planted, tmp_path: Path):
    (number,) = rows(planted.home, "SELECT max(number) AS n FROM photos")
    phototheque("erase", planted.other_id, "--yes", "--home", planted.home)
    erase(planted)
    write_new(tmp_path)

    phototheque("ingest", tmp_path / "new", "--home", planted.home)

    assert rows(planted.home, "SELECT number FROM photos") == [{"number": number["n"] + 1}]


def write_new(folder: Path) -> None:
    from making import jpeg, write  # noqa: PLC0415

    write(folder, "new/a.jpg", jpeg(9))


def test_what_goes_is_told_first(planted: Planted):
    told = erase(planted)

    assert f"{WORDS['name']}.jpg" in told
    assert "NOT erased" in told
    assert planted.other_id in told
    assert "Backups" in told
