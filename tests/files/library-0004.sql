PRAGMA foreign_keys = OFF;
PRAGMA user_version = 4;
CREATE TABLE "_sqlite_migrations" (
   "id" INTEGER PRIMARY KEY,
   "migration_set" TEXT,
   "name" TEXT,
   "applied_at" TEXT
);
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
, picture_hash TEXT, version_of TEXT REFERENCES photos(id), usage_terms TEXT, diffusion TEXT, alt_text TEXT, rights TEXT, aspect TEXT) STRICT;
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
, action_id TEXT REFERENCES actions(id)) STRICT;
CREATE TABLE photo_themes (
    photo_id TEXT NOT NULL REFERENCES photos(id),
    theme TEXT NOT NULL,
    PRIMARY KEY (photo_id, theme)
) STRICT;
CREATE TABLE companions (
    photo_id TEXT NOT NULL REFERENCES photos(id),
    kind TEXT NOT NULL,
    source TEXT NOT NULL,
    path TEXT NOT NULL,
    size_bytes INTEGER NOT NULL,
    PRIMARY KEY (photo_id, source, path)
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
    decided_by TEXT, section TEXT,
    PRIMARY KEY (photo_id, place_id, relation)
) STRICT;
CREATE TABLE reviews (
    photo_id TEXT NOT NULL REFERENCES photos(id),
    reason TEXT NOT NULL,
    detail TEXT NOT NULL DEFAULT '',
    noted_at TEXT NOT NULL,
    PRIMARY KEY (photo_id, reason, detail)
) STRICT;
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
, ticket TEXT) STRICT;
CREATE TABLE changes (
    id INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    made_by TEXT,
    run_id TEXT REFERENCES runs(id),
    photo_id TEXT NOT NULL REFERENCES photos(id),
    field TEXT NOT NULL,
    before TEXT,
    after TEXT
, action_id TEXT REFERENCES actions(id)) STRICT;
CREATE TABLE settings (
    name TEXT PRIMARY KEY NOT NULL,
    value TEXT NOT NULL
) STRICT;
CREATE VIRTUAL TABLE photo_search USING fts5(text, tokenize = "unicode61 remove_diacritics 2", prefix = '2 3');
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
CREATE TABLE actions (
    id TEXT PRIMARY KEY NOT NULL,
    what TEXT NOT NULL,
    made_by TEXT NOT NULL,
    made_at TEXT NOT NULL,
    photos INTEGER NOT NULL,
    undone_at TEXT
) STRICT;
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
CREATE TABLE themes (
    theme TEXT PRIMARY KEY NOT NULL,
    added_at TEXT NOT NULL,
    made_by TEXT
) STRICT;
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
    photos.picture_hash, photos.version_of, photos.usage_terms, photos.diffusion, photos.alt_text,
    photos.rights, photos.aspect
FROM photos;
CREATE VIEW photos_without_credit AS
SELECT id, number, taken_at, taken_year, park, itinerary, cite, commune, epci, caption, copyright, licence, added_at
FROM photos WHERE rights = 'credit-missing' AND state <> 'set_aside' AND version_of IS NULL;
CREATE UNIQUE INDEX "idx__sqlite_migrations_migration_set_name"
    ON "_sqlite_migrations" ("migration_set", "name");
CREATE INDEX files_by_photo ON files(photo_id);
CREATE INDEX files_by_sha256 ON files(sha256);
CREATE INDEX files_by_run ON files(run_id);
CREATE INDEX claims_by_photo ON claims(photo_id);
CREATE INDEX claims_by_run ON claims(run_id);
CREATE INDEX reviews_by_reason ON reviews(reason);
CREATE INDEX ingest_log_by_run ON ingest_log(run_id);
CREATE INDEX ingest_log_by_source ON ingest_log(source, path);
CREATE INDEX ingest_log_by_photo ON ingest_log(photo_id);
CREATE INDEX changes_by_photo ON changes(photo_id);
CREATE INDEX changes_by_run ON changes(run_id);
CREATE INDEX photos_to_render ON photos(renditions) WHERE renditions = 'pending';
CREATE INDEX places_by_name ON places(kind, name);
CREATE INDEX places_by_layer ON places(kind, layer);
CREATE INDEX claims_by_action ON claims(action_id) WHERE action_id IS NOT NULL;
CREATE INDEX changes_by_action ON changes(action_id) WHERE action_id IS NOT NULL;
CREATE INDEX near_duplicates_by_second ON near_duplicates(second_id);
CREATE INDEX photo_places_by_place ON photo_places(place_id, photo_id, relation);
CREATE INDEX photos_to_count ON photos(id, state, version_of, taken_year);
CREATE INDEX photos_by_position ON photos(latitude, longitude, number) WHERE latitude IS NOT NULL;
CREATE INDEX photos_that_are_versions ON photos(version_of, number) WHERE version_of IS NOT NULL;
CREATE INDEX photos_gallery ON photos(taken_at DESC, id, state, park, itinerary, cite, commune, epci, taken_year,
    taken_month, camera_model, creator, position_method, rights, aspect, rating, number);
