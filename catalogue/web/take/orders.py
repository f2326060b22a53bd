"""What an address under `/take` asks for: a result of the gallery, and how large its pictures are to be."""

from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from json import dumps
from urllib.parse import parse_qsl, urlencode

from catalogue.database.connection import Connection, connect
from catalogue.exports.asked import Asked, file_name
from catalogue.exports.drawing import chosen_size, drawer, said_size, valid_width
from catalogue.exports.illustrations import Size
from catalogue.exports.packing import Parcel
from catalogue.exports.parcels import Plan, plan
from catalogue.home.paths import Home
from catalogue.words.languages import Language

#: What an address says of the taking; all else is the gallery's.
OURS = frozenset({"size", "width_cm", "internal", "alone"})
_PLACES = ("park", "itinerary", "cite", "site", "terril", "commune", "epci", "_q")
GALLERY = "/explore/catalogue/photos"


@dataclass(frozen=True, slots=True)
class Wish:
    """An address, read: the gallery's query as it is, the size of pictures, whether internal ones go too.

    Pictures `alone` go without the layer and the table.
    """

    query: str
    size: Size
    width_cm: str
    internal: bool
    alone: bool = False

    @classmethod
    def read(cls, query_string: str) -> "Wish":
        """Read what stands behind the `?`; a size or width that nobody knows is a usual one."""
        pairs = parse_qsl(query_string, keep_blank_values=True)
        ours = {name: value for name, value in pairs if name in OURS}
        query = urlencode([pair for pair in pairs if pair[0] not in OURS])
        width = valid_width(ours.get("width_cm", ""))
        size = chosen_size(ours.get("size", ""), width)
        return cls(query, size, width, ours.get("internal") == "1", ours.get("alone") == "1")

    def names(self) -> Sequence[str]:
        """What files are called after: the first place or search that was asked for."""
        pairs = parse_qsl(self.query)
        return next(([value] for kind in _PLACES for name, value in pairs if name == kind), [])


@dataclass(frozen=True, slots=True)
class Order:
    """A whole order, frozen: the photos by id, the plan of what goes, and who asked for what."""

    wish: Wish
    ids: Sequence[str]
    plan: Plan
    asked: Asked

    @property
    def key(self) -> str:
        """The same for the same photos, known in the same way, asked for in the same way."""
        wish = (self.wish.query, self.wish.size, self.wish.internal, self.wish.alone)
        parts = (wish, self.plan.state, self.asked.language.code, self.asked.site)
        return sha256(repr(parts).encode()).hexdigest()

    def parcel(self, home: Home) -> Parcel:
        """What is to be packed."""
        wish = self.wish
        size, draw = said_size(wish.size, self.asked.language), drawer(home, wish.size)
        return Parcel(self.plan, self.asked, draw, size, internal=wish.internal, alone=wish.alone)

    def file_name(self, extension: str) -> str:
        """The name of what is taken away."""
        return file_name(self.wish.names(), self.plan.years, len(self.plan.leaves), extension)


def order_of(home: Home, wish: Wish, ids: Sequence[str], asked: Asked) -> Order:
    """Freeze an order: what goes is decided now, by what is known now."""
    with closing(connect(home.catalogue, readonly=True)) as db:
        db.execute("BEGIN")
        return Order(wish, ids, plan(db, ids, internal=wish.internal), asked)


def asked_now(said: Sequence[str], query: str, language: Language, site: str | None) -> Asked:
    """What is asked at this moment, on the clock of this machine."""
    address = f"{site}{GALLERY}{f'?{query}' if query else ''}" if site else None
    return Asked(said, datetime.now(UTC).astimezone(), language, address, site)


def years_of(db: Connection, ids: Sequence[str]) -> tuple[int | None, int | None]:
    """The first and the last year of some photos."""
    query = "SELECT min(taken_year), max(taken_year) FROM json_each(?) JOIN photos ON photos.id = value"
    first, last = db.execute(query, [dumps(list(ids))]).fetchone()
    return first, last
