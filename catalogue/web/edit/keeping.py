"""Photos are set aside with a reason, listed, and brought back."""

from flask import Blueprint, Response, abort, g, render_template, request

from catalogue.errors import ChangedSince, DecisionRefused
from catalogue.library import Library
from catalogue.reviewing import keeping
from catalogue.web import served
from catalogue.web.edit import chosen, words
from catalogue.web.reading import reading
from catalogue.web.review.asking import answer, forget_said, person, photo_ids, refuse_strangers, said

aside = Blueprint("aside", __name__)
aside.before_request(refuse_strangers)
aside.before_request(chosen.bounded)
aside.after_request(forget_said)

_A_PAGE = 60
_HERE = "/aside"


@aside.post("/edit/aside")
def set_aside() -> Response:
    """Photos are shown no longer, for a reason: one by its id, or those that a form of editing speaks of."""
    by, reason = chosen.who(), request.form.get("reason", "")
    if reason not in keeping.REASONS:
        abort(400)
    if not by:
        return chosen.nameless()
    with Library.open(served.home().root) as library:
        many = "numbers" in request.form
        ids = chosen.ids_of(library.db, chosen.numbers()) if many else photo_ids()
        try:
            return chosen.made(keeping.set_aside(library.db, ids, by, reason), by)
        except DecisionRefused:
            told = words.ASIDE_ALREADY if ids else words.GONE
            return answer(g.language.text(told), chosen.then(), bad=True)


@aside.get("/aside")
def listed() -> str:
    """Photos that are aside, the latest first."""
    text = request.args.get("skip", "0")
    skip = int(text) if chosen.is_number(text) else 0
    with reading(served.home()) as db:
        photos, many = keeping.aside(db, _A_PAGE + 1, skip), keeping.how_many_aside(db)
    return render_template(
        "aside.html",
        photos=photos[:_A_PAGE],
        many=many,
        more=skip + _A_PAGE if len(photos) > _A_PAGE else None,
        reasons=keeping.REASONS,
        words=words,
        by=person(),
        flash=said(),
    )


@aside.post("/aside/restore")
def restored() -> Response:
    """Photos are shown again: one whose button was pressed, or those that are ticked."""
    only = request.form.get("only")
    by, ids = chosen.who(), [only] if only else request.form.getlist("photo")
    if not ids:
        return answer(g.language.text("Tick the photos first."), _HERE, bad=True)
    if not by:
        return chosen.nameless()
    with Library.open(served.home().root) as library:
        try:
            return chosen.made(keeping.restore(library.db, ids, by), by, _HERE)
        except (DecisionRefused, ChangedSince):
            return answer(g.language.text(words.NOT_ASIDE), _HERE, bad=True)
