"""What is said of outings and of their tracks."""

from catalogue.errors import NoSuchOuting, OutingRefused
from catalogue.words.languages import Language
from catalogue.words.wording import sayable

_WHY = {
    "name": sayable("An outing needs a name of at most 200 letters."),
    "too-many": sayable("These are more points than a track may have. Hand over a shorter one."),
    "clock": sayable("The outing has a time that cannot be. Is the phone’s clock right?"),
    "points": sayable("These points cannot be read. Nothing was kept."),
    "moment": sayable("An outing needs the moment when it began, with its time zone."),
    "gpx": sayable("This GPX file cannot be read. Export it again from the app that recorded it."),
}


def refused(error: OutingRefused | NoSuchOuting, language: Language) -> str:
    """Why an outing stays as it is, and what to do."""
    if isinstance(error, NoSuchOuting):
        return language.text("There is no such outing.")
    return language.text(_WHY[error.why])
