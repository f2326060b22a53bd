"""`phototheque track`: photos without a position are placed by GPS tracks."""

import getpass
import shlex
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import click

from catalogue.cli.options import home_option, open_library, speaks
from catalogue.database.connection import Connection
from catalogue.errors import TrackQuestion
from catalogue.library import Library
from catalogue.placing.proposals import KnownTime, TrackOptions
from catalogue.tracks.clocks import ZONE, parse_offset
from catalogue.values.arrivals import on_screen

if TYPE_CHECKING:
    from catalogue.tracks.points import Track  # numpy is slow to load

_SECONDS = {"s": 1, "m": 60, "min": 60, "h": 3600}
# The ends of a pause lie this near each other, in metres, when the receiver stayed on the spot.
_HALT_M = 25.0
# Cameras that are named to somebody who named none of them.
_CAMERAS = 12


@click.command()
@click.argument("files", nargs=-1, type=click.Path(path_type=Path), metavar="FILE.gpx…")
@home_option
@click.option("--camera", help="Only photos of this camera model; a part of its name will do.")
@click.option(
    "--offset",
    metavar="±HH:MM:SS|auto",
    help="How much the camera’s clock was fast; without it clocks are trusted. `auto`: as photos that know where "
    "they were taken tell it, for each camera and day.",
)
@click.option(
    "--known",
    multiple=True,
    metavar="PHOTO=TIME",
    help="A photo, by id or file name, and its true time, from a clock in it or a poster. It tells its camera’s clock.",
)
@click.option("--zone", default=ZONE, show_default=True, help="Zone of cameras that do not say theirs.")
@click.option("--max-gap", default="300s", show_default=True, help="The most time to the nearest point.")
@click.option("--halts", is_flag=True, help="Place photos taken while the receiver paused on the spot, too.")
@click.option("--neighbours", is_flag=True, help="Estimate a photo between two placed ones of its camera.")
@click.option("--from", "first_day", metavar="DATE", help="Only photos from this day on, as 2018-05-12.")
@click.option("--to", "last_day", metavar="DATE", help="Only photos up to this day.")
@click.option("--by", help="Who does it; by default the user of this machine.")
@click.option("--dry-run", is_flag=True, help="Show where photos would be placed, and write nothing.")
@click.option("--json", "as_json", is_flag=True, help="One line of JSON a photo, then one with totals.")
@speaks
def track(
    files: tuple[Path, ...],
    home: Path,
    camera: str | None,
    offset: str | None,
    known: tuple[str, ...],
    zone: str,
    max_gap: str,
    first_day: str | None,
    last_day: str | None,
    by: str | None,
    *,
    halts: bool,
    neighbours: bool,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Place photos that have no position by the GPS tracks in FILE.gpx…, by their time.

    A table shows each photo with Δt, the time to the nearest point. What a person or the camera says of a position
    always stands. The tracks are not kept. `phototheque runs undo` takes everything back.
    """
    if not (files or neighbours):
        raise click.UsageError("Name at least one GPX file, or --neighbours.")
    asked = TrackOptions(
        zone=_zone(zone),
        offset_s=None if offset in (None, "auto") else _offset(offset),
        auto=offset == "auto",
        max_gap_s=_seconds(max_gap),
        halt_m=_HALT_M if halts else 0.0,
        neighbours=neighbours,
        camera=camera,
        first_day=_day(first_day),
        last_day=_day(last_day),
    )
    with open_library(home) as library:
        _check_camera(library.db, camera)
        options = _with_known(library.db, asked, known)
        place(library, read_all(files), options, by=by or user(), dry=dry_run, as_json=as_json)


def read_all(files: tuple[Path, ...]) -> "list[Track]":
    """The tracks of these files, with a bar for who watches."""
    if not files:
        return []
    from catalogue.placing.track_files import read_track_files  # noqa: PLC0415 slow to load

    watched = sys.stderr.isatty()
    with click.progressbar(
        length=len(files), label="Reading tracks", file=sys.stderr, hidden=not watched
    ) as bar:
        return read_track_files(files, lambda: bar.update(1))


def place(
    library: Library,
    tracks: "Sequence[Track]",
    options: TrackOptions,
    *,
    by: str | None,
    dry: bool,
    as_json: bool,
) -> None:
    """The preview is shown; unless this is a rehearsal the photos are placed, and it is said how to undo it."""
    from catalogue.cli.track_table import about_tracks, json_lines, table  # noqa: PLC0415 slow to load
    from catalogue.placing.tracking import apply, preview  # noqa: PLC0415

    shown = preview(library.db, tracks, options)
    if not as_json:
        click.echo("\n".join([*about_tracks(tracks), *table(shown)]))
    run_id = None if dry else apply(library, shown, by)
    if as_json:
        click.echo("\n".join(json_lines(shown, run_id)))
    elif dry:
        click.echo("This was a rehearsal: nothing was written.")
    elif run_id is None:
        click.echo("Nothing was written.")
    else:
        click.echo(f"Placed {len(shown.placed)}. To take it back: {_undo(library, run_id)}")


def _undo(library: Library, run_id: str) -> str:
    root = library.home.root
    where = "" if root == Path("photos") else f" --home {shlex.quote(str(root))}"
    return f"phototheque runs undo {run_id}{where}"


def user() -> str | None:
    """The user of this machine."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a container without a user database
        return None


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise TrackQuestion(f"There is no zone {name}", "Name one such as Europe/Paris, or UTC.") from error
    return name


def _offset(text: str) -> float:
    try:
        return parse_offset(text)
    except ValueError as error:
        raise TrackQuestion(
            f"--offset {text} is no time",
            "Write ±HH:MM:SS, such as +02:00:17 for a clock that is fast, or auto.",
        ) from error


def _seconds(text: str) -> float:
    """Seconds of `300`, `300s`, `5min`, `1h`."""
    number = text.rstrip("smhin")
    unit = text[len(number) :] or "s"
    if not number.isdecimal() or unit not in _SECONDS:
        raise TrackQuestion(f"--max-gap {text} is no time", "Write 300s, 5min or 1h.")
    return float(number) * _SECONDS[unit]


def _day(text: str | None) -> str | None:
    try:
        return text and date.fromisoformat(text).isoformat()
    except ValueError as error:
        raise TrackQuestion(f"{text} is no day", "Write it as 2018-05-12.") from error


def _check_camera(db: Connection, camera: str | None) -> None:
    """TrackQuestion, with the cameras there are, when no photo is of this one."""
    if camera is None:
        return
    found = db.execute(
        """
        SELECT camera_model, count(*) FROM photos WHERE state <> 'set_aside' AND camera_model <> ''
        GROUP BY camera_model ORDER BY count(*) DESC, camera_model
        """
    ).fetchall()
    if any(camera.lower() in model.lower() for model, _ in found):
        return
    there = [f"{on_screen(model)} ({photos})" for model, photos in found[:_CAMERAS]]
    more = [f"and {len(found) - _CAMERAS} more"] if len(found) > _CAMERAS else []
    raise TrackQuestion(
        f"No photo is of a camera {on_screen(camera)}",
        f"There are photos of: {', '.join([*there, *more])}." if there else "No photo here names its camera.",
    )


def _with_known(db: Connection, options: TrackOptions, known: tuple[str, ...]) -> TrackOptions:
    """The options, with the photos whose true times are told."""
    return replace(options, known=tuple(_known(db, text, options.zone) for text in known))


def _known(db: Connection, text: str, zone: str) -> KnownTime:
    name, _, time = text.rpartition("=")
    try:
        moment = datetime.fromisoformat(time)
    except ValueError as error:
        raise TrackQuestion(
            f"--known {text} names no time",
            "Write PHOTO=2018-05-12T14:32:05, with Z or +02:00 if it is not local.",
        ) from error
    aware = moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(zone))
    return KnownTime(_photo_named(db, name), aware.astimezone(UTC).timestamp())


def _photo_named(db: Connection, name: str) -> str:
    rows = db.execute(
        """
        SELECT id FROM photos WHERE length(:n) >= 6 AND substr(id, 1, length(:n)) = lower(:n)
        UNION SELECT photo_id FROM files WHERE name = :n AND withdrawn IS NULL LIMIT 3
        """,
        {"n": name},
    ).fetchall()
    if len(rows) == 1:
        return str(rows[0][0])
    what = f"{len(rows)} photos are named {name}" if rows else f"There is no photo {name}"
    raise TrackQuestion(what, "Give the photo’s id, as its page shows it.")
