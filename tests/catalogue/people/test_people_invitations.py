"""Invitations: good for once, for 72 hours, for one person."""

import os
import signal
import subprocess
import sys

import pytest
from knocking import OTHER, PASSWORD, accept, at_once, enter, member, rows

from catalogue.errors import InvitationRefused, NameTaken, NoSuchPerson, PasswordRefused, PersonDisabled
from catalogue.people import sessions
from catalogue.people.invitations import Closed, Purpose
from catalogue.values.roles import Role


def _refused(office, secret):
    with pytest.raises(InvitationRefused) as refusal:
        accept(office, secret)
    return refusal.value.why


def test_invited_person_chooses_a_password_and_is_in(office):
    invitation = office.invite("Zoé", Role.AUTHOR, by="Anne")

    read = office.read_invitation(invitation.secret)
    session = accept(office, invitation.secret)

    assert (read.person.name, read.person.role, read.purpose) == ("Zoé", Role.AUTHOR, Purpose.JOIN)
    assert read.expires_at == "2026-11-25T14:00:00Z"
    assert office.who_is(session=session.secret).name == "Zoé"
    assert enter(office, "zoe").person.id == session.person.id
    assert rows(office, "SELECT made_by FROM invitations") == [("Anne",)]


def test_reading_uses_nothing_up(office):
    invitation = office.invite("Zoé", Role.FIELD, by="Anne")

    for _ in range(3):
        assert office.read_invitation(invitation.secret).person.name == "Zoé"
    assert accept(office, invitation.secret)


def test_invitation_that_was_used_opens_nothing_for_whoever_finds_it(office):
    invitation = office.invite("Zoé", Role.FIELD, by="Anne")
    accept(office, invitation.secret)

    assert office.read_invitation(invitation.secret) is Closed.USED
    assert _refused(office, invitation.secret) == "used"
    assert enter(office, "Zoé")
    assert rows(office, "SELECT count(*) FROM sessions") == [(2,)]


def test_invitation_expires_after_72_hours(office, clock):
    invitation = office.invite("Zoé", Role.FIELD, by="Anne")

    clock.pass_by(hours=72, seconds=-1)
    assert office.read_invitation(invitation.secret).person.name == "Zoé"
    clock.pass_by(seconds=1)

    assert office.read_invitation(invitation.secret) is Closed.EXPIRED
    assert _refused(office, invitation.secret) == "expired"
    assert rows(office, "SELECT password_hash FROM people") == [(None,)]


def test_newer_invitation_takes_the_place_of_the_older(office):
    older = office.invite("Zoé", Role.FIELD, by="Anne")
    newer = office.invite("zoe", Role.ANALYST, by="Anne")

    assert office.read_invitation(older.secret) is Closed.REPLACED
    assert _refused(office, older.secret) == "replaced"
    assert accept(office, newer.secret).person.role is Role.ANALYST
    assert len(office.list_people()) == 1


def test_invitation_of_a_disabled_person_opens_nothing_even_after_enabling(office):
    invitation = office.invite("Zoé", Role.FIELD, by="Anne")

    office.disable("Zoé", "Anne")
    assert office.read_invitation(invitation.secret) is Closed.DISABLED
    assert _refused(office, invitation.secret) == "disabled"
    office.enable("Zoé", "Anne")

    assert office.read_invitation(invitation.secret) is Closed.REPLACED


@pytest.mark.parametrize("forged", ["", "x" * 43, "\ud800", "é" * 100_000])
def test_forged_invitation_is_unknown(office, forged, hasher):
    office.invite("Zoé", Role.FIELD, by="Anne")

    assert office.read_invitation(forged) is Closed.UNKNOWN
    assert _refused(office, forged) == "unknown"
    assert hasher.hashed == []  # nobody makes the server work by inventing addresses


def test_password_that_is_refused_uses_nothing_up(office):
    invitation = office.invite("Zoé", Role.FIELD, by="Anne")

    with pytest.raises(PasswordRefused):
        accept(office, invitation.secret, "short")

    assert accept(office, invitation.secret)


def test_of_many_who_accept_at_once_one_is_in(office):
    invitation = office.invite("Zoé", Role.FIELD, by="Anne")

    results = at_once(*[lambda n=n: accept(office, invitation.secret, f"{PASSWORD} {n}") for n in range(8)])

    assert sorted(type(result).__name__ for result in results) == ["InvitationRefused"] * 7 + ["NewSession"]
    winner = next(n for n, result in enumerate(results) if type(result).__name__ == "NewSession")
    assert rows(office, "SELECT count(*) FROM sessions WHERE revoked_at IS NULL") == [(1,)]
    assert enter(office, "Zoé", f"{PASSWORD} {winner}")


