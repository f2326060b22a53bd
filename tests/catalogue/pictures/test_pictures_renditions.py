"""The pictures that screens show: small, upright, free of metadata."""

import io
import json

import numpy as np
import pytest
from drawn_pictures import (
    gps_exif,
    grey_jpeg,
    heic,
    jpeg,
    pixels_of,
    psnr,
    saved,
    scene,
    segment,
    with_segments,
)
from PIL import Image, ImageOps

from catalogue.pictures.decoding import jpegs
from catalogue.pictures.formats import sniff
from catalogue.pictures.renditions import Limits, render
from catalogue.pictures.scaling import upright
from catalogue.pictures.structure.jpeg import header, segments

LIMITS = Limits()


@pytest.fixture
def rendered(tmp_path):
    """Renders bytes, and gives what became of them with the pixels of each rendition by size."""

    def make(data, form, orientation=None, limits=LIMITS):
        (tmp_path / "original").write_bytes(data)
        made = render(
            tmp_path / "original", form, orientation=orientation, into=tmp_path / "r", limits=limits
        )
        return made, {size: pixels_of(path) for size, path in made.files}

    return make


def test_renditions_stand_beside_each_other_under_the_name_that_was_asked_for(rendered, tmp_path):
    made, _ = rendered(jpeg(scene(2000, 1500)), "jpeg")

    assert made.files == ((1600, tmp_path / "r.1600.jpg"), (400, tmp_path / "r.400.jpg"))
    assert (made.width, made.height, made.pixels, made.problem) == (2000, 1500, "whole", None)


@pytest.mark.parametrize("form", ["jpeg", "png", "webp", "tiff", "avif", "heif"])
def test_every_format_is_rendered_at_both_sizes(rendered, form):
    pixels = scene(1000, 750)
    data = heic(pixels) if form == "heif" else saved(pixels, form.upper(), quality=90)

    made, renditions = rendered(data, form, limits=Limits(large_px=500, small_px=100))

    assert made.pixels == "whole"
    assert {size: array.shape for size, array in renditions.items()} == {
        500: (375, 500, 3),
        100: (75, 100, 3),
    }
    reference = np.asarray(Image.fromarray(pixels).resize((500, 375), Image.Resampling.LANCZOS))
    assert psnr(renditions[500], reference) > 30


def test_a_picture_is_never_made_larger(rendered):
    _, renditions = rendered(jpeg(scene(600, 450)), "jpeg")

    assert renditions[1600].shape == (450, 600, 3)
    assert renditions[400].shape == (300, 400, 3)


def test_a_panorama_is_sized_by_its_short_side(rendered):
    _, wide = rendered(jpeg(scene(4000, 1000)), "jpeg")
    _, tall = rendered(jpeg(scene(1000, 4000)), "jpeg")

    assert (wide[1600].shape, wide[400].shape) == ((640, 2560, 3), (160, 640, 3))
    assert (tall[1600].shape, tall[400].shape) == ((2560, 640, 3), (640, 160, 3))


def turned(pixels, orientation):
    """The pixels as a camera stores them that was held so, by numpy and the words of the standard."""
    stored = {
        1: lambda a: a,
        2: lambda a: a[:, ::-1],
        3: lambda a: a[::-1, ::-1],
        4: lambda a: a[::-1],
        5: lambda a: a.swapaxes(0, 1),
        6: lambda a: np.rot90(a, 1),
        7: lambda a: a[::-1, ::-1].swapaxes(0, 1),
        8: lambda a: np.rot90(a, -1),
    }
    return np.ascontiguousarray(stored[orientation](pixels))


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_picture_is_upright_whichever_way_the_camera_was_held(rendered, orientation):
    seen = scene(900, 600)
    stored = turned(seen, orientation)

    made, renditions = rendered(jpeg(stored, 95), "jpeg", orientation)

    assert (made.width, made.height) == (stored.shape[1], stored.shape[0])
    assert renditions[1600].shape == seen.shape
    assert psnr(renditions[1600], seen) > 30


