"""Track files as receivers, programs and enemies write them: taken, taken with a warning, or refused with a reason."""

import socket
import time
from itertools import pairwise

import pytest

from catalogue.tracks import gpx
from catalogue.tracks.gpx import UnreadableTrack, read_gpx

POINT = '<trkpt lat="50.43" lon="2.58"><time>2018-05-12T08:00:00Z</time></trkpt>'
NEXT = '<trkpt lat="50.44" lon="2.59"><time>2018-05-12T08:01:00Z</time></trkpt>'


def track(*points: str, head: str = '<?xml version="1.0" encoding="UTF-8"?>') -> bytes:
    """A GPX file with these points in one segment."""
    return "\n".join([f'{head}<gpx version="1.1"><trk><trkseg>', *points, "</trkseg></trk></gpx>"]).encode()


def dtd(declared: str, used: str = "&x;") -> bytes:
    """A GPX file with a document type."""
    return track(POINT, f"<!-- {used} -->", head=f'<?xml version="1.0"?><!DOCTYPE gpx [{declared}]>')


BOMB = '<!ENTITY a "ha">' + "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in pairwise("abcdefghij"))
REFUSED = {
    "empty": (b"", "it is empty"),
    "only-blanks": (b"\xef\xbb\xbf \r\n", "it is empty"),
    "not-xml": (b"lat,lon,time\n50.4,2.5,noon\n", "no well-formed XML"),
    "binary": (bytes(range(256)) * 4, "no well-formed XML"),
    "malformed": (b"<gpx><trk></gpx>", "mismatched tag in line 1"),
    "another-xml": (b"<kml><Document/></kml>", "begins with <kml>"),
    "entity-bomb": (dtd(BOMB, "&j;"), "document type"),
    "external-entity": (dtd('<!ENTITY x SYSTEM "file:///etc/passwd">'), "document type"),
    "external-dtd": (
        track(POINT, head='<!DOCTYPE gpx SYSTEM "http://127.0.0.1:9/gpx.dtd">'),
        "document type",
    ),
    "parameter-entity": (dtd('<!ENTITY % x SYSTEM "http://127.0.0.1:9/x"> %x;'), "document type"),
    "harmless-dtd": (track(POINT, head="<!DOCTYPE gpx>"), "document type"),
    "nested-50000-deep": (b"<gpx>" + b"<extensions>" * 50_000, "nested more than 100 deep"),
    "nested-and-closed": (
        b"<gpx>" + b"<a>" * 50_000 + b"</a>" * 50_000 + b"</gpx>",
        "nested more than 100 deep",
    ),
    "no-point": (track(), "no track point"),
    "only-waypoints": (
        b'<gpx><wpt lat="50" lon="2"><time>2018-05-12T08:00:00Z</time></wpt></gpx>',
        "no track point",
    ),
    "no-time": (
        track('<trkpt lat="50" lon="2"/>', '<trkpt lat="51" lon="2"/>'),
        "none of its 2 points has a time",
    ),
    "all-nan": (track('<trkpt lat="NaN" lon="2"><time>2018-05-12T08:00:00Z</time></trkpt>'), "coordinates"),
    "unknown-encoding": (track(POINT, head='<?xml version="1.0" encoding="klingon"?>'), "encoding"),
    "cut-before-any-point": (track(POINT)[:70], "no well-formed XML"),
}


@pytest.mark.parametrize(("content", "why"), REFUSED.values(), ids=REFUSED)
def test_what_gives_no_track_is_refused_with_its_reason_at_once(content, why, monkeypatch):
    monkeypatch.setattr(socket, "socket", _no_socket)
    began = time.process_time()

    with pytest.raises(UnreadableTrack, match=why):
        read_gpx(content, "a.gpx")

    assert time.process_time() - began < 2


def _no_socket(*_arguments: object, **_options: object) -> None:
    raise AssertionError("a socket was opened")


