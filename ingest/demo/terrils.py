"""Terrils: cones of black shale with gullies, flat heaps, and the birches that climb them over the years."""

from dataclasses import dataclass

import numpy as np

from ingest.demo.light import Light, Palette
from ingest.demo.noise import LUMPY, SMOOTH, Field, profile, relief, sample, smoothstep, stream, tile, values
from ingest.demo.sprites import Sprite, to_image
from ingest.demo.view import View


@dataclass(frozen=True, slots=True)
class Heap:
    """One heap seen from the side: middle, distance, height and half width in metres.

    `flat` is the share of its half width that is level on top (0 for a cone); `red` and `snow` are shares of
    burnt shale and of snow.
    """

    x_m: float
    z_m: float
    height_m: float
    half_m: float
    flat: float = 0.0
    red: float = 0.0
    snow: float = 0.0


_FOOT = 0.16  # of the slope: below, fallen shale makes it gentler


def _outline(heap: Heap, across: Field, name: str) -> Field:
    """Height of the slope at each column, as a share of the heap's height; `across` is -1..1."""
    slope = np.clip((1 - np.abs(across)) / (1 - heap.flat), 0, 1)
    eased = np.where(slope < _FOOT, slope * slope * 5 + slope * 0.2, slope)
    wavy = profile(1.6, ("outline", name), across * 90) * 0.011
    rounded = 1 - smoothstep(0.86, 1.12, eased) * 0.055
    return values(np.clip(eased * rounded + wavy * (slope > _FOOT / 5), 0, 1.1))


def _rock(heap: Heap, light: Light, across: Field, up: Field, name: str) -> tuple[Field, Field]:
    """Colour and relief of bare shale: gullies run down from the top."""
    reach = np.maximum(1.06 - up, 0.05)
    start = float(stream("rock", name).uniform(0, 512))
    fan = across / (reach + heap.flat) * (1.0 - 0.4 * heap.flat)
    gully = sample(relief(LUMPY, "gully", 4), fan * 150 + start, up * 26 + start)
    gully += 0.7 * sample(tile(1.0, "scree"), fan * 330, up * 90 + start)
    hue = smoothstep(-1.2, 1.6, sample(tile(SMOOTH, "shale"), fan * 60 + start, up * 120))
    dark, pale = values([0.185, 0.172, 0.172]), values([0.36, 0.325, 0.305])
    burnt = values([0.46, 0.26, 0.20])
    colour = dark + (pale - dark) * hue[..., None]
    colour = colour + (burnt - colour) * (heap.red * (0.35 + 0.65 * hue))[..., None]
    side = np.clip(across / (1.02 - np.clip(up, 0, 0.98)) if heap.flat == 0 else across, -1, 1)
    facing = (
        0.62 + 0.52 * side * light.sun_side * light.contrast - 0.22 * max(0, light.sun_ahead) * light.contrast
    )
    return colour, np.clip(facing, 0.22, 1.25) + 0.13 * gully


def _green(
    heap: Heap, palette: Palette, across: Field, up: Field, cover: float, name: str
) -> tuple[Field, Field]:
    """Colour and opacity of what grows: dense at the foot, sparse above, further up every year."""
    start = float(stream("green", name).uniform(0, 512))
    zoom = heap.half_m * 1.6
    lumps = sample(relief(LUMPY, "thicket", 3), across * zoom + start, up * zoom * 0.55)
    clumps = sample(tile(LUMPY, "clump"), across * zoom * 0.5 + start, up * zoom * 0.3 + start)
    hue = smoothstep(-1, 1, sample(tile(SMOOTH, "woods"), across * 160 + start, up * 90))
    leaf, birch, grass = values(palette.leaves[1]), values(palette.birch), values(palette.straw)
    colour = leaf + (birch - leaf) * hue[..., None]
    colour = np.where((up > 0.45 + 0.15 * cover)[..., None], colour * 0.35 + grass * 0.65, colour)
    opacity = smoothstep(-0.35, 0.55, clumps * 0.8 + cover * 3.2 - up * 2.7 - 0.1)
    return colour * (0.80 + 0.20 * lumps)[..., None], opacity * (0.75 if palette.bare else 0.96)


def terril(view: View, light: Light, palette: Palette, heap: Heap, *, name: str, cover: float) -> Sprite:
    """A heap as a cut-out. `cover` is how far plants have come: 0 bare, 1 up to the top."""
    scale = view.scale(heap.z_m)
    middle, foot = view.project(heap.x_m, 0, heap.z_m)
    left, right = (
        max(0, int(middle - heap.half_m * scale)),
        min(view.width, int(middle + heap.half_m * scale)),
    )
    high = max(2, int(heap.height_m * scale * 1.12))
    columns = np.arange(left, max(left + 2, right), dtype=np.float32)[None, :]
    across = ((columns - middle) / (heap.half_m * scale)).astype(np.float32)
    rows = (high - np.arange(high, dtype=np.float32)[:, None]) / (heap.height_m * scale)
    outline = _outline(heap, across, name)
    up = np.broadcast_to(rows, (high, columns.shape[1])).astype(np.float32)
    across = np.broadcast_to(across, up.shape).astype(np.float32)
    colour, lit = _rock(heap, light, across, up, name)
    if heap.snow:
        lying = heap.snow * smoothstep(
            -0.6, 0.8, sample(tile(LUMPY, "drift"), across * 130, up * 80) - lit + 0.9
        )
        colour = colour + (values([0.86, 0.88, 0.93]) - colour) * lying[..., None]
    green, opacity = _green(heap, palette, across, up, cover, name)
    colour = colour + (green - colour) * opacity[..., None]
    colour = colour * (lit * 1.1)[..., None] * values(light.tint(0.85))
    colour += (values(light.haze) - colour) * light.veil(heap.z_m)
    alpha = smoothstep(-0.6, 1.2, (outline - up) * heap.height_m * scale)
    return Sprite(to_image(colour, alpha), left, round(foot) - high + 1)
