"""Why a person must look at a photo. Pure: what is known of it in, reasons out."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from catalogue.database.folding import fold
from catalogue.values.claims import Absence, Claim, Source, Subject
from catalogue.values.places import PlaceKind, PlaceRelation, Relation
from catalogue.values.precedence import MEASURED_TIMES, best


class Reason(StrEnum):
    """Why a photo waits for a person; the values are stored. The order is that of severity, worst first.

    First what is shown to nobody, then what may be wrong, then what is missing, then what is unsure or superfluous.
    """

    HELD = "held"
    CONFLICT = "conflict"
    PLACE_CONFLICT = "place-conflict"
    DATE_IMPLAUSIBLE = "date-implausible"
    YEAR_CONFLICT = "year-conflict"
    OUTSIDE_AREA = "outside-area"
    NO_POSITION = "no-position"
    REDACTED = "redacted"
    DATE_MISSING = "date-missing"
    ESTIMATE = "estimate"
    NEAR_DUPLICATE = "near-duplicate"
    SCREENSHOT = "screenshot"
    MESSAGING = "messaging"


SEVERITY: tuple[Reason, ...] = tuple(Reason)


@dataclass(frozen=True, slots=True)
class Doubt:
    """One reason, and a detail that tells two of a kind apart; `doubts` says which details there are."""

    reason: Reason
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Limits:
    """Where doubt begins, from the settings of the library."""

    folder_conflict_m: int = 2000
    wide_accuracy_m: int = 100
    earliest_year: int = 1990


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a photo: its row, its claims, the places it belongs to.

    `contested` are the subjects on which files disagree; `alike` is true while a pair with a near-duplicate waits
    to be decided; `has_perimeter` is true when the catalogue knows where its territory ends.
    """

    row: dict[str, Any]
    claims: Sequence[Claim]
    relations: Sequence[PlaceRelation] = ()
    contested: frozenset[str] = frozenset()
    alike: bool = False
    has_perimeter: bool = False


def doubts(known: Known, limits: Limits) -> list[Doubt]:
    """Every reason to look at a photo, worst first.

    Details: of `held` the code of the outcome; of `conflict` the subject; of `place-conflict` kind and name of the
    place that the folder names (`park/Olhain`); of `date-implausible` `early`, `default-clock` or `future`; of
    `year-conflict` the years of folder and camera (`2018/2019`); of `no-position` why there is none; of `estimate`
    how it was made.
    """
    found = (
        *_held(known),
        *(Doubt(Reason.CONFLICT, subject) for subject in sorted(known.contested)),
        *_place(known, limits),
        *_date(known, limits),
        *_position(known, limits),
        *([Doubt(Reason.NEAR_DUPLICATE)] if known.alike else []),
        *_copy(known),
    )
    return sorted(found, key=lambda doubt: SEVERITY.index(doubt.reason))


def _held(known: Known) -> Iterator[Doubt]:
    row = known.row
    if row["held_because"] or row["state"] == "held":
        yield Doubt(Reason.HELD, row["held_because"] or row["state_reason"] or "")


def _place(known: Known, limits: Limits) -> Iterator[Doubt]:
    """A person's position settles what a folder says of another place."""
    if known.row["latitude"] is None or known.row["position_method"] == Source.MANUAL:
        return
    for relation in known.relations:
        if (
            relation.relation == Relation.FOLDER
            and relation.decided_by is None
            and (relation.distance_m or 0) > limits.folder_conflict_m
        ):
            yield Doubt(Reason.PLACE_CONFLICT, f"{relation.kind}/{relation.name}")
    inside = {r.kind for r in known.relations if r.relation != Relation.FOLDER}
    if known.has_perimeter and PlaceKind.PERIMETER not in inside:
        yield Doubt(Reason.OUTSIDE_AREA)


def _position(known: Known, limits: Limits) -> Iterator[Doubt]:
    row = known.row
    method, accuracy_m = row["position_method"], row["position_accuracy_m"] or 0
    if method is None:
        absence = row["position_absence"]
        redacted = absence == Absence.REDACTED
        yield Doubt(Reason.REDACTED) if redacted else Doubt(Reason.NO_POSITION, absence or "")
    elif method in (Source.NEIGHBOUR, Source.FOLDER) or (
        method == Source.TRACK and accuracy_m > limits.wide_accuracy_m
    ):
        yield Doubt(Reason.ESTIMATE, method)


#: How a claim says that it comes from a camera's time by moving the clock of the camera.
CLOCK = "clock"


