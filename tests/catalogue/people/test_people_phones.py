"""Phones: made somebody's by a code that is good once, and long-lived, named, revocable ever after."""

import pytest
from knocking import HERE, PASSWORD, enter, member, rows

from catalogue.errors import CredentialRefused, InvitationRefused
from catalogue.people.invitations import Closed
from catalogue.people.phones import LASTS_MINUTES
from catalogue.people.sessions import PHONE_IDLE_DAYS, PHONE_LONGEST_DAYS

AGENT = "Mozilla/5.0 (Linux; Android 15; Pixel 8) Chrome/149.0 Mobile Safari/537.36"


def code(office, person, name="Téléphone de Léa"):
    return office.make_phone_link(person.id, name, "Léa Dupont").secret


def enrol(office, secret):
    return office.enrol(secret, address=HERE, device=AGENT)


def test_a_code_makes_a_phone_somebodys_and_names_it(office):
    lea = member(office)

    session = enrol(office, code(office, lea))

    assert office.who_is(session=session.secret).name == "Léa Dupont"
    (listed,) = office.sessions_of(lea.id)
    assert (listed.phone, listed.device) == ("Téléphone de Léa", AGENT)
    assert rows(office, "SELECT what, whom, detail FROM journal WHERE what = 'phone'") == [
        ("phone", "Léa Dupont", "Téléphone de Léa")
    ]


def used(office, clock, lea):
    secret = code(office, lea)
    enrol(office, secret)
    return secret


def expired(office, clock, lea):
    secret = code(office, lea)
    clock.pass_by(minutes=LASTS_MINUTES)
    return secret


def replaced(office, clock, lea):
    secret = code(office, lea)
    code(office, lea)
    return secret


def disabled(office, clock, lea):
    secret = code(office, lea)
    office.disable(lea.id, "Anne")
    return secret


def revoked(office, clock, lea):
    secret = code(office, lea)
    office.revoke_all(lea.id, "Anne")
    return secret


def password_changed(office, clock, lea):
    secret = code(office, lea)
    office.change_password(lea.id, PASSWORD, "autre brume tuyau")
    return secret


def unknown(office, clock, lea):
    return "x" * 43


@pytest.mark.parametrize(
    ("spoil", "why"),
    [
        (used, Closed.USED),
        (expired, Closed.EXPIRED),
        (replaced, Closed.REPLACED),
        (disabled, Closed.DISABLED),
        (revoked, Closed.REPLACED),
        (password_changed, Closed.REPLACED),
        (unknown, Closed.UNKNOWN),
    ],
)
def test_a_code_that_is_over_opens_nothing_and_says_why(office, clock, spoil, why):
    lea = member(office)
    secret = spoil(office, clock, lea)
    before = len(office.sessions_of(lea.id))

    with pytest.raises(InvitationRefused):
        enrol(office, secret)

    assert office.read_phone_link(secret) is why
    assert len(office.sessions_of(lea.id)) == before


def test_looking_uses_nothing_up(office):
    lea = member(office)
    secret = code(office, lea)

    assert [office.read_phone_link(secret).name for _ in range(3)] == ["Téléphone de Léa"] * 3
    enrol(office, secret)


def test_a_phone_lasts_through_a_winter_and_a_browser_does_not(office, clock):
    lea = member(office)
    phone, browser = enrol(office, code(office, lea)).secret, enter(office).secret
    clock.pass_by(days=PHONE_IDLE_DAYS, seconds=-1)

    assert office.who_is(session=phone) is not None
    assert office.who_is(session=browser) is None
    clock.pass_by(days=PHONE_IDLE_DAYS, seconds=1)
    assert office.who_is(session=phone) is None


def test_a_phone_that_is_used_every_week_ends_after_four_hundred_days(office, clock):
    phone = enrol(office, code(office, member(office)))
    days = 0
    while office.who_is(session=phone.secret):
        clock.pass_by(days=1)
        days += 1

    assert days == PHONE_LONGEST_DAYS == phone.longest_days


def test_a_phone_that_is_used_a_few_times_a_year_lasts_all_the_same(office, clock):
    phone = enrol(office, code(office, member(office)))
    for _ in range(4):
        clock.pass_by(days=99)
        assert office.who_is(session=phone.secret) is not None


def test_a_phone_that_is_revoked_is_nobodys_and_can_come_back(office):
    lea = member(office)
    first = enrol(office, code(office, lea))
    office.revoke_session(lea.id, first.person.credential_id)

    assert office.who_is(session=first.secret) is None
    again = enrol(office, code(office, lea))
    assert office.who_is(session=again.secret).id == lea.id


@pytest.mark.parametrize("name", ["", "  ", "x" * 81])
def test_a_phone_has_a_name(office, name):
    lea = member(office)
    with pytest.raises(CredentialRefused):
        code(office, lea, name)


def test_no_secret_of_a_phone_stands_in_the_file(office, tmp_path):
    secret = code(office, member(office))

    assert rows(office, "SELECT count(*) FROM phone_links WHERE secret_hash = ?", secret) == [(0,)]


def test_codes_are_forgotten_after_a_month(office, clock):
    code(office, member(office))
    clock.pass_by(days=31)
    office.purge(clock.now)

    assert rows(office, "SELECT count(*) FROM phone_links") == [(0,)]
