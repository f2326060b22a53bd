"""A library in which one photo is spoken of everywhere that a photo can be spoken of, with words found nowhere else."""

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from catalogues import insert
from making import ingest, jpeg, rows, write

from catalogue.database.connection import connect, writing
from catalogue.home.inbox import hand_over, put_in_quarantine
from catalogue.home.locks import Lock
from catalogue.home.paths import Home
from catalogue.library import Library
from catalogue.people import access_log, links, store
from catalogue.reviewing import editing, keeping, pairs, placements
from catalogue.reviewing.editing import Edit

#: Words of the photo, no two of which begin alike: an index keeps only once what words have in common.
WORDS = {
    "folder": "Qwyzzorbex",
    "name": "Jvumplikat",
    "second name": "Xobdrefimo",
    "exif caption": "Zhagrunvel",
    "exif creator": "Pfilwompus",
    "first caption": "Kzantrobim",
    "second caption": "Wruvleshko",
    "theme": "Yblostrepi",
    "theme that went": "Gmorfenuct",
    "credit": "Hxaldripon",
    "sidecar": "Vjeskomril",
    "raw": "Dwompliste",
    "single": "Brazhimelo",
    "settled": "Cfrondulep",
}
NOW = "2026-11-20T14:08:00Z"


@dataclass(frozen=True)
class Planted:
    """The library, its folder of photos, and the photo that is to go."""

    home: Path
    source: Path
    photo_id: str
    other_id: str
    sha256s: tuple[str, ...]
    pixels: bytes

    @property
    def traces(self) -> dict[str, bytes]:
        """Everything that must not be found any more, by what it is."""
        said = {what: word.lower().encode() for what, word in WORDS.items()}
        # An index may keep the beginning of a word elsewhere than its end.
        ends = {f"end of {what}": word.lower().encode()[3:] for what, word in WORDS.items()}
        hashes = {f"sha256 {n}": one.encode() for n, one in enumerate(self.sha256s)}
        return said | ends | hashes | {"id": self.photo_id.encode(), "pixels": self.pixels}


def plant(home: Path, source: Path) -> Planted:
    """The library is there, with everything that speaks of its photo."""
    first = jpeg(1, taken="2018-05-12T14:32:00", caption=WORDS["exif caption"], creator=WORDS["exif creator"])
    second = jpeg(1, taken="2018-05-12T14:32:00", caption="Une autre légende")
    folder = f"2018/{WORDS['folder']}"
    write(source, f"{folder}/{WORDS['name']}.jpg", first)
    write(source, f"{folder}/{WORDS['name']}.jpg.xmp", _sidecar())
    write(source, f"{folder}/{WORDS['name']}.CR2", b"II*\0" + WORDS["raw"].encode() + bytes(64))
    write(source, f"{folder}/{WORDS['second name']}.jpg", second)
    write(source, "2018/other.jpg", jpeg(2, caption="Un terril"))
    ingest(source, home)
    single = write(source, f"{WORDS['single']}.jpg", jpeg(1, caption="seule"))
    ingest(single, home)
    photo_id, other_id = _ids(home)
    _decide(home, photo_id, other_id)
    hashes = tuple(
        row["sha256"] for row in rows(home, "SELECT sha256 FROM files WHERE photo_id = ?", photo_id)
    )
    _copies(home, photo_id, other_id, first)
    _accounts(home, photo_id, other_id)
    return Planted(home, source, photo_id, other_id, hashes, first[-200:-100])


def _accounts(home: Path, photo_id: str, other_id: str) -> None:
    """Somebody had its original, and a link shows it."""
    store.ensure(Home(home))
    with store.changing(Home(home)) as db:
        now = datetime(2026, 11, 22, tzinfo=UTC)
        access_log.note(db, None, "original", [photo_id, other_id], f"/photos/{photo_id}", now)
        links.make(db, "gallery", f"id={other_id}&id={photo_id}", "Deux photos", 30, "L. Dupont", now)


def _sidecar() -> bytes:
    return f"""<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
        <rdf:Description xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:subject><rdf:Bag>
        <rdf:li>{WORDS["sidecar"]}</rdf:li></rdf:Bag></dc:subject></rdf:Description></rdf:RDF></x:xmpmeta>""".encode()


def _ids(home: Path) -> tuple[str, str]:
    found = rows(home, "SELECT photo_id, count(*) AS files FROM files GROUP BY photo_id ORDER BY files DESC")
    return found[0]["photo_id"], found[1]["photo_id"]


