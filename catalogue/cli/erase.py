"""`phototheque erase` takes photos away for good, with every trace of them."""

import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

import click

from catalogue.cli.options import home_option, open_library, speaks, user
from catalogue.erasing.carrying_out import Wish
from catalogue.erasing.carrying_out import erase as carry_out
from catalogue.erasing.planning import Going, going, meant
from catalogue.erasing.retention import held_until
from catalogue.errors import ErasureUnconfirmed
from catalogue.values.arrivals import on_screen, printable

_MB = 1_000_000
_KB = 1_000


@click.command()
@click.argument("names", nargs=-1, required=True, metavar="PHOTO…")
@home_option
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.option("--reason", help="Why, for the record; it is kept, so name nobody in it.")
@click.option("--by", help="Who does it; by default the user of this machine.")
@speaks
def erase(names: Sequence[str], home: Path, *, yes: bool, reason: str | None, by: str | None) -> None:
    """Erase photos for good: originals, pictures, all that is known of them, journal and search included.

    PHOTO is a photo's id, at least 8 digits of one, or the sha256 or the path of one of its files. What goes is told
    first. It cannot be undone; the same picture is not taken in again unless somebody says so (`ingest --readmit`).
    """
    with open_library(home) as library:
        what = meant(library.db, library.home, names)
        plans = [going(library.db, library.home, photo_id) for photo_id in what.photo_ids]
        for plan in plans:
            click.echo("\n".join(told(plan)))
        for sha256 in what.sha256s:
            click.echo(f"File {sha256} of the quarantine, which is of no photo.")
        click.echo(_of_backups())
        _confirm(len(plans) + len(what.sha256s), yes=yes)
        wish = Wish(
            what.photo_ids,
            printable(by) if by else user(),
            printable(reason) if reason else None,
            what.sha256s,
        )
        carry_out(library, wish)
    click.echo(_done(len(plans), len(what.sha256s)))


def told(plan: Going) -> Iterator[str]:
    """What goes with a photo, line by line."""
    caption = f" “{on_screen(plan.caption)}”" if plan.caption else ""
    taken = f", taken {plan.taken_at[:10]}" if plan.taken_at else ""
    yield f"Photo {plan.number} ({plan.photo_id}){caption}{taken}:"
    for file in plan.files:
        yield f"  original  {size(file.size_bytes):>8}  {on_screen(file.path)}"
    yield f"  pictures  {size(plan.pictures_bytes):>8}  {plan.pictures} for screens"
    yield f"  {plan.claims:,} things that are said of it, {plan.changes:,} changes, its words in the search"
    if plan.alike:
        yield "  These look like it, and are NOT erased:"
    for other in plan.alike:
        yield f"    photo {other.number}  {other.photo_id}{'  (set aside)' if other.aside else ''}"


def size(number: int) -> str:
    """Bytes, to be read.

    >>> size(3_412_345), size(900), size(12_400)
    ('3.4 MB', '900 B', '12 kB')
    """
    if number >= _MB:
        return f"{number / _MB:.1f} MB"
    return f"{number / _KB:.0f} kB" if number >= _KB else f"{number} B"


def _of_backups() -> str:
    today = datetime.now(UTC).date()
    return (
        f"Backups that were made until today hold it until {held_until(today):%d %B %Y} at the latest; "
        "a library that is restored from one erases it again."
    )


def _confirm(number: int, *, yes: bool) -> None:
    if yes:
        return
    if not sys.stdin.isatty():
        raise ErasureUnconfirmed
    click.confirm(f"Erase {'it' if number == 1 else f'these {number}'} for good?", abort=True)


def _done(photos: int, files: int) -> str:
    what = [f"{photos:,} photo{'s' * (photos != 1)}"] * bool(photos)
    what += [f"{files:,} file{'s' * (files != 1)} of the quarantine"] * bool(files)
    outside = "Copies outside of this library — exports, the card, the NAS — are yours to erase."
    return f"Erased: {' and '.join(what)}. {outside}"
