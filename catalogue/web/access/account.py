"""*Mon compte*: one's password, devices, tokens and language."""

from collections.abc import Callable

from flask import Blueprint, Response, abort, g, render_template, request, url_for

from catalogue.errors import (
    CredentialRefused,
    NoSuchCredential,
    PasswordRefused,
    TooManyAttempts,
    WrongPassword,
)
from catalogue.people.person import Person
from catalogue.people.phones import PhoneLink
from catalogue.web.access.admission import office, somebody
from catalogue.web.access.login import slow_down, why_refused
from catalogue.web.access.qr import drawn
from catalogue.web.review.asking import answer, forget_said, refuse_strangers, said
from catalogue.words.people_words import phone_name

account = Blueprint("account", __name__)
account.before_request(refuse_strangers)
account.after_request(forget_said)

_DAYS = (30, 90, 365)


def _me() -> Person:
    office()
    return somebody() or abort(401)


@account.get("/account")
def shown() -> str:
    """Who I am here, where I am logged in, and which programs ask in my name."""
    return _page()


@account.post("/account/password")
def password_changed() -> Response:
    """My password is another one, and my other devices are logged out."""
    me, form = _me(), request.form
    if form.get("password", "") != form.get("again", ""):
        return _refused(g.language.text("The two passwords differ. Type the same one twice."))
    try:
        office().change_password(
            me.id, form.get("old", ""), form.get("password", ""), keep_session=me.credential_id
        )
    except WrongPassword:
        return _refused(g.language.text("This is not your present password."))
    except TooManyAttempts as slower:
        return _refused(slow_down(slower.seconds))
    except PasswordRefused as refused:
        return _refused(why_refused(refused))
    told = g.language.text("Your password is changed, and your other devices are logged out.")
    return answer(told, url_for("account.shown"))


@account.post("/account/sessions/<int:session_id>/revoke")
def session_revoked(session_id: int) -> Response:
    """One of my devices is logged out."""
    me = _me()
    _mine(lambda: office().revoke_session(me.id, session_id))
    return answer(g.language.text("This device is logged out."), url_for("account.shown"))


@account.post("/account/tokens")
def token_made() -> Response:
    """A program may ask in my name; the token is shown once."""
    me = _me()
    name = request.form.get("name", "").strip()[:80] or "QGIS"
    days = int(request.form.get("days", "365")) if request.form.get("days", "").isdecimal() else _DAYS[-1]
    try:
        made = office().make_token(me.id, name, None, days if days in _DAYS else _DAYS[-1], me.name)
    except CredentialRefused:
        return _refused(g.language.text("Write what the token is for, in at most 80 letters."))
    response = Response(_page(made=made.secret))
    response.headers["Cache-Control"] = "no-store"
    return response


@account.post("/account/phones")
def phone_added() -> Response:
    """A phone can become mine: the code is shown once, and works for ten minutes."""
    me = _me()
    name = request.form.get("name", "").strip() or phone_name(me.name, g.language)
    try:
        link = office().make_phone_link(me.id, name, me.name)
    except CredentialRefused:
        return _refused(g.language.text("Write what the phone is called, in at most 80 letters."))
    response = Response(_page(phone=link))
    response.headers["Cache-Control"] = "no-store"
    return response


@account.post("/account/tokens/<int:token_id>/revoke")
def token_revoked(token_id: int) -> Response:
    """A program may ask in my name no longer."""
    me = _me()
    _mine(lambda: office().revoke_token(me.id, token_id, me.name))
    return answer(g.language.text("This token is worth nothing any more."), url_for("account.shown"))


def _mine(revoke: Callable[[], None]) -> None:
    """What is somebody else's is not there: 404."""
    try:
        revoke()
    except NoSuchCredential:
        abort(404)


def _refused(why: str) -> Response:
    return Response(_page(wrong=why), 422)


def _page(wrong: str = "", made: str = "", phone: PhoneLink | None = None) -> str:
    me, kept = _me(), office()
    base = request.host_url.rstrip("/")
    address = base + url_for("phones.asked", secret=phone.secret) if phone else ""
    return render_template(
        "account.html",
        me=me,
        sessions=kept.sessions_of(me.id),
        tokens=kept.tokens_of(me.id),
        days=_DAYS,
        wrong=wrong,
        made=made,
        base=base,
        phone=phone,
        address=address,
        qr=drawn(address) if phone else "",
        phone_name=phone_name(me.name, g.language),
        flash=said(),
    )
