"""What each table and column of `catalogue.db` means, in French and in English."""

from catalogue.database.described import Described
from catalogue.database.place_descriptions import PLACE_COLUMNS
from catalogue.database.view_descriptions import VIEWS, view_columns

_D = Described

TABLES: dict[str, Described] = {
    "photos": _D(
        "Une ligne par photo. Les photos écartées n’apparaissent que si l’on filtre sur state.",
        "One row for each photo. Photos set aside are listed only when filtered by state.",
    ),
    "files": _D(
        "Chaque fichier reçu, et la photo qu’il montre ; plusieurs fichiers peuvent montrer la même.",
        "Every file that arrived, and the photo it shows; several files can show the same one.",
    ),
    "claims": _D(
        "Ce que les sources disent d’une photo ; le meilleur est affiché, le reste gardé.",
        "What sources say of a photo; the best is shown, the rest is kept.",
    ),
    "photo_themes": _D("Mots-clés de chaque photo.", "Keywords of each photo."),
    "themes": _D(
        "Liste de mots-clés de l’agence : ceux que l’on propose à la saisie.",
        "The agency’s own list of keywords: those that are offered when editing.",
    ),
    "companions": _D(
        "Fichiers qui accompagnent une photo sans en être une : film d’une Live Photo, RAW.",
        "Files that belong to a photo without being one: the movie of a Live Photo, a RAW.",
    ),
    "places": _D(
        "Lieux par lesquels les photos sont classées.", "Places by which the photos are classified."
    ),
    "layers": _D(
        "Couches géographiques importées, d’où viennent les lieux.",
        "Geographic layers that were imported: where places come from.",
    ),
    "place_shapes": _D("Contour ou tracé d’un lieu.", "Outline or line of a place."),
    "place_sections": _D("Tronçons nommés d’un itinéraire.", "Named sections of an itinerary."),
    "place_aliases": _D("Autres noms d’un lieu.", "Other names of a place."),
    "photo_places": _D(
        "Lieux auxquels une photo se rapporte, et la règle qui le dit.",
        "Places that a photo belongs to, and the rule that says so.",
    ),
    "reviews": _D("Ce qu’une personne doit regarder, et pourquoi.", "What a person must look at, and why."),
    "place_decisions": _D(
        "Ce qu’une personne a décidé du lien d’une photo à un lieu ; aucune règle ne l’emporte.",
        "What a person decided of a photo and a place; no rule overrules it.",
    ),
    "settlements": _D(
        "Ce qu’une personne a regardé et laissé tel quel ; la question n’est plus posée.",
        "What a person looked at and left as it is; it is not asked again.",
    ),
    "near_duplicates": _D(
        "Paires de photos très semblables, et ce qui en a été décidé.",
        "Pairs of photos that are much alike, and what was decided.",
    ),
    "actions": _D(
        "Chaque geste fait à l’écran, qui peut être annulé.", "Each action on screen, which can be undone."
    ),
    "runs": _D("Chaque versement : qui, quand, d’où.", "Each run of a door: who, when, from where."),
    "ingest_log": _D("Ce qu’est devenu chaque fichier rencontré.", "What became of every file that was met."),
    "changes": _D(
        "Ce qui a changé sur une photo, quand et par qui.", "What changed on a photo, when and by whom."
    ),
    "settings": _D("Réglages choisis pour cette photothèque.", "Settings chosen for this library."),
    "photo_search": _D(
        "Index de recherche, sans accents ni majuscules.", "Search index, without accents or capitals."
    ),
}

