"""An upload, and who sends it."""

from dataclasses import dataclass

from catalogue.values.claims import Claim


@dataclass(frozen=True, slots=True)
class Sender:
    """Who sends: a person, and the session or token of their device. Where nobody logs in all of it is None."""

    person_id: int | None
    name: str | None
    session: str | None


@dataclass(frozen=True, slots=True)
class Told:
    """What a device and a person say of a file before it comes: as it was sent (`metadata`), and the claims in it."""

    name: str
    path: str | None
    sha256: str | None
    claims: tuple[Claim, ...]
    outing: str | None
    creator: str | None
    metadata: str


@dataclass(frozen=True, slots=True)
class Upload:
    """A row: who sends what, and whether all of it has come. `by` is the sender's name, as it is now."""

    id: str
    person_id: int | None
    by: str | None
    told: Told
    size_bytes: int | None
    created_at: str
    expires_at: str
    received_at: str | None
    sha256: str | None
