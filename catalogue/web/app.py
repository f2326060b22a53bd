"""The Flask application: pages for people, pictures out. Only the review desk and the layers write."""

from functools import partial
from typing import Any

from flask import Flask, Response, current_app, g, render_template, request
from werkzeug.exceptions import HTTPException

from catalogue.home.paths import Home
from catalogue.people.office import Office
from catalogue.web.access.account import account
from catalogue.web.access.admission import add_access
from catalogue.web.access.links import links
from catalogue.web.access.login import login
from catalogue.web.access.team import team
from catalogue.web.captions.pages import captions
from catalogue.web.edit.keeping import aside
from catalogue.web.edit.pages import edit
from catalogue.web.edit.themes import themes
from catalogue.web.erase.pages import erase
from catalogue.web.layers.pages import layers
from catalogue.web.maps import add_maps
from catalogue.web.pages import outcomes, pages
from catalogue.web.photo.pages import photo
from catalogue.web.pictures import pictures
from catalogue.web.places import places
from catalogue.web.results import Explorer, Results
from catalogue.web.review.blueprint import add_review
from catalogue.web.runs.pages import add_runs
from catalogue.web.shapes import how_known
from catalogue.web.state.pages import add_state
from catalogue.web.take.pages import add_take
from catalogue.web.terrain.mine import mine
from catalogue.web.terrain.shell import shell
from catalogue.web.tiles import add_tiles
from catalogue.web.to_review import to_review
from catalogue.words import wording
from catalogue.words.languages import COOKIE, LANGUAGES, choose
from catalogue.words.people_words import device_words, role_rights, role_words
from catalogue.words.place_words import belongings
from catalogue.words.reasons import reason


def create_app(home: Home, office: Office | None = None) -> Flask:
    """Make the application for one library; without an office it has no accounts, and is open to all."""
    app = Flask(__name__)
    app.config["HOME"] = home
    app.config["RESULTS"] = Results(Explorer(home, accounts=office is not None))
    app.config["SEND_FILE_MAX_AGE_DEFAULT"] = 3600
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.register_blueprint(pages)
    app.register_blueprint(photo)
    app.register_blueprint(pictures)
    app.register_blueprint(places)
    app.register_blueprint(layers)
    app.register_blueprint(captions)
    app.register_blueprint(edit)
    app.register_blueprint(themes)
    app.register_blueprint(aside)
    for accounts in (login, account, team, links):
        app.register_blueprint(accounts)
    app.register_blueprint(erase)
    app.register_blueprint(shell)
    app.register_blueprint(mine)
    add_tiles(app, home)
    add_maps(app)
    add_review(app)
    add_runs(app, home)
    add_take(app, home)
    add_state(app)
    app.before_request(_choose_language)
    add_access(app, office)
    app.after_request(_vary_by_language)
    app.context_processor(_words)
    app.register_error_handler(HTTPException, _explain)
    return app


def _choose_language() -> None:
    g.language = choose(request.cookies.get(COOKIE), request.headers.get("Accept-Language"))


def _vary_by_language(response: Response) -> Response:
    if response.mimetype == "text/html":
        response.headers.setdefault("Cache-Control", "private, no-cache")
        response.vary.update(("Accept-Language", "Cookie"))
    return response


def _words() -> dict[str, Any]:
    """Give the templates their words: `_`, `ngettext`, and how facts are said."""
    return {
        "_": g.language.text,
        "ngettext": g.language.counted,
        "language": g.language,
        "languages": LANGUAGES,
        "say": wording,
        "reason": reason,
        "belongings": belongings,
        "how_known": how_known,
        "role_words": role_words,
        "role_rights": role_rights,
        "device_words": device_words,
        "outcomes": outcomes,
        "here": request.full_path.rstrip("?"),
        "to_review": partial(to_review, current_app.config["HOME"].catalogue),
    }


def _explain(error: HTTPException) -> tuple[str, int]:
    """Say what went wrong to a person, in their language."""
    status = error.code or 500
    return render_template("error.html", status=status), status
