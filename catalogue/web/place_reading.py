"""What the pages of places ask the catalogue. Reads only."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from catalogue.database.connection import Connection
from catalogue.database.folding import fold
from catalogue.places.finding import in_one
from catalogue.values.places import PlaceKind
from catalogue.web.reading import Row, rows

#: A list shows this many places, and says how many more there are.
MOST_PLACES = 300
# A search in all kinds shows so many of each.
_MOST_OF_A_KIND = 50
# So few letters stand in any name, once its spaces are gone.
_LEAST = 3
_LATEST = 12


def kinds_there(db: Connection) -> dict[str, int]:
    """How many places there are of each kind, in the order of the kinds; kinds without any are left out."""
    found = dict(
        db.execute("SELECT kind, count(*) FROM places WHERE retired_at IS NULL GROUP BY kind").fetchall()
    )
    return {kind.value: found[kind] for kind in PlaceKind if kind in found}


@dataclass(frozen=True, slots=True)
class PlaceList:
    """Places of one kind; `places` may be cut short, `count` is not."""

    kind: str
    count: int
    places: Sequence[Row]


def list_places(db: Connection, kind: str, words: str, most: int = MOST_PLACES) -> PlaceList:
    """Places of a kind whose name, code, short name or alias holds the words, by name; each with its photos.

    Spaces, hyphens and the like are as good as each other, or as none.
    """
    found = rows(db, _LISTED, {"kind": kind})
    fitting = [row for row in found if _is_named(row, fold(words.strip()), in_one(words))]
    fitting.sort(key=lambda row: (fold(row["name"]), row["id"]))
    return PlaceList(kind, len(fitting), fitting[:most])


def search(db: Connection, kinds: Iterable[str], words: str) -> list[PlaceList]:
    """Places of all these kinds that the words find, by kind; kinds without any are left out."""
    found = (list_places(db, kind, words, _MOST_OF_A_KIND) for kind in kinds)
    return [one for one in found if one.count]


# The view of coverage would count every kind to list one.
_LISTED = """
    SELECT places_named.*, coalesce(photos, 0) AS photos, first_year, last_year,
        (SELECT group_concat(alias, char(10)) FROM place_aliases WHERE place_id = places_named.id) AS aliases
    FROM places_named LEFT JOIN (
        SELECT place_id, count(DISTINCT photo_id) AS photos, min(taken_year) AS first_year, max(taken_year) AS last_year
        FROM places AS its CROSS JOIN photo_places ON place_id = its.id
            CROSS JOIN photos INDEXED BY photos_to_count ON photos.id = photo_id
        WHERE its.kind = :kind AND state <> 'set_aside' AND version_of IS NULL
        GROUP BY place_id) ON place_id = places_named.id
    WHERE kind = :kind AND retired_at IS NULL
"""


def _is_named(row: Row, words: str, joined: str) -> bool:
    names = [row[name] for name in ("name", "code", "short_name", "aliases") if row[name]]
    if not words or any(words in fold(name) for name in names):
        return True
    return len(joined) >= _LEAST and any(joined in in_one(name) for name in names)


@dataclass(frozen=True, slots=True)
class PlacePage:
    """Everything that is known of one place."""

    place: Row
    aliases: Sequence[str]
    sections: Sequence[Row]
    frame: Mapping[str, Sequence[Row]]
    photos: int
    placed: bool
    by_year: dict[int, int]
    undated: int
    by_relation: dict[str, int]
    latest: Sequence[Row]

    @property
    def last_year(self) -> int | None:
        """The year of the newest photo whose year is known."""
        return max(self.by_year, default=None)


def place_page(db: Connection, place_id: int) -> PlacePage | None:
    """Read everything known of a place; None when there is no such place."""
    found = rows(db, _PLACE, [place_id])
    if not found:
        return None
    years = dict(db.execute(_YEARS, [place_id]).fetchall())
    undated = years.pop(None, 0)
    return PlacePage(
        place=found[0],
        aliases=[alias for (alias,) in db.execute(_ALIASES, [place_id])],
        sections=rows(db, "SELECT * FROM place_sections WHERE place_id = ? ORDER BY number", [place_id]),
        frame=_frame(db, found[0]),
        photos=sum(years.values()) + undated,
        placed=bool(db.execute(_PLACED, [place_id]).fetchone()[0]),
        by_year=years,
        undated=undated,
        by_relation=dict(db.execute(_RELATIONS, [place_id]).fetchall()),
        latest=rows(db, _LATEST_PHOTOS, [place_id, _LATEST]),
    )


_PLACE = """
    SELECT places_named.*, places.name AS plain_name, places.latitude, places.longitude, shape, length_m, area_m2,
        west, south, east, north
    FROM places_named JOIN places ON places.id = places_named.id LEFT JOIN place_shapes ON place_id = places.id
    WHERE places.id = ?
