"""Photos that came with an outing stand where its track says; the inbox's worker asks for it after each round."""

import json
from collections.abc import Sequence
from typing import NamedTuple
from zoneinfo import ZoneInfo

from catalogue.database.connection import Connection
from catalogue.home.paths import Home
from catalogue.library import Library
from catalogue.outings import rows
from catalogue.outings.outing import Gap, Point, gap_at, moment_text, track_of
from catalogue.outings.rows import Work
from catalogue.people.store import changing, reading
from catalogue.placing.applying import apply
from catalogue.placing.datable import ESTIMATES, load_photos
from catalogue.placing.proposals import TrackOptions
from catalogue.placing.tracking import preview
from catalogue.tracks.clocks import ZONE

#: Who is found again within so many metres of where the track broke off stood there meanwhile, to take pictures with
#: the phone's own camera; but not of somebody who was away so long that the nearest point is further off in time.
HALT_M, MOST_S = 30.0, 300.0
#: The phone's own camera stops the track: whoever takes a last picture so soon after has not gone far.
BEYOND_S = 30.0
_DAY_S = 24 * 3600.0

# A copy of a photo that somebody else brought is not placed by the track of who sent the copy.
_PLACEABLE = f"""
    SELECT DISTINCT photos.id FROM ingest_log JOIN photos ON photos.id = photo_id
    WHERE ticket IN (SELECT value FROM json_each(?)) AND outcome IN ('stored', 'healed', 'held')
        AND photos.state <> 'set_aside'
        AND (position_method IS NULL OR position_method IN ({", ".join(f"'{one}'" for one in sorted(ESTIMATES))}))
"""  # noqa: S608 constants


def place_by_outings(library: Library) -> int:
    """Every photo of an outing that its track can place is placed; returned is how many that were just now."""
    if not library.home.people.exists():
        return 0
    with reading(library.home) as db:
        if not db.execute("SELECT 1 FROM sqlite_master WHERE name = 'outings'").fetchone():
            return 0
        due = rows.unsettled(db)
    return sum(_place(library, work) for work in due)


def _place(library: Library, work: Work) -> int:
    with reading(library.home) as db:
        points = rows.points_of(db, work.id)
    # Looked at before the log: a file that leaves the inbox meanwhile stands in the log then. One whose bytes are
    # nowhere, since an older backup was restored, is not waited for.
    waits = any(_waits(library.home, ticket) for ticket in work.tickets)
    chosen = placeable(library.db, work.tickets)
    placed = 0
    if chosen and points:
        shown = preview(library.db, [track_of(points)], _options(chosen, points))
        placed = len(shown.placed)
        apply(library, shown, work.by)
    if not waits:
        with changing(library.home) as db:
            rows.settle(db, work)
    return placed


def placeable(db: Connection, tickets: Sequence[str]) -> frozenset[str]:
    """Photos that these uploads have brought, of whose place there is at most an estimate."""
    return frozenset(photo_id for (photo_id,) in db.execute(_PLACEABLE, [json.dumps(list(tickets))]))


def _waits(home: Home, ticket: str) -> bool:
    return (home.inbox / ticket).exists() or (home.uploads / ticket).exists()


def _options(chosen: frozenset[str], points: Sequence[Point]) -> TrackOptions:
    # The phone that took the photos recorded the track: both show the time of the network.
    return TrackOptions(
        offset_s=0.0,
        max_gap_s=MOST_S,
        halt_m=HALT_M,
        beyond_s=BEYOND_S,
        first_day=_day(points[0].at_s - _DAY_S),
        last_day=_day(points[-1].at_s + _DAY_S),
        photo_ids=chosen,
    )


def _day(at_s: float) -> str:
    return moment_text(at_s)[:10]


class Fruits(NamedTuple):
    """What became of the photos of an outing: how many there are, how many a track placed, how many stand nowhere."""

    photos: int
    by_track: int
    nowhere: int


def fruits(home: Home, db: Connection, person_id: int | None) -> dict[str, Fruits]:
    """What each outing of a person has brought, by the outing's id; those that brought nothing are left out."""
    with reading(home) as people:
        tickets = rows.tickets_by_outing(people, person_id)
    return {
        outing: Fruits(*db.execute(_FRUITS, [json.dumps(sent)]).fetchone())
        for outing, sent in tickets.items()
        if sent
    }


# What somebody sent again, and the catalogue had, is theirs all the same.
_FRUITS = """
    SELECT count(*), count(*) FILTER (WHERE position_method = 'track'), count(*) FILTER (WHERE latitude IS NULL)
    FROM photos WHERE state <> 'set_aside' AND id IN (
        SELECT photo_id FROM ingest_log WHERE ticket IN (SELECT value FROM json_each(?))
    )
"""


def unplaced(home: Home, db: Connection, outing_id: str, person_id: int | None) -> dict[str, Gap]:
    """Photos of a person's outing that have no position though it has a track, each with its gap."""
    with reading(home) as people:
        points = rows.points_of(people, outing_id)
        tickets = rows.tickets_of(people, outing_id, person_id)
    chosen = placeable(db, tickets)
    return _gaps_of(db, chosen, points) if chosen and points else {}


def _gaps_of(db: Connection, chosen: frozenset[str], points: Sequence[Point]) -> dict[str, Gap]:
    zone = ZoneInfo(ZONE)
    found = {}
    for photo in load_photos(db, _options(chosen, points)):
        read = photo.moments(zone) if photo.id in chosen and photo.latitude is None else None
        if read is not None:
            found[photo.id] = gap_at(points, read.first_s)
    return found
