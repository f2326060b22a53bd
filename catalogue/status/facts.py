"""What is looked at before anything is judged: plain facts of one home at one moment."""

from dataclasses import dataclass
from datetime import datetime

from catalogue.audit.remembering import LastCheck


@dataclass(frozen=True, slots=True)
class Room:
    """Room on the disk: what is free, and below what a run stops."""

    free_bytes: int
    reserve_bytes: int


@dataclass(frozen=True, slots=True)
class Catalogued:
    """What the catalogue says. Sizes and moments are None while there is no photo."""

    schema: int
    photos: int
    photo_bytes: int | None
    a_year: int
    first_arrival: datetime | None
    newest_arrival: datetime | None
    pictures_pending: int
    failed: int


@dataclass(frozen=True, slots=True)
class Waiting:
    """What lies in the inbox and the quarantine. Strays were copied there by hand: nobody says they are whole.

    `uploads` have come in part: their phones go on when they have a network again.
    """

    files: int
    since: datetime | None
    strays: int
    quarantined: int
    uploads: int = 0


@dataclass(frozen=True, slots=True)
class Facts:
    """One home at one moment. `catalogue` is None when it cannot be read, and `trouble` says why."""

    now: datetime
    sqlite: tuple[int, int, int]
    room: Room
    network: str
    owner: str
    unwritable: tuple[str, ...]
    catalogue: Catalogued | None
    trouble: str
    waiting: Waiting
    working: bool
    last_backup: datetime | None
    checks: tuple[LastCheck, ...]
    unfinished: int
    key_lost: bool
