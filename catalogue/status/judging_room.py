"""How long the disk will do: in bytes, in photos, and in months at the pace of the last year."""

from catalogue.status.facts import Facts
from catalogue.status.findings import Bytes, Fact, Finding, Level, Saying
from catalogue.words.wording import sayable

#: Below these, somebody must look: months at the pace of the last year, or photos where the pace is not known.
MONTHS_AMBER, MONTHS_RED = 6, 1
PHOTOS_AMBER, PHOTOS_RED = 2_000, 200
#: A photo of which nothing is known yet: a large original, and its pictures for screens.
USUAL_PHOTO_BYTES = 6_000_000

_YEAR_MONTHS = 12
#: Nobody plans further, and no disk lives longer.
_FAR_MONTHS = 10 * _YEAR_MONTHS
_TODO = Saying(
    sayable("Make room on the disk, or move the library to a larger one; keep what runs leave free."), {}
)


def room(facts: Facts) -> Finding:
    """Room that is left above what runs leave free."""
    usable = max(0, facts.room.free_bytes - facts.room.reserve_bytes)
    photos = usable // _photo_bytes(facts)
    months = _months(photos, facts)
    level = _level(photos, months)
    known: dict[str, Fact] = {"free": Bytes(facts.room.free_bytes), "photos": _rounded(photos)}
    if not usable:
        what = Saying(sayable("The disk is full: %(free)s left, nothing is taken in any more."), known)
    elif months is None:
        what = Saying(sayable("Room on the disk: %(free)s, about %(photos)s photos."), known)
    elif months > _FAR_MONTHS:
        what = Saying(
            sayable(
                "Room on the disk: %(free)s, about %(photos)s photos, more than ten years at this year’s pace."
            ),
            known,
        )
    else:
        what = Saying(
            sayable(
                "Room on the disk: %(free)s, about %(photos)s photos, %(months)s months at this year’s pace."
            ),
            known | {"months": months},
        )
    return Finding("disk", level, what, None if level == Level.GOOD else _TODO)


def _photo_bytes(facts: Facts) -> int:
    known = facts.catalogue.photo_bytes if facts.catalogue else None
    return max(1, known or USUAL_PHOTO_BYTES)


def _months(photos: int, facts: Facts) -> int | None:
    """Months until the disk is full; None when nothing came in during the last year."""
    a_year = facts.catalogue.a_year if facts.catalogue else 0
    return photos * _YEAR_MONTHS // a_year if a_year else None


def _level(photos: int, months: int | None) -> Level:
    if photos < PHOTOS_RED or (months is not None and months < MONTHS_RED):
        return Level.RED
    if photos < PHOTOS_AMBER or (months is not None and months < MONTHS_AMBER):
        return Level.AMBER
    return Level.GOOD


def _rounded(number: int) -> int:
    """A number with two digits that count: more would only look precise.

    >>> _rounded(123_456), _rounded(97)
    (120000, 97)
    """
    step = int(10 ** max(0, len(str(number)) - 2))
    return number // step * step
