"""How places, and what ties photos to them, are said to a person. Pure: rows in, words out."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from catalogue.values.places import Relation
from catalogue.words import wording
from catalogue.words.languages import Language
from catalogue.words.wording import plural, sayable

Row = Mapping[str, Any]

#: Kinds by what several of them are called.
KINDS = {
    "park": sayable("Parks"),
    "itinerary": sayable("Itineraries"),
    "cite": sayable("Miners’ estates"),
    "site": sayable("Sites at stake"),
    "terril": sayable("Terrils"),
    "commune": sayable("Communes"),
    "epci": sayable("EPCI"),
    "perimeter": sayable("Perimeters"),
}
_RELATIONS = {
    Relation.PERSON: plural("%(n)s photo by decision", "%(n)s photos by decision"),
    Relation.INSIDE: plural("%(n)s photo inside", "%(n)s photos inside"),
    Relation.ALONG: plural("%(n)s photo along it", "%(n)s photos along it"),
    Relation.FOLDER: plural("%(n)s photo by its folder", "%(n)s photos by their folder"),
    Relation.NEAR: plural("%(n)s photo near it", "%(n)s photos near it"),
    Relation.LOOKING_AT: plural("%(n)s photo from afar", "%(n)s photos from afar"),
}
_KM = 1000
_KM2 = 1_000_000
_HECTARE = 10_000


_REFUSALS = {
    "layer-unreadable": sayable(
        "The file is damaged, or of no kind that is read: save it as GeoJSON, GeoPackage, Shapefile, GPX or KML."
    ),
    "layer-unsafe": sayable(
        "The file holds something that no map needs, or takes too long to read: write it anew with QGIS."
    ),
    "layer-not-a-file": sayable("What was given is no file."),
    "layer-empty": sayable("The file holds no place with a shape."),
    "layer-of-other-shapes": sayable(
        "Its shapes do not fit the kind of places: choose another kind, or take these rows out."
    ),
    "layer-misplaced": sayable(
        "Its coordinates are not where they should be: look which system they are in, and save it with that."
    ),
    "layer-rows-refused": sayable("Some of its shapes are damaged beyond repair."),
    "no-such-field": sayable("The file has no field of that name."),
    "no-such-source-layer": sayable("The file has no layer of that name."),
}


def refusal(code: str, language: Language) -> str:
    """Say why a file does not become a layer; empty for a reason that is new here."""
    return language.text(_REFUSALS[code]) if code in _REFUSALS else ""


def kinds(code: str, language: Language) -> str:
    """Name a kind of places in the plural; one that is new here is called by its code."""
    return language.text(KINDS[code]) if code in KINDS else code


def relation_count(code: str, n: int, language: Language) -> str:
    """Say how many photos belong to a place in one way."""
    return language.counted(*_RELATIONS[Relation(code)], n) if code in set(Relation) else f"{n} {code}"


def length(metres: float, language: Language) -> str:
    r"""Say a length to ten metres: `2,35 km`, `350 m`.

    >>> from catalogue.words.languages import ENGLISH
    >>> length(2351.7, ENGLISH)
    '2.35\xa0km'
    """
    if metres < _KM:
        return f"{language.number(round(metres))}\N{NO-BREAK SPACE}m"
    return f"{language.number(round(metres / _KM, 2))}\N{NO-BREAK SPACE}km"


def area(square_metres: float, language: Language) -> str:
    r"""Say an area: `12,4 ha`, `31,5 km²`.

    >>> from catalogue.words.languages import ENGLISH
    >>> area(124_000, ENGLISH)
    '12.4\xa0ha'
    """
    if square_metres >= 10 * _KM2:
        return f"{language.number(round(square_metres / _KM2, 1))}\N{NO-BREAK SPACE}km²"
    return f"{language.number(round(square_metres / _HECTARE, 1))}\N{NO-BREAK SPACE}ha"


@dataclass(frozen=True, slots=True)
class Belonging:
    """A place of a photo, and every reason why, in words."""

    place_id: int
    kind: str
    name: str
    main: bool
    reasons: Sequence[str]


def belongings(relations: Iterable[Row], language: Language) -> list[Belonging]:
    """Say each place of a photo once, with all that ties the photo to it."""
    ties: dict[int, list[Row]] = {}
    for row in relations:
        ties.setdefault(row["place_id"], []).append(row)
    order = list(KINDS)
    made = [
        Belonging(
            place_id,
            found[0]["kind"],
            found[0]["name"],
            any(row["main"] for row in found),
            [reason(row, language) for row in found],
        )
        for place_id, found in ties.items()
    ]
    return sorted(made, key=lambda one: (order.index(one.kind) if one.kind in KINDS else 99, not one.main))


def reason(row: Row, language: Language) -> str:
    """Say why a photo belongs to a place: `le long · 2,35 km depuis le départ · tronçon Loos–Wingles`."""
    told = [_told(row, language)]
    if row["chainage_m"] is not None:
        told.append(language.text("%(length)s from the start", length=length(row["chainage_m"], language)))
    if row["section"]:
        told.append(language.text("section %(name)s", name=row["section"]))
    if row["decided_by"]:
        told.append(language.text("decided by %(name)s", name=row["decided_by"]))
    return " · ".join(part for part in told if part)


def _told(row: Row, language: Language) -> str:
    relation, apart = row["relation"], ""
    if row["distance_m"] is not None and row["distance_m"] > 0:
        apart = language.text("%(distance)s away", distance=wording.distance(row["distance_m"], language))
    if relation == Relation.PERSON and row["decided_by"]:
        return ""
    if relation == Relation.FOLDER:
        return " · ".join(filter(None, (wording.rule(row["rule"], language), apart)))
    if relation == Relation.LOOKING_AT and apart:
        return f"{language.text('seen from a distance')}, {apart}"
    if relation == Relation.NEAR and apart:
        return apart
    return language.text(_WAYS[relation]) if relation in _WAYS else wording.rule(row["rule"], language)


_WAYS = {
    Relation.PERSON: sayable("decided by a person"),
    Relation.INSIDE: sayable("inside"),
    Relation.ALONG: sayable("along it"),
    Relation.NEAR: sayable("near it"),
    Relation.LOOKING_AT: sayable("seen from a distance"),
}


@dataclass(frozen=True, slots=True)
class YearBar:
    """Photos of one year, and how high their bar stands, in hundredths of the highest."""

    year: int
    count: int
    percent: int


def year_bars(by_year: Mapping[int, int], this_year: int) -> list[YearBar]:
    """Bars from the first year with photos to this one; years without any are there too.

    >>> [(bar.year, bar.count, bar.percent) for bar in year_bars({2018: 4, 2020: 1}, 2020)]
    [(2018, 4, 100), (2019, 0, 0), (2020, 1, 25)]
    """
    if not by_year:
        return []
    first, last = min(by_year), max(*by_year, this_year)
    first = max(first, last - _MOST_YEARS)
    most = max(by_year.values())
    return [
        YearBar(year, by_year.get(year, 0), round(100 * by_year.get(year, 0) / most))
        for year in range(first, last + 1)
    ]


#: A camera whose clock was never set says 1970.
_MOST_YEARS = 40


def silence(last_year: int | None, this_year: int, language: Language) -> str | None:
    """Say from when a place's newest photo is; None when this year or the last has some."""
    if last_year is None or last_year >= this_year - 1:
        return None
    return language.text("Newest photo: %(year)s.", year=last_year)
