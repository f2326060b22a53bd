"""How facts of the catalogue are said to a person, in any language. Pure: rows in, words out."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from catalogue.words.languages import Language

Row = Mapping[str, Any]

_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
#: EXIF orientations from here on are turned by a quarter (EXIF 2.32, tag 0x0112).
_ON_ITS_SIDE = 5


def sayable(sentence: str) -> str:
    """Mark an English sentence that is looked up later, so that the translators' catalogue holds it."""
    return sentence


def plural(one: str, many: str) -> tuple[str, str]:
    """Mark a sentence with its plural that are looked up later."""
    return one, many


class Badge(NamedTuple):
    """How sure something is: a sign that is read at a glance, and the words for it."""

    sign: str
    words: str


# ● measured, ◐ worked out, ○ estimated, ✎ placed by a person: an estimate never looks like a fact.
_POSITIONS = {
    "manual": Badge("✎", sayable("placed by hand")),
    "exif": Badge("●", sayable("measured (GPS)")),
    "xmp": Badge("●", sayable("measured (XMP)")),
    "sidecar": Badge("●", sayable("measured (sidecar file)")),
    "device": Badge("●", sayable("measured by the phone")),
    "track": Badge("◐", sayable("worked out from a track")),
    "neighbour": Badge("◐", sayable("worked out from a neighbouring photo")),
    "folder": Badge("○", sayable("estimated from the folder")),
}
_ABSENCES = {
    "no-gps": sayable("The camera noted no position."),
    "redacted": sayable("The position was erased before the photo came here."),
    "zero": sayable("The camera noted 0°, 0°, which is no position."),
    "out-of-range": sayable("The camera noted a position that does not exist."),
    "no-reference": sayable("The camera did not say which hemisphere it was in."),
    "unreadable": sayable("The position in the file cannot be read."),
}
_TIMES = {
    "manual": Badge("✎", sayable("corrected by hand")),
    "exif": Badge("●", sayable("measured (EXIF)")),
    "xmp": Badge("●", sayable("measured (XMP)")),
    "sidecar": Badge("●", sayable("measured (sidecar file)")),
    "device": Badge("●", sayable("measured by the phone")),
    "iptc": Badge("○", sayable("from the IPTC fields")),
    "name": Badge("○", sayable("from the name of the file")),
    "folder": Badge("○", sayable("from the name of the folder")),
}
_STATES = {
    "catalogued": sayable("in the catalogue"),
    "held": sayable("waits for somebody"),
    "set_aside": sayable("set aside"),
}
_RUN_STATES = {
    "running": sayable("under way"),
    "finished": sayable("finished"),
    "interrupted": sayable("interrupted"),
    "undone": sayable("undone"),
}
_REVIEWS = {
    "held": sayable("Kept, but not shown"),
    "conflict": sayable("Two files say different things"),
    "place-conflict": sayable("Folder and position disagree"),
    "date-implausible": sayable("Implausible date"),
    "year-conflict": sayable("Folder and date disagree on the year"),
    "outside-area": sayable("Outside the territory"),
    "no-position": sayable("No position"),
    "redacted": sayable("Position erased by the phone"),
    "date-missing": sayable("No date"),
    "estimate": sayable("Estimated position"),
    "near-duplicate": sayable("Photos that look alike"),
    "screenshot": sayable("Screenshots"),
    "messaging": sayable("Copies sent by messenger"),
}
_SUBJECTS = {
    "position": sayable("position"),
    "heading": sayable("heading"),
    "taken": sayable("date"),
    "offset": sayable("time zone"),
    "orientation": sayable("orientation"),
    "camera_make": sayable("make of the camera"),
    "camera_model": sayable("camera"),
    "lens": sayable("lens"),
    "focal_length": sayable("focal length"),
    "focal_length_35mm": sayable("focal length on 35 mm film"),
    "caption": sayable("caption"),
    "creator": sayable("photographer"),
    "credit": sayable("credit"),
    "copyright": sayable("copyright"),
    "licence": sayable("licence"),
    "usage_terms": sayable("terms of use"),
    "diffusion": sayable("diffusion"),
    "alt_text": sayable("alternative text"),
    "keyword": sayable("keyword"),
    "theme": sayable("theme"),
    "rating": sayable("rating"),
    "place": sayable("place"),
    "folder": sayable("folder"),
    "state": sayable("state"),
    "name": sayable("name of the file"),
    "pair": sayable("photo that looks alike"),
    "settled": sayable("question closed by a person"),
}
_COMPANIONS = {"live-photo": sayable("moving part of the Live Photo"), "raw-beside": sayable("RAW file")}
_KINDS = {
    "park": sayable("Park"),
    "itinerary": sayable("Itinerary"),
    "cite": sayable("Miners’ estate"),
    "commune": sayable("Commune"),
    "epci": sayable("EPCI"),
    "site": sayable("Site at stake"),
    "terril": sayable("Terril"),
    "perimeter": sayable("Perimeter"),
}


def position_badge(method: str | None, language: Language) -> Badge | None:
    """Say how a position is known; None when there is no position."""
    return _badge(_POSITIONS, method, language)


def time_badge(method: str | None, language: Language) -> Badge | None:
    """Say how a date is known; None when there is no date."""
    return _badge(_TIMES, method, language)


def absence(code: str | None, language: Language) -> str:
    """Say why there is no position."""
    return _said(_ABSENCES, code or "no-gps", language)


def state(code: str, language: Language) -> str:
    """Say the state of a photo."""
    return _said(_STATES, code, language)


def run_state(code: str, language: Language) -> str:
    """Say the state of a run."""
    return _said(_RUN_STATES, code, language)