def _date(known: Known, limits: Limits) -> Iterator[Doubt]:
    """A date that a person gave is believed; one that came of moving a clock is as good as the clock."""
    row = known.row
    if row["taken_year"] is None:
        yield Doubt(Reason.DATE_MISSING)
    if row["taken_year"] is None or (row["taken_method"] == Source.MANUAL and not _moved(known)):
        return
    yield from (Doubt(Reason.DATE_IMPLAUSIBLE, why) for why in _implausible(known, limits))
    measured = best(Subject.TAKEN, [c for c in known.claims if c.source in MEASURED_TIMES])
    folders = [_year(c) for c in known.claims if c.subject is Subject.TAKEN and c.source is Source.FOLDER]
    if measured and folders and _year(measured) not in folders:
        yield Doubt(Reason.YEAR_CONFLICT, f"{folders[0]}/{_year(measured)}")


# A camera whose battery was out begins again at midnight of some 1 January.
_DEFAULT_CLOCK = re.compile(r"\d{4}-01-01T00:")


def _implausible(known: Known, limits: Limits) -> Iterator[str]:
    """Later than when it came in means a wrong clock; the zone is not known, so a day more is granted."""
    row = known.row
    taken = row["taken_at"] or str(row["taken_year"])
    if row["taken_year"] < limits.earliest_year:
        yield "early"
    elif _DEFAULT_CLOCK.match(taken) or _hardly_moved(known):
        yield "default-clock"
    elif taken[:10] > _day_after(row["added_at"]):
        yield "future"


def _moved(known: Known) -> bool:
    """True when the date that is shown came of moving a clock."""
    if known.row["taken_method"] != Source.MANUAL:
        return False
    shown = best(Subject.TAKEN, known.claims)
    return shown is not None and shown.source is Source.MANUAL and shown.detail == CLOCK


def _hardly_moved(known: Known) -> bool:
    """A clock that was never set is not right because it was moved by some hours."""
    if not _moved(known):
        return False
    clock = best(Subject.TAKEN, [c for c in known.claims if c.source in MEASURED_TIMES - {Source.MANUAL}])
    if clock is None or not _DEFAULT_CLOCK.match(clock.value or ""):
        return False
    moved = datetime.fromisoformat(known.row["taken_at"]) - datetime.fromisoformat(clock.value or "")
    return abs(moved) < timedelta(days=1)


def _day_after(moment: str) -> str:
    """The day after a moment, in a form that sorts with days: the 32nd stands for the 1st of the next month."""
    return f"{moment[:8]}{int(moment[8:10]) + 1:02}"


def _year(claim: Claim) -> str:
    return (claim.value or "")[:4]


# How systems name a picture of a screen, and how messengers rename what they send.
_SCREENSHOT = re.compile(
    r"screen[ _-]?shot|capture[ _-]d.?[ _-]?ecran|capture\+_\d|captura de pantalla|bildschirmfoto"
)
_MESSAGING = re.compile(
    r"img-\d{8}-wa\d+|whatsapp image|received_\d{6,}|signal-\d{4}-|telegram|photo_\d{4}-\d\d-\d\d_\d\d-\d\d-\d\d"
    r"|fb_img_\d+|snapchat-\d+|viber|messenger|image_?picker|imo_\d{6,}"
)
# Screens of phones, tablets and desktops, short side first, as their own screenshots are.
_SCREENS = frozenset(
    {
        (640, 1136), (720, 1280), (720, 1520), (720, 1560), (720, 1600), (750, 1334), (768, 1024), (768, 1366),
        (800, 1280), (828, 1792), (900, 1440), (900, 1600), (1050, 1680), (1080, 1920), (1080, 2160), (1080, 2220),
        (1080, 2280), (1080, 2340), (1080, 2400), (1125, 2436), (1170, 2532), (1179, 2556), (1200, 1920),
        (1242, 2208), (1242, 2688), (1284, 2778), (1290, 2796), (1440, 2560), (1440, 2880), (1440, 2960),
        (1440, 3040), (1440, 3120), (1440, 3200), (1536, 2048), (1600, 2560), (1620, 2160), (1668, 2388),
        (2048, 2732), (2160, 3840),
    }
)  # fmt: skip


def _copy(known: Known) -> Iterator[Doubt]:
    """A picture that names its camera comes from one, whatever its name."""
    row = known.row
    if row["camera_model"] or row["camera_make"]:
        return
    names = [c.value or "" for c in known.claims if c.subject is Subject.NAME]
    if _any(_SCREENSHOT, names) or (row["format"] == "png" and _screen_sized(row)):
        yield Doubt(Reason.SCREENSHOT)
    elif _any(_MESSAGING, names):
        yield Doubt(Reason.MESSAGING)


def _any(pattern: re.Pattern[str], names: Iterable[str]) -> bool:
    return any(pattern.search(fold(name)) for name in names)


def _screen_sized(row: dict[str, Any]) -> bool:
    width, height = row["width"] or 0, row["height"] or 0
    return (min(width, height), max(width, height)) in _SCREENS
