"""What a person asks of an import, and what comes of reading the file: values that go to the child and back."""

from dataclasses import dataclass

from catalogue.places.drawn import DrawnPlace


@dataclass(frozen=True, slots=True)
class LayerOrder:
    """A file to be read as places of one kind. `source` is what the person calls it, `path` the copy to open.

    Fields that are None are looked for. `crs` overrules what the file says of its coordinates. `study_area` are
    shapes in WKT, WGS84 degrees; none for metropolitan France. `communes` are names and shapes, to tell where a
    place lies that does not say so.
    """

    source: str
    path: str
    format: str
    size_bytes: int
    kind: str
    layer: str
    source_layer: str | None = None
    name_field: str | None = None
    code_field: str | None = None
    section_field: str | None = None
    commune_field: str | None = None
    crs: str | None = None
    encoding: str | None = None
    swap_axes: bool = False
    study_area: tuple[str, ...] = ()
    communes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Note:
    """Something to be told about a layer, or about one of its rows, counted from 1."""

    code: str
    message: str
    row: int | None = None


@dataclass(frozen=True, slots=True)
class Fields:
    """The fields of the file that say what a place is called, and so on; None where none does."""

    name: str | None = None
    code: str | None = None
    commune: str | None = None
    section: str | None = None
    short_name: str | None = None
    alias: str | None = None
    epci_siren: str | None = None


@dataclass(frozen=True, slots=True)
class ReadLayer:
    """What the file holds: its places, in the order of the file, and what is to be told about them."""

    places: tuple[DrawnPlace, ...]
    notes: tuple[Note, ...]
    fields: Fields
    source_layer: str
    crs: str
    rows: int
