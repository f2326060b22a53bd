"""Relations of many photos at once: columns of numbers until the last step, where each becomes a value."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from catalogue.territory.names import Named
from catalogue.territory.projection import Numbers
from catalogue.territory.shapes import Indices
from catalogue.territory.territory import STRENGTH, Found, Points, Territory
from catalogue.territory.tolerances import Tolerances
from catalogue.values.gazetteer import Place
from catalogue.values.places import BY_COMMUNE_RULE, Evidence, PlaceRelation, PlaceShape, Relation, Section

if TYPE_CHECKING:
    from catalogue.territory.classifier import Frame

_INSIDE, _FOLDER = STRENGTH[Relation.INSIDE], STRENGTH[Relation.FOLDER]
_RELATIONS = tuple(relation.value for relation in Relation)
_LEAST = 1e-9


class Geometry:
    """The places of a library, those with shapes and those that are only named, as rows of one table."""

    def __init__(
        self,
        shapes: Sequence[PlaceShape],
        places: Mapping[int, Place],
        tolerances: Tolerances,
        frame: "Frame",
    ) -> None:
        self.territory = Territory(shapes, tolerances)
        self._field_of_view_deg = tolerances.field_of_view_deg
        drawn = {shape.id for shape in shapes}
        named_only = [place for place in places.values() if place.id not in drawn]
        self._rows: list[PlaceShape | Place] = [*shapes, *named_only]
        self._row_of = {row.id: number for number, row in enumerate(self._rows)}
        self._kinds = sorted({row.kind for row in self._rows})
        self._kind = np.array([self._kinds.index(row.kind) for row in self._rows], dtype=np.int64)
        self._order = self._tie_break(frame)
        self._epci = np.array(
            [self._row_of.get(frame.epci_of.get(row.id, -1), -1) for row in self._rows], dtype=np.int64
        )
        self._rules = [self._spoken(number) for number in range(len(shapes))]
        self._sections = [
            (tuple(s.start_m for s in shape.sections), shape.sections) if shape.sections else None
            for shape in shapes
        ]

    def _tie_break(self, frame: "Frame") -> Indices:
        """What decides between places as near as each other: the smaller, then the newer layer, then the older row."""
        newest = {
            layer: place for place, layer in enumerate(sorted(frame.recency, key=frame.recency.__getitem__))
        }

        def key(number: int) -> tuple[float, int, int]:
            row = self._rows[number]
            drawn = isinstance(row, PlaceShape)
            area = float(self.territory.area_m2[number]) if drawn else np.inf
            age = newest.get((row.kind, row.layer or ""), -1) if isinstance(row, PlaceShape) else -1
            return area, -age, row.id

        order = np.empty(len(self._rows), dtype=np.int64)
        order[sorted(range(len(self._rows)), key=key)] = np.arange(len(self._rows))
        return order

    def _spoken(self, number: int) -> tuple[str, ...]:
        """The rules that can give this place, in words, by number of relation."""
        said: dict[str, str] = dict.fromkeys(_RELATIONS, "")
        said[Relation.INSIDE] = "inside"
        said[Relation.ALONG] = f"along: {self.territory.along_m[number]:.0f} m"
        said[Relation.NEAR] = f"near: {self.territory.near_m[number]:.0f} m"
        return tuple(said.values())

    def classified(
        self, evidence: Sequence[Evidence], named: Sequence[Sequence[Named]]
    ) -> list[tuple[PlaceRelation, ...]]:
        """The relations of each photo by all rules, in the published order within each kind."""
        points = _points(evidence)
        found, spoken = self._with_folders(self._with_epci(self.territory.relations(points)), points, named)
        depth = np.array([one.depth if one else 0 for one in spoken], dtype=np.int64)
        rank = np.array([one.rank if one else 0 for one in spoken], dtype=np.int64)
        kind = self._kind[found.shape]
        apart = np.nan_to_num(found.distance_m, nan=np.inf)
        order = np.lexsort((self._order[found.shape], apart, rank, depth, found.relation, kind, found.point))
        group = found.point[order] * len(self._kinds) + kind[order]
        main = np.r_[True, group[1:] != group[:-1]] if len(order) else np.empty(0, bool)
        return self._values(evidence, found, spoken, order, main)

    def nearest(self, evidence: Sequence[Evidence], within_m: float) -> list[tuple[PlaceRelation, ...]]:
        """The nearest place of each kind within a distance, whatever the tolerances."""
        points = _points(evidence)
        found = self._with_epci(self.territory.within(points.longitude, points.latitude, within_m))
        kind = self._kind[found.shape]
        order = np.lexsort((self._order[found.shape], found.distance_m, kind, found.point))
        group = found.point[order] * len(self._kinds) + kind[order]
        first = np.r_[True, group[1:] != group[:-1]] if len(order) else np.empty(0, bool)
        nearest = order[first]
        return self._values(evidence, found, [None] * len(found.point), nearest, np.ones(len(nearest), bool))

    def _with_epci(self, found: Found) -> Found:
        """The EPCI of the commune that a photo is in, where no polygon of an EPCI holds it."""
        if not (self._epci >= 0).any():
            return found
        inside = found.relation == _INSIDE
        epci = self._kinds.index("epci")
        held = found.point[inside & (self._kind[found.shape] == epci)]
        due = np.flatnonzero(inside & (self._epci[found.shape] >= 0) & ~np.isin(found.point, held))
        pairs = np.unique(np.column_stack((found.point[due], self._epci[found.shape[due]])), axis=0)
        return Found(
            np.r_[found.point, pairs[:, 0]],
            np.r_[found.shape, pairs[:, 1]],
            np.r_[found.relation, np.full(len(pairs), _INSIDE)],
            np.r_[found.distance_m, np.zeros(len(pairs))],
            np.r_[found.chainage_m, np.full(len(pairs), np.nan)],
        )

    def _with_folders(
        self, found: Found, points: Points, named: Sequence[Sequence[Named]]
    ) -> tuple[Found, list[Named | None]]:
        """What folders name as well, and how far the camera was from it."""
        said = [(photo, one) for photo, names in enumerate(named) for one in names]
        photo = np.array([number for number, _ in said], dtype=np.int64)
        place = np.array([self._row_of[one.place.id] for _, one in said], dtype=np.int64)
        joined = Found(
            np.r_[found.point, photo],
            np.r_[found.shape, place],
            np.r_[found.relation, np.full(len(said), _FOLDER)],
            np.r_[found.distance_m, self._apart(points, photo, place)],
            np.r_[found.chainage_m, np.full(len(said), np.nan)],
        )
        return joined, [*([None] * len(found.point)), *(one for _, one in said)]

    def _apart(self, points: Points, photo: Indices, place: Indices) -> Numbers:
        apart = np.full(len(photo), np.nan)
        placed = np.isfinite(points.longitude[photo]) & (place < len(self.territory.shapes))
        for number in np.unique(place[placed]):
            which = np.flatnonzero(placed & (place == number))
            here = photo[which]
            apart[which] = self.territory.distance_m(
                int(number), points.longitude[here], points.latitude[here]
            )
        return apart

    def _values(
        self,
        evidence: Sequence[Evidence],
        found: Found,
        spoken: Sequence[Named | None],
        order: Indices,
        main: Indices,
    ) -> list[tuple[PlaceRelation, ...]]:
        made: list[list[PlaceRelation]] = [[] for _ in evidence]
        columns = (found.point, found.shape, found.relation, found.distance_m, found.chainage_m)
        rows = zip(
            *(column[order].tolist() for column in columns), order.tolist(), main.tolist(), strict=True
        )
        for photo, number, relation, distance, chainage, origin, first in rows:
            place, one = self._rows[number], spoken[origin]
            made[photo].append(
                PlaceRelation(
                    place.kind,
                    place.id,
                    place.name,
                    _RELATIONS[relation],
                    one.rule if one else self._rule(number, relation, evidence[photo]),
                    None if distance != distance else distance,  # noqa: PLR0124 not a number: not known
                    None if chainage != chainage else chainage,  # noqa: PLR0124
                    None,
                    first,
                    one.section if one else self._section(number, chainage),
                )
            )
        return [tuple(relations) for relations in made]

    def _rule(self, number: int, relation: int, evidence: Evidence) -> str:
        if number >= len(self._rules):
            return BY_COMMUNE_RULE
        if _RELATIONS[relation] != Relation.LOOKING_AT:
            return self._rules[number][relation]
        half = (evidence.field_of_view_deg or self._field_of_view_deg) / 2
        reach = self.territory.looking_m[number]
        return f"heading: {round(evidence.heading_deg or 0)}° ± {round(half)}°, within {round(reach)} m"

    def _section(self, number: int, chainage: float) -> str | None:
        """The named part of an itinerary that a chainage lies in."""
        sections = self._sections[number] if number < len(self._sections) else None
        if sections is None or chainage != chainage:  # noqa: PLR0124 not a number: not along it
            return None
        starts, parts = sections
        return _named_part(parts, bisect_right(starts, chainage) - 1, chainage)


def _named_part(parts: Sequence[Section], number: int, chainage: float) -> str | None:
    if number < 0 or chainage > parts[number].end_m + 1:  # a metre: lengths are rounded
        return None
    return parts[number].name


def _points(evidence: Sequence[Evidence]) -> Points:
    """The evidence as columns; not a number for what is not known."""
    rows = [(e.longitude, e.latitude, e.heading_deg, e.field_of_view_deg) for e in evidence]
    table = np.array(rows, dtype=float).reshape(-1, 4)  # None becomes not a number
    return Points(table[:, 0], table[:, 1], table[:, 2], table[:, 3])
