"""By how much a person says that a clock was wrong: a time to move it by, or when the photo was really taken."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from catalogue.database.connection import Connection
from catalogue.reviewing.decisions import clock_of
from catalogue.values.claims import Precision
from catalogue.web.review import written
from catalogue.web.review.misunderstood import Misunderstood
from catalogue.words.wording import sayable

_NO_SPAN = sayable(
    "%(text)s is neither a time to move a clock by, such as +01:00, nor the true date and time of this photo, such as"
    " 12/05/2018 14:32."
)
_NO_HOUR = sayable("%(text)s has no hour. Write the true time of this photo too: 12/05/2018 14:32.")
_NO_CAMERA = sayable("The camera of this photo, or its time, is not known.")
_RIGHT = sayable("This photo bears that time already.")


@dataclass(frozen=True, slots=True)
class Shift:
    """The clock of a camera is to be moved by so many seconds between two days, both included.

    `taken_at` is the time that the photo which is looked at bears now.
    """

    camera: str
    since: str
    until: str
    seconds: int
    taken_at: str


def asked(db: Connection, form: Mapping[str, str]) -> Shift:
    """What a form asks for: `span`, `since`, `until`, and the `photo` that tells camera and time. Misunderstood."""
    row = db.execute(
        "SELECT camera_model, taken_at FROM photos WHERE id = ?", [form.get("photo", "")]
    ).fetchone()
    if not row or not row[0] or not row[1]:
        raise Misunderstood(_NO_CAMERA)
    seconds = _seconds(form.get("span", ""), row[1])
    return Shift(row[0], form.get("since", ""), form.get("until", ""), seconds, row[1])


def concerned(db: Connection, shift: Shift) -> int:
    """How many photos it would move. DecisionRefused for what are no days."""
    return len(clock_of(db, shift.camera, shift.since, shift.until))


def _seconds(text: str, taken_at: str) -> int:
    seconds = written.span_s(text)
    if seconds is None:
        seconds = _until(text, taken_at)
    if not seconds:
        raise Misunderstood(_RIGHT)
    return seconds


def _until(text: str, taken_at: str) -> int:
    """How far it is from the time that a photo bears to the true one; seconds count where they are written."""
    true = written.moment(text)
    if true is None:
        raise Misunderstood(_NO_SPAN, text=text)
    if true.precision not in (Precision.MINUTE, Precision.SECOND):
        raise Misunderstood(_NO_HOUR, text=text)
    now = datetime.fromisoformat(taken_at)
    if true.precision is Precision.MINUTE:
        now = now.replace(second=0)
    return int((datetime.fromisoformat(true.value) - now).total_seconds())
