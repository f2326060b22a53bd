"""Accounts: names, roles, who is disabled, and that somebody always looks after them."""

import pytest
from knocking import PASSWORD, accept, at_once, enter, member, rows

from catalogue.errors import LastAdmin, LoginRefused, NameRefused, NameTaken, NoSuchPerson
from catalogue.values.roles import Role, narrower


@pytest.mark.parametrize("name", ["", "   ", "\u200b\u202e", "x" * 81, "\x00\x07", "\u0301"])
def test_what_is_no_name_is_refused(office, name):
    with pytest.raises(NameRefused):
        office.add(name, Role.FIELD, None, "test")
    with pytest.raises(NameRefused):
        office.invite(name, Role.FIELD, by="test")

    assert office.list_people() == []


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Léa   Dupont\n", "Léa Dupont"),
        ("Le\u0301a", "Léa"),
        ("nimdA\u202e x\u2066", "nimdA x"),
        ("Zo\u200bé\x1b[31m", "Zoé[31m"),
        ("x" * 80, "x" * 80),
        ("李小龍", "李小龍"),
        ("<b>Max</b>", "<b>Max</b>"),
    ],
)
def test_names_are_kept_without_what_cannot_be_seen(office, typed, kept):
    assert office.add(typed, Role.FIELD, None, "test").name == kept


@pytest.mark.parametrize(
    "other", ["lea dupont", "LÉA DUPONT", "Léa\u00a0Dupont", "Léa\u200b  Dupont", "Le\u0301a Dupont"]
)
def test_name_that_differs_in_capitals_and_accents_only_is_taken(office, other):
    member(office)

    with pytest.raises(NameTaken):
        office.add(other, Role.ADMIN, PASSWORD, "test")

    assert [p.role for p in office.list_people()] == [Role.FIELD]


def test_same_name_at_once_is_one_account(office):
    results = at_once(*[lambda: office.add("Max", Role.FIELD, None, "test")] * 6)

    assert sorted(type(r).__name__ for r in results) == ["Account"] + ["NameTaken"] * 5


def test_list_says_who_can_come_in_and_when_they_did(office, clock):
    member(office, "Zoé", Role.AUTHOR)
    office.invite("Anne", Role.ADMIN, by="test")
    enter(office, "Zoé")
    office.disable("Zoé", "test")
    clock.pass_by(hours=1)

    anne, zoe = office.list_people()

    assert (anne.name, anne.has_password, anne.seen_at, anne.invited_until) == (
        "Anne",
        False,
        None,
        "2026-11-25T14:00:00Z",
    )
    assert (zoe.role, zoe.has_password, zoe.seen_at, zoe.disabled_at) == (
        Role.AUTHOR,
        True,
        "2026-11-22T14:00:00Z",
        "2026-11-22T14:00:00Z",
    )


def test_disabling_ends_everything_at_once(office):
    lea = member(office)
    session, token = enter(office), office.make_token(lea.id, "qgis", None, None, "test")

    office.disable("LEA DUPONT", "Anne")

    assert office.who_is(session=session.secret) is None
    assert office.who_is(bearer=token.secret) is None
    with pytest.raises(LoginRefused):
        enter(office)


def test_enabling_brings_back_the_password_and_nothing_else(office):
    lea = member(office)
    session, token = enter(office), office.make_token(lea.id, "qgis", None, None, "test")
    office.disable(lea.id, "Anne")

    office.enable(lea.id, "Anne")

    assert office.who_is(session=session.secret) is None
    assert office.who_is(bearer=token.secret) is None
    assert enter(office)


def test_disabling_twice_is_done_once(office, clock):
    lea = member(office)
    first = office.disable(lea.id, "Anne")
    clock.pass_by(days=1)

    assert office.disable(lea.id, "Anne") == first
    assert rows(office, "SELECT count(*) FROM journal WHERE what = 'disabled'") == [(1,)]


@pytest.mark.parametrize("who", [99, "Nobody", "", "\ud800"])
def test_whoever_is_not_there_is_told_so(office, who):
    for act in (office.disable, office.enable):
        with pytest.raises(NoSuchPerson):
            act(who, "test")
    with pytest.raises(NoSuchPerson):
        office.change_role(who, Role.ADMIN, "test")


