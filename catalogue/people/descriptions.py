"""What each table and column of `people.db` means, in French and in English."""

from catalogue.database.described import Described

_D = Described

_PERSON = _D("Personne.", "Person.")
_SECRET = _D(
    "Empreinte SHA-256 du secret ; le secret lui-même n’est gardé nulle part.",
    "SHA-256 of the secret; the secret itself is kept nowhere.",
)
_BY = _D("Qui l’a fait.", "Who did it.")
_CREATED = _D("Depuis quand, en temps universel.", "Since when, in UTC.")
_EXPIRES = _D("Jusqu’à quand, en temps universel.", "Until when, in UTC.")
_REVOKED = _D("Retiré le, en temps universel.", "Revoked when, in UTC.")
_AT = _D("Quand, en temps universel.", "When, in UTC.")
_ID = _D("Numéro, jamais redonné.", "Number, never given again.")

TABLES: dict[str, Described] = {
    "people": _D("Les comptes.", "The accounts."),
    "invitations": _D(
        "Invitations à choisir un mot de passe, chacune valable une fois, 72 heures.",
        "Invitations to choose a password, each good for once, for 72 hours.",
    ),
    "sessions": _D("Ce que valent les témoins de connexion.", "What the cookies stand for."),
    "tokens": _D(
        "Jetons par lesquels des programmes agissent pour une personne.",
        "Tokens by which programs act for a person.",
    ),
    "attempts": _D(
        "Essais de mot de passe, gardés 30 jours pour ralentir qui devine.",
        "Attempts at passwords, kept for 30 days to slow down whoever guesses.",
    ),
    "links": _D("Liens pour des personnes sans compte.", "Links for people without an account."),
    "access_log": _D(
        "Qui a eu quoi (originaux, positions), gardé un an.",
        "Who had what (originals, positions), kept for a year.",
    ),
    "journal": _D(
        "Ce qui a été fait aux comptes, gardé trois ans.", "What was done to accounts, kept three years."
    ),
    "uploads": _D(
        "Fichiers envoyés d’un téléphone ou d’un navigateur, gardés un an après leur réception.",
        "Files sent from a phone or a browser, kept for a year after they were received.",
    ),
}

