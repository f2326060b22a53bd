"""`phototheque backup`: a copy of the library somewhere else, while it is in use."""

import json
import shlex
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from pathlib import Path

import click

from catalogue.backup.making import BackedUp, back_up
from catalogue.backup.verifying import Verified, verify
from catalogue.backup.watching import Bar, Watch
from catalogue.cli.options import home_option, open_library, speaks
from catalogue.values.arrivals import on_screen

_EXAMPLES = 20


def bars(*, hidden: bool) -> Watch:
    """Progress on the terminal, as every command shows it."""

    def opened(label: str, length: int) -> AbstractContextManager[Bar]:
        return click.progressbar(length=length, label=label, hidden=hidden or not length, file=sys.stderr)

    return opened


@click.command()
@click.argument("destination", type=click.Path(path_type=Path), metavar="DEST")
@home_option
@click.option("--verify", "verifies", is_flag=True, help="Make no copy: read all that DEST holds through.")
@click.option("--begin", is_flag=True, help="Begin anew where DEST held a backup once and is empty now.")
@click.option("--json", "as_json", is_flag=True, help="One line of JSON a fault, then one with totals.")
@speaks
def backup(destination: Path, home: Path, *, verifies: bool, begin: bool, as_json: bool) -> None:
    """Copy the library to DEST, a folder on another disk or a NAS, while it is in use.

    Databases are copied as they are at one moment, and every original that DEST does not hold yet. Copies of the
    databases are kept for 7 days, 4 weeks and 12 months. Exit status: 0 when all is well, 1 when the copy stands but
    an original is missing or damaged (with --verify: when a file of DEST is), 2 when no copy was made; the earlier
    ones are then as they were.
    """
    if verifies:
        verified = verify(destination, watch=bars(hidden=as_json))
        for line in _verified_json(verified) if as_json else _verified(verified, destination, home):
            click.echo(line)
        raise SystemExit(1 if verified.damage else 0)
    with open_library(home) as library:
        done = back_up(library, destination, now=datetime.now(UTC), begin=begin, watch=bars(hidden=as_json))
    for line in _done_json(done) if as_json else _done(done, destination):
        click.echo(line)
    raise SystemExit(1 if done.ailing or done.spoilt else 0)


def _done(done: BackedUp, destination: Path) -> Iterator[str]:
    manifest = done.manifest
    for ill in done.ailing[:_EXAMPLES]:
        rest = "the backup holds it" if ill.held else "the backup lacks it"
        yield f"{ill.why} in the library: {on_screen(ill.name)} ({rest})"
    if len(done.ailing) > _EXAMPLES:
        yield f"… and {len(done.ailing) - _EXAMPLES:,} more. All of them: add --json"
    for stamp, why in done.spoilt.items():
        yield (
            f"The manifest of the earlier copy {stamp} is damaged ({why}): as long as the folder lies in copies/, "
            "no original is taken out of the backup."
        )
    if done.unchanged:
        yield "Nothing has changed since that copy was made, earlier today: it stands, and no other was made."
    yield (
        f"Copy {manifest.stamp} stands: {len(manifest.originals):,} originals, {_mb(done.size)}; "
        f"{done.files_written:,} files were new, {_mb(done.bytes_written)} were written."
    )
    if done.pruned.copies:
        yield (
            f"{len(done.pruned.copies):,} older copies went, "
            f"and {done.pruned.files:,} files that no copy named any more."
        )
    if done.ailing:
        yield "What to do: phototheque check; see also the guide docs/guides/sauvegarde.md"
    yield f"To restore it: phototheque restore {_quoted(destination)} --home NEW-FOLDER"


def _done_json(done: BackedUp) -> Iterator[str]:
    for ill in done.ailing:
        yield json.dumps({"fault": "original", "about": ill.name, "why": ill.why, "held": ill.held})
    for stamp, why in done.spoilt.items():
        yield json.dumps({"fault": "manifest", "about": stamp, "why": why})
    yield json.dumps(
        {
            "copy": done.manifest.stamp,
            "unchanged": done.unchanged,
            "originals": len(done.manifest.originals),
            "waiting": len(done.manifest.waiting),
            "lacking": len(done.manifest.lacking),
            "bytes": done.size,
            "files_written": done.files_written,
            "bytes_written": done.bytes_written,
            "copies_removed": len(done.pruned.copies),
            "files_removed": done.pruned.files,
        }
    )


def _verified(verified: Verified, destination: Path, home: Path) -> Iterator[str]:
    for damage in verified.damage:
        yield f"{damage.why}: {on_screen(damage.path)}"
    for lacking in verified.lacking:
        yield f"The newest copy was made without {on_screen(lacking.name)}: it was {lacking.why} in the library."
    number = f"{verified.files:,} files of {verified.copies:,} copies were read"
    if not verified.damage:
        yield f"All is well: {number}, each as it was copied."
        return
    yield f"{number}: {len(verified.damage):,} are damaged or missing."
    yield (
        "What to do: the next backup copies originals again that are whole in the library: "
        f"phototheque backup {_quoted(destination)} --home {_quoted(home)}"
    )


def _verified_json(verified: Verified) -> Iterator[str]:
    for damage in verified.damage:
        yield json.dumps({"fault": "backup", "about": damage.path, "why": damage.why})
    yield json.dumps({"copies": verified.copies, "files": verified.files, "damaged": len(verified.damage)})


def _quoted(path: Path) -> str:
    return shlex.quote(on_screen(str(path)))


def _mb(size: int) -> str:
    return f"{size / 1_000_000:,.1f} MB"
