"""Who a picture is: the same whatever was written into its file beside the picture itself.

The identity is the first 32 hexadecimal digits of SHA-256 over a version byte and the bytes that make up the
picture: what a program changes when it writes a caption, takes the position out or cuts a film off is left out.

No name of the format is hashed, and none is needed: what is hashed begins with FF D8 for a JPEG, with `IHDR` for
a PNG, with `VP8`, `ALPH` or `ANIM` for a WebP, with a length below 16 MB or an OBU header for HEIF and AVIF, and
with `II` or `MM` for a TIFF. A file whose structure is not understood is hashed whole, and so begins with its own
signature, which is none of these but for a JPEG: one without any metadata *is* its picture, and the two ways of
hashing it agree.
"""

import hashlib
from collections.abc import Callable, Iterator

from catalogue.pictures.identity import heif, jpeg, png, webp
from catalogue.pictures.structure import Buffer, Malformed

#: Hashed first. A rule that changes gets another number, so that identities of two rules never meet.
VERSION = b"\x01"

#: A part of a picture: bytes as they are, or where they lie in the file (start, end).
Part = bytes | tuple[int, int]

_PARTS: dict[str, Callable[[Buffer], Iterator[Part]]] = {
    "jpeg": jpeg.parts,
    "png": png.parts,
    "webp": webp.parts,
    "heif": heif.parts,
    "avif": heif.parts,
}


def picture_id(data: Buffer, format: str) -> str:  # noqa: A002 the word of the whole road
    """The identity of a picture: 32 hexadecimal digits. `format` is that of `formats.Kind`.

    Never raises on strange bytes: what has not the structure of its format is its own picture, byte for byte.
    The time it takes grows with the length of the file, and the file is not copied.

    >>> picture_id(b"II*", "tiff")
    '75224da00fbdd7a426f7e3f65a0db3e4'
    """
    digest = hashlib.sha256(VERSION)
    with memoryview(data) as view:
        for part in _parts(data, format):
            if isinstance(part, bytes):
                digest.update(part)
            else:
                digest.update(view[part[0] : part[1]])
    return digest.hexdigest()[:32]


def _parts(data: Buffer, picture_format: str) -> list[Part]:
    """The parts, in order; the whole file when its structure does not tell them."""
    read = _PARTS.get(picture_format)
    if read is not None:
        try:
            return list(read(data))
        except Malformed:
            pass
    return [(0, len(data))]
