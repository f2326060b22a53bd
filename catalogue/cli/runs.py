"""`phototheque runs`: who took in what, and how to undo it."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from catalogue.cli.options import home_option, open_library, speaks
from catalogue.database.connection import writing
from catalogue.errors import RunStillGoing
from catalogue.library import Library, now_text
from catalogue.photos.rerendering import render_pending
from catalogue.photos.runs import RunRow, find_run, list_runs, log_of
from catalogue.photos.undoing import undo_run
from catalogue.values.arrivals import on_screen
from catalogue.values.outcomes import Outcome

# What a person must see first, and what else is worth a look when nothing is asked for.
_URGENCY = (
    Outcome.FAILED,
    Outcome.HELD,
    Outcome.HEALED,
    Outcome.SKIPPED,
    Outcome.DUPLICATE,
    Outcome.STORED,
    Outcome.UNCHANGED,
)
_WORTH_A_LOOK = (Outcome.FAILED, Outcome.HELD, Outcome.HEALED)


@click.group(invoke_without_command=True)
@home_option
@click.pass_context
@speaks
def runs(ctx: click.Context, home: Path) -> None:
    """List the runs, newest first."""
    ctx.obj = home
    if ctx.invoked_subcommand is None:
        with open_library(home) as library:
            found = list_runs(library.db)
        for run in found:
            click.echo(on_screen(f"{run.id}  {run.state:<11}  {_counts(run):<40}  {_source(run)}"))
        if not found:
            click.echo("No run yet. Take in a folder: phototheque ingest FOLDER")


@runs.command()
@click.argument("run_id", metavar="ID")
@home_option
@click.option("--all", "everything", is_flag=True, help="List every file, not only what needs a look.")
@speaks
def show(run_id: str, home: Path, *, everything: bool) -> None:
    """Show a run, and the files in it that need a look; ID may be cut to what is unique."""
    with open_library(_home(home)) as library:
        run = find_run(library.db, run_id)
        log = log_of(library.db, run.id)
    for line in _about(run):
        click.echo(on_screen(line))
    for verdict in sorted(log, key=lambda v: _URGENCY.index(v.outcome)):
        if everything or verdict.outcome in _WORTH_A_LOOK:
            click.echo(
                f"{verdict.outcome.value:<9}  {verdict.code:<16}  {on_screen(verdict.path)}\n"
                f"    {on_screen(verdict.message)}"
            )
    if not everything:
        click.echo("Every file: add --all")


def _about(run: RunRow) -> Iterator[str]:
    yield f"Run {run.id}, {run.state}"
    yield f"  from   {_source(run)}"
    yield f"  by     {run.made_by or 'unknown'}"
    yield f"  began  {run.started_at}"
    yield f"  ended  {run.finished_at or '—'}"
    yield f"  files  {_counts(run)}"


@runs.command()
@click.argument("run_id", metavar="ID")
@home_option
@speaks
def undo(run_id: str, home: Path) -> None:
    """Put away the photos that only this run brought, and undo what it healed or placed.

    No file is erased: ingesting the same files again brings them back.
    """
    with open_library(_home(home)) as library:
        run = find_run(library.db, run_id)
        if run.state == "running":
            raise RunStillGoing(run.id)
        if run.state == "undone":
            click.echo(f"Run {run.id} was undone already: nothing was changed.")
            return
        with writing(library.db) as db:
            undone = undo_run(db, run.id, now_text())
            _place_again(library, undone.photos)
        render_pending(library)
    click.echo(
        f"Run {run.id} is undone: {undone.put_away} photos put away, {undone.restored} as they were before."
    )
    again = "Give the same tracks" if run.door == "track" else "Ingest the same files"
    click.echo(f"{again} again to bring {'it' if run.door == 'track' else 'them'} back.")


def _place_again(library: Library, photo_ids: Sequence[str]) -> None:
    """Places follow positions, back as well as forth."""
    if photo_ids:
        from catalogue.placing.classification import classifier_of, place_photos  # noqa: PLC0415 slow to load

        classifier = classifier_of(library.db, library.stored_settings())
        place_photos(library.db, photo_ids, classifier, now_text())


def _home(home: Path) -> Path:
    """The home given to the sub-command, or else to `runs` itself."""
    ctx = click.get_current_context()
    given = ctx.get_parameter_source("home")
    if given is click.core.ParameterSource.DEFAULT and isinstance(ctx.obj, Path):
        return ctx.obj
    return home


def _counts(run: RunRow) -> str:
    return (
        ", ".join(f"{number} {outcome.value}" for outcome, number in run.counts.items() if number)
        or "nothing"
    )


def _source(run: RunRow) -> str:
    sources = json.loads(run.source) if run.source.startswith("[") else [run.source]
    return ", ".join(sources)
