"""Rows for tables that photos, layers and people leave nearly empty in a small library: one for each kind of marker."""

from collections.abc import Mapping

from catalogues import RUN, Row
from desks import NOW
from marking import mark

#: Names of rows that others refer to: these rows are named by markers from the first, and no other is renamed.
NAMED = frozenset(("runs.id", "layers.name", "places.layer", "actions.id", "settings.name", "themes.theme"))


def marked_rows(number: int, kind: str, one: str, other: str) -> Mapping[str, Row]:
    """Rows by their table, in the order in which they refer to each other; `x` stands where a marker comes."""
    return {
        **_by_itself(number, kind),
        **_of_a_place(number, kind, one),
        **_of_a_photo(number, one),
        "near_duplicates": {
            "first_id": min(one, other),
            "second_id": max(one, other),
            "differing_bits": 3,
            "noted_at": NOW,
        },
    }


def _by_itself(number: int, kind: str) -> Mapping[str, Row]:
    run = {
        "id": mark("runs.id", kind),
        "door": "folder",
        "source": "x",
        "started_at": NOW,
        "state": "finished",
    }
    what = {"source": "x", "path": f"x {number}", "message": "x", "at": NOW, "program_version": "x"}
    return {
        "runs": run | {"stored": 1, "program_version": "x"},
        "ingest_log": {"run_id": RUN, "outcome": "failed", "code": "truncated", **what},
        "actions": {"id": mark("actions.id", kind), "what": "position", "photos": 1, **_decided()},
        "settings": {"name": mark("settings.name", kind), "value": "x"},
        "themes": {"theme": mark("themes.theme", kind), "added_at": NOW},
    }


def _of_a_place(number: int, kind: str, photo: str) -> Mapping[str, Row]:
    place, layer, west = 5000 + number, mark("layers.name", kind), 2.5 + number * 0.02
    ring = f"{west} 50.5, {west + 0.01} 50.5, {west + 0.01} 50.51, {west} 50.5"
    box = {"west": west, "south": 50.5, "east": west + 0.01, "north": 50.51}
    middle = {"latitude": 50.505, "longitude": west + 0.005}
    near = {"relation": "near", "rule": "x", "distance_m": 9, "main": 1}
    return {
        "layers": {"kind": "terril", "name": layer, "source": "x", "imported_at": NOW},
        "places": {"id": place, "kind": "terril", "name": "x", "layer": layer, **middle},
        "place_shapes": {"place_id": place, "shape": f"POLYGON (({ring}))", **box},
        "place_aliases": {"place_id": place, "alias": "x"},
        "place_sections": {"place_id": place, "number": 1, "name": "x", "start_m": 0, "end_m": 9},
        "photo_places": {"photo_id": photo, "place_id": place, **near},
        "place_decisions": {"photo_id": photo, "place_id": place, "decision": "is", **_decided()},
    }


def _of_a_photo(number: int, photo: str) -> Mapping[str, Row]:
    return {
        "photo_themes": {"photo_id": photo, "theme": f"x {number}"},
        "companions": {"photo_id": photo, "kind": "live-photo", "source": "x", "path": "x", "size_bytes": 9},
        "reviews": {"photo_id": photo, "reason": f"x {number}", "noted_at": NOW},
        "settlements": {"photo_id": photo, "reason": "x", "detail": f"x {number}", **_decided()},
        "changes": {
            "at": NOW,
            "made_by": "x",
            "photo_id": photo,
            "field": "caption",
            "before": "x",
            "after": "y",
        },
    }


def _decided() -> Row:
    return {"made_by": "x", "made_at": NOW}
