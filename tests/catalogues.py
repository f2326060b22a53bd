"""Catalogues full of photos that nobody took, for tests and benchmarks of what is served. No picture, only rows."""

import random
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import asynccontextmanager, closing
from pathlib import Path
from typing import Any

from datasette.app import Datasette
from httpx import ASGITransport, AsyncClient

from catalogue.database.connection import Connection, connect, writing
from catalogue.database.folding import fold
from catalogue.home.paths import Home
from catalogue.library import Library
from catalogue.web.dispatcher import dispatcher
from datasette_plugins.gallery.selection import release

Row = dict[str, Any]

PARKS = (
    "Olhain",
    "Îles",
    "Argales",
    "Chabaud-Latour",
    "Germignies Sud",
    "étang du Vignoble",
    "terrils 11/19",
    "9-9 bis",
)
ITINERARIES = (
    "EuroVelo 5, Loos–Wingles",
    "EuroVelo 5, Angres–Olhain",
    "Véloroute du Bassin minier",
    "Boucle 12",
)
CITES = ("Barrois", "Heurteau", "Sabatier", "Declercq", "du Moulin (Lens)", "du Moulin (Liévin)")
EPCIS = ("CABBALR", "CALL", "CAHC", "CAD", "CCCO", "CAPH", "CAVM")
CAMERAS = ("Canon EOS 70D", "NIKON D90", "iPhone 8", "SM-G960F", "DMC-TZ70", "Pixel 4a")
METHODS = ("exif", "folder", "manual", "track")
WORDS = (
    "chevalement",
    "terril",
    "étang",
    "pont",
    "halage",
    "belvédère",
    "fosse",
    "mare",
    "façade",
    "panneau",
    "Nœux",
)
RUN = "2026-11-20-1408-k3f9"


def photo(number: int, dice: random.Random) -> Row:
    """One photo as a row of `photos`; some facts are missing, as they are in life."""
    year, month = dice.choices(range(2006, 2027), weights=range(3, 24))[0], dice.randint(1, 12)
    day, clock = (
        dice.randint(1, 28),
        f"{dice.randint(7, 19):02}:{dice.randint(0, 59):02}:{dice.randint(0, 59):02}",
    )
    measured, method = dice.random() < 0.7, _perhaps(dice, METHODS, 0.8)
    return {
        "id": f"{dice.getrandbits(128):032x}",
        "number": number,
        "taken_at": f"{year}-{month:02}-{day:02}T{clock}" if measured else None,
        "taken_method": "exif" if measured else "folder",
        "taken_year": year,
        "taken_month": month if dice.random() < 0.9 else None,
        "latitude": 50.3 + dice.random() * 0.3 if method else None,
        "longitude": 2.3 + dice.random() * 1.3 if method else None,
        "position_method": method,
        "position_absence": None if method else "no-gps",
        "orientation": dice.choice((1, 1, 6)),
        "camera_model": _perhaps(dice, CAMERAS, 0.85),
        "width": 4000,
        "height": 3000,
        "format": "jpeg",
        "caption": " ".join(dice.choices(WORDS, k=dice.randint(2, 8))).capitalize()
        if dice.random() < 0.7
        else None,
        "creator": _perhaps(dice, [f"Agent {n}" for n in range(25)], 0.8),
        "state": dice.choices(("catalogued", "held", "set_aside"), weights=(92, 3, 5))[0],
        "park": _perhaps(dice, [*PARKS, *(f"Site {n}" for n in range(40))], 0.6),
        "itinerary": _perhaps(dice, ITINERARIES, 0.4),
        "cite": _perhaps(dice, CITES, 0.3),
        "commune": f"Commune {min(dice.randint(0, 400), dice.randint(0, 400))}",
        "epci": dice.choice(EPCIS),
        "colour": f"#{dice.getrandbits(24):06x}",
        "original_sha256": f"{dice.getrandbits(256):064x}",
        "original_extension": "jpg",
        "renditions": "ready",
        "added_at": f"2026-11-{dice.randint(1, 22):02}T10:00:00Z",
        **_judged(random.Random(number)),  # noqa: S311 nothing here is secret
    }


def _judged(dice: random.Random) -> Row:
    """What publishing asks of a photo, and how good it is; -1 is a photo that its maker rejected."""
    return {
        "rights": dice.choices(("ready", "credit-missing", "to-check", "restricted"), weights=(6, 3, 1, 1))[
            0
        ],
        "aspect": dice.choice(("landscape", "landscape", "portrait", "square", "panorama", None)),
        "rating": dice.choice((None, None, None, 1, 3, 4, 5, -1)),
    }


def _perhaps(dice: random.Random, values: Iterable[str], chance: float) -> str | None:
    return dice.choice(list(values)) if dice.random() < chance else None


def photos(count: int, seed: int = 1) -> Iterator[Row]:
    """Photos numbered from 1; the same seed gives the same ones."""
    dice = random.Random(seed)  # noqa: S311 nothing here is secret
    return (photo(number, dice) for number in range(1, count + 1))


def make_catalogue(root: Path, rows: Iterable[Row] = ()) -> Home:
    """A library with one run and these photos."""
    with Library.open(root) as library, writing(library.db) as db:
        db.execute(
            """
            INSERT INTO runs (id, door, source, made_by, started_at, finished_at, state, stored, program_version)
            VALUES (?, 'folder', '/nas/photos', 'L. Dupont', '2026-11-20T14:08:00Z', '2026-11-20T14:20:00Z',
                'finished', 2, '0.1.0')
            """,
            [RUN],
        )
        for row in rows:
            insert(db, "photos", row)
            insert(db, "photo_search", {"rowid": row["number"], "text": _found_by(row)})
    return Home(root)


def change(home: Home, query: str, values: Iterable[object] = ()) -> None:
    """Write to a catalogue from outside, as an ingest beside the server does."""
    with closing(connect(home.catalogue)) as other, writing(other) as db:
        db.execute(query, list(values))


def add(home: Home, table: str, **row: Any) -> None:
    """Add a row from outside."""
    with closing(connect(home.catalogue)) as other, writing(other) as db:
        insert(db, table, row)


def insert(db: Connection, table: str, row: Row) -> None:
    """Add a row in an open transaction."""
    places = ", ".join("?" * len(row))
    db.execute(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({places})", list(row.values()))


@asynccontextmanager
async def browsing(datasette: Datasette) -> AsyncIterator[AsyncClient]:
    """A browser of one Datasette, behind the same door as in the server."""
    app = dispatcher(datasette.app(), datasette.app())
    try:
        async with AsyncClient(transport=ASGITransport(app), base_url="http://127.0.0.1:8001") as client:
            yield client
    finally:
        # Its threads hold connections, and what SQLite may take is limited for the whole process.
        release(datasette)
        datasette.executor.shutdown()
        datasette.get_database("catalogue").close()


def _found_by(row: Row) -> str:
    shown = (
        row.get(name) for name in ("caption", "creator", "taken_year", "park", "itinerary", "cite", "commune")
    )
    return fold("\n".join(str(text) for text in shown if text))
