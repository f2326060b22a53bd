"""The tracks that the demo's receivers recorded on outings: GPX 1.1, in UTC, by true clocks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import PurePosixPath
from xml.sax.saxutils import escape

from ingest.demo.shots import Shot
from ingest.demo.spots import Spot

_EVERY_S = 20
_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<gpx version="1.1" creator="phototheque demo" xmlns="http://www.topografix.com/GPX/1/1">'
)


@dataclass(frozen=True, slots=True)
class Track:
    """A recording of the outing whose folder it lies in. `lost_at` is the photo around which there was no signal."""

    path: PurePosixPath
    name: str
    lost_at: int | None = None


#: Its photos were handed over by a phone that hides positions, whose clock is wrong: the demo places them itself.
WALK = Track(
    PurePosixPath("EV5/Angres-Olhain/2019-10/sortie-2019-10-09.gpx"),
    "EuroVelo 5, d'Angres à Olhain, 9 octobre 2019",
    lost_at=6,
)
#: Its photos come from a camera without GPS: they are left for whoever tries the demo.
RIDE = Track(PurePosixPath("V31/2014-07/sortie-2014-07-03.gpx"), "Véloroute du Bassin minier, 3 juillet 2014")
_LOST = timedelta(minutes=4)


def gpx(track: Track, shots: Sequence[Shot]) -> bytes:
    """The track through the true spots of these shots at their true times, a point every twenty seconds."""
    lost = None if track.lost_at is None else _moment(shots[track.lost_at])
    way = [point for here, there in pairwise(shots) for point in _between(here, there)]
    points = [
        f'<trkpt lat="{spot.latitude:.6f}" lon="{spot.longitude:.6f}"><time>{at:%Y-%m-%dT%H:%M:%SZ}</time></trkpt>'
        for at, spot in [*way, (_moment(shots[-1]), shots[-1].notes.spot)]
        if lost is None or abs(at - lost) > _LOST
    ]
    body = "\n".join(points)
    return (
        f"{_HEAD}\n<trk><name>{escape(track.name)}</name><trkseg>\n{body}\n</trkseg></trk>\n</gpx>\n".encode()
    )


def _moment(shot: Shot) -> datetime:
    """When a shot was taken, in UTC, whatever its camera's clock said."""
    return shot.notes.taken - shot.notes.ahead - shot.notes.offset


def _between(here: Shot, there: Shot) -> list[tuple[datetime, Spot]]:
    """Where the receiver was from one shot to the next, in a straight line."""
    began, start = _moment(here), here.notes.spot
    seconds = int((_moment(there) - began).total_seconds())
    east_m, north_m = start.from_here(there.notes.spot)
    return [
        (
            began + timedelta(seconds=second),
            start.moved(east_m * second / seconds, north_m * second / seconds),
        )
        for second in range(0, seconds, _EVERY_S)
    ]
