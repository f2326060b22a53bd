"""The claims of a photo, as rows."""

import json
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from catalogue.database.connection import Connection
from catalogue.values.claims import Absence, Claim, Precision, Source, Subject

_FIELDS = (
    "subject, source, value, detail, absence, latitude, longitude, accuracy_m, precision, reference, made_by"
)
_INSERT = f"""
    INSERT INTO claims (photo_id, file_id, run_id, made_at, {_FIELDS})
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""  # noqa: S608 the fields are the constant above


#: Claims of a photo by the file that made them.
ByFile = dict[int | None, list[Claim]]
_OF_ALL = f"""
    SELECT photo_id, file_id, {_FIELDS} FROM claims
    WHERE photo_id IN (SELECT value FROM json_each(?)) AND withdrawn IS NULL ORDER BY id
"""  # noqa: S608 the fields are the constant above


def claims_of(db: Connection, photo_id: str) -> ByFile:
    """The claims that stand for a photo, by the file that made them, in order of arrival."""
    return claims_of_all(db, [photo_id]).get(photo_id, {})


def claims_of_all(db: Connection, photo_ids: Sequence[str]) -> dict[str, ByFile]:
    """The claims that stand for each of these photos; a photo without any is left out."""
    found: dict[str, ByFile] = {}
    for photo_id, file_id, *fields in db.execute(_OF_ALL, [json.dumps(list(photo_ids))]):
        found.setdefault(photo_id, {}).setdefault(file_id, []).append(_claim(fields))
    return found


def in_order(by_file: Mapping[int | None, Sequence[Claim]]) -> list[Claim]:
    """All claims of a photo in the order in which they are believed within one source.

    What was said of the photo itself, by a person or a track, precedes what its files bring: a person's word that
    comes back with an export is older than the last one that was said here.
    """
    own = by_file.get(None, ())
    return [*own, *(c for file_id, said in by_file.items() if file_id is not None for c in said)]


# What lies around a file's bytes, and can change while they stay the same.
AROUND = frozenset({Source.NAME, Source.FOLDER, Source.SIDECAR})


def replace_claims(
    db: Connection, photo_id: str, file_id: int | None, run_id: str | None, claims: Iterable[Claim], now: str
) -> None:
    """These claims of a file stand; what its surroundings no longer say is withdrawn, not erased."""
    standing = {
        _claim(fields): claim_id
        for claim_id, *fields in db.execute(
            f"SELECT id, {_FIELDS} FROM claims WHERE file_id IS ? AND photo_id = ? AND withdrawn IS NULL",  # noqa: S608
            [file_id, photo_id],
        )
    }
    overruled = _overruled(db, photo_id, file_id)
    wanted = [claim for claim in dict.fromkeys(claims) if claim not in overruled]
    for claim, claim_id in standing.items():
        if claim.source in AROUND and claim not in wanted:
            db.execute("UPDATE claims SET withdrawn = 'superseded' WHERE id = ?", [claim_id])
    add_claims(db, photo_id, file_id, run_id, [c for c in wanted if c not in standing], now)


def _overruled(db: Connection, photo_id: str, file_id: int | None) -> set[Claim]:
    """What a file said and a person has overruled since: it may say so again, and is not heard."""
    rows = db.execute(
        f"SELECT {_FIELDS} FROM claims WHERE file_id IS ? AND photo_id = ? AND withdrawn LIKE 'action %'",  # noqa: S608
        [file_id, photo_id],
    )
    return {_claim(list(fields)) for fields in rows}


def add_claims(
    db: Connection, photo_id: str, file_id: int | None, run_id: str | None, claims: Iterable[Claim], now: str
) -> None:
    """The claims stand beside what is there."""
    db.executemany(_INSERT, [(photo_id, file_id, run_id, now, *_fields(c)) for c in claims])


def _fields(c: Claim) -> tuple[object, ...]:
    return (
        c.subject.value,
        c.source.value,
        c.value,
        c.detail,
        c.absence.value if c.absence else None,
        c.latitude,
        c.longitude,
        c.accuracy_m,
        c.precision.value if c.precision else None,
        c.reference,
        c.made_by,
    )


# A dictionary finds a member in half the time that its class takes, and photos have a dozen claims each.
_SUBJECTS = {subject.value: subject for subject in Subject}
_SOURCES = {source.value: source for source in Source}


def _claim(fields: Sequence[Any]) -> Claim:
    return _read(*fields)


@lru_cache(maxsize=20_000)
def _read(
    subject: str,
    source: str,
    value: str | None,
    detail: str,
    absence: str | None,
    latitude: float | None,
    longitude: float | None,
    accuracy_m: float | None,
    precision: str | None,
    reference: str | None,
    by: str | None,
) -> Claim:
    """The claim of a row; what a camera or a folder says comes back from photo to photo, and is one value then."""
    return Claim(
        _SUBJECTS[subject],
        _SOURCES[source],
        value,
        detail,
        Absence(absence) if absence else None,
        latitude,
        longitude,
        accuracy_m,
        Precision(precision) if precision else None,
        reference,
        by,
    )
