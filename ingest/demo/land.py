"""Flat ground in perspective: grass, paths, water's edge, snow, shadows; and the far edge of the land."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from ingest.demo.light import Colour, Light, Palette, mix
from ingest.demo.noise import (
    LUMPY,
    ROUGH,
    SMOOTH,
    Field,
    profile,
    relief,
    sample,
    smoothstep,
    stream,
    tile,
    values,
)
from ingest.demo.scenes import Season
from ingest.demo.sprites import Sprite, to_image
from ingest.demo.view import View


@dataclass(frozen=True, slots=True)
class Material:
    """What the ground is made of: two colours that alternate in patches, and the strength of its grain.

    `rows_m` is the distance between the rows of a crop, sown away from us.
    """

    first: Colour
    second: Colour
    grain: float = 0.16
    rows_m: float = 0.0


@dataclass(frozen=True, slots=True)
class Strip:
    """Ground between two distances to the middle line, in metres; edges wander by `ragged_m`."""

    material: Material
    left_m: float
    right_m: float
    ragged_m: float = 0.0


ASPHALT = Material((0.44, 0.43, 0.43), (0.50, 0.49, 0.48), 0.07)
NEW_ASPHALT = Material((0.27, 0.27, 0.29), (0.32, 0.32, 0.33), 0.05)
LIMESTONE = Material((0.78, 0.72, 0.60), (0.70, 0.63, 0.50), 0.12)
SLAG = Material((0.25, 0.23, 0.23), (0.34, 0.29, 0.27), 0.20)
RED_SLAG = Material((0.52, 0.31, 0.24), (0.42, 0.27, 0.23), 0.18)
PAVING = Material((0.60, 0.57, 0.54), (0.66, 0.63, 0.59), 0.08)
KERB = Material((0.72, 0.71, 0.68), (0.64, 0.63, 0.61), 0.08)
PAINT = Material((0.90, 0.90, 0.88), (0.80, 0.80, 0.79), 0.05)
MUD = Material((0.38, 0.31, 0.23), (0.31, 0.26, 0.20), 0.18)
SNOW = Material((0.88, 0.90, 0.94), (0.80, 0.83, 0.90), 0.05)


def meadow(palette: Palette) -> Material:
    """Grass of the season; under snow it hardly shows."""
    return Material(palette.grass, mix(palette.grass, palette.straw, 0.75), 0.24 * (1 - 0.75 * palette.snow))


_CROPS: dict[Season, tuple[Material, Material]] = {
    Season.SPRING: (
        Material((0.80, 0.74, 0.20), (0.66, 0.68, 0.24), 0.14),
        Material((0.44, 0.37, 0.28), (0.38, 0.46, 0.22), 0.10, 0.75),
    ),
    Season.SUMMER: (
        Material((0.74, 0.64, 0.38), (0.66, 0.56, 0.33), 0.12),
        Material((0.30, 0.42, 0.19), (0.25, 0.36, 0.17), 0.14, 0.75),
    ),
    Season.AUTUMN: (
        Material((0.42, 0.33, 0.25), (0.36, 0.29, 0.22), 0.16),
        Material((0.45, 0.37, 0.27), (0.42, 0.45, 0.25), 0.10, 0.5),
    ),
    Season.WINTER: (
        Material((0.38, 0.31, 0.24), (0.33, 0.27, 0.22), 0.16),
        Material((0.36, 0.42, 0.21), (0.40, 0.36, 0.24), 0.10, 0.5),
    ),
    Season.SNOW: (
        Material((0.85, 0.87, 0.92), (0.70, 0.68, 0.66), 0.08),
        Material((0.82, 0.84, 0.88), (0.62, 0.58, 0.54), 0.06, 0.75),
    ),
}


def crop(season: Season, place: str) -> Material:
    """What a field bears: rape or wheat sown broad, beet or winter wheat in rows, ploughed earth."""
    return _CROPS[season][int(stream("crop", place).integers(2))]


def snowed(material: Material, palette: Palette, share: float = 1.0) -> Material:
    """The material under the season's snow; trodden or cleared ground keeps part of its colour."""
    white = palette.snow * share
    return Material(
        mix(material.first, SNOW.first, white),
        mix(material.second, SNOW.second, white),
        material.grain * (1 - white / 2),
    )


def _kinds(beside: Field, wobble: Field, strips: Sequence[Strip]) -> NDArray[np.uint8]:
    """Number of the strip at each pixel: 0 is the ground itself, later strips lie over earlier ones."""
    kinds = np.zeros(beside.shape, dtype=np.uint8)
    for number, strip in enumerate(strips, start=1):
        edge = beside + wobble * strip.ragged_m if strip.ragged_m else beside
        kinds[(edge > strip.left_m) & (edge < strip.right_m)] = number
    return kinds


