"""Colours come out as they were meant, whatever the file wrote its numbers in."""

import functools
import io
import struct

import cv2
import numpy as np
import pytest
import simplejpeg
from drawn_pictures import heic, pixels_of, saved, without_segments
from PIL import Image, ImageCms

from catalogue.pictures.renditions import Limits, render

PATCHES = np.array(
    [(200, 30, 40), (40, 180, 60), (30, 60, 200), (230, 200, 40), (128, 128, 128), (250, 250, 250)], np.uint8
)


def chart(colours=PATCHES, side=32):
    return np.repeat(np.repeat(colours[None], side, axis=0), side, axis=1)


def patches(pixels, side=32):
    """The colour in the middle of each patch of a rendered chart."""
    return np.array([pixels[side // 2, side // 2 + side * i] for i in range(pixels.shape[1] // side)], int)


@pytest.fixture
def shown(tmp_path):
    """The colours of a chart as its rendition shows them."""

    def make(data, form):
        (tmp_path / "original").write_bytes(data)
        made = render(
            tmp_path / "original", form, orientation=None, into=tmp_path / "r", limits=Limits(large_px=1600)
        )
        assert made.pixels == "whole", made.problem
        return patches(pixels_of(dict(made.files)[1600]))

    return make


# Display P3 as an ICC profile of matrix and curve (ICC.1:2022, 8.3.2), white point D50, gamma 2.2.
P3_TO_XYZ = np.array(
    [(0.515121, 0.291977, 0.157104), (0.241196, 0.692245, 0.066574), (-0.001053, 0.041885, 0.784073)]
)
SRGB_TO_XYZ = np.array(
    [(0.436066, 0.385147, 0.143066), (0.222488, 0.716873, 0.060608), (0.013916, 0.097076, 0.714096)]
)


def icc_profile(to_xyz, space=b"RGB "):
    def s15(*values):
        return b"".join(struct.pack(">i", round(value * 65536)) for value in values)

    curve = b"curv" + bytes(4) + struct.pack(">IH", 1, round(2.2 * 256))
    tags = {
        b"desc": b"desc" + bytes(4) + struct.pack(">I", 5) + b"Wide\x00" + bytes(79),
        b"cprt": b"text" + bytes(4) + b"none\x00",
        b"wtpt": b"XYZ " + bytes(4) + s15(0.9642, 1.0, 0.8249),
        **{
            name: b"XYZ " + bytes(4) + s15(*to_xyz[:, i])
            for i, name in enumerate((b"rXYZ", b"gXYZ", b"bXYZ"))
        },
        **dict.fromkeys((b"rTRC", b"gTRC", b"bTRC"), curve),
    }
    table, body, offset = b"", b"", 132 + 12 * len(tags)
    for name, data in tags.items():
        data += bytes(-len(data) % 4)  # noqa: PLW2901
        table += name + struct.pack(">II", offset + len(body), len(data))
        body += data
    head = struct.pack(">I4sI4s4s4s", offset + len(body), b"none", 0x02400000, b"mntr", space, b"XYZ ")
    head += bytes(12) + b"acsp" + bytes(28) + s15(0.9642, 1.0, 0.8249) + bytes(48)
    return head + struct.pack(">I", len(tags)) + table + body


P3 = icc_profile(P3_TO_XYZ)


def as_srgb(colours):
    """What Display P3 numbers are in sRGB, by the matrices of the two and nothing of the program."""
    linear = (colours / 255) ** 2.2 @ (np.linalg.inv(SRGB_TO_XYZ) @ P3_TO_XYZ).T
    linear = linear.clip(0, 1)
    coded = np.where(linear <= 0.0031308, 12.92 * linear, 1.055 * linear ** (1 / 2.4) - 0.055)
    return 255 * coded


@pytest.mark.parametrize("form", ["jpeg", "png", "webp", "tiff", "avif", "heif"])
def test_display_p3_is_converted(shown, form):
    options = {"quality": 95} if form in ("jpeg", "webp", "avif") else {}
    write = heic if form == "heif" else functools.partial(saved, form=form.upper(), **options)

    data = write(chart(), icc_profile=P3)
    colours = shown(data, form)

    assert np.abs(colours - as_srgb(PATCHES)).max() <= 8
    assert np.abs(colours - PATCHES).max() > 20


def test_an_srgb_profile_changes_nothing(shown):
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()

    colours = shown(saved(chart(), "JPEG", quality=95, icc_profile=srgb), "jpeg")

    assert np.abs(colours - PATCHES).max() <= 4


@pytest.mark.parametrize(
    "profile", [b"junk" * 100, P3[:200], icc_profile(P3_TO_XYZ, b"CMYK")], ids=["junk", "cut", "of-cmyk"]
)
def test_a_profile_that_cannot_be_used_is_passed_over(shown, profile):
    colours = shown(saved(chart(), "JPEG", quality=95, icc_profile=profile), "jpeg")

    assert np.abs(colours - PATCHES).max() <= 4


INKS = np.array(
    [(255, 0, 0, 0), (0, 255, 0, 0), (0, 0, 255, 0), (0, 0, 0, 255), (0, 0, 0, 0), (0, 128, 0, 64)]
)
INKS_SEEN = np.array(
    [(0, 255, 255), (255, 0, 255), (255, 255, 0), (0, 0, 0), (255, 255, 255), (191, 95, 191)]
)


def cmyk(inks=INKS):
    return Image.frombytes("CMYK", (32 * len(inks), 32), chart(inks.astype(np.uint8)).tobytes())


def test_cmyk_as_adobe_writes_it_is_read_upside_down(shown):
    data = saved(cmyk(), "JPEG", quality=95)

    assert b"Adobe" in data
    assert np.abs(shown(data, "jpeg") - INKS_SEEN).max() <= 8


def test_cmyk_without_the_adobe_marker_is_read_as_it_stands(shown):
    plain = without_segments(saved(cmyk(255 - INKS), "JPEG", quality=95), 0xEE)

    assert np.abs(shown(plain, "jpeg") - INKS_SEEN).max() <= 8


def test_ycck_is_read_like_cmyk(shown):
    inverted = 255 - chart(INKS.astype(np.uint8))
    data = simplejpeg.encode_jpeg(np.ascontiguousarray(inverted), 95, "CMYK", colorsubsampling="444")

    assert simplejpeg.decode_jpeg_header(data)[2] == "YCCK"
    assert np.abs(shown(data, "jpeg") - INKS_SEEN).max() <= 8


def test_cmyk_in_a_tiff_is_read(shown):
    assert np.abs(shown(saved(cmyk(), "TIFF"), "tiff") - INKS_SEEN).max() <= 4


def test_lab_in_a_tiff_is_read(shown):
    to_lab = ImageCms.buildTransform(
        ImageCms.createProfile("sRGB"), ImageCms.createProfile("LAB"), "RGB", "LAB"
    )
    lab = ImageCms.applyTransform(Image.fromarray(chart()), to_lab)

    assert np.abs(shown(saved(lab, "TIFF"), "tiff") - PATCHES).max() <= 8


def grey():
    return np.repeat(np.array([0, 60, 128, 200, 255], np.uint8)[None], 32, axis=0).repeat(32, axis=1)


GREY = np.array([[value] * 3 for value in (0, 60, 128, 200, 255)])


@pytest.mark.parametrize("form", ["jpeg", "png", "webp", "tiff", "avif"])
def test_grey_stays_grey(shown, form):
    colours = shown(saved(grey(), form.upper()), form)

    assert np.abs(colours - GREY).max() <= 4


@pytest.mark.parametrize("form", ["png", "tiff"])
def test_sixteen_bits_of_grey_become_eight(shown, form):
    data = saved(Image.fromarray(grey().astype(np.uint16) * 257), form.upper())

    assert np.abs(shown(data, form) - GREY).max() <= 3


@pytest.mark.parametrize("form", ["png", "tiff"])
def test_sixteen_bits_a_colour_become_eight(shown, form):
    wide = chart().astype(np.uint16)[:, :, ::-1] * 257
    data = cv2.imencode({"png": ".png", "tiff": ".tif"}[form], wide)[1].tobytes()

    assert np.abs(shown(data, form) - PATCHES).max() <= 4


@pytest.mark.parametrize("kind", [np.float32, np.int32])
def test_numbers_without_a_range_of_their_own_are_spread_from_black_to_white(shown, kind):
    image = Image.fromarray((grey().astype(kind) * 3) - 100)

    assert np.abs(shown(saved(image, "TIFF"), "tiff") - GREY).max() <= 3


def test_a_tiff_of_nothing_but_not_a_number_is_a_picture_of_nothing(shown):
    image = Image.fromarray(np.full((32, 32), np.nan, np.float32))

    assert (shown(saved(image, "TIFF"), "tiff") == 0).all()


def test_black_and_white_of_one_bit_is_read(shown):
    image = Image.fromarray(np.repeat([[0, 255]], 32, axis=0).repeat(32, axis=1).astype(np.uint8)).convert(
        "1"
    )

    assert np.abs(shown(saved(image, "PNG"), "png") - [[0] * 3, [255] * 3]).max() <= 3


def test_a_palette_is_looked_up(shown):
    image = Image.fromarray(chart()).quantize(len(PATCHES))

    assert np.abs(shown(saved(image, "PNG"), "png") - PATCHES).max() <= 5


COVERED = np.array([(200, 30, 40, 255), (200, 30, 40, 0), (0, 0, 0, 128)])
ON_WHITE = np.array([(200, 30, 40), (255, 255, 255), (127, 127, 127)])


@pytest.mark.parametrize("form", ["png", "webp", "tiff", "avif", "heif"])
def test_what_is_transparent_lies_on_white(shown, form):
    image = Image.fromarray(chart(COVERED.astype(np.uint8)))
    options = {"lossless": True} if form == "webp" else {"quality": 95} if form == "avif" else {}
    data = heic(image) if form == "heif" else saved(image, form.upper(), **options)

    assert np.abs(shown(data, form) - ON_WHITE).max() <= 8


def test_the_one_transparent_colour_of_a_png_lies_on_white(shown):
    data = saved(chart(), "PNG", transparency=tuple(int(value) for value in PATCHES[0]))

    expected = PATCHES.copy()
    expected[0] = 255
    assert np.abs(shown(data, "png") - expected).max() <= 4


def test_a_transparent_palette_entry_lies_on_white(shown):
    image = Image.fromarray(chart()).quantize(len(PATCHES))
    first = image.getpixel((2, 2))
    data = saved(image, "PNG", transparency=first)

    assert np.abs(shown(data, "png")[0] - 255).max() <= 4


def blocks(pixels):
    """The mean colours of blocks of 20 by 20 pixels, which coding as a JPEG does not change."""
    return pixels.reshape(20, 20, 30, 20, 3).mean(axis=(1, 3))


def test_the_real_photo_in_display_p3_is_converted_as_littlecms_does_it(shared_data, tmp_path):
    path = shared_data / "photos" / "cameras" / "Iceland-P3.jpg"
    with Image.open(path) as image:
        profile = ImageCms.ImageCmsProfile(io.BytesIO(image.info["icc_profile"]))
        reference = np.asarray(
            ImageCms.profileToProfile(image, profile, ImageCms.createProfile("sRGB"), outputMode="RGB")
        )
        unconverted = np.asarray(image)

    made = render(path, "jpeg", orientation=1, into=tmp_path / "r", limits=Limits())

    shown = blocks(pixels_of(dict(made.files)[1600]))
    assert np.abs(shown - blocks(reference)).mean() < 1
    assert np.abs(shown - blocks(unconverted)).mean() > 3
