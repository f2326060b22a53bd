"""The shapes of the places, as values for rules that look at the ground."""

from catalogue.database.connection import Connection
from catalogue.values.places import PlaceShape, Section


def load_shapes(db: Connection) -> list[PlaceShape]:
    """Every place that has a shape and is not retired, in the order of their ids."""
    sections = _sections(db)
    found = db.execute(
        """
        SELECT places.id, kind, name, code, layer, shape
        FROM places JOIN place_shapes ON place_id = places.id
        WHERE retired_at IS NULL ORDER BY places.id
        """
    )
    return [
        PlaceShape(place_id, kind, name, code, layer, shape, sections.get(place_id, ()))
        for place_id, kind, name, code, layer, shape in found
    ]


def _sections(db: Connection) -> dict[int, tuple[Section, ...]]:
    """The sections of each itinerary, in the order of the layer."""
    found: dict[int, list[Section]] = {}
    for place_id, name, start_m, end_m in db.execute(
        "SELECT place_id, name, start_m, end_m FROM place_sections ORDER BY place_id, number"
    ):
        found.setdefault(place_id, []).append(Section(name, start_m, end_m))
    return {place_id: tuple(sections) for place_id, sections in found.items()}


def study_area(db: Connection) -> tuple[str, ...]:
    """The shapes of the perimeters, which together are the study area; empty when none was imported."""
    found = db.execute(
        """
        SELECT shape FROM places JOIN place_shapes ON place_id = places.id
        WHERE kind = 'perimeter' AND retired_at IS NULL ORDER BY places.id
        """
    )
    return tuple(shape for (shape,) in found)


def commune_shapes(db: Connection) -> tuple[tuple[str, str], ...]:
    """Name and shape of every commune."""
    found = db.execute(
        """
        SELECT name, shape FROM places JOIN place_shapes ON place_id = places.id
        WHERE kind = 'commune' AND retired_at IS NULL ORDER BY places.id
        """
    )
    return tuple(found.fetchall())
