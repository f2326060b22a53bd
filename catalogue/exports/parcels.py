"""Pictures taken away together: which of them go, under which names, and what stays behind and why."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import sha256
from typing import Any

from catalogue.database.connection import Connection
from catalogue.exports.illustrations import illustration_name
from catalogue.exports.naming import NO_DATE, NO_PLACE, folder_name
from catalogue.exports.selecting import photos_in_order
from catalogue.values.rights import Diffusion, Rights
from catalogue.words.captions import main_place

Row = Mapping[str, Any]


class Why(StrEnum):
    """Why a photo of the result is not among the pictures."""

    SET_ASIDE = "set-aside"
    INTERNAL = "internal"
    NO_PICTURE = "no-picture"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A photo that stays behind: its number, and why."""

    number: int
    why: Why


@dataclass(frozen=True, slots=True)
class Leaf:
    """A picture that goes: the photo it shows, and its path in the parcel, with `/`."""

    photo_id: str
    number: int
    path: str


@dataclass(frozen=True, slots=True)
class Plan:
    """What will go. `state` changes whenever anything that is known of these photos does.

    `no_credit` and `to_check` are numbers of photos that go and that nobody can be credited for, or whose diffusion
    is not decided.
    """

    leaves: Sequence[Leaf]
    left_out: Sequence[LeftOut]
    no_credit: Sequence[int]
    to_check: Sequence[int]
    years: tuple[int | None, int | None]
    state: str

    def why_left_out(self) -> Mapping[Why, Sequence[int]]:
        """The numbers of the photos left out, by reason."""
        return by_reason(self.left_out)


def by_reason(left_out: Iterable[LeftOut]) -> dict[Why, list[int]]:
    """Numbers by reason, in the order of reasons."""
    found: dict[Why, list[int]] = {why: [] for why in Why}
    for photo in left_out:
        found[photo.why].append(photo.number)
    return {why: numbers for why, numbers in found.items() if numbers}


def plan(db: Connection, ids: Sequence[str], *, internal: bool = False) -> Plan:
    """Decide what goes of some photos, in their order; internal ones only where they are asked for.

    Every picture has a path of its own, also where capitals do not count.
    """
    draft = _Draft(internal)
    for photo in photos_in_order(db, ids):
        draft.add(photo)
    years = draft.years
    return Plan(
        draft.leaves,
        draft.left_out,
        draft.no_credit,
        draft.to_check,
        (min(years, default=None), max(years, default=None)),
        draft.seen.hexdigest(),
    )


@dataclass(slots=True)
class _Draft:
    """A plan while it is made."""

    internal: bool
    leaves: list[Leaf] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    no_credit: list[int] = field(default_factory=list)
    to_check: list[int] = field(default_factory=list)
    years: set[int] = field(default_factory=set)
    seen: Any = field(default_factory=sha256)
    _paths: Counter[str] = field(default_factory=Counter)

    def add(self, photo: Row) -> None:
        """One more photo of the result."""
        self.seen.update(repr(sorted(photo.items(), key=lambda pair: pair[0])).encode("utf-8", "replace"))
        why = reason_to_stay(photo, internal=self.internal)
        if why:
            self.left_out.append(LeftOut(photo["number"], why))
            return
        self.leaves.append(Leaf(photo["id"], photo["number"], self._own_path(photo)))
        if photo["taken_year"]:
            self.years.add(photo["taken_year"])
        if not (photo["credit"] or photo["creator"]):
            self.no_credit.append(photo["number"])
        if photo["rights"] == Rights.TO_CHECK:
            self.to_check.append(photo["number"])

    def _own_path(self, photo: Row) -> str:
        path = picture_path(photo)
        while self._paths[path.casefold()]:
            stem, dot, extension = path.rpartition(".")
            self._paths[path.casefold()] += 1
            path = f"{stem}_{self._paths[path.casefold()]}{dot}{extension}"
        self._paths[path.casefold()] += 1
        return path


def reason_to_stay(photo: Row, *, internal: bool) -> Why | None:
    """Why a photo does not go, as far as its row tells; None when it goes."""
    if photo["state"] == "set_aside":
        return Why.SET_ASIDE
    if photo["diffusion"] == Diffusion.INTERNAL and not internal:
        return Why.INTERNAL
    return Why.NO_PICTURE if photo["renditions"] == "none" else None


def picture_path(photo: Row) -> str:
    """The path of a picture, by place and year: `Olhain/2018/2018-05-12_olhain_0042.jpg`."""
    place = main_place(photo)
    folder = folder_name(place) if place else NO_PLACE
    return f"{folder}/{photo['taken_year'] or NO_DATE}/{illustration_name(photo)}"