@pytest.mark.parametrize("orientation", range(1, 9))
def test_turning_agrees_with_pillow(orientation):
    stored = scene(30, 20)
    exif = Image.Exif()
    exif[0x0112] = orientation
    with Image.open(io.BytesIO(saved(stored, "PNG", exif=exif))) as image:
        expected = np.asarray(ImageOps.exif_transpose(image))

    assert np.array_equal(upright(stored, orientation), expected)


@pytest.mark.parametrize("orientation", [None, 0, 1, 9, 4711])
def test_an_orientation_that_means_nothing_turns_nothing(rendered, orientation):
    seen = scene(90, 60)

    _, renditions = rendered(saved(seen, "PNG"), "png", orientation)

    assert psnr(renditions[1600], seen) > 30


@pytest.mark.parametrize("tag", [1, 3, 6, 8])
@pytest.mark.parametrize("believed", [None, "tag", 2])
def test_a_tiff_is_turned_once_by_its_tag_or_as_somebody_knows_better(rendered, tag, believed):
    number = tag if believed == "tag" else believed
    seen = scene(90, 60)
    data = saved(turned(seen, number or tag), "TIFF", tiffinfo={274: tag})

    made, renditions = rendered(data, "tiff", number)

    assert renditions[1600].shape == seen.shape
    assert psnr(renditions[1600], seen) > 30
    assert (made.width, made.height) == ((60, 90) if (number or tag) in (6, 8) else (90, 60))


@pytest.mark.parametrize("told", [6, None, 3])
@pytest.mark.parametrize("form", ["heif", "avif"])
def test_a_heif_that_says_how_it_is_turned_is_turned_so_and_once(rendered, form, told):
    seen = scene(192, 128)
    exif = Image.Exif()
    exif[0x0112] = 6
    stored = turned(seen, 6)
    data = (heic if form == "heif" else avif)(stored, exif=exif.tobytes())

    made, renditions = rendered(data, form, told)

    assert b"irot" in data
    assert (made.width, made.height) == (128, 192)
    assert renditions[1600].shape == seen.shape
    assert psnr(renditions[1600], seen) > 28


@pytest.mark.parametrize("form", ["heif", "avif"])
def test_a_heif_that_says_nothing_is_turned_as_exif_says(rendered, form):
    seen = scene(192, 128)
    data = (heic if form == "heif" else avif)(turned(seen, 8))

    _, renditions = rendered(data, form, 8)

    assert b"irot" not in data
    assert renditions[1600].shape == seen.shape
    assert psnr(renditions[1600], seen) > 28


def avif(pixels, **options):
    return saved(pixels, "AVIF", quality=80, speed=10, max_threads=1, **options)


@pytest.mark.parametrize(
    ("width", "height", "decoded"),
    [
        pytest.param(1600, 1200, (1600, 1200), id="not-smaller-than-needed"),
        pytest.param(3000, 2248, (3000, 2248), id="half-would-be-too-small"),
        pytest.param(4000, 3008, (2000, 1504), id="half"),
        pytest.param(7200, 5408, (3600, 2704), id="half-though-a-quarter-would-do"),
        pytest.param(16_000, 12_000, (4000, 3000), id="a-quarter-where-half-is-too-much"),
    ],
)
def test_a_jpeg_is_decoded_at_the_scale_that_serves_best(width, height, decoded):
    data = grey_jpeg(width, height)

    made = jpegs.decode(data, header(data), 1600, turns=(), memory_bytes=1)

    assert (made.pixels.shape[1], made.pixels.shape[0]) == decoded
    assert made.full == (width, height)


def test_renditions_hold_nothing_but_the_picture(rendered, tmp_path):
    photo = saved(scene(640, 480), "JPEG", exif=gps_exif(), comment=b"secret", icc_profile=b"\0" * 200)
    photo = with_segments(photo, segment(0xE1, b"http://ns.adobe.com/xap/1.0/\x00<x:xmpmeta/>"))

    made, _ = rendered(photo, "jpeg")

    for _, path in made.files:
        data = path.read_bytes()
        markers = {part.marker for part in segments(data)}
        assert markers <= {0xD8, 0xE0, 0xDB, 0xC0, 0xC4, 0xDA, 0x00, 0xD9}
        assert len(header(data).sampling) == 3
        assert b"secret" not in data