def test_accepting_that_fails_at_its_end_changed_nothing(office, monkeypatch):
    invitation = office.invite("Zoé", Role.FIELD, by="Anne")

    def fails(*_, **__):
        raise OSError("no more")

    with monkeypatch.context() as broken:
        broken.setattr(sessions, "begin", fails)
        with pytest.raises(OSError, match="no more"):
            accept(office, invitation.secret)

    assert rows(office, "SELECT password_hash FROM people") == [(None,)]
    assert accept(office, invitation.secret)


_KILLED = """
import os, signal, sys
from pathlib import Path
from catalogue.home.paths import Home
from catalogue.people import sessions
from catalogue.people.office import Office

def killed(*_, **__):
    os.kill(os.getpid(), signal.SIGKILL)

sessions.begin = killed
Office(Home(Path(sys.argv[1]))).accept(sys.argv[2], sys.argv[3], address="", device="")
"""


def test_accepting_that_is_killed_before_its_end_changed_nothing(office, tmp_path, clock):
    clock.now = clock.now.now(clock.now.tzinfo)  # the other process knows no other clock
    invitation = office.invite("Zoé", Role.FIELD, by="Anne")

    killed = subprocess.run(
        [sys.executable, "-c", _KILLED, tmp_path, invitation.secret, PASSWORD],
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
        check=False,
    )

    assert killed.returncode == -signal.SIGKILL
    assert rows(office, "SELECT password_hash FROM people") == [(None,)]
    assert rows(office, "SELECT used_at FROM invitations") == [(None,)]
    assert accept(office, invitation.secret)


def test_whoever_has_a_password_is_not_invited_again(office):
    member(office)

    with pytest.raises(NameTaken):
        office.invite("LEA DUPONT", Role.ADMIN, by="Anne")

    assert office.account("Léa Dupont").role is Role.FIELD


def test_disabled_person_is_not_invited(office):
    lea = member(office)
    office.disable(lea.id, "Anne")

    with pytest.raises(PersonDisabled):
        office.invite("Léa Dupont", Role.FIELD, by="Anne")
    with pytest.raises(PersonDisabled):
        office.new_password_link(lea.id, "Anne")
    with pytest.raises(NoSuchPerson):
        office.new_password_link(99, "Anne")


def test_old_password_serves_until_a_new_one_is_chosen(office):
    lea = member(office)
    link = office.new_password_link(lea.id, "Anne")

    assert link.purpose is Purpose.PASSWORD
    assert enter(office)
    accept(office, link.secret, OTHER)

    assert enter(office, password=OTHER)
    with pytest.raises(Exception, match="do not belong together"):
        enter(office, password=PASSWORD)


# The first administrator.


def test_library_without_an_administrator_has_a_link_for_one(office):
    secret = office.first_admin_link()

    (person,) = office.list_people()
    assert (person.name, person.role, person.has_password) == ("Administration", Role.ADMIN, False)
    assert accept(office, secret).person.role is Role.ADMIN
    assert office.first_admin_link() is None
    assert len(office.list_people()) == 1


def test_each_link_for_a_first_administrator_voids_the_one_before(office):
    first, second = office.first_admin_link(), office.first_admin_link()

    assert office.read_invitation(first) is Closed.REPLACED
    assert accept(office, second)
    assert [p.name for p in office.list_people()] == ["Administration"]


def test_two_links_for_a_first_administrator_at_once_make_one_account(office):
    secrets = at_once(*[office.first_admin_link] * 4)

    open_ones = [s for s in secrets if not isinstance(office.read_invitation(s), Closed)]
    assert len(open_ones) == 1
    assert len(office.list_people()) == 1


def test_invited_administrator_keeps_that_invitation(office):
    invitation = office.invite("Anne", Role.ADMIN, by="root (terminal)")

    link = office.first_admin_link()

    assert office.read_invitation(link).person.name == "Administration"
    assert accept(office, invitation.secret).person.name == "Anne"
    assert office.first_admin_link() is None
    assert office.read_invitation(link).person.name == "Administration"


def test_administrator_whose_invitation_has_expired_gets_the_link(office, clock):
    office.invite("Anne", Role.ADMIN, by="root (terminal)")
    clock.pass_by(hours=73)

    assert office.read_invitation(office.first_admin_link()).person.name == "Anne"


def test_name_of_the_first_administrator_may_be_taken(office):
    office.add("administration", Role.FIELD, PASSWORD, "test")

    assert office.read_invitation(office.first_admin_link()).person.name == "Administration 2"


def test_library_with_an_administrator_gives_no_link(office):
    member(office, "Anne", Role.ADMIN)

    assert office.first_admin_link() is None
