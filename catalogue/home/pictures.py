"""Where the pictures for screens lie: sizes are a setting, so several may stand side by side."""

import re
from collections.abc import Iterator
from pathlib import Path

from catalogue.home.paths import Home

_PHOTO_ID = re.compile(r"[0-9a-f]{32}")


def find_rendition(home: Home, size: int, photo_id: str) -> Path | None:
    """The picture of a photo nearest to a size in pixels: the smallest that is large enough, else the largest."""
    if not _PHOTO_ID.fullmatch(photo_id):
        return None
    sizes = sorted(_sizes(home))
    for candidate in [s for s in sizes if s >= size] + [s for s in reversed(sizes) if s < size]:
        folder = home.rendition(candidate, photo_id, "*").parent
        if found := next(iter(folder.glob(f"{photo_id}.*")), None):
            return found.absolute()
    return None


def _sizes(home: Home) -> Iterator[int]:
    if home.renditions.is_dir():
        yield from (int(folder.name) for folder in home.renditions.iterdir() if folder.name.isdecimal())
