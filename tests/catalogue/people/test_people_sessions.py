"""Sessions: who asks, and when a cookie stands for nobody any more."""

import time
from contextlib import closing
from datetime import timedelta

import pytest
from knocking import HERE, OTHER, PASSWORD, accept, change, enter, member, rows

from catalogue.database.connection import connect
from catalogue.errors import NoSuchCredential, PasswordRefused, TooManyAttempts, WrongPassword
from catalogue.people import passwords
from catalogue.people.sessions import IDLE_DAYS, LONGEST_DAYS
from catalogue.values.roles import Role


def test_session_stands_for_its_person(office):
    lea = member(office, role=Role.AUTHOR)

    session = enter(office)
    person = office.who_is(session=session.secret)

    assert person == session.person
    assert (person.id, person.name, person.role, person.language, person.by) == (
        lea.id,
        "Léa Dupont",
        Role.AUTHOR,
        "fr",
        "session",
    )
    assert [s.id for s in office.sessions_of(lea.id)] == [person.credential_id]


@pytest.mark.parametrize(
    "forged", ["", "x", "x" * 43, "pht_" + "x" * 43, "\ud800", "' OR 1=1 --", "a" * 100_000]
)
def test_forged_secret_stands_for_nobody(office, forged):
    member(office)
    enter(office)

    assert office.who_is(session=forged) is None
    assert office.who_is(bearer=forged) is None
    assert office.who_is() is None


def test_hash_that_was_read_from_the_file_opens_nothing(office):
    member(office)
    enter(office)
    ((stored,),) = rows(office, "SELECT secret_hash FROM sessions")

    assert office.who_is(session=stored) is None


def test_no_secret_stands_in_the_file(office, tmp_path):
    lea = member(office)
    secrets = [
        enter(office).secret,
        office.make_token(lea.id, "qgis", None, None, "test").secret,
        office.invite("Max", Role.FIELD, by="test").secret,
        office.make_link("gallery", "park=Olhain", "Olhain", 7, "test"),
    ]

    written = b"".join(path.read_bytes() for path in tmp_path.glob("people.db*"))

    assert [s for s in [*secrets, PASSWORD] if s.encode() in written or s[4:].encode() in written] == []


def test_each_login_has_a_session_of_its_own(office):
    member(office)

    first, second = enter(office), enter(office)

    assert first.secret != second.secret
    assert first.person.credential_id != second.person.credential_id


def test_logging_out_ends_that_session_alone(office):
    member(office)
    first, second = enter(office), enter(office)

    office.log_out(first.secret)
    office.log_out("never there")

    assert office.who_is(session=first.secret) is None
    assert office.who_is(session=second.secret) is not None


def test_session_ends_when_nobody_came_by(office, clock):
    member(office)
    session = enter(office)

    clock.pass_by(days=IDLE_DAYS, seconds=-1)
    still = office.who_is(session=session.secret, now=clock() - timedelta(days=1))
    clock.pass_by(days=IDLE_DAYS, seconds=1)

    assert still is not None
    assert office.who_is(session=session.secret) is None
    assert office.sessions_of(session.person.id) == []


def test_session_that_is_used_lasts_but_not_for_ever(office, clock):
    member(office)
    session = enter(office)

    lasted = 0
    while office.who_is(session=session.secret) and lasted < 1000:
        clock.pass_by(days=10)
        lasted += 10

    assert lasted == LONGEST_DAYS


def test_sign_of_life_is_noted_once_a_minute(office, clock):
    member(office)
    session = enter(office)
    seen = []

    for _ in range(5):
        clock.pass_by(seconds=25)
        office.who_is(session=session.secret)
        seen.append(rows(office, "SELECT seen_at FROM sessions")[0][0][-9:-1])

    assert seen == ["14:00:00", "14:00:00", "14:01:15", "14:01:15", "14:01:15"]


def test_busy_database_keeps_nobody_out(office, clock):
    member(office)
    session = enter(office)
    clock.pass_by(minutes=5)
    other = connect(office._home.people)
    other.execute("BEGIN IMMEDIATE")

    began = time.monotonic()
    person = office.who_is(session=session.secret)
    took = time.monotonic() - began
    other.execute("ROLLBACK")
    other.close()

    assert person == session.person
    assert took < 5  # it would wait for a minute
    assert rows(office, "SELECT seen_at FROM sessions") == [("2026-11-22T14:00:00Z",)]


