"""What a person writes about photos, one or thousands at once: captions, credits, rights, themes, stars."""

import json
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from catalogue.database.connection import Connection
from catalogue.errors import ChangedSince, DecisionRefused
from catalogue.photos.showing import DENIED
from catalogue.reviewing.acting import acting
from catalogue.reviewing.journal import THEME_CHANGE, Action, Journal
from catalogue.values.claims import Claim, Source, Subject, position
from catalogue.values.rights import Diffusion

#: Columns of a photo that a person can write.
FIELDS = (
    "caption",
    "creator",
    "credit",
    "copyright",
    "licence",
    "usage_terms",
    "diffusion",
    "rating",
    "alt_text",
)
THEME = "theme"
EDIT, CAPTIONS = "edit", "captions"
#: Longer texts are no captions; and a photo that leaves carries its texts in 64 kB.
LONGEST = 5_000
_BEST = 5
# A caption may have lines and tabs; everything else that controls would break a file or hide what is written.
_ALLOWED_CONTROLS = frozenset("\n\t")


@dataclass(frozen=True, slots=True)
class Edit:
    """What is to be written: only the fields that change. An empty text says that there is none, as does rating 0.

    `added` and `removed` are themes; to remove one that a file brings is to deny it.
    """

    texts: Mapping[str, str] = field(default_factory=dict)
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """True when it changes anything at all."""
        return bool(self.texts or self.added or self.removed)


class Problem(NamedTuple):
    """Why a field cannot be written; `why`: too-long, control, diffusion, rating, empty-theme, field, both."""

    field: str
    why: str


class FieldPreview(NamedTuple):
    """One field of an edit: photos that change, photos that have it already, and examples: photo, before, after."""

    field: str
    changes: int
    already: int
    examples: tuple[tuple[str, str | None, str | None], ...]


class Changed(NamedTuple):
    """What somebody else wrote meanwhile: the photo, the field, from what, to what, who, when."""

    photo_id: str
    field: str
    before: str | None
    after: str | None
    made_by: str
    at: str


def problems(edit: Edit) -> list[Problem]:
    """Everything that speaks against an edit, field by field; empty when it can be written."""
    found = [Problem(name, why) for name, text in edit.texts.items() if (why := _wrong(name, text))]
    found += [Problem(THEME, why) for theme in (*edit.added, *edit.removed) if (why := _wrong_theme(theme))]
    found += [Problem(THEME, "both")] * bool(set(edit.added) & set(edit.removed))
    return found


def _wrong(name: str, text: str) -> str | None:
    if name not in FIELDS:
        return "field"
    if name == "diffusion" and text not in ("", *Diffusion):
        return "diffusion"
    if name == "rating" and text not in map(str, range(_BEST + 1)):
        return "rating"
    return _unwritable(text)


def _wrong_theme(theme: str) -> str | None:
    return _unwritable(theme) if theme.strip() else "empty-theme"


def _unwritable(text: str) -> str | None:
    if len(text) > LONGEST:
        return "too-long"
    if any(unicodedata.category(c) in ("Cc", "Cs") and c not in _ALLOWED_CONTROLS for c in text):
        return "control"
    return None


_IDS = "(SELECT value FROM json_each(?))"
_ROWS = f"SELECT id, {', '.join(FIELDS)} FROM photos WHERE id IN {_IDS}"  # noqa: S608 constants
_THEMES = f"SELECT photo_id, theme FROM photo_themes WHERE photo_id IN {_IDS}"  # noqa: S608 a constant


def values_now(db: Connection, photo_ids: Sequence[str]) -> dict[str, list[tuple[str | None, int]]]:
    """What the photos have now: by field its values with their number, the commonest first; and `theme`."""
    now = _now(db, photo_ids)
    counts = {name: Counter(values[name] for values in now.values()) for name in FIELDS}
    themes = Counter(theme for theme_set in _themes(db, photo_ids).values() for theme in theme_set)
    found: dict[str, list[tuple[str | None, int]]] = {name: counts[name].most_common() for name in FIELDS}
    return found | {THEME: list(themes.most_common())}


def preview(db: Connection, photo_ids: Sequence[str], edit: Edit, most: int = 3) -> list[FieldPreview]:
    """What an edit would change, by field, in their order; then by theme."""
    now, themes = _now(db, photo_ids), _themes(db, photo_ids)
    fields = [_field_preview(now, name, edit.texts[name], most) for name in FIELDS if name in edit.texts]
    added = [_theme_preview(now, themes, theme, most, wanted=True) for theme in edit.added]
    return fields + added + [_theme_preview(now, themes, t, most, wanted=False) for t in edit.removed]


def _field_preview(now: "Now", name: str, text: str, most: int) -> FieldPreview:
    after = _shown(name, text)
    changing = [(i, values[name], after) for i, values in now.items() if values[name] != after]
    return FieldPreview(name, len(changing), len(now) - len(changing), tuple(changing[:most]))


def _theme_preview(
    now: "Now", themes: Mapping[str, set[str]], theme: str, most: int, *, wanted: bool
) -> FieldPreview:
    changing = [i for i in now if (theme in themes.get(i, ())) != wanted]
    pair = (None, theme) if wanted else (theme, None)
    return FieldPreview(
        THEME, len(changing), len(now) - len(changing), tuple((i, *pair) for i in changing[:most])
    )


def edit(
    db: Connection, photo_ids: Sequence[str], change: Edit, by: str, *, seen: int | None = None
) -> Action:
    """The photos have these texts and themes, as this person's word. `edit`.

    Photos that have them already are left alone, and not counted. Refused are an edit with problems, or that changes
    nothing (DecisionRefused), and one whose fields somebody else has written in these photos since the change `seen`
    (ChangedSince): `changed_since` tells what.
    """
    return edit_each(db, dict.fromkeys(photo_ids, change), by, seen=seen)


