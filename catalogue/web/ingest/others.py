"""Runs of terminals over the same folder: who works there already."""

from catalogue.home.paths import Home
from catalogue.home.workspaces import living
from catalogue.photos.runs import RunRow, list_runs, sources_of
from catalogue.values.arrivals import printable
from catalogue.web.reading import reading

_LATEST = 500


def overlaps(one: str, other: str) -> bool:
    """True when two paths are the same folder, or one lies in the other.

    >>> overlaps("/nas/a", "/nas/a/b"), overlaps("/nas/a", "/nas/ab"), overlaps("/", "/nas")
    (True, False, True)
    """
    shorter, longer = sorted((one, other), key=len)
    return f"{longer}/".startswith(f"{shorter.rstrip('/')}/")


def run_over(home: Home, location: str) -> RunRow | None:
    """A run that works now on the folder, on one in it or around it; None when nobody does.

    The disk is not asked: it may not answer.
    """
    alive = set(living(home))
    if not alive:
        return None
    shown = printable(location)
    with reading(home) as db:
        runs = [run for run in list_runs(db, _LATEST) if run.state == "running" and run.id in alive]
    return next((run for run in runs if any(overlaps(shown, source) for source in sources_of(run))), None)