def test_the_average_colour_is_that_of_the_picture(rendered):
    pixels = np.full((90, 120, 3), (200, 40, 90), np.uint8)
    pixels[:, :60] = (100, 40, 90)

    made, _ = rendered(saved(pixels, "PNG"), "png")

    assert made.colour == "#96285a"


def test_a_photo_with_an_end_missing_but_all_its_pixels_is_whole(rendered):
    photo = jpeg(scene(320, 240))

    made, _ = rendered(photo[:-2], "jpeg")

    assert (made.pixels, made.problem) == ("whole", None)


def test_junk_between_the_headers_of_a_jpeg_is_no_damage(rendered):
    photo = jpeg(scene(320, 240))

    made, _ = rendered(with_segments(photo, b"\x00junk\x00"), "jpeg")

    assert (made.pixels, made.problem) == ("whole", None)


def test_surplus_bytes_before_the_end_of_a_jpeg_are_no_damage(rendered):
    photo = jpeg(scene(320, 240))

    made, _ = rendered(photo[:-2] + bytes(12) + photo[-2:], "jpeg")

    assert (made.pixels, made.problem) == ("whole", None)


def test_a_jpeg_of_unusual_build_is_rendered_all_the_same(rendered):
    photo = bytearray(jpeg(np.full((64, 64, 3), 90, np.uint8), subsampling="444"))
    frame = photo.index(b"\xff\xc0")
    photo[frame + 11] = 0x31  # luminance three times as fine as chroma, along the rows only

    made, renditions = rendered(bytes(photo), "jpeg")

    assert made.pixels == "whole"
    assert renditions[1600].shape == (64, 64, 3)


def test_real_photos_are_whole_at_the_size_of_the_truth_but_for_two(shared_data, tmp_path):
    folder = shared_data / "photos"
    unseen = {}
    for entry in json.loads((folder / "truth.json").read_text(encoding="utf-8")):
        path = folder / entry["file"]
        with path.open("rb") as file:
            form = sniff(file.read(4096), path.name).format
        made = render(path, form, orientation=entry["orientation"], into=tmp_path / "r", limits=LIMITS)
        assert (made.width, made.height) == (entry["width"], entry["height"]), entry["file"]
        if made.pixels != "whole":
            unseen[entry["file"]] = (made.pixels, made.complete)

    # One has headers and not a byte of image data; the other is coded at another size than it says.
    assert unseen == {"formats/ultrahdr.jpg": ("none", False), "heic/photo.heic": ("none", True)}


@pytest.mark.parametrize(("stem", "suffix"), [("Portrait", "jpg"), ("g4_orientation", "tif")])
def test_real_photos_of_all_eight_orientations_look_alike(shared_data, tmp_path, stem, suffix):
    pictures = []
    for number in range(1, 9):
        path = shared_data / "photos" / "orientation" / f"{stem}_{number}.{suffix}"
        form = "jpeg" if suffix == "jpg" else "tiff"
        made = render(path, form, orientation=number, into=tmp_path / "r", limits=LIMITS)
        pictures.append(pixels_of(dict(made.files)[400]).astype(int))

    assert {picture.shape for picture in pictures} == {pictures[0].shape}
    for picture in pictures[1:]:
        difference = np.abs(picture - pictures[0]).mean(axis=2)
        assert np.mean(difference > 60) < 0.02  # the digit that each bears


def test_an_unturned_heic_whose_exif_says_otherwise_is_upright(shared_data, tmp_path):
    path = shared_data / "photos" / "heic" / "iphone_7.heic"

    made = render(path, "heif", orientation=6, into=tmp_path / "r", limits=LIMITS)

    picture = pixels_of(dict(made.files)[400]).astype(int)
    assert picture.shape == (400, 300, 3)
    sky, wall = picture[:60].mean(axis=(0, 1)), picture[-60:].mean(axis=(0, 1))
    assert sky[2] > sky[0] + 30
    assert wall[2] < sky[2] - 40
