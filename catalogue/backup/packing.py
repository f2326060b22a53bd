"""Databases of a copy lie packed, as gzip files that any program can unpack (RFC 1952).

A day on which nothing happened has a copy of its own all the same; packed, it costs little.
"""

import zlib
from collections.abc import Iterable, Iterator

#: What follows the name of a file that lies packed.
SUFFIX = ".gz"
# The lowest level is three times as fast as the usual one, and its files are a tenth larger.
_LEVEL = 1
# A window of 2 to the 15th, and 16 more for the form of gzip (zlib's `deflateInit2`).
_GZIP = 31
_CHUNK = 1 << 20


def packed(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The same bytes as a gzip file; equal bytes give equal files.

    >>> b"".join(unpacked(packed([b"ab", b"c"])))
    b'abc'
    """
    packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, _GZIP)
    for chunk in chunks:
        yield packer.compress(chunk)
    yield packer.flush()


def unpacked(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The bytes that a gzip file stands for, never many at once; zlib.error when it is not whole, or goes on after."""
    unpacker = zlib.decompressobj(_GZIP)
    for chunk in chunks:
        left = chunk
        while left and not unpacker.eof:
            yield unpacker.decompress(left, _CHUNK)
            left = unpacker.unconsumed_tail
        if left or unpacker.unused_data:
            raise zlib.error("something follows its end")
    while not unpacker.eof and (more := unpacker.decompress(b"", _CHUNK)):
        yield more
    if not unpacker.eof:
        raise zlib.error("it ends too early")
