"""`phototheque export`: what leaves the library."""

import sys
from functools import partial
from pathlib import Path

import click

from catalogue.cli.chosen import chosen
from catalogue.cli.options import home_option, open_library, speaks
from catalogue.exports.tree import export_tree, originals
from catalogue.values.places import PlaceKind
from catalogue.words.languages import FRENCH, LANGUAGES


@click.group()
def export() -> None:
    """Take photos, or everything, out of the library."""


@export.command()
@click.argument("destination", type=click.Path(path_type=Path, file_okay=False), metavar="DEST")
@click.option(
    "--epci", metavar="NAME", help="Only photos of this intercommunality: a name, CALL, or a SIREN."
)
@home_option
@speaks
def tree(destination: Path, epci: str | None, home: Path) -> None:
    """Write every original, byte for byte, into folders by place and year at DEST.

    Beside each one an XMP sidecar holds all that is known, and one CSV lists all, with the codes of their places
    (INSEE, SIREN, the layers' own). Running again writes only what changed, and takes away what no longer belongs
    there. Exit status 1 when originals are missing from the store.
    """
    with (
        open_library(home) as library,
        click.progressbar(length=originals(library.db, epci), label="Writing", file=sys.stderr) as bar,
    ):
        done = export_tree(library, destination, step=partial(bar.update, 1), epci=epci)
    click.echo(
        f"{done.written:,} files written, {done.unchanged:,} as they were, {done.removed:,} taken away."
    )
    for sha256 in done.missing:
        click.echo(f"Missing from the store: {sha256}. See `phototheque check`.", err=True)
    raise SystemExit(1 if done.missing else 0)


@export.command()
@click.argument("destination", type=click.Path(path_type=Path), metavar="DEST")
@click.option("--epci", metavar="NAME", help="Photos of this intercommunality: a name, CALL, or a SIREN.")
@click.option(
    "--kind",
    type=click.Choice([kind.value for kind in PlaceKind]),
    help="Photos that belong to any place of this kind.",
)
@click.option("--place", metavar="NAME", help="Photos of this place: a name, an alias, or a code.")
@click.option("--since", type=int, metavar="YEAR", help="Photos of this year and later.")
@click.option("--until", type=int, metavar="YEAR", help="Photos of this year and earlier.")
@click.option(
    "--query", "address", default="", metavar="URL", help="The gallery's address, as a browser shows it."
)
@click.option(
    "--size",
    type=click.Choice(["screen", "print", "full"]),
    default="screen",
    show_default=True,
    help="Screen: 1600 pixels. Print: 300 dpi.",
)
@click.option("--width-cm", default="17", show_default=True, help="Width in print, in centimetres.")
@click.option(
    "--site", metavar="URL", help="Where the library is served: the table then links each photo's page."
)
@click.option("--internal", is_flag=True, help="Also photos for internal use.")
@click.option(
    "--alone", is_flag=True, help="Pictures and their page of credits, without the layer and the table."
)
@click.option(
    "--language",
    type=click.Choice([known.code for known in LANGUAGES]),
    default=FRENCH.code,
    show_default=True,
    help="Language of the table and of the page of credits.",
)
@home_option
@speaks
def photos(
    destination: Path,
    address: str,
    size: str,
    width_cm: str,
    internal: bool,
    alone: bool,
    language: str,
    home: Path,
    **choice: str | int | None,
) -> None:
    """Take pictures away, for people: JPEGs with caption and credit inside, in folders by place and year.

    DEST is a new folder, or a new file that ends in .zip. Beside the pictures lie a GeoPackage whose paths lead to
    them, an XLSX, and a page that says what was asked, whom to credit, and what was left out. All that is asked for
    has to be true of a photo. Exit status 1 when a picture could not be read.
    """
    # What it needs takes a second to load, and the other commands do without.
    from catalogue.cli import taking  # noqa: PLC0415

    with open_library(home) as library:
        wanted = chosen(library.db, address=address, **choice)  # type: ignore[arg-type]
        speak = next(known for known in LANGUAGES if known.code == language)
        order = taking.order(library.home, wanted, size, width_cm, speak, internal=internal, alone=alone)
        if not order.plan.leaves:
            click.echo("No photo that can be taken fits: nothing was written.", err=True)
            raise SystemExit(1)
        with click.progressbar(length=len(order.plan.leaves), label="Writing", file=sys.stderr) as bar:
            packed = taking.take(library.home, order, destination, step=partial(bar.update, 1))
    for line in taking.told(packed, destination):
        click.echo(line)
    raise SystemExit(1 if taking.failed(packed) else 0)
