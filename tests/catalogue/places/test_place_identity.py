"""Which place of the catalogue a place of a layer is."""

import pytest

from catalogue.places.drawn import DrawnPlace
from catalogue.places.identity import KnownPlace, matched


def _drawn(name: str, code: str | None = None, commune: str = "") -> DrawnPlace:
    return DrawnPlace(name, "POINT (2.8 50.4)", (2.8, 50.4, 2.8, 50.4), 50.4, 2.8, code=code, commune=commune)


@pytest.mark.parametrize(
    ("drawn", "known", "expected"),
    [
        ([_drawn("B", "1")], [KnownPlace(7, "A", "1"), KnownPlace(8, "B", "2")], [7]),
        ([_drawn("Étang")], [KnownPlace(7, "ETANG")], [7]),
        ([_drawn("A", "9")], [KnownPlace(7, "A", "1")], [7]),
        ([_drawn("A", "9")], [KnownPlace(7, "A", "1", of_layer=False)], [None]),
        ([_drawn("A")], [KnownPlace(7, "A", of_layer=False), KnownPlace(8, "A")], [8]),
        ([_drawn("A")], [KnownPlace(7, "B", names=("a",), of_layer=False)], [7]),
        ([_drawn("M", commune="Lens")], [KnownPlace(7, "M", commune="Denain")], [None]),
        ([_drawn("M", commune="Lens")], [KnownPlace(7, "M")], [7]),
        ([_drawn("M", commune="Lens")], [KnownPlace(7, "M"), KnownPlace(8, "M", commune="LENS")], [8]),
        ([_drawn("M"), _drawn("M")], [KnownPlace(7, "M"), KnownPlace(8, "M")], [7, 8]),
        ([_drawn("M", "1"), _drawn("N", "1")], [KnownPlace(7, "N", "1")], [None, 7]),
        ([_drawn("A")], [KnownPlace(7, "A", retired=True)], [7]),
        ([_drawn("A")], [], [None]),
    ],
    ids=[
        "a code goes before a name",
        "accents and capitals do not matter",
        "codes that were given anew leave the name",
        "two codes are two places outside one layer",
        "the layer goes before places known by name alone",
        "an alias is a name",
        "namesakes of two communes are two places",
        "a commune may be told later",
        "the commune decides between namesakes",
        "namesakes of one commune keep their order",
        "a code that two places bear decides nothing",
        "a retired place comes back",
        "what is not there is new",
    ],
)
def test_places_are_recognised(drawn: list[DrawnPlace], known: list[KnownPlace], expected: list[int | None]):
    assert matched(drawn, known) == expected
