"""Along a track, from the desk: the table of what would be placed comes first, and is agreed to or left.

The server keeps no track between the two: the page carries the files, packed, and sends them again.
"""

import base64
import binascii
import gzip
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Response, g, render_template, request

from catalogue.library import Library
from catalogue.placing.proposals import NotPlaced, Preview, Proposal, TrackOptions
from catalogue.tracks.points import Segment, Track
from catalogue.web import served
from catalogue.web.review import asking, words, written
from catalogue.web.review.misunderstood import Misunderstood
from catalogue.web.review.views import acting, here, here_of, next_page, review, to_name
from catalogue.words import wording as say
from catalogue.words.languages import Language
from catalogue.words.wording import sayable

#: What all files of one upload may weigh, unpacked.
MOST_BYTES = 40_000_000
#: What any other form of the desk may weigh: the ids of an outing.
_MOST_FORM_BYTES = 500_000
#: Points of one segment that are drawn at most.
_MOST_DRAWN = 2000


def bound_body() -> None:
    """No form is larger than the desk has a use for; only tracks are large."""
    most = MOST_BYTES * 2 if request.path.startswith("/review/track") else _MOST_FORM_BYTES
    request.max_content_length = request.max_form_memory_size = most


_NO_FILE = sayable("Choose a GPX file.")
_NO_SPAN = sayable("%(text)s is no time to move a clock by. Write +01:00 or -00:03:20.")
_TORN = sayable("The track did not come back whole. Choose the file again.")
_TOO_LARGE = sayable("The tracks are too large: send them one by one.")


@dataclass(frozen=True, slots=True)
class TrackLine:
    """One photo of the table, in words."""

    photo_id: str
    name: str
    taken: str
    delta: str
    where: str
    placed: bool


@review.post("/track")
def look_first() -> Response | str:
    """Show where a track would place photos, and why not the others. Nothing is written."""
    if not asking.person():
        return asking.answer(g.language.text("Say who decides first."), to_name(here()))
    page = ""
    with acting(here()) as outcome, Library.open(served.home().root) as library:
        files = list(_uploaded())
        tracks, shown = _preview(library, files)
        page = _table(shown, tracks, [_packed(name, content) for name, content in files])
    return outcome[0] if outcome else page


@review.post("/track/apply")
def follow() -> Response:
    """The photos stand where the table showed them."""
    if not asking.person():
        return asking.answer(g.language.text("Say who decides first."), to_name(here()))
    with acting(here()) as outcome, Library.open(served.home().root) as library:
        from catalogue.placing.applying import apply  # noqa: PLC0415 loads the rules of places

        _, shown = _preview(library, [_unpacked(text) for text in request.form.getlist("packed")])
        apply(library, shown, asking.person())
        said = words.done("track", len(shown.placed), g.language)
        outcome.append(asking.answer(said, next_page(library.db, here_of("reason"))))
    return outcome[0]


def _preview(library: Library, files: Sequence[tuple[str, bytes]]) -> tuple[list[Track], Preview]:
    from catalogue.placing.track_files import TrackFile, read_tracks  # noqa: PLC0415 slow to load
    from catalogue.placing.tracking import preview  # noqa: PLC0415 the same

    if not files:
        raise Misunderstood(_NO_FILE)
    tracks = read_tracks([TrackFile(name, content=content) for name, content in files])
    offset = request.form.get("offset", "").strip()
    said = offset not in ("", "auto")
    seconds = written.span_s(offset) if said else None
    if said and seconds is None:
        raise Misunderstood(_NO_SPAN, text=offset)
    options = TrackOptions(
        offset_s=seconds, auto=offset == "auto", neighbours=True, photo_ids=frozenset(asking.photo_ids())
    )
    return tracks, preview(library.db, tracks, options)


def _uploaded() -> Iterator[tuple[str, bytes]]:
    """Names and contents of what was sent; more than is taken is refused before it is read whole."""
    room = MOST_BYTES
    for file in request.files.getlist("gpx"):
        content = file.stream.read(room + 1)
        room -= len(content)
        if room < 0:
            raise Misunderstood(_TOO_LARGE)
        if file.filename:
            yield file.filename, content


