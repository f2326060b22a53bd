"""The road of a layer inside the child: open, find fields, move to degrees, mend, look where it lies, draw."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np
import shapely

from catalogue.errors import LayerEmpty, LayerOfOtherShapes, LayerRowsRefused
from ingest.place_layers.coordinates import check_where, to_wgs84
from ingest.place_layers.drawing import Row, draw
from ingest.place_layers.fields import Columns, find_fields
from ingest.place_layers.mending import Mended, mend, note
from ingest.place_layers.naming import names_of
from ingest.place_layers.opening import open_table
from ingest.place_layers.orders import Fields, LayerOrder, Note, ReadLayer

_SKIPPED = "no-shape"
_TOLD = ("repaired", "mixed")


def read_layer(order: LayerOrder) -> ReadLayer:
    """The places of the file, whole or not at all: LayerRefused, with a sentence for each row that is to blame."""
    table = open_table(order)
    fields, notes = find_fields(order, table.columns)
    # Numbers that are none are found by their row, a moment later.
    with np.errstate(invalid="ignore"):
        parsed = shapely.from_wkb(table.shapes, on_invalid="ignore").tolist()
        shapes, crs, more = to_wgs84(order, parsed, table.crs)
        mended = [mend(shape, order.kind) for shape in shapes]
    notes = [*table.notes, *notes, *more, *_told(mended)]
    _refuse(order, mended)
    kept = _kept(order, mended)
    notes += check_where(order, [mended[n].shape for n in kept], [n + 1 for n in kept])
    names, naming = names_of(order, fields, table, kept)
    rows = [_row(n, names[n], mended[n].shape, fields, table.columns) for n in kept]
    places, drawing = draw(order, rows)
    found = tuple(notes + naming + drawing)
    return ReadLayer(tuple(places), found, fields, table.layer, crs, len(table.shapes))


def _told(mended: Sequence[Mended]) -> list[Note]:
    return [note(m, n) for n, m in enumerate(mended, 1) if m.code in (_SKIPPED, *_TOLD)]


def _refuse(order: LayerOrder, mended: Sequence[Mended]) -> None:
    """Rows that cannot become places refuse the layer, all of them told."""
    bad = [(n, m) for n, m in enumerate(mended, 1) if m.code not in ("", _SKIPPED, *_TOLD)]
    if not bad:
        return
    rows = tuple((n, m.message) for n, m in bad)
    kind = LayerOfOtherShapes if all(m.code == "other-shape" for _, m in bad) else LayerRowsRefused
    raise kind(order.source, _why(bad, len(mended)), rows)


def _why(bad: Sequence[tuple[int, Mended]], total: int) -> str:
    """What is wrong with the rows, in one sentence; the commonest fault where there are several."""
    if len(bad) == 1:
        return f"row {bad[0][0]} {bad[0][1].message}."
    commonest, times = Counter(m.message for _, m in bad).most_common(1)[0]
    if times == len(bad):
        which = f"each of its {total:,} rows" if times == total else f"each of {times:,} rows (of {total:,})"
        return f"{which} {commonest}."
    return f"{len(bad):,} of its {total:,} rows are refused; {times:,} of them because each {commonest}."


def _kept(order: LayerOrder, mended: Sequence[Mended]) -> list[int]:
    kept = [n for n, m in enumerate(mended) if m.shape is not None]
    if not kept:
        raise LayerEmpty(order.source, "none of its rows has a shape that can be read.")
    return kept


def _row(n: int, name: str, shape: Any, fields: Fields, columns: Columns) -> Row:
    def value(field: str | None) -> str | None:
        return columns[field][n] if field else None

    alias = value(fields.alias)
    return Row(
        number=n + 1,
        name=name,
        shape=shape,
        code=value(fields.code),
        commune=value(fields.commune),
        section=value(fields.section),
        short_name=value(fields.short_name),
        aliases=tuple(filter(None, (part.strip() for part in alias.replace(",", ";").split(";"))))
        if alias
        else (),
        epci_siren=value(fields.epci_siren),
    )
