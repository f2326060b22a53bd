"""The page of the agency's own list of themes: what is on it, what else is in use, and other names for them."""

from contextlib import suppress

from flask import Blueprint, Response, abort, g, render_template, request

from catalogue.database.connection import Connection
from catalogue.errors import DecisionRefused
from catalogue.library import Library, now_text
from catalogue.photos.theme_list import add_theme, listed_themes, remove_theme, theme_name, themes_in_use
from catalogue.reviewing.theming import rename_theme
from catalogue.web import served
from catalogue.web.edit import chosen
from catalogue.web.reading import reading
from catalogue.web.review.asking import answer, forget_said, person, refuse_strangers, remember, said
from catalogue.web.review.words import done
from catalogue.words.languages import Language

themes = Blueprint("themes", __name__)
themes.before_request(refuse_strangers)
themes.before_request(chosen.bounded)
themes.after_request(forget_said)

_HERE = "/themes"


@themes.get("/themes")
def listed() -> str:
    """The list, and what is in use beside it, each with its photos."""
    with reading(served.home()) as db:
        own, used = listed_themes(db), themes_in_use(db)
    names = {row[0] for row in own}
    others = [row for row in used if row[0] not in names]
    return render_template("themes.html", listed=own, others=others, by=person(), flash=said())


@themes.post("/themes")
def changed() -> Response:
    """A theme joins the list or leaves it, all in use join it, or one gets another name."""
    what, theme = request.form.get("what"), request.form.get("theme", "")
    with Library.open(served.home().root) as library:
        try:
            if what == "rename":
                return _renamed(library.db, theme)
            return answer(_kept(library.db, what, theme), _HERE)
        except DecisionRefused:
            told = g.language.text("This is no theme: write a word or a few, without semicolons.")
            return answer(told, _HERE, bad=True)


def _kept(db: Connection, what: str | None, theme: str) -> str:
    speaker: Language = g.language
    if what == "remove":
        remove_theme(db, theme)
        return speaker.text("%(theme)s is off the list.", theme=theme)
    if what == "add":
        add_theme(db, theme, person() or None, now_text())
        return speaker.text("%(theme)s is on the list.", theme=theme_name(theme))
    if what != "all":
        abort(400)
    for name, _ in themes_in_use(db):
        with suppress(DecisionRefused):  # a file may bring what nobody would write
            add_theme(db, name, person() or None, now_text())
    on_list = len(listed_themes(db))
    return speaker.counted("%(n)s theme is on the list.", "%(n)s themes are on the list.", on_list)


def _renamed(db: Connection, theme: str) -> Response:
    by = chosen.who()
    if not by:
        return chosen.nameless()
    action = rename_theme(db, theme, request.form.get("name", ""), by)
    if action is None:
        return answer(g.language.text("The theme has its new name."), _HERE)
    return remember(answer(done(action.what, action.photos, g.language), _HERE, undo=action.id), by)
