"""`phototheque export`: what leaves the library."""

import sys
from functools import partial
from pathlib import Path

import click

from catalogue.cli.options import home_option, open_library, speaks
from catalogue.exports.tree import export_tree, originals


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