COLUMNS: dict[str, dict[str, Described]] = {
    "people": {
        "id": _ID,
        "name": _D("Nom affiché.", "Name as shown."),
        "name_folded": _D(
            "Nom sans accents ni majuscules ; deux comptes ne peuvent avoir le même.",
            "Name without accents or capitals; no two accounts have the same.",
        ),
        "role": _D(
            "Rôle : field (terrain), analyst (analyste), author (auteur), admin (administration).",
            "Role: field, analyst, author, admin.",
        ),
        "password_hash": _D(
            "Empreinte argon2id du mot de passe ; vide tant qu’il n’est pas choisi.",
            "argon2id hash of the password; empty until one is chosen.",
        ),
        "language": _D("Langue : fr ou en.", "Language: fr or en."),
        "created_at": _CREATED,
        "disabled_at": _D("Désactivé le, en temps universel.", "Disabled when, in UTC."),
    },
    "invitations": {
        "id": _ID,
        "person_id": _PERSON,
        "secret_hash": _SECRET,
        "purpose": _D(
            "join (premier mot de passe) ou password (nouveau mot de passe).",
            "join (first password) or password (a new one).",
        ),
        "made_by": _BY,
        "created_at": _CREATED,
        "expires_at": _EXPIRES,
        "used_at": _D("Utilisée le, en temps universel.", "Used when, in UTC."),
        "voided_at": _D(
            "Remplacée ou retirée le, en temps universel.", "Replaced or taken back when, in UTC."
        ),
    },
    "sessions": {
        "id": _ID,
        "secret_hash": _SECRET,
        "person_id": _PERSON,
        "created_at": _CREATED,
        "seen_at": _D(
            "Vue pour la dernière fois, à la minute, en temps universel.",
            "Seen last, to the minute, in UTC.",
        ),
        "expires_at": _EXPIRES,
        "device": _D(
            "Appareil et navigateur, tels qu’ils se nomment.", "Device and browser, as they call themselves."
        ),
        "address": _D(
            "Adresse IP à la connexion, gardée 30 jours.", "IP address at login, kept for 30 days."
        ),
        "revoked_at": _REVOKED,
    },
    "tokens": {
        "id": _ID,
        "person_id": _D("Personne pour qui il agit.", "Person for whom it acts."),
        "name": _D("À quoi il sert.", "What it is for."),
        "role": _D(
            "Rôle du jeton ; il ne peut jamais plus que la personne.",
            "Role of the token; it may never do more than the person.",
        ),
        "secret_hash": _SECRET,
        "created_at": _CREATED,
        "last_used_at": _D(
            "Utilisé pour la dernière fois, à la minute, en temps universel.",
            "Used last, to the minute, in UTC.",
        ),
        "expires_at": _D("Jusqu’à quand ; vide s’il n’a pas de fin.", "Until when; empty without an end."),
        "revoked_at": _REVOKED,
    },
    "attempts": {
        "id": _D("Numéro.", "Number."),
        "account_folded": _D(
            "Compte essayé ; pour un nom inconnu, « ? » et quelques bits de son empreinte.",
            "Account that was tried; for an unknown name a “?” and a few bits of its hash.",
        ),
        "address": _D(
            "Adresse IP, ou réseau IPv6 de 64 bits ; « logged in » pour un changement de mot de passe.",
            "IP address, or IPv6 network of 64 bits; “logged in” for a change of password.",
        ),
        "at": _AT,
        "succeeded": _D("1 si le mot de passe était juste.", "1 where the password was right."),
    },
    "links": {
        "id": _ID,
        "secret_hash": _SECRET,
        "kind": _D("Ce qu’il ouvre : gallery (galerie) ou zip.", "What it opens: gallery or zip."),
        "query": _D(
            "Quelles photos, comme l’adresse de la galerie.", "Which photos, as the gallery’s address says."
        ),
        "name": _D("Nom affiché.", "Name as shown."),
        "made_by": _BY,
        "created_at": _CREATED,
        "expires_at": _EXPIRES,
        "revoked_at": _REVOKED,
        "opened": _D("Nombre d’ouvertures.", "How often it was opened."),
        "last_opened_at": _D("Ouvert pour la dernière fois, en temps universel.", "Opened last, in UTC."),
    },
    "access_log": {
        "id": _D("Numéro.", "Number."),
        "at": _AT,
        "person_id": _D(
            "Personne ; vide pour qui est venu par un lien.", "Person; empty for whoever came by a link."
        ),
        "person": _D("Nom de la personne à ce moment.", "Name of the person at that moment."),
        "what": _D("Ce qui a été remis.", "What was handed out."),
        "photo_id": _D(
            "Photo ; des zéros si elle a été effacée depuis.", "Photo; zeros where it was erased since."
        ),
        "detail": _D("Précision.", "Detail."),
    },
    "journal": {
        "id": _D("Numéro.", "Number."),
        "at": _AT,
        "by": _BY,
        "what": _D(
            "added, invited, password, password link, role, disabled, enabled, token, token revoked, link…",
            "added, invited, password, password link, role, disabled, enabled, token, token revoked, link…",
        ),
        "whom": _D("Compte ou lien concerné.", "Account or link concerned."),
        "detail": _D("Précision.", "Detail."),
    },
    "uploads": {
        "id": _D(
            "Identifiant (ULID), et ticket du fichier dans la boîte d’arrivée.",
            "Identifier (ULID), and ticket of the file in the inbox.",
        ),
        "person_id": _D(
            "Personne qui envoie ; vide là où personne ne se connecte.",
            "Person who sends; empty where nobody logs in.",
        ),
        "session": _D(
            "Session ou jeton, donc appareil, qui a commencé l’envoi : « session 12 », « token 3 ».",
            "Session or token, hence device, that began the upload: “session 12”, “token 3”.",
        ),
        "name": _D("Nom du fichier.", "Name of the file."),
        "path": _D("Chemin sur l’appareil, s’il est connu.", "Path on the device, where it is known."),
        "size_bytes": _D(
            "Taille annoncée, en octets ; vide tant qu’elle ne l’est pas.",
            "Size as declared, in bytes; empty until it is.",
        ),
        "sha256_told": _D("SHA-256 annoncé par l’appareil.", "SHA-256 as the device says it."),
        "told": _D(
            "Ce que l’appareil et la personne ont dit de la photo (JSON).",
            "What the device and the person said of the photo (JSON).",
        ),
        "outing": _D("Sortie pendant laquelle la photo fut prise.", "Outing on which the photo was taken."),
        "creator": _D("Auteur, tel qu’il a été écrit.", "Photographer, as written."),
        "created_at": _AT,
        "expires_at": _D(
            "Jusqu’à quand un envoi inachevé est gardé, en temps universel.",
            "Until when an unfinished upload is kept, in UTC.",
        ),
        "received_at": _D("Reçue en entier le, en temps universel.", "Received as a whole when, in UTC."),
        "sha256": _D("SHA-256 de ce qui a été reçu.", "SHA-256 of what was received."),
    },
}