COLUMNS: dict[str, dict[str, Described]] = {
    "photos": {
        "id": _D(
            "Identifiant tiré de l’image elle-même : 32 chiffres hexadécimaux.",
            "Identifier drawn from the picture itself: 32 hexadecimal digits.",
        ),
        "number": _D("Numéro d’ordre d’entrée, à partir de 1.", "Rank of arrival in the catalogue, from 1."),
        "taken_at": _D(
            "Prise de vue mesurée ou corrigée, heure locale du lieu ; vide si elle n’est qu’estimée.",
            "Moment of the shot as measured or corrected, local wall clock; empty when only estimated.",
        ),
        "taken_method": _D(
            "Source de la date : exif, xmp, name (nom du fichier), folder (dossier)…",
            "Where the date comes from: exif, xmp, name (of the file), folder…",
        ),
        "utc_offset": _D(
            "Décalage avec l’heure universelle, tel que le fichier le dit : +02:00.",
            "Offset from universal time as the file states it: +02:00.",
        ),
        "taken_year": _D(
            "Année de la prise de vue, mesurée ou estimée.", "Year of the shot, measured or estimated."
        ),
        "taken_month": _D(
            "Mois de la prise de vue, de 1 à 12, mesuré ou estimé.",
            "Month of the shot, 1 to 12, measured or estimated.",
        ),
        "latitude": _D("Latitude de l’appareil, en degrés WGS84.", "Latitude of the camera, WGS84 degrees."),
        "longitude": _D(
            "Longitude de l’appareil, en degrés WGS84.", "Longitude of the camera, WGS84 degrees."
        ),
        "position_method": _D(
            "Comment la position est connue : manual, exif, device, track, neighbour ou folder.",
            "How the position is known: manual, exif, device, track, neighbour or folder.",
        ),
        "position_absence": _D(
            "Pourquoi il n’y a pas de position : no-gps, redacted, zero, out-of-range, no-reference…",
            "Why there is no position: no-gps, redacted, zero, out-of-range, no-reference…",
        ),
        "position_accuracy_m": _D(
            "Rayon d’incertitude de la position, en mètres.", "Uncertainty of the position, metres."
        ),
        "heading_deg": _D(
            "Direction visée, en degrés depuis le nord, dans le sens horaire.",
            "Direction of view, degrees clockwise from north.",
        ),
        "heading_reference": _D(
            "Nord de cette direction : true (géographique) ou magnetic.",
            "North of that direction: true or magnetic.",
        ),
        "orientation": _D("Orientation EXIF enregistrée, de 1 à 8.", "EXIF orientation as stored, 1 to 8."),
        "camera_make": _D("Marque de l’appareil.", "Make of the camera."),
        "camera_model": _D("Modèle de l’appareil.", "Model of the camera."),
        "lens": _D("Objectif.", "Lens."),
        "focal_length_mm": _D("Distance focale, en millimètres.", "Focal length, millimetres."),
        "width": _D(
            "Largeur enregistrée, en pixels, avant redressement.",
            "Width as stored, pixels, before turning upright.",
        ),
        "height": _D(
            "Hauteur enregistrée, en pixels, avant redressement.",
            "Height as stored, pixels, before turning upright.",
        ),
        "format": _D("Format du fichier original.", "Format of the original file."),
        "caption": _D("Légende.", "Caption."),
        "creator": _D("Auteur de la photo.", "Who took the photo."),
        "credit": _D("Mention à publier avec la photo.", "Line to publish with the photo."),
        "copyright": _D("Titulaire des droits.", "Copyright notice."),
        "licence": _D("Licence d’utilisation.", "Licence of use."),
        "rating": _D("Note : de 1 à 5, -1 si rejetée.", "Rating: 1 to 5, -1 when rejected."),
        "state": _D(
            "catalogued (au catalogue), held (en attente d’une personne) ou set_aside (écartée).",
            "catalogued, held (waits for a person) or set_aside.",
        ),
        "state_reason": _D("Raison de cet état.", "Reason for that state."),
        "held_because": _D(
            "Raison pour laquelle la photo a été retenue à son arrivée.",
            "Why the photo was held when it arrived.",
        ),
        "park": _D("Parc ou site principal.", "Main park or site."),
        "itinerary": _D("Itinéraire principal.", "Main itinerary."),
        "cite": _D("Cité minière principale.", "Main miners’ estate."),
        "commune": _D("Commune.", "Commune."),
        "epci": _D("Intercommunalité (EPCI).", "Intercommunality (EPCI)."),
        "colour": _D(
            "Couleur moyenne de l’image, pour attendre son affichage.",
            "Average colour of the picture, shown until it is drawn.",
        ),
        "original_sha256": _D(
            "Empreinte SHA-256 du fichier original gardé.", "SHA-256 of the original that is kept."
        ),
        "original_extension": _D("Extension du fichier original.", "Extension of the original file."),
        "renditions": _D(
            "Images pour l’écran : ready (prêtes), pending (à faire) ou none (impossibles).",
            "Pictures for screens: ready, pending or none.",
        ),
        "added_at": _D("Entrée au catalogue, en temps universel.", "Entry into the catalogue, in UTC."),
        "picture_hash": _D(
            "Empreinte visuelle : 16 chiffres hexadécimaux, proches pour des images qui se ressemblent.",
            "Perceptual hash: 16 hexadecimal digits, close for pictures that look alike.",
        ),
        "version_of": _D(
            "Photo que celle-ci répète ou dont elle est une version.",
            "Photo that this one repeats, or is a version of.",
        ),
        "usage_terms": _D(
            "Conditions d’utilisation, en toutes lettres.",
            "Terms of use, in words (IPTC Rights Usage Terms).",
        ),
        "diffusion": _D(
            "Diffusion décidée : internal (interne), open (libre) ou to-check (à vérifier).",
            "Where it may be shown, as decided: internal, open or to-check.",
        ),
        "alt_text": _D(
            "Texte de remplacement, pour qui ne voit pas l’image.",
            "Alternative text for those who do not see the picture (IPTC Alt Text).",
        ),
        "rights": _D(
            "Ce que l’on peut en faire : ready (prête à publier), credit-missing (crédit inconnu), to-check "
            "(diffusion à vérifier) ou restricted (interne).",
            "What can be done with it: ready to publish, credit-missing, to-check or restricted.",
        ),
        "aspect": _D(
            "Format de l’image redressée : landscape (paysage), portrait, square (carré) ou panorama.",
            "Format of the upright picture: landscape, portrait, square or panorama.",
        ),
    },
    "runs": {
        "id": _D("Nom du versement.", "Name of the run."),
        "door": _D("Par où les fichiers sont venus : folder, inbox…", "How the files came: folder, inbox…"),
        "source": _D("Dossier versé.", "Folder that was taken in."),
        "made_by": _D("Qui a versé.", "Who took them in."),
        "started_at": _D("Début, en temps universel.", "Start, in UTC."),
        "finished_at": _D("Fin, en temps universel.", "End, in UTC."),
        "state": _D(
            "running (en cours), finished (terminé), interrupted (interrompu) ou undone (annulé).",
            "running, finished, interrupted or undone.",
        ),
        "stored": _D("Fichiers devenus de nouvelles photos.", "Files that became new photos."),
        "healed": _D(
            "Fichiers qui ont complété une photo connue.", "Files that told more about a known photo."
        ),
        "duplicate": _D("Fichiers d’une photo déjà au catalogue.", "Files of a photo already catalogued."),
        "unchanged": _D("Fichiers déjà connus, inchangés.", "Files known before and unchanged."),
        "held": _D("Fichiers gardés qui attendent une personne.", "Files kept that wait for a person."),
        "skipped": _D("Fichiers qui ne sont pas des photos.", "Files that are no photos."),
        "failed": _D("Fichiers qui n’ont pas pu être lus.", "Files that could not be read."),
        "program_version": _D("Version du programme.", "Version of the program."),
    },
    "files": {
        "id": _D("Numéro du fichier.", "Number of the file."),
        "sha256": _D("Empreinte SHA-256 du fichier.", "SHA-256 of the file."),
        "photo_id": _D("Photo que le fichier montre.", "Photo that the file shows."),
        "name": _D("Nom du fichier à l’arrivée.", "Name of the file on arrival."),
        "path": _D("Chemin dans le dossier versé.", "Path within the folder that was taken in."),
        "source": _D("Dossier versé.", "Folder that was taken in."),
        "size_bytes": _D("Taille, en octets.", "Size, in bytes."),
        "extension": _D("Extension, d’après le contenu.", "Extension, judged by content."),
        "run_id": _D("Versement qui l’a apporté.", "Run that brought it."),
        "arrived_at": _D("Arrivée, en temps universel.", "Arrival, in UTC."),
        "made_by": _D("Qui l’a apporté.", "Who brought it."),
        "withdrawn": _D(
            "Pourquoi ce fichier ne compte plus ; vide s’il compte.",
            "Why the file no longer counts; empty while it does.",
        ),
    },
    "claims": {
        "id": _D("Numéro de l’affirmation.", "Number of the claim."),
        "photo_id": _D("Photo dont il est question.", "Photo it speaks of."),
        "file_id": _D("Fichier qui le dit.", "File that says so."),
        "run_id": _D("Versement qui l’a apportée.", "Run that brought it."),
        "subject": _D(
            "Ce dont il est question : position, date, légende…",
            "What it is about: position, taken, caption…",
        ),
        "source": _D(
            "Qui le dit : exif, xmp, iptc, folder, manual…", "Who says so: exif, xmp, iptc, folder, manual…"
        ),
        "detail": _D("Champ ou règle précise.", "Exact field or rule."),
        "value": _D("Valeur, en texte.", "Value, as text."),
        "absence": _D("Pourquoi il n’y a pas de valeur.", "Why there is no value."),
        "latitude": _D("Latitude, en degrés WGS84.", "Latitude, WGS84 degrees."),
        "longitude": _D("Longitude, en degrés WGS84.", "Longitude, WGS84 degrees."),
        "accuracy_m": _D("Rayon d’incertitude, en mètres.", "Uncertainty, metres."),
        "precision": _D(
            "Finesse d’une date : second, minute, day, month ou year.",
            "Fineness of a date: second, minute, day, month or year.",
        ),
        "reference": _D("Nord d’une direction : true ou magnetic.", "North of a heading: true or magnetic."),
        "made_by": _D("Personne qui l’affirme.", "Person who says so."),
        "made_at": _D("Quand, en temps universel.", "When, in UTC."),
        "withdrawn": _D(
            "Pourquoi elle ne compte plus ; vide si elle compte.",
            "Why the claim no longer counts; empty while it does.",
        ),
        "action_id": _D("Geste à l’écran qui l’a faite.", "Action on screen that made it."),
    },
    "photo_themes": {
        "photo_id": _D("Photo.", "Photo."),
        "theme": _D("Mot-clé.", "Keyword."),
    },
    "themes": {
        "theme": _D("Mot-clé proposé.", "Keyword that is offered."),
        "added_at": _D("Quand il a été ajouté à la liste.", "When it joined the list."),
        "made_by": _D("Qui l’a ajouté.", "Who added it."),
    },
    "companions": {
        "photo_id": _D("Photo accompagnée.", "Photo it goes with."),
        "kind": _D("Nature : live-photo ou raw.", "Kind: live-photo or raw."),
        "source": _D("Dossier versé.", "Folder that was taken in."),
        "path": _D("Chemin dans ce dossier.", "Path within that folder."),
        "size_bytes": _D("Taille, en octets.", "Size, in bytes."),
    },
    "place_aliases": {
        "place_id": _D("Lieu.", "Place."),
        "alias": _D("Autre nom.", "Other name."),
    },
    "reviews": {
        "photo_id": _D("Photo à regarder.", "Photo to look at."),
        "reason": _D("Raison.", "Reason."),
        "detail": _D("Précision.", "Detail."),
        "noted_at": _D("Depuis quand, en temps universel.", "Since when, in UTC."),
    },
    "ingest_log": {
        "id": _D("Numéro de la ligne.", "Number of the entry."),
        "run_id": _D("Versement.", "Run."),
        "source": _D("Dossier versé.", "Folder that was taken in."),
        "path": _D("Chemin dans ce dossier.", "Path within that folder."),
        "size_bytes": _D("Taille, en octets.", "Size, in bytes."),
        "mtime_ns": _D(
            "Dernière modification du fichier, en nanosecondes.", "Last change of the file, nanoseconds."
        ),
        "outcome": _D(
            "stored, healed, duplicate, unchanged, held, skipped ou failed.",
            "stored, healed, duplicate, unchanged, held, skipped or failed.",
        ),
        "code": _D("Code stable de la raison.", "Stable code of the reason."),
        "message": _D("Raison, en une phrase.", "Reason, as a sentence."),
        "photo_id": _D("Photo, s’il y en a une.", "Photo, when there is one."),
        "at": _D("Quand, en temps universel.", "When, in UTC."),
        "program_version": _D("Version du programme.", "Version of the program."),
        "undone": _D("1 si le versement a été annulé.", "1 when the run was undone."),
        "ticket": _D(
            "Ticket dans la boîte d’arrivée ; par lui, le téléphone qui l’a envoyé demande ce qu’il est devenu.",
            "Ticket in the inbox, by which the phone that sent the file asks what became of it.",
        ),
    },
    "changes": {
        "id": _D("Numéro du changement.", "Number of the change."),
        "at": _D("Quand, en temps universel.", "When, in UTC."),
        "made_by": _D("Qui.", "Who."),
        "run_id": _D("Versement qui l’a causé.", "Run that caused it."),
        "photo_id": _D("Photo.", "Photo."),
        "field": _D(
            "Champ changé : une colonne de photos, ou place:<lieu>, pair:<photo>, settled:<raison>, review:<raison>.",
            "Field that changed: a column of photos, place:<place>, pair:<photo>, settled:<reason>, review:<reason>.",
        ),
        "before": _D("Valeur d’avant.", "Value before."),
        "after": _D("Valeur d’après.", "Value after."),
        "action_id": _D("Geste à l’écran qui l’a causé.", "Action on screen that caused it."),
    },
    "settings": {
        "name": _D("Nom du réglage.", "Name of the setting."),
        "value": _D("Valeur choisie.", "Value that was chosen."),
    },
    "photo_search": {
        "text": _D("Texte de la photo, replié.", "Text of the photo, folded."),
    },
}
COLUMNS |= PLACE_COLUMNS
TABLES |= VIEWS
COLUMNS |= view_columns(COLUMNS["photos"])
