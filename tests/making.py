"""Small photos that tests make themselves, so that a stranger's clone tests what matters."""

import json
import os
import random
import struct
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from click.testing import CliRunner
from PIL import Image

from catalogue.cli.main import main
from catalogue.database.connection import connect

PROJECT = Path(__file__).resolve().parent.parent


def picture(seed: int = 1, size: tuple[int, int] = (96, 64)) -> Image.Image:
    """A picture unlike any other, smooth enough that a JPEG of it is small."""
    noise = random.Random(seed)  # noqa: S311 a picture is no secret
    small = Image.frombytes("RGB", (8, 6), noise.randbytes(8 * 6 * 3))
    return small.resize(size, Image.Resampling.BICUBIC)


def exif(
    *,
    taken: str | None = None,
    gps: tuple[float, float] | None = None,
    make: str | None = None,
    model: str | None = None,
    orientation: int | None = None,
    offset: str | None = None,
    caption: str | None = None,
    creator: str | None = None,
) -> bytes:
    """An EXIF block with these tags; `gps` is latitude, longitude."""
    block = Image.Exif()
    for tag, value in ((271, make), (272, model), (274, orientation), (270, caption), (315, creator)):
        if value is not None:
            block[tag] = value
    inner = block.get_ifd(0x8769)
    if taken:
        inner[0x9003] = taken.replace("-", ":", 2).replace("T", " ")
    if offset:
        inner[0x9011] = offset
    if gps:
        block.get_ifd(0x8825).update(
            {
                1: "N" if gps[0] >= 0 else "S",
                2: _sexagesimal(gps[0]),
                3: "E" if gps[1] >= 0 else "W",
                4: _sexagesimal(gps[1]),
            }
        )
    return block.tobytes()


def _sexagesimal(degrees: float) -> tuple[float, float, float]:
    whole = abs(degrees)
    minutes = (whole - int(whole)) * 60
    return float(int(whole)), float(int(minutes)), round((minutes - int(minutes)) * 60, 5)


def jpeg(seed: int = 1, size: tuple[int, int] = (96, 64), **tags: Any) -> bytes:
    """A JPEG; the same seed gives the same picture, whatever the tags."""
    out = BytesIO()
    picture(seed, size).save(out, "JPEG", quality=85, exif=exif(**tags) if tags else b"")
    return out.getvalue()


def png(seed: int = 1) -> bytes:
    """A PNG without metadata."""
    out = BytesIO()
    picture(seed).save(out, "PNG")
    return out.getvalue()


def png_chunk(kind: bytes, data: bytes) -> bytes:
    """One chunk of a PNG."""
    from zlib import crc32  # noqa: PLC0415

    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", crc32(kind + data))


def write(folder: Path, name: str, content: bytes) -> Path:
    """The file stands in the folder, which is made."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


@dataclass(frozen=True)
class Ran:
    """What a command did."""

    status: int
    output: str
    error: str

    @property
    def lines(self) -> list[dict[str, Any]]:
        """JSON lines that speak of files."""
        return [line for line in self._json if "path" in line]

    @property
    def totals(self) -> dict[str, int]:
        """The counts of the last line."""
        return self._json[-1]["totals"]

    @property
    def _json(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.output.splitlines()]

    def outcomes(self) -> dict[str, str]:
        """Outcome by path."""
        return {line["path"]: line["outcome"] for line in self.lines}

    def codes(self) -> dict[str, str]:
        """Code by path."""
        return {line["path"]: line["code"] for line in self.lines}


def phototheque(*words: object) -> Ran:
    """Run a command in this process."""
    result = CliRunner().invoke(main, [os.fspath(w) if isinstance(w, Path) else str(w) for w in words])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return Ran(result.exit_code, result.stdout, result.stderr)


def ingest(source: Path, home: Path, *words: object) -> Ran:
    """Ingest a folder, with JSON lines."""
    return phototheque("ingest", source, "--home", home, "--json", *words)


def rows(home: Path, sql: str, *values: object) -> list[dict[str, Any]]:
    """Rows of the catalogue, read by a second connection."""
    db = connect(home / "catalogue.db", readonly=True)
    try:
        found = db.execute(sql, values)
        names = [column[0] for column in found.description]
        return [dict(zip(names, row, strict=True)) for row in found]
    finally:
        db.close()


def photo(home: Path) -> dict[str, Any]:
    """The only photo of a catalogue."""
    (only,) = rows(home, "SELECT * FROM photos")
    return only


def files_under(folder: Path) -> dict[str, bytes]:
    """Every file under a folder, by its relative path."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
