"""Examining one file, in a child process that may die of it: received, known or not, read, decoded."""

import mmap
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import Enum
from functools import cache
from pathlib import Path
from traceback import extract_tb

from catalogue.database.connection import Connection, DatabaseError, connect
from catalogue.errors import PhotothequeError
from catalogue.home.paths import Home
from catalogue.photos.known import needs_no_look, photo_of_bytes
from catalogue.pictures.formats import Kind, promises_picture, sniff
from catalogue.pictures.identity import picture_id
from catalogue.pictures.renditions import Rendered, render
from catalogue.values.arrivals import Arrival, Candidate, Refusal
from catalogue.values.claims import Claim, Source, Subject
from catalogue.values.exported import ReturnedPlace
from catalogue.values.outcomes import Outcome
from catalogue.values.precedence import best
from catalogue.values.wellformed import is_well_formed
from ingest.examiners import Task, clear
from ingest.read import Reading, read_file, read_names, read_returned, read_sidecar
from ingest.receive import NotReceived, Received, head_of, opened, receive

_WHAT = {
    "video": "A video; the catalogue keeps photos.",
    "audio": "A sound; the catalogue keeps photos.",
    "document": "A document; the catalogue keeps photos.",
    "raw": "A RAW without its JPEG; export it as JPEG and ingest that.",
    "archive": "An archive; unpack it and ingest the folder.",
    "track": "A GPS track: `phototheque track FILE.gpx` places photos by it.",
    "sidecar-alone": "A sidecar whose photo is not beside it.",
    "other-picture": "A picture in a format that is not taken: convert it to JPEG or PNG.",
    "unknown": "Not a photo.",
    "empty": "An empty file.",
}


def examine_safely(task: Task) -> Candidate | Refusal:
    """As `examine`; a file that does what nobody foresaw is refused, with the place in the program where it did.

    What is no file's fault is raised all the same: an error of the disk, of the catalogue, or want of memory.
    """
    try:
        return examine(task)
    except (PhotothequeError, DatabaseError, MemoryError):
        raise
    except Exception as error:
        if isinstance(error, OSError) and error.errno is not None:
            raise
        clear(task)
        return _unforeseen(task.arrival, error)


def _unforeseen(arrival: Arrival, error: Exception) -> Refusal:
    place = extract_tb(error.__traceback__)[-1]
    where = f"{type(error).__name__} in {Path(place.filename).name}, line {place.lineno}: {error}"
    why = f"The program did not foresee such a file ({where}). Please report it, with the file if you can."
    return Refusal(arrival, Outcome.FAILED, "unforeseen", why)


def examine(task: Task) -> Candidate | Refusal:
    """What one file is: a candidate for the catalogue, or a refusal with its reason."""
    try:
        with opened(task.arrival) as descriptor:
            kind = sniff(head_of(descriptor), task.arrival.name)
            if kind.family != "picture":
                return _no_photo(task.arrival, kind)
            received = receive(descriptor, Path(task.staged))
    except NotReceived as reason:
        return Refusal(task.arrival, Outcome.FAILED, reason.code, reason.message)
    standing = _standing(task, kind, received)
    if standing is _Standing.KNOWN:
        received.staged.unlink()
        return _candidate(task, kind, received, standing=standing)
    if received.size_bytes > task.file_megabytes * 1_000_000:
        return _unexamined(task, kind, received, standing)
    return _look_inside(task, kind, received, standing)


class _Standing(Enum):
    """What the catalogue has of some bytes: nothing, all, or a row that could be told more by them."""

    NEW = "new"
    KNOWN = "known"
    AGAIN = "again"


def _standing(task: Task, kind: Kind, received: Received) -> _Standing:
    """The row is asked for before the file is looked for: another run places the file first, and then the row."""
    home = Home(Path(task.home))
    db = _catalogue(home.catalogue)
    if photo_of_bytes(db, received.sha256) is None:
        return _Standing.NEW
    kept = home.original(received.sha256, kind.extension).exists()
    return _Standing.KNOWN if kept and needs_no_look(db, received.sha256) else _Standing.AGAIN


def _look_inside(task: Task, kind: Kind, received: Received, standing: _Standing) -> Candidate | Refusal:
    reading = read_file(received.staged, kind.format)
    oriented = best(Subject.ORIENTATION, reading.claims)
    turn = int(oriented.value) if oriented and oriented.value else None
    rendered = render(
        received.staged, kind.format, orientation=turn, into=received.staged, limits=task.limits
    )
    code, message = _hold(rendered)
    if code == "no-picture" and not _speaks(reading):
        received.staged.unlink()
        return Refusal(task.arrival, Outcome.FAILED, code, message or "")
    if code == "no-picture":
        code = "undecodable"
        message = (
            f"Kept for what it tells, but it cannot be shown. {rendered.problem} Look for a better copy."
        )
    return _candidate(
        task,
        kind,
        received,
        standing=standing,
        identity=_identify(received.staged, kind.format),
        reading=reading,
        rendered=rendered,
        turned=turn,
        hold=(code, message),
    )


