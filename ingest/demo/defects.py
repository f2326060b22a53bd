"""What goes wrong in real folders: copies under other names, cut files, files that are no photos."""

import struct
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path, PurePosixPath
from xml.sax.saxutils import escape

from ingest.demo.cameras import Gps
from ingest.demo.files import dated
from ingest.demo.metadata import Words, Written, in_jpeg
from ingest.demo.shots import Shot

_DAY = datetime(2021, 3, 4, 10, 0)  # noqa: DTZ001 - wall-clock time, like every time of the demo
_RIDE = "EV5/Loos-Wingles/2018-05"

#: What each defect is, by its path in the tree.
DEFECTS: dict[PurePosixPath, str] = {
    PurePosixPath("A trier/copie de DSCN0012.JPG"): "the same file under another name",
    PurePosixPath(
        "A trier/Pour rapport 2018/DSCN0013 - légendée.JPG"
    ): "the same picture, with a caption and without GPS",
    PurePosixPath("A trier/DSCN0015 (envoi interrompu).JPG"): "cut after two thirds",
    PurePosixPath("A trier/IMG_0000.jpg"): "empty",
    PurePosixPath("A trier/compte-rendu de sortie.pdf"): "a document",
    PurePosixPath("EV5/Loos-Wingles/2023-06/IMG_2041.MOV"): "the film of a Live Photo",
    PurePosixPath("Parc d'Olhain/2009-10/IMG_3312.CR2"): "the raw file beside a JPEG",
    PurePosixPath("V31/2014-07/V31 2014-07-03.gpx"): "the track of an outing",
    PurePosixPath(f"{_RIDE}/Thumbs.db"): "a cache of Windows",
    PurePosixPath(f"{_RIDE}/@eaDir/DSCN0010.JPG/SYNOPHOTO_THUMB_M.jpg"): "a thumbnail of a network disk",
}


def _without_segments(jpeg: bytes) -> bytes:
    """The JPEG with no APPn segment but JFIF's and Adobe's: its picture alone."""
    place = 2
    while jpeg[place] == 0xFF and 0xE1 <= jpeg[place + 1] <= 0xEF:  # noqa: PLR2004 - APP1 to APP15
        place += 2 + int.from_bytes(jpeg[place + 2 : place + 4], "big")
    return jpeg[:2] + jpeg[place:]


def _captioned(jpeg: bytes, shot: Shot) -> bytes:
    """The same picture as somebody prepared it for a report: a caption in, the position out."""
    words = Words(
        "Loos-en-Gohelle, la voie verte au droit de la fosse n° 12", "Raphaël Wójcik", "Mission Bassin Minier"
    )
    notes = replace(shot.notes, words=words, written=Written.IPTC_UTF8, gps=Gps.REDACTED)
    return in_jpeg(_without_segments(jpeg), notes)


def _box(kind: bytes, payload: bytes) -> bytes:
    return struct.pack(">I", 8 + len(payload)) + kind + payload


def _film() -> bytes:
    """The smallest thing that calls itself a QuickTime film: two boxes and no picture."""
    return _box(b"ftyp", b"qt  \0\0\0\0qt  ") + _box(b"wide", b"") + _box(b"mdat", bytes(2048))


def _raw() -> bytes:
    """The head of a Canon raw file, and nothing in it."""
    return b"II*\0\x10\0\0\0CR\x02\0" + bytes(4096)


def _document() -> bytes:
    """A PDF without a page."""
    catalogue = b"1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    pages = b"2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n"
    return b"%PDF-1.4\n" + catalogue + pages + b"trailer<</Root 1 0 R>>\n%%EOF\n"


def track(shots: list[Shot], name: str) -> bytes:
    """A GPX 1.1 track through the true spots of an outing, a point every twenty seconds, in UTC."""
    points: list[str] = []
    for here, there in pairwise(shots):
        start, end = here.notes.spot, there.notes.spot
        seconds = (there.notes.taken - here.notes.taken).total_seconds()
        for second in range(0, int(seconds), 20):
            share = second / seconds
            moment = here.notes.taken - here.notes.offset + timedelta(seconds=second)
            lat = start.latitude + (end.latitude - start.latitude) * share
            lon = start.longitude + (end.longitude - start.longitude) * share
            points.append(
                f'<trkpt lat="{lat:.6f}" lon="{lon:.6f}"><time>{moment:%Y-%m-%dT%H:%M:%SZ}</time></trkpt>'
            )
    head = '<?xml version="1.0" encoding="UTF-8"?>\n<gpx version="1.1" creator="phototheque demo" xmlns="http://www.topografix.com/GPX/1/1">'
    body = "\n".join(points)
    return f"{head}\n<trk><name>{escape(name)}</name><trkseg>\n{body}\n</trkseg></trk>\n</gpx>\n".encode()


def _contents(root: Path, shots: dict[str, Shot]) -> dict[PurePosixPath, bytes]:
    """The bytes of every defect, in the order of `DEFECTS`."""

    def ride(name: str) -> bytes:
        return (root / _RIDE / name).read_bytes()

    captioned = _captioned(ride("DSCN0013.JPG"), shots[f"{_RIDE}/DSCN0013.JPG"])
    whole = ride("DSCN0015.JPG")
    along = [shot for path, shot in shots.items() if path.startswith("V31/")]
    contents = [
        ride("DSCN0012.JPG"),
        captioned,
        whole[: len(whole) * 2 // 3],
        b"",
        _document(),
        _film(),
        _raw(),
        track(along, "Véloroute du Bassin minier, 3 juillet 2014"),
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1016),
        ride("DSCN0010.JPG")[:4096],
    ]
    return dict(zip(DEFECTS, contents, strict=True))


def add_defects(root: Path, shots: list[Shot]) -> list[Path]:
    """Every defect stands in the tree; the photos that some are made from must stand there already."""
    written: list[Path] = []
    for path, content in _contents(root, {str(shot.path): shot for shot in shots}).items():
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
        dated(target, _DAY)
        written.append(target)
    return written
