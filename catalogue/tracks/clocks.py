"""What a camera's clock meant: wall clock, zone and error become UTC."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

#: Where a camera does not say its zone.
ZONE = "Europe/Paris"


@dataclass(frozen=True, slots=True)
class Moments:
    """What a wall clock can have meant, UTC seconds; `second` is set in the hour that comes twice in autumn."""

    first_s: float
    second_s: float | None = None


def moments(wall_clock: str, offset: str | None, zone: ZoneInfo) -> Moments:
    """UTC of a wall clock such as `2022-08-26T11:24:10`: by its own offset if it says one, else by the zone.

    An hour that summer time leaves out is read as a clock reads it that was not yet put forward.

    >>> paris = ZoneInfo("Europe/Paris")
    >>> moments("2022-08-26T11:24:10", None, paris) == moments("2022-08-26T09:24:10", "+00:00", paris)
    True
    >>> twice = moments("2022-10-30T02:30:00", None, paris); twice.second_s - twice.first_s
    3600.0
    """
    wall = datetime.fromisoformat(wall_clock)
    if offset is not None:
        return Moments(wall.replace(tzinfo=_fixed(offset)).timestamp())
    first = wall.replace(tzinfo=zone, fold=0)
    second = wall.replace(tzinfo=zone, fold=1)
    later_s = second.timestamp()
    twice = later_s > first.timestamp()
    return Moments(first.timestamp(), later_s if twice else None)


def _fixed(offset: str) -> timezone:
    hours, minutes = offset[1:].split(":")
    size = timedelta(hours=int(hours), minutes=int(minutes))
    return timezone(-size if offset.startswith("-") else size)


def utc_text(seconds: float) -> str:
    """UTC seconds as they are shown: `2022-08-26T09:24:10Z`."""
    return datetime.fromtimestamp(round(seconds), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def signed(seconds: float) -> str:
    """A clock's error as people write it; a clock that is fast has a plus.

    >>> signed(7217), signed(-30)
    ('+02:00:17', '-00:00:30')
    """
    whole = abs(round(seconds))
    return f"{'-' if seconds < 0 else '+'}{whole // 3600:02}:{whole // 60 % 60:02}:{whole % 60:02}"


def parse_offset(text: str) -> float:
    """Seconds of `±HH:MM:SS`, `±HH:MM`, `17s` or `-17`; anything else, or more than 40 years: ValueError.

    >>> parse_offset("+02:00:17"), parse_offset("-90s"), parse_offset("-01:00")
    (7217.0, -90.0, -3600.0)
    """
    sign = -1.0 if text.startswith("-") else 1.0
    parts = text.removeprefix("-" if sign < 0 else "+").removesuffix("s").split(":")
    if not all(part.replace(".", "", 1).isdecimal() for part in parts) or len(parts) > 3:  # noqa: PLR2004 h, m, s
        raise ValueError(f"no clock offset: {text!r}")
    scale = (3600.0, 60.0, 1.0) if len(parts) > 1 else (1.0,)
    if any(float(part) >= 60 for part in parts[1:]):  # noqa: PLR2004 sexagesimal
        raise ValueError(f"no clock offset: {text!r}")
    seconds = sum(float(part) * unit for part, unit in zip(parts, scale, strict=False))
    if seconds > 40 * 365 * 86400:
        raise ValueError(f"no clock offset: {text!r}")
    return sign * seconds
