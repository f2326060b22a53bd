"""The pages of editing: what photos have and what is to be written, a look at it, and writing it."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import Blueprint, Response, abort, g, render_template, request

from catalogue.database.connection import Connection
from catalogue.errors import ChangedSince, DecisionRefused, ResultRefused
from catalogue.library import Library
from catalogue.photos.theme_list import offered_themes
from catalogue.reviewing import editing, keeping
from catalogue.reviewing.editing import FIELDS, Edit, Problem
from catalogue.reviewing.journal import last_change
from catalogue.reviewing.undoing import last_actions
from catalogue.web import served
from catalogue.web.edit import chosen, words
from catalogue.web.edit.chosen import GALLERY, MOST
from catalogue.web.edit.wish import carried, read_edit, shared
from catalogue.web.reading import reading, rows
from catalogue.web.review.asking import forget_said, person, refuse_strangers, said
from catalogue.web.review.words import done
from catalogue.words.rights_words import DIFFUSIONS

edit = Blueprint("edit", __name__)
edit.before_request(refuse_strangers)
edit.before_request(chosen.bounded)
edit.after_request(forget_said)

_THUMBS = 7
_LAST = 8
_REFUSED, _CONFLICT = 422, 409
_NUMBERS = "SELECT * FROM photos WHERE number IN (SELECT value FROM json_each(?)) ORDER BY number LIMIT ?"


@edit.get("/edit")
def asked() -> Response:
    """What the photos of a result have now, field by field, and a form that changes it."""
    query = "&".join(
        part
        for part in request.query_string.decode("ascii", "replace").split("&")
        if not part.startswith("next=")
    )
    try:
        result = served.results().photos(query, g.language)
    except ResultRefused:
        return _none(words.NO_RESULT)
    if len(result.numbers) > MOST:
        return _none(words.TOO_MANY)
    then = chosen.then() if "next" in request.args else f"{GALLERY}?{query}"
    return _form(result.numbers, then, said=result.said, everything=not result.said)


@edit.post("/edit/preview")
def looked_at() -> Response:
    """What an edit would change; of one photo it is written at once."""
    numbers, change = chosen.numbers(), read_edit(request.form)
    if not change:
        return _form(numbers, chosen.then(), wrong=[g.language.text(words.NOTHING)])
    if "again" in request.form:
        return _form(numbers, chosen.then(), typed=dict(carried(change)), change=change)
    with reading(served.home()) as db:
        wrong = [*editing.problems(change), *_unlisted(db, change)]
        if wrong:
            return _form(
                numbers,
                chosen.then(),
                wrong=words.problems(wrong, g.language),
                typed=request.form,
                change=change,
            )
        if len(numbers) > 1:
            return _preview(db, numbers, change)
    return _apply(numbers, change)


@edit.post("/edit/apply")
def written() -> Response:
    """The edit is written, in one action."""
    numbers, change = chosen.numbers(), read_edit(request.form)
    with reading(served.home()) as db:
        if not change or editing.problems(change) or _unlisted(db, change):
            abort(400)
    return _apply(numbers, change)


@edit.get("/edit/done/<action_id>")
def made(action_id: str) -> str:
    """What was done, the way back, and how to undo it, as well as what this person did before."""
    with reading(served.home()) as db:
        found = rows(db, "SELECT * FROM actions WHERE id = ?", [action_id])
        before = _last(db)
    if not found:
        abort(404)
    return render_template(
        "edit_done.html",
        action=found[0],
        actions=[one for one in before if one.id != action_id],
        done=_done,
        then=chosen.then(),
        flash=said(),
    )


def _apply(numbers: Sequence[int], change: Edit) -> Response:
    by = chosen.who()
    if not by:
        return chosen.nameless()
    with Library.open(served.home().root) as library:
        ids = chosen.ids_of(library.db, numbers)
        if not ids:
            return _none(words.GONE)
        try:
            return chosen.made(editing.edit(library.db, ids, change, by, seen=chosen.seen()), by)
        except ChangedSince:
            return _conflict(library.db, numbers, ids, change, by)
        except DecisionRefused:
            return _form(numbers, chosen.then(), wrong=[g.language.text(words.ALREADY)])


def _conflict(db: Connection, numbers: Sequence[int], ids: Sequence[str], change: Edit, by: str) -> Response:
    """Somebody else wrote the same since: who, when and what, and a way to write all the same."""
    others = editing.changed_since(db, ids, editing.fields_of(change), by, chosen.seen() or 0)
    return _page(numbers, change, others=others, seen=last_change(db), status=_CONFLICT)


def _preview(db: Connection, numbers: Sequence[int], change: Edit) -> Response:
    ids = chosen.ids_of(db, numbers)
    if not ids:
        return _none(words.GONE)
    return _page(numbers, change, previews=editing.preview(db, ids, change), seen=chosen.seen())


def _page(numbers: Sequence[int], change: Edit, *, status: int = 200, **more: Any) -> Response:
    html = render_template(
        "edit_preview.html",
        numbers=numbers,
        change=change,
        carried=list(carried(change)),
        words=words,
        then=chosen.then(),
        by=person(),
        **more,
    )
    return Response(html, status)


def _form(
    numbers: Sequence[int],
    then: str,
    *,
    wrong: Sequence[str] = (),
    typed: Mapping[str, str] | None = None,
    change: Edit | None = None,
    said: Sequence[str] = (),
    everything: bool = False,
) -> Response:
    with reading(served.home()) as db:
        values = editing.values_now(db, chosen.ids_of(db, numbers))
        offered, own = offered_themes(db)
        # What a form was drawn with stays, or a mistake in it would hide what others wrote meanwhile.
        seen = chosen.seen() if request.method == "POST" else None
        html = render_template(
            "edit.html",
            numbers=numbers,
            photos=rows(db, _NUMBERS, [str(list(numbers)), _THUMBS]),
            values=values,
            same=shared(values),
            offered=_offered(offered, values, len(numbers)),
            own_list=own,
            seen=last_change(db) if seen is None else seen,
            told={name: words.now(name, values[name], g.language) for name in FIELDS},
            words=words,
            diffusions=[(code, g.language.text(text)) for code, text in DIFFUSIONS.items()],
            stars=[(n, "★" * n) for n in range(5, 0, -1)],
            reasons=keeping.GIVEN,
            wrong=wrong,
            then=then,
            said=said,
            everything=everything,
            typed=typed or {},
            change=change or Edit(),
            actions=_last(db),
            done=_done,
            by=person(),
        )
    return Response(html, _REFUSED if wrong else 200)


def _offered(
    themes: Sequence[str], values: Mapping[str, Sequence[tuple[str | None, int]]], photos: int
) -> list[str]:
    """Themes that can be added: those that not all of the photos have."""
    of_all = {theme for theme, n in values[editing.THEME] if n == photos}
    return [theme for theme in themes if theme not in of_all]


def _unlisted(db: Connection, change: Edit) -> list[Problem]:
    """Themes to add that are not on the agency's list, where there is one: it is kept on a page of its own."""
    offered, own = offered_themes(db)
    return [Problem(editing.THEME, "not-listed")] * (own and not set(change.added) <= set(offered))


def _last(db: Connection) -> list[Any]:
    return list(last_actions(db, person(), most=_LAST)) if person() else []


def _done(what: str, photos: int) -> str:
    return done(what, photos, g.language)


def _none(sentence: str) -> Response:
    """There is nothing to edit, and why."""
    return Response(render_template("edit_none.html", sentence=g.language.text(sentence)), _REFUSED)
