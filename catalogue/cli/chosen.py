"""Which photos an export is about: options of a command, turned into a query of the gallery."""

from collections.abc import Sequence
from dataclasses import dataclass
from json import dumps
from urllib.parse import parse_qsl, urlencode, urlsplit

from catalogue.database.connection import Connection
from catalogue.errors import NoSuchPlace
from catalogue.places.finding import find_places, places_called
from catalogue.values.places import PlaceKind

#: Kinds that the photo table has a column for, which says the main place.
_COLUMNS = (PlaceKind.PARK, PlaceKind.ITINERARY, PlaceKind.CITE, PlaceKind.COMMUNE, PlaceKind.EPCI)
#: A name is looked up as each of these kinds: what is small comes before what it lies in.
_LOOKED_UP = (
    PlaceKind.PARK,
    PlaceKind.ITINERARY,
    PlaceKind.CITE,
    PlaceKind.SITE,
    PlaceKind.TERRIL,
    PlaceKind.COMMUNE,
    PlaceKind.EPCI,
)


@dataclass(frozen=True, slots=True)
class Chosen:
    """A query of the gallery, the site that serves it, if any, and a kind that it cannot ask for."""

    query: str
    site: str | None = None
    kind: str | None = None


def chosen(
    db: Connection,
    *,
    address: str = "",
    epci: str | None = None,
    kind: str | None = None,
    place: str | None = None,
    since: int | None = None,
    until: int | None = None,
    site: str | None = None,
) -> Chosen:
    """Join all that is asked; NoSuchPlace when a name means nothing, so that a typing mistake exports no photo."""
    query, copied_site = copied(address)
    pairs = parse_qsl(query, keep_blank_values=True)
    if epci:
        places_called(db, PlaceKind.EPCI, epci)
        pairs.append(("epci", epci))
    if place:
        pairs.append((_kind_of(db, place), place))
    pairs += [("taken_year__gte", str(since))] * (since is not None)
    pairs += [("taken_year__lte", str(until))] * (until is not None)
    in_column = kind in _COLUMNS
    pairs += [(f"{kind}__notblank", "1")] * in_column
    served = (site or copied_site or "").rstrip("/") or None
    return Chosen(urlencode(pairs), served, None if in_column else kind)


def copied(address: str) -> tuple[str, str | None]:
    """The query of an address, and its site; only what stands behind a `?` will do as well.

    >>> copied("http://127.0.0.1:8001/explore/catalogue/photos?park=Olhain#map")
    ('park=Olhain', 'http://127.0.0.1:8001')
    >>> copied("?park=Olhain"), copied("park=Olhain"), copied("")
    (('park=Olhain', None), ('park=Olhain', None), ('', None))
    """
    parts = urlsplit(address)
    if parts.scheme in {"http", "https"} and parts.netloc:
        return parts.query, f"{parts.scheme}://{parts.netloc}"
    return (parts.query if "?" in address else address), None


def _kind_of(db: Connection, place: str) -> str:
    kind = next((kind for kind in _LOOKED_UP if find_places(db, kind, place)), None)
    if kind is None:
        raise NoSuchPlace("any", place)
    return kind.value


def tied_to_kind(db: Connection, ids: Sequence[str], kind: str) -> list[str]:
    """Those of some photos that belong to any place of a kind, in their order."""
    query = """
        SELECT value FROM json_each(?) WHERE value IN (
            SELECT photo_id FROM photo_places JOIN places ON places.id = place_id WHERE kind = ?)
        ORDER BY json_each.key
    """
    return [row[0] for row in db.execute(query, [dumps(list(ids)), kind])]
