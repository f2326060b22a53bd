"""A file that can be read only so much: what stops a parser that a hostile file has set going in circles."""

from typing import BinaryIO

READS = 200_000
SIZE_BYTES = 8 << 20


class Exhausted(Exception):
    """A parser used up its allowance. Not an OSError, which parsers swallow."""


class Allowance:
    """A stream with a bounded number of reads and bytes, after which reading raises Exhausted.

    EXIF parsers do all their work by seeking and reading, so that a bound on reads is a bound on their time
    and memory: one that does not depend on the machine, needs no signal and holds in any thread. A real photo
    takes about 500 reads; the whole default allowance lasts some tenths of a second.
    """

    def __init__(self, stream: BinaryIO, *, reads: int = READS, size_bytes: int = SIZE_BYTES) -> None:
        self._read = stream.read
        self._reads = reads
        self._size_bytes = size_bytes
        self.seek = stream.seek
        self.tell = stream.tell

    def read(self, size: int = -1) -> bytes:
        """At most `size` bytes, and never more than what is left of the allowance."""
        self._reads -= 1
        if self._reads < 0:
            raise Exhausted("too many reads")
        wanted = size if 0 <= size <= self._size_bytes else self._size_bytes + 1
        data = self._read(wanted)
        self._size_bytes -= len(data)
        if self._size_bytes < 0:
            raise Exhausted("too many bytes")
        return data
