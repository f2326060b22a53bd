"""A theme gets another name, on the list and in all photos that have it."""

from catalogue.database.connection import Connection
from catalogue.errors import DecisionRefused
from catalogue.library import now_text
from catalogue.photos.theme_list import add_theme, listed_themes, remove_theme, theme_name
from catalogue.reviewing.editing import Edit, edit
from catalogue.reviewing.journal import Action

_OF_THEME = "SELECT photo_id FROM photo_themes WHERE theme = ? ORDER BY photo_id"


def rename_theme(db: Connection, old: str, new: str, by: str) -> Action | None:
    """Photos that had the old theme have the new one instead, in one action that can be undone; None when none had it.

    A name that is in use already takes the photos in: the two are one from then on. The list follows where it held the
    old name; it does not come back when the action is undone. DecisionRefused for a name that is none, or the same.
    """
    name = theme_name(new)
    if name == old:
        raise DecisionRefused(f"{old!r} is the name that it has")
    if any(row[0] == old for row in listed_themes(db)):
        add_theme(db, name, by, now_text())
        remove_theme(db, old)
    ids = [row[0] for row in db.execute(_OF_THEME, [old])]
    return edit(db, ids, Edit(added=(name,), removed=(old,)), by) if ids else None
