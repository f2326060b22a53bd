"""Each format keeps its metadata elsewhere; all say the same."""

import struct
import zlib
from io import BytesIO

import pytest
from blockmaking import (
    DESCRIPTION,
    MAKE,
    MODEL,
    ORIENTATION,
    TAKEN,
    UNDEFINED,
    Raw,
    exif_segment,
    jpeg_with,
    packet,
    rationals,
    said,
    segment,
    tiff_block,
    xmp_segment,
)
from PIL import Image

from catalogue.values.claims import Source, Subject
from ingest.read import read_file

GPS = {
    1: "N",
    2: rationals((50, 1), (25, 1), (4836, 100)),
    3: "E",
    4: rationals((2, 1), (34, 1), (4812, 100)),
}
CAMERA = {MAKE: "samsung", MODEL: "SM-A520F", ORIENTATION: 6, DESCRIPTION: "Étang"}
EXIF = tiff_block(CAMERA, {TAKEN: "2018:05:12 14:32:05"}, GPS)
XMP = packet("<dc:subject><rdf:Bag><rdf:li>terril</rdf:li></rdf:Bag></dc:subject>")
IIM = b"\x1c\x02\x6e\x00\x03MBM"
RESOURCES = b"8BIM\x04\x04\x00\x00" + struct.pack(">I", len(IIM)) + IIM


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(*chunks, behind_pixels=True):
    made = BytesIO()
    Image.new("RGB", (8, 8)).save(made, "PNG")
    whole = made.getvalue()
    place = len(whole) - 12 if behind_pixels else 8 + 25
    return whole[:place] + b"".join(chunks) + whole[place:]


def riff(*chunks):
    made = BytesIO()
    Image.new("RGB", (8, 8)).save(made, "WEBP", lossless=True)
    body = made.getvalue()[12:] + b"".join(
        kind + struct.pack("<I", len(data)) + data + b"\x00" * (len(data) % 2) for kind, data in chunks
    )
    return b"RIFF" + struct.pack("<I", len(body) + 4) + b"WEBP" + body


def box(kind, content, *, wide=False):
    if wide:
        return struct.pack(">I4sQ", 1, kind, len(content) + 16) + content
    return struct.pack(">I4s", len(content) + 8, kind) + content


def infe(number, kind, extra=b""):
    return box(b"infe", b"\x02\x00\x00\x00" + struct.pack(">HH4s", number, 0, kind) + b"\x00" + extra)


def heif(*, in_data_box, wide=False):
    """A HEIF without pixels: an index, and an EXIF and an XMP item in the file or in the index itself."""
    items = (struct.pack(">I", 6) + b"Exif\x00\x00" + EXIF, XMP)
    kinds = (infe(1, b"hvc1"), infe(2, b"Exif"), infe(3, b"mime", b"application/rdf+xml\x00"))
    iinf = box(b"iinf", b"\x00\x00\x00\x00" + struct.pack(">H", len(kinds)) + b"".join(kinds))

    def meta(base):
        places = (base, base + len(items[0]))
        iloc = b"\x01\x00\x00\x00\x44\x00" + struct.pack(">H", 3) + struct.pack(">HHHHII", 1, 0, 0, 1, 9, 9)
        for number, place, item in zip((2, 3), places, items, strict=True):
            iloc += struct.pack(">HHHHII", number, int(in_data_box), 0, 1, place, len(item))
        data = box(b"idat", b"".join(items)) if in_data_box else b""
        return box(b"meta", b"\x00\x00\x00\x00" + iinf + box(b"iloc", iloc) + data, wide=wide)

    ftyp = box(b"ftyp", b"heic\x00\x00\x00\x00mif1heic")
    before = len(ftyp) + len(meta(0)) + 8
    return ftyp + meta(0 if in_data_box else before) + box(b"mdat", b"" if in_data_box else b"".join(items))


def big_tiff():
    """A BigTIFF of four entries, which only the second reader understands."""
    entries = [
        (MAKE, 2, 8, b"samsung\x00"),
        (ORIENTATION, 3, 1, struct.pack("<H", 6).ljust(8, b"\x00")),
        (700, 1, len(XMP), struct.pack("<Q", 16 + 8 + 3 * 20 + 8)),
    ]
    table = b"".join(
        struct.pack("<HHQ", tag, kind, count) + data for tag, kind, count, data in sorted(entries)
    )
    return b"II+\x00\x08\x00\x00\x00" + struct.pack("<QQ", 16, len(entries)) + table + b"\x00" * 8 + XMP


def raw_profile(name, data, title=None):
    text = f"\n{title or name}\n{len(data):8d}\n{data.hex()}\n".encode()
    return chunk(b"zTXt", b"Raw profile type " + name.encode() + b"\x00\x00" + zlib.compress(text))


