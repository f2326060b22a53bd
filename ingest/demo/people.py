"""The people of the demo: one of each role, all with one password that is drawn anew each time it is served."""

import secrets
from collections.abc import Iterator
from typing import NamedTuple

from catalogue.home.paths import Home
from catalogue.people.office import Office
from catalogue.values.roles import Role

_NAMES = {
    Role.ADMIN: "Camille Roy",
    Role.ANALYST: "Lucie Dupont",
    Role.AUTHOR: "Alex Petit",
    Role.FIELD: "Jo Martin",
}
_WORDS = (
    "terril",
    "lampe",
    "fosse",
    "coron",
    "gaillette",
    "chevalet",
    "rivage",
    "ducasse",
    "carreau",
    "canal",
)
_BY = "demo"


class Team(NamedTuple):
    """Who may log in, and with what."""

    names: dict[Role, str]
    password: str


def hire(home: Home) -> Team:
    """One person of each role stands in the library, with a new password."""
    office, password = Office(home), _password()
    known = {account.name: account.id for account in office.list_people()}
    for role, name in _NAMES.items():
        person_id = known[name] if name in known else office.add(name, role, None, _BY).id
        link = office.new_password_link(person_id, _BY)
        office.log_out(office.accept(link.secret, password, address="", device=_BY).secret)
    return Team(_NAMES, password)


def _password() -> str:
    return "-".join([*(secrets.choice(_WORDS) for _ in range(3)), str(10 + secrets.randbelow(90))])


def introduced(team: Team) -> Iterator[str]:
    """How to log in, line by line."""
    yield "Log in with one of these names, and look at the library as they do:"
    width = max(len(name) for name in team.names.values())
    for role, name in team.names.items():
        yield f"  {name:<{width}}   {role.value}"
    yield f"  password: {team.password}"
