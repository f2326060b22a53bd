"""Libraries in which every queue of the review desk has somebody waiting: rows, claims and small pictures.

The reasons are not written: they follow from claims by the catalogue's own rules.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path

from catalogues import RUN, Row, insert, make_catalogue
from making import picture
from PIL import Image

from catalogue.database.connection import Connection, connect, writing
from catalogue.home.paths import Home
from catalogue.photos.claims import add_claims
from catalogue.placing.classification import classifier_of, place_photos
from catalogue.values.claims import Absence, Claim, Precision, Source, Subject, position

NOW = "2026-11-20T14:08:00Z"
CAMERA = "Canon EOS 70D"
FOLDER = "Olhain/2018-05-12"
MORNING = datetime(2018, 5, 12, 9, 30)  # noqa: DTZ001 a wall clock has no zone
# About where the park is; longitude and latitude are approximate.
OLHAIN = (50.4370, 2.5800)
LENS = (50.4290, 2.8320)


@dataclass
class Shot:
    """One photo to be made, by what is known of it."""

    name: str
    taken: str | None = None
    at: tuple[float, float] | None = None
    source: Source = Source.EXIF
    accuracy_m: float | None = None
    absence: Absence = Absence.NO_GPS
    camera: str | None = CAMERA
    folder: str = FOLDER
    claims: list[Claim] = field(default_factory=list)
    #: When another file of the same picture says that it was taken.
    otherwise: str | None = None
    facts: Row = field(default_factory=dict)
    seed: int | None = None
    size: tuple[int, int] = (4000, 3000)


def photo_id(name: str) -> str:
    """The id that a shot gets, by its name."""
    return sha256(name.encode()).hexdigest()[:32]


def make_desk(
    root: Path, shots: Iterable[Shot], *, pictures: bool = False, pairs: Iterable[Row] = ()
) -> Home:
    """A library with these photos and four places, and what waits for a person in it."""
    home = make_catalogue(root)
    db = connect(home.catalogue)
    made = list(shots)
    with writing(db):
        _places(db)
        for number, shot in enumerate(made, start=1):
            _add(db, number, shot)
        for pair in pairs:
            first, second = sorted((photo_id(pair["one"]), photo_id(pair["other"])))
            row = {"first_id": first, "second_id": second, "differing_bits": pair["bits"], "noted_at": NOW}
            insert(db, "near_duplicates", row)
        place_photos(db, [photo_id(shot.name) for shot in made], classifier_of(db, {}), NOW)
    db.close()
    if pictures:
        for number, shot in enumerate(made, start=1):
            _render(home, shot, shot.seed or number)
    return home


def _places(db: Connection) -> None:
    _place(db, 1, "perimeter", "Bassin minier", "", (2.0, 50.2, 3.9, 50.8))
    _place(db, 2, "park", "Olhain", "Fresnicourt-le-Dolmen", (2.56, 50.42, 2.60, 50.45))
    _place(db, 3, "commune", "Lens", "", (2.79, 50.41, 2.87, 50.45))
    _place(db, 4, "commune", "Fresnicourt-le-Dolmen", "", (2.55, 50.41, 2.63, 50.46))


def _place(db: Connection, number: int, kind: str, name: str, commune: str, box: tuple[float, ...]) -> None:
    west, south, east, north = box
    layer = {"kind": kind, "name": "made", "source": "made.gpkg", "imported_at": NOW}
    insert(db, "layers", layer) if number != 4 else None
    middle = {"latitude": (south + north) / 2, "longitude": (west + east) / 2}
    insert(
        db,
        "places",
        {"id": number, "kind": kind, "name": name, "commune": commune, "layer": "made", **middle},
    )
    ring = f"{west} {south}, {east} {south}, {east} {north}, {west} {north}, {west} {south}"
    bounds = {"west": west, "south": south, "east": east, "north": north}
    insert(db, "place_shapes", {"place_id": number, "shape": f"POLYGON (({ring}))", **bounds})


def _add(db: Connection, number: int, shot: Shot) -> None:
    identity, digest = photo_id(shot.name), sha256(shot.name.encode()).hexdigest()
    width, height = shot.size
    row = {
        "id": identity,
        "number": number,
        "format": "jpeg",
        "width": width,
        "height": height,
        "state": "catalogued",
        "colour": "#8a9a7b",
        "original_sha256": digest,
        "original_extension": "jpg",
        "renditions": "ready",
        "added_at": NOW,
        **shot.facts,
    }
    insert(db, "photos", row)
    insert(db, "photo_search", {"rowid": number, "text": ""})
    file = {
        "sha256": digest,
        "photo_id": identity,
        "name": shot.name,
        "path": f"{shot.folder}/{shot.name}" if shot.folder else shot.name,
        "source": "/nas/photos",
        "size_bytes": 3_412_345 + 1000 * number,
        "extension": "jpg",
        "run_id": RUN,
        "arrived_at": NOW,
    }
    insert(db, "files", {"id": number, **file})
    add_claims(db, identity, number, RUN, _claims(shot), NOW)
    if shot.otherwise:
        other = file | {"sha256": sha256(digest.encode()).hexdigest(), "path": f"Mail/{shot.name}"}
        insert(db, "files", {"id": 1000 + number, **other})
        taken = Claim(
            Subject.TAKEN, Source.EXIF, shot.otherwise, "DateTimeOriginal", precision=Precision.SECOND
        )
        add_claims(db, identity, 1000 + number, RUN, [taken], NOW)


def _claims(shot: Shot) -> list[Claim]:
    said = [Claim(Subject.NAME, Source.NAME, shot.name)]
    said += [Claim(Subject.FOLDER, Source.FOLDER, part) for part in shot.folder.split("/") if part]
    if shot.taken:
        precision = Precision.SECOND
        said.append(Claim(Subject.TAKEN, Source.EXIF, shot.taken, "DateTimeOriginal", precision=precision))
    if shot.camera:
        said.append(Claim(Subject.CAMERA_MODEL, Source.EXIF, shot.camera))
    if shot.at:
        latitude, longitude = shot.at
        said.append(position(shot.source, latitude=latitude, longitude=longitude, accuracy_m=shot.accuracy_m))
    else:
        said.append(Claim(Subject.POSITION, Source.EXIF, None, absence=shot.absence))
    return [*said, *shot.claims]


def _render(home: Home, shot: Shot, seed: int) -> None:
    ratio = shot.size[0] / shot.size[1]
    drawn = picture(seed, (96, round(96 / ratio)))
    for size in (400, 1600):
        path = home.rendition(size, photo_id(shot.name), "jpg")
        path.parent.mkdir(parents=True, exist_ok=True)
        wide = (size, round(size / ratio)) if ratio >= 1 else (round(size * ratio), size)
        drawn.resize(wide, Image.Resampling.BICUBIC).save(path, quality=70)


def at(seconds: int, day: datetime = MORNING) -> str:
    """A moment of the outing, by seconds from its start."""
    return (day + timedelta(seconds=seconds)).isoformat()


def step(n: int, start: tuple[float, float] = OLHAIN) -> tuple[float, float]:
    """A point of the walk, some thirty metres after the one before."""
    return start[0] + n * 0.0003, start[1] + n * 0.0002


def outing() -> list[Shot]:
    """A walk in the park: every third photo has no position, two were erased, two are estimates."""
    walk = []
    for n in range(18):
        shot = Shot(f"IMG_{n:04}.jpg", at(60 * n))
        if n % 3 != 1:
            shot.at = step(n)
        walk.append(shot)
    walk[4].absence = walk[7].absence = Absence.REDACTED
    for n in (9, 12):
        walk[n].source, walk[n].accuracy_m = Source.NEIGHBOUR, 80
    return walk


def every_queue() -> list[Shot]:
    """The walk, and one photo or more for every other reason to look."""
    taken_2018 = Claim(Subject.TAKEN, Source.FOLDER, "2018", precision=Precision.YEAR)
    return [
        *outing(),
        Shot("held.jpg", at(2000), step(1), facts={"state": "held", "held_because": "partial"}),
        Shot("conflict.jpg", at(2060), step(2), otherwise="2018-06-01T10:00:00"),
        Shot("far.jpg", at(2120), LENS),
        Shot("reset.jpg", "2000-01-01T00:03:00", step(3)),
        Shot("year.jpg", "2019-05-12T10:00:00", step(4), claims=[taken_2018]),
        Shot("abroad.jpg", at(2240), (48.85, 2.35), folder="Paris"),
        Shot("undated.jpg", None, step(5)),
        Shot("Screenshot_2018.png", at(2300), step(6), camera=None, facts={"format": "png"}),
        Shot("IMG-20180512-WA0001.jpg", at(2360), step(7), camera=None),
        Shot("twin_large.jpg", at(3000), step(8), seed=99),
        Shot("twin_small.jpg", at(3000), None, seed=99, size=(1600, 1200), folder="Mail"),
        Shot("crop_whole.jpg", at(3100), step(9), seed=98),
        Shot("crop_part.jpg", at(3100), step(9), seed=98, size=(3000, 3000)),
        Shot("burst_1.jpg", at(3200), step(10), seed=97),
        Shot("burst_2.jpg", at(3201), step(10), seed=97),
        Shot("burst_3.jpg", at(3202), step(10), seed=97),
        Shot("alike_1.jpg", at(3300), step(11), seed=96),
        Shot("alike_2.jpg", at(3900), step(12), seed=96),
    ]


PAIRS: list[Row] = [
    {"one": "twin_large.jpg", "other": "twin_small.jpg", "bits": 1},
    {"one": "crop_whole.jpg", "other": "crop_part.jpg", "bits": 5},
    {"one": "burst_1.jpg", "other": "burst_2.jpg", "bits": 2},
    {"one": "burst_2.jpg", "other": "burst_3.jpg", "bits": 3},
    {"one": "alike_1.jpg", "other": "alike_2.jpg", "bits": 7},
]
