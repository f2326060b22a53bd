"""The places that have shapes, ready to be asked about many points at once."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely

from catalogue.territory.looking import FEW, Outlook
from catalogue.territory.nearness import Edge, Nearby, Nearness
from catalogue.territory.projection import Numbers, grid_heading, metres
from catalogue.territory.shapes import Geometries, Indices, is_area, projected
from catalogue.territory.tolerances import ALONG, LOOKING, NEAR, Tolerances
from catalogue.values.places import PlaceShape, Relation

#: Relations as numbers, the strongest first, as the published order has them.
STRENGTH = {relation: number for number, relation in enumerate(Relation)}


@dataclass(frozen=True, slots=True)
class Points:
    """Where cameras stood and what way they looked, in WGS84 degrees; not a number where that is not known."""

    longitude: Numbers
    latitude: Numbers
    heading_deg: Numbers
    view_deg: Numbers


@dataclass(frozen=True, slots=True)
class Found:
    """Relations of points to shapes, by their numbers; relations are numbers of `STRENGTH`."""

    point: Indices
    shape: Indices
    relation: Indices
    distance_m: Numbers
    chainage_m: Numbers


class Territory:
    """Shapes, indexed. What is no shape, or lies off the map of France, is passed over."""

    def __init__(self, shapes: Sequence[PlaceShape], tolerances: Tolerances) -> None:
        self.shapes = tuple(shapes)
        self.geometry: Geometries = projected(shapes)
        self.area_m2: Numbers = np.where(is_area(self.geometry), shapely.area(self.geometry), np.inf)
        self.near_m = _each(tolerances, NEAR, shapes)
        self.along_m = _each(tolerances, ALONG, shapes)
        self.looking_m = _each(tolerances, LOOKING, shapes)
        self._field_of_view_deg = tolerances.field_of_view_deg
        line = shapely.get_dimensions(self.geometry) == 1
        self.along_m[~line] = 0.0
        self._nearness = Nearness(self.geometry, np.maximum(self.near_m, self.along_m))
        self._outlook = Outlook(self.geometry, np.where(line, 0.0, self.looking_m))
        kinds = [shape.kind for shape in shapes]
        self._kind: Indices = np.array([kinds.index(kind) for kind in kinds], dtype=np.int64)
        self._edges: dict[int, Edge] = {}

    def relations(self, points: Points) -> Found:
        """Every shape that a point is in, near to, along, or looks at; not in any order."""
        on_map, x, y = _on_map(points)
        nearby = self._nearness.of(x, y)
        near = Found(
            on_map[nearby.point],
            nearby.shape,
            self._relation(nearby),
            np.round(nearby.distance_m, 1),
            np.round(nearby.chainage_m, 1),
        )
        return _joined(near, self._looked_at(points, on_map, x, y, nearby))

    def _relation(self, nearby: Nearby) -> Indices:
        along = nearby.distance_m <= self.along_m[nearby.shape]
        along &= self.along_m[nearby.shape] > 0
        outside = np.where(along, STRENGTH[Relation.ALONG], STRENGTH[Relation.NEAR])
        return np.where(nearby.inside, STRENGTH[Relation.INSIDE], outside)

    def _looked_at(self, points: Points, on_map: Indices, x: Numbers, y: Numbers, nearby: Nearby) -> Found:
        """What is seen from within is not looked at: it is all around."""
        looking = np.flatnonzero(np.isfinite(points.heading_deg[on_map]))
        which = on_map[looking]
        view = np.where(np.isnan(points.view_deg[which]), self._field_of_view_deg, points.view_deg[which])
        heading = grid_heading(points.heading_deg[which], points.longitude[which])
        seen = self._outlook.of(x[looking], y[looking], heading, view)
        point, shape = which[seen.point], seen.shape
        within = _pair(on_map[nearby.point[nearby.inside]], nearby.shape[nearby.inside], len(self.shapes))
        outside = ~np.isin(_pair(point, shape, len(self.shapes)), within)
        kept = outside.nonzero()[0]
        kept = kept[_nearest_few(point[kept], self._kind[shape[kept]], seen.distance_m[kept])]
        distance = np.round(seen.distance_m[kept], 1)
        relation = np.full(len(kept), STRENGTH[Relation.LOOKING_AT])
        return Found(point[kept], shape[kept], relation, distance, np.full(len(kept), np.nan))

    def distance_m(self, shape: int, longitude: Numbers, latitude: Numbers) -> Numbers:
        """How far points are from a shape, 0 inside it; not a number for a missing shape, or off the map."""
        x, y = metres(longitude, latitude)
        on_map = np.isfinite(x) & np.isfinite(y)
        apart = np.full(len(x), np.nan)
        if self.geometry[shape] is not None and on_map.any():
            edge = self._edges.get(shape) or self._edges.setdefault(shape, Edge(self.geometry[shape]))
            apart[on_map] = np.round(edge.distance_m(x[on_map], y[on_map]), 1)
        return apart

    def within(self, longitude: Numbers, latitude: Numbers, reach_m: float) -> Found:
        """Every shape within the same reach of points, whatever the tolerances."""
        on_map, x, y = _on_map(Points(longitude, latitude, longitude, latitude))
        wide = Nearness(self.geometry, np.full(len(self.shapes), float(reach_m)))
        nearby = wide.of(x, y)
        return Found(
            on_map[nearby.point],
            nearby.shape,
            self._relation(nearby),
            np.round(nearby.distance_m, 1),
            np.round(nearby.chainage_m, 1),
        )


def _each(tolerances: Tolerances, rule: str, shapes: Sequence[PlaceShape]) -> Numbers:
    known: dict[tuple[str, str | None], float] = {}
    for s in shapes:
        if (s.kind, s.layer) not in known:
            known[s.kind, s.layer] = tolerances.of(rule, s.kind, s.layer)
    return np.array([known[s.kind, s.layer] for s in shapes], dtype=float)


def _on_map(points: Points) -> tuple[Indices, Numbers, Numbers]:
    """The numbers of the points that the map has, and where they are on it."""
    with np.errstate(all="ignore"):
        x, y = metres(points.longitude, points.latitude)
    on_map = np.flatnonzero(np.isfinite(x) & np.isfinite(y))
    return on_map, x[on_map], y[on_map]


def _pair(point: Indices, shape: Indices, shapes: int) -> Indices:
    return point * shapes + shape


def _nearest_few(point: Indices, kind: Indices, distance: Numbers) -> Indices:
    """Which of these to keep: of each point and kind the nearest few."""
    order = np.lexsort((distance, kind, point))
    group = (
        np.flatnonzero(np.r_[True, _changes(point[order]) | _changes(kind[order])]) if len(order) else order
    )
    place = np.arange(len(order)) - np.repeat(group, np.diff(np.r_[group, len(order)]))
    return order[place < FEW]


def _changes(values: Indices) -> Indices:
    changed: Indices = values[1:] != values[:-1]
    return changed


def _joined(one: Found, other: Found) -> Found:
    return Found(
        np.concatenate((one.point, other.point)),
        np.concatenate((one.shape, other.shape)),
        np.concatenate((one.relation, other.relation)),
        np.concatenate((one.distance_m, other.distance_m)),
        np.concatenate((one.chainage_m, other.chainage_m)),
    )
