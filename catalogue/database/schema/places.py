"""Version 2: layers, shapes, and what people decide."""

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
