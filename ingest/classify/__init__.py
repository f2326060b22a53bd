"""The places that come in with photos, and the rules that place them: rules of this library, as it is now.

What the rules are stands in `catalogue/territory`, for the review desk follows them too.
"""

from collections.abc import Callable, Sequence

from catalogue.values.exported import ReturnedPlace
from catalogue.values.places import Classifier, Evidence, PlaceRelation


class FreshClassifier:
    """A `Classifier` that knows the places which the run itself has registered: `make` is called when they are new."""

    def __init__(self, make: Callable[[], Classifier]) -> None:
        self._make = make
        self._made: Classifier | None = None

    def __call__(self, evidence: Sequence[Evidence]) -> list[tuple[PlaceRelation, ...]]:
        """Relations for each piece of evidence."""
        if self._made is None:
            self._made = self._make()
        return self._made(evidence)

    def forget(self) -> None:
        """There are new places: the next photo is placed by rules that know them."""
        self._made = None


def returned(places: Sequence[ReturnedPlace], ids: Sequence[int]) -> tuple[PlaceRelation, ...]:
    """Places that came back with a photo, as its relations to the places with these ids."""
    return tuple(
        PlaceRelation(
            p.kind,
            place_id,
            p.name,
            p.relation,
            p.rule,
            p.distance_m,
            p.chainage_m,
            p.decided_by,
            p.main,
            p.section,
        )
        for place_id, p in zip(ids, places, strict=True)
    )