def _decide(home: Path, photo_id: str, other_id: str) -> None:
    """People have said all sorts of things about it, and taken some back."""
    with Library.open(home) as library:
        db = library.db
        editing.edit(db, [photo_id, other_id], Edit({"licence": "CC-BY-4.0"}), "L. Dupont")
        for caption in (WORDS["first caption"], WORDS["second caption"]):
            editing.edit(db, [photo_id], Edit({"caption": caption}), "L. Dupont")
        editing.edit(db, [photo_id], Edit({"credit": WORDS["credit"]}), "L. Dupont")
        editing.edit(db, [photo_id], Edit(added=(WORDS["theme"], WORDS["theme that went"])), "L. Dupont")
        editing.edit(db, [photo_id], Edit(removed=(WORDS["theme that went"],)), "L. Dupont")
        keeping.set_aside(db, [photo_id], "L. Dupont", "private")
        keeping.restore(db, [photo_id], "L. Dupont")
        with writing(db):
            _rows(db, photo_id, other_id)
        placements.settle(db, [photo_id], "no-position", "L. Dupont")
        pairs.decide_pair(db, photo_id, other_id, "version", "L. Dupont", leader=photo_id)


def _rows(db: Any, photo_id: str, other_id: str) -> None:
    first, second = sorted((photo_id, other_id))
    pair = {"first_id": first, "second_id": second, "differing_bits": 3, "noted_at": NOW}
    db.execute("DELETE FROM near_duplicates")
    insert(db, "near_duplicates", pair)
    insert(db, "places", {"id": 1, "kind": "park", "name": "Olhain"})
    relation = {"place_id": 1, "relation": "folder", "rule": f"folder: {WORDS['folder']}", "main": 1}
    insert(db, "photo_places", {"photo_id": photo_id, **relation})
    decided = {"place_id": 1, "decision": "is", "made_by": "L. Dupont", "made_at": NOW}
    insert(db, "place_decisions", {"photo_id": photo_id, **decided})
    settled = {"reason": "place-conflict", "detail": WORDS["settled"], "made_by": "L. Dupont", "made_at": NOW}
    insert(db, "settlements", {"photo_id": photo_id, **settled})
    between = f"Δt 12 s, between {WORDS['name']}.jpg and other.jpg"
    claim = {"subject": "position", "source": "neighbour", "latitude": 50.4, "longitude": 2.6, "made_at": NOW}
    insert(db, "claims", {"photo_id": other_id, "detail": between, **claim})
    (run,) = db.execute("SELECT id FROM runs LIMIT 1").fetchone()
    line = {
        "source": "tracks",
        "path": "sortie.gpx",
        "outcome": "healed",
        "code": "placed-by-neighbours",
        "at": NOW,
    }
    told = {
        "photo_id": other_id,
        "message": f"An estimate: {between}.",
        "run_id": run,
        "program_version": "0",
    }
    insert(db, "ingest_log", line | told)
    failed = {
        "source": "elsewhere",
        "outcome": "failed",
        "code": "unreadable",
        "message": "No right.",
        "at": NOW,
    }
    insert(db, "ingest_log", failed | {"path": "kept.jpg", "run_id": run, "program_version": "0"})


def _copies(home: Path, photo_id: str, other_id: str, content: bytes) -> None:
    """Copies stand where they wait for something: in the inbox, the quarantine, a ZIP, a sheet, an old catalogue."""
    library, digest = Home(home), sha256(content).hexdigest()
    (home / "tmp").mkdir(exist_ok=True)
    write(home, "tmp/handed-over", content)
    hand_over(library, home / "tmp" / "handed-over", name=f"{WORDS['name']}.jpg", by="L. Dupont")
    write(home, "tmp/handed-over", content)
    put_in_quarantine(
        library, home / "tmp" / "handed-over", digest, f"{WORDS['name']}.jpg", None, "empty", "Empty."
    )
    write(home, "tmp/archive-1/photos.zip", content)
    write(home, "tmp/archive-1/contents", f"{other_id}\n{photo_id}\n".encode())
    write(home, "tmp/archive-2/photos.zip", b"of others")
    write(home, "tmp/archive-2/contents", f"{other_id}\n".encode())
    hold(home / "tmp" / "archive-1")
    hold(home / "tmp" / "archive-2")
    sheet = json.dumps({"file": "legendes.csv", "report": {"before": WORDS["first caption"]}})
    write(home, "captions-waiting/" + "a" * 32 + "/sheet.json", sheet.encode())
    db = connect(home / "catalogue.db")
    db.execute("VACUUM INTO ?", [str(home / "catalogue.before-3.db")])
    db.close()


_HELD: list[Lock | None] = []


def hold(folder: Path) -> None:
    """A server that lives holds the folder."""
    _HELD.append(Lock.try_take(folder / "lock"))


def let_go() -> None:
    """The server has ended."""
    while _HELD:
        if lock := _HELD.pop():
            lock.release()


def found_in(home: Path, traces: dict[str, bytes]) -> dict[str, list[str]]:
    """Where traces are, by what they are: in every byte of every file, and in their names, in any case."""
    found: dict[str, list[str]] = {}
    for path, data in _files(home):
        for what, trace in traces.items():
            if trace in data or trace in data.lower() or trace in path.lower().encode():
                found.setdefault(what, []).append(path)
    return found


def _files(folder: Path) -> Iterator[tuple[str, bytes]]:
    for root, _, names in os.walk(folder):
        for name in names:
            path = Path(root) / name
            yield path.relative_to(folder).as_posix(), path.read_bytes()
