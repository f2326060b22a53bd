"""The file itself: who may read it, how long it remembers, and that nothing stays of what it forgets."""

import os
import re
from contextlib import closing

import pytest
from knocking import HERE, OTHER, PASSWORD, accept, at_once, enter, member, rows

from catalogue.database.connection import connect
from catalogue.database.schema import Migration
from catalogue.erasing.accounts import forget
from catalogue.errors import AccountsDamaged, LoginRefused, NewerSchema
from catalogue.home.paths import Home
from catalogue.people import schema, store
from catalogue.people.descriptions import COLUMNS, TABLES
from catalogue.people.office import Office
from catalogue.values.roles import Role

PHOTO, OTHER_PHOTO = "0123456789abcdef" * 2, "fedcba9876543210" * 2


def _modes(folder):
    return {path.name: oct(path.stat().st_mode & 0o777) for path in folder.glob("people*")}


def test_file_and_its_log_are_the_owners_alone_whatever_the_umask(tmp_path):
    before = os.umask(0)
    try:
        office = Office(Home(tmp_path))
        with closing(connect(tmp_path / "people.db")) as db:
            office.first_admin_link()
            modes = _modes(tmp_path)
            db.execute("SELECT 1")
    finally:
        os.umask(before)

    assert modes == dict.fromkeys(("people.db", "people.db-shm", "people.db-wal"), "0o600")


def test_file_that_came_with_wider_rights_is_closed(tmp_path):
    Office(Home(tmp_path))
    (tmp_path / "people.db").chmod(0o644)

    Office(Home(tmp_path))

    assert set(_modes(tmp_path).values()) == {"0o600"}


def test_log_stays_as_long_as_somebody_asks_so_that_a_full_disk_shuts_nobody_out(tmp_path):
    office = Office(Home(tmp_path))
    office.first_admin_link()  # a connection that may write takes the log away when it is the last to close

    names = {path.name for path in tmp_path.glob("people*")}

    assert names == {"people.db", "people.db-shm", "people.db-wal"}


def test_damaged_file_is_told_and_not_taken_for_the_catalogue(tmp_path):
    Office(Home(tmp_path))
    (tmp_path / "people.db").write_bytes(b"no database at all, whatever it is" * 1000)

    with pytest.raises(AccountsDamaged, match="accounts in"):
        Office(Home(tmp_path))


def test_every_write_is_durable(office):
    with store.changing(office._home) as db:
        assert db.execute("PRAGMA synchronous").fetchone() == (2,)  # FULL
        assert db.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        assert db.execute("PRAGMA foreign_keys").fetchone() == (1,)


def test_many_who_open_a_new_library_at_once_find_one(tmp_path):
    results = at_once(*[lambda: Office(Home(tmp_path)).list_people()] * 8)

    assert results == [[]] * 8


def test_every_table_and_column_is_described_in_both_languages(office):
    tables = [
        name
        for (name,) in rows(office, "SELECT name FROM sqlite_master WHERE type = 'table'")
        if not re.match("sqlite_|_sqlite", name)
    ]
    there = {
        table: [name for (name,) in rows(office, "SELECT name FROM pragma_table_info(?)", table)]
        for table in tables
    }

    assert {table: list(columns) for table, columns in COLUMNS.items()} == there
    assert set(TABLES) == set(there)
    assert all(said.fr and said.en for said in TABLES.values())


def test_newer_file_is_left_alone(tmp_path):
    Office(Home(tmp_path))
    with closing(connect(tmp_path / "people.db")) as db:
        db.execute("PRAGMA user_version = 99")

    with pytest.raises(NewerSchema):
        Office(Home(tmp_path))


def test_older_file_is_brought_forward_after_a_copy_for_its_owner_alone(tmp_path, monkeypatch):
    member(Office(Home(tmp_path)))
    added = Migration("next", "ALTER TABLE people ADD COLUMN shoe_size INTEGER;\n")
    monkeypatch.setattr(store, "MIGRATIONS", (*schema.MIGRATIONS, added))

    office = Office(Home(tmp_path))

    assert rows(office, "SELECT name, shoe_size FROM people") == [("Léa Dupont", None)]
    assert set(_modes(tmp_path).values()) == {"0o600"}
    assert f"people.before-{len(schema.MIGRATIONS) + 1}.db" in _modes(tmp_path)


def test_another_process_sees_what_was_done_at_once(office, tmp_path):
    lea = member(office)
    other = Office(Home(tmp_path), clock=office._clock)
    session = enter(office)

    assert other.who_is(session=session.secret)
    other.disable(lea.id, "Anne")

    assert office.who_is(session=session.secret) is None


def test_office_may_be_asked_from_many_threads(office):
    member(office)
    session = enter(office)

    results = at_once(*[lambda: [office.who_is(session=session.secret) for _ in range(20)]] * 8)

    assert results == [[session.person] * 20] * 8


# Who had what.


