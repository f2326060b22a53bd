"""How large pictures are, and how large their renditions become."""

import json

import pytest
from drawn_pictures import heic, saved, scene
from hypothesis import given
from hypothesis import strategies as st

from catalogue.pictures.formats import sniff
from catalogue.pictures.sizes import read_size, rendition_size


@pytest.mark.parametrize(
    ("width", "height", "large", "small"),
    [
        pytest.param(4000, 3000, (1600, 1200), (400, 300), id="usual"),
        pytest.param(3000, 4000, (1200, 1600), (300, 400), id="upright"),
        pytest.param(1600, 1200, (1600, 1200), (400, 300), id="exactly-as-large"),
        pytest.param(800, 600, (800, 600), (400, 300), id="smaller"),
        pytest.param(300, 200, (300, 200), (300, 200), id="smaller-than-both"),
        pytest.param(5000, 2000, (1600, 640), (400, 160), id="no-panorama-yet"),
        pytest.param(9000, 3000, (1920, 640), (480, 160), id="panorama"),
        pytest.param(3000, 9000, (640, 1920), (160, 480), id="tall-panorama"),
        pytest.param(20000, 2000, (6400, 640), (1600, 160), id="longest-panorama"),
        pytest.param(40000, 2000, (6400, 320), (1600, 80), id="longer-than-that"),
        pytest.param(2000, 500, (2000, 500), (640, 160), id="small-panorama"),
        pytest.param(60000, 1, (6400, 1), (1600, 1), id="a-line"),
    ],
)
def test_a_rendition_is_sized_by_its_long_side_and_a_panorama_by_its_short_one(width, height, large, small):
    assert rendition_size(width, height, 1600) == large
    assert rendition_size(width, height, 400) == small


@given(width=st.integers(1, 60_000), height=st.integers(1, 60_000), size=st.sampled_from([1600, 400]))
def test_no_rendition_is_larger_than_its_picture(width, height, size):
    made = rendition_size(width, height, size)

    assert 1 <= made[0] <= width
    assert 1 <= made[1] <= height
    assert max(made) <= 4 * size


@pytest.mark.parametrize("form", ["jpeg", "png", "webp", "tiff", "avif", "heif"])
def test_the_size_is_read_without_decoding(form, tmp_path):
    pixels = scene(120, 80)
    data = heic(pixels) if form == "heif" else saved(pixels, form.upper())
    path = tmp_path / "picture"
    path.write_bytes(data[: len(data) - 40] if form != "tiff" else data)

    assert read_size(path, form) == (120, 80)


def test_a_file_without_headers_has_no_size(tmp_path):
    path = tmp_path / "picture"
    for data in (b"", b"\xff\xd8\xff", b"RIFF", b"II*\x00"):
        path.write_bytes(data)
        for form in ("jpeg", "png", "webp", "tiff", "avif", "heif"):
            assert read_size(path, form) is None


def test_sizes_of_real_photos_are_those_of_exiftool(shared_data):
    folder = shared_data / "photos"
    expected = {
        entry["file"]: (entry["width"], entry["height"])
        for entry in json.loads((folder / "truth.json").read_text(encoding="utf-8"))
    }

    found = {}
    for name in expected:
        with (folder / name).open("rb") as file:
            found[name] = read_size(folder / name, sniff(file.read(4096), name).format)

    assert found == expected
