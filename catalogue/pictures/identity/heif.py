"""The picture in a HEIF or AVIF file: the coded bytes of its image items."""

from collections.abc import Iterator

from catalogue.pictures.structure import Buffer, Malformed
from catalogue.pictures.structure.heif import Location, items

# Coded images of every codec, and derived images with a recipe of their own (23008-12, 6.6 and the annexes; AV1
# Image File Format, 2.1). Anything else is Exif, XMP (`mime`) or a maker's own data; `iden` has no bytes.
_IMAGES = frozenset(
    {b"hvc1", b"av01", b"avc1", b"vvc1", b"lhv1", b"jpeg", b"j2k1", b"unci", b"grid", b"iovl", b"tmap"}
)
_IN_FILE = 0


def parts(data: Buffer) -> Iterator[tuple[int, int]]:
    """The extents of the image items, in the order in which the file lists the items.

    Malformed when the primary item is not among them, when they reach beyond the file or together are longer
    than it, and for sequences, whose pictures are in tracks.
    """
    found = items(data)
    images = [number for number, kind in found.types.items() if kind in _IMAGES and number in found.locations]
    if found.moving or found.primary not in images:
        raise Malformed("no primary image item, or a sequence")
    left = len(data)
    for number in images:
        for start, end in _extents(found.locations[number], found.idat, len(data)):
            left -= end - start
            if left < 0:
                raise Malformed("image items longer than the file")
            yield start, end


def _extents(location: Location, idat: tuple[int, int], length: int) -> Iterator[tuple[int, int]]:
    """Positions in the file; a length of 0 reaches to the end of what holds it (14496-12, 8.11.3)."""
    first, last = (0, length) if location.method == _IN_FILE else idat
    for offset, count in location.extents:
        start = first + offset
        end = start + count if count else last
        if not first <= start <= end <= last:
            raise Malformed("an item reaches beyond its file")
        yield start, end
