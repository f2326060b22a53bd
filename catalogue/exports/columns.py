"""The columns of a sheet for people: what each is called, what it holds, and how it is read from a photo.

The same headings are recognised when a sheet comes back. Pure: a photo in, a value for one cell out.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from catalogue.values.rights import Diffusion, Rights
from catalogue.words import wording
from catalogue.words.captions import computed_caption
from catalogue.words.languages import Language

#: A photo as `selecting.photos_in_order` reads it: the columns of `photos_with_codes`, `themes`, `source_path`, and
#: `picture`, its file in a folder beside the sheet, or None.
Row = Mapping[str, Any]
Value = str | int | float | date | datetime | None

#: What stands between the themes of one photo. A keyword that a file brought may hold it too.
THEMES_PARTED_BY = "; "


class Kind(StrEnum):
    """How a cell is written, so that people can sort and count by it."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    LINK = "link"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name in the schema, its heading in each language, and the value of a photo in it.

    `width` is in characters. `value` is given a photo and the language that is spoken.
    """

    name: str
    french: str
    english: str
    kind: Kind
    width: int
    value: Callable[[Row, Language], Value]

    def heading(self, language: Language) -> str:
        """What the column is called in a language."""
        return self.french if language.code == "fr" else self.english


#: What may be done with a photo, and where, as sheets say it: (French, English).
DIFFUSIONS: Mapping[str, tuple[str, str]] = {
    Diffusion.INTERNAL: ("interne", "internal"),
    Diffusion.OPEN: ("libre", "open"),
    Diffusion.TO_CHECK: ("à vérifier", "to check"),
}
RIGHTS: Mapping[str, tuple[str, str]] = {
    Rights.READY: ("prête", "ready"),
    Rights.CREDIT_MISSING: ("crédit manquant", "credit missing"),
    Rights.TO_CHECK: ("à vérifier", "to check"),
    Rights.RESTRICTED: ("restreinte", "restricted"),
}


def in_words(table: Mapping[str, tuple[str, str]], code: str | None, language: Language) -> str | None:
    """Say a code of a photo; one that is new here is said as it is.

    >>> from catalogue.words.languages import FRENCH
    >>> in_words(DIFFUSIONS, "open", FRENCH), in_words(DIFFUSIONS, None, FRENCH)
    ('libre', None)
    """
    french, english = table.get(code or "", (code, code))
    return french if language.code == "fr" else english


def moment(photo: Row) -> Value:
    """When a photo was taken, as a date with or without its hour; None when not even the day is known.

    >>> moment({"taken_at": "2018-05-12T14:32:08"}), moment({"taken_at": "2018-05-12"})
    (datetime.datetime(2018, 5, 12, 14, 32, 8), datetime.date(2018, 5, 12))
    """
    text = photo["taken_at"] or ""
    try:
        return date.fromisoformat(text) if "T" not in text else datetime.fromisoformat(text)
    except ValueError:
        return None


def proposed(photo: Row, language: Language) -> str | None:
    """A caption worked out from place and date, for a photo that nobody gave one."""
    return None if photo["caption"] else computed_caption(photo, language)


def how_placed(photo: Row, language: Language) -> str:
    """How the position is known, in words; or why there is none."""
    badge = wording.position_badge(photo["position_method"], language)
    return badge.words if badge else wording.absence(photo["position_absence"], language)


def _stored(
    name: str, french: str, english: str, kind: Kind = Kind.TEXT, width: int = 20, field: str | None = None
) -> Column:
    """A column that shows what is stored as it is."""
    return Column(name, french, english, kind, width, lambda photo, _: photo[field or name])


_NUMBER = Kind.NUMBER

COLUMNS: Sequence[Column] = (
    Column("link", "Voir la photo", "See the photo", Kind.LINK, 14, lambda photo, _: photo["id"]),
    _stored("picture", "Fichier", "File", width=44),
    _stored("number", "Numéro", "Number", _NUMBER, 9),
    _stored("caption", "Légende", "Caption", width=44),
    Column("proposed_caption", "Légende proposée", "Proposed caption", Kind.TEXT, 36, proposed),
    _stored("alt_text", "Texte alternatif", "Alternative text", width=30),
    Column("taken_at", "Date", "Date", Kind.DATE, 17, lambda photo, _: moment(photo)),
    _stored("taken_year", "Année", "Year", _NUMBER, 8),
    _stored("taken_month", "Mois", "Month", _NUMBER, 7),
    _stored("park", "Parc", "Park", width=24),
    _stored("itinerary", "Itinéraire", "Itinerary", width=24),
    _stored("cite", "Cité", "Miners’ estate", width=24),
    _stored("commune", "Commune", "Commune"),
    _stored("epci", "EPCI", "EPCI"),
    _stored("creator", "Photographe", "Photographer"),
    _stored("credit", "Crédit", "Credit", width=24),
    _stored("copyright", "Copyright", "Copyright", width=24),
    _stored("licence", "Licence", "Licence"),
    _stored("usage_terms", "Conditions d’utilisation", "Terms of use", width=24),
    Column(
        "diffusion",
        "Diffusion",
        "Diffusion",
        Kind.TEXT,
        12,
        lambda photo, language: in_words(DIFFUSIONS, photo["diffusion"], language),
    ),
    Column(
        "rights",
        "Droits",
        "Rights",
        Kind.TEXT,
        16,
        lambda photo, language: in_words(RIGHTS, photo["rights"], language),
    ),
    Column(
        "themes",
        "Thèmes",
        "Themes",
        Kind.TEXT,
        30,
        lambda photo, _: THEMES_PARTED_BY.join(photo["themes"]) or None,
    ),
    _stored("rating", "Étoiles", "Stars", _NUMBER, 9),
    _stored("latitude", "Latitude", "Latitude", _NUMBER, 11),
    _stored("longitude", "Longitude", "Longitude", _NUMBER, 11),
    _stored("position_accuracy_m", "Précision (m)", "Accuracy (m)", _NUMBER, 13),
    Column("position_method", "Position", "Position", Kind.TEXT, 26, how_placed),
    _stored("heading_deg", "Direction (°)", "Heading (°)", _NUMBER, 13),
    _stored("insee", "Code INSEE", "INSEE code", width=12),
    _stored("epci_siren", "SIREN de l’EPCI", "SIREN of the EPCI", width=16),
    _stored("park_code", "Code du parc", "Code of the park", width=14),
    _stored("itinerary_code", "Code de l’itinéraire", "Code of the itinerary", width=14),
    _stored("cite_code", "Code de la cité", "Code of the estate", width=14),
    Column("camera", "Appareil", "Camera", Kind.TEXT, 24, lambda photo, _: wording.camera(photo) or None),
    _stored("width", "Largeur (px)", "Width (px)", _NUMBER, 12),
    _stored("height", "Hauteur (px)", "Height (px)", _NUMBER, 12),
    Column(
        "state",
        "État",
        "State",
        Kind.TEXT,
        18,
        lambda photo, language: wording.state(photo["state"], language),
    ),
    _stored("source_path", "Chemin d’origine", "Original path", width=44),
    _stored("id", "Identifiant", "Photo id", width=34),
)