def test_last_administrator_stays(office):
    anne = member(office, "Anne", Role.ADMIN)
    member(office, "Max")

    with pytest.raises(LastAdmin):
        office.disable(anne.id, "Anne")
    with pytest.raises(LastAdmin):
        office.change_role(anne.id, Role.FIELD, "Anne")

    assert office.account("Anne") == anne


def test_administrator_who_never_chose_a_password_does_not_count(office):
    anne = member(office, "Anne", Role.ADMIN)
    invitation = office.invite("Max", Role.ADMIN, by="Anne")

    with pytest.raises(LastAdmin):
        office.disable(anne.id, "Anne")
    accept(office, invitation.secret)

    assert office.disable(anne.id, "Anne").disabled_at


def test_disabled_administrator_does_not_count(office):
    anne, max_ = member(office, "Anne", Role.ADMIN), member(office, "Max", Role.ADMIN)
    office.disable(max_.id, "Anne")

    with pytest.raises(LastAdmin):
        office.change_role(anne.id, Role.ANALYST, "Anne")
    office.enable(max_.id, "Anne")

    assert office.change_role(anne.id, Role.ANALYST, "Anne").role is Role.ANALYST


def test_only_invited_administrator_stays_too(office):
    office.first_admin_link()

    with pytest.raises(LastAdmin):
        office.disable("Administration", "test")
    with pytest.raises(LastAdmin):
        office.invite("Administration", Role.FIELD, by="test")


def test_two_administrators_who_disable_each_other_at_once_leave_one(office):
    anne, max_ = member(office, "Anne", Role.ADMIN), member(office, "Max", Role.ADMIN)

    results = at_once(
        lambda: office.disable(anne.id, "Max"),
        lambda: office.change_role(max_.id, Role.FIELD, "Anne"),
    )

    assert sorted(type(r).__name__ for r in results) == ["Account", "LastAdmin"]
    able = [p for p in office.list_people() if p.role is Role.ADMIN and not p.disabled_at]
    assert len(able) == 1


def test_every_change_of_accounts_is_in_the_journal(office, clock):
    lea = office.add("Léa", Role.FIELD, PASSWORD, "Anne")
    office.change_role(lea.id, Role.AUTHOR, "Anne")
    made = office.make_token(lea.id, "qgis", Role.FIELD, 30, "Anne")
    office.revoke_token(lea.id, made.token.id, "Anne")
    office.new_password_link(lea.id, "Anne")
    office.disable(lea.id, "Anne")
    office.enable(lea.id, "Max")
    office.make_link("zip", "park=Olhain", "Pour la presse", 7, "Anne")
    office.revoke_link(office.links()[0].id, "Anne")
    office.revoke_all(lea.id, "Anne")

    said = [(e.by, e.what, e.whom, e.detail) for e in reversed(office.journal())]

    assert said == [
        ("Anne", "added", "Léa", "field"),
        ("Anne", "role", "Léa", "field → author"),
        ("Anne", "token", "Léa", "qgis (field)"),
        ("Anne", "token revoked", "Léa", "qgis"),
        ("Anne", "password link", "Léa", None),
        ("Anne", "disabled", "Léa", None),
        ("Max", "enabled", "Léa", None),
        ("Anne", "link", "Pour la presse", "zip"),
        ("Anne", "link revoked", "Pour la presse", None),
        ("Anne", "revoked", "Léa", "everything"),
    ]
    assert {e.at for e in office.journal()} == {"2026-11-22T14:00:00Z"}


def test_language_is_kept(office):
    lea = member(office)

    office.change_language(lea.id, "en")

    assert enter(office).person.language == "en"


@pytest.mark.parametrize(
    ("one", "other", "both"),
    [
        (Role.ADMIN, Role.ADMIN, Role.ADMIN),
        (Role.ADMIN, Role.ANALYST, Role.ANALYST),
        (Role.ADMIN, Role.AUTHOR, Role.AUTHOR),
        (Role.ADMIN, Role.FIELD, Role.FIELD),
        (Role.ANALYST, Role.ANALYST, Role.ANALYST),
        (Role.ANALYST, Role.AUTHOR, Role.FIELD),
        (Role.ANALYST, Role.FIELD, Role.FIELD),
        (Role.AUTHOR, Role.AUTHOR, Role.AUTHOR),
        (Role.AUTHOR, Role.FIELD, Role.FIELD),
        (Role.FIELD, Role.FIELD, Role.FIELD),
    ],
)
def test_narrower_role_is_what_both_may(one, other, both):
    assert narrower(one, other) is both
    assert narrower(other, one) is both
