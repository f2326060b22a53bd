"""Tokens and links."""

import pytest
from knocking import at_once, change, enter, member, rows

from catalogue.errors import CredentialRefused, NoSuchCredential, NoSuchPerson, PersonDisabled, RoleTooWide
from catalogue.people.links import LinkKind
from catalogue.values.roles import Role


def _token(office, role=None, *, owner=Role.ADMIN, days=None, name="Léa Dupont"):
    person = member(office, name, owner)
    return person, office.make_token(person.id, "qgis", role, days, "Anne")


def test_token_stands_for_its_owner(office):
    lea, made = _token(office, owner=Role.ANALYST)

    person = office.who_is(bearer=made.secret)

    assert made.secret.startswith("pht_")
    assert (person.id, person.name, person.role, person.by) == (lea.id, "Léa Dupont", Role.ANALYST, "token")
    assert person.credential_id == made.token.id


def test_token_is_no_session_and_a_session_no_token(office):
    _, made = _token(office)
    session = enter(office)

    assert office.who_is(session=made.secret) is None
    assert office.who_is(bearer=session.secret) is None


def test_request_with_a_token_is_judged_by_that_alone(office):
    _, made = _token(office)
    session = enter(office)

    assert office.who_is(session=session.secret, bearer=made.secret).by == "token"
    assert office.who_is(session=session.secret, bearer="pht_wrong") is None
    assert office.who_is(session=session.secret, bearer="") is None


def test_token_may_do_less_than_its_owner(office):
    _, made = _token(office, Role.AUTHOR)

    assert office.who_is(bearer=made.secret).role is Role.AUTHOR


@pytest.mark.parametrize(
    ("owner", "wanted"),
    [
        (Role.FIELD, Role.ADMIN),
        (Role.FIELD, Role.ANALYST),
        (Role.ANALYST, Role.AUTHOR),
        (Role.AUTHOR, Role.ADMIN),
    ],
)
def test_token_that_may_do_more_than_its_owner_is_not_made(office, owner, wanted):
    with pytest.raises(RoleTooWide):
        _token(office, wanted, owner=owner)

    assert rows(office, "SELECT count(*) FROM tokens") == [(0,)]


def test_token_whose_role_was_raised_in_the_file_may_do_no_more_than_its_owner(office):
    _, made = _token(office, owner=Role.FIELD)

    change(office, "UPDATE tokens SET role = 'admin'")

    assert office.who_is(bearer=made.secret).role is Role.FIELD


def test_token_is_not_raised_with_its_owner(office):
    lea, made = _token(office, owner=Role.FIELD)

    office.change_role(lea.id, Role.ADMIN, "Anne")

    assert office.who_is(bearer=made.secret).role is Role.FIELD


@pytest.mark.parametrize(
    ("own", "then", "left"),
    [
        (Role.ADMIN, Role.AUTHOR, Role.AUTHOR),
        (Role.ANALYST, Role.AUTHOR, Role.FIELD),
        (Role.AUTHOR, Role.ANALYST, Role.FIELD),
        (Role.ANALYST, Role.FIELD, Role.FIELD),
    ],
)
def test_token_falls_with_its_owner(office, own, then, left):
    member(office, "Anne", Role.ADMIN)
    lea, made = _token(office, own, owner=Role.ADMIN)

    office.change_role(lea.id, then, "Anne")

    assert office.who_is(bearer=made.secret).role is left


def test_token_of_a_disabled_owner_stands_for_nobody(office):
    lea, made = _token(office, owner=Role.FIELD)

    office.disable(lea.id, "Anne")

    assert office.who_is(bearer=made.secret) is None
    with pytest.raises(PersonDisabled):
        office.make_token(lea.id, "again", None, None, "Anne")


def test_token_that_was_left_open_when_its_owner_was_disabled_stands_for_nobody(office):
    _, made = _token(office)

    change(office, "UPDATE people SET disabled_at = '2026-11-22T14:00:00Z'")

    assert office.who_is(bearer=made.secret) is None


def test_token_ends_on_its_day(office, clock):
    lea, made = _token(office, days=30)

    clock.pass_by(days=30, seconds=-1)
    assert office.who_is(bearer=made.secret)
    clock.pass_by(seconds=1)

    assert office.who_is(bearer=made.secret) is None
    assert office.tokens_of(lea.id) == []


