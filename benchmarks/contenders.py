"""Who is measured at taking photos in: ourselves, the limit, and others that make the same pictures."""

import json
import shlex
import shutil
import sys
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from benchmarks.machine import cores
from benchmarks.peers import QUALITY, SIZES_PX
from benchmarks.previews import Pictures
from benchmarks.programs import PHOTOTHEQUE, Cost, cost_of, found, printed
from catalogue.database.connection import connect
from catalogue.home.paths import Home

OURS, LIMIT, NAIVE, TOOLS, SIGAL = (
    "phototheque ingest",
    "half-scale decode",
    "naive Pillow",
    "exiftool + vipsthumbnail",
    "sigal",
)


@dataclass(frozen=True, slots=True)
class Contender:
    """One way from photos to pictures. `take_in` does it once into an empty folder, and says what it took."""

    name: str
    take_in: Callable[[Path, Path], Cost]
    lacks: str
    installed: bool = True
    least_ratio: float | None = None
    pictures: Callable[[Path], Pictures] | None = None


def ours(photos: Path, into: Path) -> Cost:
    """Take all photos into an empty home, from the start of the process to its end: all is durable then."""
    told = into / "told.jsonl"
    cost = cost_of([PHOTOTHEQUE, "ingest", str(photos), "--home", str(into / "home"), "--json"], output=told)
    totals = json.loads(told.read_text(encoding="utf-8").splitlines()[-1])["totals"]
    assert totals["stored"] == len(list(photos.rglob("*.jpg"))), totals
    return cost


def limit(photos: Path, into: Path) -> Cost:  # noqa: ARG001 nothing is written
    """Decode all photos at half scale in processes that are warm already; only that is timed."""
    told = printed([sys.executable, "-m", "benchmarks.peers", "limit", str(photos)]).split()
    return Cost(*map(float, told))


def naive(photos: Path, into: Path) -> Cost:
    """Make both pictures of each photo with Pillow alone."""
    _folders(into)
    return _checked([sys.executable, "-m", "benchmarks.peers", "naive", str(photos), str(into)], photos, into)


def tools(photos: Path, into: Path) -> Cost:
    """Read all metadata and make both pictures with the usual tools, each core at its share of the files.

    The small picture is made from the large one, which is quicker than from the photo.
    """
    _folders(into)
    files = sorted(photos.rglob("*.jpg"))
    shares = [files[n :: cores()] for n in range(cores())]
    lines = [_chain(share, into, number) for number, share in enumerate(shares)]
    return _checked(
        ["sh", "-c", f"set -e; export VIPS_CONCURRENCY=1; {' & '.join(lines)} & wait"], photos, into
    )


def _chain(files: Sequence[Path], into: Path, number: int) -> str:
    large, small = (into / str(size) for size in SIZES_PX)
    names = shlex.join(map(str, files))
    made = shlex.join(str(large / file.name) for file in files)
    return (
        f"(exiftool -json {names} > {shlex.quote(str(into / f'{number}.json'))}"
        f" && vipsthumbnail --size {SIZES_PX[0]} --output '{large}/%s.jpg[Q={QUALITY},strip]' {names}"
        f" && vipsthumbnail --size {SIZES_PX[1]} --output '{small}/%s.jpg[Q={QUALITY},strip]' {made})"
    )


def sigal(photos: Path, into: Path) -> Cost:
    """Build a gallery of both sizes."""
    large, small = ((size, size) for size in SIZES_PX)
    options = {"quality": QUALITY, "optimize": False, "progressive": False}
    chosen = {
        "theme": "galleria",
        "img_size": large,
        "thumb_size": small,
        "thumb_fit": False,
        "jpg_options": options,
    }
    settings = into / "sigal.conf.py"
    settings.write_text("".join(f"{name} = {value!r}\n" for name, value in chosen.items()), encoding="utf-8")
    command = ["sigal", "build", "-n", str(cores()), "-c", str(settings), str(photos), str(into / "gallery")]
    cost = cost_of(command)
    thumbnails = list((into / "gallery").rglob("thumbnails/*.jpg"))
    assert len(thumbnails) == len(list(photos.rglob("*.jpg"))), len(thumbnails)
    return cost


def in_home(into: Path) -> Pictures:
    """Find the large pictures of a library, by the name of the file that each was made of."""
    home = Home(into / "home")
    with closing(connect(home.catalogue, readonly=True)) as db:
        rows = db.execute("SELECT name, photo_id FROM files").fetchall()
    return {name: home.rendition(SIZES_PX[0], photo_id, "jpg") for name, photo_id in rows}


def in_folder(into: Path) -> Pictures:
    """Find the large pictures where they have the names of their photos."""
    return {file.name: file for file in (into / str(SIZES_PX[0])).iterdir()}


def in_gallery(into: Path) -> Pictures:
    """Find the large pictures of a gallery, beside which its thumbnails lie."""
    every = (into / "gallery").rglob("*.jpg")
    return {file.name: file for file in every if file.parent.name != "thumbnails"}


def _folders(into: Path) -> None:
    for size in SIZES_PX:
        (into / str(size)).mkdir()


def _checked(command: Sequence[str], photos: Path, into: Path) -> Cost:
    """What a command took that leaves both pictures of every photo."""
    cost = cost_of(command)
    wanted = len(list(photos.rglob("*.jpg")))
    for size in SIZES_PX:
        assert len(list((into / str(size)).iterdir())) == wanted
    return cost


def emptied(folder: Path) -> Path:
    """Give the folder, empty."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


CONTENDERS = (
    Contender(OURS, ours, "", pictures=in_home),
    Contender(
        LIMIT,
        limit,
        "all but decoding: no pictures, no metadata, nothing written; the start of its processes is not timed",
        least_ratio=0.5,
    ),
    Contender(
        NAIVE,
        naive,
        "no metadata read, no hash, no original stored, no catalogue, nothing durable, damage not looked for",
        least_ratio=4,
        pictures=in_folder,
    ),
    Contender(
        TOOLS,
        tools,
        "no hash, no original stored, no catalogue, nothing durable; reads more tags than we do",
        found("exiftool", "vipsthumbnail"),
        1.8,
        in_folder,
    ),
    Contender(
        SIGAL,
        sigal,
        "no original stored, no catalogue, nothing durable; writes HTML pages",
        found("sigal"),
        pictures=in_gallery,
    ),
)
