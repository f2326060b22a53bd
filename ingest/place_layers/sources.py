"""Which files may be opened as layers: regular files of this machine, of a kind that holds shapes."""

import os
import re
import shutil
import stat
from pathlib import Path

from catalogue.errors import LayerNotAFile, LayerUnreadable, LayerUnsafe
from ingest.place_layers.markup import root_element

LARGEST_MB = 512
_HEAD_BYTES = 65_536
_SIDECARS = {
    "shapefile": (".shx", ".dbf", ".prj", ".cpg"),
    "mapinfo": (".dat", ".map", ".id", ".ind", ".mid"),
}
_BINARY = (
    (b"\x00\x00\x27\x0a", "shapefile", ".shp"),
    (b"SQLite format 3\x00", "geopackage", ".gpkg"),
    (b"fgb\x03", "flatgeobuf", ".fgb"),
)
_XML_ROOTS = {"gpx": ("gpx", ".gpx"), "kml": ("kml", ".kml"), "featurecollection": ("xml", ".gml")}
_ARCHIVES = (b"PK\x03\x04", b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!")
_MARKS = {b"\xef\xbb\xbf": "utf-8", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
# A CRS that is an address would be fetched.
_CRS_BY_ADDRESS = re.compile(
    rb'"crs"\s*:\s*\{[^{}]*(\{[^{}]*\})?[^{}]*"type"\s*:\s*"(link|url)"', re.IGNORECASE
)


def let_in(path: Path, folder: Path) -> tuple[Path, str]:
    """A copy of the file in `folder`, with what belongs to it, and its format.

    The copy has a plain name, so that nothing in the path can be taken for an address or an archive, and is what
    all of the import looks at. Raises LayerNotAFile, LayerUnsafe, LayerUnreadable.
    """
    source = path.name
    size = _size_bytes(path)
    if size > LARGEST_MB * 1_000_000:
        raise LayerUnsafe(
            source, f"it has {size // 1_000_000:,} MB; layers of up to {LARGEST_MB} MB are read."
        )
    if size == 0:
        raise LayerUnreadable(source, "the file is empty.")
    with path.open("rb") as opened:
        head = opened.read(_HEAD_BYTES)
    kind, suffix = _format(source, head, path)
    copy = folder / f"source{suffix}"
    shutil.copyfile(path, copy)
    _bring_companions(path, folder, kind)
    return copy, kind


def _size_bytes(path: Path) -> int:
    try:
        found = path.stat()
    except (OSError, ValueError) as error:
        raise LayerNotAFile(str(path), "there is no such file on this machine.") from error
    if not stat.S_ISREG(found.st_mode):
        raise LayerNotAFile(str(path), "it is no regular file.")
    if not os.access(path, os.R_OK):
        raise LayerNotAFile(str(path), "you may not read it.")
    return found.st_size


def _format(source: str, head: bytes, path: Path) -> tuple[str, str]:
    """What the file is, by its first bytes."""
    for magic, kind, suffix in _BINARY:
        if head.startswith(magic):
            return kind, suffix
    if head.startswith(_ARCHIVES):
        raise LayerUnreadable(source, "it is an archive.", advice="Unpack it, and name the file inside.")
    text = _start(head)
    if text.startswith(("{", "[")):
        _refuse_address(source, path)
        return "json", ".geojson"
    if text.startswith("<"):
        root = root_element(source, path)
        if root in _XML_ROOTS:
            return _XML_ROOTS[root]
        raise LayerUnreadable(source, f"it is XML of an unknown sort (<{root}>).")
    if path.suffix.lower() in (".tab", ".mif"):
        return "mapinfo", path.suffix.lower()
    if path.suffix.lower() in (".dbf", ".shx", ".prj", ".cpg") and path.with_suffix(".shp").exists():
        raise LayerUnreadable(source, "it is a part of a Shapefile.", advice=f"Name {path.stem}.shp instead.")
    raise LayerUnreadable(source, "it is no file of places that can be read.")


def _start(head: bytes) -> str:
    """The first signs of a text, past its byte order mark."""
    encoding = next((name for mark, name in _MARKS.items() if head.startswith(mark)), "latin-1")
    return head[: len(head) // 2 * 2].decode(encoding, "replace").lstrip("\ufeffï»¿ \t\r\n")


def _refuse_address(source: str, path: Path) -> None:
    if _CRS_BY_ADDRESS.search(path.read_bytes()):
        raise LayerUnsafe(source, "its coordinate system is an address, and no address is opened.")


def _bring_companions(path: Path, folder: Path, kind: str) -> None:
    """The other files of a Shapefile come along, whatever the case of their suffix; a GeoPackage's journal too."""
    if kind == "geopackage":
        companions = [(path.with_name(f"{path.name}-wal"), folder / "source.gpkg-wal")]
    else:
        beside = {p.name.lower(): p for p in path.parent.iterdir()} if kind in _SIDECARS else {}
        companions = [
            (beside.get(f"{path.stem}{suffix}".lower(), path.parent / ""), folder / f"source{suffix}")
            for suffix in _SIDECARS.get(kind, ())
        ]
    for original, copy in companions:
        if original.is_file():
            shutil.copyfile(original, copy)
    if kind == "shapefile":
        _check_whole(path, folder)


def _check_whole(path: Path, folder: Path) -> None:
    """A Shapefile has its attributes beside it, and is as long as it says (ESRI's description, *main file header*)."""
    for suffix in (".dbf", ".shx"):
        if not (folder / f"source{suffix}").exists():
            raise LayerUnreadable(
                path.name,
                f"{path.stem}{suffix} is not beside it.",
                advice="A Shapefile is several files: bring the .shp, .shx, .dbf and .prj together.",
            )
    with (folder / "source.shp").open("rb") as opened:
        header = opened.read(28)
    if int.from_bytes(header[24:28], "big") * 2 > (folder / "source.shp").stat().st_size:
        raise LayerUnreadable(path.name, "it is cut short.", advice="Copy it again, from where it is whole.")
