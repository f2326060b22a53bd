"""`phototheque where`: what is at a point, by the rules that photos are placed by."""

import json
import math
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click

from catalogue.cli.options import home_option, open_library, speaks
from catalogue.errors import NoSuchPoint
from catalogue.placing.asking import Here, places_at
from catalogue.values.arrivals import on_screen
from catalogue.values.places import Evidence, Relation

_POLE, _ANTIMERIDIAN, _TURN = 90, 180, 360
# West, south, east and north of metropolitan France, in degrees.
_FRANCE = (-6.0, 41.0, 10.0, 52.0)
# What rounds to 1000 m is said in kilometres.
_KM = 999.5
_STANDARD_INPUT = "-"
# So many bad lines are told of; the rest is the same mistake.
_TOLD = 10


# A negative longitude looks like an option: what is none of ours is a point.
@click.command(context_settings={"ignore_unknown_options": True})
@click.argument("points", nargs=-1, required=True, metavar="LON,LAT... | -")
@click.option("--heading", type=float, help="Degrees from true north: what a photo from there looks at, too.")
@click.option(
    "--within",
    type=click.FloatRange(0, min_open=True),
    metavar="M",
    help="The nearest place of each kind within M metres, instead.",
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@home_option
@speaks
def where(
    points: tuple[str, ...], heading: float | None, within: float | None, as_json: bool, home: Path
) -> None:
    """Say what is at points, given as longitude,latitude in WGS84 degrees; - reads one a line.

    One answer a line, in the order of the points.
    """
    asked = [
        Evidence(latitude, longitude, None if heading is None else heading % _TURN)
        for longitude, latitude in _coordinates(points)
    ]
    with open_library(home) as library:
        for point, here in places_at(library.db, library.stored_settings(), asked, within_m=within):
            click.echo(_in_json(point, here) if as_json else _in_words(point, here))


def _coordinates(points: Iterable[str]) -> list[tuple[float, float]]:
    """The points as numbers; all that are none are told together: NoSuchPoint."""
    found, wrong = [], []
    for where_told, text in _told(points):
        try:
            found.append(_point(text))
        except ValueError as error:
            wrong.append(f"{where_told}: {on_screen(text[:60])!r} {error}")
    if wrong:
        more = [f"and {len(wrong) - _TOLD} more"] if len(wrong) > _TOLD else []
        raise NoSuchPoint("; ".join([*wrong[:_TOLD], *more]))
    return found


def _told(points: Iterable[str]) -> Iterable[tuple[str, str]]:
    """Each point as it was written, and where it stood; empty lines are none."""
    for number, text in enumerate(points, start=1):
        if text != _STANDARD_INPUT:
            yield f"point {number}", text
            continue
        with click.open_file("-", errors="replace") as lines:
            yield from ((f"line {n}", line.strip()) for n, line in enumerate(lines, start=1) if line.strip())


def _point(text: str) -> tuple[float, float]:
    parts = text.lstrip("\ufeff").split(",")
    if len(parts) != 2:  # noqa: PLR2004 a longitude and a latitude
        raise ValueError("is not longitude,latitude")
    try:
        longitude, latitude = (float(part) for part in parts)
    except ValueError:
        raise ValueError("is not two numbers of degrees") from None
    if not (math.isfinite(longitude) and math.isfinite(latitude)):
        raise ValueError("is no place on Earth")
    if abs(latitude) > _POLE or abs(longitude) > _ANTIMERIDIAN:
        raise ValueError("is no place on Earth; longitude comes first")
    return longitude, latitude


def _in_json(point: Evidence, here: Iterable[Here]) -> str:
    places: list[dict[str, Any]] = [
        {
            "kind": one.relation.kind,
            "name": one.relation.name,
            "code": one.code,
            "id": one.relation.place_id,
            "layer": one.layer,
            "relation": one.relation.relation,
            "distance_m": one.relation.distance_m,
            "chainage_m": one.relation.chainage_m,
        }
        for one in here
    ]
    return json.dumps({"lon": point.longitude, "lat": point.latitude, "places": places}, ensure_ascii=False)


def _in_words(point: Evidence, here: Iterable[Here]) -> str:
    said = "; ".join(_said(one) for one in here) or f"no place that the library knows{_slip(point)}"
    return f"{point.longitude},{point.latitude}: {on_screen(said)}"


def _slip(point: Evidence) -> str:
    """Maps say the latitude first: a point that lies in France the other way round was likely meant so."""
    west, south, east, north = _FRANCE
    longitude, latitude = point.latitude, point.longitude
    if longitude is None or latitude is None or not (west < longitude < east and south < latitude < north):
        return ""
    return f"; longitude comes first: is {longitude},{latitude} meant?"


def _metres(metres: float) -> str:
    """A distance for a person: metres, from a kilometre on kilometres.

    >>> _metres(794.4), _metres(46794)
    ('794 m', '46.8 km')
    """
    return f"{metres:.0f} m" if metres < _KM else f"{metres / 1000:.1f} km"


def _said(here: Here) -> str:
    relation = here.relation
    place = f"{relation.kind} {relation.name}"
    away = _metres(relation.distance_m) if relation.distance_m is not None else ""
    along = f", {_metres(relation.chainage_m)} from its start" if relation.chainage_m is not None else ""
    words = {
        Relation.INSIDE: f"inside {place}",
        Relation.ALONG: f"along {place}, {away} off{along}",
        Relation.NEAR: f"near {place}, {away} off{along}",
        Relation.LOOKING_AT: f"looking at {place}, {away} off",
    }
    return words[Relation(relation.relation)]
