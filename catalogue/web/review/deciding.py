"""A form of the desk becomes a decision: what it says is understood, then `catalogue.reviewing` acts."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from catalogue.database.connection import Connection
from catalogue.errors import DecisionRefused
from catalogue.reviewing import decisions, keeping, pairs, placements
from catalogue.reviewing.candidates import candidates
from catalogue.reviewing.dates import FIRST_YEAR
from catalogue.reviewing.desk import TEXTS, outing_of
from catalogue.reviewing.journal import Action
from catalogue.values.claims import Subject
from catalogue.web.review import clocks, whereabouts, written
from catalogue.web.review.misunderstood import Misunderstood
from catalogue.web.review.whereabouts import Where
from catalogue.words.wording import sayable

Positions = dict[str, tuple[float, float]]


_NO_DIRECTION = sayable("%(text)s is no direction. Write degrees, such as 47, or north-east.")
_NO_DATE = sayable("%(text)s is no date. Write 2018, May 2018, 12/05/2018 or 12/05/2018 14:32.")


@dataclass(frozen=True, slots=True)
class Asked:
    """What a person asks for: the form's fields, the photos, the queue, their name, and what their page had seen."""

    form: Mapping[str, str]
    photos: Sequence[str]
    reason: str
    by: str
    seen: int | None = None


@dataclass(frozen=True, slots=True)
class Decided:
    """An action that was made, and where it put the photos, or by how many seconds it moved a clock."""

    action: Action
    where: Where | None = None
    moved_s: int | None = None


def decide(db: Connection, what: str, asked: Asked) -> Decided:
    """The decision is made. What is not understood is refused in a sentence (DecisionRefused)."""
    if what not in _DECISIONS:
        raise DecisionRefused(f"{what!r} is no decision")
    made = _DECISIONS[what](db, asked)
    return made if isinstance(made, Decided) else Decided(made)


def _place(db: Connection, asked: Asked) -> Decided:
    """Where a person writes coordinates, that is where it was; a name stands for the middle of the place."""
    where = whereabouts.understood(
        db, asked.form.get("where", ""), pointed=bool(asked.form.get("pointed", ""))
    )
    positions = dict.fromkeys(asked.photos, (where.latitude, where.longitude))
    accuracy_m = where.spot.radius_m if where.spot else None
    made = decisions.place_at(db, positions, asked.by, accuracy_m=accuracy_m, seen=asked.seen)
    return Decided(made, where)


def _heading(db: Connection, asked: Asked) -> Action:
    degrees = written.heading(asked.form.get("heading", ""))
    if degrees is None:
        raise Misunderstood(_NO_DIRECTION, text=asked.form.get("heading", ""))
    return decisions.set_heading(db, dict.fromkeys(asked.photos, degrees), asked.by, seen=asked.seen)


def _date(db: Connection, asked: Asked) -> Action:
    moment = written.moment(asked.form.get("date", ""))
    if moment is None:
        raise Misunderstood(_NO_DATE, text=asked.form.get("date", ""))
    value = moment.value[:16] if moment.precision == "minute" else moment.value
    first_year = _first_year(db)
    return decisions.set_date(db, asked.photos, value, asked.by, first_year=first_year, seen=asked.seen)


def _first_year(db: Connection) -> int:
    """The year before which this library has no photos, where somebody has said so; else that of photography."""
    row = db.execute("SELECT value FROM settings WHERE name = 'earliest_year'").fetchone()
    return max(int(row[0]), FIRST_YEAR) if row else FIRST_YEAR


def _clock(db: Connection, asked: Asked) -> Decided:
    shift = clocks.asked(db, asked.form)
    made = decisions.shift_clock(
        db, shift.camera, shift.since, shift.until, shift.seconds, asked.by, seen=asked.seen
    )
    return Decided(made, moved_s=shift.seconds)


def _settle(db: Connection, asked: Asked) -> Action:
    return placements.settle(db, asked.photos, asked.reason, asked.by, seen=asked.seen)


def _aside(db: Connection, asked: Asked) -> Action:
    return keeping.set_aside(db, asked.photos, asked.by, seen=asked.seen)


def _choose(db: Connection, asked: Asked) -> Action | Decided:
    """A proposal, by its key: see `proposals`."""
    kind, _, rest = asked.form.get("candidate", "").partition(":")
    if kind not in _CHOICES:
        raise DecisionRefused("this proposal is not known")
    return _CHOICES[kind](db, asked, rest)


def _at(db: Connection, asked: Asked, point: written.Point) -> Action:
    return decisions.place_at(db, dict.fromkeys(asked.photos, tuple(point)), asked.by, seen=asked.seen)  # type: ignore[arg-type]


def _choose_point(db: Connection, asked: Asked, rest: str) -> Action:
    return _at(db, asked, _point(rest))


def _choose_own(db: Connection, asked: Asked, _rest: str) -> Action:
    """Every photo stands where it is shown; those that are shown nowhere are left out."""
    positions: Positions = {}
    accuracies = []
    for photo_id in asked.photos:
        row = db.execute(_OWN, [photo_id]).fetchone()
        if row and row[0] is not None:
            positions[photo_id] = (row[0], row[1])
            accuracies.append(row[2])
    # One accuracy is said for all: the widest, so that none is told too sure.
    widest = max((a for a in accuracies if a is not None), default=None)
    return decisions.place_at(db, positions, asked.by, accuracy_m=widest, seen=asked.seen)


