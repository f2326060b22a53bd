"""The tables of `catalogue.db`, as migrations that only ever go forward.

Each migration is one SQL script, never edited once released. Other tools read these tables: names that stand
here are a promise. Column descriptions in French and English live in `descriptions`.
"""

from typing import NamedTuple

MAIN_ROAD = """
CREATE TABLE photos (
    id TEXT PRIMARY KEY NOT NULL,
    number INTEGER NOT NULL UNIQUE,
    taken_at TEXT,
    taken_method TEXT,
    utc_offset TEXT,
    taken_year INTEGER,
    taken_month INTEGER,
    latitude REAL,
    longitude REAL,
    position_method TEXT,
    position_absence TEXT,
    position_accuracy_m REAL,
    heading_deg REAL,
    heading_reference TEXT,
    orientation INTEGER,
    camera_make TEXT,
    camera_model TEXT,
    lens TEXT,
    focal_length_mm REAL,
    width INTEGER,
    height INTEGER,
    format TEXT NOT NULL,
    caption TEXT,
    creator TEXT,
    credit TEXT,
    copyright TEXT,
    licence TEXT,
    rating INTEGER,
    state TEXT NOT NULL CHECK (state IN ('catalogued', 'held', 'set_aside')),
    state_reason TEXT,
    held_because TEXT,
    park TEXT,
    itinerary TEXT,
    cite TEXT,
    commune TEXT,
    epci TEXT,
    colour TEXT,
    original_sha256 TEXT NOT NULL,
    original_extension TEXT NOT NULL,
    renditions TEXT NOT NULL CHECK (renditions IN ('ready', 'pending', 'none')),
    added_at TEXT NOT NULL
) STRICT;

CREATE TABLE runs (
    id TEXT PRIMARY KEY NOT NULL,
    door TEXT NOT NULL,
    source TEXT NOT NULL,
    made_by TEXT,
    started_at TEXT NOT NULL,
    finished_at TEXT,
    state TEXT NOT NULL CHECK (state IN ('running', 'finished', 'interrupted', 'undone')),
    stored INTEGER NOT NULL DEFAULT 0,
    healed INTEGER NOT NULL DEFAULT 0,
    duplicate INTEGER NOT NULL DEFAULT 0,
    unchanged INTEGER NOT NULL DEFAULT 0,
    held INTEGER NOT NULL DEFAULT 0,
    skipped INTEGER NOT NULL DEFAULT 0,
    failed INTEGER NOT NULL DEFAULT 0,
    program_version TEXT NOT NULL
) STRICT;

CREATE TABLE files (
    id INTEGER PRIMARY KEY,
    sha256 TEXT NOT NULL,
    photo_id TEXT NOT NULL REFERENCES photos(id),
    name TEXT NOT NULL,
    path TEXT NOT NULL,
    source TEXT NOT NULL,
    size_bytes INTEGER NOT NULL,
    extension TEXT NOT NULL,
    run_id TEXT NOT NULL REFERENCES runs(id),
    arrived_at TEXT NOT NULL,
    made_by TEXT,
    withdrawn TEXT,
    UNIQUE (source, path, sha256)
) STRICT;
CREATE INDEX files_by_photo ON files(photo_id);
CREATE INDEX files_by_sha256 ON files(sha256);
CREATE INDEX files_by_run ON files(run_id);

CREATE TABLE claims (
    id INTEGER PRIMARY KEY,
    photo_id TEXT NOT NULL REFERENCES photos(id),
    file_id INTEGER REFERENCES files(id),
    run_id TEXT REFERENCES runs(id),
    subject TEXT NOT NULL,
    source TEXT NOT NULL,
    detail TEXT NOT NULL DEFAULT '',
    value TEXT,
    absence TEXT,
    latitude REAL,
    longitude REAL,
    accuracy_m REAL,
    precision TEXT,
    reference TEXT,
    made_by TEXT,
    made_at TEXT NOT NULL,
    withdrawn TEXT
) STRICT;
CREATE INDEX claims_by_photo ON claims(photo_id);
CREATE INDEX claims_by_run ON claims(run_id);

CREATE TABLE photo_themes (
    photo_id TEXT NOT NULL REFERENCES photos(id),
    theme TEXT NOT NULL,
    PRIMARY KEY (photo_id, theme)
) STRICT;
CREATE INDEX photo_themes_by_theme ON photo_themes(theme);

CREATE TABLE companions (
    photo_id TEXT NOT NULL REFERENCES photos(id),
    kind TEXT NOT NULL,
    source TEXT NOT NULL,
    path TEXT NOT NULL,
    size_bytes INTEGER NOT NULL,
    PRIMARY KEY (photo_id, source, path)
) STRICT;

CREATE TABLE places (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    short_name TEXT,
    code TEXT,
    commune TEXT,
    layer TEXT,
    UNIQUE (kind, name, commune)
) STRICT;

CREATE TABLE place_aliases (
    place_id INTEGER NOT NULL REFERENCES places(id),
    alias TEXT NOT NULL,
    PRIMARY KEY (place_id, alias)
) STRICT;

CREATE TABLE photo_places (
    photo_id TEXT NOT NULL REFERENCES photos(id),
    place_id INTEGER NOT NULL REFERENCES places(id),
    relation TEXT NOT NULL,
    rule TEXT NOT NULL,
    distance_m REAL,
    chainage_m REAL,
    main INTEGER NOT NULL DEFAULT 0,
    decided_by TEXT,
    PRIMARY KEY (photo_id, place_id, relation)
) STRICT;
CREATE INDEX photo_places_by_place ON photo_places(place_id);

CREATE TABLE reviews (
    photo_id TEXT NOT NULL REFERENCES photos(id),
    reason TEXT NOT NULL,
    detail TEXT NOT NULL DEFAULT '',
    noted_at TEXT NOT NULL,
    PRIMARY KEY (photo_id, reason, detail)
) STRICT;
CREATE INDEX reviews_by_reason ON reviews(reason);

CREATE TABLE ingest_log (
    id INTEGER PRIMARY KEY,
    run_id TEXT NOT NULL REFERENCES runs(id),
    source TEXT NOT NULL,
    path TEXT NOT NULL,
    size_bytes INTEGER,
    mtime_ns INTEGER,
    outcome TEXT NOT NULL,
    code TEXT NOT NULL,
    message TEXT NOT NULL,
    photo_id TEXT REFERENCES photos(id),
    at TEXT NOT NULL,
    program_version TEXT NOT NULL,
    undone INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX ingest_log_by_run ON ingest_log(run_id);
CREATE INDEX ingest_log_by_source ON ingest_log(source, path);
CREATE INDEX ingest_log_by_photo ON ingest_log(photo_id);

CREATE TABLE changes (
    id INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    made_by TEXT,
    run_id TEXT REFERENCES runs(id),
    photo_id TEXT NOT NULL REFERENCES photos(id),
    field TEXT NOT NULL,
    before TEXT,
    after TEXT
) STRICT;
CREATE INDEX changes_by_photo ON changes(photo_id);
CREATE INDEX changes_by_run ON changes(run_id);

CREATE TABLE settings (
    name TEXT PRIMARY KEY NOT NULL,
    value TEXT NOT NULL
) STRICT;

CREATE VIRTUAL TABLE photo_search USING fts5(text, tokenize = "unicode61 remove_diacritics 2", prefix = '2 3');

-- Covers every page, count and facet of the photo table: at 100,000 photos 37 ms against 474.
CREATE INDEX photos_gallery ON photos(taken_at DESC, id, state, park, itinerary, cite, commune, epci, taken_year,
    taken_month, camera_model, creator, position_method, number);
CREATE INDEX photos_to_render ON photos(renditions) WHERE renditions = 'pending';
"""

