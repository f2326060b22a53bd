"""A server that receives, and phones of two people who send to it."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from making import phototheque
from sending import Phone, listening_server

from catalogue.home.paths import Home
from catalogue.library import Library
from catalogue.people.office import Office
from catalogue.values.roles import Role


class Field(NamedTuple):
    """A library with accounts, its server, and the phones of two agents."""

    home: Home
    office: Office
    url: str
    lea: Phone
    omar: Phone

    def take_in(self) -> None:
        """What waits in the inbox is taken in."""
        phototheque("ingest", "--inbox", "--home", self.home.root, "--json")

    def kept(self, path: str) -> int:
        """How many bytes of an upload lie on the disk."""
        file = self.home.uploads / path.rsplit("/", 1)[-1]
        return file.stat().st_size if file.exists() else 0


def token_of(office: Office, name: str, role: Role = Role.FIELD) -> str:
    """A token of a new person."""
    account = office.add(name, role, None, None)
    return office.make_token(account.id, "phone", None, 30, None).secret


@pytest.fixture
def field(home: Path) -> Iterator[Field]:
    """Léa and Omar send to a library that nothing is in yet."""
    Library.open(home).close()
    library = Home(home)
    office = Office(library)
    tokens = token_of(office, "Léa Dupont"), token_of(office, "Omar Ben", Role.AUTHOR)
    with listening_server(library, office) as url:
        yield Field(library, office, url, Phone(url, tokens[0]), Phone(url, tokens[1]))
