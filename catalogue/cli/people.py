"""`phototheque people`: accounts, from the machine itself."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

import click
import segno

from catalogue.cli.options import home_option, open_library, speaks, user
from catalogue.people.invitations import Invitation
from catalogue.people.office import Office
from catalogue.people.person import Account
from catalogue.values.arrivals import on_screen
from catalogue.values.roles import Role

_TOKEN_DAYS = 365

# By value: click would ask for the names of an enumeration's members.
_ROLES = click.Choice([role.value for role in Role])
_role = click.option("--role", type=_ROLES, required=True, help="What the person may do.")
_url = click.option(
    "--url", metavar="BASE", help="Address of the server, so that all of the invitation's address is told."
)


@click.group()
def people() -> None:
    """Say who may come in, and what they may do.

    Roles: field sends photos; analyst edits and takes away; author takes pictures for publications; admin may do
    everything.
    """


@contextmanager
def _office(home: Path, *, make: bool = False) -> Iterator[Office]:
    """The people of a library, with what is older than it may be taken out."""
    with open_library(home, make=make) as library:
        office = Office(library.home)
        office.purge()
        yield office


def _by() -> str:
    return f"{user() or '?'} (terminal)"


@people.command()
@click.argument("name")
@_role
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input, one line.")
@_url
@home_option
@speaks
def add(name: str, role: str, home: Path, url: str | None, *, password_stdin: bool) -> None:
    """Give NAME an account: with a password, or with an invitation to choose one."""
    password = _one_line() if password_stdin else None
    with _office(home, make=True) as office:
        if password is None:
            _tell_invitation(office.invite(name, Role(role), by=_by()), url)
        else:
            made = office.add(name, Role(role), password, _by())
            click.echo(f"{on_screen(made.name)} can log in now, as {made.role}.")


def _one_line() -> str:
    """The first line of standard input, without its end; what follows is left unread."""
    line = sys.stdin.readline()
    return line.removesuffix("\n").removesuffix("\r")


@people.command()
@click.argument("name")
@_role
@_url
@home_option
@speaks
def invite(name: str, role: str, home: Path, url: str | None) -> None:
    """Invite NAME to choose a password: an address that is good for once, for 72 hours.

    Whoever was invited already gets a new address, and the earlier one opens nothing any more.
    """
    with _office(home, make=True) as office:
        _tell_invitation(office.invite(name, Role(role), by=_by()), url)


@people.command("first-admin")
@_url
@home_option
@speaks
def first_admin(home: Path, url: str | None) -> None:
    """Tell the address by which somebody becomes the first administrator.

    The one that the server told when it started opens nothing any more; and when it starts again, this one does not.
    Where somebody administers already, there is none.
    """
    with _office(home, make=True) as office:
        secret = office.first_admin_link()
    if secret is None:
        click.echo("Somebody administers already. They invite the others, and give new passwords.")
        return
    click.echo("Nobody administers yet. Whoever opens this, once, chooses a password and does:")
    _tell_address(secret, url)


def _tell_invitation(invitation: Invitation, url: str | None) -> None:
    click.echo(
        f"{on_screen(invitation.person.name)} can choose a password until {invitation.expires_at}, once, at:"
    )
    _tell_address(invitation.secret, url)


def _tell_address(secret: str, url: str | None) -> None:
    path = f"/invitation/{secret}"
    if url is None:
        click.echo(path)
        return
    address = url.rstrip("/") + path
    if _is_terminal():
        segno.make(address).terminal(compact=True)
    click.echo(address)


def _is_terminal() -> bool:
    return sys.stdout.isatty()


@people.command("list")
@click.option("--json", "as_json", is_flag=True, help="One line of JSON a person.")
@home_option
@speaks
def show(home: Path, *, as_json: bool) -> None:
    """Show everybody: role, state, when seen last."""
    with _office(home) as office:
        everybody = office.list_people()
    for account in everybody:
        click.echo(json.dumps(asdict(account), ensure_ascii=False) if as_json else _line(account))
    if not everybody and not as_json:
        click.echo("Nobody yet. Invite somebody: phototheque people invite NAME --role admin")


def _line(account: Account) -> str:
    return f"{account.role:<8} {_state(account):<34} {on_screen(account.name)}"


def _state(account: Account) -> str:
    if account.disabled_at:
        return f"disabled {account.disabled_at}"
    if account.has_password:
        return f"seen {account.seen_at}" if account.seen_at else "never seen"
    return f"invited until {account.invited_until}" if account.invited_until else "no password, no invitation"


@people.command()
@click.argument("name")
@home_option
@speaks
def disable(name: str, home: Path) -> None:
    """Let NAME in no more: sessions, tokens and invitations end at once. What they did stays."""
    with _office(home) as office:
        gone = office.disable(name, _by())
    click.echo(f"{on_screen(gone.name)} is disabled; all sessions and tokens have ended.")


@people.command()
@click.argument("name")
@home_option
@speaks
def enable(name: str, home: Path) -> None:
    """Let NAME in again, with the password they had. Tokens stay revoked."""
    with _office(home) as office:
        back = office.enable(name, _by())
    click.echo(f"{on_screen(back.name)} can come in again, as {back.role}.")


@people.command()
@click.argument("name")
@click.argument("role", type=_ROLES)
@home_option
@speaks
def role(name: str, role: str, home: Path) -> None:
    """Give NAME another role, from the next request on."""
    with _office(home) as office:
        changed = office.change_role(name, Role(role), _by())
    click.echo(f"{on_screen(changed.name)} is {changed.role} from now on.")


@people.command()
@click.argument("name")
@click.option("--role", type=_ROLES, help="What the token may do; by default what NAME may today.")
@click.option("--name", "called", default="terminal", show_default=True, help="What the token is for.")
@click.option(
    "--days", type=click.IntRange(1, 3650), default=_TOKEN_DAYS, show_default=True, help="How long it works."
)
@home_option
@speaks
def token(name: str, home: Path, role: str | None, called: str, days: int) -> None:
    """Make a token by which a program acts for NAME. It is shown once, on the last line."""
    with _office(home) as office:
        owner = office.account(name)
        made = office.make_token(owner.id, called, Role(role) if role else None, days, _by())
    about = made.token
    click.echo(
        f"Token {about.id} “{on_screen(about.name)}” acts for {on_screen(owner.name)} as {about.role}, "
        f"until {about.expires_at}. It is shown this once:"
    )
    click.echo(made.secret)


@people.command()
@click.argument("name")
@click.option("--token", "token_id", type=int, metavar="ID", help="This token.")
@click.option("--session", "session_id", type=int, metavar="ID", help="This session.")
@click.option("--all", "everything", is_flag=True, help="Every session, token and unused invitation.")
@home_option
@speaks
def revoke(name: str, home: Path, token_id: int | None, session_id: int | None, *, everything: bool) -> None:
    """End a session or a token of NAME, or all of them; the password stays. Without an option, show what there is."""
    with _office(home) as office:
        person = office.account(name)
        if token_id is not None:
            office.revoke_token(person.id, token_id, _by())
        if session_id is not None:
            office.revoke_session(person.id, session_id)
        if everything:
            office.revoke_all(person.id, _by())
        if token_id is None and session_id is None and not everything:
            _tell_open(office, person)
            return
    click.echo("Revoked.")


def _tell_open(office: Office, person: Account) -> None:
    """What could be revoked, each with the option that does it."""
    for session in office.sessions_of(person.id):
        click.echo(f"--session {session.id}  seen {session.seen_at}  {on_screen(session.device or '')}")
    for token in office.tokens_of(person.id):
        used = f"used {token.last_used_at}" if token.last_used_at else "never used"
        click.echo(f"--token {token.id}  {token.role}  {used}  {on_screen(token.name)}")
    click.echo("Nothing was revoked. Say which, or --all.")
