"""Who a picture is: the same whatever is written beside it, another when one byte of it changes."""

import mmap
import shutil
import struct
import subprocess

import numpy as np
import pytest
from drawn_pictures import (
    box,
    flipped,
    gps_exif,
    gps_zeroed,
    heic,
    heif,
    jpeg,
    png,
    png_chunks,
    riff_chunks,
    saved,
    scan_start,
    scene,
    segment,
    webp,
    with_segments,
    without_segments,
)
from PIL import Image

from catalogue.pictures.formats import sniff
from catalogue.pictures.identity import picture_id

XMP = b"http://ns.adobe.com/xap/1.0/\x00<x:xmpmeta>une l\xc3\xa9gende</x:xmpmeta>"
FILM = b"\x00\x00\x00\x18ftypmp42" + bytes(12) + b"\xff\xd8\xff\xd9film"


@pytest.fixture(scope="module")
def drawn():
    return scene(320, 240)


@pytest.fixture(scope="module")
def photo(drawn):
    """A JPEG with a position, as a phone writes it."""
    return saved(drawn, "JPEG", quality=90, exif=gps_exif())


def same_jpegs(photo):
    plain = without_segments(photo, 0xE1)
    comment = segment(0xFE, b"\xff\xd9 in a comment \xff\xda")
    return {
        "exif-removed": plain,
        "exif-changed": with_segments(plain, segment(0xE1, b"Exif\x00\x00" + b"other" * 9)),
        "gps-zeroed-in-place": gps_zeroed(photo),
        "caption-in-xmp": with_segments(photo, segment(0xE1, XMP)),
        "caption-in-iptc": with_segments(photo, segment(0xED, b"Photoshop 3.0\x008BIM")),
        "comment": with_segments(photo, comment),
        "jfif-removed": without_segments(photo, 0xE0),
        "profile-added": with_segments(photo, segment(0xE2, b"ICC_PROFILE\x00\x01\x01profile")),
        "motion-film-appended": photo + FILM,
        "gain-map-appended": photo + jpeg(np.zeros((8, 8, 3), np.uint8)),
    }


@pytest.mark.parametrize("edit", sorted(same_jpegs(jpeg(np.zeros((8, 8, 3), np.uint8)))))
def test_a_jpeg_is_the_same_picture_after(photo, edit):
    changed = same_jpegs(photo)[edit]

    assert changed != photo
    assert picture_id(changed, "jpeg") == picture_id(photo, "jpeg")


def test_a_jpeg_is_another_picture_when_any_byte_of_its_scan_changes(photo):
    start, end = scan_start(photo), photo.rindex(b"\xff\xd9")
    identities = {picture_id(flipped(photo, position), "jpeg") for position in range(start, end, 97)}

    assert len(identities) == len(range(start, end, 97))
    assert picture_id(photo, "jpeg") not in identities


def test_a_jpeg_is_another_picture_with_other_tables(photo):
    table = photo.index(b"\xff\xdb") + 10

    assert picture_id(flipped(photo, table), "jpeg") != picture_id(photo, "jpeg")


def test_a_jpeg_is_another_picture_without_the_segment_that_says_what_its_numbers_mean(drawn):
    cmyk = saved(Image.fromarray(drawn).convert("CMYK"), "JPEG")

    assert picture_id(without_segments(cmyk, 0xEE), "jpeg") != picture_id(cmyk, "jpeg")


def test_a_progressive_jpeg_keeps_all_its_scans(drawn):
    photo = saved(drawn, "JPEG", progressive=True)
    last_scan = photo.rindex(b"\xff\xda") + 20

    assert picture_id(with_segments(photo, segment(0xE1, XMP)) + FILM, "jpeg") == picture_id(photo, "jpeg")
    assert picture_id(flipped(photo, last_scan), "jpeg") != picture_id(photo, "jpeg")


