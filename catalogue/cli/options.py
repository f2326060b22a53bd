"""What every command shares: the home option, and how an error is told in a terminal."""

import functools
import getpass
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NoReturn, ParamSpec, TypeVar

import click

from catalogue.database.connection import DatabaseError, spoken_failure
from catalogue.errors import ErasureUnfinished, NoLibrary, PhotothequeError, TombstoneKeyLost
from catalogue.home.paths import Home
from catalogue.home.recovery import recover
from catalogue.library import Library, now_text
from catalogue.values.arrivals import on_screen

# What shells say of a program that Ctrl-C ended.
_INTERRUPTED = 130

Parameters = ParamSpec("Parameters")
ResultT = TypeVar("ResultT")

home_option = click.option(
    "--home",
    type=click.Path(path_type=Path, file_okay=True),
    envvar="PHOTOTHEQUE_HOME",
    default=Path("photos"),
    show_default=True,
    help="Folder of the library (also PHOTOTHEQUE_HOME).",
)


def open_library(home: Path, *, alone: bool = False, make: bool = False) -> Library:
    """The library in this folder, with what dead runs left behind cleared.

    Only a command that fills a library makes one (`make`); to the others an absent one is a mistake: NoLibrary.
    """
    if not make and not Home(home).catalogue.exists():
        raise NoLibrary(str(home))
    library = Library.open(home, alone=alone)
    recover(library.home, library.db, now_text())
    _finish_erasing(library)
    return library


def _finish_erasing(library: Library) -> None:
    """Erasures that were cut short are finished; where the disk does not let them, the next command tries again."""
    if not library.home.tombstones.exists():
        return
    from catalogue.erasing.carrying_out import finish  # noqa: PLC0415 most libraries never erased anything

    try:
        finish(library)
    except (OSError, DatabaseError, ErasureUnfinished, TombstoneKeyLost) as error:
        spoken = spoken_failure(error, str(library.home.root))
        if not isinstance(spoken, PhotothequeError):
            raise
        click.echo(f"phototheque: an erasure waits to be finished. {spoken}\n{spoken.hint}", err=True)


@contextmanager
def rehearsed(home: Path, *, dry: bool) -> Iterator[Library]:
    """The library, made if need be; a rehearsal where there is none yet has one of its own, which goes with it."""
    if dry and not Home(home).catalogue.exists():
        with (
            TemporaryDirectory(prefix="phototheque-") as folder,
            open_library(Path(folder), make=True) as library,
        ):
            yield library
        return
    with open_library(home, make=True) as library:
        yield library


def user() -> str | None:
    """Who is logged in on this machine, where it knows."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a container without a user database
        return None


def _tell(error: PhotothequeError) -> NoReturn:
    click.echo(f"phototheque: {on_screen(str(error))}\n{on_screen(error.hint)}", err=True)
    raise SystemExit(error.exit_status) from error


def speaks(command: Callable[Parameters, ResultT]) -> Callable[Parameters, ResultT]:
    """Our errors end a command with one sentence, what to do now, and their exit status; never a traceback."""

    @functools.wraps(command)
    def spoken(*args: Parameters.args, **options: Parameters.kwargs) -> ResultT:
        try:
            return command(*args, **options)
        except PhotothequeError as error:
            _tell(error)
        except KeyboardInterrupt:
            click.echo("\nStopped. What was told is safe; the same command goes on from there.", err=True)
            raise SystemExit(_INTERRUPTED) from None
        except BrokenPipeError:
            raise  # Who listened has left, as `head` does; click ends the program quietly.
        except (OSError, DatabaseError) as error:
            spoken_error = spoken_failure(error, str(options.get("home", "")))
            if not isinstance(spoken_error, PhotothequeError):
                raise
            _tell(spoken_error)

    return spoken
