"""Photos are set aside with a reason and brought back, and the list of themes is kept."""

from urllib.parse import urlencode

from flask import Blueprint, Response, abort, current_app, g, redirect, render_template, request

from catalogue.database.connection import Connection
from catalogue.errors import ChangedSince, DecisionRefused
from catalogue.home.paths import Home
from catalogue.library import Library, now_text
from catalogue.photos.theme_list import add_theme, listed_themes, remove_theme, themes_in_use
from catalogue.reviewing import keeping
from catalogue.reviewing.journal import Action
from catalogue.web.edit import words
from catalogue.web.pages import inside
from catalogue.web.reading import reading
from catalogue.web.results import Results
from catalogue.web.review.asking import (
    answer,
    clean_name,
    forget_said,
    person,
    photo_ids,
    refuse_strangers,
    remember,
    said,
)
from catalogue.web.review.words import refused

aside = Blueprint("aside", __name__)
aside.before_request(refuse_strangers)
aside.after_request(forget_said)

_MOST_BYTES = 4_000_000
_A_PAGE = 60
_DIGITS = 10


@aside.post("/edit/aside")
def set_aside() -> Response:
    """Photos, or all of a result, are shown no longer, for a reason."""
    request.max_content_length = _MOST_BYTES
    by, reason = _by(), request.form.get("reason", "")
    if reason not in keeping.REASONS:
        abort(400)
    if not by:
        return _nameless()
    with Library.open(_home().root) as library:
        ids = _chosen(library.db)
        return remember(_done(lambda: keeping.set_aside(library.db, ids, by, reason)), by)


@aside.get("/aside")
def listed() -> str:
    """Photos that are aside, the latest first."""
    text = request.args.get("skip", "0")
    skip = int(text) if text.isascii() and text.isdecimal() and len(text) < _DIGITS else 0
    with reading(_home()) as db:
        photos = keeping.aside(db, _A_PAGE + 1, skip)
    return render_template(
        "aside.html",
        photos=photos[:_A_PAGE],
        more=skip + _A_PAGE if len(photos) > _A_PAGE else None,
        reasons=keeping.REASONS,
        words=words,
        by=person(),
        flash=said(),
    )


@aside.post("/aside/restore")
def restored() -> Response:
    """Photos are shown again."""
    request.max_content_length = _MOST_BYTES
    by, ids = _by(), request.form.getlist("photo")
    if not ids:
        return answer(g.language.text("Tick the photos first."), "/aside", bad=True)
    if not by:
        return _nameless()
    with Library.open(_home().root) as library:
        return remember(_done(lambda: keeping.restore(library.db, ids, by), "/aside"), by)


@aside.get("/themes")
def themes() -> str:
    """The agency's list, and what is in use beside it."""
    with reading(_home()) as db:
        own, used = listed_themes(db), themes_in_use(db)
    names = {row[0] for row in own}
    others = [row for row in used if row[0] not in names]
    return render_template("themes.html", listed=own, others=others, flash=said())


@aside.post("/themes")
def theme_changed() -> Response:
    """A theme joins the list, or leaves it."""
    theme, what = request.form.get("theme", ""), request.form.get("what")
    if what not in ("add", "remove"):
        abort(400)
    with Library.open(_home().root) as library:
        try:
            if what == "remove":
                remove_theme(library.db, theme)
            else:
                add_theme(library.db, theme, person() or None, now_text())
        except DecisionRefused:
            told = g.language.text("This is no theme: write a word or a few, without semicolons.")
            return answer(told, "/themes", bad=True)
    return redirect("/themes", 303)  # type: ignore[return-value]


def _done(act, then: str | None = None) -> Response:  # type: ignore[no-untyped-def] # noqa: ANN001
    back = then or inside(request.form.get("next", "/explore/catalogue/photos"))
    try:
        action: Action = act()
    except (DecisionRefused, ChangedSince) as error:
        return answer(refused(error, g.language), back, bad=True)
    return redirect(f"/edit/done/{action.id}?{urlencode({'next': back})}", 303)  # type: ignore[return-value]


def _chosen(db: Connection) -> list[str]:
    if "query" not in request.form:
        return photo_ids()
    results: Results = current_app.config["RESULTS"]
    return results.photos(request.form["query"], g.language).ids(db)


def _by() -> str:
    return clean_name(request.form.get("by", "")) or person()


def _nameless() -> Response:
    """The name is asked for once, with the same form again."""
    kept = [(name, value) for name in request.form for value in request.form.getlist(name) if name != "by"]
    html = render_template("edit_name.html", kept=kept, action=request.path)
    return Response(html, 422)


def _home() -> Home:
    home: Home = current_app.config["HOME"]
    return home
