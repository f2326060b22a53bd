"""From claims to what is shown: the columns of a photo, chosen by the published order of belief."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from catalogue.values.claims import Absence, Claim, Precision, Source, Subject
from catalogue.values.ground import metres_apart
from catalogue.values.precedence import MEASURED_TIMES, best, best_date
from catalogue.values.rights import rights_of

Columns = dict[str, Any]

_TEXTS = (
    Subject.CAMERA_MAKE,
    Subject.CAMERA_MODEL,
    Subject.LENS,
    Subject.CAPTION,
    Subject.CREATOR,
    Subject.CREDIT,
    Subject.COPYRIGHT,
    Subject.LICENCE,
    Subject.USAGE_TERMS,
    Subject.DIFFUSION,
    Subject.ALT_TEXT,
)
# Asking a member for its value thousands of times costs more than the value.
_COLUMNS = tuple((subject.value, subject) for subject in _TEXTS)
#: How a claim about a keyword denies it.
DENIED = "not"
#: Programs write EXIF seconds with one digit after the comma or more: two roundings are at most 3 m apart, and no
#: receiver of a camera knows better.
SAME_POSITION_M = 5
_ABSENCES = tuple(Absence)
# Coarser dates say when a photo was taken, but are no moment: they fill year and month alone.
_TO_THE_MINUTE = (None, Precision.SECOND, Precision.MINUTE)


def shown(claims: Sequence[Claim]) -> Columns:
    """The columns of `photos` that follow from claims, given in order of arrival."""
    said = _by_subject(claims)
    columns: Columns = {name: _text(subject, said) for name, subject in _COLUMNS}
    columns["orientation"] = _number(Subject.ORIENTATION, said, int)
    columns["rating"] = _number(Subject.RATING, said, int) or None
    columns["focal_length_mm"] = _number(Subject.FOCAL_LENGTH, said, float)
    columns["rights"] = rights_of(columns).value
    return columns | _when(said) | _where(said) | _towards(said)


Said = Mapping[Subject, Sequence[Claim]]


def _by_subject(claims: Iterable[Claim]) -> Said:
    found: dict[Subject, list[Claim]] = {}
    for claim in claims:
        found.setdefault(claim.subject, []).append(claim)
    return found


def themes(claims: Iterable[Claim]) -> set[str]:
    """Every keyword that any source gives and no person denies."""
    given = [c for c in claims if c.subject is Subject.KEYWORD and c.value]
    denied = {c.value for c in given if c.source is Source.MANUAL and c.detail == DENIED}
    return {c.value for c in given if c.value} - denied


def _when(said: Said) -> Columns:
    """The date and its zone; a zone counts only when it comes with the time that is shown."""
    told = said.get(Subject.TAKEN, ())
    dated = best_date(told)
    taken = best(
        Subject.TAKEN, [c for c in told if c.source in MEASURED_TIMES and c.precision in _TO_THE_MINUTE]
    )
    if (
        taken
        and dated
        and dated.source is Source.MANUAL
        and not (taken.value or "").startswith(dated.value or "")
    ):
        taken = None  # A person knows the month, and that the camera was wrong.
    zones = [c for c in said.get(Subject.OFFSET, ()) if taken and c.source is taken.source]
    value = dated.value if dated and dated.value else ""
    return {
        "taken_at": _wall_clock(taken) if taken else None,
        "taken_method": dated.source.value if dated else None,
        "utc_offset": _text(Subject.OFFSET, {Subject.OFFSET: zones}),
        "taken_year": int(value[:4]) if value[:4].isdecimal() else None,
        "taken_month": int(value[5:7]) if value[5:7].isdecimal() else None,
    }


def _wall_clock(taken: Claim) -> str | None:
    """`YYYY-MM-DDTHH:MM:SS`; a clock that shows minutes is read at their beginning, and its claim says so."""
    return f"{taken.value}:00" if taken.precision is Precision.MINUTE else taken.value


def _where(said: Said) -> Columns:
    told = said.get(Subject.POSITION, ())
    found = best(Subject.POSITION, told)
    return {
        "latitude": found.latitude if found else None,
        "longitude": found.longitude if found else None,
        "position_method": found.source.value if found else None,
        "position_accuracy_m": found.accuracy_m if found else None,
        "position_absence": None if found else _absence(told),
    }


def _absence(claims: Sequence[Claim]) -> str:
    """Why there is no position: the most telling reason that any file gave."""
    given = {c.absence for c in claims if c.subject is Subject.POSITION and c.absence}
    told = given - {Absence.NO_GPS}
    return min(told, key=_ABSENCES.index).value if told else Absence.NO_GPS.value


def _towards(said: Said) -> Columns:
    found = best(Subject.HEADING, said.get(Subject.HEADING, ()))
    return {
        "heading_deg": float(found.value) if found and found.value else None,
        "heading_reference": found.reference if found else None,
    }


def _text(subject: Subject, said: Said) -> str | None:
    found = best(subject, said[subject]) if subject in said else None
    return (found.value or None) if found else None


def _number(subject: Subject, said: Said, kind: type[int] | type[float]) -> int | float | None:
    found = best(subject, said[subject]) if subject in said else None
    return kind(found.value) if found and found.value is not None else None


def conflicts(by_file: Iterable[Sequence[Claim]]) -> set[str]:
    """Subjects on which two files of one photo say different things with equal authority.

    What a file says is its best claim; only files whose best claims come from the same source can disagree. Where a
    person has spoken there is nothing left to contest. Two positions a few metres apart are one that was rounded.
    """
    by_file = list(by_file)
    if len(by_file) < 2:  # noqa: PLR2004 a quarrel
        return set()
    decided = {c.subject for claims in by_file for c in claims if c.source is Source.MANUAL and c.value is not None}
    said: dict[tuple[str, str], list[Claim]] = {}
    for claims in by_file:
        for subject in _CONTESTABLE - decided:
            found = best(subject, claims)
            if found and found.value and found.source not in {Source.NAME, Source.FOLDER, *_DEFAULTS}:
                said.setdefault((subject.value, found.source.value), []).append(found)
    return {subject for (subject, _), told in said.items() if any(_differ(told[0], other) for other in told[1:])}


def _differ(one: Claim, other: Claim) -> bool:
    there = (one.latitude, one.longitude, other.latitude, other.longitude)
    known = [degrees for degrees in there if degrees is not None]
    return metres_apart(*known) > SAME_POSITION_M if len(known) == len(there) else one.value != other.value


_CONTESTABLE = {Subject.POSITION, Subject.TAKEN, Subject.CAPTION, Subject.CREATOR, Subject.CREDIT}
_DEFAULTS = {Source.RUN_DEFAULT, Source.LIBRARY_DEFAULT}
