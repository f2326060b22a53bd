"""From an outing to its shots: each a scene, a file name, and what is known of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import PurePosixPath

from ingest.demo.cameras import NIKON, Camera, Gps, file_name
from ingest.demo.captions import KEYWORDS, caption
from ingest.demo.light import heading_deg
from ingest.demo.metadata import Notes, Words
from ingest.demo.noise import stream
from ingest.demo.outings import OUTINGS, Outing
from ingest.demo.scenes import Kind, Scene, Season
from ingest.demo.spots import Spot
from ingest.demo.standing import stand_afar, stand_at

_SUMMER_MONTHS = range(4, 11)  # of summer time; no outing falls into the last days of March or October
_UPRIGHT = frozenset({Kind.HEADFRAME, Kind.CHAPEL, Kind.WOOD, Kind.SIGN, Kind.GREENWAY})
_UPRIGHT_EVERY, _UPRIGHT_FROM, _UPSIDE_DOWN = 4, 2, 4
_TWELVE_MEGAPIXELS = (4000, 3000)
_PANORAMA = (4800, 1600)
_EXPORTED = (1200, 900)
_HEIC = (960, 720)  # encoding larger ones takes seconds
_FAR = "|far"  # another frame than that of who stands there
_CREDIT = "Mission Bassin Minier"


@dataclass(frozen=True, slots=True)
class Shot:
    """One photo to make: what it shows, where it goes, what is known of it. `extension` is in lower case."""

    scene: Scene
    path: PurePosixPath
    extension: str
    notes: Notes


def _season(moment: datetime, *, snow: bool) -> Season:
    if snow:
        return Season.SNOW
    by_month = (Season.WINTER, Season.SPRING, Season.SUMMER, Season.AUTUMN)
    return by_month[(moment.month % 12) // 3]


def utc_offset(moment: datetime) -> timedelta:
    """What France's clocks were ahead of UTC on a day of the demo."""
    return timedelta(hours=2 if moment.month in _SUMMER_MONTHS else 1)


def _size(outing: Outing, order: int, kind: Kind) -> tuple[int, int]:
    """Width and height as seen: some upright, a few large, one very wide."""
    if outing.formats:
        return _HEIC if "heic" in outing.formats else _EXPORTED
    if order < outing.large:
        return _TWELVE_MEGAPIXELS
    if order == outing.panorama:
        return _PANORAMA
    wide, high = outing.camera.size
    upright = kind in _UPRIGHT and order % _UPRIGHT_EVERY == _UPRIGHT_FROM and outing.camera.exif
    return (high, wide) if upright else (wide, high)


def _orientation(size: tuple[int, int], order: int, camera: Camera) -> int:
    """How the camera was held, as EXIF counts: upright to one side or the other; one photo upside down."""
    if size[1] > size[0]:
        return 6 if order // _UPRIGHT_EVERY % 2 == 0 else 8
    return 3 if camera is NIKON and order == _UPSIDE_DOWN else 1


def _scene(outing: Outing, order: int, moment: datetime, seed: int) -> Scene:
    kind = outing.kinds[order % len(outing.kinds)]
    size = _size(outing, order, kind)
    solar = moment - utc_offset(moment)
    return Scene(
        kind=kind,
        viewpoint=f"{outing.place}|{kind}|{order}{_FAR if outing.afar_m else ''}",
        seed=seed,
        season=_season(outing.began, snow=outing.snow),
        year=outing.began.year,
        hour=solar.hour + solar.minute / 60 + 0.2,
        weather=outing.weather,
        width=size[0],
        height=size[1],
        condition=outing.condition,
    )


def _words(outing: Outing, scene: Scene, order: int) -> Words:
    habit = outing.habit
    if not habit.every or order % habit.every:
        return Words()
    return Words(
        caption=caption(outing.label, scene.kind, scene.season, scene.condition, scene.seed),
        creator=habit.creator,
        credit=_CREDIT,
        copyright=f"© {_CREDIT} {outing.began.year}",
        keywords=KEYWORDS[scene.kind],
        rating=4 if order % 3 == 0 else None,
        mapped=habit.mapped,
    )


def _moments(outing: Outing) -> list[datetime]:
    """When each photo was taken: three to nine minutes apart."""
    rng, moment, moments = stream("pace", outing.folder, outing.began), outing.began, []
    for _ in range(outing.count):
        moments.append(moment)
        moment += timedelta(seconds=int(rng.integers(150, 540)))
    return moments


def _stood(outing: Outing, viewpoint: str, order: int, seed: int) -> Spot:
    """Where the camera stood, as well as a receiver knows it."""
    spot = (
        stand_afar(outing.place, viewpoint, outing.afar_m)
        if outing.afar_m
        else stand_at(outing.place, viewpoint, order)
    )
    east_m, north_m = (float(v) for v in stream("gps", seed).normal(0, 3, 2))
    return spot.moved(east_m, north_m)


def shots_of(outing: Outing) -> Iterator[Shot]:
    """The photos of one outing, in the order they were taken."""
    believed = outing.clock - outing.began if outing.clock else timedelta()
    for order, moment in enumerate(_moments(outing)):
        seed = int(stream("seed", outing.folder, outing.camera.model, order).integers(1, 1_000_000))
        scene, offset = _scene(outing, order, moment, seed), utc_offset(moment)
        words = _words(outing, scene, order)
        size = scene.width, scene.height
        orientation = _orientation(size, order, outing.camera)
        extension = outing.formats[order % len(outing.formats)] if outing.formats else "jpg"
        name = file_name(outing.camera, moment + believed, offset, outing.number + order)
        if extension != "jpg":
            name = PurePosixPath(name).with_suffix(f".{extension if extension != 'heic' else 'HEIC'}").name
        notes = Notes(
            camera=outing.camera,
            taken=moment + believed,
            offset=offset,
            orientation=orientation,
            stored_size=size if size[0] >= size[1] else (size[1], size[0]),
            spot=_stood(outing, scene.viewpoint, order, seed),
            heading_deg=(heading_deg(scene.viewpoint) + float(stream("compass", seed).normal(0, 3))) % 360,
            words=words,
            written=outing.habit.written if words.caption else None,
            gps=Gps.FIX if order in outing.fixed else outing.gps or outing.camera.gps,
            seed=seed,
            ahead=believed,
        )
        yield Shot(scene, PurePosixPath(outing.folder) / name, extension, notes)


def all_shots() -> list[Shot]:
    """Every photo of the demo, outing by outing."""
    return [shot for outing in OUTINGS for shot in shots_of(outing)]
