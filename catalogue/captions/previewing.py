"""What a sheet would change, what is doubtful in it, and all that is wrong: before anything is written."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from catalogue.captions.cells import as_shown, follows, themes_of, understood
from catalogue.captions.faults import Fault
from catalogue.captions.fields import WRITTEN, Field
from catalogue.captions.matching import Photos, Who
from catalogue.captions.tables import Table
from catalogue.database.connection import Connection
from catalogue.database.folding import fold
from catalogue.exports.columns import THEMES_PARTED_BY
from catalogue.reviewing.journal import last_change

_BATCH = 500
# The themes of a photo as our own sheet says them: a keyword of a file may hold what parts them.
_AS_IT_WENT = "themes as they went out"
_COLUMNS = tuple(field for field in WRITTEN if field is not Field.THEMES)
_CURRENT = f"""
    SELECT id, {", ".join(_COLUMNS)},
        (SELECT json_group_array(theme ORDER BY theme) FROM photo_themes WHERE photo_id = photos.id)
    FROM photos WHERE id IN (SELECT value FROM json_each(?))
"""  # noqa: S608 constants


class Change(NamedTuple):
    """What a row changes of its photo; of themes, `after` is one that is added, and `before` is nothing."""

    photo_id: str
    number: int
    row: int
    field: Field
    before: str | None
    after: str


class Doubt(NamedTuple):
    """A row whose photo is not certain: what it says, and numbers and ids of the photos that may be meant."""

    row: int
    said: str
    candidates: tuple[tuple[int, str], ...] = ()


@dataclass(slots=True)
class Preview:
    """What a sheet comes to. `seen` is the last change of the library when it was looked at."""

    table: Table
    seen: int
    rows: int = 0
    matched: int = 0
    unchanged: int = 0
    changes: list[Change] = field(default_factory=list)
    ambiguous: list[Doubt] = field(default_factory=list)
    unknown: list[Doubt] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    def per_field(self) -> dict[Field, int]:
        """How many photos change, for each field."""
        found = Counter(f for _, f in {(change.photo_id, change.field) for change in self.changes})
        return {one: found[one] for one in WRITTEN if found[one]}

    def photo_ids(self) -> list[str]:
        """The photos that change, each once, in the order of the sheet."""
        return list(dict.fromkeys(change.photo_id for change in self.changes))


class _Row(NamedTuple):
    number: int
    photo_id: str
    cells: dict[Field, str]


def preview(db: Connection, table: Table, *, strict: bool = False) -> Preview:
    """Look at every row; nothing is written. With `strict`, rows without a certain photo are faults."""
    found = Preview(table, last_change(db), rows=len(table.rows))
    fields = list(table.columns)
    rows = [(number, dict(zip(fields, cells, strict=True))) for number, cells in table.rows]
    asked = [Who.of(cells) for _, cells in rows]
    photos = Photos(db, asked)
    certain = list(_certain(found, rows, asked, photos))
    found.matched = len(certain)
    _compare(db, found, certain, photos)
    if strict:
        found.faults += [Fault("ambiguous-photo", d.row, values={"who": d.said}) for d in found.ambiguous]
        found.faults += [Fault("unknown-photo", d.row, values={"who": d.said}) for d in found.unknown]
    found.faults.sort(key=lambda fault: (fault.row or 0, fault.column))
    return found


def _certain(
    preview: Preview, rows: Sequence[tuple[int, dict[Field, str]]], asked: Sequence[Who], photos: Photos
) -> Iterator[_Row]:
    """Rows whose photo is known; the others are noted."""
    for (number, cells), who in zip(rows, asked, strict=True):
        match = photos.find(who)
        if match.photo_id:
            yield _Row(number, match.photo_id, cells)
        elif match.candidates:
            meant = tuple((photos.number(photo_id), photo_id) for photo_id in match.candidates)
            preview.ambiguous.append(Doubt(number, who.said(), meant))
        else:
            preview.unknown.append(Doubt(number, who.said()))


def _compare(db: Connection, found: Preview, rows: Sequence[_Row], photos: Photos) -> None:
    """Each cell against what its photo says now, and against earlier rows of the same photo."""
    said: dict[tuple[str, Field], tuple[str, int]] = {}
    for part in _batches(rows):
        current = _current(db, {row.photo_id for row in part})
        for row in part:
            changes = [
                change
                for one in found.table.columns
                if one in WRITTEN and row.cells[one]
                for change in _cell(found, row, one, current[row.photo_id], said, photos)
            ]
            found.unchanged += not changes
            found.changes += changes


def _cell(
    found: Preview,
    row: _Row,
    one: Field,
    current: Mapping[str, object],
    said: dict[tuple[str, Field], tuple[str, int]],
    photos: Photos,
) -> Iterable[Change]:
    text, number = row.cells[one], photos.number(row.photo_id)
    if follows(one, text) or (one is Field.THEMES and text == current[_AS_IT_WENT]):
        return []
    texts = themes_of(text) if one is Field.THEMES else [text]
    wanted: list[str] = []
    for value in (understood(one, each) if _is_new(each, one, current) else each for each in texts):
        if isinstance(value, Fault):
            found.faults.append(replace(value, row=row.number, column=found.table.letters(one)))
            return []
        wanted.append(value)
    if one is Field.THEMES:
        return [
            Change(row.photo_id, number, row.number, one, None, theme)
            for theme in wanted
            if _first(said, row, theme) and _is_new(theme, one, current)
        ]
    before, other = said.setdefault((row.photo_id, one), (wanted[0], row.number))
    if before != wanted[0]:
        fault = Fault("contradiction", row.number, found.table.letters(one), {"other": other})
        found.faults.append(fault)
        return []
    if other != row.number or not _is_new(wanted[0], one, current):
        return []
    old = current[one]
    return [Change(row.photo_id, number, row.number, one, None if old is None else str(old), wanted[0])]


def _first(said: dict[tuple[str, Field], tuple[str, int]], row: _Row, theme: str) -> bool:
    """True for the first row that gives a photo this theme."""
    key = (f"{row.photo_id} {fold(theme)}", Field.THEMES)
    return said.setdefault(key, (theme, row.number))[1] == row.number


def _is_new(text: str, one: Field, current: Mapping[str, object]) -> bool:
    """True when the photo does not say this already."""
    if one is Field.THEMES:
        return fold(text) not in current[one]  # type: ignore[operator]
    now = current[one]
    if now is None:
        return not (one is Field.RATING and text == "0")
    return as_shown(now) != text


def _current(db: Connection, ids: Iterable[str]) -> dict[str, dict[str, object]]:
    """What photos say now, by id and field; themes are folded."""
    rows = db.execute(_CURRENT, [json.dumps(sorted(ids))])
    return {
        photo_id: dict(zip(_COLUMNS, values, strict=True)) | _themes(json.loads(themes))
        for photo_id, *values, themes in rows
    }


def _themes(known: Sequence[str]) -> dict[str, object]:
    said = as_shown(THEMES_PARTED_BY.join(known))
    return {Field.THEMES: frozenset(map(fold, known)), _AS_IT_WENT: said}


def _batches(rows: Sequence[_Row]) -> Iterator[Sequence[_Row]]:
    return (rows[start : start + _BATCH] for start in range(0, len(rows), _BATCH))
