"""Renditions that are missing are made again from the original: after a crash, or when a photo was turned."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from catalogue.database.connection import writing
from catalogue.home.workspaces import Workspace, new_run_id
from catalogue.library import Library
from catalogue.originals.durable import Move, place
from catalogue.photos.known import has_photo
from catalogue.pictures.bounded import Died, bounded_map
from catalogue.pictures.limits import Limits

_MOST = 500
_WAITING = """
    SELECT id, original_sha256, original_extension, format, orientation FROM photos
    WHERE renditions = 'pending' AND NOT EXISTS (
        SELECT 1 FROM files JOIN runs ON runs.id = run_id
        WHERE photo_id = photos.id AND runs.state = 'running')
    LIMIT ?
"""


@dataclass(frozen=True, slots=True)
class Pending:
    """A photo whose renditions are to be made, and within which limits."""

    photo_id: str
    original: str
    format: str
    orientation: int | None
    staged: str
    size_bytes: int
    limits: Limits


def render_pending(library: Library, most: int = _MOST) -> int:
    """Photos that wait for renditions have them, up to `most`; returned is how many were seen to.

    What a living run is still placing is left to it.
    """
    rows = library.db.execute(_WAITING, [most]).fetchall()
    if not rows:
        return 0
    workspace = Workspace.open(library.home, new_run_id(datetime.now(UTC)))
    try:
        tasks = [_pending(library, workspace.folder, *row) for row in rows]
        for task, made in bounded_map(render_again, tasks, library.bounds(), preload=(__name__,)):
            _settle(library, task, Made() if isinstance(made, Died) else made)
    finally:
        workspace.close()
    return len(rows)


@dataclass(frozen=True, slots=True)
class Made:
    """What became of it: staged renditions, none when the original shows nothing, and how the picture looks."""

    files: Sequence[tuple[int, str]] = ()
    look: str | None = None


def render_again(task: Pending) -> Made:
    """The renditions of one photo, staged."""
    from catalogue.pictures.renditions import render  # noqa: PLC0415 decoders are for the child

    if not Path(task.original).exists():
        return Made()
    made = render(
        Path(task.original),
        task.format,
        orientation=task.orientation,
        into=Path(task.staged),
        limits=task.limits,
    )
    return Made([(size, str(path)) for size, path in made.files], made.look)


def _pending(
    library: Library, folder: Path, photo_id: str, sha256: str, extension: str, form: str, turn: int | None
) -> Pending:
    original = library.home.original(sha256, extension)
    return Pending(
        photo_id,
        str(original),
        form,
        turn,
        str(folder / photo_id),
        original.stat().st_size if original.exists() else 0,
        library.limits(),
    )


def _settle(library: Library, task: Pending, made: Made) -> None:
    """New renditions replace the old ones: an upright picture may have other pixels under the same name."""
    moves = [
        Move(Path(staged), library.home.rendition(size, task.photo_id, Path(staged).suffix[1:]))
        for size, staged in made.files
    ]
    for move in moves:
        move.target.unlink(missing_ok=True)
        place([move])
    with writing(library.db) as db:
        if not has_photo(db, task.photo_id):  # It was erased meanwhile.
            for move in moves:
                move.target.unlink(missing_ok=True)
        state = "ready" if made.files else "none"
        db.execute(
            "UPDATE photos SET renditions = ?, picture_hash = ? WHERE id = ?",
            [state, made.look, task.photo_id],
        )
