"""Which fields of a file say what a place is called, its code, its commune: asked for, or found. Pure."""

import re
from collections import Counter
from collections.abc import Sequence

from catalogue.database.folding import fold
from catalogue.errors import NoSuchField
from catalogue.values.places import PlaceKind
from ingest.place_layers.orders import Fields, LayerOrder, Note

Columns = dict[str, list[str | None]]

_NAMES = ("nom", "name")
_CODES = ("code", "insee", "code_insee", "insee_com", "code_siren", "siren", "code_epci")
_CODE_LIKE = re.compile(
    r"(code|id|no|num|numero|ref|insee|siren|uuid|fid|gid)([ _:-].*)?|.*[ _-](code|id|insee|siren)"
)
_COMMUNES = ("commune", "nom_commune", "nom_com", "commune_1")
_SHORT_NAMES = ("sigle", "short_name", "nom_court")
_ALIASES = ("alias", "aliases", "alt_name")
_SIRENS = ("epci_siren", "siren_epci", "code_epci")
WITH_COMMUNE = frozenset((PlaceKind.PARK, PlaceKind.CITE, PlaceKind.SITE, PlaceKind.TERRIL))


def find_fields(order: LayerOrder, columns: Columns) -> tuple[Fields, list[Note]]:
    """The fields of the file, and what is to be said about the choice. NoSuchField when one asked for is not there."""
    notes: list[Note] = []
    section = _asked(order, columns, order.section_field)
    code = _asked(order, columns, order.code_field) or _code(order.kind, columns, notes, taken=section)
    name = _asked(order, columns, order.name_field) or _name(columns, code, notes)
    commune = _asked(order, columns, order.commune_field)
    if commune is None and order.kind in WITH_COMMUNE:
        commune = _first(columns, _COMMUNES)
    found = Fields(
        name=name,
        code=None if code == name else code,
        commune=commune,
        section=section,
        short_name=_other(_first(columns, _SHORT_NAMES), name),
        alias=_other(_first(columns, _ALIASES), name),
        epci_siren=_first(columns, _SIRENS) if order.kind == PlaceKind.COMMUNE else None,
    )
    if order.format == "gpx" and name is None:
        return found, []
    return found, [_chosen(found, columns), *notes]


def _asked(order: LayerOrder, columns: Columns, wanted: str | None) -> str | None:
    """The field that a person named, also in other letters; NoSuchField names those there are."""
    if wanted is None:
        return None
    found = wanted if wanted in columns else _first(columns, (fold(wanted),))
    if found is None:
        there = ", ".join(columns) or "none"
        raise NoSuchField(order.source, f"it has no field “{wanted}”; its fields are: {there}.")
    return found


def _first(columns: Columns, wanted: Sequence[str]) -> str | None:
    """The field called by the first of these names that is there and not empty all through."""
    there = {fold(name).strip(): name for name in reversed(columns)}
    return next((there[w] for w in wanted if w in there and any(columns[there[w]])), None)


def _name(columns: Columns, code: str | None, notes: list[Note]) -> str | None:
    known = _known_name(columns)
    if known is not None:
        return known
    unique = [n for n in columns if n != code and _tells_apart(columns[n]) and not _is_code(n, columns[n])]
    if len(unique) == 1:
        return unique[0]
    why = f"several might be ({', '.join(unique[:5])})" if unique else "none tells them apart"
    notes.append(Note("no-name-field", f"No field was taken for names: {why}. Name one with --name-field."))
    return None


def _known_name(columns: Columns) -> str | None:
    """A field whose own name says that it holds names."""
    libelle = next((n for n in columns if fold(n).startswith("libelle") and any(columns[n])), None)
    return _first(columns, _NAMES) or libelle


def _code(kind: str, columns: Columns, notes: list[Note], taken: str | None) -> str | None:
    """The field of codes: each code is one place's.

    One that only numbers the rows is none: the next file will number them otherwise.
    """
    named = _known_name(columns)
    names = columns[named] if named else None
    for name, column in _code_candidates(columns):
        sure = fold(name).strip() in _CODES
        filled = sum(map(bool, column))
        if name == taken or not filled or not _identifies(kind, column, names):
            continue
        if not sure and _numbers_rows(column):
            notes.append(Note("row-numbers", f"“{name}” only numbers the rows: it was not taken for a code."))
        elif sure or filled * 2 > len(column):
            return name
    return None


def _code_candidates(columns: Columns) -> list[tuple[str, list[str | None]]]:
    """Fields that might hold codes: the well-known ones, then `id`, then whatever is called like one."""
    by_name = {fold(name).strip(): name for name in reversed(columns)}
    known = [by_name[wanted] for wanted in (*_CODES, "id") if wanted in by_name]
    others = [name for name in columns if name not in known and _CODE_LIKE.fullmatch(fold(name))]
    return [(name, columns[name]) for name in (*known, *others)]


def _tells_apart(column: Sequence[str | None]) -> bool:
    return all(column) and len(set(column)) == len(column)


def _identifies(kind: str, codes: Sequence[str | None], names: Sequence[str | None] | None) -> bool:
    """True when no two places have the same code; an itinerary has one code on all its rows."""
    if names is None:
        return not repeated(codes)
    pairs = {(code, fold(name or "")) for code, name in zip(codes, names, strict=True) if code}
    if kind == PlaceKind.ITINERARY and repeated([name for _, name in pairs if name]):
        return False
    return not repeated([code for code, _ in pairs])


def _is_code(name: str, column: Sequence[str | None]) -> bool:
    """A field of codes, by its name or because all of it is numbers or single words with digits."""
    if _CODE_LIKE.fullmatch(fold(name)):
        return True
    return all(re.fullmatch(r"[\W\d_]*\d[\w./:-]*|https?:.*|\d.*", text or "") for text in column)


def _numbers_rows(column: Sequence[str | None]) -> bool:
    first = column[0] or ""
    return first in ("0", "1") and list(column) == [
        str(n) for n in range(int(first), int(first) + len(column))
    ]


def _other(name: str | None, than: str | None) -> str | None:
    return None if name == than else name


def _chosen(fields: Fields, columns: Columns) -> Note:
    """Which fields were taken, in one sentence."""
    words = {
        "names": fields.name,
        "codes": fields.code,
        "communes": fields.commune,
        "sections": fields.section,
        "short names": fields.short_name,
        "other names": fields.alias,
        "agglomerations": fields.epci_siren,
    }
    taken = ", ".join(f"{what} from “{name}”" for what, name in words.items() if name)
    if not columns:
        return Note("fields", "The file has no fields.")
    return Note("fields", f"Fields: {taken}." if taken else "Fields: none was taken.")


def repeated(values: Sequence[str | None]) -> set[str]:
    """What stands there more than once.

    >>> repeated(["a", None, "b", "a", None])
    {'a'}
    """
    return {value for value, times in Counter(values).items() if value is not None and times > 1}
