"""GPX from bytes that nobody vouches for: no document type, no entity, no network, bounded in every direction.

GPX 1.0 and 1.1 alike: names count, namespaces do not, since receivers get those wrong. Waypoints and routes say
nothing of when, and are passed by. Expat is listened to directly: no tree is kept, so that a million points and any
depth cost little, and a line can be named; it takes half the time of a reader that builds one.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import pairwise
from typing import NoReturn
from xml.parsers import expat

from catalogue.tracks.points import Segment, Track, segment

LIMIT_BYTES = 100_000_000
LIMIT_POINTS = 2_000_000
# GPX itself is five deep; what makers add, a few more.
LIMIT_DEPTH = 100
_LONGEST_TIME = 40
# The first satellites that anyone could walk with, and a clock that has lost its battery.
_FIRST_YEAR, _LAST_YEAR = 1990, 2100
_CHUNK = 1 << 20

_ENDED_EARLY = frozenset({3, 5})  # XML_ERROR_NO_ELEMENTS, XML_ERROR_UNCLOSED_TOKEN
_NOT_UTF8 = 4  # XML_ERROR_INVALID_TOKEN
_NO_SUCH_ENCODING = frozenset({18, 19})  # XML_ERROR_UNKNOWN_ENCODING, XML_ERROR_INCORRECT_ENCODING


class UnreadableTrack(Exception):
    """A file that gives no track; the text says why, for a person, without its name."""


def read_gpx(content: bytes, name: str) -> Track:
    """The track in a GPX file, points in order of time, segments kept apart; UnreadableTrack with the reason.

    Points without a time or with coordinates that are none are left out, and told of in `warnings`. A file that
    was cut off, as by an empty battery, is read as far as it goes.
    """
    if len(content) > LIMIT_BYTES:
        raise UnreadableTrack(f"it is larger than {LIMIT_BYTES // 1_000_000} MB")
    if not content.strip(b"\x00\xef\xbb\xbf \t\r\n"):
        raise UnreadableTrack("it is empty")
    try:
        reader, notes = _parsed(content, None), []
    except _NotItsLetters as error:
        reader, notes = (
            _parsed(content, "iso-8859-1"),
            [f"It is not the UTF-8 that it says ({error}); read as Latin-1."],
        )
    return _track(name, reader, notes)


class _NotItsLetters(Exception):
    """The bytes are not in the encoding that the file names."""


def _parsed(content: bytes, encoding: str | None) -> "_Reader":
    parser = expat.ParserCreate(encoding)
    reader = _Reader(parser)
    try:
        for start in range(0, len(content), _CHUNK):
            parser.Parse(content[start : start + _CHUNK], False)
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        _judge(error, reader, content, encoding)
    except (LookupError, ValueError) as error:
        raise UnreadableTrack(f"its letters are in no encoding that is known here ({error})") from error
    return reader


def _judge(error: expat.ExpatError, reader: "_Reader", content: bytes, encoding: str | None) -> None:
    if error.code == _NOT_UTF8 and encoding is None and not _is_utf8(content):
        raise _NotItsLetters(f"line {error.lineno}") from error
    if error.code in _ENDED_EARLY and reader.times:
        reader.cut_off = error.lineno
        return
    if error.code in _NO_SUCH_ENCODING:
        raise UnreadableTrack(
            f"its letters are in no encoding that is known here, says line {error.lineno}"
        ) from error
    why = expat.ErrorString(error.code)
    raise UnreadableTrack(f"it is no well-formed XML: {why} in line {error.lineno}") from error


def _is_utf8(content: bytes) -> bool:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


@dataclass(slots=True)
class _Reader:
    """What the parser tells, kept as rows of numbers; `starts` is where each segment begins among them."""

    parser: expat.XMLParserType
    times: list[float] = field(default_factory=list)
    latitudes: list[float] = field(default_factory=list)
    longitudes: list[float] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    seen: int = 0
    passed_by: dict[str, tuple[int, int]] = field(default_factory=dict)
    cut_off: int | None = None
    _path: list[str] = field(default_factory=list)
    _point: Mapping[str, str] = field(default_factory=dict)
    _moment: str = ""

    def __post_init__(self) -> None:
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.StartDoctypeDeclHandler = self._refuse
        self.parser.EntityDeclHandler = self._refuse
        self.parser.ExternalEntityRefHandler = self._refuse

    def _refuse(self, *_declared: object) -> NoReturn:
        raise UnreadableTrack(
            f"line {self._line()} declares a document type or an entity, which no GPX needs and a hostile file uses"
        )

    def _start(self, tag: str, attributes: Mapping[str, str]) -> None:
        name = tag.rpartition(":")[2]
        if not self._path and name != "gpx":
            raise UnreadableTrack(f"it is XML, but no GPX: it begins with <{name[:40]}>")
        if len(self._path) >= LIMIT_DEPTH:
            raise UnreadableTrack(f"line {self._line()} is nested more than {LIMIT_DEPTH} deep, as no GPX is")
        if name == "trkseg":
            self.starts.append(len(self.times))
        elif name == "trkpt":
            self._point, self._moment = attributes, ""
        elif name == "time" and self._path[-1:] == ["trkpt"]:
            self.parser.CharacterDataHandler = self._data
        self._path.append(name)

    def _data(self, text: str) -> None:
        """A time comes, in pieces; what is longer than one is cut."""
        if len(self._moment) <= _LONGEST_TIME:
            self._moment += text

    def _end(self, _tag: str) -> None:
        name = self._path.pop()
        if name == "time":
            self.parser.CharacterDataHandler = None
        elif name == "trkpt":
            self._take()

    def _take(self) -> None:
        self.seen += 1
        if self.seen > LIMIT_POINTS:
            raise UnreadableTrack(f"it has more than {LIMIT_POINTS:,} points")
        latitude, longitude = _degrees(self._point.get("lat"), 90), _degrees(self._point.get("lon"), 180)
        moment_s = _seconds(self._moment.strip())
        if moment_s is None:
            self._pass_by("no time" if not self._moment.strip() else "a time that is none")
        elif latitude is None or longitude is None:
            self._pass_by("coordinates that are none on Earth")
        else:
            self.times.append(moment_s)
            self.latitudes.append(latitude)
            self.longitudes.append(longitude)

    def _pass_by(self, why: str) -> None:
        number, line = self.passed_by.get(why, (0, self._line()))
        self.passed_by[why] = (number + 1, line)

    def _line(self) -> int:
        return self.parser.CurrentLineNumber


def _degrees(text: str | None, most: int) -> float | None:
    """A coordinate; None for what is no number or beyond `most`: infinity is, and NaN compares as if it were."""
    try:
        degrees = float(text or "")
    except ValueError:
        return None
    return degrees if abs(degrees) <= most else None


def _seconds(text: str | None) -> float | None:
    """UTC seconds of an ISO 8601 moment; one without a zone is UTC, as GPX has it.

    >>> _seconds("2012-11-22T12:34:56.500Z"), _seconds("2012-11-22T14:34:56+02:00"), _seconds("noon")
    (1353587696.5, 1353587696.0, None)
    """
    try:
        moment = datetime.fromisoformat((text or "")[:_LONGEST_TIME])
        moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        return moment.timestamp() if _FIRST_YEAR <= moment.year < _LAST_YEAR else None
    except (ValueError, OverflowError):
        return None


def _track(name: str, reader: _Reader, notes: list[str]) -> Track:
    if not reader.seen:
        raise UnreadableTrack("there is no track point in it")
    if not reader.times:
        raise UnreadableTrack(_nothing_left(reader))
    segments = tuple(_segments(reader))
    if any(not bool(s.joined.all()) for s in segments):
        notes.append("Its points are not in order of time; no way is drawn where its clock goes back.")
    if reader.cut_off is not None:
        notes.append(f"It is cut off in line {reader.cut_off}; it was read up to there.")
    notes += [
        f"{number:,} of its {reader.seen:,} points {'has' if number == 1 else 'have'} {why}, the first in line {line}: "
        "left out."
        for why, (number, line) in reader.passed_by.items()
    ]
    return Track(name, segments, tuple(notes))


def _nothing_left(reader: _Reader) -> str:
    if set(reader.passed_by) == {"no time"}:
        return f"none of its {reader.seen:,} points has a time, so it cannot say when anyone was where"
    why = ", ".join(
        f"{number:,} with {what} (the first in line {line})"
        for what, (number, line) in reader.passed_by.items()
    )
    return f"none of its {reader.seen:,} points can be used: {why}"


def _segments(reader: _Reader) -> "list[Segment]":
    """Points outside any segment, as some programs write them, are one of their own."""
    bounds = sorted({0, *reader.starts, len(reader.times)})
    return [
        segment(reader.times[a:b], reader.latitudes[a:b], reader.longitudes[a:b])
        for a, b in pairwise(bounds)
        if b > a
    ]
