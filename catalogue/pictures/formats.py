"""What a file is, by its first bytes. A name only decides between kinds that begin alike."""

import re
from dataclasses import dataclass
from pathlib import PurePosixPath

HEAD_BYTES = 4096


@dataclass(frozen=True, slots=True)
class Kind:
    """What a file is: its family decides what becomes of it, its extension is the one to store it under.

    `family` is `picture`, `other-picture`, `raw`, `video`, `audio`, `document`, `archive`, `track`, `sidecar`,
    `empty` or `unknown`; `extension` has no dot, and is empty when there is no usual one.
    """

    family: str
    format: str
    extension: str


EMPTY = Kind("empty", "empty", "")
UNKNOWN = Kind("unknown", "unknown", "")
JPEG = Kind("picture", "jpeg", "jpg")
HEIF = Kind("picture", "heif", "heic")
AVIF = Kind("picture", "avif", "avif")
PNG = Kind("picture", "png", "png")
WEBP = Kind("picture", "webp", "webp")
TIFF = Kind("picture", "tiff", "tif")

PICTURE_EXTENSIONS = {
    "jpg", "jpeg", "jpe", "jfif", "mpo", "heic", "heif", "hif", "avif", "png", "apng", "webp", "tif", "tiff",
}  # fmt: skip
_JPEG_EXTENSIONS = {"jpg", "jpeg", "jpe", "jfif", "mpo"}
_RAW_EXTENSIONS = {
    "3fr", "arw", "cr2", "dcr", "dng", "erf", "fff", "gpr", "iiq", "kdc", "mef", "mos", "nef", "nrw",
    "orf", "pef", "raw", "rw2", "rwl", "sr2", "srf", "srw",
}  # fmt: skip
_OFFICE_EXTENSIONS = {
    "docx", "docm", "dotx", "xlsx", "xlsm", "pptx", "pptm", "odt", "ods", "odp", "odg", "epub", "pages",
    "numbers", "key", "vsdx",
}  # fmt: skip

# Offset, bytes that must stand there, kind. The first that fits wins.
_SIGNATURES: tuple[tuple[int, bytes, Kind], ...] = (
    (0, b"\xff\xd8\xff", JPEG),
    (0, b"\x89PNG\r\n\x1a\n", PNG),
    (0, b"GIF87a", Kind("other-picture", "gif", "gif")),
    (0, b"GIF89a", Kind("other-picture", "gif", "gif")),
    (0, b"8BPS", Kind("other-picture", "psd", "psd")),
    (0, b"\x00\x00\x01\x00", Kind("other-picture", "ico", "ico")),
    (0, b"\x00\x00\x00\x0cjP  \r\n\x87\n", Kind("other-picture", "jp2", "jp2")),
    (0, b"\xff\x4f\xff\x51", Kind("other-picture", "jp2", "j2k")),
    (0, b"\x00\x00\x00\x0cJXL \r\n\x87\n", Kind("other-picture", "jxl", "jxl")),
    (0, b"\xff\x0a", Kind("other-picture", "jxl", "jxl")),
    (0, b"gimp xcf", Kind("other-picture", "xcf", "xcf")),
    (0, b"v/1\x01", Kind("other-picture", "exr", "exr")),
    (0, b"FUJIFILMCCD-RAW", Kind("raw", "raf", "raf")),
    (0, b"FOVb", Kind("raw", "x3f", "x3f")),
    (0, b"\x00MRM", Kind("raw", "mrw", "mrw")),
    (6, b"HEAPCCDR", Kind("raw", "crw", "crw")),
    (0, b"IIRO", Kind("raw", "orf", "orf")),
    (0, b"IIRS", Kind("raw", "orf", "orf")),
    (0, b"MMOR", Kind("raw", "orf", "orf")),
    (0, b"IIU\x00", Kind("raw", "rw2", "rw2")),
    (8, b".FIT", Kind("track", "fit", "fit")),
    (0, b"\x1aE\xdf\xa3", Kind("video", "matroska", "mkv")),
    (0, b"\x00\x00\x01\xba", Kind("video", "mpeg", "mpg")),
    (0, b"\x00\x00\x01\xb3", Kind("video", "mpeg", "mpg")),
    (0, b"0&\xb2u\x8ef\xcf\x11", Kind("video", "asf", "wmv")),
    (0, b"FLV\x01", Kind("video", "flv", "flv")),
    (0, b"ID3", Kind("audio", "mp3", "mp3")),
    (0, b"\xff\xfb", Kind("audio", "mp3", "mp3")),
    (0, b"\xff\xf3", Kind("audio", "mp3", "mp3")),
    (0, b"\xff\xf1", Kind("audio", "aac", "aac")),
    (0, b"\xff\xf9", Kind("audio", "aac", "aac")),
    (0, b"fLaC", Kind("audio", "flac", "flac")),
    (0, b"OggS", Kind("audio", "ogg", "ogg")),
    (0, b"#!AMR", Kind("audio", "amr", "amr")),
    (0, b"%PDF-", Kind("document", "pdf", "pdf")),
    (0, b"%!PS", Kind("document", "postscript", "ps")),
    (0, b"{\\rtf", Kind("document", "rtf", "rtf")),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Kind("document", "ole", "")),
    (0, b"SQLite format 3\x00", Kind("document", "sqlite", "db")),
    (0, b"bplist00", Kind("document", "plist", "plist")),
    (0, b"7z\xbc\xaf\x27\x1c", Kind("archive", "7z", "7z")),
    (0, b"Rar!\x1a\x07", Kind("archive", "rar", "rar")),
    (0, b"\x1f\x8b", Kind("archive", "gzip", "gz")),
    (0, b"BZh", Kind("archive", "bzip2", "bz2")),
    (0, b"\xfd7zXZ\x00", Kind("archive", "xz", "xz")),
    (0, b"(\xb5/\xfd", Kind("archive", "zstd", "zst")),
    (257, b"ustar", Kind("archive", "tar", "tar")),
)

