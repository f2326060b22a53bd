"""Other ways to make the same pictures, each a process of its own: `python -m benchmarks.peers limit|naive …`."""

import sys
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from pathlib import Path

import simplejpeg
from PIL import Image, ImageOps

from benchmarks.machine import Company, cores
from benchmarks.photos import LARGE

SIZES_PX = (1600, 400)
QUALITY = 82


def main(words: Sequence[str]) -> None:
    """Run one of the ways over all photos of a folder, on all cores; `limit` prints what its work alone took."""
    photos = sorted(Path(words[1]).rglob("*.jpg"))
    with ProcessPoolExecutor(cores(), mp_context=get_context("fork")) as pool:
        if words[0] == "limit":
            list(pool.map(_half_decoded, photos[: 2 * cores()]))
            company, started = Company(), time.perf_counter()
            cpu_seconds = sum(pool.map(_half_decoded, photos))
            print(time.perf_counter() - started, cpu_seconds, company.share(cpu_seconds))
        elif words[0] == "naive":
            list(pool.map(partial(_naive, into=Path(words[2])), photos))


def _half_decoded(photo: Path) -> float:
    """Decode at half scale, and nothing else: who shows a photo cannot do less. Gives its processor seconds."""
    started = time.process_time()
    pixels = simplejpeg.decode_jpeg(photo.read_bytes(), min_width=LARGE[0] // 2, min_height=LARGE[1] // 2)
    assert pixels.shape[1] == LARGE[0] // 2
    return time.process_time() - started


def _naive(photo: Path, into: Path) -> None:
    """Make each picture as the manual of the imaging library begins: open, turn, make small, save."""
    for size_px in SIZES_PX:
        with Image.open(photo) as image:
            upright = ImageOps.exif_transpose(image)
            upright.thumbnail((size_px, size_px))
            upright.save(into / str(size_px) / photo.name, quality=QUALITY)


if __name__ == "__main__":
    main(sys.argv[1:])