"""
_ALIASES = "SELECT alias FROM place_aliases WHERE place_id = ? ORDER BY alias"
# The view of photos by place and year would count every place to tell of one.
_YEARS = """
    SELECT taken_year, count(*) FROM photos WHERE id IN (SELECT photo_id FROM photo_places WHERE place_id = ?)
        AND state <> 'set_aside' AND version_of IS NULL
    GROUP BY taken_year ORDER BY taken_year
"""
_PLACED = """
    SELECT EXISTS (
        SELECT 1 FROM photo_places JOIN photos ON photos.id = photo_id
        WHERE place_id = ? AND latitude IS NOT NULL AND state <> 'set_aside' AND version_of IS NULL)
"""
_RELATIONS = """
    SELECT relation, count(DISTINCT photo_id) FROM photo_places JOIN photos ON photos.id = photo_id
    WHERE place_id = ? AND state <> 'set_aside' AND version_of IS NULL GROUP BY relation ORDER BY count(*) DESC
"""
_LATEST_PHOTOS = """
    SELECT id, number, caption, park, itinerary, cite, commune, taken_at, taken_year, taken_month, orientation,
        colour, renditions
    FROM photos WHERE id IN (SELECT photo_id FROM photo_places WHERE place_id = ?)
        AND state <> 'set_aside' AND version_of IS NULL
    ORDER BY coalesce(taken_at, taken_year, '') DESC, number DESC LIMIT ?
"""


def _frame(db: Connection, place: Row) -> dict[str, list[Row]]:
    """The agglomerations and the communes that a place lies in, by kind, where their shapes tell.

    Of several, that which holds most of it first; those of an itinerary have `length_m`.
    """
    if place["kind"] in (PlaceKind.COMMUNE, PlaceKind.EPCI, PlaceKind.PERIMETER):
        own = rows(db, _EPCI_BY_CODE, [place["epci_siren"]]) if place["epci_siren"] else []
        return {"epci": own} if own else {}
    if place["latitude"] is None and place["shape"] is None:
        return {}
    # Imported here: a page without shapes never needs it.
    from catalogue.web.neighbourhood import around  # noqa: PLC0415

    found = around(db, place)
    if not found["epci"]:
        found["epci"] = _by_commune(db, found["commune"])
    return {kind: there for kind, there in found.items() if there}


def _by_commune(db: Connection, communes: Sequence[Row]) -> list[Row]:
    """The agglomerations of these communes, where no layer draws them."""
    length_m: dict[str, float | None] = {}
    for row in communes:
        if siren := row["epci_siren"]:
            before = length_m.get(siren) or 0.0
            length_m[siren] = None if row["length_m"] is None else before + row["length_m"]
    found = [
        {**row, "length_m": length}
        for siren, length in length_m.items()
        for row in rows(db, _EPCI_BY_CODE, [siren])
    ]
    return sorted(found, key=lambda row: -(row["length_m"] or 0.0))


_EPCI_BY_CODE = """
    SELECT id, kind, name, epci_siren FROM places WHERE kind = 'epci' AND code = ? AND retired_at IS NULL LIMIT 1
"""


def photos_of_place(db: Connection, place_id: int) -> list[Row]:
    """The photos of a place that have a position, and how each belongs to it."""
    return rows(
        db,
        """
        SELECT photos.id, longitude, latitude, heading_deg, position_accuracy_m, position_method, caption
        FROM photos WHERE id IN (SELECT photo_id FROM photo_places WHERE place_id = ?)
            AND latitude IS NOT NULL AND state <> 'set_aside' AND version_of IS NULL
        """,
        [place_id],
    )
