"""`phototheque people`, as a person at the machine uses it."""

import json
import stat
from contextlib import closing
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from click.testing import CliRunner, Result
from making import phototheque

from catalogue.cli import people as commands
from catalogue.cli.main import main
from catalogue.database.connection import connect, writing
from catalogue.errors import InvitationRefused
from catalogue.home.paths import Home
from catalogue.people import passwords
from catalogue.people.office import Office
from catalogue.values.roles import Role

PASSWORD = "brume tuyau cerise"  # noqa: S105 of nobody


@pytest.fixture(autouse=True)
def _cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "_HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))


@pytest.fixture
def anne(home: Path) -> Path:
    """A library with an administrator."""
    assert _typed(home, f"{PASSWORD}\n", "add", "Anne", "--role", "admin").exit_code == 0
    return home


def _typed(home: Path, typed: str, *words: str) -> Result:
    return CliRunner().invoke(main, ["people", *words, "--password-stdin", "--home", str(home)], input=typed)


def _office(home: Path) -> Office:
    return Office(Home(home))


def _log_in(home: Path, name: str, password: str = PASSWORD):
    return _office(home).log_in(name, password, address="192.0.2.7", device="test")


def test_account_with_a_password_can_log_in(home: Path):
    ran = _typed(home, f"{PASSWORD}\n", "add", "Anne", "--role", "admin")

    assert ran.exit_code == 0
    assert ran.stdout == "Anne can log in now, as admin.\n"
    assert PASSWORD not in ran.output
    assert _log_in(home, "anne").person.role is Role.ADMIN
    assert stat.S_IMODE((home / "people.db").stat().st_mode) == 0o600


@pytest.mark.parametrize(
    "typed", [f"{PASSWORD}\n", f"{PASSWORD}\r\n", PASSWORD, f"{PASSWORD}\nanother line\n"]
)
def test_one_line_is_the_password(home: Path, typed: str):
    _typed(home, typed, "add", "Anne", "--role", "admin")

    assert _log_in(home, "Anne")


def test_spaces_are_part_of_a_password(home: Path):
    _typed(home, f" {PASSWORD} \n", "add", "Anne", "--role", "admin")

    assert _log_in(home, "Anne", f" {PASSWORD} ")


@pytest.mark.parametrize("typed", ["", "\n", "short\n"])
def test_password_that_is_none_is_refused(home: Path, typed: str):
    ran = _typed(home, typed, "add", "Anne", "--role", "admin")

    assert ran.exit_code == 2
    assert "shorter than 12 characters" in ran.stderr
    assert _office(home).list_people() == []


def test_account_without_a_password_is_an_invitation(home: Path):
    ran = phototheque("people", "add", "Zoé", "--role", "field", "--home", home)

    path = ran.output.splitlines()[-1]
    invitation = _office(home).read_invitation(path.removeprefix("/invitation/"))
    assert path.startswith("/invitation/")
    assert (invitation.person.name, invitation.person.role) == ("Zoé", Role.FIELD)


def test_invitation_has_the_address_of_the_server(home: Path):
    ran = phototheque(
        "people", "invite", "Zoé", "--role", "field", "--url", "https://photos.example/", "--home", home
    )

    address = ran.output.splitlines()[-1]
    secret = address.removeprefix("https://photos.example/invitation/")
    assert _office(home).read_invitation(secret).person.name == "Zoé"
    assert "█" not in ran.output  # a script that reads it wants no picture


def test_invitation_on_a_terminal_has_a_picture_for_phones(home: Path, monkeypatch: pytest.MonkeyPatch):
    drawn = []
    monkeypatch.setattr(commands, "_is_terminal", lambda: True)
    monkeypatch.setattr(commands.segno.QRCode, "terminal", lambda code, **_: drawn.append(code))

    ran = phototheque(
        "people", "invite", "Zoé", "--role", "field", "--url", "https://photos.example", "--home", home
    )

    address = ran.output.splitlines()[-1]
    assert drawn == [commands.segno.make(address)]


def test_list_shows_everybody(anne: Path):
    phototheque("people", "invite", "Zoé", "--role", "field", "--home", anne)

    shown = phototheque("people", "list", "--home", anne).output.splitlines()
    told = [
        json.loads(line)
        for line in phototheque("people", "list", "--json", "--home", anne).output.splitlines()
    ]

    assert [line.split()[0] for line in shown] == ["admin", "field"]
    assert "never seen" in shown[0]
    assert "invited until" in shown[1]
    assert [(p["name"], p["role"], p["has_password"]) for p in told] == [
        ("Anne", "admin", True),
        ("Zoé", "field", False),
    ]
    assert not [key for p in told for key in p if "hash" in key]


def test_list_of_nobody_says_what_to_do(empty_library: Path):
    assert "people invite" in phototheque("people", "list", "--home", empty_library).output
    assert phototheque("people", "list", "--json", "--home", empty_library).output == ""


