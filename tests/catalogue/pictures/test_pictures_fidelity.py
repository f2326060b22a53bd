"""Renditions are made at speed, and look as if they had been made with care."""

import numpy as np
import pytest
from drawn_pictures import jpeg, pixels_of, psnr, scene
from PIL import Image

from catalogue.pictures.renditions import Limits, render
from catalogue.pictures.scaling import shrunk

LEAST_DB = 34.5


def against_lanczos(path, folder):
    """PSNR in dB of the large rendition against the whole picture decoded and scaled by LANCZOS."""
    made = render(path, "jpeg", orientation=1, into=folder / "r", limits=Limits())
    shown = pixels_of(dict(made.files)[1600])
    with Image.open(path) as image:
        reference = image.convert("RGB").resize((shown.shape[1], shown.shape[0]), Image.Resampling.LANCZOS)
    return psnr(shown, np.asarray(reference))


@pytest.mark.parametrize(
    ("width", "height"),
    [(2000, 1500), (3000, 2000), (4000, 3000), (4624, 3468), (5200, 2000)],
    ids=str,
)
def test_the_large_rendition_is_close_to_a_full_lanczos_decode(tmp_path, width, height):
    (tmp_path / "a.jpg").write_bytes(jpeg(scene(width, height), 93))

    assert against_lanczos(tmp_path / "a.jpg", tmp_path) >= LEAST_DB


REAL = ["outing-rennes/e1.jpg", "outing-rennes/e4.jpg", "phones/altitude.jpg", "orientation/Portrait_1.jpg"]


@pytest.mark.parametrize("name", REAL)
def test_the_large_rendition_of_a_real_photo_is_close_to_a_full_lanczos_decode(shared_data, tmp_path, name):
    assert against_lanczos(shared_data / "photos" / name, tmp_path) >= LEAST_DB


@pytest.mark.parametrize("ratio", [1.05, 1.25, 1.4, 1.6, 1.9, 2.1, 2.5, 3.3, 7.9])
def test_scaling_is_close_to_lanczos_at_every_ratio(ratio):
    pixels = scene(1200, 900)
    size = (round(1200 / ratio), round(900 / ratio))
    reference = np.asarray(Image.fromarray(pixels).resize(size, Image.Resampling.LANCZOS))

    made = shrunk(pixels, size)

    assert made.shape == reference.shape
    assert psnr(made, reference) >= 40


def test_fine_stripes_do_not_come_back_as_coarse_ones():
    """Moiré: what is finer than the result can hold has to be nearly grey in it. The stripes deviate by 127."""
    for ratio in (1.6, 1.9, 2.1, 3.1):
        stripes = np.zeros((600, 600, 1), np.uint8)
        stripes[:, ::2] = 255

        made = shrunk(stripes, (round(600 / ratio), round(600 / ratio)))

        assert made[20:-20, 20:-20].std() < 45, ratio
