"""A file of places as a table: fields, rows and coordinates in the file's own system. Runs in the child."""

import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from catalogue.errors import LayerEmpty, LayerUnreadable, LayerUnsafe, NoSuchSourceLayer
from catalogue.values.places import PlaceKind
from ingest.place_layers.confinement import DRIVERS, leave_out_drivers
from ingest.place_layers.markup import check_depth, gpx_title
from ingest.place_layers.orders import LayerOrder, Note

leave_out_drivers()

import pyogrio  # noqa: E402 drivers are chosen before GDAL is loaded
import pyogrio.raw  # noqa: E402

MOST_FIELDS = 1_000
LONGEST_TEXT = 500
_WINDOWS = "cp1252"
_TEXT_TYPES = ("OFTString", "OFTInteger", "OFTInteger64", "OFTReal")
# A GPX is a set of layers by nature; what walks and rides is a track, else a route.
_GPX_LINES, _GPX_POINTS = ("tracks", "routes"), ("waypoints",)
_FLOAT_WITHOUT_PARTS = ".0"


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of one layer. `shapes` are WKB or None, `columns` texts or None, by field. `title` is a GPX's name."""

    layer: str
    crs: str | None
    columns: dict[str, list[str | None]]
    shapes: list[bytes | None]
    notes: tuple[Note, ...]
    title: str | None = None


def open_table(order: LayerOrder) -> Table:
    """The layer that was asked for, or the only one that holds anything."""
    notes: list[Note] = []
    path = Path(order.path)
    if order.format == "json":
        _as_utf8(path, order, notes)
    if order.format in ("gpx", "kml", "xml"):
        check_depth(path, order.source)
    try:
        # What GDAL murmurs is told in our words where it matters.
        with warnings.catch_warnings(action="ignore"):
            layer = _choose(path, order, notes)
            encoding = order.encoding or _encoding(path, order, notes)
            return _read(path, order, layer, encoding, notes)
    except UnicodeDecodeError as error:
        raise LayerUnreadable(
            order.source,
            "its letters are in no encoding that it tells.",
            advice="Say it: --encoding cp1252, for one.",
        ) from error
    except (RuntimeError, ValueError, LookupError) as error:
        raise LayerUnreadable(order.source, _reason(path, order, str(error))) from error


def _as_utf8(path: Path, order: LayerOrder, notes: list[Note]) -> None:
    """JSON is UTF-8 (RFC 8259, 8.1); what is not is read as Windows writes, and said."""
    content = path.read_bytes()
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        path.write_text(content.decode("utf-16", "replace"), encoding="utf-8")
        return
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        notes.append(_note_encoding("is not UTF-8, as it should be", "Windows-1252"))
        path.write_text(content.decode(order.encoding or _WINDOWS, "replace"), encoding="utf-8")
    else:
        path.write_bytes(content.removeprefix(b"\xef\xbb\xbf"))


def _choose(path: Path, order: LayerOrder, notes: list[Note]) -> str:
    """The layer of the file to read. Of several that hold rows the first is taken, and that is said."""
    there = [str(name) for name, _ in pyogrio.list_layers(path)]
    if order.source_layer is not None:
        if order.source_layer not in there:
            raise NoSuchSourceLayer(
                order.source, f"it has no layer “{order.source_layer}”; it has {_listed(there)}."
            )
        return order.source_layer
    if order.format == "gpx":
        wanted = _GPX_POINTS if order.kind == PlaceKind.SITE else _GPX_LINES
        full = [name for name in wanted if _count(path, name)]
        if not full:
            raise LayerEmpty(
                order.source, f"it holds no {' and no '.join(n.removesuffix('s') for n in wanted)}."
            )
    else:
        full = [name for name in there if _count(path, name)]
    if not full:
        raise LayerEmpty(order.source, "it holds no row.")
    if len(full) > 1:
        notes.append(
            Note(
                "source-layer",
                f"Of the layers {_listed(full)} in the file, “{full[0]}” was taken (--source-layer).",
            )
        )
    return full[0]


