"""The agency's own list of themes: what is offered when photos are edited."""

from catalogue.database.connection import Connection, writing
from catalogue.errors import DecisionRefused

_LONGEST = 200
_LISTED = """
    SELECT theme, added_at, made_by, (SELECT count(*) FROM photo_themes WHERE photo_themes.theme = themes.theme)
    FROM themes ORDER BY theme
"""
_IN_USE = "SELECT theme, count(*) FROM photo_themes GROUP BY theme ORDER BY count(*) DESC, theme"


def listed_themes(db: Connection) -> list[tuple[str, str, str | None, int]]:
    """The list: theme, since when, by whom, and how many photos have it."""
    return db.execute(_LISTED).fetchall()


def themes_in_use(db: Connection) -> list[tuple[str, int]]:
    """Every theme that photos have, with their number, the commonest first."""
    return db.execute(_IN_USE).fetchall()


def offered_themes(db: Connection) -> tuple[list[str], bool]:
    """What is offered when editing, and whether that is the agency's list: without one, what is in use."""
    own = [row[0] for row in listed_themes(db)]
    return (own, True) if own else ([theme for theme, _ in themes_in_use(db)], False)


def add_theme(db: Connection, theme: str, by: str | None, now: str) -> bool:
    """The list has the theme; false when it had it already. DecisionRefused for what is none."""
    name = theme_name(theme)
    with writing(db):
        found = db.execute("INSERT INTO themes VALUES (?, ?, ?) ON CONFLICT DO NOTHING", [name, now, by])
        return bool(found.rowcount)


def theme_name(text: str) -> str:
    """A theme as it is kept, with single spaces. DecisionRefused for what is none.

    Semicolons part themes in forms and sheets.

    >>> theme_name("  terril  boisé ")
    'terril boisé'
    """
    name = " ".join(text.split())
    if not name or len(name) > _LONGEST or ";" in name or not name.isprintable():
        raise DecisionRefused(f"{text!r} is no theme", "Write a word or a few, without semicolons.")
    return name


def remove_theme(db: Connection, theme: str) -> bool:
    """The theme is offered no longer; photos keep it. False when it was not on the list."""
    with writing(db):
        return bool(db.execute("DELETE FROM themes WHERE theme = ?", [theme]).rowcount)
