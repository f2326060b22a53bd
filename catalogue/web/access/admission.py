"""Before each page of the site: whoever asks may see it, or is told what to do."""

from typing import Any
from urllib.parse import urlencode

from flask import Flask, Response, abort, current_app, g, redirect, request

from catalogue.people.office import Office
from catalogue.people.person import Person
from catalogue.web.access.refusing import CHALLENGE, login_address, wants_page
from catalogue.web.access.rules import rule_of_site
from catalogue.web.asgi import PERSON, Scope

#: What leaves with exact positions, or as it came from the camera: who took it is written down.
_LOGGED = {
    "/originals/<sha256>": "original",
    "/take/photos.geojson": "geojson",
    "/take/photos.gpkg": "gpkg",
    "/take/photos.xlsx": "xlsx",
    "/take/photos.zip": "zip",
}
_LONGEST = 500
_OK = 200


def add_access(app: Flask, office: Office | None) -> None:
    """The site asks the rules. Without an office it has no accounts, and whoever reaches it may do everything."""
    app.config["OFFICE"] = office
    app.before_request(_admit)
    app.after_request(_log_access)
    app.context_processor(_about_person)


def office() -> Office:
    """Who keeps the accounts; 404 where there are none."""
    found: Office | None = current_app.config["OFFICE"]
    return found or abort(404)


def has_accounts() -> bool:
    """True when people log in here."""
    return current_app.config["OFFICE"] is not None


def somebody() -> Person | None:
    """Who asks; None when nobody is logged in."""
    found: Person | None = g.get("person")
    return found


def may(route: str, method: str = "GET") -> bool:
    """True when whoever asks may use a route of the site."""
    person = somebody()
    return not has_accounts() or rule_of_site(method, route).admits(person.role if person else None)


def _admit() -> Response | None:
    g.person = _scope().get(PERSON) if has_accounts() else None
    if not has_accounts():
        return None
    if request.url_rule is None:
        return None if g.person else _to_login()
    rule = rule_of_site(request.method, request.url_rule.rule)
    if rule.admits(g.person.role if g.person else None):
        return abort(403) if rule.in_person and g.person.by != "session" else None
    return abort(403) if g.person else _to_login()


def _to_login() -> Response:
    if _scope() and wants_page(_scope()):
        return redirect(login_address(request.path, request.query_string.decode("latin-1")), 303)  # type: ignore[return-value]
    refused = Response(g.language.text("Say first who you are: log in, or send a token.") + "\n", 401)
    refused.headers["WWW-Authenticate"] = CHALLENGE
    refused.mimetype = "text/plain"
    return refused


def _scope() -> Scope:
    scope: Scope = request.environ.get("asgi.scope", {})
    return scope


def _log_access(response: Response) -> Response:
    person, rule = somebody(), request.url_rule
    if person is not None and rule is not None and rule.rule in _LOGGED and response.status_code == _OK:
        # Not the words that were searched for: they may be a file's name, which an erasure would not find here.
        asked = urlencode([pair for pair in request.args.items(multi=True) if pair[0] != "_q"])[:_LONGEST]
        # The photo, not its hash: an erasure has to find what was written down of it.
        office().log_access(person, _LOGGED[rule.rule], g.get("photo_taken"), asked or None)
    return response


def _about_person() -> dict[str, Any]:
    return {"person": somebody(), "accounts": has_accounts(), "may": may}
