"""A file becomes a layer of the library: let in, read in a child, stored in one transaction."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from catalogue.database.connection import Connection, writing
from catalogue.places.layers import Layer, LayerChange, doubles, remove_layer, store_layer
from catalogue.places.shapes import commune_shapes, study_area
from catalogue.placing.naming import names_followed
from catalogue.values.arrivals import on_screen, printable
from catalogue.values.places import PlaceKind
from ingest.place_layers.asking import read_bounded
from ingest.place_layers.fields import WITH_COMMUNE
from ingest.place_layers.noting import doubles_told, namesakes_told, replaced_told
from ingest.place_layers.orders import LayerOrder, ReadLayer
from ingest.place_layers.sources import let_in


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did."""

    layer: Layer
    read: ReadLayer
    change: LayerChange


@dataclass(frozen=True, slots=True)
class Wish:
    """What a person asks for, in the words of the command line."""

    path: Path
    kind: str
    layer: str | None = None
    source_layer: str | None = None
    name_field: str | None = None
    code_field: str | None = None
    section_field: str | None = None
    commune_field: str | None = None
    crs: str | None = None
    encoding: str | None = None
    swap_axes: bool = False


def read_wish(db: Connection, wish: Wish) -> tuple[LayerOrder, ReadLayer]:
    """The file as a layer, nothing stored yet. Raises the LayerRefused that fits."""
    source = on_screen(printable(wish.path.name))
    with TemporaryDirectory(prefix="phototheque-layer-") as folder:
        copy, kind_of_file = let_in(wish.path, Path(folder))
        order = LayerOrder(
            source=source,
            path=str(copy),
            format=kind_of_file,
            size_bytes=copy.stat().st_size,
            kind=wish.kind,
            layer=_layer_name(wish),
            source_layer=wish.source_layer,
            name_field=wish.name_field,
            code_field=wish.code_field,
            section_field=wish.section_field,
            commune_field=wish.commune_field,
            crs=wish.crs,
            encoding=wish.encoding,
            swap_axes=wish.swap_axes,
            study_area=() if wish.kind == PlaceKind.PERIMETER else study_area(db),
            communes=commune_shapes(db) if wish.kind in WITH_COMMUNE else (),
        )
        return order, read_bounded(order)


def _layer_name(wish: Wish) -> str:
    """What a person called the layer, else the file without its suffix."""
    given = " ".join(on_screen(printable(wish.layer or "")).split())
    return given or on_screen(printable(wish.path.stem))


def import_layer(
    db: Connection, wish: Wish, *, made_by: str | None, now: Callable[[], str], dry: bool = False
) -> Imported:
    """The layer stands in the library, whole, or nothing was changed. A rehearsal says what would be done."""
    order, read = read_wish(db, wish)
    layer = Layer(wish.kind, order.layer, order.source, read.fields.name, read.fields.code, made_by)
    beside = [*doubles_told(doubles(db, layer, read.places)), *namesakes_told(read.places)]
    change = LayerChange()
    with _writing(db, dry=dry), names_followed(db, now()):
        change = store_layer(db, layer, read.places, now())
    notes = (*replaced_told(change, layer.name), *read.notes, *beside)
    return Imported(layer, replace(read, notes=notes), change)


def take_away(db: Connection, kind: str, name: str, now: str, *, dry: bool = False) -> LayerChange:
    """The layer is gone, and its photos' names follow. A rehearsal says what would go. NoSuchLayer without one."""
    with _writing(db, dry=dry), names_followed(db, now):
        return remove_layer(db, kind, name, now)


class _RehearsedError(Exception):
    """A rehearsal has seen what it would do; undoing it all is how it ends."""


@contextmanager
def _writing(db: Connection, *, dry: bool) -> Iterator[None]:
    """One transaction, of which a rehearsal undoes all at its end."""
    with suppress(_RehearsedError), writing(db):
        yield
        if dry:
            raise _RehearsedError