CREATE INDEX photo_themes_by_theme ON photo_themes(theme, photo_id);
CREATE UNIQUE INDEX ingest_log_by_ticket ON ingest_log(ticket) WHERE ticket IS NOT NULL;
INSERT INTO _sqlite_migrations (id, migration_set, name, applied_at) VALUES (1, 'catalogue', 'main_road', '2026-11-22 14:05:07.792548+00:00');
INSERT INTO _sqlite_migrations (id, migration_set, name, applied_at) VALUES (2, 'catalogue', 'places', '2026-11-25 20:42:40.852862+00:00');
INSERT INTO _sqlite_migrations (id, migration_set, name, applied_at) VALUES (3, 'catalogue', 'gallery', '2026-11-25 23:47:04.980523+00:00');
INSERT INTO _sqlite_migrations (id, migration_set, name, applied_at) VALUES (4, 'catalogue', 'phone', '2026-11-26 15:10:08.841866+00:00');
INSERT INTO photos (id, number, taken_at, taken_method, utc_offset, taken_year, taken_month, latitude, longitude, position_method, position_absence, position_accuracy_m, heading_deg, heading_reference, orientation, camera_make, camera_model, lens, focal_length_mm, width, height, format, caption, creator, credit, copyright, licence, rating, state, state_reason, held_because, park, itinerary, cite, commune, epci, colour, original_sha256, original_extension, renditions, added_at, picture_hash, version_of, usage_terms, diffusion, alt_text, rights, aspect) VALUES ('dfa51af67e5646a82ab80c3831b24001', 1, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'no-gps', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 800, 600, 'jpeg', NULL, 'L. Dupont', NULL, NULL, NULL, NULL, 'held', 'partial', 'partial', NULL, NULL, NULL, NULL, NULL, '#7f7187', 'ec269292bdf64adea0e2d16d242facf75c060cec5171282c0ea887eb42e1ea5d', 'jpg', 'ready', '2026-11-22T14:05:09Z', NULL, NULL, NULL, NULL, NULL, 'ready', 'landscape');
INSERT INTO photos (id, number, taken_at, taken_method, utc_offset, taken_year, taken_month, latitude, longitude, position_method, position_absence, position_accuracy_m, heading_deg, heading_reference, orientation, camera_make, camera_model, lens, focal_length_mm, width, height, format, caption, creator, credit, copyright, licence, rating, state, state_reason, held_because, park, itinerary, cite, commune, epci, colour, original_sha256, original_extension, renditions, added_at, picture_hash, version_of, usage_terms, diffusion, alt_text, rights, aspect) VALUES ('b06cdf0162b5e51e2abdf8d1de083705', 2, NULL, 'name', NULL, 2018, 5, NULL, NULL, NULL, 'no-gps', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 96, 64, 'jpeg', NULL, 'L. Dupont', NULL, NULL, NULL, NULL, 'catalogued', NULL, NULL, NULL, 'EuroVelo 5', NULL, NULL, NULL, '#898089', '36338907ee6ba110baf9bdc0bb158c5183a96ddd96bf6fcdaa72f3940dd12723', 'jpg', 'ready', '2026-11-22T14:05:09Z', NULL, NULL, NULL, NULL, NULL, 'ready', 'landscape');
INSERT INTO photos (id, number, taken_at, taken_method, utc_offset, taken_year, taken_month, latitude, longitude, position_method, position_absence, position_accuracy_m, heading_deg, heading_reference, orientation, camera_make, camera_model, lens, focal_length_mm, width, height, format, caption, creator, credit, copyright, licence, rating, state, state_reason, held_because, park, itinerary, cite, commune, epci, colour, original_sha256, original_extension, renditions, added_at, picture_hash, version_of, usage_terms, diffusion, alt_text, rights, aspect) VALUES ('19a7ae70b07b6d9f87657516991b3c12', 3, NULL, NULL, NULL, NULL, NULL, 50.29, 3.07, 'manual', NULL, 25.0, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 96, 64, 'png', 'Cité <Declercq> & jardin', 'L. Dupont', NULL, NULL, NULL, NULL, 'catalogued', NULL, NULL, NULL, 'EuroVelo 5', NULL, NULL, NULL, '#737892', 'b6fd8c2bae5eb7c6a99a301d59f9d3f940eed1fc637bf1ed40a57365b0075d50', 'png', 'ready', '2026-11-22T14:05:09Z', NULL, NULL, NULL, NULL, NULL, 'ready', 'landscape');
INSERT INTO photos (id, number, taken_at, taken_method, utc_offset, taken_year, taken_month, latitude, longitude, position_method, position_absence, position_accuracy_m, heading_deg, heading_reference, orientation, camera_make, camera_model, lens, focal_length_mm, width, height, format, caption, creator, credit, copyright, licence, rating, state, state_reason, held_because, park, itinerary, cite, commune, epci, colour, original_sha256, original_extension, renditions, added_at, picture_hash, version_of, usage_terms, diffusion, alt_text, rights, aspect) VALUES ('74c18ac65f5165e0af8677389b31bbe2', 4, '2018-05-12T14:32:08', 'exif', '+02:00', 2018, 5, 50.4, 2.6, 'exif', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 96, 64, 'jpeg', 'Chevalement, étang et crêt', 'L. Dupont', NULL, NULL, NULL, NULL, 'catalogued', NULL, NULL, 'Parc d''Olhain', NULL, NULL, NULL, NULL, '#72917c', '241f9d8aff8063031b0f8845cb262b538e6cae63474e3f54d6d3220f20b0774d', 'jpg', 'ready', '2026-11-22T14:05:09Z', NULL, NULL, NULL, NULL, NULL, 'ready', 'landscape');
INSERT INTO photos (id, number, taken_at, taken_method, utc_offset, taken_year, taken_month, latitude, longitude, position_method, position_absence, position_accuracy_m, heading_deg, heading_reference, orientation, camera_make, camera_model, lens, focal_length_mm, width, height, format, caption, creator, credit, copyright, licence, rating, state, state_reason, held_because, park, itinerary, cite, commune, epci, colour, original_sha256, original_extension, renditions, added_at, picture_hash, version_of, usage_terms, diffusion, alt_text, rights, aspect) VALUES ('6ebe0a009ed7c3c1623fa20d1fa0ab66', 5, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'no-gps', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 96, 64, 'jpeg', NULL, NULL, NULL, NULL, NULL, NULL, 'set_aside', 'run-undone', NULL, NULL, NULL, NULL, NULL, NULL, '#878377', 'f6aa1b4e446e678454c8b305f087fd88c448e104c93c1231b1f98d649417b95b', 'jpg', 'ready', '2026-11-22T14:05:10Z', NULL, NULL, NULL, NULL, NULL, 'credit-missing', 'landscape');
INSERT INTO runs (id, door, source, made_by, started_at, finished_at, state, stored, healed, duplicate, unchanged, held, skipped, failed, program_version) VALUES ('2026-11-22-1405-8agc', 'folder', '/srv/fonds', 'archiviste', '2026-11-22T14:05:08Z', '2026-11-22T14:05:09Z', 'finished', 3, 1, 0, 0, 1, 1, 0, '0.1.0');
INSERT INTO runs (id, door, source, made_by, started_at, finished_at, state, stored, healed, duplicate, unchanged, held, skipped, failed, program_version) VALUES ('2026-11-22-1405-8du7', 'folder', '/srv/fonds', 'archiviste', '2026-11-22T14:05:09Z', '2026-11-22T14:05:10Z', 'undone', 1, 0, 0, 0, 0, 0, 0, '0.1.0');
INSERT INTO files (id, sha256, photo_id, name, path, source, size_bytes, extension, run_id, arrived_at, made_by, withdrawn) VALUES (1, 'ec269292bdf64adea0e2d16d242facf75c060cec5171282c0ea887eb42e1ea5d', 'dfa51af67e5646a82ab80c3831b24001', 'cut.jpg', 'cut.jpg', '/srv/fonds', 22637, 'jpg', '2026-11-22-1405-8agc', '2026-11-22T14:05:09Z', 'archiviste', NULL);
INSERT INTO files (id, sha256, photo_id, name, path, source, size_bytes, extension, run_id, arrived_at, made_by, withdrawn) VALUES (2, '36338907ee6ba110baf9bdc0bb158c5183a96ddd96bf6fcdaa72f3940dd12723', 'b06cdf0162b5e51e2abdf8d1de083705', 'IMG-20180512-WA0003.jpg', 'EV5/IMG-20180512-WA0003.jpg', '/srv/fonds', 1850, 'jpg', '2026-11-22-1405-8agc', '2026-11-22T14:05:09Z', 'archiviste', NULL);
INSERT INTO files (id, sha256, photo_id, name, path, source, size_bytes, extension, run_id, arrived_at, made_by, withdrawn) VALUES (3, 'b6fd8c2bae5eb7c6a99a301d59f9d3f940eed1fc637bf1ed40a57365b0075d50', '19a7ae70b07b6d9f87657516991b3c12', 'c.png', 'EV5/vieux/c.png', '/srv/fonds', 8886, 'png', '2026-11-22-1405-8agc', '2026-11-22T14:05:09Z', 'archiviste', NULL);
INSERT INTO files (id, sha256, photo_id, name, path, source, size_bytes, extension, run_id, arrived_at, made_by, withdrawn) VALUES (4, '241f9d8aff8063031b0f8845cb262b538e6cae63474e3f54d6d3220f20b0774d', '74c18ac65f5165e0af8677389b31bbe2', 'a.jpg', 'Olhain/2018-05/a.jpg', '/srv/fonds', 2042, 'jpg', '2026-11-22-1405-8agc', '2026-11-22T14:05:09Z', 'archiviste', NULL);
INSERT INTO files (id, sha256, photo_id, name, path, source, size_bytes, extension, run_id, arrived_at, made_by, withdrawn) VALUES (5, 'c3a301aa740bb0627966e746c70483753a861c1e389f5df5055d3ae47db952f1', '74c18ac65f5165e0af8677389b31bbe2', 'copy of a.jpg', 'Olhain/2018-05/copy of a.jpg', '/srv/fonds', 1834, 'jpg', '2026-11-22-1405-8agc', '2026-11-22T14:05:09Z', 'archiviste', NULL);
INSERT INTO files (id, sha256, photo_id, name, path, source, size_bytes, extension, run_id, arrived_at, made_by, withdrawn) VALUES (6, 'f6aa1b4e446e678454c8b305f087fd88c448e104c93c1231b1f98d649417b95b', '6ebe0a009ed7c3c1623fa20d1fa0ab66', 'late.jpg', 'late.jpg', '/srv/fonds', 1794, 'jpg', '2026-11-22-1405-8du7', '2026-11-22T14:05:10Z', 'archiviste', 'run-undone');
INSERT INTO claims (id, photo_id, file_id, run_id, subject, source, detail, value, absence, latitude, longitude, accuracy_m, precision, reference, made_by, made_at, withdrawn, action_id) VALUES (1, 'dfa51af67e5646a82ab80c3831b24001', 1, '2026-11-22-1405-8agc', 'name', 'name', '', 'cut.jpg', NULL, NULL, NULL, NULL, NULL, NULL, NULL, '2026-11-22T14:05:09Z', NULL, NULL);
INSERT INTO claims (id, photo_id, file_id, run_id, subject, source, detail, value, absence, latitude, longitude, accuracy_m, precision, reference, made_by, made_at, withdrawn, action_id) VALUES (2, 'dfa51af67e5646a82ab80c3831b24001', 1, '2026-11-22-1405-8agc', 'position', 'exif', '', NULL, 'no-gps', NULL, NULL, NULL, NULL, NULL, NULL, '2026-11-22T14:05:09Z', NULL, NULL);
INSERT INTO claims (id, photo_id, file_id, run_id, subject, source, detail, value, absence, latitude, longitude, accuracy_m, precision, reference, made_by, made_at, withdrawn, action_id) VALUES (3, 'dfa51af67e5646a82ab80c3831b24001', 1, '2026-11-22-1405-8agc', 'creator', 'run-default', '', 'L. Dupont', NULL, NULL, NULL, NULL, NULL, NULL, 'archiviste', '2026-11-22T14:05:09Z', NULL, NULL);
INSERT INTO claims (id, photo_id, file_id, run_id, subject, source, detail, value, absence, latitude, longitude, accuracy_m, precision, reference, made_by, made_at, withdrawn, action_id) VALUES (4, 'b06cdf0162b5e51e2abdf8d1de083705', 2, '2026-11-22-1405-8agc', 'taken', 'name', 'day', '2018-05-12', NULL, NULL, NULL, NULL, 'day', NULL, NULL, '2026-11-22T14:05:09Z', NULL, NULL);
INSERT INTO claims (id, photo_id, file_id, run_id, subject, source, detail, value, absence, latitude, longitude, accuracy_m, precision, reference, made_by, made_at, withdrawn, action_id) VALUES (5, 'b06cdf0162b5e51e2abdf8d1de083705', 2, '2026-11-22-1405-8agc', 'folder', 'folder', 'folder', 'EV5', NULL, NULL, NULL, NULL, NULL, NULL, NULL, '2026-11-22T14:05:09Z', NULL, NULL);
INSERT INTO claims (id, photo_id, file_id, run_id, subject, source, detail, value, absence, latitude, longitude, accuracy_m, precision, reference, made_by, made_at, withdrawn, action_id) VALUES (6, 'b06cdf0162b5e51e2abdf8d1de083705', 2, '2026-11-22-1405-8agc', 'name', 'name', '', 'IMG-20180512-WA0003.jpg', NULL, NULL, NULL, NULL, NULL, NULL, NULL, '2026-11-22T14:05:09Z', NULL, NULL);
INSERT INTO claims (id, photo_id, file_id, run_id, subject, source, detail, value, absence, latitude, longitude, accuracy_m, precision, reference, made_by, made_at, withdrawn, action_id) VALUES (7, 'b06cdf0162b5e51e2abdf8d1de083705', 2, '2026-11-22-1405-8agc', 'position', 'exif', '', NULL, 'no-gps', NULL, NULL, NULL, NULL, NULL, NULL, '2026-11-22T14:05:09Z', NULL, NULL);
INSERT INTO claims (id, photo_id, file_id, run_id, subject, source, detail, value, absence, latitude, longitude, accuracy_m, precision, reference, made_by, made_at, withdrawn, action_id) VALUES (8, 'b06cdf0162b5e51e2abdf8d1de083705', 2, '2026-11-22-1405-8agc', 'creator', 'run-default', '', 'L. Dupont', NULL, NULL, NULL, NULL, NULL, NULL, 'archiviste', '2026-11-22T14:05:09Z', NULL, NULL);
INSERT INTO claims (id, photo_id, file_id, run_id, subject, source, detail, value, absence, latitude, longitude, accuracy_m, precision, reference, made_by, made_at, withdrawn, action_id) VALUES (9, '19a7ae70b07b6d9f87657516991b3c12', 3, '2026-11-22-1405-8agc', 'folder', 'folder', 'folder', 'EV5', NULL, NULL, NULL, NULL, NULL, NULL, NULL, '2026-11-22T14:05:09Z', NULL, NULL);
INSERT INTO claims (id, photo_id, file_id, run_id, subject, source, detail, value, absence, latitude, longitude, accuracy_m, precision, reference, made_by, made_at, withdrawn, action_id) VALUES (10, '19a7ae70b07b6d9f87657516991b3c12', 3, '2026-11-22-1405-8agc', 'folder', 'folder', 'folder', 'vieux', NULL, NULL, NULL, NULL, NULL, NULL, NULL, '2026-11-22T14:05:09Z', NULL, NULL);
INSERT INTO claims (id, photo_id, file_id, run_id, subject, source, detail, value, absence, latitude, longitude, accuracy_m, precision, reference, made_by, made_at, withdrawn, action_id) VALUES (11, '19a7ae70b07b6d9f87657516991b3c12', 3, '2026-11-22-1405-8agc', 'name', 'name', '', 'c.png', NULL, NULL, NULL, NULL, NULL, NULL, NULL, '2026-11-22T14:05:09Z', NULL, NULL);
INSERT INTO claims (id, photo_id, file_id, run_id, subject, source, detail, value, absence, latitude, longitude, accuracy_m, precision, reference, made_by, made_at, withdrawn, action_id) VALUES (12, '19a7ae70b07b6d9f87657516991b3c12', 3, '2026-11-22-1405-8agc', 'position', 'exif', '', NULL, 'no-gps', NULL, NULL, NULL, NULL, NULL, NULL, '2026-11-22T14:05:09Z', NULL, NULL);
INSERT INTO claims (id, photo_id, file_id, run_id, subject, source, detail, value, absence, latitude, longitude, accuracy_m, precision, reference, made_by, made_at, withdrawn, action_id) VALUES (13, '19a7ae70b07b6d9f87657516991b3c12', 3, '2026-11-22-1405-8agc', 'creator', 'run-default', '', 'L. Dupont', NULL, NULL, NULL, NULL, NULL, NULL, 'archiviste', '2026-11-22T14:05:09Z', NULL, NULL);
INSERT INTO claims (id, photo_id, file_id, run_id, subject, source, detail, value, absence, latitude, longitude, accuracy_m, precision, reference, made_by, made_at, withdrawn, action_id) VALUES (14, '74c18ac65f5165e0af8677389b31bbe2', 4, '2026-11-22-1405-8agc', 'taken', 'exif', 'DateTimeOriginal', '2018-05-12T14:32:08', NULL, NULL, NULL, NULL, 'second', NULL, NULL, '2026-11-22T14:05:09Z', NULL, NULL);
INSERT INTO claims (id, photo_id, file_id, run_id, subject, source, detail, value, absence, latitude, longitude, accuracy_m, precision, reference, made_by, made_at, withdrawn, action_id) VALUES (15, '74c18ac65f5165e0af8677389b31bbe2', 4, '2026-11-22-1405-8agc', 'offset', 'exif', 'OffsetTimeOriginal', '+02:00', NULL, NULL, NULL, NULL, NULL, NULL, NULL, '2026-11-22T14:05:09Z', NULL, NULL);
INSERT INTO claims (id, photo_id, file_id, run_id, subject, source, detail, value, absence, latitude, longitude, accuracy_m, precision, reference, made_by, made_at, withdrawn, action_id) VALUES (16, '74c18ac65f5165e0af8677389b31bbe2', 4, '2026-11-22-1405-8agc', 'position', 'exif', 'GPSLatitude', '50.4000000,2.6000000', NULL, 50.4, 2.6, NULL, NULL, NULL, NULL, '2026-11-22T14:05:09Z', NULL, NULL);
INSERT INTO claims (id, photo_id, file_id, run_id, subject, source, detail, value, absence, latitude, longitude, accuracy_m, precision, reference, made_by, made_at, withdrawn, action_id) VALUES (17, '74c18ac65f5165e0af8677389b31bbe2', 4, '2026-11-22-1405-8agc', 'taken', 'folder', 'month', '2018-05', NULL, NULL, NULL, NULL, 'month', NULL, NULL, '2026-11-22T14:05:09Z', NULL, NULL);
INSERT INTO claims (id, photo_id, file_id, run_id, subject, source, detail, value, absence, latitude, longitude, accuracy_m, precision, reference, made_by, made_at, withdrawn, action_id) VALUES (18, '74c18ac65f5165e0af8677389b31bbe2', 4, '2026-11-22-1405-8agc', 'folder', 'folder', 'folder', 'Olhain', NULL, NULL, NULL, NULL, NULL, NULL, NULL, '2026-11-22T14:05:09Z', NULL, NULL);
INSERT INTO claims (id, photo_id, file_id, run_id, subject, source, detail, value, absence, latitude, longitude, accuracy_m, precision, reference, made_by, made_at, withdrawn, action_id) VALUES (19, '74c18ac65f5165e0af8677389b31bbe2', 4, '2026-11-22-1405-8agc', 'folder', 'folder', 'folder', '2018-05', NULL, NULL, NULL, NULL, NULL, NULL, NULL, '2026-11-22T14:05:09Z', NULL, NULL);
INSERT INTO claims (id, photo_id, file_id, run_id, subject, source, detail, value, absence, latitude, longitude, accuracy_m, precision, reference, made_by, made_at, withdrawn, action_id) VALUES (20, '74c18ac65f5165e0af8677389b31bbe2', 4, '2026-11-22-1405-8agc', 'name', 'name', '', 'a.jpg', NULL, NULL, NULL, NULL, NULL, NULL, NULL, '2026-11-22T14:05:09Z', NULL, NULL);
INSERT INTO claims (id, photo_id, file_id, run_id, subject, source, detail, value, absence, latitude, longitude, accuracy_m, precision, reference, made_by, made_at, withdrawn, action_id) VALUES (21, '74c18ac65f5165e0af8677389b31bbe2', 4, '2026-11-22-1405-8agc', 'creator', 'run-default', '', 'L. Dupont', NULL, NULL, NULL, NULL, NULL, NULL, 'archiviste', '2026-11-22T14:05:09Z', NULL, NULL);
INSERT INTO claims (id, photo_id, file_id, run_id, subject, source, detail, value, absence, latitude, longitude, accuracy_m, precision, reference, made_by, made_at, withdrawn, action_id) VALUES (22, '74c18ac65f5165e0af8677389b31bbe2', 5, '2026-11-22-1405-8agc', 'caption', 'sidecar', 'dc:description', 'Chevalement, étang et crêt', NULL, NULL, NULL, NULL, NULL, NULL, NULL, '2026-11-22T14:05:09Z', NULL, NULL);
INSERT INTO claims (id, photo_id, file_id, run_id, subject, source, detail, value, absence, latitude, longitude, accuracy_m, precision, reference, made_by, made_at, withdrawn, action_id) VALUES (23, '74c18ac65f5165e0af8677389b31bbe2', 5, '2026-11-22-1405-8agc', 'keyword', 'sidecar', 'dc:subject', 'terril', NULL, NULL, NULL, NULL, NULL, NULL, NULL, '2026-11-22T14:05:09Z', NULL, NULL);
INSERT INTO claims (id, photo_id, file_id, run_id, subject, source, detail, value, absence, latitude, longitude, accuracy_m, precision, reference, made_by, made_at, withdrawn, action_id) VALUES (24, '74c18ac65f5165e0af8677389b31bbe2', 5, '2026-11-22-1405-8agc', 'keyword', 'sidecar', 'dc:subject', 'étang', NULL, NULL, NULL, NULL, NULL, NULL, NULL, '2026-11-22T14:05:09Z', NULL, NULL);
INSERT INTO claims (id, photo_id, file_id, run_id, subject, source, detail, value, absence, latitude, longitude, accuracy_m, precision, reference, made_by, made_at, withdrawn, action_id) VALUES (25, '74c18ac65f5165e0af8677389b31bbe2', 5, '2026-11-22-1405-8agc', 'taken', 'folder', 'month', '2018-05', NULL, NULL, NULL, NULL, 'month', NULL, NULL, '2026-11-22T14:05:09Z', NULL, NULL);
INSERT INTO claims (id, photo_id, file_id, run_id, subject, source, detail, value, absence, latitude, longitude, accuracy_m, precision, reference, made_by, made_at, withdrawn, action_id) VALUES (26, '74c18ac65f5165e0af8677389b31bbe2', 5, '2026-11-22-1405-8agc', 'folder', 'folder', 'folder', 'Olhain', NULL, NULL, NULL, NULL, NULL, NULL, NULL, '2026-11-22T14:05:09Z', NULL, NULL);
INSERT INTO claims (id, photo_id, file_id, run_id, subject, source, detail, value, absence, latitude, longitude, accuracy_m, precision, reference, made_by, made_at, withdrawn, action_id) VALUES (27, '74c18ac65f5165e0af8677389b31bbe2', 5, '2026-11-22-1405-8agc', 'folder', 'folder', 'folder', '2018-05', NULL, NULL, NULL, NULL, NULL, NULL, NULL, '2026-11-22T14:05:09Z', NULL, NULL);
INSERT INTO claims (id, photo_id, file_id, run_id, subject, source, detail, value, absence, latitude, longitude, accuracy_m, precision, reference, made_by, made_at, withdrawn, action_id) VALUES (28, '74c18ac65f5165e0af8677389b31bbe2', 5, '2026-11-22-1405-8agc', 'name', 'name', '', 'copy of a.jpg', NULL, NULL, NULL, NULL, NULL, NULL, NULL, '2026-11-22T14:05:09Z', NULL, NULL);
INSERT INTO claims (id, photo_id, file_id, run_id, subject, source, detail, value, absence, latitude, longitude, accuracy_m, precision, reference, made_by, made_at, withdrawn, action_id) VALUES (29, '74c18ac65f5165e0af8677389b31bbe2', 5, '2026-11-22-1405-8agc', 'position', 'exif', '', NULL, 'no-gps', NULL, NULL, NULL, NULL, NULL, NULL, '2026-11-22T14:05:09Z', NULL, NULL);
INSERT INTO claims (id, photo_id, file_id, run_id, subject, source, detail, value, absence, latitude, longitude, accuracy_m, precision, reference, made_by, made_at, withdrawn, action_id) VALUES (30, '74c18ac65f5165e0af8677389b31bbe2', 5, '2026-11-22-1405-8agc', 'creator', 'run-default', '', 'L. Dupont', NULL, NULL, NULL, NULL, NULL, NULL, 'archiviste', '2026-11-22T14:05:09Z', NULL, NULL);
INSERT INTO claims (id, photo_id, file_id, run_id, subject, source, detail, value, absence, latitude, longitude, accuracy_m, precision, reference, made_by, made_at, withdrawn, action_id) VALUES (31, '6ebe0a009ed7c3c1623fa20d1fa0ab66', 6, '2026-11-22-1405-8du7', 'name', 'name', '', 'late.jpg', NULL, NULL, NULL, NULL, NULL, NULL, NULL, '2026-11-22T14:05:10Z', NULL, NULL);
INSERT INTO claims (id, photo_id, file_id, run_id, subject, source, detail, value, absence, latitude, longitude, accuracy_m, precision, reference, made_by, made_at, withdrawn, action_id) VALUES (32, '6ebe0a009ed7c3c1623fa20d1fa0ab66', 6, '2026-11-22-1405-8du7', 'position', 'exif', '', NULL, 'no-gps', NULL, NULL, NULL, NULL, NULL, NULL, '2026-11-22T14:05:10Z', NULL, NULL);
INSERT INTO claims (id, photo_id, file_id, run_id, subject, source, detail, value, absence, latitude, longitude, accuracy_m, precision, reference, made_by, made_at, withdrawn, action_id) VALUES (33, '19a7ae70b07b6d9f87657516991b3c12', NULL, NULL, 'position', 'manual', '', '50.2900000,3.0700000', NULL, 50.29, 3.07, 25.0, NULL, NULL, 'L. Dupont', '2026-11-22T14:05:10Z', NULL, NULL);
INSERT INTO claims (id, photo_id, file_id, run_id, subject, source, detail, value, absence, latitude, longitude, accuracy_m, precision, reference, made_by, made_at, withdrawn, action_id) VALUES (34, '19a7ae70b07b6d9f87657516991b3c12', NULL, NULL, 'caption', 'manual', '', 'Cité <Declercq> & jardin', NULL, NULL, NULL, NULL, NULL, NULL, 'L. Dupont', '2026-11-22T14:05:10Z', NULL, NULL);
INSERT INTO photo_themes (photo_id, theme) VALUES ('74c18ac65f5165e0af8677389b31bbe2', 'terril');
INSERT INTO photo_themes (photo_id, theme) VALUES ('74c18ac65f5165e0af8677389b31bbe2', 'étang');
INSERT INTO place_aliases (place_id, alias) VALUES (1, 'Olhain');
INSERT INTO photo_places (photo_id, place_id, relation, rule, distance_m, chainage_m, main, decided_by, section) VALUES ('b06cdf0162b5e51e2abdf8d1de083705', 2, 'folder', 'folder: EV5', NULL, NULL, 1, NULL, NULL);
INSERT INTO photo_places (photo_id, place_id, relation, rule, distance_m, chainage_m, main, decided_by, section) VALUES ('19a7ae70b07b6d9f87657516991b3c12', 2, 'folder', 'folder: EV5', NULL, NULL, 1, NULL, NULL);
INSERT INTO photo_places (photo_id, place_id, relation, rule, distance_m, chainage_m, main, decided_by, section) VALUES ('74c18ac65f5165e0af8677389b31bbe2', 1, 'folder', 'folder: Olhain', NULL, NULL, 1, NULL, NULL);
INSERT INTO ingest_log (id, run_id, source, path, size_bytes, mtime_ns, outcome, code, message, photo_id, at, program_version, undone, ticket) VALUES (1, '2026-11-22-1405-8agc', '/srv/fonds', 'Olhain/2018-05/copy of a.xmp', 427, 1795356307940713411, 'skipped', 'sidecar', 'Read with copy of a.jpg.', NULL, '2026-11-22T14:05:09Z', '0.1.0', 0, NULL);
INSERT INTO ingest_log (id, run_id, source, path, size_bytes, mtime_ns, outcome, code, message, photo_id, at, program_version, undone, ticket) VALUES (2, '2026-11-22-1405-8agc', '/srv/fonds', 'cut.jpg', 22637, 1795356307954695115, 'held', 'partial', 'Kept, but only a part of the picture can be read. Look for a better copy.', 'dfa51af67e5646a82ab80c3831b24001', '2026-11-22T14:05:09Z', '0.1.0', 0, '01M8C5RWHJEX261BXQEVTFHC8A');
INSERT INTO ingest_log (id, run_id, source, path, size_bytes, mtime_ns, outcome, code, message, photo_id, at, program_version, undone, ticket) VALUES (3, '2026-11-22-1405-8agc', '/srv/fonds', 'EV5/IMG-20180512-WA0003.jpg', 1850, 1795356307940895162, 'stored', 'new', 'Taken in.', 'b06cdf0162b5e51e2abdf8d1de083705', '2026-11-22T14:05:09Z', '0.1.0', 0, NULL);
INSERT INTO ingest_log (id, run_id, source, path, size_bytes, mtime_ns, outcome, code, message, photo_id, at, program_version, undone, ticket) VALUES (4, '2026-11-22-1405-8agc', '/srv/fonds', 'EV5/vieux/c.png', 8886, 1795356307941775936, 'stored', 'new', 'Taken in.', '19a7ae70b07b6d9f87657516991b3c12', '2026-11-22T14:05:09Z', '0.1.0', 0, NULL);
INSERT INTO ingest_log (id, run_id, source, path, size_bytes, mtime_ns, outcome, code, message, photo_id, at, program_version, undone, ticket) VALUES (5, '2026-11-22-1405-8agc', '/srv/fonds', 'Olhain/2018-05/a.jpg', 2042, 1795356307940378171, 'stored', 'new', 'Taken in.', '74c18ac65f5165e0af8677389b31bbe2', '2026-11-22T14:05:09Z', '0.1.0', 0, NULL);
INSERT INTO ingest_log (id, run_id, source, path, size_bytes, mtime_ns, outcome, code, message, photo_id, at, program_version, undone, ticket) VALUES (6, '2026-11-22-1405-8agc', '/srv/fonds', 'Olhain/2018-05/copy of a.jpg', 1834, 1795356307940647032, 'healed', 'healed', 'Told us more: caption.', '74c18ac65f5165e0af8677389b31bbe2', '2026-11-22T14:05:09Z', '0.1.0', 0, NULL);
INSERT INTO ingest_log (id, run_id, source, path, size_bytes, mtime_ns, outcome, code, message, photo_id, at, program_version, undone, ticket) VALUES (7, '2026-11-22-1405-8du7', '/srv/fonds', 'late.jpg', 1794, 1795356309786618447, 'stored', 'new', 'Taken in.', '6ebe0a009ed7c3c1623fa20d1fa0ab66', '2026-11-22T14:05:10Z', '0.1.0', 1, NULL);
INSERT INTO changes (id, at, made_by, run_id, photo_id, field, before, after, action_id) VALUES (1, '2026-11-22T14:05:09Z', 'archiviste', '2026-11-22-1405-8agc', '74c18ac65f5165e0af8677389b31bbe2', 'caption', NULL, 'Chevalement, étang et crêt', NULL);
INSERT INTO photo_search (rowid, text) VALUES (1, 'l. dupont
cut.jpg');
INSERT INTO photo_search (rowid, text) VALUES (2, 'l. dupont
2018
ev5
eurovelo 5
img-20180512-wa0003.jpg');
INSERT INTO photo_search (rowid, text) VALUES (3, 'cite <declercq> & jardin
l. dupont
ev5
eurovelo 5
c.png
vieux');
INSERT INTO photo_search (rowid, text) VALUES (4, 'chevalement, etang et cret
l. dupont
2018-05-12t
2018
terril
etang
olhain
parc d''olhain
2018-05
a.jpg
copy of a.jpg');
INSERT INTO photo_search (rowid, text) VALUES (5, 'late.jpg');
INSERT INTO places (id, kind, name, short_name, code, commune, epci_siren, layer, latitude, longitude, retired_at) VALUES (1, 'park', 'Parc d''Olhain', NULL, NULL, 'Fresnicourt', NULL, NULL, NULL, NULL, NULL);
INSERT INTO places (id, kind, name, short_name, code, commune, epci_siren, layer, latitude, longitude, retired_at) VALUES (2, 'itinerary', 'EuroVelo 5', 'EV5', NULL, '', NULL, NULL, NULL, NULL, NULL);