def test_token_without_an_end_lasts(office, clock):
    _, made = _token(office)
    clock.pass_by(days=20_000)

    assert office.who_is(bearer=made.secret)


def test_revoked_token_stands_for_nobody(office):
    lea, made = _token(office)
    max_ = member(office, "Max")

    with pytest.raises(NoSuchCredential):
        office.revoke_token(max_.id, made.token.id, "Max")
    assert office.who_is(bearer=made.secret)
    office.revoke_token(lea.id, made.token.id, "Anne")

    assert office.who_is(bearer=made.secret) is None
    with pytest.raises(NoSuchCredential):
        office.revoke_token(lea.id, made.token.id, "Anne")


def test_revoking_everything_leaves_the_password(office):
    lea, made = _token(office)
    session, link = enter(office), office.new_password_link(lea.id, "Anne")

    office.revoke_all(lea.id, "Anne")

    assert office.who_is(bearer=made.secret) is None
    assert office.who_is(session=session.secret) is None
    assert office.read_invitation(link.secret) == "replaced"
    assert enter(office)


def test_use_of_a_token_is_noted_once_a_minute(office, clock):
    lea, made = _token(office)
    seen = []

    for _ in range(4):
        office.who_is(bearer=made.secret)
        seen.append(office.tokens_of(lea.id)[0].last_used_at[-9:-1])
        clock.pass_by(seconds=30)

    assert seen == ["14:00:00", "14:00:00", "14:01:00", "14:01:00"]


@pytest.mark.parametrize(
    ("name", "days"), [("", None), ("\u202e", None), ("x" * 81, None), ("a", 0), ("a", 3651), ("a", -1)]
)
def test_token_that_makes_no_sense_is_refused(office, name, days):
    lea = member(office)

    with pytest.raises(CredentialRefused):
        office.make_token(lea.id, name, None, days, "Anne")


def test_token_of_nobody_is_not_made(office):
    with pytest.raises(NoSuchPerson):
        office.make_token(99, "qgis", None, None, "Anne")


# Links.


def test_link_opens_what_it_was_made_for_and_is_counted(office, clock):
    secret = office.make_link("gallery", "park=Olhain&theme=terril", "Olhain", 7, "Anne")
    clock.pass_by(hours=2)

    office.open_link(secret)
    link = office.open_link(secret)

    assert (link.kind, link.query, link.name, link.made_by) == (
        LinkKind.GALLERY,
        "park=Olhain&theme=terril",
        "Olhain",
        "Anne",
    )
    assert (link.opened, link.last_opened_at, link.expires_at) == (
        2,
        "2026-11-22T16:00:00Z",
        "2026-11-29T14:00:00Z",
    )
    assert office.links() == [link]


def test_link_opened_by_many_at_once_is_counted_for_each(office):
    secret = office.make_link("zip", "", "Tout", 7, "Anne")

    at_once(*[lambda: office.open_link(secret)] * 8)

    assert office.links()[0].opened == 8


def test_link_ends_on_its_day_or_when_it_is_revoked(office, clock):
    short, long = (office.make_link("gallery", "", "x", days, "Anne") for days in (1, 30))
    clock.pass_by(days=1)

    assert office.open_link(short) is None
    assert office.open_link(long).name == "x"
    office.revoke_link(office.open_link(long).id, "Anne")

    assert office.open_link(long) is None
    assert office.open_link("x" * 43) is None
    assert office.open_link("") is None
    assert [link.opened for link in office.links()] == [2, 0]
    with pytest.raises(NoSuchCredential):
        office.revoke_link(99, "Anne")


def test_link_is_no_session(office):
    secret = office.make_link("gallery", "", "x", 7, "Anne")

    assert office.who_is(session=secret) is None
    assert office.read_invitation(secret) == "unknown"


@pytest.mark.parametrize(
    ("kind", "query", "name", "days"),
    [
        ("page", "", "x", 7),
        ("gallery", "", "", 7),
        ("gallery", "", "x", 0),
        ("gallery", "", "x", 367),
        ("gallery", "x" * 20_001, "x", 7),
    ],
)
def test_link_that_makes_no_sense_is_refused(office, kind, query, name, days):
    with pytest.raises(CredentialRefused):
        office.make_link(kind, query, name, days, "Anne")

    assert office.links() == []