def test_token_is_the_last_line(anne: Path):
    ran = phototheque(
        "people", "token", "ANNE", "--role", "analyst", "--name", "qgis", "--days", 30, "--home", anne
    )

    person = _office(anne).who_is(bearer=ran.output.splitlines()[-1])
    assert (person.name, person.role) == ("Anne", Role.ANALYST)
    assert [t.name for t in _office(anne).tokens_of(person.id)] == ["qgis"]


def test_disabled_person_is_out_at_once_and_back_when_enabled(anne: Path):
    _typed(anne, f"{PASSWORD}\n", "add", "Zoé", "--role", "field")
    session = _log_in(anne, "Zoé")

    assert phototheque("people", "disable", "zoe", "--home", anne).status == 0
    assert _office(anne).who_is(session=session.secret) is None
    assert "disabled 20" in phototheque("people", "list", "--home", anne).output
    assert phototheque("people", "enable", "zoe", "--home", anne).status == 0

    assert _log_in(anne, "Zoé")


def test_last_administrator_stays(anne: Path):
    for words in (["disable", "Anne"], ["role", "Anne", "field"]):
        ran = phototheque("people", *words, "--home", anne)
        assert ran.status == 2
        assert "last administrator" in ran.error

    assert _office(anne).account("Anne").role is Role.ADMIN


def test_role_is_changed(anne: Path):
    phototheque("people", "invite", "Zoé", "--role", "field", "--home", anne)

    ran = phototheque("people", "role", "Zoé", "author", "--home", anne)

    assert ran.output == "Zoé is author from now on.\n"
    assert _office(anne).account("Zoé").role is Role.AUTHOR


def test_revoking_shows_what_there_is_and_ends_what_is_named(anne: Path):
    session = _log_in(anne, "Anne")
    token = phototheque("people", "token", "Anne", "--home", anne).output.splitlines()[-1]

    shown = phototheque("people", "revoke", "Anne", "--home", anne).output
    assert "--session 1" in shown
    assert "--token 1" in shown
    assert _office(anne).who_is(bearer=token)
    phototheque("people", "revoke", "Anne", "--token", 1, "--home", anne)
    assert _office(anne).who_is(bearer=token) is None
    assert _office(anne).who_is(session=session.secret)
    phototheque("people", "revoke", "Anne", "--session", 1, "--home", anne)

    assert _office(anne).who_is(session=session.secret) is None
    assert phototheque("people", "revoke", "Anne", "--session", 1, "--home", anne).status == 2


def test_revoking_all_ends_all(anne: Path):
    session = _log_in(anne, "Anne")
    token = phototheque("people", "token", "Anne", "--home", anne).output.splitlines()[-1]

    phototheque("people", "revoke", "Anne", "--all", "--home", anne)

    assert _office(anne).who_is(session=session.secret) is None
    assert _office(anne).who_is(bearer=token) is None
    assert _log_in(anne, "Anne")


@pytest.mark.parametrize("words", [["list"], ["disable", "x"], ["token", "x"], ["revoke", "x"]])
def test_command_that_only_looks_makes_no_library(home: Path, words: list[str]):
    ran = phototheque("people", *words, "--home", home)

    assert ran.status == 2
    assert "There is no library in" in ran.error
    assert not home.exists()


def test_journal_names_the_user_of_the_machine(anne: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(commands, "user", lambda: "lucie")

    phototheque("people", "invite", "Zoé", "--role", "field", "--home", anne)

    assert {entry.by for entry in _office(anne).journal(2)} == {"lucie (terminal)"}


def test_name_cannot_steer_the_terminal(anne: Path):
    phototheque("people", "add", "Zoé\x1b[31m", "--role", "field", "--home", anne)
    ran = phototheque("people", "token", "Nobody\x1b[2J", "--home", anne)

    assert "\x1b" not in phototheque("people", "list", "--home", anne).output + ran.error
    assert ran.status == 2


def test_command_purges_what_is_older_than_it_may_be(anne: Path):
    office = Office(Home(anne))
    office.log_access(None, "old", None)
    with closing(connect(anne / "people.db")) as db, writing(db):
        db.execute("UPDATE access_log SET at = '2001-01-01T00:00:00Z'")

    phototheque("people", "list", "--home", anne)

    assert office.access_log() == []


def test_first_administrator_comes_in_by_the_address_that_is_told_last(home: Path):
    first, again = (
        phototheque("people", "first-admin", "--url", "https://photos.example.org/", "--home", home)
        for _ in range(2)
    )

    addresses = [ran.output.splitlines()[-1] for ran in (first, again)]
    secrets = [address.removeprefix("https://photos.example.org/invitation/") for address in addresses]
    with pytest.raises(InvitationRefused):
        _office(home).accept(secrets[0], PASSWORD, address="192.0.2.7", device="test")
    made = _office(home).accept(secrets[1], PASSWORD, address="192.0.2.7", device="test")
    assert made.person.role is Role.ADMIN


def test_no_address_is_told_where_somebody_administers(anne: Path):
    ran = phototheque("people", "first-admin", "--home", anne)

    assert (ran.status, ran.output) == (
        0,
        "Somebody administers already. They invite the others, and give new passwords.\n",
    )