def _grain(view: View, x: Field, z: Field, du: float, dv: float) -> Field:
    """Blades and pebbles near, clods further off; where a row of pixels covers more ground, they only glitter less."""
    row_m = z * z / (view.focal_px * view.eye_m)
    texels = 0.42 * view.focal_px / float(z[-1, 0])  # a metre, so that the nearest grain is fine too
    blades = sample(tile(ROUGH, "grain"), x * texels + du, z * texels * 0.7 + dv)
    clods = sample(tile(LUMPY, "clods"), x * 14 + dv, z * 9 + du)
    return values(blades * np.clip(0.035 / row_m, 0.1, 1) + clods * np.clip(0.5 / row_m, 0.16, 1) * 0.9)


def _furrows(view: View, sown: Field, z: Field, rows_m: Field) -> Field:
    """Factor for the light and shade of a crop's rows; they melt together where they are finer than pixels."""
    clear = np.clip(1.3 - 4 * z / view.focal_px / 0.6, 0, 1)
    return values(1 + 0.13 * np.cos(sown * (2 * np.pi / np.maximum(rows_m, 0.1))) * clear * (rows_m > 0))


def hazed(colour: Field, light: Light, z: Field) -> Field:
    """Colours as the air leaves them over a distance in metres."""
    veil = (1 - np.exp(-z / light.haze_m))[..., None]
    return values(colour + (values(light.haze) - colour) * veil)


def _laid(picture: Image.Image, view: View, colour: Field) -> Image.Image:
    """The picture with these colours below its horizon."""
    copy = picture.copy()
    copy.paste(to_image(colour), (0, max(0, view.horizon_px)))
    return copy


def ground(
    picture: Image.Image,
    view: View,
    light: Light,
    base: Material,
    strips: Sequence[Strip] = (),
    *,
    place: str,
    bend_m: float = 0.0,
) -> Image.Image:
    """The picture with flat ground below its horizon. `place` fixes its patches; strips follow a bend."""
    x, z = view.ground()
    rng = stream("ground", place)
    du, dv = (float(value) for value in rng.uniform(0, 512, 2))
    patch = smoothstep(-0.9, 0.9, sample(tile(SMOOTH, "patch"), x * 3.1 + dv, z * 1.2 + du))
    wobble = sample(tile(LUMPY, "edge"), x * 0.5 + du, z * 22 + dv)
    materials = [base, *(strip.material for strip in strips)]
    kinds = _kinds(x - bend_m * (z / 60) ** 2, wobble, strips)
    first = values([m.first for m in materials])
    step = values([m.second for m in materials]) - first
    grain = values([m.grain for m in materials])[kinds] * _grain(view, x, z, du, dv)
    colour = (first[kinds] + step[kinds] * patch[..., None]) * (1 + grain)[..., None]
    if any(material.rows_m for material in materials):
        sown = x + z * float(rng.uniform(-0.5, 0.5)) + 0.035 * wobble
        colour *= _furrows(view, sown, z, values([m.rows_m for m in materials])[kinds])[..., None]
    lit = 0.25 + 0.75 * min(1.0, light.sun_height_deg / 35) ** 0.5
    return _laid(picture, view, hazed(colour * values(light.tint(lit)), light, z))


def far_trees(
    view: View,
    light: Light,
    palette: Palette,
    *,
    place: str,
    distance_m: float,
    height_m: float,
    rise_m: float = 0.0,
) -> Sprite:
    """A line of trees, or a wooded hill of `rise_m`, across the whole frame at one distance."""
    scale = view.scale(distance_m)
    foot = view.project(0, 0, distance_m)[1]
    columns = np.arange(view.width, dtype=np.float32)
    start = float(stream("far", place, distance_m).uniform(0, 512))
    crowns = profile(1.25, (place, distance_m), columns / (scale * height_m) * 9 + start)
    hill = profile(SMOOTH, (place, "hill"), columns / view.width * 46 + start)
    top_m = height_m * (0.78 + 0.20 * crowns) + rise_m * (0.8 + 0.5 * hill)
    high = max(3, int(np.max(top_m) * scale) + 2)
    rows = np.arange(high, dtype=np.float32)[:, None]
    inside = top_m[None, :] * scale - (high - rows)
    zoom = max(0.35, 30 / max(scale * height_m, 1))
    lumps = sample(relief(LUMPY, "leaves"), columns[None, :] * zoom + start, rows * zoom)
    hue = sample(tile(SMOOTH, "woods"), columns[None, :] * zoom * 0.7, rows * 0.2 + start)
    leaf = values(palette.leaves)
    colour = leaf[0] + (leaf[1] - leaf[0]) * smoothstep(-1, 1, hue)[..., None]
    colour = colour * (0.80 + 0.22 * lumps)[..., None] * values(light.tint(0.7))
    veil = light.veil(distance_m)
    colour += (values(light.haze) - colour) * veil
    alpha = smoothstep(-0.5, 1.6, inside) * (0.9 if palette.bare else 1.0)
    return Sprite(to_image(colour, alpha), 0, round(foot - high + 1))


