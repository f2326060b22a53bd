"""What a photo is said to show, where a picture leaves without its page: captions, credits, legends.

Pure: rows with the columns of `photos` in, words out; columns that a row does not have count as unknown.
"""

import re
from collections.abc import Mapping
from typing import Any

from catalogue.words import wording
from catalogue.words.languages import Language
from catalogue.words.wording import sayable

Row = Mapping[str, Any]

_PLACES = ("park", "itinerary", "cite", "commune", "epci")
# Articles follow the word in French (« vers l’est »): each direction is a sentence of its own.
_TOWARDS = (
    sayable("towards the north"),
    sayable("towards the north-east"),
    sayable("towards the east"),
    sayable("towards the south-east"),
    sayable("towards the south"),
    sayable("towards the south-west"),
    sayable("towards the west"),
    sayable("towards the north-west"),
)
# What turns the direction of writing for all that follows it (Unicode TR9, explicit formatting characters), and
# what keeps it inside: first strong isolate, pop directional isolate.
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
_ISOLATED = "\u2068{}\u2069"


def main_place(photo: Row) -> str | None:
    """Name the most telling place of a photo: its park, else its itinerary, cité, commune, EPCI."""
    return next((photo[kind] for kind in _PLACES if photo.get(kind)), None)


def computed_caption(photo: Row, language: Language) -> str | None:
    """Say place, day and direction of a photo as far as they are known; None when nothing is.

    It is shown where nobody has written a caption, and never stored as one.

    >>> from catalogue.words.languages import ENGLISH, FRENCH
    >>> photo = {"park": "Olhain", "taken_at": "2018-05-12T14:32:08", "heading_deg": 47.0}
    >>> computed_caption(photo, FRENCH)
    'Olhain, 12 mai 2018, vers le nord-est'
    >>> computed_caption({"taken_year": 2018, "taken_month": 5}, ENGLISH), computed_caption({}, ENGLISH)
    ('May 2018', None)
    """
    known = (main_place(photo), date(photo, language), towards(photo, language))
    return ", ".join(part for part in known if part) or None


def named(photo: Row, language: Language, most: int = 140) -> str:
    """Name a photo in one line: by its caption, shortened to `most` letters, else by a computed one or its number."""
    caption = _one_line(photo.get("caption"), most) or computed_caption(photo, language)
    return caption or language.text("Photo %(number)s", number=photo["number"])


def date(photo: Row, language: Language) -> str | None:
    """Say the day of a photo, or the month or year where no more is known: `12 mai 2018`, `mai 2018`, `2018`."""
    facts = {name: photo.get(name) for name in ("taken_at", "taken_year", "taken_month")}
    return wording.day(facts, language)


def towards(photo: Row, language: Language) -> str | None:
    """Say which way the camera looked, to an eighth of the compass: `vers le nord-est`."""
    heading_deg = photo.get("heading_deg")
    return None if heading_deg is None else language.text(_TOWARDS[round(heading_deg / 45) % 8])


def credit_line(photo: Row) -> str | None:
    """Give what must stand beside the picture: its credit, else its photographer; None when neither is known.

    >>> credit_line({"credit": "Mission Bassin Minier", "creator": "L. Dupont"}), credit_line({"creator": "L. Dupont"})
    ('Mission Bassin Minier', '© L. Dupont')
    """
    creator = _one_line(photo.get("creator"))
    return _one_line(photo.get("credit")) or (f"© {creator}" if creator else None)


def where(photo: Row) -> str | None:
    """Name the main place with its commune, which is not said twice.

    >>> where({"park": "Olhain", "commune": "Houdain"}), where({"cite": "Cité du Moulin (Lens)", "commune": "Lens"})
    ('Olhain, Houdain', 'Cité du Moulin (Lens)')
    """
    place, commune = main_place(photo), photo.get("commune")
    if not place or not commune or commune in place:
        return place or commune
    return f"{place}, {commune}"


def legend(photo: Row, language: Language) -> str:
    """Give the paragraph that an author puts under a figure: caption, place, date, credit.

    What is unknown is left out; a photo of which nothing is known gives "". Without a caption its direction is said.

    >>> from catalogue.words.languages import FRENCH
    >>> legend({"caption": "Le chevalement restauré.", "park": "9-9 bis", "commune": "Oignies", "taken_year": 2018,
    ...         "credit": "Mission Bassin Minier"}, FRENCH)
    'Le chevalement restauré. 9-9 bis, Oignies, 2018. Mission Bassin Minier.'
    """
    caption = _one_line(photo.get("caption"))
    facts = [where(photo), date(photo, language), None if caption else towards(photo, language)]
    sentences = (caption, ", ".join(part for part in facts if part), credit_line(photo))
    return " ".join(_ended(sentence) for sentence in sentences if sentence)


def _one_line(text: str | None, most: int | None = None) -> str:
    """One paragraph of at most so many letters; what turns the direction of writing turns nothing that follows."""
    plain = " ".join((text or "").split())
    if most and len(plain) > most:
        plain = f"{plain[: most - 1].rstrip()}…"
    return _ISOLATED.format(plain) if _TURNING.search(plain) else plain


def _ended(sentence: str) -> str:
    return sentence if sentence[-1] in ".!?…" else f"{sentence}."
