"""Rows as a library of many years would have them: a few places, years and people take most of the photos.

Names are invented. Nothing of a photo but its row and its places stands behind them.
"""

import hashlib
import random
from bisect import bisect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import Any

from catalogue.database.folding import fold

Row = dict[str, Any]

_WORDS = (
    "Saint-Éloi",
    "du Bois brûlé",
    "des Œillets",
    "de la Fosse",
    "du Canal",
    "d'Aremberg",
    "de l'Étang",
    "Sainte-Barbe",
)
_KINDS = {
    "park": ("Parc", 60),
    "itinerary": ("Véloroute", 90),
    "cite": ("Cité", 150),
    "commune": ("Commune", 250),
}
_HELD = {"park": 0.45, "itinerary": 0.3, "cite": 0.35, "commune": 0.92}
#: Kinds that have no column in the table of photos, and how many photos have one.
_BESIDE = {"site": 0.1, "terril": 0.35}
_EPCI = ("CABBALR", "CALL", "CAHC", "CAD", "CCCO", "CAPH", "CAVM")
_CAMERAS = tuple((f"Maker {n % 9}", f"Model {n:02}") for n in range(60))
_CREATORS = tuple(f"Photographe {n:02}" for n in range(28))
_METHODS = ("exif", None, "folder", "track", "neighbour", "manual", "xmp", "device")
_SUBJECTS = (
    "terril",
    "chevalement",
    "façades",
    "piste cyclable",
    "étang",
    "cavalier",
    "signalétique",
    "friche",
)
_THEMES = tuple(f"Thème {word} {n}" for n in range(10) for word in _SUBJECTS)
_RIGHTS = ("ready", "credit-missing", "to-check", "restricted")
_ASPECTS = ("landscape", "portrait", "panorama", "square")
_RATINGS = (None, 3, 4, 5, 2, 1)
_YEARS = tuple(range(2026, 2005, -1))
_MONTHS = (5, 6, 9, 4, 7, 10, 3, 8, 11, 2, 1, 12)


@dataclass(frozen=True)
class Skewed:
    """Values of which the first occur most, each next one less: as 1, 1/2, 1/3 … to a power."""

    values: Sequence[Any]
    power: float = 0.9

    @cached_property
    def _steps(self) -> list[float]:
        return list(accumulate((rank + 1) ** -self.power for rank in range(len(self.values))))

    def drawn(self, chance: random.Random) -> Any:
        """Draw one value."""
        return self.values[bisect(self._steps, chance.random() * self._steps[-1])]


PLACES = {
    kind: Skewed(tuple(f"{word} {_WORDS[n % len(_WORDS)]} {n}" for n in range(number)))
    for kind, (word, number) in _KINDS.items()
}
PLACES |= {
    "epci": Skewed(_EPCI),
    "site": Skewed(tuple(f"Fosse {n}" for n in range(11))),
    "terril": Skewed(tuple(f"Terril {n}" for n in range(200))),
}
_RELATIONS = {
    kind: Skewed(("along", "near") if kind == "itinerary" else ("inside", "near", "folder"), 1.5)
    for kind in PLACES
} | {"terril": Skewed(("looking_at", "near", "inside"), 1)}
_PLACE_IDS = {
    key: number
    for number, key in enumerate(((kind, name) for kind in PLACES for name in PLACES[kind].values), start=1)
}
_CAMERA, _CREATOR, _YEAR = Skewed(_CAMERAS, 1.1), Skewed(_CREATORS), Skewed(_YEARS, 0.6)
_MONTH, _METHOD, _SUBJECT = Skewed(_MONTHS, 0.4), Skewed(_METHODS, 1.1), Skewed(_SUBJECTS, 0.5)
THEMES, _JUDGED, _ASPECT = Skewed(_THEMES), Skewed(_RIGHTS, 1.2), Skewed(_ASPECTS, 1.5)
_RATING = Skewed(_RATINGS, 1.2)


def photo_rows(number: int) -> Iterator[Row]:
    """Give so many rows of `photos`; the same number gives the same rows."""
    chance = random.Random(number)  # noqa: S311 not a secret
    for n in range(1, number + 1):
        yield _photo(n, chance)