PLAIN_XMP = chunk(b"iTXt", b"XML:com.adobe.xmp\x00\x00\x00\x00\x00" + XMP)
PACKED_XMP = chunk(b"iTXt", b"XML:com.adobe.xmp\x00\x01\x00\x00\x00" + zlib.compress(XMP))

FILES = {
    "PNG": ("png", png(chunk(b"eXIf", EXIF), PLAIN_XMP)),
    "PNG, before the pixels": ("png", png(chunk(b"eXIf", EXIF), PLAIN_XMP, behind_pixels=False)),
    "PNG, XMP packed": ("png", png(chunk(b"eXIf", EXIF), PACKED_XMP)),
    "PNG, raw profiles": ("png", png(raw_profile("exif", b"Exif\x00\x00" + EXIF), raw_profile("xmp", XMP))),
    "WebP": ("webp", riff((b"EXIF", EXIF), (b"XMP ", XMP))),
    "WebP, EXIF as in JPEG": ("webp", riff((b"EXIF", b"Exif\x00\x00" + EXIF), (b"XMP ", XMP))),
    "HEIF": ("heif", heif(in_data_box=False)),
    "HEIF, long boxes": ("heif", heif(in_data_box=False, wide=True)),
    "AVIF, items within the index": ("avif", heif(in_data_box=True)),
    "TIFF": ("tiff", tiff_block({**CAMERA, 700: Raw(UNDEFINED, XMP)}, {TAKEN: "2018:05:12 14:32:05"}, GPS)),
}


@pytest.mark.parametrize("kind", FILES)
def test_metadata_are_found_wherever_the_format_keeps_them(tmp_path, kind):
    format_name, content = FILES[kind]
    path = tmp_path / "IMG_0001"
    path.write_bytes(content)

    reading = read_file(path, format_name)

    assert said(reading, Subject.POSITION, Source.EXIF) == ["50.4301000,2.5800333"]
    assert said(reading, Subject.TAKEN, Source.EXIF) == ["2018-05-12T14:32:05"]
    assert said(reading, Subject.ORIENTATION, Source.EXIF) == ["6"]
    assert said(reading, Subject.CAPTION, Source.EXIF) == ["Étang"]
    assert said(reading, Subject.KEYWORD, Source.XMP) == ["terril"]
    assert reading.notes == ()


def test_jpeg_gives_all_three_kinds_of_block(tmp_path):
    photoshop = segment(0xED, b"Photoshop 3.0\x00" + RESOURCES)

    reading = read_file(jpeg_with(tmp_path, exif_segment(EXIF), photoshop, xmp_segment(XMP)), "jpeg")

    assert said(reading, Subject.TAKEN) == ["2018-05-12T14:32:05"]
    assert said(reading, Subject.CREDIT, Source.IPTC) == ["MBM"]
    assert said(reading, Subject.KEYWORD, Source.XMP) == ["terril"]


@pytest.mark.parametrize("block", [RESOURCES, IIM])
@pytest.mark.parametrize("title", ["iptc", "IPTC profile"])
def test_png_of_image_magick_keeps_iptc_in_a_raw_profile(tmp_path, block, title):
    path = tmp_path / "scan.png"
    path.write_bytes(png(raw_profile("iptc", block, title)))

    assert said(read_file(path, "png"), Subject.CREDIT, Source.IPTC) == ["MBM"]


def test_big_tiff_is_read_by_the_second_reader(tmp_path):
    path = tmp_path / "scan.tif"
    path.write_bytes(big_tiff())

    reading = read_file(path, "tiff")

    assert said(reading, Subject.CAMERA_MAKE) == ["samsung"]
    assert said(reading, Subject.ORIENTATION) == ["6"]
    assert said(reading, Subject.KEYWORD, Source.XMP) == ["terril"]


def test_format_that_is_not_ours_gives_nothing(tmp_path):
    path = jpeg_with(tmp_path, exif_segment(EXIF))

    assert read_file(path, "gif").claims == ()


def test_file_that_is_not_there_is_an_error_of_the_disk(tmp_path):
    with pytest.raises(FileNotFoundError):
        read_file(tmp_path / "gone.jpg", "jpeg")


def test_pixels_are_never_read(tmp_path):
    path = jpeg_with(tmp_path, exif_segment(EXIF))
    small = path.read_bytes()
    path.write_bytes(small[:-2])
    with path.open("r+b") as file:
        file.truncate(2 << 30)  # two gigabytes of nothing behind the start of the picture

    assert said(read_file(path, "jpeg"), Subject.TAKEN) == ["2018-05-12T14:32:05"]
