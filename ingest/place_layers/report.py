"""What an import tells: sentences for the person in front of it, or one JSON object. Pure."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict

from catalogue.errors import LayerRefused
from catalogue.places.layers import Layer, LayerChange, ListedLayer
from catalogue.values.arrivals import on_screen
from ingest.place_layers.orders import Note, ReadLayer

_EXAMPLES, _NAMES_SHOWN, _LONGEST = 5, 3, 60
_NOUNS = {
    "park": ("park", "parks"),
    "itinerary": ("itinerary", "itineraries"),
    "cite": ("cité", "cités"),
    "commune": ("commune", "communes"),
    "epci": ("EPCI", "EPCI"),
    "site": ("site", "sites"),
    "terril": ("terril", "terrils"),
    "perimeter": ("perimeter", "perimeters"),
}
_MANY = {
    "no-shape": "have no shape, or none that can be read, and were passed over",
    "repaired": "had shapes that were not valid, and were repaired",
    "mixed": "also hold shapes of another sort, which were left out",
    "unnamed": "have no name and were called by the layer and their number",
    "name-says-nothing": "bear names that say nothing, and were called by the layer and their number",
}
_CHANGES = (
    ("created", "new"),
    ("adopted", "known by name before, now with a shape"),
    ("changed", "changed"),
    ("returned", "back again, retired before"),
    ("unchanged", "as before"),
    ("retired", "gone, and retired: photos, decisions or names that people gave refer to them"),
    ("dropped", "gone"),
)


def told(layer: Layer, read: ReadLayer, change: LayerChange, *, dry: bool) -> Iterator[str]:
    """The report, line by line."""
    if dry:
        yield "This was a rehearsal: nothing was written."
    places = counted(layer.kind, len(read.places))
    rows = "1 row makes" if read.rows == 1 else f"{read.rows:,} rows make"
    yield f"{layer.source}: {rows} {places} of layer “{layer.name}”."
    yield f"  Coordinates: {read.crs}."
    yield from (f"  {note.message}" for note in read.notes if note.row is None)
    yield from _by_row([note for note in read.notes if note.row is not None])
    yield from told_change(change)


def told_change(change: LayerChange) -> Iterator[str]:
    """What became of the places, with names where there are few."""
    for attribute, words in _CHANGES:
        names = getattr(change, attribute)
        if names:
            few = f": {_some(names, _NAMES_SHOWN)}" if attribute != "unchanged" else ""
            yield f"{len(names):>6,}  {words}{few}"
    for before, after in change.renamed:
        yield f"        “{before}” is called “{after}” now; its old name is kept as another name."


def listed(layers: Sequence[ListedLayer]) -> Iterator[str]:
    """The layers, one a line, in columns as wide as they need."""
    lines = [(layer.kind, layer.name, _size(layer), layer.imported_at[:10], layer.source) for layer in layers]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    for line in lines:
        yield "  ".join(text.ljust(width) for text, width in zip(line, widths, strict=True)).rstrip()


def _size(layer: ListedLayer) -> str:
    retired = f", {layer.retired:,} retired" if layer.retired else ""
    return f"{counted(layer.kind, layer.places)}{retired}, {layer.photos:,} photo{'s' * (layer.photos != 1)}"


def counted(kind: str, number: int) -> str:
    """So many places of a kind.

    >>> counted("itinerary", 2)
    '2 itineraries'
    """
    return f"{number:,} {_NOUNS[kind][number != 1]}"


def _by_row(notes: Sequence[Note]) -> Iterator[str]:
    by_code: dict[str, list[Note]] = {}
    for note in notes:
        by_code.setdefault(note.code, []).append(note)
    for code, alike in by_code.items():
        if len(alike) == 1:
            yield f"  Row {alike[0].row} {alike[0].message}."
        else:
            words = _MANY.get(code) or alike[0].message.replace("lies ", "lie ")
            rows = _some(str(note.row) for note in alike)
            yield f"  {len(alike):,} rows {words}: {rows}."


def _some(words: Iterable[str], shown: int = _EXAMPLES) -> str:
    words = [word if len(word) <= _LONGEST else f"{word[:_LONGEST]}…" for word in words]
    return ", ".join(words[:shown]) + (f" and {len(words) - shown:,} more" if len(words) > shown else "")


def as_json(layer: Layer, read: ReadLayer, change: LayerChange, *, dry: bool) -> str:
    """The same for a program."""
    return json.dumps(
        {
            "layer": {"kind": layer.kind, "name": layer.name},
            "source": layer.source,
            "source_layer": read.source_layer,
            "crs": read.crs,
            "fields": asdict(read.fields),
            "rows": read.rows,
            "places": len(read.places),
            "changes": asdict(change),
            "notes": [asdict(note) for note in read.notes],
            "dry_run": dry,
        },
        ensure_ascii=False,
    )


def refusal_as_json(refusal: LayerRefused) -> str:
    """A refusal for a program."""
    return json.dumps(
        {
            "refused": {
                "code": refusal.code,
                "message": str(refusal),
                "hint": refusal.hint,
                "rows": [{"row": row, "message": message} for row, message in refusal.rows],
            }
        },
        ensure_ascii=False,
    )


def told_refusal(refusal: LayerRefused) -> Iterator[str]:
    """A refusal in sentences: why, the first rows that are to blame, what to do now."""
    yield f"phototheque: {on_screen(str(refusal))}"
    if len({message for _, message in refusal.rows}) > 1:
        for row, message in refusal.rows[:_EXAMPLES]:
            yield f"  Row {row} {message}."
        if len(refusal.rows) > _EXAMPLES:
            yield f"  … and {len(refusal.rows) - _EXAMPLES:,} more rows; --json lists all."
    yield on_screen(refusal.hint)
