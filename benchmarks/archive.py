"""Taking many photos: a ZIP as a browser gets it, against reading and resizing the same pictures alone."""

import http.client
import statistics
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from functools import partial
from io import BytesIO
from itertools import count
from pathlib import Path

from PIL import Image, ImageOps

from benchmarks.cache import kept, say
from benchmarks.patience import Patience
from benchmarks.photos import large_photos
from benchmarks.programs import PHOTOTHEQUE, Cost, cost_of
from benchmarks.rounds import Rounds, in_turns, judged, spread, table
from benchmarks.servers import Server, ours
from catalogue.database.connection import connect
from catalogue.exports.drawing import chosen_size, drawer
from catalogue.exports.illustrations import CM_PER_INCH, DPI
from catalogue.exports.selecting import photos_in_order
from catalogue.home.paths import Home

#: What is asked for, and the long side of its pictures in pixels; None: as they are.
_SIZES: Mapping[str, int | None] = {"screen": 1600, "print": round(17 / CM_PER_INCH * DPI), "full": None}
_ZIP, _OURS, _PILLOW = "the ZIP, streamed", "reading and drawing alone", "Pillow alone, of the originals"
_MOST = 1.5
#: What "reading and resizing alone" is for each size: pictures for screens are there already, and are not resized.
_JUDGED = {("screen", _PILLOW), ("print", _OURS), ("full", _OURS)}
_CHUNK = 1 << 18
_QUALITY = 85
_orders = count()


def report(photos: int, rounds: int, patience: Patience) -> str:
    """Measure, and lay out the table."""
    source = large_photos(photos)
    home = Home(kept(f"archive-{photos}", f"of large-{photos}, 1", partial(_take_in, source)) / "home")
    rows = []
    with ours(home.root) as server:
        for size in _SIZES:
            say(f"size {size}")
            rows += _measured(home, server, size, rounds, patience)
    told = (
        f"{photos} photos of 12 megapixels, {rounds} rounds in turns. The ZIP is read to its end by one client of the"
        " running server, and holds a GeoPackage, an XLSX and a page besides."
    )
    head = ("", "seconds", "first byte, ms", "ZIP ÷ this", "target")
    return "\n\n".join(["## Taking many", told, table(head, rows)])


def _take_in(source: Path, folder: Path) -> None:
    cost_of([PHOTOTHEQUE, "ingest", str(source), "--home", str(folder / "home")])


def _measured(
    home: Home, server: Server, size: str, rounds: int, patience: Patience
) -> list[tuple[str, ...]]:
    first_ms: list[float] = []
    contenders: Mapping[str, Callable[[], Cost]] = {
        _ZIP: partial(_timed, partial(_streamed, server, size, first_ms)),
        _OURS: partial(_timed, partial(_drawn, home, size)),
        _PILLOW: partial(_timed, partial(_by_pillow, home, _SIZES[size])),
    }
    costs = in_turns(contenders, rounds, patience)
    return [
        (f"{size}: {_ZIP}", spread(costs.seconds(_ZIP)), spread(first_ms, ".0f"), "", ""),
        _compared(costs, size, _OURS),
        _compared(costs, size, _PILLOW),
    ]


def _compared(costs: Rounds, size: str, name: str) -> tuple[str, ...]:
    ratios = costs.ratios(_ZIP, name)
    judges = (size, name) in _JUDGED
    verdict = judged(statistics.median(ratios), _MOST, at_least=False) if judges else ""
    return (f"{size}: {name}", spread(costs.seconds(name)), "", spread(ratios), verdict)


def _timed(work: Callable[[], object]) -> Cost:
    began, cpu = time.perf_counter(), time.process_time()
    work()
    seconds, own = time.perf_counter() - began, time.process_time() - cpu
    # What the server and children take cannot be told apart from what others take: it is not told.
    return Cost(seconds, own, 0.0)


def _streamed(server: Server, size: str, first_ms: list[float]) -> None:
    """A whole ZIP, each time another order, so that none is there already."""
    connection = http.client.HTTPConnection(server.connection.host, server.connection.port)
    with closing(connection):
        began = time.perf_counter()
        connection.request("GET", f"/take/photos.zip?size={size}&width_cm=17&_round={next(_orders)}")
        answer = connection.getresponse()
        assert answer.read(1) == b"P", answer.status
        first_ms.append((time.perf_counter() - began) * 1000)
        while answer.read(_CHUNK):
            pass


def _drawn(home: Home, size: str) -> None:
    with closing(connect(home.catalogue, readonly=True)) as db:
        for _, picture in drawer(home, chosen_size(size))(photos_in_order(db, _ids(db))):
            assert picture


def _by_pillow(home: Home, long_px: int | None) -> None:
    with closing(connect(home.catalogue, readonly=True)) as db:
        rows = db.execute("SELECT original_sha256, original_extension FROM photos").fetchall()
    paths = [str(home.original(*row)) for row in rows]
    with ProcessPoolExecutor() as pool:
        assert all(pool.map(partial(_resized, long_px=long_px), paths, chunksize=4))


def _resized(path: str, long_px: int | None) -> int:
    made = BytesIO()
    with Image.open(path) as picture:
        if long_px:
            scale = long_px / max(picture.size)
            picture.draft("RGB", (round(picture.width * scale), round(picture.height * scale)))
            picture.thumbnail((long_px, long_px), reducing_gap=2.0)
        ImageOps.exif_transpose(picture).save(made, "JPEG", quality=_QUALITY)
    return len(made.getvalue())


def _ids(db: object) -> list[str]:
    return [row[0] for row in db.execute("SELECT id FROM photos ORDER BY number")]  # type: ignore[attr-defined]