_OWN = "SELECT latitude, longitude, position_accuracy_m FROM photos WHERE id = ?"


def _choose_near(db: Connection, asked: Asked, rest: str) -> Action:
    """Every photo stands where its own neighbour does; one that has none stands where the proposal says."""
    why, _, text = rest.partition(":")
    point = _point(text)
    positions: Positions = {}
    for photo_id in asked.photos:
        own = _own_neighbour(db, photo_id, why) if len(asked.photos) > 1 else None
        positions[photo_id] = own or (point.latitude, point.longitude)
    return decisions.place_at(db, positions, asked.by, seen=asked.seen)


def _own_neighbour(db: Connection, photo_id: str, why: str) -> tuple[float, float] | None:
    cursor = db.execute("SELECT * FROM photos WHERE id = ?", [photo_id])
    row = cursor.fetchone()
    if row is None:
        return None
    photo = dict(zip((column[0] for column in cursor.description), row, strict=True))
    for candidate in candidates(db, photo, outing_of(db, photo_id)):
        if candidate.why == why and candidate.latitude is not None and candidate.longitude is not None:
            return candidate.latitude, candidate.longitude
    return None


def _choose_place(db: Connection, asked: Asked, rest: str) -> Decided:
    place_id = _number(rest)
    made = placements.accept(db, asked.photos, place_id, asked.by, reason=asked.reason, seen=asked.seen)
    return Decided(made, whereabouts.of_place(db, place_id))


def _choose_both(db: Connection, asked: Asked, rest: str) -> Decided:
    """What the folder says and where the camera stood."""
    place_id, also = (_number(part) for part in rest.partition(",")[::2])
    made = placements.accept(
        db, asked.photos, place_id, asked.by, reason=asked.reason, also=also, seen=asked.seen
    )
    return Decided(made)


def _choose_text(db: Connection, asked: Asked, rest: str) -> Action:
    """What a file of the photo that is shown says, which the page names by its claim."""
    row = db.execute(_TEXT, [_number(rest), asked.form.get("photo", "")]).fetchone()
    if row is None or row[0] not in set(TEXTS):
        raise DecisionRefused("this proposal is not known")
    return decisions.choose_text(db, asked.photos, Subject(row[0]), row[1], asked.by, seen=asked.seen)


_TEXT = (
    "SELECT subject, value FROM claims WHERE id = ? AND photo_id = ? AND value <> '' AND withdrawn IS NULL"
)


def _choose_date(db: Connection, asked: Asked, rest: str) -> Action:
    return decisions.set_date(db, asked.photos, rest, asked.by, seen=asked.seen)


def _pair(db: Connection, asked: Asked) -> Action:
    first, _, second = asked.form.get("pair", "").partition("-")
    decision = asked.form.get("decision", "")
    return pairs.decide_pair(db, first, second, decision, asked.by, seen=asked.seen)


def _group(db: Connection, asked: Asked) -> Action:
    members = _known(db, asked.form.get("members", ""))
    decision = asked.form.get("decision", "")
    if decision == "best":
        best = asked.form.get("best") or pairs.richest(db, members)
        return pairs.keep_best(db, members, best, asked.by, seen=asked.seen)
    return pairs.decide_group(db, members, decision, asked.by, seen=asked.seen)


def _separate(db: Connection, asked: Asked) -> Action:
    return pairs.separate(db, asked.photos[0], asked.by, seen=asked.seen)


def _known(db: Connection, text: str) -> list[str]:
    """Photos of a group, by ids parted by commas; one that is not there is refused."""
    ids = [one for one in text.split(",") if one]
    for one in ids or [""]:
        if db.execute("SELECT 1 FROM photos WHERE id = ?", [one]).fetchone() is None:
            raise DecisionRefused(f"there is no photo {one}")
    return ids


def _number(text: str) -> int:
    if not text.isdecimal() or len(text) > 15:  # noqa: PLR2004 SQLite holds no larger number
        raise DecisionRefused("this proposal is not known")
    return int(text)


def _point(text: str) -> written.Point:
    found = written.point(text)
    if found is None:
        raise DecisionRefused("this proposal is not known")
    return found


_CHOICES: Mapping[str, Callable[[Connection, Asked, str], Action | Decided]] = {
    "at": _choose_point,
    "own": _choose_own,
    "near": _choose_near,
    "place": _choose_place,
    "both": _choose_both,
    "date": _choose_date,
    "text": _choose_text,
    "keep": lambda db, asked, _rest: _settle(db, asked),
    "aside": lambda db, asked, _rest: _aside(db, asked),
}
_DECISIONS: Mapping[str, Callable[[Connection, Asked], Action | Decided]] = {
    "choose": _choose,
    "place": _place,
    "heading": _heading,
    "date": _date,
    "clock": _clock,
    "settle": _settle,
    "set-aside": _aside,
    "pair": _pair,
    "group": _group,
    "separate": _separate,
}
