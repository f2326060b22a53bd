"""A run with nothing to do is answered early, in the words of the command itself; anything else is left to it."""

import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from making import ingest, jpeg, phototheque, write

from catalogue.database.connection import connect
from ingest.again import answer


@pytest.fixture
def taken_in(source: Path, home: Path) -> Path:
    """A source that was taken in: photos, a file that failed, one that is no photo, a folder not entered."""
    write(source, "EV5/2018-05/é.jpg", jpeg(1))
    write(source, "EV5/b.jpg", jpeg(2))
    write(source, "EV5/empty.jpg", b"")
    write(source, "notes.txt", b"Olhain")
    write(source, "@eaDir/thumb.jpg", jpeg(3))
    (source / "link.jpg").symlink_to(source / "EV5" / "b.jpg")
    ingest(source, home)
    return source


def _without_time(text: str) -> str:
    return re.sub(r"It took .*", "", text)


def test_answer_is_word_for_word_that_of_the_command(
    taken_in: Path, home: Path, capsys: pytest.CaptureFixture[str]
):
    told = phototheque("ingest", taken_in, "--home", home)

    assert answer([str(taken_in), "--home", str(home)])
    assert _without_time(capsys.readouterr().out) == _without_time(told.output)
    assert "5 files are as they were." in told.output
    assert "1 of them could not be taken in before" in told.output
    assert "Left alone: 1 folder" in told.output


def _run_left_running(source: Path, home: Path) -> None:
    db = connect(home / "catalogue.db")
    db.execute("UPDATE runs SET state = 'running'")
    db.close()


LEFT: dict[str, Callable[[Path, Path], object]] = {
    "a new file": lambda source, _: write(source, "new.jpg", jpeg(7)),
    "a changed file": lambda source, _: write(source, "EV5/b.jpg", jpeg(8)),
    "a touched file": lambda source, _: os.utime(source / "EV5" / "b.jpg", (1, 1)),
    "a system file": lambda source, _: write(source, "Thumbs.db", b"x"),
    "a folder left by a dead run": lambda _, home: (home / "tmp" / "dead").mkdir(parents=True),
    "a run left running": _run_left_running,
}


@pytest.mark.parametrize("case", LEFT)
def test_anything_unusual_is_left_to_the_command(
    taken_in: Path, home: Path, case: str, capsys: pytest.CaptureFixture[str]
):
    LEFT[case](taken_in, home)

    assert not answer([str(taken_in), "--home", str(home)])
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    "words", [["--watch"], ["--dry-run", "x"], ["--json", "x"], [], ["a", "b"], ["--what"]]
)
def test_words_that_only_the_command_understands_are_left_to_it(words: list[str], tmp_path: Path):
    assert not answer([*words, "--home", str(tmp_path)])
