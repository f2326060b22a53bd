"""Fixtures of what is served: a library of synthetic photos, and browsers of its site and its gallery."""

import random
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from catalogues import RUN, Row, add, browsing, insert, make_catalogue, photos
from datasette.app import Datasette
from flask.testing import FlaskClient
from httpx import AsyncClient

from catalogue.database.connection import connect, writing
from catalogue.home.paths import Home
from catalogue.web.app import create_app
from catalogue.web.server import explorer

# Names that break out of what is not escaped.
WICKED = ('Parc d\'"Olhain"', "100 % & <b>gras</b>", "étang 😀", "a=b&c=d", "", "it's")


@pytest.fixture(scope="session")
def rows() -> list[Row]:
    """Three hundred photos, some with names that need escaping and some of the same second."""
    dice = random.Random(7)  # noqa: S311 nothing here is secret
    made = list(photos(300))
    for row in made[::9]:
        row["park"] = dice.choice(WICKED)
    for row in made[::5]:
        row["taken_at"] = "2018-05-12T14:32:08"
    return made


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory, rows: list[Row]) -> Path:
    """A library of these photos, made once."""
    return make_catalogue(tmp_path_factory.mktemp("made") / "library", rows).root


@pytest.fixture
def library(home: Path, made: Path) -> Home:
    """A library of these photos, for one test."""
    return Home(Path(shutil.copytree(made, home)))


@pytest.fixture
def datasette(library: Home) -> Datasette:
    """The Datasette of that library."""
    return explorer(library)


@pytest.fixture
async def browser(datasette: Datasette) -> AsyncIterator[AsyncClient]:
    """A browser of the gallery, behind the same door as in the server."""
    async with browsing(datasette) as client:
        yield client


@pytest.fixture
def ask(browser: AsyncClient) -> Callable[..., Awaitable[Any]]:
    """Ask the photo table for JSON, by its parameters."""

    async def asked(**arguments: Any) -> Any:
        response = await browser.get("/explore/catalogue/photos.json", params=arguments)
        assert response.status_code == 200, response.text
        return response.json()

    return asked


class Reader(FlaskClient):
    """A browser that reads every answer to its end, so that no file stays open."""

    def open(self, *arguments: Any, **options: Any) -> Any:
        """Ask, and read."""
        return super().open(*arguments, buffered=True, **options)


@pytest.fixture
def site(library: Home) -> Iterator[FlaskClient]:
    """A browser of the site, which asks for no language."""
    app = create_app(library)
    app.test_client_class = Reader
    with app.test_client() as client:
        yield client


@pytest.fixture
def known(library: Home, rows: list[Row]) -> Row:
    """A photo of which much is known."""
    photo = next(row for row in rows if row["state"] == "catalogued" and row["latitude"])
    db = connect(library.catalogue)
    with writing(db):
        db.execute(
            """
            UPDATE photos SET caption = 'Chevalement de la fosse 2', creator = 'L. Dupont', credit = '© MBM',
                licence = 'CC BY 4.0', taken_at = '2018-05-12T14:32:08', taken_method = 'exif', utc_offset = '+02:00',
                latitude = 50.4301234, longitude = 2.58, position_method = 'exif', position_accuracy_m = 12,
                heading_deg = 47, heading_reference = 'magnetic', camera_make = 'Canon', rating = 4,
                camera_model = 'Canon EOS 70D', park = 'Olhain'
            WHERE id = ?
            """,
            [photo["id"]],
        )
        insert(db, "files", file_of(photo, id=1))
        insert(db, "photo_themes", {"photo_id": photo["id"], "theme": "terril"})
        insert(db, "places", {"id": 1, "kind": "park", "name": "Olhain", "commune": "Fresnicourt"})
        related = {
            "photo_id": photo["id"],
            "place_id": 1,
            "relation": "folder",
            "rule": "folder: Olhain",
            "main": 1,
        }
        insert(db, "photo_places", related)
        claim = {"photo_id": photo["id"], "file_id": 1, "run_id": RUN, "made_at": "2026-11-20T14:08:00Z"}
        insert(
            db,
            "claims",
            claim | {"subject": "caption", "source": "iptc", "value": "Chevalement de la fosse 2"},
        )
        insert(db, "claims", claim | {"subject": "position", "source": "xmp", "absence": "redacted"})
    db.close()
    add(
        library,
        "reviews",
        photo_id=photo["id"],
        reason="conflict",
        detail="taken",
        noted_at="2026-11-20T14:08:00Z",
    )
    return photo


def file_of(photo: Row, **facts: object) -> Row:
    """The file that brought a photo."""
    return {
        "sha256": photo["original_sha256"],
        "photo_id": photo["id"],
        "name": "IMG_2041.jpg",
        "path": "EV5/Loos-Wingles/2018-05/IMG_2041.jpg",
        "source": "/nas/photos",
        "size_bytes": 3_412_345,
        "extension": "jpg",
        "run_id": RUN,
        "arrived_at": "2026-11-20T14:08:00Z",
        **facts,
    }
