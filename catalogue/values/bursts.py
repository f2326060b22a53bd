"""Bursts: photos of one camera that follow each other within seconds."""

from collections.abc import Sequence
from datetime import datetime
from itertools import pairwise


def is_burst(shots: Sequence[tuple[str | None, str | None]], seconds: int) -> bool:
    """True when one camera took them, each within so many seconds of the one before.

    `shots` are camera and wall clock, in order of time; where one of them is not known it is no burst.

    >>> is_burst([("D90", "2018-05-12T14:32:08"), ("D90", "2018-05-12T14:32:10")], seconds=10)
    True
    """
    if len({camera for camera, _ in shots}) != 1 or not all(camera and taken for camera, taken in shots):
        return False
    moments = [datetime.fromisoformat(taken) for _, taken in shots if taken]
    return all((later - earlier).total_seconds() <= seconds for earlier, later in pairwise(moments))
