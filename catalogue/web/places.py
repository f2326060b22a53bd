"""The pages of places: all of a kind, and what is known of one; and of each, its shape and photos for the map."""

import re
from datetime import UTC, datetime
from urllib.parse import urlencode

from flask import Blueprint, Response, abort, g, render_template, request

from catalogue.database.connection import Connection
from catalogue.values.places import PlaceKind
from catalogue.web import place_reading, served, shapes
from catalogue.web.reading import Row, reading
from catalogue.words import place_words

places = Blueprint("places", __name__)

_ID = re.compile(r"[0-9]{1,15}")
_LONGEST_WORDS = 200
_MOST_POINTS = 5_000
#: Kinds that the gallery has a filter for.
_FILTERS = set(PlaceKind) - {PlaceKind.PERIMETER}


@places.get("/places/")
def listed() -> str:
    """Places of one kind, by name; the kind that was asked for, else the first that has any.

    Words without a kind are looked for in every kind.
    """
    words = request.args.get("q", "")[:_LONGEST_WORDS]
    with reading(served.home()) as db:
        kinds = place_reading.kinds_there(db)
        kind = request.args.get("kind") or next(iter(kinds), PlaceKind.PARK.value)
        if kind not in set(PlaceKind):
            abort(404)
        everywhere = bool(words.strip()) and "kind" not in request.args
        found = (
            place_reading.search(db, kinds, words)
            if everywhere
            else [place_reading.list_places(db, kind, words)]
        )
    return render_template(
        "places.html",
        kinds=kinds,
        kind=None if everywhere else kind,
        words=words,
        found=found,
        count=sum(one.count for one in found),
        told=place_words,
    )


@places.get("/places/<place_id>")
def place(place_id: str) -> str:
    """Everything that is known of one place."""
    with reading(served.home()) as db:
        page = place_reading.place_page(db, _number(place_id))
        if page is None:
            abort(404)
        around = _near(db, page.place)
    this_year = datetime.now(UTC).year
    return render_template(
        "place.html",
        page=page,
        place=page.place,
        near=around,
        bars=place_words.year_bars(page.by_year, this_year),
        silence=place_words.silence(page.last_year, this_year, g.language),
        gallery=(found := gallery(page.place["kind"], page.place["name"])),
        points=points(page.place["id"], page.photos, found),
        told=place_words,
    )


@places.get("/places/<place_id>/shape.geojson")
def shape(place_id: str) -> Response:
    """One place as it is drawn, as finely as a page shows it."""
    with reading(served.home()) as db:
        body = shapes.place_geojson(db, _number(place_id))
    if body is None:
        abort(404)
    return Response(body, mimetype="application/geo+json")


@places.get("/places/<place_id>/photos.geojson")
def photos(place_id: str) -> Response:
    """All photos of one place that have a position, as points."""
    with reading(served.home()) as db:
        found = place_reading.photos_of_place(db, _number(place_id))
    features = [shapes.photo_feature(row) for row in found]
    return Response(shapes.collection(features), mimetype="application/geo+json")


def _number(text: str) -> int:
    if not _ID.fullmatch(text):
        abort(404)
    return int(text)


def _near(db: Connection, found: Row) -> list[Row]:
    if found["shape"] is None:
        return []
    # Imported here: a library whose places have no shape never loads what measures them.
    from catalogue.web.neighbourhood import near  # noqa: PLC0415

    return near(db, found)


def points(place_id: int, photos: int, found: str | None) -> str:
    """Address of the photos of a place for its map: each by itself, or, of very many, what the gallery's map gets."""
    if found is None or photos <= _MOST_POINTS:
        return f"/places/{place_id}/photos.geojson"
    return f"/map/photos.geojson?{found.partition('?')[2]}"


def gallery(kind: str, name: str) -> str | None:
    """Address of the photos of a place in the gallery; None for a kind that it has no filter for.

    >>> gallery("park", "Terrils 11/19")
    '/explore/catalogue/photos?park=Terrils+11%2F19'
    """
    return f"/explore/catalogue/photos?{urlencode({kind: name})}" if kind in _FILTERS else None
