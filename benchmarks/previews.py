"""How close small pictures come to the best that can be made: PSNR against LANCZOS from every pixel of the photo."""

import math
import statistics
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageOps

from benchmarks.cache import say
from benchmarks.rounds import judged, table

Pixels = npt.NDArray[np.uint8]

_LEAST_DB = 34.5
_LOOKED_AT = 24
#: By the name of a photo, the large picture that somebody made of it.
Pictures = Mapping[str, Path]


def psnr_table(photos: Path, made: Mapping[str, Pictures]) -> str:
    """Compare the large pictures of each maker with the reference, and lay the figures out."""
    files = sorted(photos.rglob("*.jpg"))
    files = files[:: max(len(files) // _LOOKED_AT, 1)]
    say(f"comparing pictures of {len(files)} photos")
    figures = [
        _of_one(file, {name: pictures[file.name] for name, pictures in made.items()}) for file in files
    ]
    rows = [
        _row(name, [each[name] for each in figures], ours=number == 0) for number, name in enumerate(made)
    ]
    head = ("large picture, 1600 px", "PSNR in dB, median", "least", "target")
    return f"Likeness to LANCZOS from a full decode, {len(files)} photos:\n\n{table(head, rows)}"


def _row(name: str, decibels: Sequence[float], *, ours: bool) -> tuple[str, ...]:
    verdict = judged(min(decibels), _LEAST_DB, at_least=True) if ours else ""
    return name, f"{statistics.median(decibels):.2f}", f"{min(decibels):.2f}", verdict


def _of_one(photo: Path, made: Mapping[str, Path]) -> dict[str, float]:
    """The PSNR of each picture of one photo."""
    with Image.open(photo) as image:
        full = ImageOps.exif_transpose(image).convert("RGB")
    found = {}
    for name, path in made.items():
        with Image.open(path) as picture:
            reference = full.resize(picture.size, Image.Resampling.LANCZOS)
            found[name] = psnr_db(np.asarray(picture.convert("RGB")), np.asarray(reference))
    return found


def psnr_db(picture: Pixels, reference: Pixels) -> float:
    """Peak signal-to-noise ratio over all channels, in decibels; infinite for equal pictures.

    >>> round(psnr_db(np.zeros((2, 2), np.uint8), np.ones((2, 2), np.uint8)), 2)
    48.13
    """
    error = float(((picture.astype(np.int32) - reference) ** 2).mean())
    return 10 * math.log10(255**2 / error) if error else math.inf