def _packed(name: str, content: bytes) -> str:
    """A file as a page carries it: its name, and its bytes, compressed."""
    return (
        f"{base64.b64encode(name.encode()).decode()}.{base64.b64encode(gzip.compress(content, 6)).decode()}"
    )


def _unpacked(text: str) -> tuple[str, bytes]:
    try:
        name, content = (base64.b64decode(part, validate=True) for part in text.split("."))
        unpacked = zlib.decompressobj(31).decompress(content, MOST_BYTES + 1)
        if len(unpacked) > MOST_BYTES:
            raise Misunderstood(_TOO_LARGE)
        return name.decode(), unpacked
    except (ValueError, binascii.Error, zlib.error) as error:
        raise Misunderstood(_TORN) from error


def _lines(tracks: Sequence[Track]) -> list[list[list[float]]]:
    """What the map draws of tracks: longitude and latitude, thinned to what an eye can tell."""
    return [
        [[round(lon, 6), round(lat, 6)] for lon, lat in zip(*_thinned(each), strict=True)]
        for track in tracks
        for each in track.segments
    ]


def _thinned(segment: Segment) -> tuple[list[float], list[float]]:
    step = len(segment.times_s) // _MOST_DRAWN + 1
    return segment.longitudes[::step].tolist(), segment.latitudes[::step].tolist()


def _table(shown: Preview, tracks: Sequence[Track], packed: Sequence[str]) -> str:
    placed = len(shown.placed)
    return render_template(
        "review_track.html",
        lines=[_line(row, g.language) for row in shown.rows],
        placed=placed,
        unplaced=len(shown.rows) - placed,
        clocks=[_clock(clock, g.language) for clock in shown.clocks],
        warnings=shown.warnings,
        tracks=packed,
        track_lines=_lines(tracks),
        reason_code=here_of("reason"),
        photo_id=here_of("photo"),
        photos=asking.photo_ids(),
        of=here_of("of"),
        offset=here_of("offset"),
        back=here(),
        script_words={},
    )


_NOT_PLACED = {
    NotPlaced.NO_DATE: sayable("It has no time."),
    NotPlaced.HAS_POSITION: sayable("It has a position already."),
    NotPlaced.NOT_MATCHED: sayable("No track ran then."),
    NotPlaced.TOO_FAR: sayable("The nearest point is too far in time."),
    NotPlaced.ALREADY: sayable("It stands there already."),
    NotPlaced.LESS_SURE: sayable("Another track says it more surely."),
    NotPlaced.CONTRADICTED: sayable("Photos of its camera that know their place were far from the track."),
    NotPlaced.CLOCK_TOLD: sayable("It was placed with a clock that was told; now nothing tells it."),
}


def _line(row: Proposal, language: Language) -> TrackLine:
    return TrackLine(
        row.photo_id,
        row.name,
        say.moment(row.taken_at, language) if row.taken_at else "–",
        words.span(round(row.dt_s), language) if row.dt_s is not None else "–",
        _where(row, language),
        row.placed,
    )


def _where(row: Proposal, language: Language) -> str:
    if row.latitude is None or row.longitude is None:
        return language.text(_NOT_PLACED[row.reason]) if row.reason else "–"
    badge = say.position_badge(row.source, language)
    within = f" ± {say.distance(row.accuracy_m, language)}" if row.accuracy_m is not None else ""
    sign = f"{badge.sign} " if badge else ""
    return f"{sign}{say.coordinates(row.latitude, row.longitude, language)}{within}"


def _clock(clock: Any, language: Language) -> str:
    from catalogue.tracks.clocks import signed  # noqa: PLC0415 slow to load

    if not round(clock.seconds):
        return language.text("The clock of %(camera)s is taken as right.", camera=clock.camera or "?")
    return language.text(
        "The clock of %(camera)s is off by %(span)s.", camera=clock.camera or "?", span=signed(clock.seconds)
    )
