"""An arrival: a file that came by a door, and what came with it."""

import os
from dataclasses import dataclass

from catalogue.values.claims import Claim
from catalogue.values.exported import ReturnedPlace
from catalogue.values.places import PlaceRelation


def printable(path: str | bytes | os.PathLike[str]) -> str:
    r"""A path as text that any screen, JSON and SQLite can hold: undecodable bytes become `\xNN`.

    >>> printable(b"EV5/\xe9tang.jpg")
    'EV5/\\xe9tang.jpg'
    """
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def on_screen(text: str) -> str:
    r"""Text that a terminal shows as it is: control characters are spelled out.

    >>> on_screen("a\nb\x1b[31m")
    'a\\nb\\x1b[31m'
    """
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that belongs to a photo beside it: its XMP sidecar, the MOV of a Live Photo, a RAW."""

    kind: str  # sidecar | live-photo | raw-beside
    path: str  # as in Arrival.path
    location: str
    size_bytes: int
    mtime_ns: int


@dataclass(frozen=True, slots=True)
class Arrival:
    """A regular file offered to the catalogue, before anyone has looked inside.

    `source` is where it was found: the absolute path of the argument, printable, or `inbox`.
    `path` is relative to it, printable, with `/`. `location` is what to open, as the operating system knows it.
    `ticket` is the name under which a door handed it over, by which that door asks what became of it.
    """

    source: str
    path: str
    location: str
    size_bytes: int
    mtime_ns: int
    name: str
    door: str = "folder"
    by: str | None = None
    attachments: tuple[Attachment, ...] = ()
    claims: tuple[Claim, ...] = ()
    ticket: str | None = None


@dataclass(frozen=True, slots=True)
class Candidate:
    """A file that was received, examined and placed: all that is needed to take it in.

    `staged` lies in the run's own folder on the home's file system. `renditions` maps a size in pixels to a
    staged picture, made upright by the EXIF orientation `turned`. `hold_code` and `hold_message` are set when a
    person must look before the photo is shown. `known` means that these bytes are already in the store, so that
    nothing was staged or decoded, and `picture_id`, `width`… are empty. `again` means that a row has them, but they
    had to be looked at once more: the original was lost, or too large to be shown.
    """

    arrival: Arrival
    sha256: str
    size_bytes: int
    extension: str
    format: str
    known: bool
    again: bool
    picture_id: str
    width: int | None
    height: int | None
    claims: tuple[Claim, ...]
    staged: str | None = None
    renditions: tuple[tuple[int, str], ...] = ()
    turned: int | None = None
    colour: str | None = None
    picture_hash: str | None = None
    hold_code: str | None = None
    hold_message: str | None = None
    places: tuple[PlaceRelation, ...] = ()
    notes: tuple[str, ...] = ()
    returned_places: tuple[ReturnedPlace, ...] = ()


@dataclass(frozen=True, slots=True)
class Refusal:
    """A file that is no photo for us (`skipped`) or could not be taken in (`failed`), with its reason."""

    arrival: Arrival
    outcome: str
    code: str
    message: str
