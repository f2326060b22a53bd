"""A form of the desk becomes a decision: what it says is understood, then `catalogue.reviewing` acts."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from catalogue.database.connection import Connection
from catalogue.errors import DecisionRefused
from catalogue.reviewing import decisions, keeping, pairs, placements
from catalogue.reviewing.candidates import candidates
from catalogue.reviewing.desk import outing_of
from catalogue.reviewing.journal import Action
from catalogue.web.review import places, written
from catalogue.words.wording import sayable

Positions = dict[str, tuple[float, float]]


class Misunderstood(DecisionRefused):
    """What a person wrote is not understood: `sentence` says so in English, with gaps for `values`."""

    def __init__(self, sentence: str, **values: str) -> None:
        super().__init__(sentence % values)
        self.sentence = sentence
        self.values = values


_NO_PLACE = sayable("%(text)s is no place of the catalogue, and no coordinates such as 50.43, 2.58.")
_NO_DIRECTION = sayable("%(text)s is no direction. Write degrees, such as 47, or north-east.")
_NO_DATE = sayable("%(text)s is no date. Write 2018, May 2018, 12/05/2018 or 12/05/2018 14:32.")
_NO_SPAN = sayable("%(text)s is no time to move a clock by. Write +01:00 or -00:03:20.")
_NO_CAMERA = sayable("The camera of this photo is not known.")


@dataclass(frozen=True, slots=True)
class Asked:
    """What a person asks for: the form's fields, the photos, the queue, their name, and what their page had seen."""

    form: Mapping[str, str]
    photos: Sequence[str]
    reason: str
    by: str
    seen: int | None = None


def decide(db: Connection, what: str, asked: Asked) -> Action:
    """The decision is made. What is not understood is refused in a sentence (DecisionRefused)."""
    if what not in _DECISIONS:
        raise DecisionRefused(f"{what!r} is no decision")
    return _DECISIONS[what](db, asked)


def _place(db: Connection, asked: Asked) -> Action:
    """Where a person writes coordinates, that is where it was; a name stands for the middle of the place."""
    where = asked.form.get("where", "")
    found = written.point(where)
    if found:
        return _at(db, asked, found)
    place = places.named(db, where)
    if place is None:
        raise Misunderstood(_NO_PLACE, text=where)
    positions = dict.fromkeys(asked.photos, (place.latitude, place.longitude))
    return decisions.place_at(db, positions, asked.by, accuracy_m=place.radius_m, seen=asked.seen)


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
    return decisions.set_date(db, asked.photos, value, asked.by, seen=asked.seen)


def _clock(db: Connection, asked: Asked) -> Action:
    seconds = written.span_s(asked.form.get("span", ""))
    if not seconds:
        raise Misunderstood(_NO_SPAN, text=asked.form.get("span", ""))
    camera = db.execute(
        "SELECT camera_model FROM photos WHERE id = ?", [asked.form.get("photo", "")]
    ).fetchone()
    if not camera or not camera[0]:
        raise Misunderstood(_NO_CAMERA)
    since, until = asked.form.get("since", ""), asked.form.get("until", "")
    return decisions.shift_clock(db, camera[0], since, until, seconds, asked.by, seen=asked.seen)


def _settle(db: Connection, asked: Asked) -> Action:
    return placements.settle(db, asked.photos, asked.reason, asked.by, seen=asked.seen)


def _aside(db: Connection, asked: Asked) -> Action:
    return keeping.set_aside(db, asked.photos, asked.by, seen=asked.seen)


def _choose(db: Connection, asked: Asked) -> Action:
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


def _choose_place(db: Connection, asked: Asked, rest: str) -> Action:
    if not rest.isdecimal() or len(rest) > 15:  # noqa: PLR2004 SQLite holds no larger number
        raise DecisionRefused("this proposal is not known")
    return placements.accept(db, asked.photos, int(rest), asked.by, reason=asked.reason, seen=asked.seen)


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


def _point(text: str) -> written.Point:
    found = written.point(text)
    if found is None:
        raise DecisionRefused("this proposal is not known")
    return found


_CHOICES: Mapping[str, Callable[[Connection, Asked, str], Action]] = {
    "at": _choose_point,
    "own": _choose_own,
    "near": _choose_near,
    "place": _choose_place,
    "date": _choose_date,
    "keep": lambda db, asked, _rest: _settle(db, asked),
    "aside": lambda db, asked, _rest: _aside(db, asked),
}
_DECISIONS: Mapping[str, Callable[[Connection, Asked], Action]] = {
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
