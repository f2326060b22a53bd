"""Themes of photos, found by what a person writes."""

from catalogue.database.connection import Connection
from catalogue.database.folding import fold

# One look into the index for each theme: reading all of it takes a second at a million photos.
_EVERY = """
    with recursive each(theme) as (
        select min(theme) from photo_themes
        union all
        select (select min(theme) from photo_themes where theme > each.theme) from each where theme is not null)
    select theme from each where theme is not null
"""


def find_themes(db: Connection, text: str) -> tuple[str, ...]:
    """The themes that a text means: the one of that name, or all that differ by accents and capitals alone."""
    if db.execute("select 1 from photo_themes where theme = ?", [text]).fetchone():
        return (text,)
    folded = fold(text.strip())
    return tuple(theme for (theme,) in db.execute(_EVERY) if fold(theme) == folded)
