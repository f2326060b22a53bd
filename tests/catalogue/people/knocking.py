"""What tests of accounts do again and again: come in, look into the file from outside, do two things at once."""

from collections.abc import Callable, Sequence
from contextlib import closing
from threading import Barrier, Thread
from typing import Any

from catalogue.database.connection import connect, writing
from catalogue.people import passwords
from catalogue.people.office import Office
from catalogue.people.person import Account, NewSession
from catalogue.values.roles import Role

PASSWORD = "brume tuyau cerise"  # noqa: S105 of nobody
OTHER = "lampe givre sentier"
#: As the program has it, before tests put a cheaper one in its place.
THE_HASHER = passwords._HASHER
HERE, THERE = "192.0.2.7", "198.51.100.9"


def member(office: Office, name: str = "Léa Dupont", role: Role = Role.FIELD) -> Account:
    """Somebody who has a password already."""
    return office.add(name, role, PASSWORD, "test")


def enter(
    office: Office, name: str = "Léa Dupont", password: str = PASSWORD, address: str = HERE
) -> NewSession:
    return office.log_in(name, password, address=address, device="Firefox")


def accept(office: Office, secret: str, password: str = PASSWORD) -> NewSession:
    return office.accept(secret, password, address=HERE, device="Firefox")


def rows(office: Office, sql: str, *values: object) -> list[tuple[Any, ...]]:
    """Rows of people.db, read by another connection."""
    with closing(connect(office._home.people, readonly=True)) as db:
        return db.execute(sql, values).fetchall()


def change(office: Office, sql: str, *values: object) -> None:
    """People.db is changed from outside."""
    with closing(connect(office._home.people)) as db, writing(db):
        db.execute(sql, values)


def at_once(*acts: Callable[[], object]) -> Sequence[object]:
    """What each act gave or raised, all begun at the same moment."""
    barrier, results = Barrier(len(acts)), [None] * len(acts)

    def run(number: int, act: Callable[[], object]) -> None:
        barrier.wait()
        try:
            results[number] = act()
        except Exception as error:  # noqa: BLE001 it is what the test looks at
            results[number] = error

    threads = [Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results
