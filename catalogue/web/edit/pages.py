"""The pages of editing: what photos have and what is to be written, a look at it, and writing it."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, abort, current_app, g, redirect, render_template, request

from catalogue.database.connection import Connection
from catalogue.errors import ChangedSince, DecisionRefused, ResultRefused
from catalogue.home.paths import Home
from catalogue.library import Library
from catalogue.photos.theme_list import offered_themes
from catalogue.reviewing import editing
from catalogue.reviewing.editing import FIELDS, THEME, Edit
from catalogue.reviewing.journal import last_change
from catalogue.web.edit import words
from catalogue.web.edit.wish import carried, read_edit, shared
from catalogue.web.pages import inside
from catalogue.web.reading import reading, rows
from catalogue.web.results import Result, Results
from catalogue.web.review.asking import clean_name, forget_said, person, refuse_strangers, remember, said
from catalogue.web.review.words import done, refused

edit = Blueprint("edit", __name__)
edit.before_request(refuse_strangers)
edit.after_request(forget_said)

GALLERY = "/explore/catalogue/photos"
_MOST_BYTES = 8_000_000
_THUMBS = 12
_REFUSED = 422
_NUMBERS = "SELECT * FROM photos WHERE number IN (SELECT value FROM json_each(?)) ORDER BY number LIMIT ?"


@edit.get("/edit")
def asked() -> Response:
    """What the photos of a result have now, field by field, and a form that changes it."""
    query = request.query_string.decode("latin-1")
    try:
        result = _results().photos(_without_next(query), g.language)
    except ResultRefused:
        abort(400)
    return _form(result.numbers, inside(request.args.get("next") or f"{GALLERY}?{query}"))


@edit.post("/edit/preview")
def looked_at() -> Response:
    """What an edit would change; of one photo it is written at once."""
    request.max_content_length = _MOST_BYTES
    numbers, change = _numbers(), read_edit(request.form)
    if not change:
        return _form(numbers, _next(), wrong=[g.language.text("Nothing was changed: fill in a field first.")])
    if found := editing.problems(change):
        return _form(numbers, _next(), wrong=words.problems(found, g.language))
    if len(numbers) == 1:
        return _apply(numbers, change)
    with reading(_home()) as db:
        seen = editing.preview(db, Result(numbers, ()).ids(db), change)
    return _page("edit_preview.html", numbers, change, previews=seen)


@edit.post("/edit/apply")
def written() -> Response:
    """The edit is written, in one action."""
    request.max_content_length = _MOST_BYTES
    numbers, change = _numbers(), read_edit(request.form)
    if not change or editing.problems(change):
        abort(400)
    return _apply(numbers, change)


@edit.get("/edit/done/<action_id>")
def made(action_id: str) -> str:
    """What was done, with the way back and the way to undo it."""
    with reading(_home()) as db:
        found = rows(db, "SELECT * FROM actions WHERE id = ?", [action_id])
    if not found:
        abort(404)
    told = done(found[0]["what"], found[0]["photos"], g.language)
    return render_template("edit_done.html", action=found[0], told=told, then=_next(), flash=said())


def _apply(numbers: Sequence[int], change: Edit) -> Response:
    by = clean_name(request.form.get("by", "")) or person()
    if not by:
        return _page("edit_preview.html", numbers, change, previews=(), nameless=True)
    with Library.open(_home().root) as library:
        ids = Result(numbers, ()).ids(library.db)
        others = [] if request.form.get("anyway") else _others(library.db, ids, change, by)
        if others:
            return _page("edit_preview.html", numbers, change, previews=(), others=others, status=409)
        try:
            action = editing.edit(library.db, ids, change, by)
        except (DecisionRefused, ChangedSince) as error:
            return _form(numbers, _next(), wrong=[refused(error, g.language)])
    then = f"/edit/done/{action.id}?{urlencode({'next': _next()})}"
    return remember(redirect(then, 303), by)  # type: ignore[arg-type]


def _others(db: Connection, ids: Sequence[str], change: Edit, by: str) -> list[tuple[str, str, str, str]]:
    """What others wrote into the same fields since the page was drawn: photo, field, words, when."""
    fields = [*change.texts, *([THEME] if change.added or change.removed else [])]
    found = editing.changed_since(db, ids, fields, by, _seen())
    return [
        (one.photo_id, words.field(one.field, g.language), words.changed(one, g.language), one.at)
        for one in found
    ]


def _form(numbers: Sequence[int], then: str, wrong: Sequence[str] = ()) -> Response:
    with reading(_home()) as db:
        values = editing.values_now(db, Result(numbers, ()).ids(db))
        offered, own = offered_themes(db)
        page = {
            "numbers": numbers,
            "photos": rows(db, _NUMBERS, [str(list(numbers)), _THUMBS]),
            "values": values,
            "same": shared(values),
            "offered": offered,
            "own_list": own,
            # What a form was drawn with stays, or a mistake in it would hide what others wrote meanwhile.
            "seen": _seen() if request.method == "POST" else last_change(db),
        }
    told = {name: words.now(name, values[name], g.language) for name in FIELDS}
    typed = request.form if request.method == "POST" else {}
    html = render_template(
        "edit.html", **page, told=told, words=words, wrong=wrong, then=then, typed=typed, by=person()
    )
    return Response(html, _REFUSED if wrong else 200)


def _page(template: str, numbers: Sequence[int], change: Edit, *, status: int = 200, **more: Any) -> Response:
    html = render_template(
        template,
        numbers=numbers,
        carried=list(carried(change)),
        words=words,
        then=_next(),
        seen=_seen(),
        by=person(),
        **more,
    )
    return Response(html, status)


def _numbers() -> list[int]:
    """The photos that a form speaks of, by number; 400 when it names none."""
    parts = request.form.get("numbers", "").split(",")
    if not all(part.isascii() and part.isdecimal() and len(part) < 16 for part in parts):  # noqa: PLR2004 SQLite's
        abort(400)
    return list(dict.fromkeys(map(int, parts)))


def _seen() -> int:
    text = request.form.get("seen", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 16 else 0  # noqa: PLR2004 the same


def _next() -> str:
    return inside(request.values.get("next", GALLERY))


def _without_next(query: str) -> str:
    return "&".join(part for part in query.split("&") if not part.startswith("next="))


def _results() -> Results:
    found: Results = current_app.config["RESULTS"]
    return found


def _home() -> Home:
    home: Home = current_app.config["HOME"]
    return home
