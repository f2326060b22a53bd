"""What the desk says, in the language of who reads: queues, reasons, decisions, refusals. Pure."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from catalogue.errors import PhotothequeError, TracksRefused
from catalogue.reviewing.dates import FIRST_YEAR, ImpossibleDate
from catalogue.web.review.clocks import Shift
from catalogue.web.review.deciding import Decided
from catalogue.web.review.misunderstood import Misunderstood
from catalogue.web.review.whereabouts import Where
from catalogue.words import reasons
from catalogue.words import wording as say
from catalogue.words.languages import Language
from catalogue.words.wording import plural, sayable

Row = dict[str, Any]

_ABOUT_QUEUES = {
    "held": sayable("Something was wrong with the file; look whether the photo can be used."),
    "conflict": sayable("The same picture came twice, with another date, position or caption."),
    "place-conflict": sayable("The folder names one place, the camera stood in another."),
    "date-implausible": sayable("The clock of the camera was not set, or is ahead."),
    "year-conflict": sayable("The folder says one year, the camera another."),
    "outside-area": sayable("The position lies outside the perimeter."),
    "no-position": sayable(
        "The camera noted none: place them by their neighbours, on the map or along a track."
    ),
    "redacted": sayable("The phone erased the position when it was sent."),
    "date-missing": sayable("Neither the file nor its folder says when it was taken."),
    "estimate": sayable("Placed by neighbours or by a folder: confirm, or place better."),
    "near-duplicate": sayable("The same picture, versions of it, bursts: keep the good one."),
    "screenshot": sayable("Pictures of a screen, that may not belong here."),
    "messaging": sayable("Messengers make photos small and erase what they know."),
}


def queue_help(reason: str, language: Language) -> str:
    """Say what a queue is about."""
    return language.text(_ABOUT_QUEUES[reason]) if reason in _ABOUT_QUEUES else ""


def why(reason: str, questions: Sequence[Row], photo: Row, language: Language) -> str:
    """Say what is to be decided about one photo."""
    details = [question["detail"] for question in questions if question["reason"] == reason]
    if reason == "no-position":
        return say.absence(photo["position_absence"], language)
    if reason == "conflict":
        return language.text(
            "The files disagree on: %(subjects)s.",
            subjects=", ".join(say.subject(detail, language) for detail in details),
        )
    detail = details[0] if details else ""
    if reason == "held":
        return language.text(_HELD[detail]) if detail in _HELD else reasons.reason(detail, "", language)
    said = _detailed(reason, detail, language)
    return said or queue_help(reason, language)


def _detailed(reason: str, detail: str, language: Language) -> str | None:
    if reason == "place-conflict" and "/" in detail:
        return language.text(
            "The folder says %(place)s; the camera was elsewhere.", place=detail.partition("/")[2]
        )
    if reason == "year-conflict" and "/" in detail:
        folder, _, camera = detail.partition("/")
        return language.text(
            "The folder says %(folder)s, the camera %(camera)s.", folder=folder, camera=camera
        )
    return (
        language.text(_IMPLAUSIBLE[detail])
        if reason == "date-implausible" and detail in _IMPLAUSIBLE
        else None
    )


_HELD = {
    "partial": sayable("Only a part of the picture can be read: see whether that is enough."),
    "too-large": sayable("The picture is larger than the limits of this library: it is kept, and not shown."),
    "undecodable": sayable("This machine cannot show pictures of this format: the original is kept."),
}
_IMPLAUSIBLE = {
    "early": sayable("The date is older than the library’s photos can be."),
    "default-clock": sayable("A camera whose clock was never set begins at midnight of a 1 January."),
    "future": sayable("The date is later than the day on which the photo came in."),
}
_DONE = {
    "place": plural("%(n)s photo placed", "%(n)s photos placed"),
    "heading": plural("Direction set for %(n)s photo", "Direction set for %(n)s photos"),
    "date": plural("%(n)s photo dated", "%(n)s photos dated"),
    "clock": plural("Clock moved for %(n)s photo", "Clock moved for %(n)s photos"),
    "decide-place": plural("Place chosen for %(n)s photo", "Place chosen for %(n)s photos"),
    "accept": plural("Place chosen for %(n)s photo", "Place chosen for %(n)s photos"),
    "settle": plural("%(n)s photo left as it is", "%(n)s photos left as they are"),
    "set-aside": plural("%(n)s photo set aside", "%(n)s photos set aside"),
    "pair-same": plural("Same picture: %(n)s photo", "Same picture: %(n)s photos"),
    "pair-version": plural("Versions: %(n)s photo", "Versions: %(n)s photos"),
    "pair-different": plural("Different: %(n)s photo", "Different: %(n)s photos"),
    "keep-best": plural("The best of %(n)s photo is kept", "The best of %(n)s photos is kept"),
    "separate": plural("%(n)s photo separated", "%(n)s photos separated"),
    "edit": plural("%(n)s photo edited", "%(n)s photos edited"),
    "restore": plural("%(n)s photo brought back", "%(n)s photos brought back"),
    "captions": plural(
        "Captions and rights written for %(n)s photo", "Captions and rights written for %(n)s photos"
    ),
    "track": plural("%(n)s photo placed along the track", "%(n)s photos placed along the track"),
}


def done(what: str, photos: int, language: Language) -> str:
    """Say what an action did; a code that is new here is said as it is."""
    return language.counted(*_DONE[what], photos) if what in _DONE else what


def decided(made: Decided, language: Language) -> str:
    """Say what a decision did, and where it put the photos: a slip shows before the next photo is looked at."""
    said = done(made.action.what, made.action.photos, language)
    more = _where(made.where, language) if made.where else moved(made.moved_s or 0, language)
    return language.text("%(done)s: %(where)s", done=said, where=more) if more else said


def foretold(shift: Shift, photos: int, language: Language) -> str:
    """Say what moving a clock would do."""
    if not photos:
        return language.text("No photo of this camera between these days.")
    then = datetime.fromisoformat(shift.taken_at) + timedelta(seconds=shift.seconds)
    return language.counted(
        "%(n)s photo moves by %(span)s; this one to %(moment)s.",
        "%(n)s photos move by %(span)s; this one to %(moment)s.",
        photos,
        span=moved(shift.seconds, language),
        moment=say.moment(then.isoformat(timespec="seconds"), language),
    )


def moved(seconds: int, language: Language) -> str:
    r"""Say by how much a clock is moved: `+02:00:17`, `−17 days 00:30:00`; empty for not at all.

    >>> from catalogue.words.languages import ENGLISH
    >>> moved(7217, ENGLISH), moved(-90_000, ENGLISH), moved(0, ENGLISH)
    ('+02:00:17', '−1 day 01:00:00', '')
    """
    if not seconds:
        return ""
    days, rest = divmod(abs(seconds), 86_400)
    clock = f"{rest // 3600:02}:{rest // 60 % 60:02}:{rest % 60:02}"
    told = f"{language.counted('%(n)s day', '%(n)s days', days)} {clock}" if days else clock
    return f"{'−' if seconds < 0 else '+'}{told}"


def _where(where: Where, language: Language) -> str:
    if where.spot:
        return f"{where.spot.shown} · {say.kind_of_place(where.spot.kind, language)}"
    point = say.coordinates(where.latitude, where.longitude, language)
    if not where.swapped:
        return point
    return language.text("%(point)s (the longitude was written first: they were swapped)", point=point)


def undone(what: str, photos: int, language: Language) -> str:
    """Say that an action was taken back."""
    return language.text("Undone: %(what)s", what=done(what, photos, language))


_REFUSED = {
    "changed-since": sayable(
        "Somebody decided about this photo since you saw it. Nothing was changed: look again."
    ),
    "cannot-undo": sayable(
        "This can no longer be undone: something was decided on top of it, or it was undone."
    ),
    "home-busy": sayable("The library is being repaired. Nothing was changed: try again when that is over."),
    "not-enough-room": sayable("The disk is full. Nothing was changed."),
    "decision-refused": sayable("This cannot be decided. Nothing was changed."),
    "home-unwritable": sayable("The library cannot be written to. Nothing was changed."),
}


def refused(error: PhotothequeError, language: Language) -> str:
    """Say why nothing was done."""
    if isinstance(error, Misunderstood):
        return language.text(error.sentence, **error.values)
    if isinstance(error, ImpossibleDate):
        return _impossible(error, language)
    if isinstance(error, TracksRefused):
        files = ", ".join(_unread(name, why, language) for name, why in error.refused)
        return language.text("No track can be read in: %(names)s.", names=files)
    return language.text(_REFUSED.get(error.code, _REFUSED["decision-refused"]))


# How the reader of tracks begins to say why it refuses one, and what that is to a person at the desk.
_UNREAD = {
    "it is empty": sayable("it is empty"),
    "there is no track point": sayable("there is no track in it"),
    "none of its": sayable("its points have no time"),
    "it is XML, but no GPX": sayable("it is no GPX"),
    "it is no well-formed XML": sayable("it is no GPX, or damaged"),
    "it is larger": sayable("it is too large"),
    "it has more than": sayable("it has too many points"),
}


def _unread(name: str, why: str, language: Language) -> str:
    told = next((said for start, said in _UNREAD.items() if why.startswith(start)), None)
    return f"{name} ({language.text(told)})" if told else name


def _impossible(error: ImpossibleDate, language: Language) -> str:
    date = written_moment(error.value, language)
    if error.why == "future":
        return language.text("%(date)s is yet to come. Nothing was changed.", date=date)
    if error.first_year == FIRST_YEAR:
        return language.text("%(date)s is before photography began, in 1839. Nothing was changed.", date=date)
    return language.text(
        "%(date)s is before %(year)s, the first year of this library (setting “earliest_year”). Nothing was changed.",
        date=date,
        year=error.first_year,
    )


def written_moment(value: str, language: Language) -> str:
    """Say a moment as finely as it is written: `2018`, `mai 2018`, `12 mai 2018`, `12 mai 2018, 14 h 32`.

    >>> from catalogue.words.languages import ENGLISH
    >>> written_moment("2018-05", ENGLISH), written_moment("2018-05-12", ENGLISH)
    ('May 2018', '12 May 2018')
    """
    try:
        parts = [int(part) for part in value[:10].split("-")]
        day = datetime(*(*parts, 1, 1)[:3])  # type: ignore[arg-type]  # noqa: DTZ001 a wall clock has no zone
    except ValueError:
        return value
    if "T" in value:
        return say.moment(value, language)
    return {1: str(day.year), 2: language.month(day)}.get(len(parts)) or language.day(day)


def span(seconds: int, language: Language) -> str:
    """Say how long something took, roundly: `40 s`, `3 min`, `2 h`, `5 days`."""
    for step, unit in ((86_400, None), (3600, "h"), (60, "min")):
        if seconds >= step:
            n = round(seconds / step)
            if unit is None:
                return language.counted("%(n)s day", "%(n)s days", n)
            return f"{language.number(n)}\N{NO-BREAK SPACE}{unit}"
    return f"{language.number(seconds)}\N{NO-BREAK SPACE}s"
