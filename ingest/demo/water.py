"""Water: what stands above its shore, upside down, broken by ripples."""

from collections.abc import Sequence

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from ingest.demo.light import Light, mix
from ingest.demo.noise import LUMPY, SMOOTH, Field, sample, stream, tile, values
from ingest.demo.sprites import Point, to_image
from ingest.demo.view import View


def _ripples(view: View, z: Field, seed: int, wind: float) -> tuple[Field, Field]:
    """Pixels by which each reflection is displaced, across and along; far water is smoother."""
    x = (np.arange(view.width, dtype=np.float32)[None, :] - view.width / 2) * (z / view.focal_px)
    rng = stream("ripples", seed)
    du, dv = (float(value) for value in rng.uniform(0, 512, 2))
    waves = sample(tile(LUMPY, "waves"), x * 6 + du, z * 7 + dv)
    swell = sample(tile(SMOOTH, "swell"), x * 1.3 + dv, z * 1.6 + du)
    push = wind * view.height * 0.03 / (1 + z * 0.035)
    return waves * push * 0.25 + swell * push * 0.3, (waves + swell) * push


def _mirrored(picture: Image.Image, view: View, shore_px: int, seed: int, wind: float) -> tuple[Field, Field]:
    """Colours of the reflection below the shore, and the distance of each row in metres."""
    z = view.ground(shore_px)[1]
    across, along = _ripples(view, z, seed, wind)
    depth = np.arange(view.height - shore_px, dtype=np.float32)[:, None]
    rows = np.clip(shore_px - 1 - depth * 0.97 - np.abs(along), 0, shore_px - 1).astype(np.int32)
    columns = np.clip(np.arange(view.width)[None, :] + across, 0, view.width - 1).astype(np.int32)
    return (np.asarray(picture)[rows, columns].astype(np.float32) / 255), z


def mirror(
    picture: Image.Image,
    view: View,
    light: Light,
    shore_px: int,
    seed: int,
    *,
    outline: Sequence[Point] | None = None,
    wind: float = 0.35,
    frozen: bool = False,
) -> Image.Image:
    """The picture with still or rippled water below `shore_px`, within an outline of pixels when there is one."""
    colour, z = _mirrored(picture, view, shore_px, seed, 0.05 if frozen else wind)
    steep = np.clip(
        view.eye_m / np.hypot(z, view.eye_m) * 1.5, 0, 1
    )  # looking down shows the water, not the sky
    deep = values(mix((0.10, 0.14, 0.11), light.horizon, 0.12)) * values(light.tint(0.3))
    ice = values((0.74, 0.78, 0.84)) * values(light.tint(0.4))
    body, share = (ice, 0.62 + 0 * steep) if frozen else (deep, 0.12 + 0.62 * steep)
    colour = colour * 0.93 + (body - colour * 0.93) * share[..., None]
    water = to_image(colour)
    mask = Image.new("L", water.size, 255 if outline is None else 0)
    if outline is not None:
        ImageDraw.Draw(mask).polygon([(x, y - shore_px) for x, y in outline], fill=255)
        mask = mask.filter(ImageFilter.GaussianBlur(1.2))
    copy = picture.copy()
    copy.paste(water, (0, shore_px), mask)
    return copy


def canal(view: View, left_m: float, right_m: float, bend_m: float) -> list[Point]:
    """Outline in pixels of water between two distances to the middle line, from near to far and back."""
    distances = [1.2, 2, 3, 4.5, 7, 11, 17, 26, 40, 65, 110, 200, 420, 900]

    def side(x_m: float) -> list[Point]:
        return [view.project(x_m + bend_m * (z / 60) ** 2, 0, z) for z in distances]

    return [*side(left_m), *reversed(side(right_m))]
