"""What a column of a sheet can say, and the headings that it is known by."""

import re
from collections.abc import Mapping, Sequence
from enum import StrEnum

from catalogue.database.folding import fold
from catalogue.exports.columns import COLUMNS
from catalogue.words.languages import Language


class Field(StrEnum):
    """What a column says: which photo, or something about it. The values are what `--map` takes."""

    ID = "id"
    NUMBER = "number"
    PATH = "path"
    NAME = "name"
    DATE = "date"
    FOLDER = "folder"
    CAPTION = "caption"
    CREATOR = "creator"
    CREDIT = "credit"
    COPYRIGHT = "copyright"
    LICENCE = "licence"
    USAGE_TERMS = "usage_terms"
    DIFFUSION = "diffusion"
    THEMES = "themes"
    RATING = "rating"
    ALT_TEXT = "alt_text"


#: What says which photo a row is about; a date and a folder only help a name.
IDENTITY = (Field.ID, Field.NUMBER, Field.PATH, Field.NAME, Field.DATE, Field.FOLDER)
_ENOUGH = frozenset({Field.ID, Field.NUMBER, Field.PATH, Field.NAME})
#: What a row can change of its photo.
WRITTEN = tuple(field for field in Field if field not in IDENTITY)

# Columns of our own sheets that are called otherwise here.
_OURS = {"source_path": Field.PATH, "picture": Field.NAME, "taken_at": Field.DATE}

# Headings that others use; of two columns that say the same, the one that stands first here counts.
_ALSO: Mapping[Field, Sequence[str]] = {
    Field.ID: ("id", "id photo", "identifiant photo"),
    Field.NUMBER: ("numero photo", "numero de photo", "photo number", "n photo"),
    Field.PATH: ("chemin", "path", "chemin du fichier", "file path", "source file", "sourcefile"),
    Field.NAME: (
        "nom du fichier",
        "nom de fichier",
        "file name",
        "filename",
        "nom",
        "photo",
        "image",
        "name",
    ),
    Field.DATE: ("date de prise de vue", "prise de vue", "date time original", "datetimeoriginal", "taken"),
    Field.FOLDER: ("dossier", "repertoire", "folder", "directory"),
    Field.CAPTION: ("legendes", "caption abstract", "description", "titre", "title", "commentaire"),
    Field.CREATOR: ("auteur", "auteure", "author", "creator", "by line", "artist", "prise par"),
    Field.CREDIT: ("credits", "credit photo", "credit line", "mention de credit"),
    Field.COPYRIGHT: ("copyright notice", "droits d auteur", "droits", "rights"),
    Field.LICENCE: ("license", "licence d utilisation"),
    Field.USAGE_TERMS: ("conditions d usage", "conditions", "usage terms", "rights usage terms"),
    Field.DIFFUSION: ("diffusable", "publication"),
    Field.THEMES: ("mots cles", "mot cle", "keywords", "theme", "tags", "subject", "etiquettes"),
    Field.RATING: ("note", "rating", "etoile"),
    Field.ALT_TEXT: ("texte de remplacement", "alt", "alt text", "description alternative"),
}
#: Our own column that says what follows from others; it is none to be written.
FOLLOWS = ("droits", "rights")


def folded_heading(text: str) -> str:
    """A heading without case, accents and punctuation.

    >>> folded_heading(" Conditions d’utilisation : ")
    'conditions d utilisation'
    """
    return re.sub(r"[^a-z0-9]+", " ", fold(text)).strip()


def _known() -> dict[str, tuple[Field, int]]:
    """Field and rank of every heading: those of our own sheets come first."""
    known: dict[str, tuple[Field, int]] = {}
    for field, names in _ALSO.items():
        known.update({name: (field, rank) for rank, name in enumerate(names, start=1)})
    for column in COLUMNS:
        ours = _OURS.get(column.name) or (Field(column.name) if column.name in set(Field) else None)
        if ours:
            known |= dict.fromkeys(map(folded_heading, (column.french, column.english)), (ours, 0))
    return known


_KNOWN = _known()


def field_of(heading: str) -> Field | None:
    """What a heading announces; None where it is none that is known.

    >>> str(field_of("LEGENDE")), str(field_of("Mots-clés")), field_of("Remarques")
    ('caption', 'themes', None)
    """
    return _KNOWN.get(folded_heading(heading), (None, 0))[0]


def columns_of(headings: Sequence[str], chosen: Mapping[str, Field | None]) -> dict[Field, int]:
    """The column of each field, by its place; what is `chosen` for a heading goes before what it announces.

    >>> columns_of(["Titre", "Légende", "Fichier", "Auteur"], {"Auteur": Field.CREDIT})
    {<Field.CAPTION: 'caption'>: 1, <Field.NAME: 'name'>: 2, <Field.CREDIT: 'credit'>: 3}
    """
    wanted = {folded_heading(name): field for name, field in chosen.items()}
    ranked: dict[Field, tuple[int, int]] = {}
    for place, heading in enumerate(map(folded_heading, headings)):
        field, rank = (wanted[heading], -1) if heading in wanted else _KNOWN.get(heading, (None, 0))
        if field and (field not in ranked or rank < ranked[field][0]):
            ranked[field] = (rank, place)
    return {field: ranked[field][1] for field in sorted(ranked, key=lambda f: ranked[f][1])}


def says_which(columns: Mapping[Field, int]) -> bool:
    """True when these columns can say which photo a row is about."""
    return bool(_ENOUGH & columns.keys())


def says_something(columns: Mapping[Field, int]) -> bool:
    """True when these columns hold something to write."""
    return bool(set(WRITTEN) & columns.keys())


def heading_of(field: Field, language: Language) -> str:
    """How our own sheets head a field that can be written."""
    return next(column.heading(language) for column in COLUMNS if column.name == field)