def edit_each(
    db: Connection, edits: Mapping[str, Edit], by: str, *, what: str = EDIT, seen: int | None = None
) -> Action:
    """As `edit`, with an edit of its own for each photo, in one action."""
    for one in {id(e): e for e in edits.values()}.values():  # thousands of photos may share one edit
        _check(one)
    with acting(db, what, list(edits), by, moves=False) as journal:
        _check_unwritten(db, edits, by, seen)
        said = _new_words(db, edits)
        if not said:
            raise DecisionRefused("the photos say all this already")
        journal.concerns({photo_id for photo_id, _ in said})
        _say(journal, said)
    return journal.action


def remember(db: Connection, photo_id: str, change: Edit, at: tuple[float, float] | None, by: str) -> Action:
    """What somebody knows of a photo that they took: its texts and themes, and where it was (latitude, longitude).

    One action, `place` when it says where. DecisionRefused when the photo says all this already.
    """
    if at is None:
        return edit(db, [photo_id], change, by)
    if wrong := problems(change):
        raise DecisionRefused("; ".join(f"{name}: {why}" for name, why in wrong))
    try:
        claim = position(Source.MANUAL, latitude=at[0], longitude=at[1], made_by=by)
    except ValueError as error:
        raise DecisionRefused(str(error)) from error
    with acting(db, "place", [photo_id], by) as journal:
        journal.say(photo_id, claim)
        _say(journal, _new_words(db, {photo_id: change}))
    return journal.action


def _new_words(db: Connection, edits: Mapping[str, Edit]) -> "list[Word]":
    """What edits say that the photos do not say already."""
    now, themes = _now(db, list(edits)), _themes(db, list(edits))
    return [w for i, e in edits.items() for w in _words(i, e, now[i], themes.get(i, set()))]


def _say(journal: Journal, said: "Sequence[Word]") -> None:
    journal.say_all(said)
    journal.note_themes((i, c.value or "", c.detail != DENIED) for i, c in said if c.subject is Subject.KEYWORD)


def _check_unwritten(db: Connection, edits: Mapping[str, Edit], by: str, seen: int | None) -> None:
    """Nobody else has written since the change `seen` what is to be written now; otherwise ChangedSince."""
    if seen is None:
        return
    fields = {name for one in {id(e): e for e in edits.values()}.values() for name in fields_of(one)}
    others = changed_since(db, list(edits), fields, by, seen)
    if others:
        first = others[0]
        raise ChangedSince(first.photo_id, first.made_by, first.field, first.at)


def fields_of(change: Edit) -> list[str]:
    """What an edit writes: its fields, and `theme`."""
    return [*change.texts, *([THEME] if change.added or change.removed else [])]


def _check(change: Edit) -> None:
    if not change:
        raise DecisionRefused("nothing is to be changed", "Fill in a field, or choose a theme.")
    if wrong := problems(change):
        raise DecisionRefused("; ".join(f"{name}: {why}" for name, why in wrong))


Word = tuple[str, Claim]


def _words(photo_id: str, change: Edit, now: Mapping[str, str | None], themes: set[str]) -> list[Word]:
    """What is said of one photo; nothing of what it has already."""
    said = [
        Claim(Subject(name), Source.MANUAL, text)
        for name, text in change.texts.items()
        if now[name] != _shown(name, text)
    ]
    said += [Claim(Subject.KEYWORD, Source.MANUAL, theme) for theme in change.added if theme not in themes]
    said += [Claim(Subject.KEYWORD, Source.MANUAL, t, DENIED) for t in change.removed if t in themes]
    return [(photo_id, claim) for claim in said]


def changed_since(
    db: Connection, photo_ids: Sequence[str], fields: Iterable[str], by: str, seen: int
) -> list[Changed]:
    """What others wrote into these fields of these photos since the change `seen`, the last change of each first."""
    rows = db.execute(
        f"""
        SELECT photo_id, field, before, after, made_by, at FROM changes
        WHERE id > ? AND photo_id IN {_IDS} AND action_id IS NOT NULL AND made_by <> ?
            AND iif(substr(field, 1, 6) = 'theme:', 'theme', field) IN {_IDS}
        ORDER BY id DESC
        """,  # noqa: S608 a constant
        [seen, json.dumps(list(photo_ids)), by, json.dumps(list(fields))],
    )
    found: dict[tuple[str, str], Changed] = {}
    for row in map(Changed._make, rows):
        name = THEME if row.field.startswith(THEME_CHANGE) else row.field
        found.setdefault((row.photo_id, row.field), row._replace(field=name))
    return list(found.values())


Now = dict[str, dict[str, str | None]]


def _now(db: Connection, photo_ids: Sequence[str]) -> Now:
    """What each photo shows now, as texts, in the order given."""
    found = {
        row[0]: {n: None if v is None else str(v) for n, v in zip(FIELDS, row[1:], strict=True)}
        for row in db.execute(_ROWS, [json.dumps(list(photo_ids))])
    }
    return {photo_id: found[photo_id] for photo_id in photo_ids if photo_id in found}


def _themes(db: Connection, photo_ids: Sequence[str]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for photo_id, theme in db.execute(_THEMES, [json.dumps(list(photo_ids))]):
        found.setdefault(photo_id, set()).add(theme)
    return found


def _shown(name: str, text: str) -> str | None:
    """What a column shows once this text is written."""
    return None if text == "" or (name == "rating" and text == "0") else text
