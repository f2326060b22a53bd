"""`phototheque captions`: captions, credits and themes that people wrote in a spreadsheet come back to their photos."""

import shlex
from collections.abc import Mapping
from pathlib import Path

import click

from catalogue.captions.applying import apply
from catalogue.captions.fields import Field
from catalogue.captions.previewing import Preview, preview
from catalogue.captions.reading import read_table, refused
from catalogue.captions.telling import as_json, as_lines, refusal_lines
from catalogue.cli.options import home_option, open_library, speaks, user
from catalogue.errors import PhotothequeError
from catalogue.library import Library
from catalogue.reviewing.journal import Action
from catalogue.reviewing.undoing import undo as take_back


@click.group()
def captions() -> None:
    """Bring captions, credits and themes from a spreadsheet."""


@captions.command(name="import")
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE.xlsx|.ods|.csv")
@home_option
@click.option(
    "--map",
    "chosen",
    multiple=True,
    metavar="COLUMN=FIELD",
    help="What a column says, where its heading is not enough; an empty FIELD leaves it out. "
    f"Fields: {', '.join(Field)}.",
)
@click.option("--strict", is_flag=True, help="Take nothing where a row’s photo is unknown or ambiguous.")
@click.option("--dry-run", is_flag=True, help="Say what would change, and write nothing.")
@click.option("--by", help="Who does it; by default the user of this machine.")
@click.option("--seen", type=int, hidden=True, help="The last change of the library that a preview saw.")
@click.option("--json", "in_json", is_flag=True, help="One JSON object.")
@speaks
def import_(
    file: Path,
    home: Path,
    chosen: tuple[str, ...],
    by: str | None,
    seen: int | None,
    *,
    strict: bool,
    dry_run: bool,
    in_json: bool,
) -> None:
    """Bring what FILE says of photos: captions, credits, rights, themes, stars.

    A row is about the photo of its id, else its number, else its path, else its file name with its date or folder;
    a file name alone is enough only where one photo bears it. Empty cells change nothing; themes are added to those
    there are. With one mistake anywhere nothing is written, and all are told. `phototheque captions undo` takes an
    import back.
    """
    found = None
    try:
        table = read_table(file, _chosen(chosen))
        with open_library(home) as library:
            found = preview(library.db, table, strict=strict)
            if found.faults:
                raise refused(file, found.faults)
            action = (
                _apply(library, found, by or user() or "", seen) if found.changes and not dry_run else None
            )
    except PhotothequeError as error:
        said = [as_json(found, error=error)] if in_json else refusal_lines(found, error)
        for line in said:
            click.echo(line)
        raise
    if in_json:
        click.echo(as_json(found, action=action.id if action else None))
    else:
        click.echo("\n".join([*as_lines(found), _end(found, action, home, dry=dry_run)]))


@captions.command()
@click.argument("action", metavar="ACTION")
@home_option
@click.option("--by", help="Who does it; by default the user of this machine.")
@speaks
def undo(action: str, home: Path, by: str | None) -> None:
    """Take an import back: every photo says again what it said before."""
    with open_library(home) as library:
        done = take_back(library.db, action, by or user() or "")
    click.echo(f"Undone: {done.photos} photos are as they were before.")


def _apply(library: Library, found: Preview, by: str, seen: int | None) -> Action:
    return apply(library.db, found, by, seen=seen)


def _end(found: Preview, action: Action | None, home: Path, *, dry: bool) -> str:
    if action is None:
        why = "This was a rehearsal: nothing was written." if dry else "Nothing was written."
        return why if found.changes else "There is nothing to change: the photos say all this already."
    where = "" if home == Path("photos") else f" --home {shlex.quote(str(home))}"
    return f"Written. To take it back: phototheque captions undo {action.id}{where}"


def _chosen(texts: tuple[str, ...]) -> Mapping[str, Field | None]:
    return dict(map(_choice, texts))


def _choice(text: str) -> tuple[str, Field | None]:
    column, sign, name = text.rpartition("=")
    if not sign or not column.strip() or (name.strip() and name.strip() not in set(Field)):
        raise click.UsageError(f"--map {text}: write COLUMN=FIELD; fields are {', '.join(Field)}.")
    return column.strip(), Field(name.strip()) if name.strip() else None
