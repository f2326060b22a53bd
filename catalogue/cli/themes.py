"""`phototheque themes`: the agency's own list, that is offered when photos are edited."""

from collections.abc import Sequence
from pathlib import Path

import click

from catalogue.cli.options import home_option, open_library, speaks, user
from catalogue.library import now_text
from catalogue.photos.theme_list import add_theme, listed_themes, remove_theme, themes_in_use
from catalogue.reviewing.theming import rename_theme
from catalogue.values.arrivals import on_screen

_by = click.option("--by", help="Who does it; by default the user of this machine.")


@click.group()
def themes() -> None:
    """Keep the list of themes that is offered when photos are edited.

    While the list is empty, every theme in use is offered. Photos keep themes that leave the list.
    """


@themes.command("list")
@home_option
@speaks
def show(home: Path) -> None:
    """Show the list, and the themes in use that are not on it, with their photos."""
    with open_library(home) as library:
        listed, used = listed_themes(library.db), themes_in_use(library.db)
    names = {row[0] for row in listed}
    others = [(theme, photos) for theme, photos in used if theme not in names]
    _tell([(theme, photos) for theme, _, _, photos in listed])
    if others:
        click.echo("In use, and not on the list:" if listed else "The list is empty. In use:")
    _tell(others)
    if not used and not listed:
        click.echo("No theme yet. Add one: phototheque themes add THEME")


@themes.command()
@click.argument("names", nargs=-1, required=True, metavar="THEME...")
@home_option
@_by
@speaks
def add(names: Sequence[str], home: Path, by: str | None) -> None:
    """Add themes to the list."""
    with open_library(home) as library:
        for name in names:
            new = add_theme(library.db, name, by or user(), now_text())
            click.echo(f"{on_screen(name)}: {'added' if new else 'on the list already'}.")


@themes.command()
@click.argument("names", nargs=-1, required=True, metavar="THEME...")
@home_option
@speaks
def remove(names: Sequence[str], home: Path) -> None:
    """Take themes off the list; photos keep them."""
    with open_library(home) as library:
        for name in names:
            gone = remove_theme(library.db, name)
            click.echo(f"{on_screen(name)}: {'off the list' if gone else 'was not on the list'}.")


@themes.command()
@click.argument("old")
@click.argument("new")
@home_option
@_by
@speaks
def rename(old: str, new: str, home: Path, by: str | None) -> None:
    """Give the theme OLD the name NEW in all photos and on the list.

    When NEW is in use already, the two are one from then on. It is one action, which can be undone in the browser.
    """
    with open_library(home) as library:
        made = rename_theme(library.db, old, new, by or user() or "terminal")
    photos = made.photos if made else 0
    click.echo(f"{on_screen(new)}: {photos} {'photo has' if photos == 1 else 'photos have'} it from now on.")


def _tell(themes: Sequence[tuple[str, int]]) -> None:
    for theme, photos in themes:
        click.echo(f"{photos:>7}  {on_screen(theme)}")
