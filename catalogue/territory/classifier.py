"""The rules together: names of folders, shapes, and the order that makes one place of each kind the main one.

Nothing here loads a geometric library; `geometry` is loaded when the first photo has a position and a place a shape.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from catalogue.territory.names import Named, NameMatcher
from catalogue.territory.tolerances import Tolerances
from catalogue.values.gazetteer import Gazetteer, Place
from catalogue.values.places import Evidence, PlaceRelation, PlaceShape, Relation

if TYPE_CHECKING:
    from catalogue.territory.geometry import Geometry


@dataclass(frozen=True, slots=True)
class Frame:
    """What the rules know besides names and shapes.

    `epci_of` gives the EPCI place of a commune place; `recency` how new a layer (kind, name) is, a larger text newer.
    """

    epci_of: Mapping[int, int] = field(default_factory=dict)
    recency: Mapping[tuple[str, str], str] = field(default_factory=dict)


class RuleClassifier:
    """A `Classifier` by the published rules. `load` gives the shapes, and is called once at most."""

    def __init__(
        self,
        gazetteer: Gazetteer,
        load: Callable[[], Sequence[PlaceShape]],
        tolerances: Tolerances,
        frame: Frame,
    ) -> None:
        self._names = NameMatcher(gazetteer)
        self._places = {place.id: place for place in gazetteer.places}
        self._load = load
        self._tolerances = tolerances
        self._frame = frame

    def __call__(self, evidence: Sequence[Evidence]) -> list[tuple[PlaceRelation, ...]]:
        """Relations for each piece of evidence, the first of each kind being the main one."""
        named = [self._names(one.folders) if one.folders else () for one in evidence]
        if any(one.latitude is not None for one in evidence) and self.geometry is not None:
            return self.geometry.classified(evidence, named)
        return [by_names(found) for found in named]

    @property
    def ambiguous(self) -> Mapping[tuple[str, str], tuple[Place, ...]]:
        """The kinds and folders whose name several places bear, so that none was found, and these places."""
        return self._names.ambiguous

    @cached_property
    def geometry(self) -> "Geometry | None":
        """The shapes, indexed; None when no place has one."""
        shapes = self._load()
        if not shapes:
            return None
        from catalogue.territory.geometry import Geometry  # noqa: PLC0415 loads GEOS and PROJ

        return Geometry(shapes, self._places, self._tolerances, self._frame)


def by_names(named: Sequence[Named]) -> tuple[PlaceRelation, ...]:
    """Relations by folder names alone: innermost folder first, which is the most precise."""
    kinds: set[str] = set()
    made = []
    for one in sorted(named, key=lambda n: (n.place.kind, n.depth, n.rank, n.place.id)):
        place = one.place
        main = place.kind not in kinds
        kinds.add(place.kind)
        made.append(
            PlaceRelation(
                place.kind,
                place.id,
                place.name,
                Relation.FOLDER.value,
                one.rule,
                main=main,
                section=one.section,
            )
        )
    return tuple(made)
