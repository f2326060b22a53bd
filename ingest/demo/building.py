"""The demo's library: its layers brought in, its photos taken in, one outing placed by its track. Built once."""

from collections.abc import Callable
from enum import StrEnum
from pathlib import Path

from catalogue.cli.options import open_library
from catalogue.library import Library, now_text
from catalogue.placing.proposals import TrackOptions
from catalogue.placing.track_files import read_track_files
from catalogue.placing.tracking import apply, preview
from ingest.cli import ingest
from ingest.demo.layers import demo_layers, write_layers
from ingest.demo.tracks import WALK
from ingest.demo.tree import EDITION
from ingest.place_layers.importing import Wish, import_layer

BY = "Démonstration"
_STAMP = "home.edition"
_BEGUN = f"{EDITION} begun"


class State(StrEnum):
    """How far the library of a demo is."""

    ABSENT = "absent"
    BEGUN = "begun"
    BUILT = "built"
    OLDER = "older"  # of another edition of the demo


def state_of(area: Path) -> State:
    """What stands in the demo's area."""
    if not (area / "home").exists():
        return State.ABSENT
    stamp = area / _STAMP
    said = stamp.read_text() if stamp.is_file() else ""
    return {EDITION: State.BUILT, _BEGUN: State.BEGUN}.get(said, State.OLDER)


def begin(area: Path) -> Path | None:
    """The area is ready for a library of this edition; one of an older edition is moved aside, and where to returned.

    Somebody may have worked in it.
    """
    aside = _moved_aside(area) if state_of(area) is State.OLDER else None
    _stamp(area, _BEGUN)
    return aside


def finish(area: Path) -> None:
    """The library counts as built: whatever people change in it from now on stays."""
    _stamp(area, EDITION)


def _moved_aside(area: Path) -> Path:
    number = 1
    while (area / f"home.{number}").exists():
        number += 1
    return (area / "home").rename(area / f"home.{number}")


def _stamp(area: Path, text: str) -> None:
    area.mkdir(parents=True, exist_ok=True)
    (area / _STAMP).write_text(text)


def layer_count() -> int:
    """How many layers `build` brings in, for a bar of progress."""
    return len(demo_layers())


def bring_layers(area: Path, on_layer: Callable[[], None]) -> None:
    """The demo's places stand in its library, read from files as anybody's are; `on_layer` is called after each."""
    with open_library(area / "home", make=True) as library:
        for layer, path in write_layers(area):
            wish = Wish(path, layer.kind, section_field=layer.section_field)
            import_layer(library.db, wish, made_by=BY, now=now_text)
            on_layer()


def ingest_tree(source: Path, home: Path) -> int:
    """The demo's photos are taken in; returned is the exit status of that: 1, for its defects are there to be told."""
    try:
        ingest.main(
            [str(source), "--home", str(home), "--by", BY],
            prog_name="phototheque ingest",
            standalone_mode=False,
        )
    except SystemExit as end:
        return int(end.code or 0)
    return 0


def place_walk(source: Path, home: Path) -> int:
    """The photos of one outing are placed by its track, their clock put right; returned is how many."""
    if not (source / WALK.path).is_file():
        return 0
    with Library.open(home) as library:
        shown = preview(library.db, read_track_files([source / WALK.path]), TrackOptions(auto=True))
        apply(library, shown, BY)
        return len(shown.placed)