def test_person_has_the_role_of_today(office):
    lea = member(office)
    session = enter(office)

    office.change_role(lea.id, Role.ANALYST, "test")

    assert office.who_is(session=session.secret).role is Role.ANALYST


def test_somebody_elses_session_cannot_be_revoked(office):
    lea, max_ = member(office), member(office, "Max")
    session = enter(office)

    with pytest.raises(NoSuchCredential):
        office.revoke_session(max_.id, session.person.credential_id)
    assert office.who_is(session=session.secret) is not None

    office.revoke_session(lea.id, session.person.credential_id)
    assert office.who_is(session=session.secret) is None
    with pytest.raises(NoSuchCredential):
        office.revoke_session(lea.id, session.person.credential_id)


def test_new_password_ends_every_other_session(office):
    lea = member(office)
    stolen, own = enter(office), enter(office)

    office.change_password(lea.id, PASSWORD, OTHER, keep_session=own.person.credential_id)

    assert office.who_is(session=stolen.secret) is None
    assert office.who_is(session=own.secret) is not None
    assert enter(office, password=OTHER).person.id == lea.id
    assert rows(office, "SELECT what, whom FROM journal ORDER BY id DESC LIMIT 1") == [
        ("password", "Léa Dupont")
    ]


def test_new_password_without_a_session_to_keep_ends_all(office):
    lea = member(office)
    session = enter(office)

    office.change_password(lea.id, PASSWORD, OTHER)

    assert office.who_is(session=session.secret) is None


def test_session_of_somebody_else_is_not_kept(office):
    lea = member(office)
    member(office, "Max")
    theirs, own = enter(office, "Max"), enter(office)

    office.change_password(lea.id, PASSWORD, OTHER, keep_session=theirs.person.credential_id)

    assert office.who_is(session=own.secret) is None
    assert office.who_is(session=theirs.secret) is not None


def test_whoever_found_an_open_session_cannot_guess_the_password(office, clock):
    lea = member(office)

    for _ in range(5):
        with pytest.raises(WrongPassword):
            office.change_password(lea.id, "not the password", OTHER)
    with pytest.raises(TooManyAttempts):
        office.change_password(lea.id, PASSWORD, OTHER)

    assert enter(office).person.id == lea.id  # the door is not shut by that
    clock.pass_by(seconds=2)
    office.change_password(lea.id, PASSWORD, OTHER)


def test_new_password_follows_the_rule(office):
    lea = member(office)

    with pytest.raises(PasswordRefused):
        office.change_password(lea.id, PASSWORD, "lea dupont")

    assert enter(office).person.id == lea.id


def test_password_that_was_changed_meanwhile_is_not_changed_again(office, monkeypatch):
    lea, hashed = member(office), passwords.kept

    def slow(password):
        monkeypatch.setattr(passwords, "kept", hashed)
        office.change_password(lea.id, PASSWORD, OTHER)
        return hashed(password)

    monkeypatch.setattr(passwords, "kept", slow)
    with pytest.raises(WrongPassword):
        office.change_password(lea.id, PASSWORD, "autre chose encore")

    assert enter(office, password=OTHER)


def test_password_by_link_ends_every_session(office):
    lea = member(office)
    stolen = enter(office)

    new = accept(office, office.new_password_link(lea.id, "test").secret, OTHER)

    assert office.who_is(session=stolen.secret) is None
    assert office.who_is(session=new.secret) is not None


def test_device_and_address_are_kept_short(office):
    member(office)

    office.log_in("lea dupont", PASSWORD, address="x" * 5000, device="y" * 5000)

    assert rows(office, "SELECT length(address), length(device) FROM sessions") == [(100, 200)]


def test_clock_that_was_set_back_shuts_nobody_out(office, clock):
    member(office)
    session = enter(office)

    clock.pass_by(days=-3)

    assert office.who_is(session=session.secret) is not None


def test_session_whose_person_was_changed_from_outside_is_judged_by_the_file(office):
    member(office)
    session = enter(office)

    change(office, "UPDATE people SET disabled_at = '2026-11-22T14:00:00Z'")

    assert office.who_is(session=session.secret) is None


def test_connections_are_closed(office):
    member(office)
    enter(office, address=HERE)

    with closing(connect(office._home.people)) as db:
        assert db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0] == 0
