"""Logging in and out, and an invitation that is taken up: the pages that somebody unknown may see."""

from flask import Blueprint, Response, abort, g, redirect, render_template, request

from catalogue.errors import InvitationRefused, LoginRefused, PasswordRefused, TooManyAttempts
from catalogue.people.invitations import Closed
from catalogue.people.person import NewSession
from catalogue.values.roles import Role
from catalogue.web.access.admission import office, somebody
from catalogue.web.access.gate import SESSION_COOKIE
from catalogue.web.pages import inside
from catalogue.web.review.asking import refuse_strangers
from catalogue.words.people_words import is_phone, phone_name
from catalogue.words.wording import sayable

login = Blueprint("login", __name__)
login.before_request(refuse_strangers)

_WRONG, _SLOWER, _GONE = 403, 429, 410
_DAY_S = 24 * 3600
#: The screen of the phone's page that says how to install it.
INSTALL = "/terrain/#install"
_WHY = {
    "short": sayable("Take at least 12 characters: three or four words do well."),
    "long": sayable("Take at most 1,000 characters."),
    "name": sayable("Your name is the first thing that anybody would try. Take another password."),
    "common": sayable("This password is one of the first that anybody would try. Take another one."),
}


@login.get("/login")
def asked() -> str | Response:
    """Who are you? Whoever is known goes on."""
    office()
    if somebody() is not None:
        return redirect(_next(), 303)  # type: ignore[return-value]
    return _form()


@login.post("/login")
def entered() -> Response:
    """Whoever knows their password is logged in, with a session that is new."""
    name, password = request.form.get("name", ""), request.form.get("password", "")
    try:
        session = office().log_in(name, password, address=address(), device=device())
    except LoginRefused:
        told = g.language.text("This name and this password do not go together.")
        return Response(_form(told), _WRONG)
    except TooManyAttempts as slower:
        refused = Response(_form(slow_down(slower.seconds)), _SLOWER)
        refused.headers["Retry-After"] = str(slower.seconds)
        return refused
    return welcome(session, _next())


@login.post("/logout")
def left() -> Response:
    """This browser is nobody's any more."""
    secret = request.cookies.get(SESSION_COOKIE)
    if secret:
        office().log_out(secret)
    response = redirect("/login", 303)
    response.delete_cookie(SESSION_COOKIE, samesite="Lax", httponly=True, secure=request.is_secure)
    # Not the storage: photos that wait in the phone's page for a network must outlive whoever logs out.
    response.headers["Clear-Site-Data"] = '"cache"'
    return response  # type: ignore[return-value]


@login.get("/not-yours")
def not_yours() -> Response:
    """What somebody is shown who asks for data that are not open to their role."""
    abort(403)


@login.get("/invitation/<secret>")
def invited(secret: str) -> Response:
    """Whoever holds the link chooses a password; nothing is used up by looking."""
    return _invitation(secret)


@login.post("/invitation/<secret>")
def accepted(secret: str) -> Response:
    """The link is used up, and whoever held it is logged in."""
    password, phone = request.form.get("password", ""), _phone_of(secret)
    if password != request.form.get("again", ""):
        return _invitation(secret, g.language.text("The two passwords differ. Type the same one twice."))
    try:
        session = office().accept(secret, password, address=address(), device=device(), phone=phone)
    except PasswordRefused as refused:
        return _invitation(secret, why_refused(refused))
    except InvitationRefused:
        return _invitation(secret)
    return welcome(session, INSTALL if phone and session.person.role is Role.FIELD else "/")


def _phone_of(secret: str) -> str | None:
    """What the phone is called with which an invitation is taken up; None for another device."""
    invitation = office().read_invitation(secret)
    if isinstance(invitation, Closed) or not is_phone(device()):
        return None
    return phone_name(invitation.person.name, g.language)


def _invitation(secret: str, wrong: str = "") -> Response:
    invitation = office().read_invitation(secret)
    if isinstance(invitation, Closed):
        return private(Response(render_template("invitation_gone.html", reason=invitation.value), _GONE))
    html = render_template("invitation.html", invitation=invitation, wrong=wrong)
    return private(Response(html, 422 if wrong else 200))


def private(response: Response) -> Response:
    """An address that is a secret is told to nobody, and kept nowhere."""
    response.headers["Cache-Control"] = "no-store"
    return response


def _form(wrong: str = "") -> str:
    return render_template("login.html", next=_next(), name=request.form.get("name", ""), wrong=wrong)


def _next() -> str:
    return inside(request.values.get("next", "/"))


def welcome(session: NewSession, then: str) -> Response:
    """This browser is that person's from now on."""
    response = redirect(inside(then), 303)
    response.set_cookie(
        SESSION_COOKIE,
        session.secret,
        max_age=session.longest_days * _DAY_S,
        httponly=True,
        samesite="Lax",
        secure=request.is_secure,
    )
    return response  # type: ignore[return-value]


def address() -> str:
    """Where the request comes from, as the server knows it."""
    return request.remote_addr or ""


def device() -> str:
    """What the browser calls itself, in short."""
    return request.headers.get("User-Agent", "")[:200]


def slow_down(seconds: int) -> str:
    """Say when to try again."""
    told: str = g.language.counted(
        "Too many attempts. Try again in %(n)s second.",
        "Too many attempts. Try again in %(n)s seconds.",
        seconds,
    )
    return told


def why_refused(refused: PasswordRefused) -> str:
    """Say why a password is none."""
    told: str = g.language.text(_WHY.get(refused.why, _WHY["common"]))
    return told
