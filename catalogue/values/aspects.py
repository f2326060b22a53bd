"""The format of a picture as it is seen: upright, whatever the camera stored."""

from enum import StrEnum


class Aspect(StrEnum):
    """How wide a picture is for its height. The values are stored."""

    LANDSCAPE = "landscape"
    PORTRAIT = "portrait"
    SQUARE = "square"
    PANORAMA = "panorama"


#: From twice as long as high (or as wide) people speak of a panorama; within a twentieth they see a square.
_PANORAMA, _SQUARE = 2, 1.05
#: EXIF orientations from here on are turned by a quarter (EXIF 2.32, tag 0x0112).
_ON_ITS_SIDE = 5


def aspect_of(width: int | None, height: int | None, orientation: int | None) -> Aspect | None:
    """Aspect of a picture stored with this width and height, in pixels; None when they are not known.

    >>> str(aspect_of(4032, 3024, 6)), str(aspect_of(3024, 3024, 1)), str(aspect_of(9000, 2000, None))
    ('portrait', 'square', 'panorama')
    """
    if not width or not height or width < 0 or height < 0:
        return None
    ratio = max(width, height) / min(width, height)
    if ratio >= _PANORAMA:
        return Aspect.PANORAMA
    if ratio <= _SQUARE:
        return Aspect.SQUARE
    is_wide = (width > height) == ((orientation or 1) < _ON_ITS_SIDE)
    return Aspect.LANDSCAPE if is_wide else Aspect.PORTRAIT
