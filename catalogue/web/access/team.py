"""*Équipe*: who has an account, with which role, on which devices; only for the administration."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import Blueprint, Response, abort, g, render_template, request, url_for

from catalogue.errors import CredentialRefused, NoSuchCredential, NoSuchPerson, PhotothequeError
from catalogue.people.invitations import Invitation
from catalogue.values.roles import Role
from catalogue.web.access.admission import office, somebody
from catalogue.web.access.qr import drawn
from catalogue.web.access.rules import rule_of_data
from catalogue.web.review.asking import answer, forget_said, refuse_strangers, said
from catalogue.words.people_words import refusal

team = Blueprint("team", __name__)
team.before_request(refuse_strangers)
team.after_request(forget_said)


_LINK_DAYS = (7, 30, 90, 365)
_PHOTOS = frozenset({"photos"})


@dataclass(frozen=True, slots=True)
class Shown:
    """A link to be handed over once: as text, and as a QR code to be photographed from the screen."""

    name: str
    address: str
    qr: str
    invitation: Invitation | None


@team.get("/team")
def listed() -> str:
    """Everybody who has an account."""
    return _page()


@team.post("/team")
def invited() -> Response:
    """Somebody new may choose a password; the link is shown once."""
    name, role = request.form.get("name", ""), _role()
    try:
        invitation = office().invite(name, role, by=_by())
    except PhotothequeError as error:
        return Response(_page(wrong=refusal(error, g.language)), error.http_status)
    return _with_link(invitation)


@team.post("/team/<int:person_id>/link")
def linked(person_id: int) -> Response:
    """Somebody may choose a new password; the link is shown once."""
    try:
        return _with_link(office().new_password_link(person_id, _by()))
    except NoSuchPerson:
        return abort(404)
    except PhotothequeError as error:
        return Response(_page(wrong=refusal(error, g.language)), error.http_status)


@team.post("/team/<int:person_id>/role")
def role_changed(person_id: int) -> Response:
    """Somebody has another role, from their next request on."""
    return _done(
        lambda: office().change_role(person_id, _role(), _by()), g.language.text("The role is changed.")
    )


@team.post("/team/<int:person_id>/disable")
def disabled(person_id: int) -> Response:
    """Somebody is out at once, with every device and every token."""
    return _done(lambda: office().disable(person_id, _by()), g.language.text("This account is closed."))


@team.post("/team/<int:person_id>/enable")
def enabled(person_id: int) -> Response:
    """Somebody may come in again, with a new link."""
    return _done(lambda: office().enable(person_id, _by()), g.language.text("This account is open again."))


@team.post("/team/<int:person_id>/sessions/<int:session_id>/revoke")
def session_revoked(person_id: int, session_id: int) -> Response:
    """One of somebody's devices is logged out."""
    return _done(
        lambda: office().revoke_session(person_id, session_id),
        g.language.text("This device is logged out."),
    )


@team.post("/team/<int:person_id>/tokens/<int:token_id>/revoke")
def token_revoked(person_id: int, token_id: int) -> Response:
    """A program asks in somebody's name no longer."""
    return _done(
        lambda: office().revoke_token(person_id, token_id, _by()),
        g.language.text("This token is worth nothing any more."),
    )


@team.post("/team/links")
def link_made() -> Response:
    """A result is open to whoever has the link, which is shown once."""
    form = request.form
    query, days = form.get("query", ""), form.get("days", type=int) or _LINK_DAYS[0]
    if not rule_of_data("/catalogue/photos", query, _PHOTOS).admits(Role.FIELD):
        return Response(
            _page(wrong=g.language.text("This result is asked for in SQL, or shows photos set aside.")), 422
        )
    try:
        secret = office().make_link(form.get("kind", ""), query, form.get("name", ""), days, _by())
    except CredentialRefused:
        return Response(
            _page(wrong=g.language.text("Write what the link is called, in at most 200 letters.")), 422
        )
    return _handed(form.get("name", ""), url_for("links.shown", secret=secret))


@team.post("/team/links/<int:link_id>/revoke")
def link_revoked(link_id: int) -> Response:
    """A link opens nothing any more."""
    told = g.language.text("This link is closed.")
    return _done(lambda: office().revoke_link(link_id, _by()), told)


def _done(act: Callable[[], object], told: str) -> Response:
    try:
        act()
    except (NoSuchPerson, NoSuchCredential):
        abort(404)
    except PhotothequeError as error:
        return answer(refusal(error, g.language), url_for("team.listed"), bad=True)
    return answer(told, url_for("team.listed"))


def _role() -> Role:
    try:
        return Role(request.form.get("role", ""))
    except ValueError:
        abort(400)


def _by() -> str:
    person = somebody() or abort(401)
    return person.name


def _with_link(invitation: Invitation) -> Response:
    """The page with the link of an invitation."""
    return _handed(invitation.person.name, url_for("login.invited", secret=invitation.secret), invitation)


def _handed(name: str, path: str, invitation: Invitation | None = None) -> Response:
    """The page with a link that is a secret: it is kept nowhere."""
    address = request.host_url.rstrip("/") + path
    response = Response(_page(link=Shown(name, address, drawn(address), invitation)))
    response.headers["Cache-Control"] = "no-store"
    return response


def _page(wrong: str = "", link: Shown | None = None) -> str:
    kept = office()
    accounts = [(one, kept.sessions_of(one.id), kept.tokens_of(one.id)) for one in kept.list_people()]
    return render_template(
        "team.html",
        accounts_listed=accounts,
        roles=list(Role),
        wrong=wrong,
        link=link,
        flash=said(),
        links=kept.links(),
    )
