"""Which photos a form speaks of, who sends it, and where it leads: what all forms of editing have in common."""

from collections.abc import Sequence

from flask import Response, abort, g, redirect, render_template, request, url_for

from catalogue.database.connection import Connection
from catalogue.reviewing.journal import Action
from catalogue.web.pages import inside
from catalogue.web.results import Result
from catalogue.web.review import asking
from catalogue.web.review.asking import answer, remember
from catalogue.web.review.words import done

GALLERY = "/explore/catalogue/photos"
#: One action concerns at most this many photos: more are a mistake, or are better told apart.
MOST = 20_000
_MOST_BYTES = 4_000_000
_DIGITS = 15
# Pages that say what the last decision came to, and offer to undo it; the gallery does not.
_SPEAKING = ("/photos/", "/aside")
_NAMELESS = 422


def bounded() -> None:
    """A form may be as large as the numbers of very many photos, and no larger: 413."""
    request.max_content_length = request.max_form_memory_size = _MOST_BYTES


def numbers() -> list[int]:
    """The photos that the form speaks of, by number, each once; 400 when it names none, or what is no number."""
    parts = request.form.get("numbers", "").split(",")
    if len(parts) > MOST or not all(map(is_number, parts)):
        abort(400)
    return list(dict.fromkeys(map(int, parts)))


def ids_of(db: Connection, chosen: Sequence[int]) -> list[str]:
    """Their ids; one that is gone since is left out."""
    return Result(chosen, ()).ids(db)


def seen() -> int | None:
    """The last change that the page had seen."""
    text = request.form.get("seen", "")
    return int(text) if is_number(text) else None


def then() -> str:
    """Where the form leads back to."""
    return inside(request.values.get("next", GALLERY))


def who() -> str:
    """Who sends the form; empty when they never said."""
    return asking.who()


def nameless() -> Response:
    """The name is asked for once, and the form is kept meanwhile."""
    kept = [(name, value) for name in request.form for value in request.form.getlist(name) if name != "by"]
    html = render_template("edit_name.html", kept=kept, action=request.path)
    return Response(html, _NAMELESS)


def made(action: Action, by: str, back: str = "") -> Response:
    """Tell what was done, with the way to undo it: where the form leads back to, or else on a page of its own."""
    back = back or then()
    if back.startswith(_SPEAKING):
        told = done(action.what, action.photos, g.language)
        return remember(answer(told, back, undo=action.id), by)
    address = url_for("edit.made", action_id=action.id, next=back)
    return remember(redirect(address, 303), by)  # type: ignore[arg-type]


def is_number(text: str) -> bool:
    """True for a number that SQLite can hold."""
    return text.isascii() and text.isdecimal() and len(text) <= _DIGITS