@lru_cache(maxsize=1)
def _blot() -> Image.Image:
    """A soft dark round, ragged like the shadow of leaves."""
    y, x = np.mgrid[-1:1:160j, -1:1:160j].astype(np.float32)
    ragged = tile(LUMPY, "blot")[:160, :160]
    alpha = smoothstep(1.0, 0.35, np.hypot(x, y) + 0.10 * ragged)
    return to_image(np.zeros((160, 160, 3), dtype=np.float32) + values([0.09, 0.09, 0.11]), alpha)


def shadow(view: View, light: Light, x: float, z: float, radius_m: float, length_m: float) -> Sprite:
    """The shadow of something that stands at (x, z): it falls away from the sun, and only where there is sun."""
    reach = length_m * min(3.0, 0.7 / np.tan(np.radians(max(light.sun_height_deg, 8))))
    middle_x = x - light.sun_side * reach / 2
    near, far = max(1.2, z - radius_m * 0.8), z + radius_m * 0.8
    top, bottom = view.project(0, 0, far)[1], view.project(0, 0, near)[1]
    half = (radius_m + abs(light.sun_side) * reach / 2) * view.scale(z)
    size = max(2, round(half * 2)), max(2, round(bottom - top))
    strength = 0.42 * light.contrast + 0.12
    blot = _blot().resize(size, Image.Resampling.BILINEAR)
    blot.putalpha(blot.getchannel("A").point([round(value * strength) for value in range(256)]))
    return Sprite(blot, round(view.project(middle_x, 0, z)[0] - half), round(top))


@lru_cache(maxsize=4)
def _parcels(place: str) -> tuple[NDArray[np.int64], Field]:
    """For each of 64 × 64 parcels of a countryside: which crop, and how light."""
    rng = stream("parcels", place)
    return rng.integers(0, 7, (64, 64)), values(rng.uniform(0.85, 1.12, (64, 64)))


def _uses(palette: Palette) -> tuple[Field, Field]:
    """Colour and grain of what lies in parcels: crops, meadow, earth, woods, estates under red roofs."""
    earth = mix((0.46, 0.38, 0.29), SNOW.second, palette.snow)
    roofs = mix((0.50, 0.33, 0.28), SNOW.first, palette.snow * 0.7)
    fresh = mix(palette.straw, palette.grass, 0.5)
    colours = [palette.straw, palette.grass, fresh, earth, palette.leaves[0], roofs, palette.straw]
    return values(colours), values([0.04, 0.05, 0.04, 0.05, 0.22, 0.38, 0.04])


def countryside(
    picture: Image.Image, view: View, light: Light, palette: Palette, *, place: str
) -> Image.Image:
    """The picture with land seen from high up: fields in strips, woods, and red-roofed estates."""
    x, z = view.ground()
    wobble = sample(tile(SMOOTH, "lane"), x * 0.12, z * 0.12) * 26
    u, v = (x * 0.93 + z * 0.36 + wobble) / 105, (z * 0.93 - x * 0.36 + wobble) / 240
    which, tones = _parcels(place)
    column, row = u.astype(np.int32) & 63, v.astype(np.int32) & 63
    kind, tone = which[row, column], tones[row, column]
    colours, grains = _uses(palette)
    fine = sample(tile(ROUGH, "grain"), x * 0.9, z * 0.35)
    colour = colours[kind] * (tone * (1 + grains[kind] * fine))[..., None]
    hedge = ((u % 1 < _HEDGE_SHARE) | (v % 1 < _HEDGE_SHARE)) & (tone > _HEDGED_TONE)
    colour[hedge] = values(palette.leaves[1]) * 0.7
    return _laid(picture, view, hazed(colour * values(light.tint(0.7)), light, z))


_HEDGE_SHARE, _HEDGED_TONE = 0.045, 0.93  # of a parcel's width; parcels as light as this have a hedge
