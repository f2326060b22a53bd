"""The tables of `people.db`, as migrations that only ever go forward; never edited once released."""

from catalogue.database.schema import Migration

# Secrets are kept as hashes. Numbers of what people can revoke are never given again: a page that has been open
# for a month must not revoke something else.
_ACCOUNTS = """
CREATE TABLE people (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL,
    name_folded TEXT NOT NULL UNIQUE,
    role TEXT NOT NULL CHECK (role IN ('field', 'analyst', 'author', 'admin')),
    password_hash TEXT,
    language TEXT NOT NULL DEFAULT 'fr',
    created_at TEXT NOT NULL,
    disabled_at TEXT
) STRICT;

CREATE TABLE invitations (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    person_id INTEGER NOT NULL REFERENCES people(id),
    secret_hash TEXT NOT NULL UNIQUE,
    purpose TEXT NOT NULL CHECK (purpose IN ('join', 'password')),
    made_by TEXT,
    created_at TEXT NOT NULL,
    expires_at TEXT NOT NULL,
    used_at TEXT,
    voided_at TEXT
) STRICT;
CREATE INDEX invitations_by_person ON invitations(person_id);

CREATE TABLE sessions (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    secret_hash TEXT NOT NULL UNIQUE,
    person_id INTEGER NOT NULL REFERENCES people(id),
    created_at TEXT NOT NULL,
    seen_at TEXT NOT NULL,
    expires_at TEXT NOT NULL,
    device TEXT,
    address TEXT,
    revoked_at TEXT
) STRICT;
CREATE INDEX sessions_by_person ON sessions(person_id);

CREATE TABLE tokens (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    person_id INTEGER NOT NULL REFERENCES people(id),
    name TEXT NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('field', 'analyst', 'author', 'admin')),
    secret_hash TEXT NOT NULL UNIQUE,
    created_at TEXT NOT NULL,
    last_used_at TEXT,
    expires_at TEXT,
    revoked_at TEXT
) STRICT;
CREATE INDEX tokens_by_person ON tokens(person_id);

CREATE TABLE attempts (
    id INTEGER PRIMARY KEY,
    account_folded TEXT NOT NULL,
    address TEXT NOT NULL,
    at TEXT NOT NULL,
    succeeded INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX attempts_by_account ON attempts(account_folded, address, at);
CREATE INDEX attempts_by_address ON attempts(address, at);
CREATE INDEX attempts_by_moment ON attempts(at);

CREATE TABLE links (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    secret_hash TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL CHECK (kind IN ('gallery', 'zip')),
    query TEXT NOT NULL,
    name TEXT NOT NULL,
    made_by TEXT,
    created_at TEXT NOT NULL,
    expires_at TEXT NOT NULL,
    revoked_at TEXT,
    opened INTEGER NOT NULL DEFAULT 0,
    last_opened_at TEXT
) STRICT;

CREATE TABLE access_log (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    at TEXT NOT NULL,
    person_id INTEGER REFERENCES people(id),
    person TEXT,
    what TEXT NOT NULL,
    photo_id TEXT,
    detail TEXT
) STRICT;
CREATE INDEX access_log_by_photo ON access_log(photo_id);
CREATE INDEX access_log_by_person ON access_log(person_id);
CREATE INDEX access_log_by_moment ON access_log(at);

CREATE TABLE journal (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    at TEXT NOT NULL,
    by TEXT,
    what TEXT NOT NULL,
    whom TEXT NOT NULL,
    detail TEXT
) STRICT;
"""

# What has been sent, by whom. How much of it has come is not here: the file itself says so. A person is absent where
# nobody logs in.
_UPLOADS = """
CREATE TABLE uploads (
    id TEXT PRIMARY KEY NOT NULL,
    person_id INTEGER REFERENCES people(id),
    session TEXT,
    name TEXT NOT NULL,
    path TEXT,
    size_bytes INTEGER,
    sha256_told TEXT,
    told TEXT NOT NULL,
    outing TEXT,
    creator TEXT,
    created_at TEXT NOT NULL,
    expires_at TEXT NOT NULL,
    received_at TEXT,
    sha256 TEXT
) STRICT;
CREATE INDEX uploads_by_person ON uploads(person_id, received_at);
CREATE INDEX uploads_by_outing ON uploads(outing);
CREATE INDEX uploads_by_expiry ON uploads(received_at, expires_at);
"""

MIGRATIONS: tuple[Migration, ...] = (Migration("accounts", _ACCOUNTS), Migration("uploads", _UPLOADS))
