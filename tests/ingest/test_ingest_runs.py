"""Runs: listed, shown, undone, and brought back."""

from pathlib import Path

from making import ingest, jpeg, photo, phototheque, rows, write

from catalogue.home.workspaces import Workspace
from catalogue.library import Library


def _run_ids(home: Path) -> list[str]:
    return [row["id"] for row in rows(home, "SELECT id FROM runs ORDER BY rowid")]


def test_run_that_changes_nothing_leaves_no_row(source: Path, home: Path):
    ingest(source, home)

    assert rows(home, "SELECT id FROM runs") == []


def test_runs_are_listed_with_their_counts(source: Path, home: Path):
    write(source, "a.jpg", jpeg(1))
    ingest(source, home, "--by", "L. Dupont")

    listed = phototheque("runs", "--home", home)
    shown = phototheque("runs", "show", _run_ids(home)[0][-4:], "--home", home, "--all")

    assert "1 stored" in listed.output
    assert "L. Dupont" in shown.output
    assert "a.jpg" in shown.output


def test_unknown_run_is_told(empty_library: Path):
    ran = phototheque("runs", "show", "nope", "--home", empty_library)

    assert ran.status == 2
    assert "There is no run nope" in ran.error


def test_undone_run_puts_its_photos_away_and_ingesting_again_brings_them_back(source: Path, home: Path):
    write(source, "a.jpg", jpeg(1))
    ingest(source, home)

    phototheque("runs", "undo", _run_ids(home)[0], "--home", home)
    away = photo(home)["state"]
    again = ingest(source, home)

    assert away == "set_aside"
    assert photo(home)["state"] == "catalogued"
    assert again.codes() == {"a.jpg": "brought-back"}


def test_undone_run_takes_its_healing_back(source: Path, home: Path):
    write(source, "1.jpg", jpeg(1))
    ingest(source, home)
    write(source, "2.jpg", jpeg(1, gps=(50.4, 2.8), caption="Olhain"))
    ingest(source, home)

    phototheque("runs", "undo", _run_ids(home)[1], "--home", home)
    undone = photo(home)
    again = ingest(source, home)

    assert (undone["latitude"], undone["caption"], undone["state"]) == (None, None, "catalogued")
    assert again.outcomes() == {"1.jpg": "unchanged", "2.jpg": "healed"}
    assert photo(home)["caption"] == "Olhain"


def test_undoing_the_first_of_two_runs_keeps_what_the_second_brought_as_well(
    source: Path, home: Path, tmp_path: Path
):
    content = jpeg(1, gps=(50.4, 2.8))
    write(source, "a.jpg", content)
    ingest(source, home)
    write(tmp_path / "card", "a.jpg", content)
    ingest(tmp_path / "card", home)

    phototheque("runs", "undo", _run_ids(home)[0], "--home", home)

    assert photo(home)["state"] == "catalogued"
    assert round(photo(home)["latitude"], 1) == 50.4


def test_what_was_brought_back_can_be_undone_again(source: Path, home: Path):
    write(source, "a.jpg", jpeg(1, caption="Olhain"))
    ingest(source, home)
    phototheque("runs", "undo", _run_ids(home)[0], "--home", home)
    ingest(source, home)

    phototheque("runs", "undo", _run_ids(home)[1], "--home", home)
    away = photo(home)["state"]
    third = ingest(source, home)

    assert away == "set_aside"
    assert third.codes() == {"a.jpg": "brought-back"}
    assert (photo(home)["state"], photo(home)["caption"]) == ("catalogued", "Olhain")
    assert phototheque("check", "--home", home).status == 0


def test_run_that_is_going_is_not_undone(source: Path, home: Path):
    write(source, "a.jpg", jpeg(1))
    ingest(source, home)
    with Library.open(home) as library:
        alive = Workspace.open(library.home, _run_ids(home)[0])
        library.db.execute("UPDATE runs SET state = 'running'")

    ran = phototheque("runs", "undo", _run_ids(home)[0], "--home", home)

    alive.close()
    assert ran.status == 2
    assert "is still going" in ran.error
