"""The audit: does the store hold what the rows say, and the rows what the store holds? Reads only."""

from collections.abc import Callable, Iterator
from hashlib import file_digest
from pathlib import Path

from catalogue.audit.faults import Fault
from catalogue.database.connection import Connection
from catalogue.home.paths import Home
from catalogue.home.workspaces import living
from catalogue.library import Library
from catalogue.photos.gathering import FOLLOWING, Gathered, gather, has_perimeter, limits_of
from catalogue.photos.refreshing import Followed, follow

Step = Callable[[], object]


def examine_home(library: Library, *, quick: bool = False, step: Step = lambda: None) -> Iterator[Fault]:
    """Every fault of a home. With `quick`, originals are not read through. `step` is called for each file.

    What a living run is still placing is no fault: while one lives, files newer than the audit are passed over.
    """
    # Files are listed before rows are read: a run writes the file first, so a listed file without a row is old.
    stored = set(_stored(library.home.originals))
    pictures = set(_stored(library.home.renditions))
    busy = bool(living(library.home))
    yield from _database(library.db)
    yield from _originals(library, stored, quick=quick, busy=busy, step=step)
    yield from _renditions(library, pictures, busy=busy)
    yield from _at_one_moment(library.db)


def _at_one_moment(db: Connection) -> list[Fault]:
    """Faults of rows as they were at one moment: runs write on, and what they change meanwhile is no fault."""
    db.execute("BEGIN")
    try:
        return list(_rows(db))
    finally:
        db.execute("ROLLBACK")


def _stored(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if path.is_file()) if folder.is_dir() else iter(())


def _database(db: Connection) -> Iterator[Fault]:
    for (line,) in db.execute("PRAGMA quick_check"):
        if line != "ok":
            yield Fault("database-damaged", "catalogue.db", str(line).splitlines()[0])
    for table, rowid, parent, _ in db.execute("PRAGMA foreign_key_check"):
        yield Fault("dangling-id", f"{table} row {rowid}", f"no such row in {parent}")
    for (photo_id,) in db.execute("SELECT id FROM photos WHERE id NOT IN (SELECT photo_id FROM files)"):
        yield Fault("dangling-id", f"photo {photo_id}", "no file")


def _originals(
    library: Library, stored: set[Path], *, quick: bool, busy: bool, step: Step
) -> Iterator[Fault]:
    home = library.home
    rows = library.db.execute("SELECT DISTINCT sha256, extension FROM files").fetchall()
    wanted = {home.original(sha256, extension): sha256 for sha256, extension in rows}
    for path, sha256 in wanted.items():
        step()
        if not path.exists():
            yield Fault("missing-original", sha256, _inside(home, path))
        elif not quick and _sha256(path) != sha256:
            yield Fault("damaged-original", sha256, _inside(home, path))
    if not busy:
        for path in sorted(stored - wanted.keys()):
            yield Fault("orphan-original", path.stem, _inside(home, path))


def _renditions(library: Library, pictures: set[Path], *, busy: bool) -> Iterator[Fault]:
    rows = library.db.execute("SELECT id, renditions FROM photos").fetchall()
    sizes = [library.limit(name) for name in ("large_px", "small_px")]
    found: dict[str, set[str]] = {}
    for path in pictures:
        found.setdefault(path.stem, set()).add(path.parent.parent.parent.name)
    for photo_id, state in rows:
        if (
            state == "ready"
            and len(found.get(photo_id, ())) < len(sizes)
            and not _has_all(library.home, photo_id)
        ):
            yield Fault("missing-rendition", photo_id)
        elif state == "pending" and not busy:
            yield Fault("missing-rendition", photo_id, "not made yet")
    if not busy:
        known = {photo_id for photo_id, _ in rows}
        for path in sorted(p for p in pictures if p.stem not in known):
            yield Fault("orphan-rendition", _inside(library.home, path))


def _has_all(home: Home, photo_id: str) -> bool:
    """Looked at again from the photo's side: a run may have placed them since the folders were listed."""
    sizes = (
        [folder for folder in home.renditions.iterdir() if folder.is_dir()]
        if home.renditions.is_dir()
        else []
    )
    held = [size for size in sizes if any((size / photo_id[:2] / photo_id[2:4]).glob(f"{photo_id}.*"))]
    return len(held) >= 2  # noqa: PLR2004 a large and a small one


def _rows(db: Connection) -> Iterator[Fault]:
    """What follows from claims, places and decisions is what stands, questions included."""
    limits, bounded = limits_of(db), has_perimeter(db)
    every = db.execute("SELECT id, number FROM photos ORDER BY number").fetchall()
    searched = {row[0] for row in db.execute("SELECT rowid FROM photo_search")}
    for batch in gather(db, [photo_id for photo_id, _ in every]):
        for photo in batch:
            yield from _out_of_step(photo, follow(photo, limits, has_perimeter=bounded))
    for number in sorted(searched - {number for _, number in every}):
        yield Fault("search-out-of-step", f"row {number}", "of no photo")


def _out_of_step(photo: Gathered, to: Followed) -> Iterator[Fault]:
    wrong = [name for name in FOLLOWING if photo.row[name] != to.columns[name]]
    wrong += ["themes"] * (photo.themes != to.themes)
    if wrong:
        yield Fault("row-out-of-step", photo.photo_id, ", ".join(wrong))
    if photo.text != to.text:
        yield Fault("search-out-of-step", photo.photo_id)
    if misnoted := {reason for reason, _ in photo.noted ^ to.questions}:
        yield Fault("review-out-of-step", photo.photo_id, ", ".join(sorted(misnoted)))


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def _inside(home: Home, path: Path) -> str:
    return path.relative_to(home.root).as_posix()
