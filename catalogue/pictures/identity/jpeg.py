"""The picture in a JPEG: its first image, without what programs write beside it."""

from collections.abc import Iterator

from catalogue.pictures.structure import Buffer, Malformed
from catalogue.pictures.structure.jpeg import APP0, APP14, APP15, COM, SOS, segments


def parts(data: Buffer) -> Iterator[tuple[int, int]]:
    """From SOI to the image's own EOI, without APPn and COM.

    APP14 stays: it says whether the numbers are YCbCr or RGB, CMYK or YCCK (T.872, 6.5.3), so without it the
    same numbers are other colours. A truncated file goes to its end. Malformed without any scan.
    """
    scanned = False
    for segment in segments(data):
        marker = segment.marker
        scanned = scanned or marker == SOS
        if marker == COM or (APP0 <= marker <= APP15 and marker != APP14):
            continue
        yield segment.start, segment.end
    if not scanned:
        raise Malformed("no scan")
