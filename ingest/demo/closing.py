"""What the demo says when its library stands: what to look at, what to do, what to try."""

import os
import shlex
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from catalogue.library import Library
from ingest.demo.routes import EV5
from ingest.demo.tracks import RIDE


@dataclass(frozen=True, slots=True)
class Found:
    """What the closing words are about; None where the library has no such place any more."""

    route_id: int | None
    waiting: int


def found(home: Path) -> Found:
    """What stands in the library now."""
    with Library.open(home) as library:
        route = library.db.execute(
            "SELECT id FROM places WHERE kind = 'itinerary' AND name = ? AND retired_at IS NULL", [EV5.name]
        ).fetchone()
        waiting = library.db.execute("SELECT count(DISTINCT photo_id) FROM reviews").fetchone()
    return Found(int(route[0]) if route else None, int(waiting[0]))


def closing_words(there: Found, source: Path, home: Path, port: int) -> Iterator[str]:
    """Three things to try, line by line; without a port of its own the demo's addresses begin where it is served."""
    at = f"http://127.0.0.1:{port}" if port else ""
    yield "Three things to try:"
    if there.route_id is not None:
        yield f"  {at}/places/{there.route_id}   EuroVelo 5 on the map, and its photos along the way"
    yield f"  {at}/review   the review desk: {there.waiting} photos wait for somebody to decide"
    yield "  place the photos of an outing by its track; without --dry-run it is done, and can be undone:"
    yield f"    {_program()} track {_typed(source / RIDE.path)} --home {_typed(home)} --dry-run"


def _program() -> str:
    """How this program was called, where that can be typed again."""
    called = Path(sys.argv[0])
    return _typed(called) if called.name == "phototheque" else "phototheque"


def _typed(path: Path) -> str:
    """A path as somebody here would type it."""
    near = path.absolute().is_relative_to(Path.cwd())
    return shlex.quote(os.path.relpath(path) if near else str(path))
