"""Where in the catalogue a photo can be spoken of, table by table: what goes with it, and what may stay and why.

A test compares this with the schema: a table or a column that is added must find its place here.
"""

#: Rows about one photo: table, and the column that says which one. In the order in which foreign keys let them go.
ROWS: tuple[tuple[str, str], ...] = (
    ("claims", "photo_id"),
    ("changes", "photo_id"),
    ("ingest_log", "photo_id"),
    ("reviews", "photo_id"),
    ("photo_places", "photo_id"),
    ("photo_themes", "photo_id"),
    ("companions", "photo_id"),
    ("place_decisions", "photo_id"),
    ("settlements", "photo_id"),
    ("near_duplicates", "first_id"),
    ("near_duplicates", "second_id"),
    ("files", "photo_id"),
    ("photos", "id"),
)

#: Columns by which rows that stay can speak of a photo that goes, and what becomes of them.
MENTIONS: dict[str, str] = {
    "photos.version_of": "emptied: who followed the photo stays aside",
    "claims.value": "a pair with the photo is no longer claimed",
    "claims.detail": "the name of its file is taken out of estimates between neighbours",
    "claims.file_id": "files of a photo are claimed from by that photo alone",
    "changes.field": "changes of a pair with the photo go",
    "changes.before": "changes of whom a photo followed go",
    "changes.after": "changes of whom a photo followed go",
    "ingest_log.path": "lines about its files, and about what lay beside them, go",
    "ingest_log.source": "lines about its files, and about what lay beside them, go",
    "ingest_log.message": "the name of its file is taken out of estimates between neighbours",
    "runs.source": "the path of one file that was named alone is taken out",
    "actions.photos": "counts one less; an action that concerned nothing else goes",
    "photo_search.text": "goes, and the index is built anew, so that no deleted word stays in it",
}

#: Columns whose names sound as if they spoke of a photo, and that never hold what would betray one.
EXEMPT: dict[str, str] = {
    "photos.number": "of the photo itself; its pages and its words in the search are found by it before it goes",
    "photos.alt_text": "of the photo itself",
    "photos.original_extension": "of the photo itself",
    "photos.original_sha256": "of the photo itself",
    "photos.picture_hash": "of the photo itself",
    "photo_themes.theme": "of the photo itself",
    "files.id": "a rank, claimed from by claims of the same photo alone",
    "files.name": "of the photo itself",
    "files.path": "of the photo itself",
    "files.sha256": "of the photo itself",
    "files.source": "of the photo itself",
    "files.run_id": "the name of a run",
    "companions.path": "of the photo itself",
    "companions.source": "of the photo itself",
    "reviews.detail": "a place or a subject, never another photo",
    "settlements.detail": "a place or a subject, never another photo",
    "ingest_log.program_version": "of the program",
    "runs.program_version": "of the program",
    "layers.code_field": "a field of a layer",
    "place_aliases.alias": "a place",
    "settings.value": "a choice for the whole library",
    "actions.id": "the name of an action, drawn by lot",
    "claims.id": "a rank",
    "changes.id": "a rank",
    "ingest_log.id": "a rank",
    "claims.source": "a kind of source, such as exif",
    "claims.run_id": "the name of a run",
    "claims.action_id": "the name of an action",
    "changes.run_id": "the name of a run",
    "changes.action_id": "the name of an action",
    "ingest_log.run_id": "the name of a run",
    "runs.id": "the name of a run",
    "runs.stored": "a count that names nobody",
    "layers.name": "a layer of places",
    "layers.source": "the file of a layer",
    "layers.name_field": "a field of a layer",
    "places.id": "a place",
    "places.name": "a place, which other photos may show",
    "places.short_name": "a place",
    "place_aliases.place_id": "a place",
    "place_decisions.place_id": "a place",
    "place_sections.place_id": "a place",
    "place_sections.name": "a section of an itinerary",
    "place_sections.number": "the rank of a section",
    "place_shapes.place_id": "a place",
    "photo_places.place_id": "a place",
    "settings.name": "a setting of the program",
    "themes.theme": "the agency's own list, which no photo makes",
}

#: Tables that hold nothing of photos at all.
OTHERS: dict[str, str] = {
    "runs": "who took in when and from where; its counts name nobody",
    "actions": "who did what kind of thing when",
    "places": "a territory",
    "place_aliases": "a territory",
    "place_shapes": "a territory",
    "place_sections": "a territory",
    "layers": "a territory",
    "themes": "the agency's own list",
    "settings": "choices for the whole library",
    "photo_search": "emptied of the photo by its number, and built anew",
}
