"""An action and its journal: what a person did, told so finely that it can be taken back.

An action is a row in `actions`. What it changed is in `changes`, one row for each photo and field:

- columns of `photos`, as runs journal them;
- rows of other tables, under a field that names them: `place:<id>` in `place_decisions`, `settled:<reason>:<detail>`
  in `settlements`, `pair:<photo>` in `near_duplicates`; before and after are the row as text, or nothing;
- `theme:<theme>`: a theme that a person gave or took away; before or after is the theme;
- `review:<reason>`: a question that went or came; before and after are when it was noted, and its detail.
"""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ulid import ULID

from catalogue.database.connection import Connection
from catalogue.errors import ChangedSince
from catalogue.photos.refreshing import FOLLOWING
from catalogue.values.claims import Claim, Subject

#: Columns that decisions set themselves; all others follow from claims and places.
SET = ("state", "state_reason", "version_of")
#: How a change of themes begins.
THEME_CHANGE = "theme:"
WATCHED = (*FOLLOWING, *SET)
_IDS = "(SELECT value FROM json_each(:ids))"
_CHANGED = f"""
    SELECT photo_id, made_by, field, at FROM changes
    WHERE id > :seen AND photo_id IN {_IDS} AND action_id IS NOT NULL AND made_by <> :by
        AND field NOT LIKE 'review:%'
    ORDER BY id DESC LIMIT 1
"""  # noqa: S608
_SAID = f"""
    SELECT id, photo_id, subject, value FROM claims
    WHERE photo_id IN {_IDS} AND source = 'manual' AND withdrawn IS NULL
"""  # noqa: S608 a constant
_ADD = """
    INSERT INTO claims (photo_id, subject, source, detail, value, latitude, longitude, accuracy_m, precision,
        reference, made_by, made_at, action_id)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""


@dataclass(frozen=True, slots=True)
class Action:
    """Something that a person did: `id` undoes it, `what` is a code such as `place`, `photos` how many it concerned."""

    id: str
    what: str
    photos: int


@dataclass(frozen=True, slots=True)
class Change:
    """One row of the journal, before it has a number."""

    photo_id: str
    field: str
    before: str | None
    after: str | None


Faces = dict[str, dict[str, Any]]
#: What waits for a person, by photo: (reason, detail) → noted when.
Questions = dict[str, dict[tuple[str, str], str]]
#: Columns that changed, by photo: from what, to what.
Followed = Mapping[str, Mapping[str, tuple[Any, Any]]]


class Journal:
    """One action in the making, within a transaction: rows are written, and what they were is kept."""

    def __init__(self, db: Connection, what: str, photo_ids: Iterable[str], by: str, now: str) -> None:
        self.db = db
        self.by = by
        self.now = now
        self.photo_ids = list(dict.fromkeys(photo_ids))
        self.action = Action(str(ULID()).lower(), what, len(self.photo_ids))
        db.execute(
            "INSERT INTO actions (id, what, made_by, made_at, photos) VALUES (?, ?, ?, ?, ?)",
            [self.action.id, what, by, now, self.action.photos],
        )
        self._changes: list[Change] = []

    def concerns(self, photo_ids: Collection[str]) -> None:
        """The action is about these photos alone: others that were asked for need nothing."""
        self.action = replace(self.action, photos=len(photo_ids))
        self.db.execute("UPDATE actions SET photos = ? WHERE id = ?", [len(photo_ids), self.action.id])

    def say(self, photo_id: str, claim: Claim) -> None:
        """The claim stands, and what a person said of the same before does no longer, until this is undone."""
        self.say_all([(photo_id, claim)])

    def say_all(self, words: Iterable[tuple[str, Claim]]) -> None:
        """As `say`, of many photos. Of a keyword, only what was said of the same keyword is replaced."""
        listed = list(words)
        self._withdraw([(i, c.subject, c.value if c.subject is Subject.KEYWORD else None) for i, c in listed])
        self._add(listed)

    def withdraw(self, photo_id: str, subject: Subject, value: str | None = None) -> None:
        """What a person said of the subject, with this value if one is given, stands no longer."""
        self._withdraw([(photo_id, subject, value)])

    def add(self, photo_id: str, claim: Claim) -> None:
        """The claim stands beside what is there."""
        self._add([(photo_id, claim)])

    def _withdraw(self, what: Iterable[tuple[str, Subject, str | None]]) -> None:
        """Of each photo and subject all that a person said, or what they said with this value."""
        gone = {(photo_id, subject.value, value) for photo_id, subject, value in what}
        said = self.db.execute(_SAID, _among(sorted({photo_id for photo_id, _, _ in gone}))).fetchall()
        how = withdrawn_by(self.action.id)
        self.db.executemany(
            "UPDATE claims SET withdrawn = ? WHERE id = ?",
            [(how, row[0]) for row in said if {(*row[1:3], None), tuple(row[1:])} & gone],
        )

    def _add(self, words: Iterable[tuple[str, Claim]]) -> None:
        self.db.executemany(_ADD, [self._row(photo_id, claim) for photo_id, claim in words])

    def _row(self, photo_id: str, claim: Claim) -> tuple[Any, ...]:
        return (
            photo_id,
            claim.subject.value,
            claim.source.value,
            claim.detail,
            claim.value,
            claim.latitude,
            claim.longitude,
            claim.accuracy_m,
            claim.precision.value if claim.precision else None,
            claim.reference,
            claim.made_by or self.by,
            self.now,
            self.action.id,
        )

    def note(self, photo_id: str, field: str, before: str | None, after: str | None) -> None:
        """A row of another table has changed."""
        if before != after:
            self._changes.append(Change(photo_id, field, before, after))

    def note_themes(self, themes: Iterable[tuple[str, str, bool]]) -> None:
        """Photos gained a theme, or lost it."""
        for photo_id, theme, gained in themes:
            change = (None, theme) if gained else (theme, None)
            self._changes.append(Change(photo_id, f"{THEME_CHANGE}{theme}", *change))

    def close(self, before: Faces, questions: Questions, followed: Followed) -> Action:
        """What changed in the photos' rows and reviews since is in the journal, with what was noted.

        `followed` is what is known to have changed in columns that `before` does not hold.
        """
        after, open_now = faces(self.db, before, _names_of(before)), reviews_of(self.db, questions)
        for photo_id, face in before.items():
            for name, (old, new) in followed.get(photo_id, {}).items():
                self._changes.append(Change(photo_id, name, _text(old), _text(new)))
            self._changes += _columns(photo_id, face, after[photo_id])
            self._changes += _questions(photo_id, questions[photo_id], open_now[photo_id])
        write_changes(self.db, self.action.id, self._changes, self.by, self.now)
        return self.action


def withdrawn_by(action_id: str) -> str:
    """How a claim says which action withdrew it."""
    return f"action {action_id}"


def write_changes(db: Connection, action_id: str, changes: Iterable[Change], by: str, now: str) -> None:
    """The journal holds these changes."""
    db.executemany(
        """
        INSERT INTO changes (at, made_by, action_id, photo_id, field, before, after) VALUES (?, ?, ?, ?, ?, ?, ?)
        """,
        [(now, by, action_id, c.photo_id, c.field, c.before, c.after) for c in changes],
    )


def faces(db: Connection, photo_ids: Iterable[str], names: Sequence[str] = WATCHED) -> Faces:
    """Columns of photos that the journal watches, by id; `names` are some of these."""
    ids = list(photo_ids)
    query = f"SELECT id, {', '.join(names)} FROM photos WHERE id IN {_IDS}"  # noqa: S608 constants
    found = {row[0]: dict(zip(names, row[1:], strict=True)) for row in db.execute(query, _among(ids))}
    return {photo_id: found[photo_id] for photo_id in ids}


def _names_of(looks: Faces) -> Sequence[str]:
    return tuple(next(iter(looks.values()), {})) or SET


def reviews_of(db: Connection, photo_ids: Iterable[str]) -> Questions:
    """What waits for a person in photos: (reason, detail) → noted when."""
    ids = list(photo_ids)
    found: Questions = {photo_id: {} for photo_id in ids}
    query = f"SELECT photo_id, reason, detail, noted_at FROM reviews WHERE photo_id IN {_IDS}"  # noqa: S608 a constant
    for photo_id, reason, detail, noted_at in db.execute(query, _among(ids)):
        found[photo_id][reason, detail] = noted_at
    return found


def _among(photo_ids: Sequence[str]) -> dict[str, str]:
    return {"ids": json.dumps(list(photo_ids))}


def differences(before: Faces, after: Faces) -> list[Change]:
    """What differs between two looks at the same photos."""
    return [change for photo_id in before for change in _columns(photo_id, before[photo_id], after[photo_id])]


def _columns(photo_id: str, before: dict[str, Any], after: dict[str, Any]) -> list[Change]:
    return [
        Change(photo_id, name, _text(before[name]), _text(after[name]))
        for name in before
        if before[name] != after[name]
    ]


def _questions(
    photo_id: str, before: dict[tuple[str, str], str], after: dict[tuple[str, str], str]
) -> list[Change]:
    gone = [
        Change(photo_id, f"review:{r}", f"{before[r, d]} {d}", None) for r, d in before.keys() - after.keys()
    ]
    come = [
        Change(photo_id, f"review:{r}", None, f"{after[r, d]} {d}") for r, d in after.keys() - before.keys()
    ]
    return gone + come


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def check_unchanged(db: Connection, photo_ids: Sequence[str], by: str, seen: int | None) -> None:
    """Nobody else has decided about these photos since the change `seen`; otherwise ChangedSince.

    Without `seen` nothing is checked.
    """
    if seen is None:
        return
    row = db.execute(_CHANGED, _among(photo_ids) | {"seen": seen, "by": by}).fetchone()
    if row:
        raise ChangedSince(*row)


def last_change(db: Connection) -> int:
    """The number of the last change: what a page that is drawn now has seen."""
    return int(db.execute("SELECT coalesce(max(id), 0) FROM changes").fetchone()[0])
