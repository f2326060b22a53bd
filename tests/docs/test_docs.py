"""The documents say what the program does: they name everything, and nothing that is not there."""

import inspect
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from making import PROJECT

from catalogue import errors
from catalogue.audit.faults import KINDS
from catalogue.cli import rooms
from catalogue.database.schema import MIGRATIONS
from catalogue.people.schema import MIGRATIONS as PEOPLE_MIGRATIONS
from catalogue.settings import ALL
from catalogue.words.reasons import _REASONS
from ingest.discover.walk import _MESSAGES
from ingest.examine import _WHAT

PAGES = [PROJECT / "README.md", PROJECT / "CHANGELOG.md", *sorted((PROJECT / "docs").rglob("*.md"))]
SOURCES = [
    path for room in ("catalogue", "ingest", "datasette_plugins") for path in (PROJECT / room).rglob("*.py")
]


def _text() -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in PAGES)


def test_reference_is_what_the_program_would_write():
    # In a process of its own: a command that another test has called keeps the help options it had there.
    written = subprocess.run(
        [sys.executable, "-c", "from write_reference import page; print(page(), end='')"],
        cwd=PROJECT / "docs",
        env=os.environ | {"PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        check=True,
    ).stdout.decode()

    assert (PROJECT / "docs" / "reference.md").read_text(encoding="utf-8") == written, "run `make docs`"


@pytest.mark.parametrize("name", rooms.names(rooms.COMMANDS))
def test_every_command_is_shown_in_a_guide_or_the_readme(name: str):
    told = "\n".join(
        p.read_text(encoding="utf-8") for p in PAGES if p.name not in ("reference.md", "CHANGELOG.md")
    )

    assert f"phototheque {name}" in told


def test_every_error_code_is_named():
    kinds = [
        kind
        for _, kind in inspect.getmembers(errors, inspect.isclass)
        if issubclass(kind, errors.PhotothequeError)
    ]

    assert [kind.code for kind in kinds if f"`{kind.code}`" not in _text() and kind.code != "error"] == []


def test_every_table_column_setting_and_fault_is_named():
    script = "\n".join(migration.script for migration in (*MIGRATIONS, *PEOPLE_MIGRATIONS))
    tables = re.findall(r"CREATE (?:VIRTUAL )?TABLE (\w+)", script)
    columns = re.findall(r"^    (\w+) (?:TEXT|INTEGER|REAL)", script, re.MULTILINE)
    names = [*tables, *columns, *(setting.name for setting in ALL), *KINDS]

    assert [name for name in names if f"`{name}`" not in _text()] == []


_CODE = re.compile(
    r'Outcome\.[A-Z]+,\s+"([a-z-]+)"|NotReceived\(\s*"([a-z-]+)"|return "([a-z-]+)", f?"|\bcode = "([a-z-]+)"'
)


def _codes() -> set[str]:
    """The codes that a file's verdict can have, as they stand in the program."""
    texts = [
        path.read_text(encoding="utf-8")
        for path in SOURCES
        if path.parts[-2] in ("ingest", "photos", "discover")
    ]
    found = {code for text in texts for match in _CODE.findall(text) for code in match if code}
    return found | set(_WHAT) | set(_MESSAGES)


def test_codes_of_files_are_found_in_the_program():
    assert {"new", "partial", "empty", "unreadable", "same-picture", "undecodable"} <= _codes()


def test_every_code_of_a_file_is_explained():
    told = (PROJECT / "docs" / "outcomes.md").read_text(encoding="utf-8")

    assert [code for code in sorted(_codes()) if f"`{code}`" not in told] == []


def test_every_code_of_a_file_has_a_sentence_on_the_page_of_its_run():
    assert sorted(_codes() - set(_REASONS)) == []


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.name)
def test_links_lead_somewhere(page: Path):
    links = re.findall(r"\]\(([^)#]+)[^)]*\)", page.read_text(encoding="utf-8"))

    assert [link for link in links if "://" not in link and not (page.parent / link).exists()] == []


def test_imports_go_one_way():
    linter = PROJECT / ".lint" / "bin" / "lint-imports"
    if not linter.exists():
        pytest.skip("import-linter stands in an environment of its own, which `make test` makes")

    ran = subprocess.run(
        [linter, "--no-cache"],
        cwd=PROJECT,
        env={"PYTHONPATH": "."},
        capture_output=True,
        text=True,
        check=False,
    )

    assert ran.returncode == 0, ran.stdout


def test_no_path_of_a_machine_and_no_registry_stands_in_the_project():
    tracked = subprocess.run(
        ["git", "ls-files"], cwd=PROJECT, capture_output=True, text=True, check=True
    ).stdout.split("\n")
    hosts = (
        "pypi" + ".org",
        "registry" + ".npmjs",
        "files.python" + "hosted",
        "/work/" + "main",
        "/root" + "/",
    )
    texts = [PROJECT / name for name in tracked if name and not name.endswith((".png", ".jpg", ".lock"))]
    found = [
        (path.name, host)
        for path in texts
        if path.is_file()
        for host in hosts
        if host in path.read_text(encoding="utf-8", errors="replace")
    ]

    assert found == []
