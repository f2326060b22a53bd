"""The office: everything that the program asks and does about people, in one place."""

from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import UTC, datetime

from catalogue.home.paths import Home
from catalogue.people import (
    access_log,
    accounts,
    entering,
    identifying,
    invitations,
    journal,
    links,
    passwords,
    retention,
    sessions,
    tokens,
)
from catalogue.people.access_log import Access
from catalogue.people.invitations import Closed, Invitation
from catalogue.people.journal import Entry
from catalogue.people.links import Link
from catalogue.people.names import person_name
from catalogue.people.person import Account, NewSession, Person
from catalogue.people.sessions import Session
from catalogue.people.store import UNWRITTEN, changing, empty_log, ensure, reading, stand_by
from catalogue.people.tokens import NewToken, Token
from catalogue.values.roles import Role


def _now() -> datetime:
    return datetime.now(UTC)


class Office:
    """The people of one library. Any thread may ask: each call opens `people.db` for itself.

    `by` is the name of whoever does something to an account, as the journal keeps it. Whether they may do it is
    decided before, by whoever calls.
    """

    def __init__(self, home: Home, *, clock: Callable[[], datetime] = _now) -> None:
        self._home = home
        self._clock = clock
        ensure(home)
        self._standing_by = stand_by(home)

    # Who asks, who comes in, who goes.

    def who_is(
        self, *, session: str | None = None, bearer: str | None = None, now: datetime | None = None
    ) -> Person | None:
        """Whom a session's secret or a token stands for; None when nobody, any more."""
        return identifying.who_is(self._home, now or self._clock(), session=session, bearer=bearer)

    def log_in(self, name: str, password: str, *, address: str, device: str) -> NewSession:
        """A new session; LoginRefused, TooManyAttempts."""
        return entering.log_in(self._home, name, password, self._clock(), address=address, device=device)

    def log_out(self, session_secret: str) -> None:
        """The session is over."""
        with changing(self._home) as db:
            sessions.end(db, session_secret, self._clock())

    def sessions_of(self, person_id: int) -> list[Session]:
        """Open sessions, the one seen last first."""
        with reading(self._home) as db:
            return sessions.open_sessions(db, person_id, self._clock())

    def revoke_session(self, person_id: int, session_id: int) -> None:
        """One session of the person is over; NoSuchCredential."""
        with changing(self._home) as db:
            sessions.revoke(db, person_id, session_id, self._clock())

    def change_password(self, person_id: int, old: str, new: str, *, keep_session: int | None = None) -> None:
        """The person has a new password and only that session; WrongPassword, PasswordRefused, TooManyAttempts."""
        entering.change_password(self._home, person_id, old, new, self._clock(), keep=keep_session)

    # Invitations.

    def invite(self, name: str, role: Role, *, by: str | None) -> Invitation:
        """Somebody is invited to choose a password, for 72 hours; NameTaken, NameRefused, PersonDisabled."""
        with changing(self._home) as db:
            return invitations.invite(db, name, role, by, self._clock())

    def new_password_link(self, person_id: int, by: str | None) -> Invitation:
        """Somebody is invited to choose a new password, for 72 hours; NoSuchPerson, PersonDisabled."""
        with changing(self._home) as db:
            return invitations.new_password_link(db, person_id, by, self._clock())

    def read_invitation(self, secret: str) -> Invitation | Closed:
        """The invitation with this secret, or why it opens nothing."""
        with reading(self._home) as db:
            return invitations.read(db, secret, self._clock())

    def accept(self, secret: str, password: str, *, address: str, device: str) -> NewSession:
        """The invited person has this password and is in; InvitationRefused, PasswordRefused."""
        return entering.accept(self._home, secret, password, self._clock(), address=address, device=device)

    def first_admin_link(self) -> str | None:
        """Secret of an invitation for an administrator, while none can log in; the one before opens nothing."""
        with changing(self._home) as db:
            made = invitations.first_admin(db, self._clock())
        return made.secret if made else None

    # Accounts.

    def add(self, name: str, role: Role, password: str | None, by: str | None) -> Account:
        """Somebody has an account; NameTaken, NameRefused, PasswordRefused."""
        if password is not None:
            passwords.acceptable(password, person_name(name))
        password_hash = None if password is None else passwords.kept(password)
        with changing(self._home) as db:
            return accounts.add(db, name, role, password_hash, by, self._clock())

    def list_people(self) -> list[Account]:
        """Everybody, by name."""
        with reading(self._home) as db:
            return accounts.list_people(db, self._clock())

    def account(self, name_or_id: str | int) -> Account:
        """One account; NoSuchPerson."""
        with reading(self._home) as db:
            return accounts.account(db, name_or_id, self._clock())

    def disable(self, name_or_id: str | int, by: str | None) -> Account:
        """Somebody comes in no more, from this moment on; LastAdmin, NoSuchPerson."""
        with changing(self._home) as db:
            return accounts.disable(db, name_or_id, by, self._clock())

    def enable(self, name_or_id: str | int, by: str | None) -> Account:
        """Somebody may come in again, by password; NoSuchPerson."""
        with changing(self._home) as db:
            return accounts.enable(db, name_or_id, by, self._clock())

    def change_role(self, name_or_id: str | int, role: Role, by: str | None) -> Account:
        """Somebody has another role from now on; LastAdmin, NoSuchPerson."""
        with changing(self._home) as db:
            return accounts.change_role(db, name_or_id, role, by, self._clock())

    def change_language(self, person_id: int, language: str) -> None:
        """Somebody is spoken to in another language."""
        with changing(self._home) as db:
            accounts.change_language(db, person_id, language)

    # Tokens.

    def make_token(
        self, person_id: int, name: str, role: Role | None, days: int | None, by: str | None
    ) -> NewToken:
        """A program may stand for somebody; RoleTooWide, CredentialRefused, PersonDisabled."""
        with changing(self._home) as db:
            return tokens.make(db, person_id, name, role, days, by, self._clock())

    def tokens_of(self, person_id: int) -> list[Token]:
        """Tokens that work."""
        with reading(self._home) as db:
            return tokens.open_tokens(db, person_id, self._clock())

    def revoke_token(self, person_id: int, token_id: int, by: str | None) -> None:
        """A token works no more; NoSuchCredential."""
        with changing(self._home) as db:
            tokens.revoke(db, person_id, token_id, by, self._clock())

    def revoke_all(self, person_id: int, by: str | None) -> None:
        """Every session, token and unused invitation of somebody is over; the password stays."""
        with changing(self._home) as db:
            accounts.revoke_all(db, person_id, by, self._clock())

    # Links, for people without an account.

    def make_link(self, kind: str, query: str, name: str, days: int, by: str | None) -> str:
        """Secret of a new link, to a `gallery` or a `zip`; CredentialRefused."""
        with changing(self._home) as db:
            return links.make(db, kind, query, name, days, by, self._clock())

    def open_link(self, secret: str) -> Link | None:
        """The link, counted as opened once more; None when it opens nothing, any more.

        Where the count cannot be written, the link opens all the same.
        """
        now = self._clock()
        with reading(self._home) as db:
            found = links.find(db, secret, now)
        if found is None:
            return None
        with suppress(*UNWRITTEN), changing(self._home) as db:
            links.count(db, found.id, now)
            return links.find(db, secret, now)
        return found

    def find_link(self, secret: str) -> Link | None:
        """The link, without counting: for the pictures on a page that was counted."""
        with reading(self._home) as db:
            return links.find(db, secret, self._clock())

    def links(self) -> list[Link]:
        """Every link, the newest first."""
        with reading(self._home) as db:
            return links.every(db)

    def revoke_link(self, link_id: int, by: str | None) -> None:
        """A link opens nothing any more; NoSuchCredential."""
        with changing(self._home) as db:
            links.revoke(db, link_id, by, self._clock())

    # What is remembered, and for how long.

    def log_access(
        self, person: Person | None, what: str, photo_id: str | None = None, detail: str | None = None
    ) -> None:
        """It is noted that somebody had something; without a person, somebody who came by a link."""
        self.log_accesses(person, what, [photo_id], detail)

    def log_accesses(
        self, person: Person | None, what: str, photo_ids: Iterable[str | None], detail: str | None = None
    ) -> None:
        """The same for many photos at once, a line for each."""
        with changing(self._home) as db:
            access_log.note(db, person, what, photo_ids, detail, self._clock())

    def access_log(
        self, *, photo_id: str | None = None, person_id: int | None = None, limit: int = 200
    ) -> list[Access]:
        """Who had what, the newest first."""
        with reading(self._home) as db:
            return access_log.read(db, photo_id, person_id, limit)

    def journal(self, limit: int = 200) -> list[Entry]:
        """What was done to accounts, the newest first."""
        with reading(self._home) as db:
            return journal.entries(db, limit)

    def purge(self, now: datetime | None = None) -> int:
        """What is older than `retention` allows is gone, and returned how much that was.

        It leaves the log beside the file too, unless somebody reads without a pause: then with the next purge.
        """
        with changing(self._home) as db:
            gone = retention.purge(db, now or self._clock())
        retention.clear_copies(self._home, now or self._clock())
        empty_log(self._home)
        return gone
