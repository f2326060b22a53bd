"""The front door: names, passwords, and what is told to whoever is refused."""

from functools import partial
from threading import Lock
from time import sleep

import pytest
from argon2 import PasswordHasher
from knocking import HERE, OTHER, PASSWORD, THE_HASHER, THERE, accept, at_once, change, enter, member, rows

from catalogue.errors import LoginRefused, PasswordRefused, TooManyAttempts, WrongPassword
from catalogue.people import passwords
from catalogue.people.attempts import origin
from catalogue.values.roles import Role


def _refused(office, name, password=PASSWORD, address=HERE):
    with pytest.raises(LoginRefused) as refusal:
        enter(office, name, password, address)
    return refusal.value


@pytest.mark.parametrize(
    "typed", ["Léa Dupont", "lea dupont", "  LÉA   DUPONT ", "Le\u0301a Dupont", "Léa\u200b Dupont"]
)
def test_name_is_known_however_it_is_typed(office, typed):
    lea = member(office)

    assert enter(office, typed).person.id == lea.id


def test_same_letters_of_another_keyboard_are_the_same_password(office):
    office.add("Zoé", Role.FIELD, "été à la mer, hiver", "test")

    assert enter(office, "zoe", "e\u0301te\u0301 a\u0300 la mer, hiver")


def test_a_password_is_more_than_its_letters(office):
    member(office)

    for close in (PASSWORD.upper(), PASSWORD + " ", PASSWORD[:-1], PASSWORD.replace(" ", "")):
        _refused(office, "Léa Dupont", close)


def test_wrong_name_and_wrong_password_are_told_alike(office):
    member(office)
    office.invite("Max", Role.FIELD, by="test")
    office.disable(member(office, "Ali").id, "test")

    refusals = [
        _refused(office, "Léa Dupont", OTHER),
        _refused(office, "Nobody"),
        _refused(office, "Max"),
        _refused(office, "Ali"),
        _refused(office, ""),
        _refused(office, "x" * 1_000_000, "y" * 1_000_000),
        _refused(office, "\ud800", "\ud800"),
    ]

    assert {(str(r), r.hint, r.http_status) for r in refusals} == {
        (str(refusals[0]), refusals[0].hint, 401),
    }


@pytest.mark.parametrize("name", ["Léa Dupont", "Nobody", "Max", "Ali"])
def test_every_refusal_checks_one_hash_and_makes_none(office, hasher, name):
    member(office)
    office.invite("Max", Role.FIELD, by="test")
    office.disable(member(office, "Ali").id, "test")
    passwords._decoy()
    hasher.hashed.clear()

    _refused(office, name, OTHER)

    assert (len(hasher.verified), hasher.hashed) == (1, [])


def test_first_refusal_of_a_process_costs_the_same_for_every_name(office, hasher):
    member(office)
    costs = []
    for name in ("Léa Dupont", "Nobody"):
        passwords._decoy.cache_clear()
        hasher.hashed.clear()
        hasher.verified.clear()
        _refused(office, name, OTHER)
        costs.append((len(hasher.verified), len(hasher.hashed)))

    assert costs == [(1, 1), (1, 1)]


def test_nothing_fits_the_decoy(office):
    assert not passwords.fits("nobody has this password", None)
    assert not passwords.fits("x", "no hash at all")


def test_passwords_are_kept_as_the_library_would():
    kept = THE_HASHER.hash(PASSWORD)

    assert kept.startswith("$argon2id$")
    assert not PasswordHasher().check_needs_rehash(kept)


def test_password_is_hashed_anew_when_the_cost_has_changed(office, monkeypatch):
    member(office)
    ((before,),) = rows(office, "SELECT password_hash FROM people")
    dearer = PasswordHasher(time_cost=2, memory_cost=8, parallelism=1)
    monkeypatch.setattr(passwords, "_HASHER", dearer)

    enter(office)
    ((after,),) = rows(office, "SELECT password_hash FROM people")
    enter(office)

    assert before != after
    assert "t=2" in after
    assert rows(office, "SELECT password_hash FROM people") == [(after,)]


def test_disabling_while_a_password_is_looked_at_refuses(office, monkeypatch):
    lea = member(office)
    looked_at = passwords.fits

    def slow(password, password_hash):
        office.disable(lea.id, "test")
        return looked_at(password, password_hash)

    monkeypatch.setattr(passwords, "fits", slow)

    _refused(office, "Léa Dupont")
    assert rows(office, "SELECT count(*) FROM sessions") == [(0,)]


