"""A parcel is packed: pictures first, so that whoever waits gets them at once; then the layer, the table, the page.

A photo that went away or cannot be read meanwhile is left out and said on the page; it never breaks the parcel.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from catalogue.database.connection import Connection, connect
from catalogue.exports.archives import Packing
from catalogue.exports.asked import Asked
from catalogue.exports.columns import moment
from catalogue.exports.drawing import Draw
from catalogue.exports.layers import write_geopackage
from catalogue.exports.parcels import Leaf, LeftOut, Plan, Why, by_reason, reason_to_stay
from catalogue.exports.readme import Credits, readme, readme_name
from catalogue.exports.selecting import photos_in_order
from catalogue.exports.spreadsheets import write_spreadsheet
from catalogue.home.paths import Home

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Parcel:
    """What is to be packed: the plan, what was asked, how a picture is drawn, and its size in words.

    Pictures go `alone` when layer and table, which tell positions and original names, are not to go with them.
    """

    plan: Plan
    asked: Asked
    draw: Draw
    size: str
    internal: bool = False
    alone: bool = False


@dataclass(slots=True)
class Packed:
    """What went, by path, and what stayed behind."""

    paths: dict[str, str] = field(default_factory=dict)  # by id of the photo
    left_out: list[LeftOut] = field(default_factory=list)
    counted: Credits = field(default_factory=Credits)


def pack(
    home: Home, parcel: Parcel, into: Packing, scratch: Path, step: Callable[[], object] = lambda: None
) -> Packed:
    """The parcel is packed; `scratch` is an empty folder for what is written aside. `step` is called for each photo.

    Whatever `step` raises ends it.
    """
    packed = Packed(left_out=list(parcel.plan.left_out))
    with closing(connect(home.catalogue, readonly=True)) as db:
        for photo, picture in parcel.draw(_going(db, parcel, packed)):
            step()
            if picture is None:
                packed.left_out.append(LeftOut(photo["number"], Why.NO_PICTURE))
                continue
            into.add(photo["picture"], picture, _wall_clock(photo))
            packed.paths[photo["id"]] = photo["picture"]
            packed.counted.count(photo, photo["picture"])
        if not parcel.alone:
            # Layer and table are read in one view: what is edited meanwhile cannot part them.
            db.execute("BEGIN")
            _add_tables(db, parcel.asked, packed.paths, into, scratch)
    left_out = by_reason(packed.left_out)
    page = readme(parcel.asked, parcel.size, len(packed.paths), packed.counted, left_out, alone=parcel.alone)
    into.add(readme_name(parcel.asked.language), page, parcel.asked.at)
    return packed


def _add_tables(db: Connection, asked: Asked, paths: Mapping[str, str], into: Packing, scratch: Path) -> None:
    for name, write in (("photos.gpkg", write_geopackage), ("photos.xlsx", write_spreadsheet)):
        write(scratch / name, photos_in_order(db, list(paths), paths), asked)
        into.add_file(name, scratch / name)
        (scratch / name).unlink()


def _going(db: Connection, parcel: Parcel, packed: Packed) -> Iterator[Row]:
    """Each photo that still goes, as it is now, with its path as `picture`."""
    for leaf in parcel.plan.leaves:
        photo = _still_there(db, leaf, internal=parcel.internal)
        if photo is None:
            packed.left_out.append(LeftOut(leaf.number, Why.GONE))
        else:
            yield {**photo, "picture": leaf.path}


def _still_there(db: Connection, leaf: Leaf, *, internal: bool) -> Row | None:
    """The photo as it is now; None when it was erased, set aside or withdrawn from those who asked."""
    found: Iterable[Row] = photos_in_order(db, [leaf.photo_id])
    return next((photo for photo in found if reason_to_stay(photo, internal=internal) is None), None)


def _wall_clock(photo: Row) -> datetime | None:
    taken = moment(photo)
    if isinstance(taken, datetime):
        return taken
    return datetime.combine(taken, time()) if isinstance(taken, date) else None