def test_a_truncated_jpeg_goes_to_its_end(photo):
    half = photo[: len(photo) // 2]

    assert picture_id(with_segments(half, segment(0xE1, XMP)), "jpeg") == picture_id(half, "jpeg")
    assert picture_id(half[:-1], "jpeg") != picture_id(half, "jpeg") != picture_id(photo, "jpeg")


def test_restart_markers_belong_to_the_scan():
    photo = jpeg(scene(64, 64))
    start = scan_start(photo)
    restarted = photo[: start + 40] + b"\xff\xd3" + photo[start + 40 :]

    assert picture_id(restarted + FILM, "jpeg") == picture_id(restarted, "jpeg")
    assert picture_id(restarted, "jpeg") != picture_id(photo, "jpeg")


@pytest.fixture(scope="module")
def drawing(drawn):
    return saved(drawn, "PNG")


def same_pngs(drawing):
    (header, *middle, end) = png_chunks(drawing)
    data = b"".join(content for kind, content in middle if kind == b"IDAT")
    cuts = [(b"IDAT", data[i : i + 1000]) for i in range(0, len(data), 1000)]
    return {
        "exif-added": png([header, *middle, (b"eXIf", b"MM\x00*"), end]),
        "caption-added": png([header, (b"tEXt", b"Description\x00terril"), *middle, end]),
        "xmp-added": png([header, (b"iTXt", b"XML:com.adobe.xmp\x00\x00\x00\x00\x00" + XMP), *middle, end]),
        "data-cut-otherwise": png([header, *cuts, end]),
        "bytes-appended": drawing + FILM,
    }


@pytest.mark.parametrize("edit", sorted(same_pngs(saved(np.zeros((8, 8, 3), np.uint8), "PNG"))))
def test_a_png_is_the_same_picture_after(drawing, edit):
    changed = same_pngs(drawing)[edit]

    assert changed != drawing
    assert picture_id(changed, "png") == picture_id(drawing, "png")


def test_a_png_is_another_picture_when_its_data_change(drawing):
    start = drawing.index(b"IDAT") + 4

    assert picture_id(flipped(drawing, start + 500), "png") != picture_id(drawing, "png")


def test_a_png_is_another_picture_with_another_palette_or_transparency(drawn):
    image = Image.fromarray(drawn).quantize(16)
    chunks = png_chunks(saved(image, "PNG"))
    place = next(i for i, (kind, _) in enumerate(chunks) if kind == b"IDAT")
    palette = [(kind, data[::-1] if kind == b"PLTE" else data) for kind, data in chunks]
    clear = [*chunks[:place], (b"tRNS", b"\x00"), *chunks[place:]]

    assert len({picture_id(png(version), "png") for version in (chunks, palette, clear)}) == 3


def test_the_frames_of_an_animated_png_count_but_their_numbers_do_not(drawn):
    image = Image.fromarray(drawn)
    moving = saved(image, "PNG", save_all=True, append_images=[image.transpose(0)])
    chunks = png_chunks(moving)
    renumbered = [
        (kind, struct.pack(">I", 7 + i) + data[4:] if kind in (b"fcTL", b"fdAT") else data)
        for i, (kind, data) in enumerate(chunks)
    ]
    other = [(kind, data[:-1] + b"\x55" if kind == b"fdAT" else data) for kind, data in chunks]

    assert picture_id(png(renumbered), "png") == picture_id(moving, "png")
    assert picture_id(png(other), "png") != picture_id(moving, "png")


@pytest.mark.parametrize("options", [{"quality": 80}, {"lossless": True}], ids=["lossy", "lossless"])
def test_a_webp_is_the_same_picture_when_exif_makes_it_an_extended_one(drawn, options):
    simple = saved(drawn, "WEBP", **options)
    (picture,) = riff_chunks(simple)
    canvas = struct.pack("<I", 0x0C) + (320 - 1).to_bytes(3, "little") + (240 - 1).to_bytes(3, "little")
    extended = webp([(b"VP8X", canvas), (b"ICCP", b"p"), picture, (b"EXIF", b"II*\x00!"), (b"XMP ", XMP)])

    assert picture[0] in (b"VP8 ", b"VP8L")
    assert picture_id(extended, "webp") == picture_id(simple, "webp")
    assert picture_id(simple + FILM, "webp") == picture_id(simple, "webp")


def test_pillow_writes_exif_into_a_webp_without_making_another_picture(drawn):
    simple, extended = saved(drawn, "WEBP"), saved(drawn, "WEBP", exif=gps_exif())

    assert picture_id(extended, "webp") == picture_id(simple, "webp")
    assert picture_id(gps_zeroed(extended), "webp") == picture_id(simple, "webp")


def test_a_webp_is_another_picture_when_its_data_or_its_transparency_change(drawn):
    image = Image.fromarray(drawn)
    image.putalpha(200)
    file = saved(image, "WEBP")
    chunks = riff_chunks(file)
    versions = [
        webp([(kind, flipped(data, len(data) // 2) if kind == changed else data) for kind, data in chunks])
        for changed in (b"none", b"VP8 ", b"ALPH")
    ]

    assert len({picture_id(version, "webp") for version in versions}) == 3


TILES = [(1, b"hvc1", 0, [b"first tile"]), (2, b"hvc1", 0, [b"second ", b"tile"])]
GRID = (3, b"grid", 1, [b"\x00\x00\x00\x01"])
EXIF = (4, b"Exif", 0, [b"\x00\x00\x00\x06Exif\x00\x00MM\x00*"])
CAPTION = (5, b"mime", 0, [b"<x:xmpmeta/>"])
PICTURE = heif([*TILES, GRID, EXIF], primary=3, idat=b"\x00\x00\x00\x01")


@pytest.mark.parametrize(
    "same",
    [
        pytest.param(heif([*TILES, GRID], primary=3, idat=b"\x00\x00\x00\x01"), id="exif-removed"),
        pytest.param(
            heif([EXIF, *TILES, GRID, CAPTION], primary=3, idat=b"\x00\x00\x00\x01"), id="caption-added"
        ),
        pytest.param(
            heif([*TILES, GRID, EXIF], primary=3, idat=b"\x00\x00\x00\x01", gap=box(b"free", bytes(9))),
            id="data-moved",
        ),
        pytest.param(
            heif(
                [(1, b"hvc1", 0, [b"first", b" tile"]), TILES[1], GRID], primary=3, idat=b"\x00\x00\x00\x01"
            ),
            id="extents-cut-otherwise",
        ),
        pytest.param(PICTURE + box(b"mpvd", FILM), id="motion-film-appended"),
        pytest.param(PICTURE + b"junk", id="junk-appended"),
    ],
)
def test_a_heif_is_the_same_picture_after(same):
    assert same != PICTURE
    assert picture_id(same, "heif") == picture_id(PICTURE, "heif")


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(PICTURE.replace(b"second", b"secone"), id="a-tile"),
        pytest.param(heif([*TILES, GRID], primary=3, idat=b"\x00\x00\x01\x00"), id="the-grid"),
        pytest.param(heif([TILES[0], GRID], primary=3, idat=b"\x00\x00\x00\x01"), id="a-tile-less"),
    ],
)
def test_a_heif_is_another_picture_with_another(other):
    assert picture_id(other, "heif") != picture_id(PICTURE, "heif")


@pytest.mark.parametrize(
    "strange",
    [
        pytest.param(PICTURE[:-16], id="truncated"),
        pytest.param(PICTURE.replace(b"hvc1", b"Zzzz").replace(b"grid", b"Zzzz"), id="no-image-items"),
        pytest.param(heif(TILES, primary=9), id="no-primary"),
        pytest.param(PICTURE + box(b"moov", b""), id="sequence"),
        pytest.param(heif([(1, b"hvc1", 2, [b"x"])]), id="an-item-in-another"),
        pytest.param(b"\x00\x00\x00\x08ftyp", id="no-items"),
    ],
)
def test_a_heif_that_is_not_understood_is_hashed_whole(strange):
    assert picture_id(strange, "heif") == picture_id(strange, "tiff")


def test_a_real_heic_keeps_its_identity_when_its_position_is_zeroed_in_place(drawn):
    file = heic(drawn, exif=gps_exif().tobytes())
    zeroed = gps_zeroed(file)
    coded = file.index(b"mdat") + 200

    assert zeroed != file
    assert picture_id(zeroed, "heif") == picture_id(file, "heif")
    assert picture_id(flipped(file, coded), "heif") != picture_id(file, "heif")


def test_an_avif_keeps_its_identity_when_exif_is_written_into_it(drawn):
    plain, told = (saved(drawn, "AVIF", speed=10, max_threads=1, **kw) for kw in ({}, {"exif": gps_exif()}))

    assert len(told) > len(plain)
    assert picture_id(told, "avif") == picture_id(plain, "avif")


def test_a_tiff_is_its_file(drawn):
    file = saved(drawn, "TIFF")

    assert picture_id(file + b"\x00", "tiff") != picture_id(file, "tiff")


def test_the_same_bytes_have_one_identity_however_they_are_held(photo, tmp_path):
    (tmp_path / "a.jpg").write_bytes(photo)

    with (
        (tmp_path / "a.jpg").open("rb") as file,
        mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as held,
    ):
        identities = {
            picture_id(photo, "jpeg"),
            picture_id(memoryview(photo), "jpeg"),
            picture_id(held, "jpeg"),
        }

    assert len(identities) == 1
    assert len(identities.pop()) == 32


def test_three_identical_files_are_one_picture_and_the_edited_one_is_another(shared_data):
    files = sorted((shared_data / "photos" / "duplicates").iterdir())
    identities = {file.name: picture_id(file.read_bytes(), "jpeg") for file in files}

    edited = identities.pop("IMG_E4120.JPG")
    assert len(identities) == 3
    assert set(identities.values()) != {edited}
    assert len(set(identities.values())) == 1


REAL = [
    "outing-arezzo/DSCN0010.jpg",
    "formats/sunrise.webp",
    "formats/infos-travaux.png",
    "heic/IMG_5195.HEIC",
    "heic/classic-car.heic",
    "phones/67-0_length_string.jpg",
]


@pytest.mark.skipif(shutil.which("exiftool") is None, reason="exiftool is not installed")
@pytest.mark.parametrize("name", REAL)
def test_exiftool_writes_a_caption_and_takes_the_position_out_without_making_another_picture(
    shared_data, tmp_path, name
):
    original = (shared_data / "photos" / name).read_bytes()
    edited = tmp_path / name.rpartition("/")[2]
    edited.write_bytes(original)

    subprocess.run(
        ["exiftool", "-q", "-m", "-overwrite_original", "-gps:all=", "-xmp:description=légende", str(edited)],
        check=True,
    )

    form = sniff(original[:4096], name).format
    assert edited.read_bytes() != original
    assert picture_id(edited.read_bytes(), form) == picture_id(original, form)
