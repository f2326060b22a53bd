"""Places that come in with photos, and rules that know them."""

from collections.abc import Sequence

from catalogue.values.exported import ReturnedPlace
from catalogue.values.places import Evidence, PlaceRelation
from ingest.classify import FreshClassifier, returned


class _Counted:
    """Makes rules, and counts how often."""

    def __init__(self) -> None:
        self.made = 0

    def __call__(self) -> "_Counted._Rules":
        self.made += 1
        return self._Rules()

    class _Rules:
        def __call__(self, evidence: Sequence[Evidence]) -> list[tuple[PlaceRelation, ...]]:
            return [() for _ in evidence]


def test_rules_are_made_when_the_first_photo_comes_and_no_earlier():
    make = _Counted()
    rules = FreshClassifier(make)

    before = make.made
    rules([Evidence()])
    rules([Evidence(), Evidence()])

    assert (before, make.made) == (0, 1)


def test_rules_are_made_anew_when_places_are():
    make = _Counted()
    rules = FreshClassifier(make)
    rules([Evidence()])

    rules.forget()
    rules([Evidence()])

    assert make.made == 2


def test_returned_place_is_the_relation_that_it_was():
    place = ReturnedPlace(
        "itinerary",
        "EuroVelo 5",
        "EV5",
        None,
        None,
        None,
        "along",
        "along: 30 m",
        12.5,
        4267.0,
        True,
        None,
        "B",
    )

    assert returned([place], [7]) == (
        PlaceRelation("itinerary", 7, "EuroVelo 5", "along", "along: 30 m", 12.5, 4267.0, None, True, "B"),
    )
