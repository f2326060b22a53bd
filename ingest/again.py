"""Running again is free: where nothing changed, the answer takes little more than looking at every file.

This module loads nothing that it can do without: no decoders, no values, no command line library. Anything new,
unusual or wrong makes it give up without a word, and the command itself looks again, and speaks.
"""

import os
import sys
import time

from catalogue import __version__
from catalogue.database.connection import DatabaseError, connect
from catalogue.database.schema import VERSION
from catalogue.photos.known import settled_files
from ingest.sentences import as_they_were, left_alone, took

_TAKES_VALUE = {"--home", "--by", "--creator", "--credit", "--licence"}


def answer(words: list[str]) -> bool:
    """True when the words asked for an ingest that has nothing to do, and it was answered."""
    started = time.monotonic()
    asked = _parsed(words)
    if asked is None:
        return False
    try:
        met = [_met(os.path.realpath(path), asked[1]) for path in asked[0]]
    except (OSError, DatabaseError):
        return False
    if None in met:
        return False
    settled = [one for one in met if one is not None]
    lines = as_they_were(sum(n for n, _, _ in settled), sum(failed for _, failed, _ in settled))
    lines += left_alone(sum(folders for _, _, folders in settled), 0)
    sys.stdout.write("\n".join([*lines, took(time.monotonic() - started)]) + "\n")
    return True


def _parsed(words: list[str]) -> tuple[list[str], str] | None:
    """Paths and home; None for words that only the command line understands."""
    paths, home, waiting = [], "", iter(words)
    for word in waiting:
        name, _, value = word.partition("=")
        if name in _TAKES_VALUE:
            value = value or next(waiting, "")
            home = value if name == "--home" else home
        elif word.startswith("-"):
            return None
        else:
            paths.append(word)
    home = home or os.environ.get("PHOTOTHEQUE_HOME") or "photos"
    # Sources that lie in each other must be told apart, which is not for here.
    return (paths, home) if len(paths) == 1 else None


def _met(root: str, home: str) -> tuple[int, int, int] | None:
    """Files that are as they were, how many of them had failed, and folders not entered; None if anything is new."""
    if not root.isprintable() or not _at_rest(home) or not os.path.isdir(root):
        return None
    db = connect(os.path.join(home, "catalogue.db"), readonly=True)
    try:
        if db.execute("PRAGMA user_version").fetchone()[0] != VERSION or _unfinished(db):
            return None
        settled = settled_files(db, root, __version__)
    finally:
        db.close()
    return _walked(root, os.path.realpath(home), settled)


def _at_rest(home: str) -> bool:
    tmp = os.path.join(home, "tmp")
    return os.path.exists(os.path.join(home, "catalogue.db")) and not (os.path.isdir(tmp) and os.listdir(tmp))


def _unfinished(db) -> bool:  # type: ignore[no-untyped-def]  # noqa: ANN001 its type is slow to load
    running = "SELECT 1 FROM runs WHERE state = 'running'"
    pending = "SELECT 1 FROM photos WHERE renditions = 'pending'"
    return db.execute(f"{running} UNION ALL {pending}").fetchone() is not None


def _walked(
    root: str, home: str, settled: dict[str, tuple[str, int, int, str]]
) -> tuple[int, int, int] | None:
    """As `_met`, for the folders under a root."""
    number = failed = aside = 0
    waiting = [root]
    while waiting:
        folder = waiting.pop()
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    if _is_never_entered(entry.name):
                        aside += 1
                    elif entry.path != home:
                        waiting.append(entry.path)
                    continue
                before = settled.get(entry.path)
                facts = entry.stat(follow_symlinks=False)
                if before is None or before[2] != facts.st_mtime_ns or before[1] != facts.st_size:
                    return None
                number += 1
                failed += before[3] == "failed"
    return (number, failed, aside) if number else None


def _is_never_entered(name: str) -> bool:
    """As the walk has it; most names tell by themselves that its patterns need not be loaded."""
    if name[0] not in "@.#$" and not name.lower().endswith(".lrdata"):
        return False
    from ingest.discover.rules import is_never_entered  # noqa: PLC0415

    return is_never_entered(name) is not None