def _photo(number: int, chance: random.Random) -> Row:
    sha256 = hashlib.sha256(str(number).encode()).hexdigest()
    make, model = _CAMERA.drawn(chance)
    state = "catalogued" if chance.random() < 0.97 else chance.choice(("held", "set_aside"))
    row = {
        "id": sha256[:32],
        "number": number,
        "camera_make": make,
        "camera_model": model,
        "creator": _CREATOR.drawn(chance) if chance.random() < 0.8 else None,
        "orientation": 1 if chance.random() < 0.8 else 6,
        "width": 4032,
        "height": 3024,
        "format": "jpeg",
        "state": state,
        "state_reason": "partial" if state == "held" else None,
        "colour": f"#{sha256[:6]}",
        "original_sha256": sha256,
        "original_extension": "jpg",
        "renditions": "ready",
        "added_at": f"20{10 + number % 16:02}-{number % 12 + 1:02}-{number % 28 + 1:02}T10:00:00Z",
    }
    row |= {
        "rights": _JUDGED.drawn(chance),
        "aspect": _ASPECT.drawn(chance),
        "rating": _RATING.drawn(chance),
    }
    placed = _placed(chance)
    return row | _dated(chance) | _positioned(chance) | placed | _captioned(placed, chance)


def _dated(chance: random.Random) -> Row:
    year, month = _YEAR.drawn(chance), _MONTH.drawn(chance)
    day, hour, minute, second = (chance.randrange(n) for n in (28, 24, 60, 60))
    measured = chance.random() < 0.93
    taken_at = f"{year}-{month:02}-{day + 1:02}T{hour:02}:{minute:02}:{second:02}" if measured else None
    method = "exif" if measured else "folder"
    return {"taken_at": taken_at, "taken_method": method, "taken_year": year, "taken_month": month}


def _positioned(chance: random.Random) -> Row:
    method = _METHOD.drawn(chance)
    if method is None:
        return {"position_method": None, "position_absence": "no-gps", "latitude": None, "longitude": None}
    latitude, longitude = 50.2 + chance.random() * 0.4, 2.3 + chance.random() * 1.4
    return {"position_method": method, "position_absence": None, "latitude": latitude, "longitude": longitude}


def _placed(chance: random.Random) -> Row:
    """Name the places of a photo; its intercommunality follows from its commune."""
    names = {
        kind: PLACES[kind].drawn(chance) if chance.random() < share else None for kind, share in _HELD.items()
    }
    commune = names["commune"]
    epci = _EPCI[PLACES["commune"].values.index(commune) % len(_EPCI)] if commune else None
    return {**names, "epci": epci}


def place_rows() -> Iterator[Row]:
    """Give every place, numbered from 1."""
    for (kind, name), number in _PLACE_IDS.items():
        yield {"id": number, "kind": kind, "name": name, "code": f"{kind[:3]}-{number}"}


def relation_rows(photo: Row) -> Iterator[Row]:
    """Give the places of a photo: one to three of each kind that it has, the first of them its main one."""
    chance = random.Random(photo["number"])  # noqa: S311 not a secret
    for kind in PLACES:
        main = photo[kind] if kind in photo else _beside(kind, chance)
        if main is None:
            continue
        others = [PLACES[kind].drawn(chance) for _ in range(chance.choice((0, 0, 0, 1, 1, 2)))]
        for name in dict.fromkeys([main, *others]):
            yield {
                "photo_id": photo["id"],
                "place_id": _PLACE_IDS[kind, name],
                "relation": _RELATIONS[kind].drawn(chance),
                "rule": "made",
                "main": int(name == main),
            }


def theme_rows(photo: Row) -> Iterator[Row]:
    """Give the themes of a photo: none to three."""
    chance = random.Random(f"themes of {photo['number']}")  # noqa: S311 not a secret
    for theme in dict.fromkeys(THEMES.drawn(chance) for _ in range(chance.choice((0, 1, 1, 2, 3)))):
        yield {"photo_id": photo["id"], "theme": theme}


def _beside(kind: str, chance: random.Random) -> Any:
    return PLACES[kind].drawn(chance) if chance.random() < _BESIDE[kind] else None


def _captioned(placed: Row, chance: random.Random) -> Row:
    if chance.random() < 0.6:
        return {"caption": None}
    where = placed["park"] or placed["commune"] or "bassin minier"
    return {"caption": f"{_SUBJECT.drawn(chance)}, {where}"}


def search_text(row: Row) -> str:
    """Write what a search finds a photo by, folded as the program folds it."""
    shown = (row[name] for name in ("caption", "creator", "taken_at", "taken_year", *_HELD, "epci"))
    themes = (each["theme"] for each in theme_rows(row))
    return "\n".join(
        dict.fromkeys(fold(str(text)) for text in (*shown, *themes, f"IMG_{row['number']:07}.jpg") if text)
    )