def test_password_that_is_replaced_while_it_is_looked_at_opens_nothing(office, monkeypatch):
    lea = member(office)
    link, looked_at = office.new_password_link(lea.id, "test"), passwords.fits

    def slow(password, password_hash):
        monkeypatch.setattr(passwords, "fits", looked_at)
        accept(office, link.secret, OTHER)
        return looked_at(password, password_hash)

    monkeypatch.setattr(passwords, "fits", slow)

    _refused(office, "Léa Dupont")


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("onze lettre", "short"),
        ("", "short"),
        ("x" * 1001, "long"),
        ("LEA DUPONT-MARTIN", "name"),
        ("Léa Dupont-Martin", "name"),
        ("x Léa Dupont-Martin 1", "name"),
        ("aaaaaaaaaaaaaaaa", "common"),
        ("motdepasse123", "common"),
        ("Photothèque2026!", "common"),
        ("123456789012", "common"),
        ("azertyuiopqs", "common"),
    ],
)
def test_password_that_could_be_guessed_is_refused(office, password, why):
    with pytest.raises(PasswordRefused) as refusal:
        office.add("Léa Dupont-Martin", Role.FIELD, password, "test")

    assert refusal.value.why == why
    assert office.list_people() == []


@pytest.mark.parametrize("name", ["A", "Jo", "Léo"])
def test_short_name_may_stand_in_a_password(office, name):
    office.add(name, Role.FIELD, "brume tuyau cajole olé", "test")

    assert enter(office, name, "brume tuyau cajole olé")


@pytest.mark.parametrize(
    "password", ["douze lettre", PASSWORD, "x7!Kq9_zPw#2", "пароль из слов", "!?%$§&/()=€~"]
)
def test_password_that_is_long_enough_is_taken(office, password):
    office.add("Léa", Role.FIELD, password, "test")

    assert enter(office, "Léa", password)


# Slowing down.


def test_guessing_is_slowed_down_more_and_more(office, clock):
    member(office)
    waits = []

    for _ in range(17):
        try:
            _refused(office, "Léa Dupont", OTHER)
        except TooManyAttempts as error:
            waits.append(error.seconds)
            clock.pass_by(seconds=error.seconds)
            _refused(office, "Léa Dupont", OTHER)

    assert waits == [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900]


def test_waiting_helps_even_the_right_password(office, clock):
    member(office)
    for _ in range(5):
        _refused(office, "Léa Dupont", OTHER)

    with pytest.raises(TooManyAttempts) as early:
        enter(office)
    clock.pass_by(seconds=early.value.seconds)

    assert enter(office)


def test_being_refused_early_makes_nobody_wait_longer(office, clock):
    member(office)
    for _ in range(8):
        clock.pass_by(seconds=10)
        _refused(office, "Léa Dupont", OTHER)

    waits = set()
    for _ in range(50):
        with pytest.raises(TooManyAttempts) as early:
            enter(office)
        waits.add(early.value.seconds)

    assert waits == {8}


def test_coming_in_clears_earlier_slips(office):
    member(office)
    for _ in range(3):
        for _ in range(4):
            _refused(office, "Léa Dupont", OTHER)
        enter(office)


def test_names_that_are_nobodys_are_slowed_down_alike(office):
    member(office)
    for name in ("Léa Dupont", "Nobody"):
        for _ in range(5):
            _refused(office, name, OTHER)
        with pytest.raises(TooManyAttempts):
            enter(office, name, OTHER)


def test_person_who_is_attacked_from_elsewhere_comes_in_from_their_own_address(office):
    member(office)
    for number in range(40):
        _refused(office, "Léa Dupont", OTHER, f"203.0.113.{number}")
    for _ in range(5):
        _refused(office, "Léa Dupont", OTHER, THERE)
    with pytest.raises(TooManyAttempts):
        enter(office, address=THERE)

    assert enter(office, address=HERE)


def test_colleague_comes_in_from_another_address_while_one_address_guesses(office):
    member(office)
    member(office, "Max")
    for number in range(50):
        _refused(office, f"Somebody {number}", OTHER, THERE)

    with pytest.raises(TooManyAttempts):
        enter(office, "Max", address=THERE)
    assert enter(office, "Max", address=HERE)


def test_one_address_tries_many_accounts_fifty_times_an_hour(office, clock):
    for number in range(50):
        _refused(office, f"Somebody {number}", OTHER)
    with pytest.raises(TooManyAttempts):
        enter(office, "Somebody else")

    clock.pass_by(hours=1, seconds=1)

    _refused(office, "Somebody else")


