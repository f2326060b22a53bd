"""A perceptual hash: 64 bits that are close for pictures that look alike, whatever their size and coding."""

import cv2
import numpy as np

from catalogue.pictures.scaling import Pixels

#: Stands for a picture that was looked at, and has too little in it to be told from others.
TOO_PLAIN = ""
_SIDE, _LOW = 32, 8
# Standard deviation of the grey values, of 255, under which a picture is but a wall of fog.
_LEAST_CONTRAST = 8.0


def picture_hash(pixels: Pixels) -> str:
    """The hash of an upright sRGB picture: 16 hexadecimal digits, or `TOO_PLAIN`.

    Each bit says whether one of the 64 lowest frequencies of the picture is above their median.
    """
    grey = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY) if pixels.ndim > 2 else pixels  # noqa: PLR2004 a grey picture
    small = cv2.resize(grey, (_SIDE, _SIDE), interpolation=cv2.INTER_AREA).astype(np.float32)
    if small.std() < _LEAST_CONTRAST:
        return TOO_PLAIN
    frequencies = cv2.dct(small)[:_LOW, :_LOW].ravel()
    return np.packbits(frequencies > np.median(frequencies)).tobytes().hex()
