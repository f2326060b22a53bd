"""A small library, and a browser of its site."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from catalogues import RUN, Row, add, insert, make_catalogue, photos
from flask.testing import FlaskClient

from catalogue.database.connection import connect, writing
from catalogue.home.paths import Home
from catalogue.web.app import create_app


class Browser(FlaskClient):
    """A browser that reads every answer to its end, so that no file stays open."""

    def open(self, *arguments: Any, **options: Any) -> Any:
        """Ask, and read."""
        return super().open(*arguments, buffered=True, **options)


@pytest.fixture
def rows() -> list[Row]:
    """Forty photos."""
    return list(photos(40))


@pytest.fixture
def library(home: Path, rows: list[Row]) -> Home:
    """A library of these photos."""
    return make_catalogue(home, rows)


@pytest.fixture
def site(library: Home) -> Iterator[FlaskClient]:
    """A browser of the site, which speaks French."""
    app = create_app(library)
    app.test_client_class = Browser
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
        insert(db, "photo_places", {"photo_id": photo["id"], "place_id": 1, "relation": "folder",
                                    "rule": "folder: Olhain", "main": 1})  # fmt: skip
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
