"""Write `docs/reference.md` from the program itself: commands, settings, errors, tables.

Run it with `make docs`; a test compares the page with what it would write.
"""

import inspect
from collections.abc import Iterator
from pathlib import Path

import click

from catalogue import errors
from catalogue.audit.faults import KINDS
from catalogue.cli.main import main
from catalogue.database import descriptions as catalogue_tables
from catalogue.database.described import Described
from catalogue.people import descriptions as people_tables
from catalogue.settings import ALL
from catalogue.values.precedence import ORDERS

_DATABASES: dict[str, tuple[dict[str, Described], dict[str, dict[str, Described]]]] = {
    "catalogue.db": (catalogue_tables.TABLES, catalogue_tables.COLUMNS),
    "people.db": (people_tables.TABLES, people_tables.COLUMNS),
}
PAGE = Path(__file__).parent / "reference.md"


def page() -> str:
    """The whole page."""
    parts = (_commands(), _settings(), _belief(), _errors(), _faults(), *map(_tables, _DATABASES))
    head = "# Reference\n\nWritten by `make docs` from the program itself; do not edit it by hand.\n"
    return head + "".join("\n" + "\n".join(part) + "\n" for part in parts)


def _commands() -> Iterator[str]:
    yield "## Commands\n"
    context = click.Context(main, info_name="phototheque", **main.context_settings)
    for name in main.list_commands(context):
        command = main.get_command(context, name)
        if command is not None:
            yield from _command(command, click.Context(command, info_name=name, parent=context))


def _command(command: click.Command, context: click.Context) -> Iterator[str]:
    yield f"### `{context.command_path}`\n"
    with context:
        context.max_content_width = 100
        yield "```text"
        yield from (line.rstrip() for line in command.get_help(context).splitlines())
        yield "```\n"
    if isinstance(command, click.Group):
        for name, below in sorted(command.commands.items()):
            yield from _command(below, click.Context(below, info_name=name, parent=context))


def _settings() -> Iterator[str]:
    yield "## Settings\n\nShown and changed by `phototheque settings`.\n"
    yield "| name | default | meaning |\n| --- | --- | --- |"
    yield from (f"| `{setting.name}` | {setting.default} | {setting.meaning} |" for setting in ALL)


def _belief() -> Iterator[str]:
    yield "## Order of belief\n\nOf several claims about one thing, the one whose source stands first is shown.\n"
    yield "| about | best first |\n| --- | --- |"
    for subject, order in ORDERS.items():
        yield f"| {subject.value} | {' > '.join(source.value for source in order)} |"


def _errors() -> Iterator[str]:
    yield "## Errors that end a command\n\n| code | exit status | when |\n| --- | --- | --- |"
    for _, kind in inspect.getmembers(errors, inspect.isclass):
        if issubclass(kind, errors.PhotothequeError) and kind is not errors.PhotothequeError:
            yield f"| `{kind.code}` | {kind.exit_status} | {(kind.__doc__ or '').splitlines()[0]} |"


def _faults() -> Iterator[str]:
    yield "## Faults that `phototheque check` finds\n\n| code | meaning | what to do |\n| --- | --- | --- |"
    yield from (f"| `{code}` | {kind.meaning} | {kind.remedy} |" for code, kind in KINDS.items())


def _tables(database: str) -> Iterator[str]:
    tables, columns = _DATABASES[database]
    yield f"## Tables of `{database}`"
    for table, meaning in tables.items():
        yield f"\n### `{table}`\n\n{meaning.en}\n\n*{meaning.fr}*\n"
        yield "| column | meaning | en français |\n| --- | --- | --- |"
        yield from (f"| `{name}` | {told.en} | {told.fr} |" for name, told in columns[table].items())


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
