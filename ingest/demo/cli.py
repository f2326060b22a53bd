"""`phototheque demo`: a library to look at, built from photos that the program draws itself."""

import errno
import os
import sys
from pathlib import Path

import click

from catalogue.cli.options import speaks
from catalogue.errors import HomeUnwritable, NotAHome, NotEnoughRoom
from catalogue.home.paths import Home
from ingest.demo import building
from ingest.demo.closing import closing_words, found
from ingest.demo.people import hire, introduced
from ingest.demo.shots import all_shots
from ingest.demo.tree import draw_tree, is_drawn


@click.command()
@click.option(
    "--home",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path(".demo"),
    show_default=True,
    help="Folder of the demo: the drawn photos in its `source`, layers in its `couches`, the library in its `home`.",
)
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8001, show_default=True, help="0 takes a free one."
)
@click.option("--no-serve", is_flag=True, help="Build the library, and do not serve it.")
@speaks
def demo(home: Path, port: int, *, no_serve: bool) -> None:
    """Draw about 200 field photos and layers of places, take them into a library of their own, and serve it.

    What a first call has drawn and taken in is used again by the next ones.
    """
    source = home / "source" if is_drawn(home) else _drawn(home)
    _build(home, source)
    for line in closing_words(found(home / "home"), source, home / "home", port):
        click.echo(line)
    if not no_serve:
        for line in introduced(hire(Home(home / "home"))):
            click.echo(line)
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


def _build(area: Path, source: Path) -> None:
    """The library stands. One that was built before is given what is new in the source, and nothing else."""
    new = building.state_of(area) is not building.State.BUILT
    if new:
        _bring_layers(area)
    building.ingest_tree(source, area / "home")
    if new:
        building.place_walk(source, area / "home")
        building.finish(area)


def _bring_layers(area: Path) -> None:
    aside = building.begin(area)
    if aside:
        click.echo(f"The library of an older demo was left as it is, in {aside}.")
    with click.progressbar(
        length=building.layer_count(), label="Bringing in layers of places", file=sys.stderr
    ) as bar:
        building.bring_layers(area, lambda: bar.update(1))


def serve(home: Path, port: int) -> None:
    """This process becomes the server of the library; it does not come back."""
    command = [sys.executable, "-m", "catalogue.cli.main", "serve", "--home", str(home), "--port", str(port)]
    sys.stdout.flush()
    os.execv(sys.executable, command)  # noqa: S606 - our own program, by its own path
