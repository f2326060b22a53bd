"""What the views mean, in French and in English: tables joined and counted, ready for questions."""

from collections.abc import Mapping

from catalogue.database.described import Described
from catalogue.database.place_descriptions import PLACE_COLUMNS

_D = Described
_PLACES, _RELATIONS = PLACE_COLUMNS["places"], PLACE_COLUMNS["photo_places"]
_NAME = _D(
    "Nom du lieu ; la commune entre parenthèses quand le nom se répète.",
    "Name of the place; the commune in brackets where names repeat.",
)
_CODE = _D(
    "Code du lieu : INSEE d’une commune, SIREN d’un EPCI, sinon celui de la couche.",
    "Code of the place: INSEE of a commune, SIREN of an EPCI, or the layer’s own.",
)
_OF_PLACE = {"place_id": _RELATIONS["place_id"], "kind": _PLACES["kind"], "name": _NAME, "code": _CODE}

VIEWS: dict[str, Described] = {
    "places_named": _D(
        "Les lieux, sous le nom que montrent les filtres des photos.",
        "The places, by the name that the filters of the photos show.",
    ),
    "photo_places_named": _D(
        "Chaque lien d’une photo à un lieu, avec le nom et le code du lieu.",
        "Every relation of a photo to a place, with the name and the code of the place.",
    ),
    "photos_by_place_and_year": _D(
        "Nombre de photos par lieu et par année, quel que soit leur lien au lieu.",
        "Number of photos by place and year, whatever their relation to the place.",
    ),
    "places_coverage": _D(
        "Ce que les photos couvrent : combien par lieu, et de quelles années.",
        "What the photos cover: how many for each place, and of which years.",
    ),
    "photos_with_codes": _D(
        "Les photos, avec le code de chaque lieu principal à côté de son nom ; pour joindre d’autres couches.",
        "The photos, with the code of each main place beside its name; to be joined with other layers.",
    ),
    "photos_without_credit": _D(
        "Photos dont ni le crédit ni l’auteur ne sont connus : à compléter avant de publier.",
        "Photos whose credit and creator are both unknown: to be completed before they are published.",
    ),
}

_CREDITLESS = (
    "id",
    "number",
    "taken_at",
    "taken_year",
    "park",
    "itinerary",
    "cite",
    "commune",
    "epci",
    "caption",
    "copyright",
    "licence",
    "added_at",
)

_CODES = {
    "park": ("park_code", _D("Code du parc dans sa couche.", "Code of the park in its layer.")),
    "itinerary": (
        "itinerary_code",
        _D("Code de l’itinéraire dans sa couche.", "Code of the itinerary in its layer."),
    ),
    "cite": ("cite_code", _D("Code de la cité dans sa couche.", "Code of the estate in its layer.")),
    "commune": ("insee", _D("Code INSEE de la commune.", "INSEE code of the commune.")),
    "epci": (
        "epci_siren",
        _D(
            "SIREN de l’intercommunalité ; à défaut, celui que donne la commune.",
            "SIREN of the agglomeration; or, if need be, the one that the commune tells.",
        ),
    ),
}


def view_columns(photos: Mapping[str, Described]) -> dict[str, dict[str, Described]]:
    """Describe the columns of each view; `photos` are those of the table of photos."""
    return {
        "places_named": {name: _PLACES[name] for name in ("id", "kind")}
        | {"name": _NAME}
        | {
            name: _PLACES[name]
            for name in ("short_name", "code", "commune", "epci_siren", "layer", "retired_at")
        },
        "photo_places_named": {"photo_id": _RELATIONS["photo_id"]}
        | _OF_PLACE
        | {"epci_siren": _PLACES["epci_siren"]}
        | {
            name: _RELATIONS[name]
            for name in ("relation", "rule", "distance_m", "chainage_m", "section", "main", "decided_by")
        },
        "photos_by_place_and_year": _OF_PLACE
        | {"taken_year": photos["taken_year"], "photos": _D("Nombre de photos.", "Number of photos.")},
        "places_coverage": _OF_PLACE | {name: _PLACES[name] for name in ("epci_siren", "layer")} | _COVERED,
        "photos_with_codes": _with_codes(photos),
        "photos_without_credit": {name: photos[name] for name in _CREDITLESS},
    }


_COVERED = {
    "photos": _D("Nombre de photos, chacune comptée une fois.", "Number of photos, each counted once."),
    "first_year": _D("Année de la plus ancienne.", "Year of the oldest."),
    "last_year": _D(
        "Année de la plus récente ; vide s’il n’y en a pas.", "Year of the newest; empty without any."
    ),
    "last_year_or_zero": _D(
        "La même, ou 0 s’il n’y a aucune photo : inférieure à 2018, le lieu n’a pas été photographié depuis.",
        "The same, or 0 where there is no photo: less than 2018 means no photo since.",
    ),
}


def _with_codes(photos: Mapping[str, Described]) -> dict[str, Described]:
    columns: dict[str, Described] = {}
    for name, described in photos.items():
        columns[name] = described
        if name in _CODES:
            columns |= [_CODES[name]]
    return columns
