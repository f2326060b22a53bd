"""What goes wrong in real folders: copies under other names, cut files, files that are no photos."""

import struct
from datetime import datetime
from pathlib import Path, PurePosixPath

from ingest.demo import copies, tracks
from ingest.demo.files import dated
from ingest.demo.screens import screenshot
from ingest.demo.shots import Shot

_DAY = datetime(2021, 3, 4, 10, 0)  # noqa: DTZ001 - wall-clock time, like every time of the demo
_RIDE = "EV5/Loos-Wingles/2018-05"
_ESTATE = "Cités/Cité Declercq/2020"
_REPORT = "A trier/Pour rapport 2018"

#: What each defect is, by its path in the tree.
DEFECTS: dict[PurePosixPath, str] = {
    PurePosixPath("A trier/copie de DSCN0012.JPG"): "the same file under another name",
    PurePosixPath(f"{_REPORT}/DSCN0013 - légendée.JPG"): "the same picture, with a caption and without GPS",
    PurePosixPath(f"{_REPORT}/DSCN0018 - légendée.JPG"): "the same picture, with another caption than it had",
    PurePosixPath(f"{_REPORT}/DSCN0011 (mail).jpg"): "the picture made small, and nothing said of it",
    PurePosixPath("A trier/DSCN0015 (envoi interrompu).JPG"): "cut after two thirds",
    PurePosixPath("A trier/IMG_0000.jpg"): "empty",
    PurePosixPath("A trier/compte-rendu de sortie.pdf"): "a document",
    PurePosixPath("EV5/Loos-Wingles/2023-06/IMG_2041.MOV"): "the film of a Live Photo",
    PurePosixPath("Parc d'Olhain/2009-10/IMG_3312.CR2"): "the raw file beside a JPEG",
    tracks.RIDE.path: "the track of an outing",
    tracks.WALK.path: "the track of another",
    PurePosixPath(f"{_ESTATE}/IMG_1517.JPG"): "the second of a burst",
    PurePosixPath(f"{_ESTATE}/IMG_1518.JPG"): "the third of a burst",
    PurePosixPath("Vrac téléphone/Screenshot_20220914-181502.png"): "a screenshot",
    PurePosixPath(f"{_RIDE}/Thumbs.db"): "a cache of Windows",
    PurePosixPath(f"{_RIDE}/@eaDir/DSCN0010.JPG/SYNOPHOTO_THUMB_M.jpg"): "a thumbnail of a network disk",
}


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


def _along(track: tracks.Track, shots: dict[str, Shot]) -> bytes:
    """The track through the photos of the folder that it lies in."""
    folder = f"{track.path.parent}/"
    return tracks.gpx(track, [shot for path, shot in shots.items() if path.startswith(folder)])


def _contents(root: Path, shots: dict[str, Shot]) -> dict[PurePosixPath, bytes]:
    """The bytes of every defect, in the order of `DEFECTS`."""

    def drawn(path: str) -> bytes:
        return (root / path).read_bytes()

    def ride(name: str) -> bytes:
        return drawn(f"{_RIDE}/{name}")

    def retold(name: str, caption: str) -> bytes:
        return copies.captioned(ride(name), shots[f"{_RIDE}/{name}"], caption)

    whole, last = ride("DSCN0015.JPG"), f"{_ESTATE}/IMG_1516.JPG"
    contents = [
        ride("DSCN0012.JPG"),
        retold("DSCN0013.JPG", "Loos-en-Gohelle, la voie verte au droit de la fosse n° 12"),
        retold("DSCN0018.JPG", "Vendin-le-Vieil, le chemin de halage avant les travaux"),
        copies.small(ride("DSCN0011.JPG")),
        whole[: len(whole) * 2 // 3],
        b"",
        _document(),
        _film(),
        _raw(),
        _along(tracks.RIDE, shots),
        _along(tracks.WALK, shots),
        copies.again(drawn(last), shots[last], 1),
        copies.again(drawn(last), shots[last], 2),
        screenshot(),
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
