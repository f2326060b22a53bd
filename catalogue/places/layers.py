"""Layers in the catalogue: stored whole, listed, taken away. Places that photos know are retired, never dropped."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from catalogue.database.connection import Connection
from catalogue.database.folding import fold
from catalogue.errors import NoSuchLayer
from catalogue.places.drawn import DrawnPlace
from catalogue.places.identity import KnownPlace, matched
from catalogue.territory.sameness import are_alike, share_a_spot

_ELSEWHERE = """
    SELECT name, code, layer, west, south, east, north FROM places JOIN place_shapes ON place_id = places.id
    WHERE kind = ? AND layer <> ? AND retired_at IS NULL ORDER BY layer
"""


@dataclass(frozen=True, slots=True)
class Layer:
    """A layer: what it is called, and where it came from."""

    kind: str
    name: str
    source: str
    name_field: str | None = None
    code_field: str | None = None
    made_by: str | None = None


@dataclass(frozen=True, slots=True)
class ListedLayer:
    """A layer, as it is told of: how many places it has, and how many photos they have."""

    kind: str
    name: str
    source: str
    name_field: str | None
    code_field: str | None
    imported_at: str
    made_by: str | None
    places: int
    retired: int
    photos: int


@dataclass(slots=True)
class LayerChange:
    """What storing a layer did, by the names of its places. `renamed` holds names before and after."""

    created: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    adopted: list[str] = field(default_factory=list)
    returned: list[str] = field(default_factory=list)
    renamed: list[tuple[str, str]] = field(default_factory=list)
    retired: list[str] = field(default_factory=list)
    dropped: list[str] = field(default_factory=list)

    @property
    def touched(self) -> bool:
        """False when all is as it was."""
        return any((self.created, self.changed, self.adopted, self.returned, self.retired, self.dropped))


def store_layer(db: Connection, layer: Layer, places: Sequence[DrawnPlace], now: str) -> LayerChange:
    """The layer holds exactly these places. To be called in a transaction.

    A place keeps its number where its code agrees, else its name. One that the layer no longer holds is retired
    when photos, decisions or other names refer to it, else dropped; one that comes back is no longer retired.
    """
    _put_layer(db, layer, now)
    known = _known(db, layer)
    before = {place.id: place for place in known}
    ids = matched(places, known)
    change = LayerChange()
    names = {fold(place.name) for place in places}
    for place, place_id in zip(places, ids, strict=True):
        if place_id is None:
            _write(db, _insert(db, layer.kind, place), layer, place)
            change.created.append(place.name)
        else:
            _update(db, layer, place, before[place_id], change, names)
    kept = set(ids)
    for place_id in [p.id for p in known if p.of_layer and not p.retired and p.id not in kept]:
        _let_go(db, place_id, before[place_id].name, now, change)
    return change


def remove_layer(db: Connection, kind: str, name: str, now: str) -> LayerChange:
    """The layer is gone. To be called in a transaction. NoSuchLayer when it is not there."""
    find_layer(db, kind, name)
    change = LayerChange()
    for place_id, place, retired_at in db.execute(
        "SELECT id, name, retired_at FROM places WHERE kind = ? AND layer = ? ORDER BY id", [kind, name]
    ).fetchall():
        if retired_at is None:
            _let_go(db, place_id, place, now, change)
    db.execute("UPDATE places SET layer = NULL WHERE kind = ? AND layer = ?", [kind, name])
    db.execute("DELETE FROM layers WHERE kind = ? AND name = ?", [kind, name])
    return change


def doubles(db: Connection, layer: Layer, places: Sequence[DrawnPlace]) -> dict[str, int]:
    """How many of these places also stand in another layer of the kind, by that layer's name.

    The same name makes two one place where they lie in the same spot or bear one code, and the same code where they
    are drawn alike: a code may be the number of a row, which is a code of nothing elsewhere.
    """
    names: dict[str, list[DrawnPlace]] = {}
    codes: dict[str, list[DrawnPlace]] = {}
    for place in places:
        names.setdefault(fold(place.name), []).append(place)
        codes.setdefault(place.code or "", []).append(place)
    found: Counter[str] = Counter()
    for name, code, other, *box in db.execute(_ELSEWHERE, [layer.kind, layer.name]):
        bounds = (box[0], box[1], box[2], box[3])
        if any(
            share_a_spot(place.bounds, bounds) or (code and place.code == code)
            for place in names.get(fold(name), ())
        ) or (code and any(are_alike(place.bounds, bounds) for place in codes.get(code, ()))):
            found[other] += 1
    return dict(found)


def list_layers(db: Connection) -> list[ListedLayer]:
    """Every layer, by kind and name."""
    return [
        ListedLayer(*row)
        for row in db.execute(
            """
            SELECT layers.kind, layers.name, source, name_field, code_field, imported_at, made_by,
                count(places.id) FILTER (WHERE retired_at IS NULL),
                count(places.id) FILTER (WHERE retired_at IS NOT NULL),
                (SELECT count(DISTINCT photo_id) FROM photo_places JOIN places AS its ON place_id = its.id
                 WHERE its.kind = layers.kind AND its.layer = layers.name)
            FROM layers LEFT JOIN places ON places.kind = layers.kind AND places.layer = layers.name
            GROUP BY layers.kind, layers.name ORDER BY layers.kind, layers.name
            """
        )
    ]


def find_layer(db: Connection, kind: str, name: str) -> ListedLayer:
    """The layer of this kind and name; NoSuchLayer when there is none."""
    for layer in list_layers(db):
        if (layer.kind, layer.name) == (kind, name):
            return layer
    raise NoSuchLayer(kind, name)


def _put_layer(db: Connection, layer: Layer, now: str) -> None:
    db.execute(
        """
        INSERT INTO layers VALUES (?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (kind, name) DO UPDATE SET source = excluded.source, name_field = excluded.name_field,
            code_field = excluded.code_field, imported_at = excluded.imported_at, made_by = excluded.made_by
        """,
        [layer.kind, layer.name, layer.source, layer.name_field, layer.code_field, now, layer.made_by],
    )


def _known(db: Connection, layer: Layer) -> list[KnownPlace]:
    """The places of the layer, retired or not, and those of its kind that no layer holds."""
    aliases: dict[int, list[str]] = {}
    for place_id, alias in db.execute(
        "SELECT place_id, alias FROM place_aliases JOIN places ON id = place_id WHERE kind = ?", [layer.kind]
    ):
        aliases.setdefault(place_id, []).append(alias)
    return [
        KnownPlace(
            id_,
            name,
            code,
            commune,
            (*aliases.get(id_, ()), *([short] if short else [])),
            of_layer=of is not None,
            retired=bool(retired),
        )
        for id_, name, short, code, commune, of, retired in db.execute(
            """
            SELECT id, name, short_name, code, commune, layer, retired_at FROM places
            WHERE kind = ? AND (layer = ? OR layer IS NULL)
            """,
            [layer.kind, layer.name],
        )
    ]


def _insert(db: Connection, kind: str, place: DrawnPlace) -> int:
    return int(db.execute("INSERT INTO places (kind, name) VALUES (?, ?)", [kind, place.name]).lastrowid or 0)


def _update(
    db: Connection, layer: Layer, place: DrawnPlace, known: KnownPlace, change: LayerChange, names: set[str]
) -> None:
    before = _as_stored(db, known.id)
    _write(db, known.id, layer, place)
    if known.name != place.name:
        change.renamed.append((known.name, place.name))
        if fold(known.name) not in names:
            # Folders bear the old name for years to come.
            _add_aliases(db, known.id, (known.name,))
    if not known.of_layer:
        change.adopted.append(place.name)
    elif known.retired:
        change.returned.append(place.name)
    elif _as_stored(db, known.id) == before:
        change.unchanged.append(place.name)
    else:
        change.changed.append(place.name)


def _as_stored(db: Connection, place_id: int) -> tuple[object, ...]:
    """All that a layer says of a place."""
    queries = (
        "SELECT name, short_name, code, commune, epci_siren, layer, retired_at FROM places WHERE id = ?",
        "SELECT shape FROM place_shapes WHERE place_id = ?",
        "SELECT number, name, start_m, end_m FROM place_sections WHERE place_id = ? ORDER BY number",
        "SELECT alias FROM place_aliases WHERE place_id = ? ORDER BY alias",
    )
    return tuple(row for query in queries for row in db.execute(query, [place_id]))


def _write(db: Connection, place_id: int, layer: Layer, place: DrawnPlace) -> None:
    """The place is as the layer draws it; a short name that a person gave stays where the layer has none."""
    db.execute(
        """
        UPDATE places SET name = ?, short_name = coalesce(?, short_name), code = ?, commune = ?, epci_siren = ?,
            layer = ?, latitude = ?, longitude = ?, retired_at = NULL WHERE id = ?
        """,
        [
            place.name,
            place.short_name,
            place.code,
            place.commune,
            place.epci_siren,
            layer.name,
            place.latitude,
            place.longitude,
            place_id,
        ],
    )
    db.execute(
        "INSERT OR REPLACE INTO place_shapes VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [place_id, place.shape, *place.bounds, place.length_m, place.area_m2],
    )
    db.execute("DELETE FROM place_sections WHERE place_id = ?", [place_id])
    db.executemany(
        "INSERT INTO place_sections VALUES (?, ?, ?, ?, ?)",
        [(place_id, n, s.name, s.start_m, s.end_m) for n, s in enumerate(place.sections, 1)],
    )
    _add_aliases(db, place_id, place.aliases)


def _add_aliases(db: Connection, place_id: int, aliases: Sequence[str]) -> None:
    db.executemany(
        "INSERT INTO place_aliases VALUES (?, ?) ON CONFLICT DO NOTHING", [(place_id, a) for a in aliases]
    )


def _let_go(db: Connection, place_id: int, name: str, now: str, change: LayerChange) -> None:
    """The place is retired when anything refers to it, else dropped."""
    if _is_referred_to(db, place_id):
        db.execute("UPDATE places SET retired_at = ? WHERE id = ?", [now, place_id])
        change.retired.append(name)
        return
    db.execute("DELETE FROM place_sections WHERE place_id = ?", [place_id])
    db.execute("DELETE FROM place_shapes WHERE place_id = ?", [place_id])
    db.execute("DELETE FROM places WHERE id = ?", [place_id])
    change.dropped.append(name)


def _is_referred_to(db: Connection, place_id: int) -> bool:
    row = db.execute(
        """
        SELECT EXISTS (SELECT 1 FROM photo_places WHERE place_id = :id)
            OR EXISTS (SELECT 1 FROM place_decisions WHERE place_id = :id)
            OR EXISTS (SELECT 1 FROM place_aliases WHERE place_id = :id)
            OR EXISTS (SELECT 1 FROM places WHERE id = :id AND short_name IS NOT NULL)
        """,
        {"id": place_id},
    ).fetchone()
    return bool(row[0])


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """A place as it leaves the library. `photos` counts those that belong to it in any way."""

    name: str
    short_name: str | None
    code: str | None
    commune: str
    aliases: str
    photos: int
    length_m: float | None
    area_m2: float | None
    shape: str


def rows_of_layer(db: Connection, kind: str, name: str) -> list[PlaceRow]:
    """The places of a layer that are not retired, by id. NoSuchLayer when it is not there."""
    find_layer(db, kind, name)
    return [
        PlaceRow(*row)
        for row in db.execute(
            """
            SELECT places.name, short_name, code, commune,
                coalesce((SELECT group_concat(alias, '; ' ORDER BY alias) FROM place_aliases
                          WHERE place_id = places.id), ''),
                (SELECT count(DISTINCT photo_id) FROM photo_places WHERE place_id = places.id),
                length_m, area_m2, shape
            FROM places JOIN place_shapes ON place_shapes.place_id = places.id
            WHERE kind = ? AND layer = ? AND retired_at IS NULL ORDER BY places.id
            """,
            [kind, name],
        )
    ]
