"""Files that have all their headers, but not all of their picture: no decoder complains of what is not there."""

import json
import re
import struct
import time
import zlib

import numpy as np
import pytest
from drawn_pictures import flat_png, jpeg, pixels_of, png, png_chunks, psnr, saved, scan_start, scene, segment
from PIL import Image

from catalogue.pictures.renditions import Limits, render
from catalogue.pictures.structure.jpeg import is_unfinished
from catalogue.pictures.structure.png import is_short


@pytest.fixture
def rendered(tmp_path):
    def make(data, form):
        (tmp_path / "original").write_bytes(data)
        return render(tmp_path / "original", form, orientation=None, into=tmp_path / "r", limits=Limits())

    return make


@pytest.fixture(scope="module")
def progressive():
    return saved(scene(400, 304), "JPEG", quality=90, progressive=True)


def starts(file, marker):
    """Where the segments of a marker start in a JPEG without thumbnails."""
    return [found.start() for found in re.finditer(re.escape(bytes([0xFF, marker])), file)]


def in_scans(pixels):
    """The picture as a baseline JPEG of one scan for each component (ITU-T T.81, A.2.1)."""
    parts = [saved(pixels[:, :, c], "JPEG", quality=90) for c in range(3)]
    head = bytearray(parts[0][: parts[0].index(b"\xff\xda")])
    frame = head.index(b"\xff\xc0")
    head[frame : frame + 13] = segment(
        0xC0, bytes(head[frame + 4 : frame + 9]) + bytes([3, *(b for c in (1, 2, 3) for b in (c, 0x11, 0))])
    )
    scans = [
        segment(0xDA, bytes([1, c, 0, 0, 63, 0])) + part[scan_start(part) : -2]
        for c, part in enumerate(parts, 1)
    ]
    return bytes(head) + b"".join(scans) + b"\xff\xd9"


@pytest.mark.parametrize("scan", range(1, 10))
def test_a_progressive_jpeg_cut_between_two_scans_is_a_part_of_itself(rendered, progressive, scan):
    assert len(starts(progressive, 0xDA)) == 10

    made = rendered(progressive[: starts(progressive, 0xDA)[scan]], "jpeg")

    assert (made.pixels, made.width, len(made.files)) == ("partial", 400, 2)
    assert "the file ends before its last scan" in made.problem


def test_a_progressive_jpeg_of_which_nothing_but_its_end_is_missing_is_whole(rendered, progressive):
    made = rendered(progressive[:-2], "jpeg")

    assert (made.pixels, made.problem) == ("whole", None)
    assert rendered(progressive[:-1], "jpeg").pixels == "whole"


def test_a_jpeg_that_has_its_end_is_as_fine_as_its_maker_wanted_it(rendered, progressive):
    coarse = progressive[: starts(progressive, 0xDA)[8]] + b"\xff\xd9"

    assert rendered(coarse, "jpeg").pixels == "whole"


def test_a_jpeg_of_one_scan_a_component_cut_between_them_is_a_part_of_itself(rendered):
    photo = in_scans(scene(320, 240))
    scans = starts(photo, 0xDA)

    assert len(scans) == 3
    assert rendered(photo, "jpeg").pixels == "whole"
    assert rendered(photo[:-2], "jpeg").pixels == "whole"
    assert [rendered(photo[: scans[n]], "jpeg").pixels for n in (1, 2)] == ["partial", "partial"]


@pytest.mark.parametrize("marker", [0xDA, 0xC4])
@pytest.mark.parametrize("kept", [1, 2, 3, 4, 5, 7, -1])
def test_a_progressive_jpeg_cut_in_a_header_between_scans_shows_what_it_has(
    rendered, progressive, marker, kept
):
    start = starts(progressive, marker)[-2]
    end = start + 2 + int.from_bytes(progressive[start + 2 : start + 4], "big")

    made = rendered(progressive[: end - 1 if kept < 0 else start + kept], "jpeg")

    assert made.pixels == "partial"
    whole = pixels_of(progressive)
    assert psnr(pixels_of(dict(made.files)[1600]), whole) > 30


def test_wherever_a_progressive_jpeg_is_cut_it_is_never_whole_nor_nothing(rendered):
    photo = saved(scene(48, 48), "JPEG", quality=80, progressive=True)
    last, first = starts(photo, 0xDA)[-1], scan_start(photo)

    found = {length: rendered(photo[:length], "jpeg").pixels for length in range(first + 60, last + 10)}

    assert {length: verdict for length, verdict in found.items() if verdict != "partial"} == {}


