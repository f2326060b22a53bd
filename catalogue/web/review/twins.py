"""Photos that look alike, as a page shows them: a pair side by side with what differs, and the group they are of."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from catalogue.database.connection import Connection
from catalogue.reviewing.journal import last_change
from catalogue.reviewing.pairs import richest
from catalogue.reviewing.queues import Group, Queue, groups
from catalogue.reviewing.undoing import Done
from catalogue.web.review.desk import address
from catalogue.words import wording as say
from catalogue.words.languages import Language

Row = dict[str, Any]
REASON = "near-duplicate"
#: Shapes that differ less than this are those of one picture at two sizes.
_SAME_SHAPE = 0.01
#: Pictures that differ in fewer bits are one picture, when nothing says when they were taken.
_ONE_PICTURE_BITS = 3


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that may differ between two photos."""

    what: str
    left: str
    right: str

    @property
    def differs(self) -> bool:
        """True when the two are not the same."""
        return self.left != self.right


@dataclass(frozen=True, slots=True)
class Pair:
    """Two photos that look alike, the richer one on the left, and what Enter would decide."""

    left: Row
    right: Row
    richer: str
    differences: Sequence[Line]
    proposed: str


@dataclass(frozen=True, slots=True)
class TwinsPage:
    """All that `review_twins.html` needs, by the names it uses."""

    reason: str
    photo: Row
    queues: Sequence[Queue]
    left: int
    of: int
    seen: int
    next: str | None
    previous: str | None
    pair: Pair
    members: Sequence[Row]
    burst: bool
    best: str
    why: str
    last_action: Done | None

    @property
    def chosen(self) -> list[str]:
        """Ids of the photos that the page is about."""
        return [self.pair.left["id"], self.pair.right["id"]]

    def address(self, photo_id: str, _selected: object = None) -> str:
        """Where another group stands in the queue."""
        return address(self.reason, photo_id, of=self.of)


def first_twin(db: Connection) -> str | None:
    """A photo of the group to begin with, the most alike; None when nothing waits."""
    found = groups(db, most=1)
    return found[0].pairs[0][0] if found else None


def twins_page(
    db: Connection,
    photo_id: str,
    language: Language,
    *,
    queues: Sequence[Queue],
    of: int,
    last_action: Done | None,
) -> TwinsPage | None:
    """Put the page of a photo's group together; None when nothing about it waits."""
    all_groups = groups(db)
    at = next((n for n, group in enumerate(all_groups) if photo_id in group.photo_ids), None)
    if at is None:
        return None
    group = all_groups[at]
    members = [_row(db, one) for one in group.photo_ids]
    first, second, bits = next((p for p in group.pairs if photo_id in p[:2]), group.pairs[0])
    pair = _pair(db, first, second, bits, language)
    left = next((line.count for line in queues if line.reason == REASON), 0)
    return TwinsPage(
        reason=REASON,
        photo=pair.left,
        queues=queues,
        left=left,
        of=max(of, left),
        seen=last_change(db),
        next=_first_of(all_groups[at + 1 :] or all_groups[:at]),
        previous=_first_of(all_groups[at - 1 : at]),
        pair=pair,
        members=members,
        burst=group.burst and pair.proposed == "different",
        best=richest(db, group.photo_ids),
        why=_why(group, pair, language),
        last_action=last_action,
    )


def _first_of(found: Sequence[Group]) -> str | None:
    return found[0].pairs[0][0] if found else None


def _why(group: Group, pair: Pair, language: Language) -> str:
    if group.burst and pair.proposed == "different":
        return language.text("Taken by one camera within seconds: which one is to be kept?")
    return language.text("These photos look alike. What are they to each other?")


def _pair(db: Connection, first: str, second: str, bits: int, language: Language) -> Pair:
    richer = richest(db, [first, second])
    other = second if richer == first else first
    left, right = _row(db, richer), _row(db, other)
    return Pair(left, right, richer, _differences(left, right, language), _proposed(left, right, bits))


