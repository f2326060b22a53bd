"""Running again is free: where nothing changed, the answer needs neither decoders nor a command line library."""

import os
import sys
import time
from pathlib import Path

from catalogue.errors import PhotothequeError
from catalogue.home.paths import Home
from catalogue.library import Library
from ingest.folders import survey
from ingest.report import Tally, closing_report, json_line, totals_line

_TAKES_VALUE = {"--home", "--by", "--creator", "--credit", "--licence"}


def answer(words: list[str]) -> bool:
    """True when the words asked for an ingest that has nothing to do, and it was answered.

    Anything new, unusual or wrong gives False and no output: then the command itself looks, and speaks.
    """
    started = time.monotonic()
    asked = _parsed(words)
    if asked is None:
        return False
    paths, home, as_json = asked
    try:
        tally = _unchanged(paths, home, as_json=as_json)
    except (PhotothequeError, OSError):
        return False
    if tally is None:
        return False
    lines = (
        [totals_line(tally, None)]
        if as_json
        else closing_report(tally, "", time.monotonic() - started, changed=False, dry=False)
    )
    sys.stdout.write("\n".join(lines) + "\n")
    return True


def _parsed(words: list[str]) -> tuple[list[Path], Path, bool] | None:
    """Paths, home, and whether JSON is wanted; None for words that only the command line understands."""
    paths, options, waiting = [], dict[str, str](), iter(words)
    for word in waiting:
        name, _, value = word.partition("=")
        if name in _TAKES_VALUE:
            options[name] = value or next(waiting, "")
        elif word == "--json":
            options[word] = "yes"
        elif word.startswith("-"):
            return None
        else:
            paths.append(Path(word))
    home = options.get("--home") or os.environ.get("PHOTOTHEQUE_HOME") or "photos"
    return (paths, Path(home), "--json" in options) if paths else None


def _unchanged(paths: list[Path], root: Path, *, as_json: bool) -> Tally | None:
    """What there is to tell when all is as it was; None when anything is not."""
    home = Home(root)
    if not home.catalogue.exists() or (home.tmp.is_dir() and any(home.tmp.iterdir())):
        return None
    with Library.open(root) as library:
        if library.db.execute("SELECT 1 FROM runs WHERE state = 'running'").fetchone():
            return None
        if library.db.execute("SELECT 1 FROM photos WHERE renditions = 'pending'").fetchone():
            return None
        found = survey(library, paths, by=None, each=as_json)
    if found.arrivals or found.refusals:
        return None
    tally = Tally(never_entered=found.never_entered, settled=found.settled)
    for verdict in found.verdicts:
        tally.add(verdict)
    if as_json:
        sys.stdout.writelines(f"{json_line(verdict)}\n" for verdict in found.verdicts)
    return tally
