"""Folders of small photos that bring every outcome: stored, healed, duplicate, held, skipped and failed."""

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape

from tests.making import jpeg, png, write

_FIXED_NS = 1_526_135_520_000_000_000
_PHOTO = (320, 240)
_NEVER_ENTERED = "@eaDir/"


@dataclass(frozen=True, slots=True)
class Workload:
    """A source tree that is made once and only read from then on."""

    folder: Path
    fingerprint: dict[str, tuple[str, int, int]]

    @property
    def paths(self) -> set[str]:
        """Every regular file and link under the folder that a run must tell of, as verdicts name them."""
        entries = [path for path, (holds, _, _) in self.fingerprint.items() if holds != "folder"]
        return {path for path in entries if not path.startswith(_NEVER_ENTERED)}

    @property
    def hashes(self) -> set[str]:
        """The sha256 of every regular file."""
        return {holds for holds, _, _ in self.fingerprint.values() if len(holds) == 64}

    def mend(self) -> None:
        """The times are again as they were, for the next one who looks."""
        _set_times(self.folder)

    def damage(self) -> list[str]:
        """What is not as it was when the folder was made: bytes, times, modes, names."""
        now = fingerprint(self.folder)
        return sorted({path for path, _ in now.items() ^ self.fingerprint.items()})


def small(folder: Path) -> Workload:
    """Eleven files: few enough that every write can be made to fail in turn."""
    _core(folder)
    return _finished(folder)


def large(folder: Path) -> Workload:
    """Some forty files, more than are made durable together, in several folders."""
    _core(folder)
    for number in range(24):
        tags = {"taken": f"2019-06-{number + 1:02}T10:00:00", "model": "Bornes 2"} if number % 3 else {}
        write(folder, f"Loos/{2019 + number % 2}/DSC_{number:04}.jpg", jpeg(100 + number, _PHOTO, **tags))
    for number in range(0, 6, 2):
        write(folder, f"Loos/doubles/DSC_{number:04} (2).jpg", jpeg(100 + number, _PHOTO))
    write(folder, "Loos/Thumbs.db", b"\0" * 64)
    write(folder, "@eaDir/DSC_0001.jpg", jpeg(7))
    (folder / "Loos" / "lien.jpg").symlink_to("2019/DSC_0000.jpg")
    write(folder, os.fsdecode(b"Loos/caf\xe9.jpg"), jpeg(90, _PHOTO, caption="un nom en Latin-1"))
    return _finished(folder)


def later(folder: Path) -> Workload:
    """A second card: copies that know more than the first ones did, and some new photos."""
    write(
        folder,
        "IMG_0001.jpg",
        jpeg(1, _PHOTO, taken="2018-05-12T14:32:00", creator="A. Photographe", orientation=6),
    )
    write(folder, "IMG_0003.jpg", jpeg(3, _PHOTO, gps=(50.42, 2.79), caption="vue du terril"))
    for number in range(4):
        write(folder, f"NEW_{number}.jpg", jpeg(200 + number, _PHOTO, model="Bornes 3"))
    return _finished(folder)


def handed_over(folder: Path) -> Workload:
    """What a phone sends, one after the other: photos, a copy, one that tells more, and what is no photo."""
    for number in range(5):
        write(folder, f"{number}.jpg", jpeg(300 + number, _PHOTO, taken="2020-07-01T08:00:00"))
    write(folder, "5.jpg", jpeg(300, _PHOTO, taken="2020-07-01T08:00:00"))
    write(folder, "6.jpg", jpeg(301, _PHOTO, taken="2020-07-01T08:00:00", caption="légende"))
    write(folder, "7.jpg", b"This is no picture at all.")
    return _finished(folder)


def _core(folder: Path) -> None:
    known = {"taken": "2018-05-12T14:32:00", "gps": (50.43, 2.81), "make": "Apple", "model": "iPhone 8"}
    write(folder, "EV5/2018-05/IMG_0001.jpg", jpeg(1, _PHOTO, caption="étang", **known))
    write(folder, "EV5/2018-05/IMG_0001 copie.jpg", jpeg(1, _PHOTO, caption="étang", **known))
    write(folder, "EV5/IMG_0002.jpg", jpeg(2, _PHOTO, model="iPhone 8"))
    write(folder, "EV5/IMG_0002.jpg.xmp", _sidecar("la légende d'à côté"))
    write(folder, "Olhain/IMG_0003.jpg", jpeg(3, _PHOTO, gps=(0.0, 0.0)))
    write(folder, "Olhain/IMG_0003 carte.jpg", jpeg(3, _PHOTO, **known))
    write(folder, "Olhain/IMG_0002 tournée.jpg", jpeg(2, _PHOTO, orientation=6, creator="A. Photographe"))
    write(folder, "Olhain/coupée.jpg", _cut(jpeg(4, (640, 480))))
    write(folder, "Olhain/étang.png", png(5))
    write(folder, "Olhain/notes.pdf", b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n1 0 obj\n")
    write(folder, "Olhain/fausse.jpg", b"This is no picture at all.")


def _cut(whole: bytes) -> bytes:
    return whole[: len(whole) * 3 // 5]


def _sidecar(caption: str) -> bytes:
    return (
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:description><rdf:Alt>'
        f'<rdf:li xml:lang="x-default">{escape(caption)}</rdf:li>'
        "</rdf:Alt></dc:description></rdf:Description></rdf:RDF></x:xmpmeta>"
    ).encode()


def _finished(folder: Path) -> Workload:
    _set_times(folder)
    return Workload(folder, fingerprint(folder))


def _set_times(folder: Path) -> None:
    for path in sorted(folder.rglob("*"), reverse=True):
        os.utime(path, ns=(_FIXED_NS, _FIXED_NS), follow_symlinks=False)


def fingerprint(folder: Path) -> dict[str, tuple[str, int, int]]:
    """Each entry under a folder: what it holds, its time of change and its mode."""
    return {_printable(path, folder): _facts(path) for path in sorted(folder.rglob("*"))}


def _printable(path: Path, folder: Path) -> str:
    return os.fsencode(path.relative_to(folder)).decode("utf-8", "backslashreplace")


def _facts(path: Path) -> tuple[str, int, int]:
    seen = path.lstat()
    if path.is_symlink():
        holds = f"link to {path.readlink()}"
    elif path.is_dir():
        holds = "folder"
    else:
        holds = hashlib.sha256(path.read_bytes()).hexdigest()
    return holds, seen.st_mtime_ns, seen.st_mode
