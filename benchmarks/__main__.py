"""`python -m benchmarks`: every table in one run, in Markdown, on standard output."""

from collections.abc import Callable, Mapping
from typing import Any

import click

from benchmarks import (
    again,
    archive,
    backup,
    classify,
    edit,
    facets,
    ingest,
    load,
    memory,
    paint,
    phones,
    tracks,
)
from benchmarks.cache import ROOT, say
from benchmarks.machine import described
from benchmarks.patience import Patience
from benchmarks.programs import versions

_TOOLS = {
    "exiftool": ("exiftool", "-ver"),
    "vips": ("vipsthumbnail", "--version"),
    "sigal": ("sigal", "--version"),
}


@click.command()
@click.option(
    "--only",
    type=click.Choice(
        [
            *("ingest", "memory", "again", "facets", "tracks", "classify", "archive", "edit", "backup"),
            *("load", "phones", "paint"),
        ]
    ),
    multiple=True,
)
@click.option("--photos", default=200, show_default=True, help="Photos of 12 megapixels.")
@click.option("--rounds", default=5, show_default=True, help="How often each contender has its turn.")
@click.option(
    "--largest", default=1_000_000, show_default=True, help="Photos of the largest library of facets."
)
@click.option(
    "--minutes", default=3.0, show_default=True, help="How long people browse while photos are taken in."
)
@click.option(
    "--patience", default=0.0, help="Minutes to spend waiting for a quiet machine.", show_default=True
)
@click.option("--phones", "crowd", default=20, show_default=True, help="Phones that send at once.")
@click.option("--sent", default=50, show_default=True, help="Photos that each of them sends.")
@click.option("--megabytes", default=3.0, show_default=True, help="Size of these photos.")
@click.option(
    "--uplink", default=10.0, show_default=True, help="Mbit/s of each phone; 0 as fast as the machine."
)
@click.option(
    "--shrink", default=phones.SHRINK, show_default=True, help="Photos on the slow line are smaller by this."
)
def bench(
    only: tuple[str, ...],
    photos: int,
    rounds: int,
    largest: int,
    minutes: float,
    patience: float,
    **sending: Any,
) -> None:
    """Print the benchmark tables. What is costly to make is kept in .bench/ for the next time."""
    patient = Patience(patience)
    reports: Mapping[str, Callable[[], str]] = {
        "ingest": lambda: ingest.report(photos, rounds, patient),
        "memory": lambda: memory.report(photos),
        "again": lambda: again.report(rounds * 8, patient),
        "facets": lambda: facets.report(rounds * 12, patient, largest),
        "tracks": lambda: tracks.report(rounds),
        "classify": classify.report,
        "edit": lambda: edit.report(rounds),
        "backup": lambda: backup.report(rounds, patience=patient),
        "phones": lambda: phones.report(
            sending["crowd"], sending["sent"], sending["megabytes"], sending["uplink"], sending["shrink"]
        ),
        "paint": lambda: paint.report(rounds),
        "load": lambda: load.report(photos, minutes * 60),
        "archive": lambda: archive.report(photos, rounds, patient),
    }
    click.echo("\n".join([*described(ROOT), f"- {versions(_TOOLS)}"]))
    for name in only or reports:
        say(name)
        click.echo(f"\n{reports[name]()}")


bench()
