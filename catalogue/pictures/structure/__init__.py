"""The skeletons of the containers: where the parts of a file lie, never what they show.

Every walk ends after a bounded number of steps, whatever the bytes, and never raises anything but `Malformed`.
"""

import mmap

Buffer = bytes | memoryview | mmap.mmap


class Malformed(ValueError):
    """The bytes do not have the structure that their format prescribes."""