def test_access_log_says_who_had_what(office, clock):
    lea = enter(office, member(office).name).person
    office.log_access(lea, "original", PHOTO, "full size")
    clock.pass_by(minutes=1)
    office.log_access(None, "zip", OTHER_PHOTO, "link 3")
    office.log_accesses(lea, "position", [PHOTO, OTHER_PHOTO])

    assert [(a.at[-9:-4], a.person, a.what, a.photo_id, a.detail) for a in office.access_log()] == [
        ("14:01", "Léa Dupont", "position", OTHER_PHOTO, None),
        ("14:01", "Léa Dupont", "position", PHOTO, None),
        ("14:01", None, "zip", OTHER_PHOTO, "link 3"),
        ("14:00", "Léa Dupont", "original", PHOTO, "full size"),
    ]
    assert [a.what for a in office.access_log(photo_id=PHOTO)] == ["position", "original"]
    assert [a.what for a in office.access_log(person_id=lea.id, limit=1)] == ["position"]
    assert office.access_log(person_id=99) == []


def test_erased_photo_is_named_nowhere_any_more(office, tmp_path):
    office.log_access(None, "original", PHOTO, f"from /photos/{PHOTO}")
    office.log_access(None, "original", OTHER_PHOTO)
    office.make_link("gallery", f"id={PHOTO}&id={OTHER_PHOTO}", "two", 7, "Anne")

    forget(office._home, {PHOTO}.__contains__, set().__contains__)

    written = b"".join(path.read_bytes() for path in tmp_path.glob("people.db*"))
    assert PHOTO.encode() not in written
    assert office.links()[0].query == f"id={'0' * 32}&id={OTHER_PHOTO}"
    assert [a.photo_id for a in office.access_log()] == [OTHER_PHOTO, "0" * 32]


# How long.


def _counts(office):
    return {
        table: rows(office, f"SELECT count(*) FROM {table}")[0][0]
        for table in ("attempts", "sessions", "invitations", "tokens", "links", "access_log", "journal")
    }


def test_what_is_older_than_it_may_be_is_taken_out(office, clock):
    lea = member(office)
    left = enter(office)
    office.log_out(left.secret)
    token = office.make_token(lea.id, "qgis", None, None, "Anne").token
    office.revoke_token(lea.id, token.id, "Anne")
    office.invite("Max", Role.FIELD, by="Anne")
    office.make_link("zip", "", "x", 1, "Anne")
    office.log_access(left.person, "original", PHOTO)
    seen = []

    for days in (29, 2, 334, 5, 730):
        clock.pass_by(days=days)
        office.purge()
        seen.append(_counts(office))

    names = ("attempts", "sessions", "invitations", "tokens", "links", "access_log", "journal")
    assert seen == [
        dict(zip(names, counts, strict=True))
        for counts in (
            (1, 1, 1, 1, 1, 1, 6),
            (0, 0, 1, 0, 1, 1, 6),
            (0, 0, 0, 0, 1, 0, 6),
            (0,) * 4 + (0, 0, 6),
            (0,) * 7,
        )
    ]


def test_whoever_comes_in_takes_out_what_is_too_old(office, clock):
    member(office)
    office.log_access(enter(office).person, "original", PHOTO)
    clock.pass_by(days=366)

    enter(office)

    assert _counts(office)["access_log"] == 0
    assert _counts(office)["attempts"] == 1


def test_open_session_and_endless_token_stay_without_the_address(office, clock):
    lea = member(office)
    session = enter(office, address=HERE)
    token = office.make_token(lea.id, "qgis", None, None, "Anne")
    for _ in range(4):
        clock.pass_by(days=10)
        office.who_is(session=session.secret)

    office.purge()

    assert office.who_is(session=session.secret)
    assert office.who_is(bearer=token.secret)
    assert [s.address for s in office.sessions_of(lea.id)] == [None]


def test_nothing_stays_in_the_file_of_an_address_that_was_purged(office, clock, tmp_path):
    member(office)
    office.log_in("Léa Dupont", PASSWORD, address="203.0.113.77", device="x")
    with pytest.raises(LoginRefused):
        enter(office, password=OTHER, address="203.0.113.78")
    written = b"".join(path.read_bytes() for path in tmp_path.glob("people.db*"))
    clock.pass_by(days=31)

    office.purge()

    left = b"".join(path.read_bytes() for path in tmp_path.glob("people.db*"))
    assert b"203.0.113.7" in written
    assert b"203.0.113.7" not in left


def test_used_invitation_is_known_as_used_for_a_month(office, clock):
    secret = office.invite("Max", Role.FIELD, by="Anne").secret
    accept(office, secret)

    clock.pass_by(days=29)
    office.purge()
    assert office.read_invitation(secret) == "used"
    clock.pass_by(days=1)
    office.purge()

    assert office.read_invitation(secret) == "unknown"


def test_full_disk_keeps_nobody_out(office, clock, monkeypatch):
    member(office)
    session = enter(office)
    secret = office.make_link("zip", "", "x", 7, "Anne")
    clock.pass_by(minutes=5)
    monkeypatch.setattr("catalogue.people.sessions.touch", _full)
    monkeypatch.setattr("catalogue.people.links.count", _full)

    assert office.who_is(session=session.secret) == session.person
    assert office.open_link(secret).opened == 0


def _full(db, *_):
    """A write that finds no room."""
    db.execute("PRAGMA max_page_count = 1")
    for number in range(10_000):
        db.execute("INSERT INTO journal (at, what, whom) VALUES ('', '', ?)", [f"{number:01000}"])
