"""`phototheque serve`: the library in a browser of this machine."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import click

from catalogue.cli.options import home_option, open_library, speaks
from catalogue.cli.reaching import asked_reach, reach_options
from catalogue.errors import AccountsNeeded

if TYPE_CHECKING:
    from catalogue.outings.diary import Diary
    from catalogue.people.office import Office
    from catalogue.uploads.reception import Reception


@click.command()
@home_option
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8001, show_default=True, help="0 takes a free one."
)
@click.option("--host", default="127.0.0.1", show_default=True, help="Address of this machine to listen on.")
@reach_options
@click.option(
    "--without-accounts", is_flag=True, help="Nobody logs in: whoever uses this machine may do everything."
)
@click.option(
    "--source-root",
    "source_roots",
    multiple=True,
    type=click.Path(path_type=Path),
    envvar="PHOTOTHEQUE_SOURCE_ROOTS",
    metavar="DIR",
    help="Administrators may take photos in from the folders below DIR, in the browser; may be given several times. "
    "Also PHOTOTHEQUE_SOURCE_ROOTS, with colons between them.",
)
@click.option("--no-watch", is_flag=True, help="Do not take in what comes into the inbox.")
@speaks
def serve(
    home: Path,
    port: int,
    host: str,
    source_roots: tuple[Path, ...],
    *,
    without_accounts: bool,
    no_watch: bool,
    **reached: Any,
) -> None:
    """Show the library in a browser, and take in what comes into its inbox.

    Browsing is at /, the tables with their facets under /explore/. Other machines reach it by HTTPS alone: through
    a proxy on this machine (--behind-proxy), or with a certificate (--tls-cert, --tls-key).
    """
    # Imported here: the other commands need not wait for a web server to load.
    from catalogue.outings.diary import Diary  # noqa: PLC0415
    from catalogue.people.office import Office  # noqa: PLC0415
    from catalogue.uploads.reception import Reception  # noqa: PLC0415
    from catalogue.web import server  # noqa: PLC0415
    from catalogue.web.daily import Daily  # noqa: PLC0415
    from catalogue.web.ingest import roots as source  # noqa: PLC0415
    from catalogue.web.worker import Worker  # noqa: PLC0415

    reach = asked_reach(host, **reached)
    if without_accounts and reach.beyond:
        raise AccountsNeeded
    roots = source.source_roots(source_roots, home)
    for root in source.absent(roots):
        _say(f"{root} is not there now. Mount the disk or the NAS: photos can be taken in as soon as it is.")
    listener = server.listening(host, port)
    with open_library(home, make=True) as library:
        paths = library.home
    office = None if without_accounts else Office(paths)
    reception, diary = Reception(paths), Diary(paths)
    daily = Daily(lambda: _forget(office, reception, diary), _say)
    watcher = Worker("catalogue.cli.main", ["ingest", "--watch", "--home", str(home)], _say)
    with _until_stopped(*([] if no_watch else [watcher]), daily):
        server.serve(paths, listener, lambda address: _welcome(address, office), office, reach, roots)


class _Beside(Protocol):
    """What works beside the server, between its start and its end."""

    def start(self) -> None: ...

    def stop(self) -> None: ...


@contextmanager
def _until_stopped(*beside: _Beside) -> Iterator[None]:
    """All of these work while the server does, and stop when it is stopped.

    `kill` stops it as Ctrl-C does: in order, and the watcher with it. A shell that starts a program behind its back has
    it ignore Ctrl-C; uvicorn stops all the same, and so must what is said and done after it.
    """
    for stops in (signal.SIGINT, signal.SIGTERM):
        signal.signal(stops, signal.default_int_handler)
    try:
        for each in beside:
            each.start()
        yield
    except KeyboardInterrupt:
        click.echo("Stopped.")
    finally:
        for each in reversed(beside):
            each.stop()


def _forget(office: "Office | None", reception: "Reception", diary: "Diary") -> None:
    """What was kept long enough is gone; uploads that were whole when a server died are in the inbox."""
    reception.clear()
    diary.purge()
    if office:
        office.purge()


def _welcome(address: str, office: "Office | None") -> None:
    """The address, and, as long as nobody administers, the link by which somebody becomes the first who does."""
    click.echo(f"Open {address} — stop with Ctrl-C")
    secret = office.first_admin_link() if office else None
    if secret:
        click.echo(
            f"Nobody administers yet. Open this once, and choose a password:\n{address}invitation/{secret}"
        )


def _say(sentence: str) -> None:
    click.echo(f"phototheque: {sentence}", err=True)
