"""The tables of `catalogue.db`, as migrations that only ever go forward.

Each migration is one SQL script, never edited once released. Other tools read these tables: names that stand
here are a promise. Column descriptions in French and English live in `descriptions`.
"""

from typing import NamedTuple

from catalogue.database.schema.gallery import GALLERY
from catalogue.database.schema.main_road import MAIN_ROAD
from catalogue.database.schema.phone import PHONE
from catalogue.database.schema.places import PLACES


class Migration(NamedTuple):
    """A step from one version of the schema to the next. `name` is what the database remembers."""

    name: str
    script: str


MIGRATIONS: tuple[Migration, ...] = (
    Migration("main_road", MAIN_ROAD),
    Migration("places", PLACES),
    Migration("gallery", GALLERY),
    Migration("phone", PHONE),
)
VERSION = len(MIGRATIONS)