def review(reason: str, language: Language) -> str:
    """Say why a photo waits for review."""
    return _said(_REVIEWS, reason, language)


def subject(code: str, language: Language) -> str:
    """Say what a claim or a change is about; `theme:étang` and `place:12` are a theme and a place."""
    return _said(_SUBJECTS, code if code in _SUBJECTS else code.partition(":")[0], language)


def rule(text: str, language: Language) -> str:
    """Say by which rule a place was found: `dossier : Terrils 11-19`."""
    kind, colon, what = text.partition(": ")
    return language.text("folder: %(name)s", name=what) if (kind, colon) == ("folder", ": ") else text


def kind_of_place(code: str, language: Language) -> str:
    """Say the kind of a place."""
    return _said(_KINDS, code, language)


def when(photo: Row, language: Language) -> str | None:
    """Say when a photo was taken, as finely as it is known: `12 mai 2018, 14 h 32`, `mai 2018`, `2018`."""
    if photo["taken_at"]:
        return moment(photo["taken_at"], language)
    year, month = photo["taken_year"], photo["taken_month"]
    if year and month:
        return language.month(datetime(year, month, 1))  # noqa: DTZ001 a local wall clock has no zone
    return str(year) if year else None


def day(photo: Row, language: Language) -> str | None:
    """Say the day of a photo, without the hour: `12 mai 2018`."""
    try:
        return language.day(datetime.fromisoformat(photo["taken_at"] or ""))
    except ValueError:
        return when(photo, language)


def moment(text: str, language: Language) -> str:
    """Say a stored moment: `2018-05-12T14:32:08` is `12 mai 2018, 14 h 32`. What is no moment stays as it is."""
    try:
        return language.moment(datetime.fromisoformat(text))
    except ValueError:
        return text


def local_moment(text: str, language: Language) -> str:
    """Say a moment stored in UTC as the clock of this machine shows it."""
    try:
        return language.moment(datetime.fromisoformat(text).astimezone())
    except ValueError:
        return text


def coordinates(latitude: float, longitude: float, language: Language) -> str:
    """Say a position in degrees, latitude first, to about a metre: `50,43012° N, 2,58001° E`."""
    north = language.text("N") if latitude >= 0 else language.text("S")
    east = language.text("E") if longitude >= 0 else language.text("W")
    return f"{language.degrees(abs(latitude))}° {north}, {language.degrees(abs(longitude))}° {east}"


def place(photo: Row) -> str | None:
    """Say where a photo is, by the most telling of its places."""
    named = (photo["park"], photo["itinerary"], photo["cite"], photo["commune"])
    return next((name for name in named if name), None)


def camera(photo: Row) -> str:
    """Name a camera; the make is not said twice, as in `Canon Canon EOS 70D`."""
    make, model = photo["camera_make"] or "", photo["camera_model"] or ""
    return model if model.casefold().startswith(make.casefold()) else f"{make} {model}".strip()


def source(door: str, folder: str, language: Language) -> str:
    """Say where the files of a run came from: their folder, unless they were handed over to the inbox."""
    return language.text("received files") if door == "inbox" else folder


def companion(kind: str, language: Language) -> str:
    """Say what a file beside a photo is."""
    return _said(_COMPANIONS, kind, language)


def tint(colour: str | None) -> str:
    """Give the average colour of a picture as CSS takes it; anything else than `#rrggbb` is `transparent`."""
    return colour if colour and _COLOUR.fullmatch(colour) else "transparent"


def upright(photo: Row) -> dict[str, int]:
    """Give the width and height of a photo as it is shown, so that the page does not jump when it comes."""
    width, height = photo["width"], photo["height"]
    if not width or not height:
        return {}
    on_its_side = (photo["orientation"] or 1) >= _ON_ITS_SIDE
    return {"width": height, "height": width} if on_its_side else {"width": width, "height": height}


def distance(metres: float, language: Language) -> str:
    r"""Say a distance: `350 m`, `12,4 km`. Metres are rounded as a person would.

    >>> from catalogue.words.languages import ENGLISH
    >>> distance(12_400, ENGLISH)
    '12.4\xa0km'
    """
    if metres >= 1000:  # noqa: PLR2004 a kilometre
        return f"{language.number(round(metres / 1000, 1))}\N{NO-BREAK SPACE}km"
    return f"{language.number(round(metres))}\N{NO-BREAK SPACE}m"


def size(bytes_: int, language: Language) -> str:
    """Say the size of a file: `3,4 Mo`."""
    for unit, step in (
        (language.text("GB"), 10**9),
        (language.text("MB"), 10**6),
        (language.text("kB"), 10**3),
    ):
        if bytes_ >= step:
            return f"{language.number(round(bytes_ / step, 1))}\N{NO-BREAK SPACE}{unit}"
    return language.counted("%(n)s byte", "%(n)s bytes", bytes_)


_POINTS = (
    sayable("north"),
    sayable("north-east"),
    sayable("east"),
    sayable("south-east"),
    sayable("south"),
    sayable("south-west"),
    sayable("west"),
    sayable("north-west"),
)


def heading(degrees: float, language: Language) -> str:
    """Say a direction: `nord-est (47°)`."""
    point = _POINTS[round(degrees / 45) % 8]
    return f"{language.text(point)} ({round(degrees) % 360}°)"


def _badge(table: Mapping[str, Badge], code: str | None, language: Language) -> Badge | None:
    if code is None:
        return None
    found = table.get(code, Badge("○", code))
    return Badge(found.sign, language.text(found.words))


def _said(table: Mapping[str, str], code: str, language: Language) -> str:
    """Look a code up; a code that is new here is said as it is."""
    return language.text(table[code]) if code in table else code
