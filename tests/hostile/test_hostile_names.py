"""File names that break programs are told on one line each, keep their files, and reach no terminal raw."""

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hostile_names import ALIKE, WICKED, bytes_of, spelled, write
from hostile_running import ingest_by_program, run_program
from making import ingest, jpeg, phototheque, rows


@dataclass(frozen=True)
class Named:
    """The folder of wicked names, and what a run said of it."""

    source: Path
    home: Path
    output: str
    error: str

    @property
    def lines(self) -> list[dict[str, Any]]:
        """One object a line, the totals last. Only the newline ends a line of JSON."""
        return [json.loads(line) for line in self.output.removesuffix("\n").split("\n")]


@pytest.fixture(scope="module")
def named(tmp_path_factory: pytest.TempPathFactory) -> Named:
    """A photo under each wicked name, ingested."""
    folder = tmp_path_factory.mktemp("names")
    (folder / "source").mkdir()
    for number, name in enumerate(WICKED.values()):
        write(folder / "source", name, jpeg(200 + number))
    ran = ingest_by_program(folder / "source", folder / "library")
    return Named(folder / "source", folder / "library", ran.output, ran.error)


def test_each_name_has_one_line_and_nothing_else_is_said(named: Named):
    *lines, totals = named.lines

    assert sorted(line["path"] for line in lines) == sorted(map(spelled, WICKED.values()))
    assert totals["totals"]["stored"] == len(WICKED) >= 20
    assert named.error == ""


@pytest.mark.parametrize("name", WICKED.values(), ids=list(WICKED))
def test_photo_is_stored_under_its_name_as_it_is_told(named: Named, name: bytes):
    (line,) = [line for line in named.lines[:-1] if line["path"] == spelled(name)]
    (row,) = rows(named.home, "SELECT path, name, photo_id FROM files WHERE path = ?", spelled(name))

    assert line["outcome"] == "stored"
    assert row == {"path": spelled(name), "name": spelled(name), "photo_id": line["photo_id"]}


@pytest.mark.parametrize("name", WICKED.values(), ids=list(WICKED))
def test_file_is_found_again_by_what_was_told(named: Named, name: bytes):
    told = bytes_of(spelled(name))

    assert told == name
    assert os.path.exists(os.fsencode(named.source) + b"/" + told)  # noqa: PTH110 the name is bytes


def test_second_run_finds_all_of_them_unchanged_and_leaves_no_row(named: Named):
    again = run_program("ingest", named.source, "--home", named.home, "--json")

    lines = [json.loads(line) for line in again.output.removesuffix("\n").split("\n")]
    assert {line["outcome"] for line in lines[:-1]} == {"unchanged"}
    assert (again.status, lines[-1]["run"]) == (0, None)


def test_two_names_that_are_told_alike_are_two_photos(source: Path, home: Path):
    for number, name in enumerate(ALIKE):
        write(source, name, jpeg(300 + number))

    first, second = (ingest(source, home) for _ in range(2))

    assert [(line["path"], line["outcome"]) for line in first.lines] == [("\\xff.jpg", "stored")] * 2
    assert [(line["path"], line["outcome"]) for line in second.lines] == [("\\xff.jpg", "unchanged")] * 2
    assert len(rows(home, "SELECT id FROM photos")) == 2


def _raw(text: str) -> set[str]:
    """What a terminal would obey rather than show."""
    return {c for c in text if not c.isprintable() and c != "\n"}


# As many as a report shows, each of them failing.
_SHOWN = [
    WICKED[key] for key in ("newline", "escapes", "escapes of one byte", "turned round", "line separators")
]


def test_no_name_reaches_a_terminal_raw(source: Path, home: Path):
    for name in _SHOWN:
        write(source, name, b"")
        os.mkdir(os.fsencode(source) + b"/folder " + name)  # noqa: PTH102 the name is bytes
        write(source / os.fsdecode(b"folder " + name), b"a.pdf", b"%PDF-1.4")

    told = phototheque("ingest", source, "--home", home)
    (run,) = rows(home, "SELECT id FROM runs")
    shown = phototheque("runs", "show", run["id"], "--home", home)
    listed = phototheque("runs", "--home", home)

    assert (told.status, shown.status, listed.status) == (1, 0, 0)
    for ran in (told, shown, listed):
        assert _raw(ran.output + ran.error) == set()
    for ran in (told, shown):
        assert "with\\nnewline.jpg" in ran.output
        assert "with\nnewline.jpg" not in ran.output


@pytest.mark.parametrize("name", _SHOWN)
def test_no_name_in_an_error_reaches_a_terminal_raw(source: Path, home: Path, name: bytes):
    refused = phototheque("ingest", source / os.fsdecode(b"gone " + name), "--home", home)

    assert refused.status == 2
    assert _raw(refused.output + refused.error) == set()
    assert "with\nnewline" not in refused.error


def test_names_that_look_like_options_can_be_ingested_alone(source: Path, home: Path):
    write(source, WICKED["an option"], jpeg(1))
    write(source, WICKED["leading dash"], jpeg(2))

    ran = phototheque("ingest", source / "--help.jpg", source / "-rf.jpg", "--home", home, "--json")

    assert ran.outcomes() == {"--help.jpg": "stored", "-rf.jpg": "stored"}


@pytest.mark.parametrize(
    "name", [b"with\nnewline", b"\xff", b"$(touch gotcha)", b"-home", b" ", b"what?is=it#here%20"]
)
def test_folders_of_source_and_home_may_be_named_so_too(tmp_path: Path, name: bytes):
    source, home = tmp_path / os.fsdecode(name), tmp_path / "homes" / os.fsdecode(name)
    source.mkdir()
    home.parent.mkdir()
    write(source, b"a.jpg", jpeg(1))

    first, second = (ingest(source, home) for _ in range(2))

    assert (first.outcomes(), second.outcomes()) == ({"a.jpg": "stored"}, {"a.jpg": "unchanged"})
    assert phototheque("check", "--home", home).status == 0
