"""The diary: everything that the web asks and does about outings, in one place. An outing is its agent's alone."""

from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from catalogue import settings
from catalogue.database.connection import connect
from catalogue.errors import NoSuchOuting, OutingRefused, TracksRefused
from catalogue.home.paths import Home
from catalogue.outings import rows
from catalogue.outings.outing import Outing, Point, Told
from catalogue.people import moments
from catalogue.people.store import changing, empty_log, ensure, reading
from catalogue.placing.track_files import TrackFile, read_tracks

#: So many points may come at once, and an outing may have: a point a second for two days.
MOST_AT_ONCE, MOST_POINTS = 5_000, 200_000
#: A phone's clock may be wrong by so much before it is not believed.
_AHEAD = timedelta(days=1)
_FIRST_S = datetime(2010, 1, 1, tzinfo=UTC).timestamp()
_LONGEST_ID, _LONGEST_NAME = 64, 200


def _now() -> datetime:
    return datetime.now(UTC)


class Added(NamedTuple):
    """What came of points: how many were new, and how many cannot be: of no place on earth, or a time to come."""

    new: int
    left_out: int


class Diary:
    """Outings of one library. Any thread may ask: each call opens the databases for itself."""

    def __init__(self, home: Home, *, clock: Callable[[], datetime] = _now) -> None:
        self.home = home
        self._clock = clock

    def tell(self, outing_id: str, person_id: int | None, told: Told) -> Outing:
        """The outing says this; NoSuchOuting where it is somebody else's, OutingRefused."""
        if not told.name.strip() or len(told.name) > _LONGEST_NAME or not 0 < len(outing_id) <= _LONGEST_ID:
            raise OutingRefused("name")
        # Tracks are forgotten so long after their outing: one that ends in years to come would never be.
        latest = moments.text(self._clock() + _AHEAD)
        if max(told.started_at, told.ended_at or "") > latest:
            raise OutingRefused("clock")
        ensure(self.home)
        with changing(self.home) as db:
            if not rows.tell(db, outing_id, person_id, told):
                raise NoSuchOuting
        return self.find(outing_id, person_id)

    def find(self, outing_id: str, person_id: int | None) -> Outing:
        """An outing of this person; NoSuchOuting."""
        if not self.home.people.exists():
            raise NoSuchOuting
        with reading(self.home) as db:
            found = rows.find(db, outing_id, person_id)
        if found is None:
            raise NoSuchOuting
        return found

    def listed(self, person_id: int | None) -> list[Outing]:
        """Outings of this person, the latest first."""
        if not self.home.people.exists():
            return []
        with reading(self.home) as db:
            return rows.of_person(db, person_id)

    def points(self, outing_id: str, person_id: int | None) -> list[Point]:
        """The track of an outing of this person, in order of time; NoSuchOuting."""
        self.find(outing_id, person_id)
        with reading(self.home) as db:
            return rows.points_of(db, outing_id)

    def add(self, outing_id: str, person_id: int | None, points: Sequence[Point]) -> Added:
        """The track has these points besides; those that cannot be are left out. NoSuchOuting, OutingRefused."""
        if len(points) > MOST_AT_ONCE:
            raise OutingRefused("too-many")
        return self._add(outing_id, person_id, points)

    def add_gpx(self, outing_id: str, person_id: int | None, content: bytes) -> Added:
        """The points of a GPX file are in the track besides; NoSuchOuting, OutingRefused."""
        try:
            [track] = read_tracks([TrackFile("gpx", None, content)])
        except TracksRefused as error:
            raise OutingRefused("gpx") from error
        return self._add(
            outing_id,
            person_id,
            [
                Point(float(at), float(latitude), float(longitude))
                for part in track.segments
                for at, latitude, longitude in zip(part.times_s, part.latitudes, part.longitudes, strict=True)
            ],
        )

    def _add(self, outing_id: str, person_id: int | None, points: Sequence[Point]) -> Added:
        self.find(outing_id, person_id)
        now = self._clock()
        possible = [point for point in points if _is_possible(point, now)]
        with changing(self.home) as db:
            new = rows.add_points(db, outing_id, possible)
            if rows.count(db, outing_id) > MOST_POINTS:
                raise OutingRefused("too-many")
        return Added(new, len(points) - len(possible))

    def forget_track(self, outing_id: str, person_id: int | None) -> int:
        """The outing has no track any more, in the file or its log; NoSuchOuting. Placed photos keep their position."""
        self.find(outing_id, person_id)
        with changing(self.home) as db:
            gone = rows.forget_track(db, outing_id)
        empty_log(self.home)
        return gone

    def kept_until(self, outing: Outing) -> datetime:
        """Until when the track of an outing is kept."""
        return moments.moment(outing.ends_at) + timedelta(days=self._days())

    def purge(self) -> int:
        """No track is older than it may be; returned is how many points went."""
        ensure(self.home)
        with changing(self.home) as db:
            gone = rows.forget_older(db, moments.after(self._clock(), days=-self._days()))
        if gone:
            empty_log(self.home)
        return gone

    def _days(self) -> int:
        with closing(connect(self.home.catalogue, readonly=True)) as db:
            stored = dict(db.execute("SELECT name, value FROM settings").fetchall())
        return settings.number("track_retention_days", stored)


def _is_possible(point: Point, now: datetime) -> bool:
    """False for what no receiver can say; one such point must not keep the others back."""
    if not (abs(point.latitude) <= 90 and abs(point.longitude) <= 180):  # noqa: PLR2004 degrees; not for NaN
        return False
    if not _FIRST_S <= point.at_s <= (now + _AHEAD).timestamp():
        return False
    return point.accuracy_m is None or 0 <= point.accuracy_m < float("inf")
