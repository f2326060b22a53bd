"""Squares of the background map, kept on disk: what was looked at once is there without a network.

Only numbers choose what is fetched, and from one address alone, which never comes from a request.
"""

import os
import shutil
import tempfile
import threading
import time
from dataclasses import dataclass, field
from http.client import HTTPException
from pathlib import Path
from typing import NamedTuple
from urllib.error import HTTPError, URLError
from urllib.request import HTTPRedirectHandler, Request, build_opener

#: PLAN IGN v2, which needs no key (Géoplateforme, WMTS, grid of Web Mercator).
PLAN_IGN = (
    "https://data.geopf.fr/wmts?SERVICE=WMTS&VERSION=1.0.0&REQUEST=GetTile&LAYER=GEOGRAPHICALGRIDSYSTEMS.PLANIGNV2"
    "&STYLE=normal&FORMAT=image/png&TILEMATRIXSET=PM&TILEMATRIX={z}&TILEROW={y}&TILECOL={x}"
)
DEEPEST = 18

_MOST_BYTES = 300_000_000
_LARGEST_TILE_BYTES = 1_000_000
_RESERVE_BYTES = 200_000_000
_TIMEOUT_S = 4.0
_SILENCE_S = 60.0
_FRESH_S = 90 * 24 * 3600
_TRIM_EVERY = 200
_CHUNK_BYTES = 65_536
#: Half of the site's threads: a map source that hangs never stops the pages.
_AT_A_TIME = 12
_PNG = b"\x89PNG\r\n\x1a\n"
_JPEG = b"\xff\xd8\xff"


class Tile(NamedTuple):
    """One square of the map: scale, column from the west, row from the north."""

    z: int
    x: int
    y: int

    def exists(self) -> bool:
        """True when the grid has such a square.

        >>> Tile(3, 7, 0).exists(), Tile(3, 8, 0).exists(), Tile(30, 0, 0).exists()
        (True, False, False)
        """
        return 0 <= self.z <= DEEPEST and 0 <= self.x < 2**self.z and 0 <= self.y < 2**self.z


class _Stay(HTTPRedirectHandler):
    """Follows nobody to another address."""

    def redirect_request(self, *_: object) -> None:
        """Take a redirection for the failure that it is here."""


@dataclass(slots=True)
class TileCache:
    """Tiles of one source, below one folder. `source` is an address with `{z}`, `{x}`, `{y}`, or empty for none."""

    folder: Path
    source: str = PLAN_IGN
    most_bytes: int = _MOST_BYTES
    timeout_s: float = _TIMEOUT_S
    _busy: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(_AT_A_TIME))
    _silent_until: float = 0.0
    _missing: dict[Tile, float] = field(default_factory=dict)
    _kept: int = 0

    def tile(self, tile: Tile) -> bytes | None:
        """Give a tile as PNG or JPEG bytes; None where it cannot be had now. Never waits long, never raises."""
        stored = self._stored(tile)
        if stored and stored.is_fresh:
            return stored.content
        fetched = self._fetch(tile)
        if fetched is None:
            return stored.content if stored else None
        self._keep(tile, fetched)
        return fetched

    def size(self, tile: Tile) -> int | None:
        """How many bytes a kept tile has; None where none is kept."""
        try:
            return self._path(tile).stat().st_size
        except OSError:
            return None

    def _stored(self, tile: Tile) -> "_Stored | None":
        try:
            path = self._path(tile)
            return _Stored(path.read_bytes(), time.time() - path.stat().st_mtime < _FRESH_S)
        except OSError:
            return None

    def _path(self, tile: Tile) -> Path:
        return self.folder / str(tile.z) / str(tile.x) / str(tile.y)

    def _fetch(self, tile: Tile) -> bytes | None:
        """Ask the source, unless it has just been silent or had nothing here."""
        now = time.monotonic()
        if not self.source or now < self._silent_until or now < self._missing.get(tile, 0.0):
            return None
        if not self._busy.acquire(blocking=False):
            return None
        try:
            return self._asked(tile)
        finally:
            self._busy.release()

    def _asked(self, tile: Tile) -> bytes | None:
        try:
            content = download(self.source.format(z=tile.z, x=tile.x, y=tile.y), self.timeout_s)
        except HTTPError as error:
            # The source speaks, and has nothing here.
            error.close()
            content = b""
        except (URLError, HTTPException, OSError, ValueError):
            self._silent_until = time.monotonic() + _SILENCE_S
            return None
        if content.startswith((_PNG, _JPEG)):
            return content
        if len(self._missing) > 10 * _TRIM_EVERY:
            self._missing.clear()
        self._missing[tile] = time.monotonic() + _SILENCE_S
        return None

    def _keep(self, tile: Tile, content: bytes) -> None:
        """Place the tile by renaming, so that nobody reads half of one. A cache that cannot be written is none."""
        path = self._path(tile)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            if shutil.disk_usage(path.parent).free < _RESERVE_BYTES:
                return
            with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".", delete=False) as file:
                file.write(content)
            Path(file.name).replace(path)
        except OSError:
            return
        self._kept += 1
        if self._kept % _TRIM_EVERY == 1:
            trim(self.folder, self.most_bytes)


class _Stored(NamedTuple):
    content: bytes
    is_fresh: bool


def download(address: str, timeout_s: float) -> bytes:
    """Fetch one address, whole within the time and no larger than a tile can be; OSError or ValueError otherwise."""
    deadline = time.monotonic() + timeout_s
    request = Request(address, headers={"User-Agent": "phototheque", "Accept": "image/png,image/jpeg"})  # noqa: S310 the source is a setting
    content = b""
    with build_opener(_Stay).open(request, timeout=timeout_s) as answer:
        # One read may bring little and the next take as long again: the whole has a deadline of its own.
        while chunk := answer.read1(_CHUNK_BYTES):
            content += chunk
            if len(content) > _LARGEST_TILE_BYTES or time.monotonic() > deadline:
                raise ValueError("too large or too slow for a tile")
        if answer.length:
            raise ValueError("cut short")
    return content


def trim(folder: Path, most_bytes: int) -> None:
    """Take the oldest tiles away until what is left is clearly below the bound."""
    tiles = []
    for place, _, names in os.walk(folder):
        for name in names:
            path = Path(place) / name
            try:
                facts = path.stat()
            except FileNotFoundError:
                continue
            tiles.append((facts.st_mtime, facts.st_size, path))
    total = sum(size for _, size, _ in tiles)
    if total <= most_bytes:
        return
    for _, size, path in sorted(tiles):
        if total <= most_bytes * 0.9:
            return
        path.unlink(missing_ok=True)
        total -= size
