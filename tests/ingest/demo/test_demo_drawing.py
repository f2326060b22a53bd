"""Scenes are drawn the same way every time, and what years do to them shows."""

from dataclasses import replace

import numpy as np
import pytest

from ingest.demo.drawing import draw
from ingest.demo.film import Film
from ingest.demo.light import PALETTES, light_of
from ingest.demo.scenes import Condition, Kind, Scene, Season, Weather
from ingest.demo.stage import stage_of
from ingest.demo.terrils import Heap, terril
from ingest.demo.view import View

FILM = Film()
POND = Scene(Kind.POND, "étang|1", 7, Season.SUMMER, 2016, 11.0, Weather.FAIR, 240, 180)


def _levels(scene: Scene) -> np.ndarray:
    return np.asarray(draw(scene, FILM), dtype=np.int16)


@pytest.mark.parametrize("kind", list(Kind))
def test_every_kind_of_scene_fills_its_frame(kind):
    picture = draw(replace(POND, kind=kind, viewpoint=f"{kind}|2"), FILM)

    levels = np.asarray(picture, dtype=float)
    assert picture.size == (240, 180)
    assert picture.mode == "RGB"
    assert levels.std() > 15, "a picture has light and shade"
    assert 60 < levels.mean() < 200


def test_the_same_scene_is_the_same_picture():
    assert np.array_equal(_levels(POND), _levels(replace(POND)))


def test_two_shots_of_one_viewpoint_are_two_pictures():
    one, other = _levels(replace(POND, kind=Kind.STREET)), _levels(replace(POND, kind=Kind.STREET, seed=8))

    assert not np.array_equal(one, other)


def test_a_viewpoint_keeps_its_houses_through_the_seasons():
    flat = Film(grain=0.0, vignette=0.0)
    summer = replace(POND, kind=Kind.FACADES, seed=3, weather=Weather.OVERCAST)
    autumn, elsewhere = replace(summer, season=Season.AUTUMN), replace(summer, viewpoint="étang|9")

    def edges(scene: Scene) -> np.ndarray:
        grey = np.asarray(draw(scene, flat).convert("L"), dtype=float)[90:130]
        return np.abs(np.diff(grey, axis=1)).ravel()

    same_place = np.corrcoef(edges(summer), edges(autumn))[0, 1]
    other_place = np.corrcoef(edges(summer), edges(elsewhere))[0, 1]
    assert same_place > 0.8
    assert other_place < 0.5


def _greenness(cover: float) -> float:
    light, palette = light_of(POND), PALETTES[Season.SUMMER]
    heap = Heap(0, 500, 120, 180)
    view = View(400, 300, 0.7, lens=1.0)
    rgba = np.asarray(terril(view, light, palette, heap, name="terril", cover=cover).image, dtype=float)
    solid = rgba[rgba[..., 3] > 250]
    return float((solid[:, 1] - solid[:, 0]).mean())


def test_a_terril_grows_greener_over_the_years():
    assert _greenness(0.1) < _greenness(0.3) < _greenness(0.5)
    assert _greenness(0.5) > 2 * _greenness(0.1)


def test_snow_makes_the_ground_white():
    meadow = replace(POND, kind=Kind.GREENWAY, weather=Weather.OVERCAST)

    green, white = (_levels(replace(meadow, season=season))[120:] for season in (Season.SUMMER, Season.SNOW))

    assert white.mean() > green.mean() + 20
    assert np.ptp(white.mean(axis=(0, 1))) < 20 < np.ptp(green.mean(axis=(0, 1)))


def test_a_ruin_looks_other_than_the_restored_building():
    hall = replace(POND, kind=Kind.BUILDING, viewpoint="fosse|0")

    ruin, whole = (_levels(replace(hall, condition=c)) for c in (Condition.RUIN, Condition.RESTORED))

    assert np.abs(ruin - whole).mean() > 5


@pytest.mark.parametrize(
    ("size", "drawn_px"), [((4000, 3000), 1280), ((4800, 1600), 2000), ((640, 480), 640)], ids=str
)
def test_large_photos_are_drawn_smaller_and_small_ones_as_they_are(size, drawn_px):
    stage = stage_of(replace(POND, width=size[0], height=size[1]), 0.5)

    assert stage.view.width == drawn_px


@pytest.mark.parametrize("size", [(180, 240), (480, 160)], ids=["upright", "panorama"])
def test_a_scene_has_the_size_it_was_asked_for(size):
    assert draw(replace(POND, width=size[0], height=size[1]), FILM).size == size
