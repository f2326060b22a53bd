"""What the rows of a layer are called: by their field, a GPX by its own name, else by the layer and a number. Pure."""

from collections.abc import Sequence

from catalogue.database.folding import fold
from ingest.place_layers.opening import Table
from ingest.place_layers.orders import Fields, LayerOrder, Note

# What recorders call every track that nobody named.
_SAYS_NOTHING = frozenset(
    ("gps", "track", "trace", "route", "tracklog", "active log", "untitled", "sans titre")
)


def names_of(
    order: LayerOrder, fields: Fields, table: Table, rows: Sequence[int]
) -> tuple[dict[int, str], list[Note]]:
    """The name of each of these rows, by its number from 0, and what is to be said about it."""
    told: Sequence[str | None] = table.columns[fields.name] if fields.name else [None] * len(table.shapes)
    names, notes = {}, []
    for n in rows:
        name = told[n]
        instead = _instead(order, table, n, alone=len(rows) == 1)
        if not name:
            notes.append(Note("unnamed", f"has no name and was called “{instead}”", n + 1))
        elif order.format == "gpx" and fold(name) in _SAYS_NOTHING:
            why = f"bears a name that says nothing, “{name}”, and was called “{instead}”"
            notes.append(Note("name-says-nothing", why, n + 1))
            name = None
        names[n] = name or instead
    return names, notes


def _instead(order: LayerOrder, table: Table, n: int, *, alone: bool) -> str:
    """A GPX of one track is called as a whole; any other row is numbered."""
    if order.format == "gpx" and alone:
        title = table.title
        return title if title and fold(title) not in _SAYS_NOTHING else order.layer
    return f"{order.layer} {n + 1}"