# What is written in XML says what it is by its first element.
_ELEMENTS: tuple[tuple[bytes, Kind], ...] = (
    (b"<x:xmpmeta", Kind("sidecar", "xmp", "xmp")),
    (b"<?xpacket", Kind("sidecar", "xmp", "xmp")),
    (b"<gpx", Kind("track", "gpx", "gpx")),
    (b"<kml", Kind("track", "kml", "kml")),
    (b"<TrainingCenterDatabase", Kind("track", "tcx", "tcx")),
    (b"<svg", Kind("other-picture", "svg", "svg")),
    (b"<plist", Kind("document", "plist", "plist")),
    (b"<html", Kind("document", "html", "html")),
    (b"<!DOCTYPE html", Kind("document", "html", "html")),
    (b"<rdf:RDF", Kind("sidecar", "xmp", "xmp")),
)

# Brands of still pictures by their codec (23008-12, annex B; AV1 Image File Format, 4), and those that leave it open.
_STILLS = {
    **dict.fromkeys((b"avif", b"avis"), AVIF),
    **dict.fromkeys((b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs"), HEIF),
}
_ANY_CODEC = frozenset({b"mif1", b"mif2", b"msf1", b"miaf"})

_NMEA = re.compile(rb"\$[A-Z]{2}[A-Z]{3},")
_BITMAP_HEADER_SIZES = {12, 40, 52, 56, 64, 108, 124}
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\r\f\x1b"))


def promises_picture(name: str) -> bool:
    """Whether a name's extension says that the file is a picture that we take.

    >>> promises_picture("Étang.JPG"), promises_picture("notes.txt")
    (True, False)
    """
    return _extension(name) in PICTURE_EXTENSIONS


def sniff(head: bytes, name: str) -> Kind:
    r"""The kind of a file, from its first 4096 bytes (or fewer, when it has fewer) and its name.

    The content decides; the extension is asked only where kinds begin alike: RAW files that are TIFF inside,
    office files that are ZIP inside, sound that is MP4 inside.

    >>> sniff(b"\xff\xd8\xff\xe1", "IMG_0001.png").format
    'jpeg'
    """
    if not head:
        return EMPTY
    extension = _extension(name)
    for recognise in (
        _signature, _tiff, _iso_media, _old_quicktime, _riff, _zip, _bitmap, _transport_stream, _text
    ):  # fmt: skip
        if (kind := recognise(head, extension)) is not None:
            return kind
    return UNKNOWN


def _extension(name: str) -> str:
    return PurePosixPath(name).suffix.removeprefix(".").lower()


def _signature(head: bytes, extension: str) -> Kind | None:
    for offset, magic, kind in _SIGNATURES:
        if head.startswith(magic, offset):
            return kind
    if head.startswith(b"\xff\xd8") and extension in _JPEG_EXTENSIONS:
        return JPEG  # junk between the start of image and its first marker: decoders step over it
    return None


def _tiff(head: bytes, extension: str) -> Kind | None:
    if head[:4] not in {b"II*\x00", b"MM\x00*", b"II+\x00", b"MM\x00+"}:
        return None
    if head[8:10] == b"CR":
        return Kind("raw", "cr2", "cr2")
    if extension in _RAW_EXTENSIONS:
        return Kind("raw", extension, extension)
    return TIFF


def _iso_media(head: bytes, extension: str) -> Kind | None:
    """ISO/IEC 14496-12, 4.3: a file names its major brand, then those that it is compatible with."""
    if head[4:8] != b"ftyp":
        return None
    size = min(int.from_bytes(head[:4], "big"), len(head))
    major, *compatible = (head[i : i + 4] for i in (8, *range(16, size - 3, 4)))
    if major == b"crx ":
        return Kind("raw", "cr3", "cr3")
    if major in {b"M4A ", b"M4B ", b"M4P "} or extension in {"m4a", "m4b"}:
        return Kind("audio", "m4a", "m4a")
    if major in _ANY_CODEC:
        return next((_STILLS[brand] for brand in compatible if brand in _STILLS), HEIF)
    return _STILLS.get(major) or _movie(major)


def _movie(brand: bytes) -> Kind:
    if brand == b"qt  ":
        return Kind("video", "quicktime", "mov")
    if brand[:3] in {b"3gp", b"3g2"}:
        return Kind("video", "3gp", "3gp")
    return Kind("video", "mp4", "mp4")


def _old_quicktime(head: bytes, _: str) -> Kind | None:
    """Films of old cameras have no `ftyp` box: they begin with one of these."""
    if head[4:8] in {b"moov", b"mdat", b"wide", b"pnot"}:
        return Kind("video", "quicktime", "mov")
    return None


def _riff(head: bytes, _: str) -> Kind | None:
    if head[:4] not in {b"RIFF", b"FORM"}:
        return None
    kinds = {
        b"WEBP": WEBP,
        b"AVI ": Kind("video", "avi", "avi"),
        b"WAVE": Kind("audio", "wav", "wav"),
        b"AIFF": Kind("audio", "aiff", "aiff"),
        b"AIFC": Kind("audio", "aiff", "aiff"),
    }
    return kinds.get(head[8:12], UNKNOWN)


def _zip(head: bytes, extension: str) -> Kind | None:
    if head[:4] not in {b"PK\x03\x04", b"PK\x05\x06"}:
        return None
    if extension == "kmz":
        return Kind("track", "kmz", "kmz")
    if extension in _OFFICE_EXTENSIONS:
        return Kind("document", extension, extension)
    # OpenDocument and EPUB store their type first, unpacked (ODF 1.3 part 2, 3.3).
    if head[30:50] == b"mimetypeapplication/" or head[30:49] == b"[Content_Types].xml":
        return Kind("document", "office", "")
    return Kind("archive", "zip", "zip")


def _bitmap(head: bytes, _: str) -> Kind | None:
    if head[:2] == b"BM" and int.from_bytes(head[14:18], "little") in _BITMAP_HEADER_SIZES:
        return Kind("other-picture", "bmp", "bmp")
    return None


def _transport_stream(head: bytes, _: str) -> Kind | None:
    """Packets of 188 bytes follow each other, alone or each after a time code of 4 bytes (AVCHD)."""
    plain = head[0:1] + head[188:189] + head[376:377]
    timed = head[4:5] + head[196:197] + head[388:389]
    return Kind("video", "mpeg-ts", "mts") if b"GGG" in {plain, timed} else None


def _text(head: bytes, _: str) -> Kind | None:
    if head[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        text = head.decode("utf-16", "ignore").encode()
    elif head.translate(None, _CONTROLS) == head:
        text = head.removeprefix(b"\xef\xbb\xbf")
    else:
        return None
    for element, kind in _ELEMENTS:
        if element in text:
            return kind
    if _NMEA.match(text):
        return Kind("track", "nmea", "nmea")
    return Kind("document", "text", "txt")