def test_scans_that_are_missing_are_noticed_behind_a_harmless_oddity(rendered, progressive):
    tables = progressive.rindex(b"\xff\xc4", 0, starts(progressive, 0xDA)[1])
    odd = progressive[:tables] + bytes(50) + progressive[tables:]

    assert rendered(odd, "jpeg").pixels == "whole"
    made = rendered(odd[: starts(odd, 0xC4)[-1]], "jpeg")
    assert made.pixels == "partial"
    assert "the file ends before its last scan" in made.problem


def test_a_progressive_jpeg_of_unusual_build_cut_between_two_scans_is_a_part_of_itself(rendered):
    photo = bytearray(saved(scene(64, 64) // 8 + 90, "JPEG", quality=90, progressive=True, subsampling=0))
    photo[photo.index(b"\xff\xc2") + 11] = 0x31
    scan = starts(bytes(photo), 0xDA)[5]

    assert rendered(bytes(photo[:scan]), "jpeg").pixels == "partial"


def test_a_sequential_jpeg_is_whole_whatever_its_scan_says_of_coefficients(rendered):
    photo = bytearray(jpeg(scene(96, 64)))
    photo[scan_start(photo) - 3 : scan_start(photo)] = bytes([0, 0, 1])

    assert rendered(bytes(photo[:-2]), "jpeg").pixels == "whole"


def test_a_comment_cut_off_behind_the_last_scan_is_no_damage(rendered):
    photo = jpeg(scene(96, 64))

    made = rendered(photo[:-2] + segment(0xFE, b"a comment")[:6], "jpeg")

    assert (made.pixels, made.problem) == ("whole", None)


def test_scans_are_only_asked_for_where_the_end_is_missing(progressive):
    cut = progressive[: starts(progressive, 0xDA)[2]]

    assert is_unfinished(cut)
    assert not is_unfinished(cut + b"\xff\xd9")
    assert not is_unfinished(progressive[:-2])
    assert is_unfinished(progressive[:2])


def test_a_jpeg_of_ten_thousand_scans_is_soon_known_for_what_it_is(progressive):
    head, scan = progressive[: starts(progressive, 0xDA)[0]], segment(0xDA, bytes([1, 1, 0, 1, 63, 2])) + b"a"
    started = time.process_time()

    assert is_unfinished(head + 10_000 * scan)
    assert time.process_time() - started < 2


def with_rows(data, rows):
    """A PNG whose image data end, in good order, after so many bytes."""
    header, *_ = chunks = png_chunks(data)
    unpacked = zlib.decompress(b"".join(content for kind, content in chunks if kind == b"IDAT"))
    others = [chunk for chunk in chunks[1:] if chunk[0] not in (b"IDAT", b"IEND")]
    return png([header, *others, (b"IDAT", zlib.compress(unpacked[:rows])), (b"IEND", b"")])


def pictures():
    rgb = scene(60, 40) // 2 + 60
    grey, image = rgb[:, :, 0], Image.fromarray(rgb)
    return {
        "RGB": image,
        "L": Image.fromarray(grey),
        "RGBA": image.convert("RGBA"),
        "LA": Image.fromarray(grey).convert("LA"),
        "P": image.quantize(200),
        "P4": image.quantize(14),
        "1": image.convert("1"),
        "I;16": Image.fromarray(grey.astype(np.uint16) * 257),
    }


LINES = {"RGB": 181, "L": 61, "RGBA": 241, "LA": 121, "P": 61, "P4": 31, "1": 9, "I;16": 121}


@pytest.mark.parametrize("mode", sorted(LINES))
def test_a_png_whose_data_end_before_its_last_row_is_a_part_of_itself(rendered, mode):
    data = saved(pictures()[mode], "PNG")

    made = {rows: rendered(with_rows(data, rows * LINES[mode]), "png") for rows in (40, 39, 20)}

    assert {rows: verdict.pixels for rows, verdict in made.items()} == {
        40: "whole",
        39: "partial",
        20: "partial",
    }
    assert "before its last row" in made[20].problem


@pytest.mark.parametrize("missing", [1, 60, 180, 181 * 20])
def test_an_interlaced_png_whose_data_end_too_soon_is_a_part_of_itself(rendered, missing):
    data, size = interlaced(scene(60, 40) // 2 + 60)

    assert rendered(data, "png").pixels == "whole"
    assert rendered(with_rows(data, size - missing), "png").pixels == "partial"


def test_the_end_of_an_interlaced_png_need_not_be_its_last_row(rendered):
    data, size = interlaced(scene(60, 41) // 2 + 60)

    made = rendered(with_rows(data, size - 181 * 20), "png")

    assert made.pixels == "partial"
    assert "before its last row" in made.problem


def interlaced(pixels):
    """The picture in the seven passes of Adam7 (W3C PNG, clause 8), and how many bytes they are."""
    passes = [
        (0, 0, 8, 8),
        (4, 0, 8, 8),
        (0, 4, 4, 8),
        (2, 0, 4, 4),
        (0, 2, 2, 4),
        (1, 0, 2, 2),
        (0, 1, 1, 2),
    ]
    lines = b"".join(
        b"\x00" + row.tobytes() for x, y, dx, dy in passes for row in pixels[y::dy, x::dx] if row.size
    )
    height, width = pixels.shape[:2]
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 1)
    return png([(b"IHDR", header), (b"IDAT", zlib.compress(lines)), (b"IEND", b"")]), len(lines)


@pytest.mark.parametrize("shape", [(1, 1), (1, 9), (9, 1), (3, 2), (5, 5), (8, 8), (17, 33)])
def test_the_passes_of_an_interlaced_png_are_counted_to_the_byte(shape):
    data, size = interlaced(np.zeros((*shape, 3), np.uint8))

    assert not is_short(data)
    assert is_short(with_rows(data, size - 1))


def test_a_short_png_is_known_even_where_its_metadata_have_to_be_put_aside(rendered):
    header, *rest = png_chunks(with_rows(saved(pictures()["RGB"], "PNG"), 181 * 20))
    bomb = b"Comment\x00\x00" + zlib.compress(bytes(50_000_000))

    made = rendered(png([header, (b"zTXt", bomb), (b"iCCP", b"icc\x00\x00" + bomb), *rest]), "png")

    assert made.pixels == "partial"
    assert "before its last row" in made.problem


@pytest.mark.parametrize("mode", ["RGB", "L", "P"])
def test_a_png_that_ends_in_black_is_whole(rendered, mode):
    pixels = scene(60, 40)
    pixels[20:] = 0
    data = saved(Image.fromarray(pixels).convert(mode), "PNG")

    made = rendered(data, "png")

    assert (made.pixels, made.problem) == ("whole", None)


def test_the_checksum_behind_the_data_of_a_png_says_nothing_of_how_many_they_are():
    header, (_, packed), end = png_chunks(saved(scene(60, 40), "PNG"))

    assert not is_short(png([header, (b"IDAT", packed[:-4] + bytes(4)), end]))
    assert not is_short(png([header, (b"IDAT", packed[:-4]), end]))


def test_a_png_with_surplus_data_is_whole(rendered):
    pixels = np.zeros((40, 60, 3), np.uint8)
    header, (_, packed), end = png_chunks(saved(pixels, "PNG"))
    surplus = zlib.compress(zlib.decompress(packed) + bytes(5000))

    assert rendered(png([header, (b"IDAT", surplus), end]), "png").pixels == "whole"


def test_a_png_in_many_small_chunks_is_whole(rendered):
    pixels = scene(60, 40)
    pixels[30:] = 0
    header, (_, packed), end = png_chunks(saved(pixels, "PNG"))
    small = [(b"IDAT", packed[start : start + 1]) for start in range(len(packed))]

    assert rendered(png([header, *small, end]), "png").pixels == "whole"
    assert rendered(png([header, *small[:-200], end]), "png").pixels == "partial"


def test_one_row_of_a_hundred_megapixels_is_nothing(rendered):
    header = struct.pack(">IIBBBBB", 9999, 9999, 8, 2, 0, 0, 0)
    row = zlib.compress(b"\x00" + b"\x9c" * (3 * 9999))

    made = rendered(png([(b"IHDR", header), (b"IDAT", row), (b"IEND", b"")]), "png")

    assert (made.pixels, made.width, made.files) == ("none", 9999, ())


def test_a_flat_png_of_many_rows_but_the_last_is_counted_to_its_end():
    """Zlib hands what lies behind its end back as if there were more to unpack."""
    flat = flat_png(3000, 2000, b"\x9c\x9c\x9c")
    header, *rest = png_chunks(flat)
    taller = (b"IHDR", header[1][:4] + struct.pack(">I", 2001) + header[1][8:])

    assert not is_short(flat)
    assert is_short(png([taller, *rest]))


def test_a_black_hundred_megapixels_is_counted_in_a_second():
    data = flat_png(10_000, 9_999, b"\x00\x00\x00")
    started = time.process_time()

    short = is_short(data)

    assert not short
    assert time.process_time() - started < 2


def test_a_jpeg_with_all_its_scans_and_no_end_is_whole(shared_data, rendered):
    truth = json.loads((shared_data / "hostile" / "truth.json").read_text(encoding="utf-8"))
    name = next(entry["file"] for entry in truth if entry["file"].endswith("broken/truncated_jpeg.jpg"))

    made = rendered((shared_data / "hostile" / name).read_bytes(), "jpeg")

    assert (made.pixels, made.problem) == ("whole", None)