# Places get shapes, and come in layers; what a person decides stands in tables of its own, so that rules may be
# run again over everything. `places` is made anew because names may repeat from now on.
PLACES = """
PRAGMA defer_foreign_keys = ON;

CREATE TABLE layers (
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    source TEXT NOT NULL,
    name_field TEXT,
    code_field TEXT,
    imported_at TEXT NOT NULL,
    made_by TEXT,
    PRIMARY KEY (kind, name)
) STRICT;

CREATE TEMP TABLE places_before AS SELECT * FROM places;
DROP TABLE places;
CREATE TABLE places (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    short_name TEXT,
    code TEXT,
    commune TEXT NOT NULL DEFAULT '',
    epci_siren TEXT,
    layer TEXT,
    latitude REAL,
    longitude REAL,
    retired_at TEXT,
    FOREIGN KEY (kind, layer) REFERENCES layers(kind, name)
) STRICT;
INSERT INTO places (id, kind, name, short_name, code, commune)
    SELECT id, kind, name, short_name, code, coalesce(commune, '') FROM places_before;
DROP TABLE places_before;
CREATE INDEX places_by_name ON places(kind, name);
CREATE INDEX places_by_layer ON places(kind, layer);

CREATE TABLE place_shapes (
    place_id INTEGER PRIMARY KEY REFERENCES places(id),
    shape TEXT NOT NULL,
    west REAL NOT NULL,
    south REAL NOT NULL,
    east REAL NOT NULL,
    north REAL NOT NULL,
    length_m REAL,
    area_m2 REAL
) STRICT;

CREATE TABLE place_sections (
    place_id INTEGER NOT NULL REFERENCES places(id),
    number INTEGER NOT NULL,
    name TEXT NOT NULL,
    start_m REAL NOT NULL,
    end_m REAL NOT NULL,
    PRIMARY KEY (place_id, number)
) STRICT;

ALTER TABLE photo_places ADD COLUMN section TEXT;

CREATE TABLE actions (
    id TEXT PRIMARY KEY NOT NULL,
    what TEXT NOT NULL,
    made_by TEXT NOT NULL,
    made_at TEXT NOT NULL,
    photos INTEGER NOT NULL,
    undone_at TEXT
) STRICT;

ALTER TABLE claims ADD COLUMN action_id TEXT REFERENCES actions(id);
ALTER TABLE changes ADD COLUMN action_id TEXT REFERENCES actions(id);
CREATE INDEX claims_by_action ON claims(action_id) WHERE action_id IS NOT NULL;
CREATE INDEX changes_by_action ON changes(action_id) WHERE action_id IS NOT NULL;

CREATE TABLE place_decisions (
    photo_id TEXT NOT NULL REFERENCES photos(id),
    place_id INTEGER NOT NULL REFERENCES places(id),
    decision TEXT NOT NULL CHECK (decision IN ('is', 'main', 'is_not')),
    made_by TEXT NOT NULL,
    made_at TEXT NOT NULL,
    PRIMARY KEY (photo_id, place_id)
) STRICT;

CREATE TABLE settlements (
    photo_id TEXT NOT NULL REFERENCES photos(id),
    reason TEXT NOT NULL,
    detail TEXT NOT NULL DEFAULT '',
    made_by TEXT NOT NULL,
    made_at TEXT NOT NULL,
    PRIMARY KEY (photo_id, reason, detail)
) STRICT;

ALTER TABLE photos ADD COLUMN picture_hash TEXT;
ALTER TABLE photos ADD COLUMN version_of TEXT REFERENCES photos(id);

CREATE TABLE near_duplicates (
    first_id TEXT NOT NULL REFERENCES photos(id),
    second_id TEXT NOT NULL REFERENCES photos(id),
    differing_bits INTEGER NOT NULL,
    decision TEXT CHECK (decision IN ('same', 'version', 'different')),
    made_by TEXT,
    made_at TEXT,
    noted_at TEXT NOT NULL,
    PRIMARY KEY (first_id, second_id),
    CHECK (first_id < second_id)
) STRICT;
CREATE INDEX near_duplicates_by_second ON near_duplicates(second_id);

-- What is counted by place: 0.9 s for 540,000 relations of 100,000 photos, where tables took 2.7.
DROP INDEX photo_places_by_place;
CREATE INDEX photo_places_by_place ON photo_places(place_id, photo_id, relation);
CREATE INDEX photos_to_count ON photos(id, state, version_of, taken_year);
CREATE INDEX photos_by_position ON photos(latitude, longitude, number) WHERE latitude IS NOT NULL;
CREATE INDEX photos_that_are_versions ON photos(version_of, number) WHERE version_of IS NOT NULL;

CREATE VIEW places_named AS
SELECT id, kind, CASE WHEN commune <> '' AND EXISTS (
        SELECT 1 FROM places other
        WHERE other.kind = places.kind AND other.name = places.name AND other.id <> places.id)
        THEN name || ' (' || commune || ')' ELSE name END AS name,
    short_name, code, commune, epci_siren, layer, retired_at
FROM places;

CREATE VIEW photo_places_named AS
SELECT photo_id, place_id, kind, name, code, epci_siren, relation, rule, distance_m, chainage_m, section, main,
    decided_by
FROM photo_places JOIN places_named ON places_named.id = place_id;

CREATE VIEW photos_by_place_and_year AS
SELECT place_id, kind, name, code, taken_year, photos
FROM (
    SELECT place_id, taken_year, count(*) AS photos
    FROM (SELECT DISTINCT place_id, photo_id FROM photo_places)
        CROSS JOIN photos INDEXED BY photos_to_count ON photos.id = photo_id
    WHERE state <> 'set_aside' AND version_of IS NULL
    GROUP BY place_id, taken_year)
JOIN places_named ON places_named.id = place_id;

CREATE VIEW places_coverage AS
SELECT id AS place_id, kind, name, code, epci_siren, layer, coalesce(photos, 0) AS photos, first_year, last_year,
    coalesce(last_year, 0) AS last_year_or_zero
FROM places_named LEFT JOIN (
    SELECT place_id, count(DISTINCT photo_id) AS photos, min(taken_year) AS first_year, max(taken_year) AS last_year
    FROM photo_places CROSS JOIN photos INDEXED BY photos_to_count ON photos.id = photo_id
    WHERE state <> 'set_aside' AND version_of IS NULL
    GROUP BY place_id) ON place_id = id
WHERE retired_at IS NULL OR photos > 0;

CREATE VIEW photos_with_codes AS
SELECT
    photos.id, photos.number, photos.taken_at, photos.taken_method, photos.utc_offset, photos.taken_year,
    photos.taken_month, photos.latitude, photos.longitude, photos.position_method, photos.position_absence,
    photos.position_accuracy_m, photos.heading_deg, photos.heading_reference, photos.orientation,
    photos.camera_make, photos.camera_model, photos.lens, photos.focal_length_mm, photos.width, photos.height,
    photos.format, photos.caption, photos.creator, photos.credit, photos.copyright, photos.licence,
    photos.rating, photos.state, photos.state_reason, photos.held_because, photos.park,
    (SELECT places.code FROM photo_places JOIN places ON places.id = place_id
        WHERE photo_id = photos.id AND main = 1 AND kind = 'park' LIMIT 1) AS park_code,
    photos.itinerary,
    (SELECT places.code FROM photo_places JOIN places ON places.id = place_id
        WHERE photo_id = photos.id AND main = 1 AND kind = 'itinerary' LIMIT 1) AS itinerary_code,
    photos.cite,
    (SELECT places.code FROM photo_places JOIN places ON places.id = place_id
        WHERE photo_id = photos.id AND main = 1 AND kind = 'cite' LIMIT 1) AS cite_code,
    photos.commune,
    (SELECT places.code FROM photo_places JOIN places ON places.id = place_id
        WHERE photo_id = photos.id AND main = 1 AND kind = 'commune' LIMIT 1) AS insee,
    photos.epci,
    coalesce((SELECT places.code FROM photo_places JOIN places ON places.id = place_id
        WHERE photo_id = photos.id AND main = 1 AND kind = 'epci' LIMIT 1),
        (SELECT places.epci_siren FROM photo_places JOIN places ON places.id = place_id
        WHERE photo_id = photos.id AND main = 1 AND kind = 'commune' LIMIT 1)) AS epci_siren,
    photos.colour, photos.original_sha256, photos.original_extension, photos.renditions, photos.added_at,
    photos.picture_hash, photos.version_of
FROM photos;
"""


class Migration(NamedTuple):
    """A step from one version of the schema to the next. `name` is what the database remembers."""

    name: str
    script: str


MIGRATIONS: tuple[Migration, ...] = (Migration("main_road", MAIN_ROAD), Migration("places", PLACES))
VERSION = len(MIGRATIONS)