def test_own_success_does_not_buy_an_address_more_guesses(office):
    member(office, "Max")
    for number in range(50):
        _refused(office, f"Somebody {number}", OTHER)
        if number % 10 == 0:
            enter(office, "Max")

    with pytest.raises(TooManyAttempts):
        _refused(office, "Somebody else", OTHER)


def test_account_that_is_tried_from_everywhere_opens_to_its_owner_wherever_they_are(office):
    member(office)
    for number in range(70):
        _refused(office, "Léa Dupont", OTHER, f"203.0.113.{number}")

    assert enter(office, address=HERE)
    assert enter(office, address="203.0.113.200")


def test_wrong_passwords_of_colleagues_who_change_theirs_hold_nobody_up(office):
    people = [member(office, f"Collègue {number}") for number in range(12)]
    for account in people[:11]:
        for _ in range(5):
            with pytest.raises(WrongPassword):
                office.change_password(account.id, OTHER, "brume tuyau cerise neuf")

    office.change_password(people[11].id, PASSWORD, "brume tuyau cerise neuf")


def test_new_password_by_link_clears_earlier_slips(office):
    lea = member(office)
    for _ in range(5):
        _refused(office, "Léa Dupont", OTHER)

    accept(office, office.new_password_link(lea.id, "test").secret, OTHER)

    assert enter(office, password=OTHER)


def test_a_household_of_ipv6_is_one_address(office):
    member(office)
    for number in range(5):
        _refused(office, "Léa Dupont", OTHER, f"2001:db8:1:2::{number:x}")

    with pytest.raises(TooManyAttempts):
        enter(office, address="2001:db8:1:2:ffff::1")
    assert enter(office, address="2001:db8:1:3::1")


@pytest.mark.parametrize("address", ["", "unix:", "no address", "x" * 10_000, "fe80::1%eth0", "[::1]"])
def test_strange_addresses_are_addresses_too(office, address):
    member(office)

    assert enter(office, address=address)
    assert len(origin(address)) <= 100


def test_a_hundred_guesses_at_once_are_a_hundred(office, hasher):
    member(office)

    results = at_once(*[lambda: enter(office, password=OTHER)] * 20)

    assert (
        sorted(type(result).__name__ for result in results) == ["LoginRefused"] * 5 + ["TooManyAttempts"] * 15
    )
    assert len(hasher.verified) == 5


def test_password_that_was_typed_as_a_name_is_not_kept(office, tmp_path):
    _refused(office, "My Secret Passphrase")

    ((account,),) = rows(office, "SELECT account_folded FROM attempts")
    written = b"".join(path.read_bytes() for path in tmp_path.glob("people.db*"))
    assert account.startswith("?")
    assert len(account) == 9
    assert b"passphrase" not in written.lower()


def test_clock_that_ran_ahead_shuts_nobody_out(office, clock):
    member(office)
    for _ in range(5):
        _refused(office, "Léa Dupont", OTHER)

    clock.pass_by(days=-2)
    with pytest.raises(TooManyAttempts) as early:
        enter(office)

    assert early.value.seconds <= 2


def test_attempt_is_counted_before_the_password_is_looked_at(office, monkeypatch):
    member(office)

    def cut_off(password, password_hash):
        raise KeyboardInterrupt

    monkeypatch.setattr(passwords, "fits", cut_off)
    with pytest.raises(KeyboardInterrupt):
        enter(office)

    assert rows(office, "SELECT succeeded FROM attempts") == [(0,)]
    change(office, "DELETE FROM attempts")


def test_crowd_at_the_door_of_a_server_that_just_began_takes_turns(office, monkeypatch):
    """Each hash takes 64 MB: whoever comes with twenty others on a Monday morning waits, the one of nobody included."""
    member(office)
    busy, most, lock = 0, 0, Lock()

    class Watched(PasswordHasher):
        def _watched(self, act, *words):
            nonlocal busy, most
            with lock:
                busy += 1
                most = max(most, busy)
            sleep(0.02)
            try:
                return act(*words)
            finally:
                with lock:
                    busy -= 1

        def hash(self, password, *, salt=None):
            return self._watched(partial(super().hash, salt=salt), password)

        def verify(self, hash, password):  # noqa: A002 the library's own name
            return self._watched(super().verify, hash, password)

    monkeypatch.setattr(passwords, "_HASHER", Watched(time_cost=1, memory_cost=8, parallelism=1))
    passwords._decoy.cache_clear()

    at_once(*[lambda n=n: enter(office, address=f"192.0.2.{n}") for n in range(12)])

    assert most == 2