def _count(path: Path, layer: str) -> int:
    info = pyogrio.read_info(path, layer=layer, force_feature_count=True)
    if info["driver"] not in DRIVERS:
        raise LayerUnreadable(path.name, f"its format ({info['driver']}) is not read.")
    return int(info["features"])


def _encoding(path: Path, order: LayerOrder, notes: list[Note]) -> str | None:
    """A Shapefile that does not tell its encoding is UTF-8 where all of it can be, as many programs write it."""
    if order.format != "shapefile" or path.with_suffix(".cpg").exists():
        return None
    content = path.with_suffix(".dbf").read_bytes()
    head = int.from_bytes(content[8:10], "little")
    text = content[head:]
    if text.isascii():
        return None
    try:
        text.decode("utf-8")
    except UnicodeDecodeError:
        notes.append(_note_encoding("tells no encoding (no .cpg)", "Windows-1252"))
        return _WINDOWS
    notes.append(_note_encoding("tells no encoding (no .cpg)", "UTF-8"))
    return "UTF-8"


def _note_encoding(how: str, taken: str) -> Note:
    return Note("encoding", f"The file {how}: its letters were read as {taken}.")


def _read(path: Path, order: LayerOrder, layer: str, encoding: str | None, notes: list[Note]) -> Table:
    info = pyogrio.read_info(path, layer=layer, encoding=encoding)
    if len(info["fields"]) > MOST_FIELDS:
        raise LayerUnsafe(
            order.source, f"it has {len(info['fields']):,} fields; layers of up to {MOST_FIELDS:,} are read."
        )
    texts = [
        str(name) for name, kind in zip(info["fields"], info["ogr_types"], strict=True) if kind in _TEXT_TYPES
    ]
    meta, _, shapes, columns = pyogrio.raw.read(
        path, layer=layer, columns=texts, encoding=encoding, force_2d=True
    )
    if shapes is None:
        raise LayerEmpty(order.source, "it is a table without shapes.")
    named = zip(meta["fields"], columns, strict=True)
    title = gpx_title(path) if order.format == "gpx" else None
    texts_by_field = {str(n): list(_texts(c)) for n, c in named}
    return Table(layer, meta["crs"], texts_by_field, list(shapes), tuple(notes), title and _clean(title))


def _texts(column: Any) -> Iterator[str | None]:
    """The values as a person reads them, None where there is none; a whole number has no `.0`."""
    for value in column.tolist():
        text = "" if value is None or value != value else str(value)  # noqa: PLR0124 NaN alone differs from itself
        if isinstance(value, float):
            text = text.removesuffix(_FLOAT_WITHOUT_PARTS)
        yield _clean(text) or None


def _clean(text: str) -> str:
    r"""One line of at most 500 signs, without control characters; those that Windows-1252 prints are printed.

    >>> _clean(" N\x9cux-les\tMines ")
    'Nœux-les Mines'
    """
    if any("\x80" <= c <= "\x9f" for c in text):
        text = "".join(
            c.encode("latin-1").decode(_WINDOWS, "replace") if "\x80" <= c <= "\x9f" else c for c in text
        )
    return " ".join("".join(c if c.isprintable() else " " for c in text[:LONGEST_TEXT]).split())


def _listed(names: list[str]) -> str:
    return ", ".join(f"“{name}”" for name in names)


def _reason(path: Path, order: LayerOrder, told: str) -> str:
    """What the reader says, without the path of the copy."""
    if order.format == "json" and "not recognized" in told:
        return "it is JSON, but holds no shapes: no feature and no geometry."
    told = (
        told.split("; It might help", maxsplit=1)[0]
        .replace(f"'{path}'", "the file")
        .replace(str(path), "the file")
    )
    return f"it cannot be read: {told.strip().rstrip('.')}."
