"""`phototheque demo`: a library to look at, built from photos that the program draws itself."""

import errno
import os
import sys
from pathlib import Path

import click

from catalogue.cli.options import open_library, speaks
from catalogue.database.connection import writing
from catalogue.errors import HomeUnwritable, NotAHome, NotEnoughRoom
from catalogue.places.gazetteer import NamedPlace, register
from ingest.cli import ingest
from ingest.demo.places import DEMO_PLACES
from ingest.demo.shots import all_shots
from ingest.demo.tree import draw_tree, is_drawn

_BY = "Démonstration"


@click.command()
@click.option(
    "--home",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path(".demo"),
    show_default=True,
    help="Folder of the demo: the drawn photos in its `source`, the library in its `home`.",
)
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8001, show_default=True, help="0 takes a free one."
)
@click.option("--no-serve", is_flag=True, help="Build the library, and do not serve it.")
@speaks
def demo(home: Path, port: int, *, no_serve: bool) -> None:
    """Draw about 200 field photos, take them into a library of their own, and serve it.

    What a first call has drawn and taken in is used again by the next ones.
    """
    source = home / "source" if is_drawn(home) else _drawn(home)
    ingest_tree(source, home / "home")
    if not no_serve:
        serve(home / "home", port)


def _drawn(area: Path) -> Path:
    shots = all_shots()
    with click.progressbar(length=len(shots), label=f"Drawing {len(shots)} photos", file=sys.stderr) as bar:
        try:
            return draw_tree(area, shots, lambda: bar.update(1))
        except FileExistsError as error:
            raise NotAHome(
                str(area), "its folder `source` holds something that the demo did not draw"
            ) from error
        except OSError as error:
            if error.errno == errno.ENOSPC:
                raise NotEnoughRoom(str(area)) from error
            raise HomeUnwritable(str(area), error.strerror or str(error)) from error


def ingest_tree(source: Path, home: Path) -> int:
    """The demo's places stand in the library, and its photos are taken in; returned is the exit status of that.

    It is 1, for the demo's defects are there to be told.
    """
    with open_library(home, make=True) as library, writing(library.db) as db:
        register(
            db, [NamedPlace(p.kind, p.name, p.short_name, p.code, p.commune, p.aliases) for p in DEMO_PLACES]
        )
    try:
        ingest.main(
            [str(source), "--home", str(home), "--by", _BY],
            prog_name="phototheque ingest",
            standalone_mode=False,
        )
    except SystemExit as end:
        return int(end.code or 0)
    return 0


def serve(home: Path, port: int) -> None:
    """This process becomes the server of the library; it does not come back."""
    command = [sys.executable, "-m", "catalogue.cli.main", "serve", "--home", str(home), "--port", str(port)]
    sys.stdout.flush()
    os.execv(sys.executable, command)  # noqa: S606 - our own program, by its own path
