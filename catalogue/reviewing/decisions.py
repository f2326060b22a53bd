"""What a person says about where and when. Each decision is one action, and can be undone."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from catalogue.database.connection import Connection
from catalogue.errors import DecisionRefused
from catalogue.library import now_text
from catalogue.photos.doubts import CLOCK
from catalogue.reviewing.acting import acting
from catalogue.reviewing.dates import FIRST_YEAR, check_possible
from catalogue.reviewing.journal import Action
from catalogue.values.claims import Claim, Precision, Source, Subject, position
from catalogue.values.wellformed import is_well_formed

_TURN = 360
_PRECISIONS = {
    4: Precision.YEAR,
    7: Precision.MONTH,
    10: Precision.DAY,
    16: Precision.MINUTE,
    19: Precision.SECOND,
}
_OF_CAMERA = """
    SELECT id, taken_at FROM photos
    WHERE camera_model = ? AND taken_at >= ? AND taken_at < ? AND NOT EXISTS (
        SELECT 1 FROM claims WHERE photo_id = photos.id AND subject = 'taken' AND source = 'manual'
            AND withdrawn IS NULL AND detail <> 'clock')
    ORDER BY taken_at, number
"""


def place_at(
    db: Connection,
    positions: Mapping[str, tuple[float, float]],
    by: str,
    *,
    accuracy_m: float | None = None,
    seen: int | None = None,
) -> Action:
    """Each photo stands where a person put it: latitude, longitude in WGS84 degrees. `place`."""
    try:
        claims = {
            photo_id: position(Source.MANUAL, latitude=lat, longitude=lon, accuracy_m=accuracy_m, made_by=by)
            for photo_id, (lat, lon) in positions.items()
        }
    except ValueError as error:
        raise DecisionRefused(str(error)) from error
    return _say(db, "place", claims, by, seen)


def set_heading(db: Connection, headings: Mapping[str, float], by: str, *, seen: int | None = None) -> Action:
    """Each photo looks in this direction: degrees from true north. `heading`."""
    claims = {
        photo_id: Claim(
            Subject.HEADING,
            Source.MANUAL,
            f"{round(degrees % _TURN, 1) % _TURN:g}",
            reference="true",
            made_by=by,
        )
        for photo_id, degrees in headings.items()
    }
    return _say(db, "heading", claims, by, seen)


def set_date(
    db: Connection,
    photo_ids: Sequence[str],
    text: str,
    by: str,
    *,
    first_year: int = FIRST_YEAR,
    seen: int | None = None,
) -> Action:
    """The photos were taken then: `2018`, `2018-05`, `2018-05-12`, or with `T14:32` or `T14:32:08`. `date`.

    ImpossibleDate for one that is yet to come, or lies before the first year.
    """
    value = text.strip().replace(" ", "T")
    claim = Claim(Subject.TAKEN, Source.MANUAL, value, precision=_PRECISIONS.get(len(value)), made_by=by)
    if claim.precision is None or not is_well_formed(claim):
        raise DecisionRefused(
            f"{text!r} is no date", "Write it as 2018, 2018-05, 2018-05-12 or 2018-05-12T14:32."
        )
    check_possible(value, now_text(), first_year)
    return _say(db, "date", dict.fromkeys(photo_ids, claim), by, seen)


def choose_text(
    db: Connection, photo_ids: Sequence[str], subject: Subject, text: str, by: str, *, seen: int | None = None
) -> Action:
    """Of what files say about a caption, a photographer or a credit, this is right. `captions`."""
    claim = Claim(subject, Source.MANUAL, text, made_by=by)
    with acting(db, "captions", photo_ids, by, seen=seen, moves=False) as journal:
        for photo_id in journal.photo_ids:
            journal.say(photo_id, claim)
    return journal.action


def shift_clock(
    db: Connection,
    camera_model: str,
    from_day: str,
    to_day: str,
    seconds: int,
    by: str,
    *,
    seen: int | None = None,
) -> Action:
    """The clock of a camera was wrong between two days, both included: `seconds` are added to its times. `clock`.

    Photos whose date a person has set otherwise are left alone; what the camera said stays as a claim. When one would
    get a time that cannot be, none is changed (ImpossibleDate).
    """
    rows = clock_of(db, camera_model, from_day, to_day)
    if not rows:
        raise DecisionRefused(f"{camera_model} took no dated photo between {from_day} and {to_day}")
    claims = {photo_id: _shifted(taken_at, seconds, by) for photo_id, taken_at in rows}
    return _say(db, CLOCK, claims, by, seen)


def clock_of(db: Connection, camera_model: str, from_day: str, to_day: str) -> list[tuple[str, str]]:
    """The photos, and their times, that `shift_clock` would change."""
    try:
        end = (datetime.fromisoformat(to_day) + timedelta(days=1)).date().isoformat()
        datetime.fromisoformat(from_day)
    except (ValueError, OverflowError) as error:
        raise DecisionRefused(f"{from_day} to {to_day} are no days", "Write them as 2018-05-12.") from error
    return db.execute(_OF_CAMERA, [camera_model, from_day, end]).fetchall()


def _shifted(taken_at: str, seconds: int, by: str) -> Claim:
    try:
        moment = datetime.fromisoformat(taken_at) + timedelta(seconds=seconds)
    except OverflowError as error:
        raise DecisionRefused(f"there is no such time {seconds} seconds from {taken_at}") from error
    value = moment.isoformat(timespec="seconds")
    check_possible(value, now_text())
    return Claim(Subject.TAKEN, Source.MANUAL, value, CLOCK, precision=Precision.SECOND, made_by=by)


def _say(db: Connection, what: str, claims: Mapping[str, Claim], by: str, seen: int | None) -> Action:
    with acting(db, what, list(claims), by, seen=seen) as journal:
        for photo_id, claim in claims.items():
            journal.say(photo_id, claim)
    return journal.action
