"""What a preview of tracks says: a row for each photo, and what is believed of the cameras' clocks."""

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum

from catalogue.tracks.clocks import ZONE
from catalogue.values.claims import Source

#: How a claim's detail says that photos which know their place stood off the track, and their distance widened it.
WITNESSES = "witnesses "


class NotPlaced(StrEnum):
    """Why a track gives a photo no position."""

    NO_DATE = "no-date"
    HAS_POSITION = "has-position"
    NOT_MATCHED = "not-matched"
    TOO_FAR = "too-far"
    ALREADY = "already-placed"
    LESS_SURE = "less-sure"
    CONTRADICTED = "contradicted"
    CLOCK_TOLD = "clock-told"


@dataclass(frozen=True, slots=True)
class KnownTime:
    """A photo whose true time somebody knows: of a clock, a poster, a train. UTC seconds."""

    photo_id: str
    true_s: float


@dataclass(frozen=True, slots=True)
class TrackOptions:
    """What somebody asks of tracks.

    `offset_s` is how much the cameras' clocks are fast, in seconds, where somebody says so; `auto` has it estimated
    for each camera and day (then `offset_s` is not used), as `known` photos do. `camera` is a model, or a part of
    it. `first_day` and `last_day` are days of the wall clock, `2022-08-26`. With `photo_ids` only these photos are
    looked at, and each gets a row; otherwise photos taken while no track ran are only counted.
    """

    zone: str = ZONE
    offset_s: float | None = None
    auto: bool = False
    known: tuple[KnownTime, ...] = ()
    max_gap_s: float = 300.0
    halt_m: float = 0.0
    beyond_s: float = 0.0
    neighbours: bool = False
    camera: str | None = None
    first_day: str | None = None
    last_day: str | None = None
    photo_ids: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class ClockError:
    """What is believed of a camera's clock on some days: fast by `seconds`, give or take `uncertain_s`.

    `how` is `given`, `known` (a photo whose true time is known), `gps-clock`, `positions`, `near-day` (as on the
    nearest day that tells) or `trusted` (nothing tells, so it is taken as right); `witnesses` photos told it.
    """

    camera: str
    first_day: str
    last_day: str
    seconds: float
    how: str
    witnesses: int = 0
    uncertain_s: float = 0.0


@dataclass(frozen=True, slots=True)
class Proposal:
    """One photo: where it would be placed and why so, or why not.

    `utc_s` is the time that was used. `dt_s` is the time to the nearest point, also where nothing matched; `span_s`
    the time between the two points around it. `source` is set where it would be placed: `track` or `neighbour`.
    `apart_m` is how far the track passes from a photo that has a position of its own.
    """

    photo_id: str
    name: str
    camera: str
    taken_at: str | None
    utc_s: float | None = None
    clock_s: float = 0.0
    reason: NotPlaced | None = None
    source: Source | None = None
    latitude: float | None = None
    longitude: float | None = None
    accuracy_m: float | None = None
    dt_s: float | None = None
    span_s: float | None = None
    track: str | None = None
    detail: str = ""
    apart_m: float | None = None

    @property
    def placed(self) -> bool:
        """True when it would get a position."""
        return self.source is not None


@dataclass(frozen=True, slots=True)
class Preview:
    """All that a person should see before anything is written.

    `elsewhere` photos were taken while no track ran, and have no row; `undated` have no moment.
    """

    rows: tuple[Proposal, ...]
    clocks: tuple[ClockError, ...] = ()
    tracks: tuple[str, ...] = ()
    elsewhere: int = 0
    undated: int = 0
    warnings: tuple[str, ...] = field(default=())

    @property
    def placed(self) -> list[Proposal]:
        """The photos that would get a position."""
        return [row for row in self.rows if row.placed]

    @property
    def reasons(self) -> Counter[NotPlaced]:
        """How many photos are not placed, by reason."""
        return Counter(row.reason for row in self.rows if row.reason is not None)
