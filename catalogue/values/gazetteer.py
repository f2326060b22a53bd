"""The places that names are matched to."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """A place as far as names go; `sections` are the names of an itinerary's parts.

    Code, layer, the box around its shape (west, south, east, north) and the time that its layer came, a larger text
    newer, tell whether namesakes of two layers are one place.
    """

    id: int
    kind: str
    name: str
    aliases: tuple[str, ...] = ()
    commune: str = ""
    sections: tuple[str, ...] = ()
    code: str | None = None
    layer: str | None = None
    bounds: tuple[float, float, float, float] | None = None
    layer_since: str = ""


class Gazetteer:
    """Finds places by folded name or alias. A name that two places of one kind bear finds neither."""

    def __init__(self, places: Iterable[Place], fold: Callable[[str], str]) -> None:
        self.places = tuple(places)
        self.fold = fold
        self._by_name: dict[str, dict[str, list[Place]]] = {}
        for place in self.places:
            for name in {fold(n) for n in (place.name, *place.aliases)}:
                self._by_name.setdefault(name, {}).setdefault(place.kind, []).append(place)

    def named(self, text: str) -> list[Place]:
        """The places that bear exactly this name, one of each kind at most."""
        kinds = self._by_name.get(self.fold(text).strip(), {})
        return [places[0] for places in kinds.values() if len(places) == 1]

    def bearing(self, text: str) -> list[Place]:
        """Every place that bears exactly this name."""
        kinds = self._by_name.get(self.fold(text).strip(), {})
        return [place for places in kinds.values() for place in places]
