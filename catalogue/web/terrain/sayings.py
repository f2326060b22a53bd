"""How the phone tells of a photo in the catalogue: in words, with its badges. Pure."""

from collections.abc import Mapping, Sequence
from typing import Any

from catalogue.words import wording as say
from catalogue.words.languages import Language

_PLACES = ("cite", "park", "itinerary", "commune")
#: Worth a look by whoever took it: nobody measured where it was.
_GUESSED = frozenset({"neighbour", "folder"})


def told(photo: Mapping[str, Any], themes: Sequence[str], language: Language) -> dict[str, Any]:
    """One photo: when, where and how both are known, what it shows, and what is missing."""
    position = say.position_badge(photo["position_method"], language)
    taken = say.time_badge(photo["taken_method"], language)
    return {
        "id": photo["id"],
        "when": say.when(photo, language),
        "when_sign": taken.sign if taken else None,
        "when_words": taken.words if taken else None,
        "where": place_of(photo),
        "sign": position.sign if position else None,
        "position": position.words if position else say.absence(photo["position_absence"], language),
        "latitude": photo["latitude"],
        "longitude": photo["longitude"],
        "accuracy": photo["position_accuracy_m"],
        "heading": photo["heading_deg"],
        "caption": photo["caption"] or "",
        "creator": photo["creator"],
        "themes": list(themes),
        "shown": photo["renditions"] == "ready",
        "aside": say.state("set_aside", language) if photo["state"] == "set_aside" else None,
        "colour": say.tint(photo["colour"]),
        "needs": needs(photo, themes),
    }


def place_of(photo: Mapping[str, Any]) -> str:
    """The places that a photo is of, the narrowest first.

    >>> place_of({"cite": None, "park": "Olhain", "itinerary": None, "commune": "Rebreuve"})
    'Olhain · Rebreuve'
    """
    return " · ".join(dict.fromkeys(photo[name] for name in _PLACES if photo[name]))


def needs(photo: Mapping[str, Any], themes: Sequence[str]) -> list[str]:
    """What is missing that whoever took it may still know.

    >>> needs({"latitude": None, "position_method": None, "caption": None}, ["terril"])
    ['position']
    >>> needs({"latitude": 50.4, "position_method": "folder", "caption": None}, [])
    ['position', 'words']
    """
    placed = photo["latitude"] is not None and photo["position_method"] not in _GUESSED
    described = bool(photo["caption"] or themes)
    return [name for name, there in (("position", placed), ("words", described)) if not there]
