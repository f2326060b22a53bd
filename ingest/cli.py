"""`phototheque ingest`: a folder of field photos becomes a catalogue."""

import shlex
import shutil
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from catalogue.cli.options import home_option, rehearsed, speaks, user
from catalogue.errors import NotEnoughRoom
from catalogue.home.inbox import strays
from catalogue.home.paths import Home
from catalogue.library import Library
from catalogue.photos.intake import describe_run
from catalogue.photos.rerendering import render_pending
from catalogue.photos.runs import Run
from catalogue.values.arrivals import on_screen, printable
from catalogue.values.outcomes import Verdict
from ingest.announcing import announcement, stop_announced
from ingest.examiners import call_examiners
from ingest.folders import Survey, survey
from ingest.report import Progress, Tally, closing_report, json_line, totals_line
from ingest.session import Order, new_run, take_in
from ingest.watch import take_in_inbox
from ingest.watch import watch as watch_inbox

if TYPE_CHECKING:
    from catalogue.tracks.points import Track  # numpy is slow to load


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar="PATH…")
@home_option
@click.option("--by", help="Who brings these photos; by default the user of this machine.")
@click.option("--creator", help="Photographer, where a file does not name one.")
@click.option("--credit", help="Credit line, where a file has none.")
@click.option("--licence", help="Licence, where a file has none.")
@click.option("--readmit", is_flag=True, help="Take in again pictures that were erased here for good.")
@click.option("--dry-run", is_flag=True, help="Say what would be done, and write nothing.")
@click.option("--json", "as_json", is_flag=True, help="One line of JSON a file, then one with totals.")
@click.option(
    "--announce",
    is_flag=True,
    help="With --json: also a line with how many files are to be read, before the first of them, and one that "
    "says why a run could not go on.",
)
@click.option(
    "--track",
    "tracks",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="FILE.gpx",
    help="GPS track that places those of the photos that have no position; may be given several times.",
)
@click.option("--inbox", is_flag=True, help="Take in what waits in the library's inbox.")
@click.option("--watch", is_flag=True, help="Stay, and take in whatever comes into the inbox.")
@speaks
def ingest(
    paths: tuple[Path, ...],
    home: Path,
    by: str | None,
    creator: str | None,
    credit: str | None,
    licence: str | None,
    tracks: tuple[Path, ...],
    *,
    readmit: bool,
    dry_run: bool,
    as_json: bool,
    announce: bool,
    inbox: bool,
    watch: bool,
) -> None:
    """Take the photos under PATH… into the library.

    Sources are only read. Running again over the same folders is free. Exit status: 0 when nothing failed or
    was held, 1 when some files were, 2 when the run could not go on.
    """
    if not (paths or inbox or watch):
        raise click.UsageError("Name at least one folder or file, or --inbox, or --watch.")
    rights = {"creator": creator, "credit": credit, "licence": licence}
    given = tuple((name, printable(text)) for name, text in rights.items() if text)
    order = Order(printable(by) if by else user(), given, dry=dry_run, readmit=readmit)
    if paths and not Home(home).catalogue.exists():
        call_examiners()  # To a new library everything is new.
    announced = announce and as_json
    with stop_announced(home, click.echo if announced else None), rehearsed(home, dry=dry_run) as library:
        if watch:
            watch_inbox(library, order, on_verdict=lambda v: click.echo(json_line(v)) if as_json else None)
            return
        run = new_run(
            "inbox" if inbox else "folder",
            describe_run([printable(p.absolute()) for p in paths] or ["inbox"]),
            order.by,
        )
        read = _read(tracks)
        status = _run(library, run, order, paths, as_json=as_json, announce=announced, inbox=inbox)
        if read and not dry_run:
            _place(library, run, read, order.by, as_json=as_json)
    raise SystemExit(status)


def _read(tracks: tuple[Path, ...]) -> "list[Track]":
    """The tracks, read before anything is taken in: one that cannot be used ends the command while nothing is done."""
    if not tracks:
        return []
    from catalogue.cli.track import read_all  # noqa: PLC0415 most runs have none

    return read_all(tracks)


def _place(library: Library, run: Run, tracks: "list[Track]", by: str | None, *, as_json: bool) -> None:
    """The photos of this run that have no position are placed by the tracks, in a run of its own."""
    from catalogue.cli.track import place  # noqa: PLC0415
    from catalogue.placing.proposals import TrackOptions  # noqa: PLC0415

    rows = library.db.execute("SELECT DISTINCT photo_id FROM files WHERE run_id = ?", [run.id])
    photo_ids = frozenset(row[0] for row in rows)
    if photo_ids:
        place(library, tracks, TrackOptions(photo_ids=photo_ids), by=by, dry=False, as_json=as_json)
    elif not as_json:
        click.echo(
            "No photo came in that the tracks could place. For those of before: phototheque track FILE.gpx"
        )


def _run(
    library: Library,
    run: Run,
    order: Order,
    paths: tuple[Path, ...],
    *,
    as_json: bool,
    announce: bool,
    inbox: bool,
) -> int:
    started = time.monotonic()
    found = survey(library, paths, by=order.by, each=as_json, readmit=order.readmit) if paths else Survey()
    tally = Tally(never_entered=found.never_entered, settled=Counter() if as_json else found.settled)
    changed = False
    for verdict in found.verdicts:
        tally.add(verdict)
        _tell(verdict, as_json=as_json)
    if announce and paths:
        click.echo(announcement(len(found.arrivals) + len(found.refusals), None if order.dry else run.id))
    for verdict in _verdicts(library, run, order, found, inbox=inbox, quiet=as_json):
        changed = True
        tally.add(verdict)
        _tell(verdict, as_json=as_json)
    if not order.dry:
        render_pending(library)
    for name in strays(library.home) if inbox else ():
        click.echo(f"In the inbox, but not handed over: {on_screen(name)}. Ingest it by its path.", err=True)
    if as_json:
        click.echo(totals_line(tally, run.id if changed and not order.dry else None))
    else:
        command = (
            f"phototheque runs show {run.id}{_home_words(library)}" if changed and not order.dry else None
        )
        click.echo(
            "\n".join(closing_report(tally, time.monotonic() - started, details=command, dry=order.dry))
        )
    return tally.exit_status


def _home_words(library: Library) -> str:
    """The words that name this home again on a command line, where they are needed."""
    root = library.home.root
    return "" if root == Path("photos") else f" --home {shlex.quote(str(root))}"


def _verdicts(
    library: Library, run: Run, order: Order, found: Survey, *, inbox: bool, quiet: bool
) -> Iterator[Verdict]:
    """The verdicts on what must be read or logged; nothing is opened where there is nothing of that."""
    if inbox:
        yield from take_in_inbox(library, run, order)
    if not (found.arrivals or found.refusals):
        return
    _check_room(library, found)
    progress = Progress(sys.stderr, len(found.arrivals) + len(found.refusals))
    for verdict in take_in(library, run, order, found.arrivals, found.refusals, check=found.check_there):
        if not quiet:
            progress.step()
        yield verdict
    progress.end()


def _check_room(library: Library, found: Survey) -> None:
    free = shutil.disk_usage(library.home.root).free
    reserve_mb = library.limit("reserve_megabytes")
    if free < found.size_bytes + reserve_mb * 1_000_000:
        root, needed_mb = str(library.home.root), found.size_bytes // 1_000_000
        raise NotEnoughRoom(root, free // 1_000_000, needed_mb, reserve_mb)


def _tell(verdict: Verdict, *, as_json: bool) -> None:
    if as_json:
        click.echo(json_line(verdict))
