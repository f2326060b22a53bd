"""Which place of the catalogue a place of a layer is: by code, else by name. Pure."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from catalogue.database.folding import fold
from catalogue.places.drawn import DrawnPlace


@dataclass(frozen=True, slots=True)
class KnownPlace:
    """A place that the catalogue has. `of_layer` is False for one that was known by name alone."""

    id: int
    name: str
    code: str | None = None
    commune: str = ""
    names: tuple[str, ...] = ()
    of_layer: bool = True
    retired: bool = False


def matched(drawn: Sequence[DrawnPlace], known: Iterable[KnownPlace]) -> list[int | None]:
    """For each place of the layer the id of the known place that it is, or None when it is new.

    Places of the layer come before those known by name alone, codes before names, a name with its commune before
    the name alone. What fits two is taken for neither; only namesakes of one commune are taken in their order.
    """
    found: list[int | None] = [None] * len(drawn)
    living = sorted(known, key=lambda place: (place.retired, place.id))
    for of_layer in (True, False):
        for rule in _RULES:
            taken = set(found)
            rule.apply(found, drawn, [p for p in living if p.of_layer is of_layer and p.id not in taken])
    return found


@dataclass(frozen=True, slots=True)
class _Rule:
    """Two places are one when they share a key, nothing speaks against it, and no third shares it."""

    of_drawn: Callable[[DrawnPlace], str | None]
    of_known: Callable[[KnownPlace], Iterable[str | None]]
    by_code: bool = False
    in_order: bool = False

    def apply(
        self, found: list[int | None], drawn: Sequence[DrawnPlace], known: Sequence[KnownPlace]
    ) -> None:
        """Fill in `found` where it is None and this rule tells."""
        keys = {n: self.of_drawn(place) for n, place in enumerate(drawn) if found[n] is None}
        wanted = Counter(keys.values())
        there = self._by_key(known)
        taken: set[int] = set()
        for n, key in keys.items():
            if key is None or (wanted[key] > 1 and not self.in_order):
                continue
            fitting = [p for p in there.get(key, ()) if self._agree(drawn[n], p) and p.id not in taken]
            if fitting and (len(fitting) == 1 or self.in_order):
                found[n] = fitting[0].id
                taken.add(fitting[0].id)

    def _by_key(self, known: Sequence[KnownPlace]) -> dict[str, list[KnownPlace]]:
        there: dict[str, list[KnownPlace]] = {}
        for place in known:
            for key in {k for k in self.of_known(place) if k is not None}:
                there.setdefault(key, []).append(place)
        return there

    def _agree(self, drawn: DrawnPlace, known: KnownPlace) -> bool:
        """Namesakes of two communes are two places; so are, outside one layer, those of two codes."""
        if self.by_code:
            return True
        communes = {fold(drawn.commune), fold(known.commune)} - {""}
        codes = {drawn.code, known.code} - {None}
        return len(communes) <= 1 and (known.of_layer or len(codes) <= 1)


def _named(place: DrawnPlace | KnownPlace) -> str:
    return fold(place.name)


def _full(place: DrawnPlace | KnownPlace) -> str:
    return f"{fold(place.name)}\n{fold(place.commune)}"


_RULES = (
    _Rule(lambda p: p.code, lambda p: [p.code], by_code=True),
    _Rule(_full, lambda p: [_full(p)]),
    _Rule(_full, lambda p: [_full(p)], in_order=True),
    _Rule(_named, lambda p: [_named(p)]),
    _Rule(_named, lambda p: [fold(name) for name in p.names]),
)