def _hold(rendered: Rendered) -> tuple[str | None, str | None]:
    """Why a person must look at it before it is shown, if so."""
    if rendered.pixels == "whole":
        return None, None
    if rendered.pixels == "partial":
        return "partial", "Kept, but only a part of the picture can be read. Look for a better copy."
    if rendered.pixels == "too-large":
        return "too-large", f"Kept, but not shown. {rendered.problem} See `phototheque settings`."
    return "no-picture", f"There is no picture in it. {rendered.problem} Look for a better copy."


def _speaks(reading: Reading) -> bool:
    """True when a file that shows nothing still tells when, where or with what it was taken.

    Such a file is a photo that was cut off or is in a coding that this machine cannot decode: another copy, or
    another machine, may show it, and what it tells must not be lost until then.
    """
    told = {claim.subject for claim in reading.claims if claim.value is not None}
    return bool(told & {Subject.TAKEN, Subject.POSITION, Subject.CAMERA_MODEL})


def _unexamined(task: Task, kind: Kind, received: Received, standing: _Standing) -> Candidate:
    """A file that is too large to be decoded is read all the same: what it tells is worth having."""
    message = (
        f"Kept, but larger than {task.file_megabytes} MB, so it is not shown. See `phototheque settings`."
    )
    return _candidate(
        task,
        kind,
        received,
        standing=standing,
        identity=_identify(received.staged, kind.format),
        reading=read_file(received.staged, kind.format),
        hold=("too-large", message),
    )


def _candidate(
    task: Task,
    kind: Kind,
    received: Received,
    *,
    standing: _Standing,
    identity: str = "",
    reading: Reading | None = None,
    rendered: Rendered | None = None,
    turned: int | None = None,
    hold: tuple[str | None, str | None] = (None, None),
) -> Candidate:
    around = _around(task.arrival)
    said = reading.claims if reading else ()
    return Candidate(
        arrival=task.arrival,
        sha256=received.sha256,
        size_bytes=received.size_bytes,
        extension=kind.extension,
        format=kind.format,
        known=standing is _Standing.KNOWN,
        again=standing is _Standing.AGAIN,
        picture_id=identity,
        width=rendered.width if rendered else None,
        height=rendered.height if rendered else None,
        claims=tuple(filter(is_well_formed, dict.fromkeys((*said, *around.claims)))),
        staged=None if standing is _Standing.KNOWN else str(received.staged),
        renditions=tuple((size, str(path)) for size, path in rendered.files) if rendered else (),
        turned=turned,
        colour=rendered.colour if rendered else None,
        picture_hash=rendered.look if rendered else None,
        hold_code=hold[0],
        hold_message=hold[1],
        notes=tuple(map(_sentence, (*(reading.notes if reading else ()), *around.notes))),
        returned_places=around.places,
    )


def _sentence(note: str) -> str:
    """A note as a person reads it behind other sentences."""
    return f"{note[:1].upper()}{note[1:].rstrip('.')}."


@dataclass(frozen=True, slots=True)
class _Around:
    """What is said around the bytes: by the door, by sidecars, by the names of file and folders."""

    claims: tuple[Claim, ...]
    places: tuple[ReturnedPlace, ...] = ()
    notes: tuple[str, ...] = ()


def _around(arrival: Arrival) -> _Around:
    """A sidecar of our own says all that was known when the photo left: names given by an export say nothing."""
    said: list[Claim] = []
    notes: list[str] = []
    for sidecar in (a for a in arrival.attachments if a.kind == "sidecar"):
        try:
            if returned := read_returned(Path(sidecar.location)):
                return _Around(returned.claims, returned.places)
            reading = read_sidecar(Path(sidecar.location))
        except OSError as error:
            notes.append(f"The sidecar {sidecar.path} cannot be read: {error.strerror}.")
            continue
        said += reading.claims
        notes += [f"In {sidecar.path}, {note}" for note in reading.notes]
    name = Claim(Subject.NAME, Source.NAME, arrival.name)
    named = _not_in_the_future(read_names(arrival.path))
    return _Around((*arrival.claims, *said, *named, name), notes=tuple(notes))


def _not_in_the_future(claims: Iterable[Claim]) -> Iterator[Claim]:
    """What names say, but for dates that are still to come: those are numbers that look like one."""
    tomorrow = (datetime.now(UTC) + timedelta(days=1)).date().isoformat()
    return (c for c in claims if c.subject is not Subject.TAKEN or (c.value or "") <= tomorrow + "~")


def _identify(staged: Path, picture_format: str) -> str:
    with staged.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        return picture_id(data, picture_format)


def _no_photo(arrival: Arrival, kind: Kind) -> Refusal:
    """Skipped when it never claimed to be a photo; failed when its name promises one."""
    if promises_picture(arrival.name) and kind.family != "other-picture":
        code = "empty" if kind.family == "empty" else "not-a-picture"
        what = "an empty file" if kind.family == "empty" else "no picture inside"
        return Refusal(
            arrival, Outcome.FAILED, code, f"Named like a photo, but {what}. Look for a better copy."
        )
    code = "sidecar-alone" if kind.family == "sidecar" else kind.family
    return Refusal(arrival, Outcome.SKIPPED, code, _WHAT[code])


@cache
def _catalogue(path: Path) -> Connection:
    """This process's own reading connection; opened once."""
    return connect(path, readonly=True)
