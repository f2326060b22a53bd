"""The demo's source tree: drawn once, by all processors, and known by its stamp afterwards."""

import os
import shutil
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from functools import partial
from multiprocessing import get_context
from pathlib import Path

from ingest.demo.defects import add_defects
from ingest.demo.files import write_shot
from ingest.demo.shots import Shot, all_shots

#: To be raised whenever the drawing changes, so that older trees are drawn anew.
EDITION = "2"
_STAMP = "source.edition"


def is_drawn(area: Path) -> bool:
    """True when the source tree of this edition stands complete in the demo's area."""
    stamp = area / _STAMP
    return (area / "source").is_dir() and stamp.is_file() and stamp.read_text() == EDITION


def draw_tree(
    area: Path, shots: Sequence[Shot] | None = None, on_photo: Callable[[], None] = lambda: None
) -> Path:
    """The folder `source` of the area holds every shot and defect; `on_photo` is called after each photo.

    It is drawn aside and renamed when complete, so a drawing that was cut short is never taken for a tree. What
    an earlier edition drew is replaced; a `source` that no edition drew is left alone (FileExistsError).
    """
    shots = all_shots() if shots is None else shots
    source, aside = area / "source", area / "source.drawing"
    if source.exists() and not (area / _STAMP).is_file():
        raise FileExistsError(source)
    shutil.rmtree(aside, ignore_errors=True)
    aside.mkdir(parents=True)
    _draw_all(shots, aside, on_photo)
    add_defects(aside, list(shots))
    shutil.rmtree(source, ignore_errors=True)
    aside.rename(source)
    (area / _STAMP).write_text(EDITION)
    return source


def _draw_all(shots: Sequence[Shot], root: Path, on_photo: Callable[[], None]) -> None:
    """Every shot on disk, by as many processes as there are processors."""
    # Spawned, not forked: a fork would copy the locks of whatever threads the caller has.
    with ProcessPoolExecutor(os.cpu_count(), mp_context=get_context("spawn")) as workers:
        drawn = [workers.submit(partial(write_shot, root=root), shot) for shot in shots]
        for future in as_completed(drawn):
            future.result()
            on_photo()
