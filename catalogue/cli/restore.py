"""`phototheque restore`: a library out of its backup."""

import json
import shlex
from collections.abc import Iterator
from pathlib import Path

import click

from catalogue.backup.choosing import copies_in
from catalogue.backup.restoring import Restored
from catalogue.backup.restoring import restore as make_home
from catalogue.cli.backup import bars
from catalogue.cli.options import home_option, speaks
from catalogue.errors import BackupDamaged
from catalogue.values.arrivals import on_screen


@click.command()
@click.argument("source", type=click.Path(path_type=Path), metavar="SRC")
@home_option
@click.option("--copy", "stamp", metavar="STAMP", help="Which copy; by default the newest.")
@click.option("--list", "lists", is_flag=True, help="List the copies that SRC holds, and restore nothing.")
@click.option(
    "--despite-damage", is_flag=True, help="Restore what is whole of a damaged copy, and list the rest."
)
@click.option("--json", "as_json", is_flag=True, help="One line of JSON a fault, then one with totals.")
@speaks
def restore(
    source: Path, home: Path, stamp: str | None, *, lists: bool, despite_damage: bool, as_json: bool
) -> None:
    """Make a library at --home, a folder that is not there yet, out of the backup SRC.

    Every file is read through while it is copied. Of a damaged copy nothing is restored, and every damaged file is
    named, unless --despite-damage is given. Pictures for screens are made again by the command that is told at the
    end. Exit status: 0 when all was restored, 1 when files are lacking, 2 when nothing was restored.
    """
    if lists:
        for line in _listed(source, as_json=as_json):
            click.echo(line)
        return
    try:
        restored = make_home(
            source, home, stamp=stamp, despite_damage=despite_damage, watch=bars(hidden=as_json)
        )
    except BackupDamaged as error:
        for damage in error.damage:
            click.echo(json.dumps({"fault": "backup", "about": damage}) if as_json else on_screen(damage))
        raise
    for line in _done_json(restored) if as_json else _done(restored, home):
        click.echo(line)
    raise SystemExit(1 if restored.damage or restored.lacking else 0)


def _listed(source: Path, *, as_json: bool) -> Iterator[str]:
    copies = copies_in(source)
    for manifest in copies.whole:
        if as_json:
            yield json.dumps({"copy": manifest.stamp, "originals": len(manifest.originals)})
        else:
            yield f"{manifest.stamp}  {len(manifest.originals):>9,} originals  made by {on_screen(manifest.program)}"
    for stamp, why in copies.spoilt.items():
        yield json.dumps({"copy": stamp, "damaged": why}) if as_json else f"{stamp}  damaged manifest ({why})"


def _done(restored: Restored, home: Path) -> Iterator[str]:
    for damage in restored.damage:
        yield f"{damage.why} in the backup: {on_screen(damage.path)}"
    for lacking in restored.lacking:
        yield f"{lacking.why} when the copy was made: {on_screen(lacking.name)}"
    where = shlex.quote(on_screen(str(home)))
    yield (
        f"Copy {restored.manifest.stamp} is restored to {on_screen(str(home))}: {restored.files:,} files, "
        f"{restored.size / 1_000_000:,.1f} MB, each as it was copied."
    )
    if restored.damage or restored.lacking:
        yield f"{len(restored.damage) + len(restored.lacking):,} files are lacking, named above."
    yield f"Now make the pictures for screens again: phototheque check --repair --home {where}"


def _done_json(restored: Restored) -> Iterator[str]:
    for damage in restored.damage:
        yield json.dumps({"fault": "backup", "about": damage.path, "why": damage.why})
    for lacking in restored.lacking:
        yield json.dumps({"fault": "lacking", "about": lacking.name, "why": lacking.why})
    yield json.dumps(
        {
            "copy": restored.manifest.stamp,
            "files": restored.files,
            "bytes": restored.size,
            "lacking": len(restored.damage) + len(restored.lacking),
        }
    )
