"""The folders that the server was told photos may be taken in from: checked once, when it starts."""

import os
import stat
from collections.abc import Sequence
from pathlib import Path

from catalogue.errors import SourceRootRefused
from catalogue.values.arrivals import printable


def source_roots(asked: Sequence[Path], home: Path) -> tuple[Path, ...]:
    """The roots by their real paths, each once, in the order asked; one that cannot be one: SourceRootRefused.

    One that is not there is one all the same: a NAS that is off in the morning must not keep the server from starting.
    """
    return tuple(dict.fromkeys(_checked(root, home) for root in asked))


def absent(roots: Sequence[Path]) -> tuple[str, ...]:
    """Those of the roots that are not there now, as they can be said."""
    return tuple(printable(root) for root in roots if not root.exists())


def _checked(root: Path, home: Path) -> Path:
    if not root.is_absolute():
        raise SourceRootRefused(printable(root), "this is not a whole path, from / on")
    real, own = Path(os.path.realpath(root)), Path(os.path.realpath(home))
    why = _refusal(real, own)
    if why:
        raise SourceRootRefused(printable(root), why)
    return real


def _refusal(real: Path, own: Path) -> str:
    if real == own or own in real.parents:
        return f"it lies inside the library itself ({printable(own)})"
    if real in own.parents:
        return f"the library itself lies inside it ({printable(own)})"
    return _refusal_as_it_is(real)


def _refusal_as_it_is(real: Path) -> str:
    try:
        mode = real.stat().st_mode
    except OSError:
        return ""
    if not stat.S_ISDIR(mode):
        return "this is not a folder"
    if not os.access(real, os.R_OK | os.X_OK):
        return "the user that serves may not read it"
    return ""
