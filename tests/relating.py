"""Places and themes for catalogues of photos that nobody took.

Each photo belongs to its main places and to others besides, and has some themes or none.
"""

import random
import re
from collections.abc import Iterable
from contextlib import closing

from catalogues import CITES, EPCIS, ITINERARIES, PARKS, Row, insert

from catalogue.database.connection import connect, writing
from catalogue.home.paths import Home

NAMES = {
    "park": PARKS,
    "itinerary": ITINERARIES,
    "cite": CITES,
    "commune": tuple(f"Commune {n}" for n in range(40)),
    "epci": EPCIS,
    "site": ("Fosse 12", "Château des Douaniers"),
    "terril": ("Terril 58", "Terril 110", "Terrils 11/19"),
}
#: Names that differ by accents alone, and some that break out of what is not escaped.
THEMES = ("terril", "cité minière", "eau", "Eau", "patrimoine bâti", 'a "b" & c, d', "100 %", "😀 fête")
RELATIONS = ("inside", "near", "looking_at", "folder")
#: Kind, shown name, relations; what a person decided has the relation `person`.
Related = dict[tuple[str, str], set[str]]


def related(row: Row) -> Related:
    """What one photo belongs to; the same photo gives the same."""
    dice = random.Random(row["number"])  # noqa: S311 nothing here is secret
    found: Related = {}
    for kind, names in NAMES.items():
        main = row.get(kind)
        others = dice.sample(names, dice.choice((0, 0, 1, 2)))
        for name in dict.fromkeys([*([] if main is None else [main]), *others]):
            found[kind, name] = set(dice.sample(RELATIONS, dice.choice((1, 1, 2))))
    return found


def themed(row: Row) -> list[str]:
    """The themes of one photo; the same photo gives the same."""
    dice = random.Random(f"themes of {row['number']}")  # noqa: S311 nothing here is secret
    return dice.sample(THEMES, dice.choice((0, 0, 1, 1, 2, 3)))


def relate(home: Home, rows: Iterable[Row]) -> Home:
    """The photos of a library belong to places, as `related` says, and have the themes that `themed` says."""
    known: dict[tuple[str, str], int] = {}
    with closing(connect(home.catalogue)) as other, writing(other) as db:
        for row in rows:
            for theme in themed(row):
                insert(db, "photo_themes", {"photo_id": row["id"], "theme": theme})
            for (kind, name), relations in related(row).items():
                if (kind, name) not in known:
                    known[kind, name] = 1000 + len(known)
                    insert(db, "places", place(known[kind, name], kind, name))
                for n, relation in enumerate(sorted(relations)):
                    told = {"rule": "made", "main": int(row.get(kind) == name and n == 0)}
                    insert(
                        db,
                        "photo_places",
                        {"photo_id": row["id"], "place_id": known[kind, name], "relation": relation, **told},
                    )
    return home


def place(number: int, kind: str, shown: str) -> Row:
    """A row of `places`; the commune stands in brackets behind a name that repeats."""
    name, commune = named.groups() if (named := re.fullmatch(r"(.+) \((.+)\)", shown)) else (shown, "")
    return {"id": number, "kind": kind, "name": name, "commune": commune, "code": f"{kind}-{number}"}
