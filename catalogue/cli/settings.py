"""`phototheque settings` and `phototheque defaults`: what a library was told about itself."""

from pathlib import Path

import click

from catalogue.cli.options import home_option, open_library, speaks
from catalogue.database.connection import Connection, writing
from catalogue.photos.known import meet_too_large_again
from catalogue.settings import ALL, RIGHTS, checked, layer_of, number
from catalogue.values.arrivals import on_screen


@click.command()
@click.argument("name", required=False)
@click.argument("value", required=False)
@home_option
@speaks
def settings(name: str | None, value: str | None, home: Path) -> None:
    """Show the settings, or set NAME to VALUE."""
    with open_library(home, make=value is not None) as library:
        if name is not None and value is not None:
            _store(library.db, name, checked(name, value))
            with writing(library.db) as db:
                meet_too_large_again(db)
            _warn_of_no_layer(library.db, name)
        stored = library.stored_settings()
    for setting in ALL:
        if name in (None, setting.name):
            click.echo(f"{setting.name:<18} {number(setting.name, stored):>6}  {setting.meaning}.")
    for key in sorted(set(stored) - {setting.name for setting in ALL}):
        if key.count(".") > 1 and name in (None, key):
            click.echo(on_screen(f"{key:<18} {stored[key]:>6}  For this layer alone."))
    if name is not None:
        checked(name, "1")


def _warn_of_no_layer(db: Connection, name: str) -> None:
    """A tolerance for a layer that is not there may be for one that comes; a slip of the pen should be seen."""
    layer = layer_of(name)
    if layer is None:
        return
    there = [
        other for kind, other in db.execute("SELECT kind, name FROM layers ORDER BY name") if kind == layer[0]
    ]
    if layer[1] not in there:
        known = f" Layers of this kind: {', '.join(map(on_screen, there))}." if there else ""
        click.echo(f"There is no layer “{on_screen(layer[1])}” of kind {layer[0]} yet.{known}", err=True)


@click.command()
@home_option
@click.option("--creator", help="Photographer of what names none.")
@click.option("--credit", help="Credit line of what has none.")
@click.option("--licence", help="Licence of what has none.")
@speaks
def defaults(home: Path, creator: str | None, credit: str | None, licence: str | None) -> None:
    """Show or set the rights that photos get when neither they nor their run say any.

    An empty text takes a default back. Photos already in the catalogue stay as they are.
    """
    given = {"creator": creator, "credit": credit, "licence": licence}
    with open_library(home, make=any(text is not None for text in given.values())) as library:
        for name, text in given.items():
            if text is not None:
                _store(library.db, f"default_{name}", text)
        stored = library.stored_settings()
    for name in RIGHTS:
        click.echo(f"{name:<8} {on_screen(stored.get(f'default_{name}') or '—')}")


def _store(db: Connection, name: str, value: str) -> None:
    with writing(db):
        if value:
            db.execute(
                "INSERT INTO settings VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                [name, value],
            )
        else:
            db.execute("DELETE FROM settings WHERE name = ?", [name])
