"""Version 1: photos, what is claimed of them, the runs that brought them, and the search."""

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
