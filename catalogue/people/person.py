"""People, as the rest of the program knows them."""

from dataclasses import dataclass

from catalogue.values.roles import Role


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who has shown who they are. `role` is what they may do now, by this credential.

    `by` is `session` or `token`, and `credential_id` its number: the session that a change of password keeps.
    """

    id: int
    name: str
    role: Role
    language: str
    by: str
    credential_id: int


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody who may come in, or might. Moments are texts in UTC; `seen_at` is the last sign of any session."""

    id: int
    name: str
    role: Role
    language: str
    created_at: str
    disabled_at: str | None
    has_password: bool
    seen_at: str | None
    invited_until: str | None


@dataclass(frozen=True, slots=True)
class NewSession:
    """A session that was just begun. `secret` goes into the cookie, for so many days, and is kept nowhere else."""

    secret: str
    person: Person
    expires_at: str
    longest_days: int
