"""What is at a point: the same rules that photos are placed by, asked of bare coordinates."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from catalogue.database.connection import Connection
from catalogue.placing.classification import classifier_of
from catalogue.territory.classifier import RuleClassifier
from catalogue.values.places import Evidence, PlaceRelation, Relation

# Points that are looked up together.
_BATCH = 5_000


@dataclass(frozen=True, slots=True)
class Here:
    """A place at a point, with what other tools know it by."""

    relation: PlaceRelation
    code: str | None
    layer: str | None


def places_at(
    db: Connection,
    stored_settings: dict[str, str],
    points: Sequence[Evidence],
    *,
    within_m: float | None = None,
) -> Iterator[tuple[Evidence, list[Here]]]:
    """For each point, in order, the places there; with `within_m` the nearest of each kind within that distance."""
    classifier = classifier_of(db, stored_settings)
    known = {
        place_id: (code, layer) for place_id, code, layer in db.execute("SELECT id, code, layer FROM places")
    }
    waiting = iter(points)
    while batch := list(islice(waiting, _BATCH)):
        for point, relations in zip(batch, _relations(classifier, batch, within_m), strict=True):
            yield point, [Here(relation, *known[relation.place_id]) for relation in relations]


def _relations(
    classifier: RuleClassifier, points: Sequence[Evidence], within_m: float | None
) -> list[list[PlaceRelation]]:
    by_rule = classifier(points)
    if within_m is None or classifier.geometry is None:
        return [list(relations) for relations in by_rule]
    nearest = classifier.geometry.nearest(points, within_m)
    return [
        [*near, *(r for r in ruled if r.relation == Relation.LOOKING_AT)]
        for near, ruled in zip(nearest, by_rule, strict=True)
    ]
