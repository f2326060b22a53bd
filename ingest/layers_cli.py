"""`phototheque layers`: the places that photos are classified by, from files of mapping programs."""

import json
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from catalogue.cli.options import home_option, open_library, rehearsed, speaks, user
from catalogue.database.connection import writing
from catalogue.errors import LayerRefused
from catalogue.library import now_text
from catalogue.places.layers import find_layer, list_layers, rows_of_layer
from catalogue.places.naming import add_alias, remove_alias, shorten, the_place
from catalogue.placing.naming import names_followed
from catalogue.values.arrivals import on_screen, printable
from catalogue.values.places import PlaceKind
from ingest.place_layers.exporting import check_destination, write_layer
from ingest.place_layers.importing import Imported, Wish, import_layer, take_away
from ingest.place_layers.report import (
    as_json,
    counted,
    listed,
    refusal_as_json,
    told,
    told_change,
    told_refusal,
)

_KINDS = click.Choice([kind.value for kind in PlaceKind])


@click.group()
def layers() -> None:
    """Places, by layers: parks, itineraries, cités, communes and the like."""


def _wishes(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options that say how a file is to be read."""
    options = (
        click.option("--kind", type=_KINDS, required=True, help="What the places of the file are."),
        click.option(
            "--layer", metavar="NAME", help="Name of the layer; by default the file's, without suffix."
        ),
        click.option(
            "--name-field", metavar="F", help="Field of names; else nom, name or libelle… is looked for."
        ),
        click.option(
            "--code-field", metavar="F", help="Field of codes; else code, insee, siren… is looked for."
        ),
        click.option("--section-field", metavar="F", help="Field of an itinerary's sections."),
        click.option("--commune-field", metavar="F", help="Field of the commune that each place lies in."),
        click.option("--source-layer", metavar="NAME", help="Which layer of a file that holds several."),
        click.option(
            "--crs",
            metavar="EPSG:N",
            help="System of the coordinates, where the file is wrong.",
        ),
        click.option(
            "--encoding", metavar="NAME", help="Encoding of the letters, where the file does not tell it."
        ),
        click.option("--swap-axes", is_flag=True, help="The file has latitude before longitude."),
    )
    for option in reversed(options):
        command = option(command)
    return command


@layers.command("import")
@click.argument("path", type=click.Path(path_type=Path), metavar="FILE")
@_wishes
@click.option("--dry-run", is_flag=True, help="Say what would be done, and write nothing.")
@click.option("--json", "json_wanted", is_flag=True, help="Report as one JSON object.")
@click.option("--by", help="Who imports; by default the user of this machine.")
@home_option
@speaks
def import_(
    path: Path, home: Path, by: str | None, *, dry_run: bool, json_wanted: bool, **wishes: Any
) -> None:
    """Make the places of FILE a layer of the library.

    GeoJSON, GeoPackage, Shapefile, GPX and KML are read, in any system of coordinates. A layer of the same kind
    and name is replaced: its places keep their photos. Another name adds. All rows are taken, or none. Exit
    status 2 when the file is refused.
    """
    wish = Wish(path, **wishes)
    try:
        with rehearsed(home, dry=dry_run) as library:
            done = import_layer(
                library.db, wish, made_by=printable(by) if by else user(), now=now_text, dry=dry_run
            )
    except LayerRefused as refusal:
        if json_wanted:
            click.echo(refusal_as_json(refusal))
        else:
            click.echo("\n".join(told_refusal(refusal)), err=True)
        raise SystemExit(refusal.exit_status) from refusal
    _report(done, json_wanted=json_wanted, dry=dry_run)


def _report(done: Imported, *, json_wanted: bool, dry: bool) -> None:
    if json_wanted:
        click.echo(as_json(done.layer, done.read, done.change, dry=dry))
        return
    for line in told(done.layer, done.read, done.change, dry=dry):
        click.echo(on_screen(line))
    if not dry and done.change.touched:
        click.echo("Photos know nothing of it yet: run `phototheque classify`.")


@layers.command("list")
@click.option("--json", "json_wanted", is_flag=True, help="One JSON object a layer.")
@home_option
@speaks
def list_(home: Path, *, json_wanted: bool) -> None:
    """List the layers."""
    with open_library(home) as library:
        found = list_layers(library.db)
    if json_wanted:
        for layer in found:
            click.echo(json.dumps(asdict(layer), ensure_ascii=False))
        return
    for line in listed(found):
        click.echo(on_screen(line))
    if not found:
        click.echo("No layer yet. Bring one: phototheque layers import FILE --kind park")


@layers.command()
@click.argument("kind", type=_KINDS)
@click.argument("name")
@click.argument("destination", type=click.Path(path_type=Path), metavar="DEST")
@home_option
@speaks
def export(kind: str, name: str, destination: Path, home: Path) -> None:
    """Write a layer to DEST, a GeoPackage (.gpkg) or a GeoJSON (.geojson), with its names and counts of photos."""
    check_destination(destination)
    with open_library(home) as library:
        rows = rows_of_layer(library.db, kind, name)
    write_layer(rows, name, destination)
    click.echo(f"{counted(kind, len(rows))} written to {destination}.")


@layers.command()
@click.argument("kind", type=_KINDS)
@click.argument("name")
@click.option("--dry-run", is_flag=True, help="Say what would go, and write nothing.")
@home_option
@speaks
def remove(kind: str, name: str, home: Path, *, dry_run: bool) -> None:
    """Take a layer away. Places that photos refer to are retired; they come back with their layer."""
    with open_library(home) as library:
        photos = find_layer(library.db, kind, name).photos
        change = take_away(library.db, kind, name, now_text(), dry=dry_run)
    click.echo(on_screen(f"Layer “{name}” would go." if dry_run else f"Layer “{name}” is gone."))
    for line in told_change(change):
        click.echo(on_screen(line))
    if dry_run:
        click.echo(f"It has {photos:,} photo{'s' * (photos != 1)}. Nothing was changed.")
    else:
        click.echo("Photos still show it: run `phototheque classify`.")


@layers.command()
@click.argument("kind", type=_KINDS)
@click.argument("name")
@click.argument("other")
@click.option("--short", is_flag=True, help="OTHER is the short name of the place, such as CALL.")
@click.option("--remove", "gone", is_flag=True, help="The place is no longer called OTHER.")
@home_option
@speaks
def alias(kind: str, name: str, other: str, home: Path, *, short: bool, gone: bool) -> None:
    """Give the place NAME another name, such as EV5 or 11/19, that folders and exports may use.

    NAME is a name, a name with its commune in brackets, or a code.
    """
    other = printable(other).strip()
    if not other:
        raise click.UsageError("OTHER is empty.")
    with open_library(home) as library, writing(library.db) as db, names_followed(db, now_text()):
        place = the_place(db, kind, name)
        if short:
            shorten(db, place.id, None if gone else other)
        elif not gone:
            add_alias(db, place.id, other)
        elif not remove_alias(db, place.id, other):
            raise click.UsageError(f"“{place.name}” was not called “{other}”.")
    words = "is no longer called" if gone else "is called, for short," if short else "is also called"
    click.echo(on_screen(f"“{place.name}” {words} “{other}”."))
    click.echo("For photos in folders of that name: run `phototheque classify`.")
