"""Photos that came with an outing stand where its track says; the inbox's worker asks for it after each round."""

import json
from collections.abc import Mapping, Sequence
from zoneinfo import ZoneInfo

from catalogue.database.connection import Connection
from catalogue.home.paths import Home
from catalogue.library import Library
from catalogue.outings import rows
from catalogue.outings.outing import Gap, Point, gap_at, track_of
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

_LOGGED = "SELECT count(DISTINCT ticket) FROM ingest_log WHERE ticket IN (SELECT value FROM json_each(?))"
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
    chosen = placeable(library.db, work.tickets)
    placed = 0
    if chosen and points:
        shown = preview(library.db, [track_of(points)], _options(chosen))
        placed = len(shown.placed)
        apply(library, shown, work.by)
    # A photo that is received and not yet taken in is looked for again.
    if library.db.execute(_LOGGED, [json.dumps(work.tickets)]).fetchone()[0] == len(work.tickets):
        with changing(library.home) as db:
            rows.settle(db, work)
    return placed


def placeable(db: Connection, tickets: Sequence[str]) -> frozenset[str]:
    """Photos that these uploads have brought, of whose place there is at most an estimate."""
    return frozenset(photo_id for (photo_id,) in db.execute(_PLACEABLE, [json.dumps(list(tickets))]))


def _options(chosen: frozenset[str]) -> TrackOptions:
    # The phone that took the photos recorded the track: both show the time of the network.
    return TrackOptions(offset_s=0.0, max_gap_s=MOST_S, halt_m=HALT_M, photo_ids=chosen)


def unplaced(home: Home, db: Connection, outing_id: str) -> Mapping[str, Gap]:
    """Photos of an outing that have no position although it has a track, each with the gap that it was taken in."""
    with reading(home) as people:
        points = rows.points_of(people, outing_id)
        tickets = [
            ticket for (ticket,) in people.execute("SELECT id FROM uploads WHERE outing = ?", [outing_id])
        ]
    chosen = placeable(db, tickets)
    return _gaps_of(db, chosen, points) if chosen and points else {}


def _gaps_of(db: Connection, chosen: frozenset[str], points: Sequence[Point]) -> dict[str, Gap]:
    zone = ZoneInfo(ZONE)
    found = {}
    for photo in load_photos(db, TrackOptions(photo_ids=chosen)):
        read = photo.moments(zone) if photo.id in chosen and photo.latitude is None else None
        if read is not None:
            found[photo.id] = gap_at(points, read.first_s)
    return found