UTF16 = track(POINT, NEXT, head='<?xml version="1.0" encoding="UTF-16"?>').decode().encode("utf-16")
LATIN_1 = track("<name>Étang</name>", POINT, NEXT, head='<?xml version="1.0" encoding="ISO-8859-1"?>')
ODD = '<trkpt lat="{}" lon="{}"><time>2018-05-12T08:00:30Z</time></trkpt>'
TAKEN = {
    "bom": (b"\xef\xbb\xbf" + track(POINT, NEXT), 2, ""),
    "utf-16": (UTF16, 2, ""),
    "latin-1": (LATIN_1.decode().encode("latin-1"), 2, ""),
    "latin-1-that-says-utf-8": (
        track("<name>Étang</name>", POINT, NEXT).decode().encode("latin-1"),
        2,
        "Latin-1",
    ),
    "windows-1252": (track(POINT, NEXT, head='<?xml version="1.0" encoding="windows-1252"?>'), 2, ""),
    "no-namespace": (track(POINT, NEXT, head=""), 2, ""),
    "unsorted": (track(NEXT, POINT, NEXT.replace("08:01", "08:05")), 3, "not in order of time"),
    "backwards": (track(NEXT, POINT), 2, ""),
    "nan": (track(POINT, ODD.format("nan", 2)), 1, "1 of its 2 points has coordinates that are none"),
    "1e400": (
        track(POINT, ODD.format("1e400", 2)),
        1,
        "coordinates that are none on Earth, the first in line 3",
    ),
    "beyond-the-pole": (track(POINT, ODD.format(90.5, 2), ODD.format(50, -181)), 1, "2 of its 3 points have"),
    "no-coordinates": (track(POINT, "<trkpt><time>2018-05-12T08:00:30Z</time></trkpt>"), 1, "coordinates"),
    "some-without-time": (track(POINT, '<trkpt lat="50" lon="2"/>'), 1, "has no time"),
    "a-time-that-is-none": (
        track(POINT, ODD.format(50, 2).replace("08:00:30Z", "noon")),
        1,
        "a time that is none",
    ),
    "a-clock-of-1980": (track(POINT, ODD.format(50, 2).replace("2018", "1980")), 1, "a time that is none"),
    "cut-off": (track(POINT, NEXT)[:-40], 1, "cut off"),
    "points-outside-segments": (f"<gpx><trk>{POINT}{NEXT}</trk></gpx>".encode(), 2, ""),
    "comments-and-cdata": (
        track("<!-- -->", POINT.replace("2018-05-12T08:00:00Z", "<![CDATA[2018-05-12T08:00:00Z]]>")),
        1,
        "",
    ),
}


@pytest.mark.parametrize(("content", "points", "warning"), TAKEN.values(), ids=TAKEN)
def test_what_gives_a_track_is_taken_and_what_is_odd_is_told(content, points, warning):
    found = read_gpx(content, "a.gpx")

    assert found.points == points
    assert warning in " ".join(found.warnings)
    assert bool(found.warnings) == bool(warning)
    assert found.segments[0].times_s[0] == 1526112000.0


def test_segments_and_tracks_are_kept_apart():
    content = f"<gpx><trk><trkseg>{POINT}</trkseg><trkseg>{NEXT}</trkseg></trk><trk><trkseg>{NEXT}</trkseg></trk></gpx>"

    assert [len(s.times_s) for s in read_gpx(content.encode(), "a.gpx").segments] == [1, 1, 1]


def test_time_that_makers_add_to_a_point_is_not_taken_for_its_own():
    extended = POINT.replace("</trkpt>", "<extensions><time>2001-01-01T00:00:00Z</time></extensions></trkpt>")

    assert read_gpx(track(extended), "a.gpx").segments[0].times_s.tolist() == [1526112000.0]


def test_track_of_too_many_points_is_refused(monkeypatch):
    monkeypatch.setattr(gpx, "LIMIT_POINTS", 3)

    with pytest.raises(UnreadableTrack, match="more than 3 points"):
        read_gpx(track(*[POINT] * 4), "a.gpx")


def test_track_of_too_many_bytes_is_refused_unread(monkeypatch):
    monkeypatch.setattr(gpx, "LIMIT_BYTES", 100)

    with pytest.raises(UnreadableTrack, match="larger than"):
        read_gpx(track(POINT, NEXT), "a.gpx")
