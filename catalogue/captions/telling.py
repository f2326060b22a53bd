"""What a preview tells: as lines for a terminal, and as JSON for the page that shows it."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from catalogue.captions.faults import Fault
from catalogue.captions.previewing import Change, Doubt, Preview
from catalogue.errors import CaptionsRefused, PhotothequeError
from catalogue.values.arrivals import on_screen

_EXAMPLES = 5
#: A page shows so many changes, doubts and faults, and says how many there are.
MOST_TOLD = 200
_MOST_LETTERS = 400


def as_lines(found: Preview) -> list[str]:
    """The preview in sentences."""
    doubtful = f"{len(found.ambiguous):,} ambiguous, {len(found.unknown):,} unknown"
    lines = [
        f"{found.rows:,} rows: {found.matched:,} matched ({found.unchanged:,} unchanged), {doubtful}.",
        f"Columns: {', '.join(f'{found.table.headings[n].text} → {one}' for one, n in found.table.columns.items())}",
        f"Photos that change: {len(found.photo_ids()):,}.",
    ]
    lines += [f"  {one:<12} {n:>7,}" for one, n in found.per_field().items()]
    lines += [
        f"    row {c.row}: {c.field}: {_short(c.before)} → {_short(c.after)}"
        for c in found.changes[:_EXAMPLES]
    ]
    lines += _doubts("Ambiguous, left out", found.ambiguous)
    lines += _doubts("Unknown, left out", found.unknown)
    return [on_screen(line) for line in lines]


def refusal_lines(found: Preview | None, error: PhotothequeError) -> list[str]:
    """What is to be mended, a mistake a line, after what else was found; nothing where the error says it all."""
    if not isinstance(error, CaptionsRefused) or found is None:
        return []
    return [*as_lines(found), "Mistakes:", *(on_screen(f"    {sentence}") for sentence in error.sentences)]


def as_json(
    found: Preview | None, *, action: str | None = None, error: PhotothequeError | None = None
) -> str:
    """The preview as one JSON object, and why it is refused; long lists are cut, and their lengths told."""
    told: dict[str, Any] = {"action": action} | (_preview(found) if found else {})
    if error:
        faults: Sequence[Fault] = error.faults if isinstance(error, CaptionsRefused) else ()
        said = [asdict(fault) | {"values": _cut(fault.values)} for fault in faults[:MOST_TOLD]]
        told["refused"] = {"code": error.code, "faults": said, "fault_count": len(faults)}
    return json.dumps(told, ensure_ascii=False)


def _preview(found: Preview) -> dict[str, Any]:
    told: dict[str, Any] = {
        "seen": found.seen,
        "sheet": found.table.sheet,
        "rows": found.rows,
        "matched": found.matched,
        "unchanged": found.unchanged,
        "photos": len(found.photo_ids()),
        "fields": {str(one): n for one, n in found.per_field().items()},
        "columns": _columns(found),
        "changes": [_change(change) for change in found.changes[:MOST_TOLD]],
        "change_count": len(found.changes),
    }
    for name, doubts in (("ambiguous", found.ambiguous), ("unknown", found.unknown)):
        told[name] = [doubt._asdict() for doubt in doubts[:MOST_TOLD]]
        told[f"{name}_count"] = len(doubts)
    return told


def _columns(found: Preview) -> list[dict[str, str]]:
    """Every column with a heading: its letters, its heading, and the field that it is read as, or nothing."""
    read = {place: str(one) for one, place in found.table.columns.items()}
    return [
        {"letters": heading.letters, "heading": heading.text[:_MOST_LETTERS], "field": read.get(place, "")}
        for place, heading in enumerate(found.table.headings)
        if heading.text
    ][:MOST_TOLD]


def _change(change: Change) -> Mapping[str, Any]:
    return change._asdict() | {"before": _cut_text(change.before), "after": _cut_text(change.after)}


def _cut(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _cut_text(value) if isinstance(value, str) else value for name, value in values.items()}


def _cut_text(text: str | None) -> str | None:
    return text if text is None or len(text) <= _MOST_LETTERS else f"{text[:_MOST_LETTERS]}…"


def _doubts(title: str, doubts: Sequence[Doubt]) -> Iterable[str]:
    if not doubts:
        return
    yield f"{title} ({len(doubts):,}):"
    for doubt in doubts[:_EXAMPLES]:
        meant = ", ".join(f"n° {number}" for number, _ in doubt.candidates)
        yield f"    row {doubt.row}: {doubt.said}{f' — {meant}?' if meant else ''}"
    if len(doubts) > _EXAMPLES:
        yield f"    and {len(doubts) - _EXAMPLES:,} more"


def _short(text: str | None) -> str:
    if text is None:
        return "nothing"
    line = " ".join(text.split())
    return f"“{line if len(line) <= 60 else line[:59] + '…'}”"  # noqa: PLR2004 what a line of a terminal takes
