"""Random fields that tile: the raw stuff of clouds, leaves, gravel and slag.

Everything is drawn from names, never from a clock, so that the same scene gives the same bytes.
"""

import hashlib
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

#: Numbers over pixels. Most are float32; arithmetic with Python numbers keeps or widens them.
Field = NDArray[np.floating[Any]]

TILE = 512
_MASK = TILE - 1

#: How fast fine detail dies away: clouds are smooth, foliage is lumpy, gravel is rough.
SMOOTH, LUMPY, ROUGH = 2.2, 1.5, 0.7


def stream(*names: object) -> np.random.Generator:
    """A generator that depends on its names alone.

    >>> bool(stream("oak", 3).random() == stream("oak", 3).random())
    True
    """
    digest = hashlib.sha256("/".join(map(str, names)).encode()).digest()
    return np.random.default_rng(int.from_bytes(digest[:8], "big"))


def chance(rng: np.random.Generator, share: float) -> bool:
    """True in this share of cases."""
    return bool(rng.random() < share)


def values(numbers: ArrayLike) -> Field:
    """Numbers as an array in the precision that pictures need."""
    return np.asarray(numbers, dtype=np.float32)


@lru_cache(maxsize=48)
def tile(slope: float, name: object = "") -> Field:
    """A periodic field of TILE × TILE with mean 0 and deviation 1, whose spectrum falls as frequency ** -slope."""
    white = stream("tile", slope, name).standard_normal((TILE, TILE))
    x, y = np.fft.rfftfreq(TILE), np.fft.fftfreq(TILE)
    frequency = np.hypot(x[None, :], y[:, None])
    frequency[0, 0] = np.inf
    field = np.fft.irfft2(np.fft.rfft2(white) * frequency**-slope, s=(TILE, TILE))
    return values((field - field.mean()) / field.std())


@lru_cache(maxsize=48)
def relief(slope: float, name: object = "", step: int = 3) -> Field:
    """The same field as lit from its upper left: positive where it faces the light; deviation 1."""
    field = tile(slope, name)
    lit = field - np.roll(field, (step, step), (0, 1))
    return values(lit / lit.std())


def sample(field: Field, u: Field, v: Field) -> Field:
    """Values of a tile at texel coordinates of any size; it repeats in both directions."""
    columns = u.astype(np.int32) & _MASK
    rows = v.astype(np.int32) & _MASK
    return values(field[rows, columns])


def profile(slope: float, name: object, positions: Field) -> Field:
    """A wavy line: values at texel positions along one row of a tile, interpolated between texels."""
    row = tile(slope, "profile")[int(stream("profile", name).integers(TILE))]
    wrapped = np.append(row, row[0])
    return values(np.interp(positions % TILE, np.arange(TILE + 1), wrapped))


def smoothstep(low: float, high: float, value: Field) -> Field:
    """0 below `low`, 1 above `high`, and a soft passage between.

    >>> smoothstep(0.0, 1.0, values([-1, 0.5, 2])).tolist()
    [0.0, 0.5, 1.0]
    """
    t = np.clip((value - low) / (high - low), 0, 1)
    return values(t * t * (3 - 2 * t))
