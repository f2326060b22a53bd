"""Accounts: who there is, in which role, and who may come in."""

from datetime import datetime

from catalogue.database.connection import Connection
from catalogue.errors import LastAdmin, NameTaken, NoSuchPerson, PersonDisabled
from catalogue.people import journal, moments, sessions
from catalogue.people.names import folded, person_name
from catalogue.people.person import Account
from catalogue.values.roles import Role

_ACCOUNTS = """
    SELECT id, name, role, language, created_at, disabled_at, password_hash IS NOT NULL,
        (SELECT max(seen_at) FROM sessions WHERE person_id = people.id),
        (SELECT max(expires_at) FROM invitations WHERE person_id = people.id
            AND used_at IS NULL AND voided_at IS NULL AND expires_at > :now AND disabled_at IS NULL)
    FROM people
"""
_OTHER_ADMINS = """
    SELECT count(*), count(password_hash) FROM people WHERE role = 'admin' AND disabled_at IS NULL AND id <> ?
"""
_CLOSE = (
    "UPDATE tokens SET revoked_at = ? WHERE person_id = ? AND revoked_at IS NULL",
    "UPDATE invitations SET voided_at = ? WHERE person_id = ? AND voided_at IS NULL AND used_at IS NULL",
)


def list_people(db: Connection, now: datetime) -> list[Account]:
    """Everybody, by name."""
    rows = db.execute(f"{_ACCOUNTS} ORDER BY name_folded", {"now": moments.text(now)})
    return [_account(row) for row in rows]


def account(db: Connection, who: str | int, now: datetime) -> Account:
    """The account with this number, or of this name whatever its capitals and accents; NoSuchPerson."""
    condition = "id = :who" if isinstance(who, int) else "name_folded = :who"
    asked = {"now": moments.text(now), "who": who if isinstance(who, int) else folded(who)}
    row = db.execute(f"{_ACCOUNTS} WHERE {condition}", asked).fetchone()
    if row is None:
        raise NoSuchPerson(str(who))
    return _account(row)


def active(db: Connection, who: str | int, now: datetime) -> Account:
    """The account, which is not disabled; PersonDisabled."""
    found = account(db, who, now)
    if found.disabled_at:
        raise PersonDisabled(found.name)
    return found


def _account(row: tuple) -> Account:  # type: ignore[type-arg]
    number, name, role, language, created, disabled, has_password, seen, invited = row
    return Account(number, name, Role(role), language, created, disabled, bool(has_password), seen, invited)


def add(
    db: Connection, name: str, role: Role, password_hash: str | None, by: str | None, now: datetime
) -> Account:
    """The person has an account; NameRefused, NameTaken."""
    kept = person_name(name)
    if db.execute("SELECT 1 FROM people WHERE name_folded = ?", [folded(kept)]).fetchone():
        raise NameTaken(kept)
    made = db.execute(
        "INSERT INTO people (name, name_folded, role, password_hash, created_at) VALUES (?, ?, ?, ?, ?)",
        [kept, folded(kept), role, password_hash, moments.text(now)],
    )
    journal.note(db, now, by, "added", kept, role)
    return account(db, int(made.lastrowid or 0), now)


def disable(db: Connection, who: str | int, by: str | None, now: datetime) -> Account:
    """The person can come in no more, by any way that was open to them. LastAdmin."""
    found = account(db, who, now)
    if found.disabled_at:
        return found
    _keep_an_admin(db, found)
    db.execute("UPDATE people SET disabled_at = ? WHERE id = ?", [moments.text(now), found.id])
    close_everything(db, found.id, now)
    journal.note(db, now, by, "disabled", found.name)
    return account(db, found.id, now)


def void_phone_links(db: Connection, person: int, now: datetime) -> None:
    """No code that was shown before makes a phone this person's."""
    db.execute(
        "UPDATE phone_links SET voided_at = ? WHERE person_id = ? AND used_at IS NULL AND voided_at IS NULL",
        [moments.text(now), person],
    )


def close_everything(db: Connection, person: int, now: datetime) -> None:
    """Sessions, tokens, invitations and codes for phones of the person are over."""
    sessions.revoke_all(db, person, now)
    void_phone_links(db, person, now)
    for close in _CLOSE:
        db.execute(close, [moments.text(now), person])


def revoke_all(db: Connection, person: int, by: str | None, now: datetime) -> None:
    """Whatever lets the person in is over, but for the password."""
    found = account(db, person, now)
    close_everything(db, found.id, now)
    journal.note(db, now, by, "revoked", found.name, "everything")


def enable(db: Connection, who: str | int, by: str | None, now: datetime) -> Account:
    """The person may come in again, with the password they had; what was revoked stays so."""
    found = account(db, who, now)
    if found.disabled_at:
        db.execute("UPDATE people SET disabled_at = NULL WHERE id = ?", [found.id])
        journal.note(db, now, by, "enabled", found.name)
    return account(db, found.id, now)


def change_role(db: Connection, who: str | int, role: Role, by: str | None, now: datetime) -> Account:
    """The person has the role from their next request on. LastAdmin."""
    found = account(db, who, now)
    if found.role is role:
        return found
    _keep_an_admin(db, found)
    db.execute("UPDATE people SET role = ? WHERE id = ?", [role, found.id])
    journal.note(db, now, by, "role", found.name, f"{found.role} → {role}")
    return account(db, found.id, now)


def change_language(db: Connection, person: int, language: str) -> None:
    """The person is spoken to in this language."""
    db.execute("UPDATE people SET language = ? WHERE id = ?", [language, person])


def has_able_admin(db: Connection) -> bool:
    """True when an administrator can log in."""
    return bool(db.execute(_OTHER_ADMINS, [0]).fetchone()[1])


def _keep_an_admin(db: Connection, leaving: Account) -> None:
    """Somebody else looks after the accounts once this one does no more. Who never chose a password cannot."""
    if leaving.role is not Role.ADMIN or leaving.disabled_at:
        return
    others, able = db.execute(_OTHER_ADMINS, [leaving.id]).fetchone()
    if not (able if leaving.has_password else others):
        raise LastAdmin(leaving.name)
