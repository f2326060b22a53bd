"""What one page of the desk shows: the photo and its outing, what is proposed, what the map draws, what is left."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from catalogue.database.connection import Connection
from catalogue.reviewing.desk import DeskView
from catalogue.reviewing.queues import Queue, queue
from catalogue.reviewing.undoing import Done
from catalogue.web.review import words
from catalogue.web.review.desk_map import map_data
from catalogue.web.review.proposals import Proposal, proposals, standing
from catalogue.words.languages import Language

Row = dict[str, Any]
#: More than any queue has; `queue` wants a number.
_ALL = 1_000_000


def address(reason: str, photo_id: str, *, of: int = 0, selected: Collection[int] = ()) -> str:
    """Where a photo stands in a queue, with the selection and the length that the queue had at the start.

    >>> address("no-position", "ab", of=12, selected=[3, 1])
    '/review/no-position/ab?of=12&sel=1,3'
    """
    asked = [f"of={of}"] if of else []
    if selected:
        asked.append(f"sel={','.join(map(str, sorted(selected)))}")
    return f"/review/{reason}/{photo_id}" + (f"?{'&'.join(asked)}" if asked else "")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a photo stands in its queue: what comes before and after it, and how many are left in all."""

    previous: str | None
    next: str | None
    left: int


def place_in_queue(db: Connection, reason: str, photo_id: str) -> Place:
    """Find a photo in its queue; of one that no longer waits, its neighbours are those that it would have."""
    ids = queue(db, reason, most=_ALL)
    if photo_id in ids:
        at = ids.index(photo_id)
        return Place(ids[at - 1] if at else None, _after(ids, at + 1, photo_id), len(ids))
    behind = queue(db, reason, most=1, after=photo_id)
    at = ids.index(behind[0]) if behind else len(ids)
    return Place(ids[at - 1] if at else None, _after(ids, at, photo_id), len(ids))


def _after(ids: Sequence[str], at: int, photo_id: str) -> str | None:
    """The queue begins again at its end, as long as there is another photo in it."""
    found = ids[at] if at < len(ids) else next(iter(ids), None)
    return None if found == photo_id else found


@dataclass(frozen=True, slots=True)
class DeskPage:
    """All that `review_desk.html` needs, by the names it uses."""

    reason: str
    photo: Row
    questions: Sequence[Row]
    queues: Sequence[Queue]
    place: Place
    of: int
    selected: Collection[int]
    strip: Sequence[Row]
    candidates: Sequence[Proposal]
    why: str
    where: str | None
    file_name: str | None
    folder: str | None
    seen: int
    last_action: Done | None
    map: Mapping[str, Any]

    @property
    def left(self) -> int:
        """How many photos the queue still has."""
        return self.place.left

    @property
    def next(self) -> str | None:
        """The photo that comes after this one."""
        return self.place.next

    @property
    def previous(self) -> str | None:
        """The photo that came before this one."""
        return self.place.previous

    @property
    def settled(self) -> bool:
        """True when the photo does not wait for this reason."""
        return not any(question["reason"] == self.reason for question in self.questions)

    @property
    def all_waiting(self) -> list[int]:
        """Numbers of the photos of the outing that wait for this reason."""
        return [row["number"] for row in self.strip if row["waits"]]

    @property
    def waiting_here(self) -> int:
        """How many photos of the outing wait for this reason."""
        return len(self.all_waiting)

    @property
    def chosen(self) -> list[str]:
        """Ids of the photos that a decision is about: those selected, or the one that is shown."""
        found = [row["id"] for row in self.strip if row["number"] in self.selected]
        return found or [self.photo["id"]]

    @property
    def for_track(self) -> list[str]:
        """Ids of the photos that a track may place: those selected, or all of the outing that wait."""
        waiting = [row["id"] for row in self.strip if row["waits"]]
        return self.chosen if self.selected or not waiting else waiting

    def toggled(self, number: int) -> list[int]:
        """The selection with this photo, or without it when it is there."""
        return sorted(set(self.selected) ^ {number})

    def address(self, photo_id: str, selected: Collection[int] | None = None) -> str:
        """Where another photo stands in this queue; with this selection, or the one that stands."""
        chosen = self.selected if selected is None else selected
        return address(self.reason, photo_id, of=self.of, selected=chosen)


def waiting_for(db: Connection, reason: str, ids: Sequence[str]) -> set[str]:
    """Of these photos, those that wait for a reason."""
    found = db.execute("SELECT photo_id FROM reviews WHERE reason = ?", [reason]) if ids else ()
    return {row[0] for row in found} & set(ids)


def desk_page(
    db: Connection,
    view: DeskView,
    reason: str,
    language: Language,
    *,
    queues: Sequence[Queue],
    of: int,
    selected: Collection[int],
    last_action: Done | None,
) -> DeskPage:
    """Put the page together."""
    waiting = waiting_for(db, reason, [row["id"] for row in view.outing])
    strip = [row | {"waits": row["id"] in waiting} for row in view.outing]
    found = proposals(view, reason, language)
    place = place_in_queue(db, reason, view.photo["id"])
    return DeskPage(
        reason=reason,
        photo=view.photo,
        questions=view.questions,
        queues=queues,
        place=place,
        of=max(of, place.left),
        selected={number for number in selected if number in {row["number"] for row in strip}},
        strip=strip,
        candidates=found,
        why=words.why(reason, view.questions, view.photo, language),
        where=_stood_in(view),
        file_name=next(iter(view.names), None),
        folder=_folder(db, view.photo["id"]),
        seen=view.seen,
        last_action=last_action,
        map=map_data(db, view, found, reason),
    )


def _stood_in(view: DeskView) -> str | None:
    """The place in which the position lies: what a folder says of another one is no measurement."""
    found = standing(view)
    return found.name if found else None


def _folder(db: Connection, photo_id: str) -> str | None:
    row = db.execute(
        "SELECT path FROM files WHERE photo_id = ? ORDER BY withdrawn IS NOT NULL, id LIMIT 1", [photo_id]
    ).fetchone()
    return row[0].rpartition("/")[0] or None if row else None
