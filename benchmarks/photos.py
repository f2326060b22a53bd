"""Photos to measure with: drawn, encoded and labelled the same on every machine.

They show nothing, but have the statistics by which a photo is hard to compress and to make smaller: overlapping
shapes of all sizes (the *dead leaves* model of natural images), texture at every scale, a smooth sky, the blur
of a lens and the noise of a sensor.
"""

import ast
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from inspect import getsource
from pathlib import Path
from sys import modules

import cv2
import numpy as np
import numpy.typing as npt
import simplejpeg
from PIL import Image

from benchmarks.cache import kept

Pixels = npt.NDArray[np.uint8]
Plane = npt.NDArray[np.float32]

LARGE = (4032, 3024)
SMALL = (480, 360)
MEDIUM = (1152, 864)
FIRST, MORE = 8_000, 2_000
_QUALITY = 95
_PORTRAIT_EVERY = 4
_CAMERAS = (("Apple", "iPhone 12"), ("samsung", "SM-G990B"), ("Google", "Pixel 6"), ("Canon", "EOS 250D"))


def large_photos(number: int) -> Path:
    """Give a folder of so many JPEGs of 12 megapixels, about 3.6 MB each."""
    return kept(f"large-{number}", _recipe(), partial(_write_all, number=number, size=LARGE))


def medium_photos(number: int) -> Path:
    """Give a folder of so many JPEGs of 1 megapixel, about 300 kB each."""
    return kept(f"medium-{number}", _recipe(), partial(_write_all, number=number, size=MEDIUM))


def small_photos() -> tuple[Path, Path]:
    """Give a folder of 10,000 small JPEGs, a hundred to a folder, and the folder in it that holds the first 8,000."""
    folder = kept("small", _recipe(), partial(_write_all, number=FIRST + MORE, size=SMALL))
    return folder, folder / "first"


def _recipe() -> str:
    return ast.dump(ast.parse(getsource(modules[__name__])))


def _write_all(folder: Path, *, number: int, size: tuple[int, int]) -> None:
    with ProcessPoolExecutor() as pool:
        written = pool.map(partial(_write, folder, size=size), range(number), chunksize=4)
        assert sum(written) == number


def _write(folder: Path, seed: int, *, size: tuple[int, int]) -> int:
    inside = folder / ("first" if seed < FIRST else "more") / f"lot-{seed // 100:03}"
    inside.mkdir(parents=True, exist_ok=True)
    data = simplejpeg.encode_jpeg(
        draw(seed, size), quality=_QUALITY, colorspace="RGB", colorsubsampling="420"
    )
    (inside / f"IMG_{seed:05}.jpg").write_bytes(_labelled(data, _exif(seed)))
    return 1


def draw(seed: int, size: tuple[int, int]) -> Pixels:
    """Draw one picture; the same seed and size give the same one."""
    cv2.setNumThreads(1)
    rng = np.random.default_rng(seed)
    width, height = size
    horizon = int(height * rng.uniform(0.2, 0.45))
    scene = _leaves(rng, width, height, horizon).astype(np.float32)
    contrast = np.where(np.arange(height) < horizon, 4, rng.uniform(14, 30)).astype(np.float32)
    scene += (_texture(rng, width, height) * contrast[:, np.newaxis])[..., np.newaxis]
    seen: Plane = np.asarray(cv2.GaussianBlur(scene, (0, 0), 0.6), np.float32)
    seen += rng.standard_normal((height, width, 1), dtype=np.float32) * np.float32(rng.uniform(1.3, 2.8))
    return np.clip(seen, 0, 255).astype(np.uint8)


def _leaves(rng: np.random.Generator, width: int, height: int, horizon: int) -> Pixels:
    """Overlap ellipses whose radii follow a power law, under a sky: large ones behind small ones."""
    canvas = np.empty((height, width, 3), np.uint8)
    canvas[:] = rng.uniform((120, 150, 180), (190, 210, 240))
    number = int(rng.uniform(0.75, 2.25) * width)
    radii = np.sort((rng.pareto(1.6, number) + 1).clip(1, 75) * width / 336)[::-1]
    across, down = rng.uniform(0, width, number), rng.uniform(horizon, height, number)
    colours = rng.uniform((60, 80, 40), (120, 130, 90)) + rng.normal(0, 32, (number, 1))
    colours = (colours + rng.normal(0, 8, (number, 3))).clip(5, 250)
    flat, turn = rng.uniform(0.3, 1, number), rng.uniform(0, 180, number)
    for x, y, r, f, t, colour in zip(across, down, radii, flat, turn, colours, strict=True):
        cv2.ellipse(canvas, (int(x), int(y)), (int(r), int(r * f)), t, 0, 360, colour.tolist(), -1)
    return canvas


def _texture(rng: np.random.Generator, width: int, height: int) -> Plane:
    """Add up noise of every scale, weaker as it gets finer, to a deviation of 1."""
    texture: Plane = np.zeros((height, width), np.float32)
    across = 4
    while across < width:
        grain = rng.standard_normal((across * 3 // 4, across), dtype=np.float32)
        stretched: Plane = np.asarray(
            cv2.resize(grain, (width, height), interpolation=cv2.INTER_CUBIC), np.float32
        )
        texture += stretched * np.float32(across**-0.75)
        across *= 2
    return texture / np.float32(texture.std())


def _exif(seed: int) -> bytes:
    """Label a photo as a phone does: camera, time with offset, exposure, position, orientation."""
    make, model = _CAMERAS[seed % len(_CAMERAS)]
    block = Image.Exif()
    block.update({271: make, 272: model, 274: 6 if seed % _PORTRAIT_EVERY == 0 else 1, 282: 72.0, 283: 72.0})
    taken = f"{2012 + seed % 14}:{seed % 12 + 1:02}:{seed % 28 + 1:02} {seed % 10 + 8:02}:{seed % 60:02}:00"
    block.get_ifd(0x8769).update(
        {0x829A: 0.004, 0x829D: 1.8, 0x8827: 64, 0x9003: taken, 0x9011: "+01:00", 0x920A: 4.2, 0xA434: "wide"}
    )
    north, east = (50.0, 20.0 + seed % 20, seed % 60 + 0.25), (2.0, 30.0 + seed % 25, seed % 60 + 0.75)
    block.get_ifd(0x8825).update({1: "N", 2: north, 3: "E", 4: east, 16: "T", 17: float(seed % 360)})
    return block.tobytes()


def _labelled(data: bytes, exif: bytes) -> bytes:
    """Put the EXIF block where CIPA DC-008 (4.5.4) wants it: right behind the start of the image."""
    return data[:2] + b"\xff\xe1" + (len(exif) + 2).to_bytes(2) + exif + data[2:]
