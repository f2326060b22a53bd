"""Accounts: somebody cannot come in, or an account cannot be changed as was asked."""

from catalogue.errors.base import PhotothequeError

_NOTHING = "Nothing was changed."


class LoginRefused(PhotothequeError):
    """A name and a password do not belong together. Which of the two is wrong is not told."""

    code = "login-refused"
    http_status = 401

    def __init__(self) -> None:
        super().__init__(
            "This name and this password do not belong together.",
            hint="Check both, capitals of the password included. An administrator can give a link for a new password.",
        )


class TooManyAttempts(PhotothequeError):
    """Passwords were tried too often; the next attempt must wait. `seconds` says how long."""

    code = "too-many-attempts"
    http_status = 429

    def __init__(self, seconds: int) -> None:
        super().__init__(
            f"There were too many attempts. The next one is possible in {seconds} seconds.",
            hint="Wait that long. An administrator can give you a link for a new password.",
        )
        self.seconds = seconds


class WrongPassword(PhotothequeError):
    """The present password, which a new one asks for, is wrong."""

    code = "wrong-password"
    http_status = 403

    def __init__(self) -> None:
        super().__init__("The present password is wrong.", hint=f"{_NOTHING} Type it again.")


class PasswordRefused(PhotothequeError):
    """A new password could be guessed. `why` is `short`, `long`, `name` or `common`."""

    code = "password-refused"
    http_status = 422

    def __init__(self, why: str) -> None:
        super().__init__(
            {
                "short": "The password is shorter than 12 characters.",
                "long": "The password is longer than 1,000 characters.",
                "name": "The password contains the name.",
                "common": "The password is one that is tried first.",
            }[why],
            hint=f"{_NOTHING} Take four or five words that do not belong together.",
        )
        self.why = why


class InvitationRefused(PhotothequeError):
    """An invitation opens nothing. `why` is `unknown`, `expired`, `used`, `replaced` or `disabled`."""

    code = "invitation-refused"
    http_status = 410

    def __init__(self, why: str) -> None:
        super().__init__(
            {
                "unknown": "There is no such invitation.",
                "expired": "The invitation has expired.",
                "used": "The invitation was used already.",
                "replaced": "A newer invitation has taken the place of this one.",
                "disabled": "The account of this invitation is disabled.",
            }[why],
            hint="Ask an administrator for a new one.",
        )
        self.why = why


class NameRefused(PhotothequeError):
    """What should be a name is empty or too long."""

    code = "name-refused"
    http_status = 422

    def __init__(self) -> None:
        super().__init__("A name has 1 to 80 characters.", hint=f"{_NOTHING} Write another name.")


class NameTaken(PhotothequeError):
    """Somebody else has the name, or one that differs in capitals and accents only."""

    code = "name-taken"
    http_status = 409

    def __init__(self, name: str) -> None:
        super().__init__(
            f"There is an account called “{name}” already.",
            hint=f"{_NOTHING} Write another name, or give that account a link for a new password.",
        )


class NoSuchPerson(PhotothequeError):
    """No account has the name or number."""

    code = "no-such-person"
    http_status = 404

    def __init__(self, who: str) -> None:
        super().__init__(f"There is no account “{who}”.", hint="See them all with `phototheque people list`.")


class PersonDisabled(PhotothequeError):
    """A disabled account was to be given a way in."""

    code = "person-disabled"
    http_status = 409

    def __init__(self, name: str) -> None:
        super().__init__(f"The account “{name}” is disabled.", hint=f"{_NOTHING} Enable it first.")


class LastAdmin(PhotothequeError):
    """Without this account nobody could look after the others."""

    code = "last-admin"
    http_status = 409

    def __init__(self, name: str) -> None:
        super().__init__(
            f"“{name}” is the last administrator who can log in.",
            hint=f"{_NOTHING} Make somebody else an administrator first, who has chosen a password.",
        )


class NoSuchCredential(PhotothequeError):
    """A session, token or link to be revoked is not there, or belongs to somebody else."""

    code = "no-such-credential"
    http_status = 404

    def __init__(self, kind: str, number: int) -> None:
        super().__init__(
            f"There is no {kind} {number} to revoke.",
            hint="It may have ended already. Look at the list again.",
        )


class RoleTooWide(PhotothequeError):
    """A token was to do more than the person it stands for."""

    code = "role-too-wide"
    http_status = 422

    def __init__(self, wanted: str, own: str) -> None:
        super().__init__(
            f"A token with the role {wanted} may do more than its owner, whose role is {own}.",
            hint=f"{_NOTHING} Choose the same role or a narrower one.",
        )


class CredentialRefused(PhotothequeError):
    """A token or a link was asked for that cannot be: no name, no such kind, too many days."""

    code = "credential-refused"
    http_status = 422

    def __init__(self, why: str) -> None:
        super().__init__(f"This cannot be made: {why}.", hint=_NOTHING)


class AccountsDamaged(PhotothequeError):
    """SQLite cannot read the file of accounts."""

    code = "accounts-damaged"

    def __init__(self, home: str, why: str) -> None:
        super().__init__(
            f"The accounts in {home} are damaged ({why}).",
            hint="Put people.db of a backup in its place; the photos are untouched. Without a backup take it away: "
            "accounts are then made anew.",
        )
