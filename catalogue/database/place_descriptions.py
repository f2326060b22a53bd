"""What the columns of the tables about places and decisions mean, in French and in English."""

from catalogue.database.described import Described

_D = Described
_PHOTO = _D("Photo.", "Photo.")
_PLACE = _D("Lieu.", "Place.")
_WHO = _D("Qui.", "Who.")
_WHEN = _D("Quand, en temps universel.", "When, in UTC.")

PLACE_COLUMNS: dict[str, dict[str, Described]] = {
    "layers": {
        "kind": _D("Nature des lieux de la couche.", "Kind of the layer’s places."),
        "name": _D("Nom de la couche.", "Name of the layer."),
        "source": _D("Fichier d’où elle vient.", "File that it came from."),
        "name_field": _D("Champ qui a donné les noms.", "Field that gave the names."),
        "code_field": _D("Champ qui a donné les codes.", "Field that gave the codes."),
        "imported_at": _D("Dernière importation, en temps universel.", "Last import, in UTC."),
        "made_by": _D("Qui l’a importée.", "Who imported it."),
    },
    "places": {
        "id": _D("Numéro du lieu.", "Number of the place."),
        "kind": _D(
            "Nature : park, itinerary, cite, commune, epci, site, terril, perimeter.",
            "Kind: park, itinerary, cite, commune, epci, site, terril, perimeter.",
        ),
        "name": _D("Nom.", "Name."),
        "short_name": _D("Nom court, comme CALL.", "Short name, such as CALL."),
        "code": _D(
            "Code officiel : INSEE, SIREN, ou celui de la couche.",
            "Official code: INSEE, SIREN, or the layer’s own.",
        ),
        "commune": _D("Commune, pour distinguer les noms qui se répètent.", "Commune, where names repeat."),
        "epci_siren": _D(
            "SIREN de l’intercommunalité, si la couche le dit.",
            "SIREN of the agglomeration, where the layer tells it.",
        ),
        "layer": _D("Couche d’où vient le lieu.", "Layer that the place comes from."),
        "latitude": _D(
            "Latitude d’un point du lieu, en degrés WGS84.", "Latitude of a point in it, WGS84 degrees."
        ),
        "longitude": _D(
            "Longitude d’un point du lieu, en degrés WGS84.", "Longitude of a point in it, WGS84 degrees."
        ),
        "retired_at": _D(
            "Depuis quand la couche ne le contient plus ; il reste pour ce qui s’y rapporte.",
            "Since when its layer lacks it; it stays for what refers to it.",
        ),
    },
    "place_shapes": {
        "place_id": _PLACE,
        "shape": _D(
            "Forme en WKT, degrés WGS84, longitude d’abord.", "Shape as WKT, WGS84, longitude first."
        ),
        "west": _D("Longitude la plus à l’ouest.", "Westernmost longitude."),
        "south": _D("Latitude la plus au sud.", "Southernmost latitude."),
        "east": _D("Longitude la plus à l’est.", "Easternmost longitude."),
        "north": _D("Latitude la plus au nord.", "Northernmost latitude."),
        "length_m": _D("Longueur d’un itinéraire, en mètres.", "Length of an itinerary, metres."),
        "area_m2": _D("Surface d’un polygone, en mètres carrés.", "Area of a polygon, square metres."),
    },
    "place_sections": {
        "place_id": _D("Itinéraire.", "Itinerary."),
        "number": _D("Rang du tronçon, à partir de 1.", "Rank of the section, from 1."),
        "name": _D("Nom du tronçon.", "Name of the section."),
        "start_m": _D("Début, en mètres depuis le départ.", "Its start, metres from the itinerary’s start."),
        "end_m": _D("Fin, en mètres depuis le départ.", "Its end, metres from the itinerary’s start."),
    },
    "photo_places": {
        "photo_id": _PHOTO,
        "place_id": _PLACE,
        "relation": _D(
            "Rapport au lieu : inside (dedans), near (à proximité), along (le long), looking_at (vu de loin), "
            "folder (nom de dossier), person (décidé par une personne).",
            "Relation to the place: inside, near, along, looking_at, folder (its name), person (decided).",
        ),
        "rule": _D("Règle qui l’a établi.", "Rule that found it."),
        "distance_m": _D("Distance au lieu, en mètres.", "Distance to the place, metres."),
        "chainage_m": _D(
            "Distance depuis le départ de l’itinéraire, en mètres.",
            "Distance from the start of the itinerary, metres.",
        ),
        "main": _D("1 pour le lieu principal de sa nature.", "1 for the main place of its kind."),
        "decided_by": _D("Personne qui a décidé.", "Person who decided."),
        "section": _D("Tronçon de l’itinéraire.", "Section of the itinerary."),
    },
    "place_decisions": {
        "photo_id": _PHOTO,
        "place_id": _PLACE,
        "decision": _D(
            "is (la photo s’y rapporte), main (c’est son lieu principal), is_not (elle ne s’y rapporte pas).",
            "is (the photo belongs there), main (it is its main place), is_not (it does not).",
        ),
        "made_by": _WHO,
        "made_at": _WHEN,
    },
    "settlements": {
        "photo_id": _PHOTO,
        "reason": _D("Raison de la question.", "Reason of the question."),
        "detail": _D("Précision.", "Detail."),
        "made_by": _WHO,
        "made_at": _WHEN,
    },
    "near_duplicates": {
        "first_id": _D("L’une des deux photos.", "One of the two photos."),
        "second_id": _D("L’autre.", "The other one."),
        "differing_bits": _D(
            "Bits différents entre leurs empreintes visuelles, de 0 à 64.",
            "Bits that differ between their perceptual hashes, 0 to 64.",
        ),
        "decision": _D(
            "same (même image), version (version de), different ; vide tant que personne n’a décidé.",
            "same, version, different; empty until somebody decides.",
        ),
        "made_by": _WHO,
        "made_at": _WHEN,
        "noted_at": _D("Repérée le, en temps universel.", "Noted when, in UTC."),
    },
    "actions": {
        "id": _D("Identifiant du geste.", "Identifier of the action."),
        "what": _D("Ce qui a été fait.", "What was done."),
        "made_by": _WHO,
        "made_at": _WHEN,
        "photos": _D("Nombre de photos concernées.", "Number of photos concerned."),
        "undone_at": _D("Annulé le, en temps universel.", "Undone when, in UTC."),
    },
}
