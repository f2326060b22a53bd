"""`phototheque check` says whether everything is there, and whole."""

import json
import sys
from collections import Counter
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import click

from catalogue.audit.examination import examine_home
from catalogue.audit.faults import KINDS, Fault
from catalogue.audit.remembering import LastCheck, remember
from catalogue.audit.repair import repair as mend
from catalogue.cli.options import home_option, open_library, speaks
from catalogue.library import Library
from catalogue.values.arrivals import on_screen

_EXAMPLES = 10


@click.command()
@home_option
@click.option("--json", "as_json", is_flag=True, help="One line of JSON a fault, then one with totals.")
@click.option("--repair", is_flag=True, help="Mend what can be mended; needs the home to itself.")
@click.option("--quick", is_flag=True, help="Do not read the originals through.")
@speaks
def check(home: Path, *, as_json: bool, repair: bool, quick: bool) -> None:
    """Audit the library: rows without file, files without row, damage, missing pictures, search, ids.

    Exit status: 0 when all is well, 1 when faults were found (after --repair: when some are left).
    """
    with open_library(home, alone=repair) as library:
        faults = _examined(library, quick=quick, watched=not as_json)
        mended = mend(library, faults) if repair else 0
        left = _examined(library, quick=quick, watched=False) if mended else faults
        files = library.db.execute("SELECT count(DISTINCT sha256) FROM files").fetchone()[0]
        _remember(library, LastCheck(datetime.now(UTC), len(left), quick))
    if as_json:
        _tell_json(left, mended, files)
    else:
        _tell(left, mended, files, repaired=repair)
    raise SystemExit(1 if left else 0)


def _remember(library: Library, check: LastCheck) -> None:
    """The page *État* knows of this check; a disk that is full does not keep the faults from being told."""
    try:
        remember(library.home, check)
    except OSError as error:
        why = error.strerror or str(error)
        click.echo(f"phototheque: it could not be noted that the library was checked: {why}", err=True)


def _examined(library: Library, *, quick: bool, watched: bool) -> list[Fault]:
    total = library.db.execute("SELECT count(DISTINCT sha256) FROM files").fetchone()[0]
    hidden = not watched or quick
    with click.progressbar(length=total, label="Reading originals", hidden=hidden, file=sys.stderr) as bar:
        return list(examine_home(library, quick=quick, step=partial(bar.update, 1)))


def _tell_json(faults: list[Fault], mended: int, files: int) -> None:
    for fault in faults:
        click.echo(json.dumps({"code": fault.code, "about": fault.about, "message": fault.message}))
    click.echo(json.dumps({"files": files, "faults": len(faults), "mended": mended}))


def _tell(faults: list[Fault], mended: int, files: int, *, repaired: bool) -> None:
    if mended:
        click.echo(f"{mended:,} faults were mended.")
    if not faults:
        click.echo(f"All is well: {files:,} originals, each as it was taken in.")
        return
    for code, number in Counter(fault.code for fault in faults).most_common():
        click.echo(f"{number:,} × {code}: {KINDS[code].meaning}. What to do: {KINDS[code].remedy}.")
        for fault in [f for f in faults if f.code == code][:_EXAMPLES]:
            click.echo(on_screen(f"  {fault.about}{f'  {fault.detail}' if fault.detail else ''}"))
    if not repaired:
        click.echo("Mend what can be mended: phototheque check --repair")