def _proposed(left: Row, right: Row, bits: int) -> str:
    """One moment, or hardly a difference: the same picture, or a version when its shape is another."""
    shape = abs(_shape(left) - _shape(right)) <= _SAME_SHAPE * max(_shape(left), _shape(right))
    together = left["taken_at"] == right["taken_at"] if left["taken_at"] and right["taken_at"] else None
    if together or (together is None and bits <= _ONE_PICTURE_BITS):
        return "same" if shape else "version"
    return "different"


def _shape(photo: Row) -> float:
    size = say.upright(photo)
    return size["width"] / size["height"] if size else 1.0


def _differences(left: Row, right: Row, language: Language) -> list[Line]:
    lines = [Line(what, _said(left, what, language), _said(right, what, language)) for what in _SAID]
    lines = [Line(language.text(line.what), line.left, line.right) for line in lines]
    return [line for line in lines if line.left != "–" or line.right != "–"]


_SAID = (
    say.sayable("Size"),
    say.sayable("Cut"),
    say.sayable("Weight"),
    say.sayable("Date"),
    say.sayable("Position"),
    say.sayable("Camera"),
    say.sayable("Caption"),
    say.sayable("Names"),
)


def _said(photo: Row, what: str, language: Language) -> str:
    words = {
        "Size": _pixels(photo),
        "Cut": _cut(photo, language),
        "Weight": say.size(photo["size_bytes"], language) if photo["size_bytes"] else None,
        "Date": _exact(photo, language),
        "Position": _where(photo, language),
        "Camera": say.camera(photo),
        "Caption": photo["caption"],
        "Names": photo["names"],
    }
    return words[what] or "–"


def _pixels(photo: Row) -> str | None:
    size = say.upright(photo)
    return f"{size['width']} × {size['height']}" if size else None


_CUTS = {"1:1": 1.0, "5:4": 1.25, "4:3": 4 / 3, "3:2": 1.5, "16:9": 16 / 9, "2:1": 2.0}


def _cut(photo: Row, language: Language) -> str | None:
    """Name the shape of a picture: `4:3`, and of one that stands upright `4:3, debout`."""
    if not say.upright(photo):
        return None
    shape = _shape(photo)
    long = max(shape, 1 / shape)
    near = [name for name, value in _CUTS.items() if abs(value - long) <= _SAME_SHAPE * long]
    named = near[0] if near else f"{language.number(round(long, 2))}:1"
    return named if shape >= 1 else language.text("%(shape)s, upright", shape=named)


def _exact(photo: Row, language: Language) -> str | None:
    """Say a moment to the second: in a burst that is what differs."""
    if not photo["taken_at"]:
        return say.when(photo, language)
    seconds = datetime.fromisoformat(photo["taken_at"]).second
    return f"{say.moment(photo['taken_at'], language)} {seconds:02}\N{NO-BREAK SPACE}s"


def _where(photo: Row, language: Language) -> str | None:
    if photo["latitude"] is None:
        return None
    badge = say.position_badge(photo["position_method"], language)
    return f"{say.coordinates(photo['latitude'], photo['longitude'], language)} {badge.sign if badge else ''}"


def _row(db: Connection, photo_id: str) -> Row:
    cursor = db.execute(
        """
        SELECT photos.*,
            (SELECT name FROM files WHERE photo_id = photos.id ORDER BY withdrawn IS NOT NULL, id LIMIT 1) AS file_name,
            (SELECT size_bytes FROM files WHERE sha256 = original_sha256 LIMIT 1) AS size_bytes,
            (SELECT group_concat(path, ', ') FROM files WHERE photo_id = photos.id AND withdrawn IS NULL) AS names
        FROM photos WHERE id = ?
        """,
        [photo_id],
    )
    return dict(zip((column[0] for column in cursor.description), cursor.fetchone(), strict=True))
