"""Copies that leave are upright JPEGs in sRGB, never larger than the original, with nothing inside but our packet."""

import json
import shutil
import subprocess
from io import BytesIO

import numpy as np
import pytest
from drawn_pictures import heic, jpeg, pixels_of, psnr, saved, scene, segment, with_segments
from PIL import Image, ImageCms

from catalogue.pictures.bounded import Bounds
from catalogue.pictures.copies import (
    MISSING,
    TOO_LARGE,
    UNREADABLE,
    Copy,
    CopyTask,
    copies,
    make_copy,
    stamped,
)
from catalogue.pictures.limits import Limits
from catalogue.pictures.publishing import MOST_BYTES, Publication, packet
from catalogue.pictures.scaling import upright

PACKET = packet(Publication(caption="Légende"))


@pytest.fixture
def copied(tmp_path):
    """The copy of some bytes, made here."""

    def make(data, form, orientation=None, **asked):
        path = tmp_path / "original"
        path.write_bytes(data)
        return make_copy(CopyTask(str(path), form, orientation, len(data), **asked))

    return make


def described(jpeg_bytes: bytes) -> dict[str, object]:
    """Everything that exiftool finds in a picture, by group and name."""
    if shutil.which("exiftool") is None:
        pytest.skip("exiftool is not installed")
    ran = subprocess.run(
        ["exiftool", "-j", "-a", "-G1", "-struct", "-"], input=jpeg_bytes, capture_output=True, check=True
    )
    return json.loads(ran.stdout)[0]


def test_a_stamped_picture_keeps_every_pixel_and_says_what_the_packet_says():
    before = jpeg(scene(64, 48))

    made = stamped(before, PACKET)

    assert (pixels_of(made) == pixels_of(before)).all()
    assert Image.open(BytesIO(made)).getxmp()["xmpmeta"]["RDF"]["Description"]["description"]
    assert described(made)["XMP-dc:Description"] == "Légende"


def test_other_metadata_and_comments_do_not_pass():
    secret = b"SN-4711 IMG_2041.jpg"
    before = with_segments(
        jpeg(scene(64, 48)),
        segment(0xE1, b"Exif\x00\x00" + secret),
        segment(0xE1, b"http://ns.adobe.com/xap/1.0/\x00" + secret),
        segment(0xED, b"Photoshop 3.0\x00" + secret),
        segment(0xE2, b"MPF\x00" + secret),
        segment(0xFE, secret),
    )
    assert before.count(secret) == 5

    assert secret not in stamped(before, PACKET)


def test_a_colour_profile_stays():
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()

    made = stamped(saved(scene(64, 48), "JPEG", icc_profile=profile), PACKET)

    assert Image.open(BytesIO(made)).info["icc_profile"] == profile


def test_the_size_on_paper_is_stated_when_it_is_asked_for():
    before = jpeg(scene(64, 48))

    assert Image.open(BytesIO(stamped(before, PACKET, 300))).info["dpi"] == (300, 300)
    assert "dpi" not in Image.open(BytesIO(stamped(before, PACKET))).info


def test_texts_that_no_segment_holds_are_cut_and_break_nothing():
    whole = packet(Publication(caption="é" * 5000, alt_text="&" * 5000))
    cut = packet(Publication(caption="&" * 200_000, themes=["😀" * 300] * 900))

    assert "é" * 5000 in whole.decode()
    assert len(cut) <= MOST_BYTES
    made = stamped(jpeg(scene(64, 48)), cut)
    assert pixels_of(made).shape == (48, 64, 3)
    assert described(made)["XMP-dc:Description"].endswith("…")


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_copy_is_upright_and_as_wide_as_was_asked(copied, orientation):
    pixels = scene(600, 400)

    made = copied(jpeg(pixels, quality=95), "jpeg", orientation, width_px=200)

    shown = upright(pixels, orientation)
    expected = np.asarray(Image.fromarray(shown).resize((200, round(200 * shown.shape[0] / shown.shape[1]))))
    assert pixels_of(made.jpeg).shape == expected.shape
    assert psnr(pixels_of(made.jpeg), expected) > 28


@pytest.mark.parametrize("asked", [{}, {"width_px": 5000}, {"long_px": 1600}])
def test_no_copy_is_larger_than_the_original(copied, asked):
    made = copied(jpeg(scene(90, 60)), "jpeg", **asked)

    assert pixels_of(made.jpeg).shape == (60, 90, 3)


@pytest.mark.parametrize("form", ["jpeg", "png", "webp", "tiff", "avif", "heif"])
def test_every_format_becomes_a_jpeg_without_metadata(copied, form):
    pixels = scene(300, 200)
    data = heic(pixels) if form == "heif" else saved(pixels, form.upper(), quality=90)

    made = copied(data, form, width_px=150)

    assert Image.open(BytesIO(made.jpeg)).format == "JPEG"
    assert pixels_of(made.jpeg).shape == (100, 150, 3)
    assert b"Exif" not in made.jpeg


def test_ink_and_other_colour_spaces_become_srgb(copied):
    ink = Image.new("CMYK", (64, 48), (0, 255, 255, 0))
    out = BytesIO()
    ink.save(out, "JPEG")
    lab = Image.new("LAB", (64, 48), (180, 128, 128))
    tiff = BytesIO()
    lab.save(tiff, "TIFF")

    red = pixels_of(copied(out.getvalue(), "jpeg").jpeg)[24, 32]
    grey = pixels_of(copied(tiff.getvalue(), "tiff").jpeg)[24, 32]

    assert red[0] > 180
    assert max(red[1:]) < 90
    assert int(grey.max()) - int(grey.min()) < 8


def test_what_cannot_be_copied_says_why(copied, tmp_path):
    gone = make_copy(CopyTask(str(tmp_path / "gone"), "jpeg", None, 0))

    assert gone == Copy(None, MISSING)
    assert copied(b"", "jpeg") == Copy(None, UNREADABLE)
    assert copied(b"\xff\xd8 no picture", "jpeg") == Copy(None, UNREADABLE)
    assert copied(jpeg(scene(1200, 1000)), "jpeg", limits=Limits(jpeg_megapixels=1)) == Copy(None, TOO_LARGE)


def test_hostile_files_end_their_child_and_nothing_else(shared_data):
    hostile = sorted(path for path in (shared_data / "hostile").glob("[bf]*/*.jpg"))
    whole = shared_data / "photos" / "cameras" / "Canon_40D.jpg"
    tasks = [CopyTask(str(path), "jpeg", None, path.stat().st_size) for path in [*hostile, whole]]

    made = [copy for _, copy in copies(tasks, Bounds())]

    assert len(made) == len(tasks) > 20
    assert {copy.refused for copy in made if copy.jpeg is None} <= {MISSING, UNREADABLE, TOO_LARGE}
    assert made[-1].jpeg
