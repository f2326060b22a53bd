"""The sky: a gradient, clouds with light and shade, the glow of a low sun."""

import numpy as np
from PIL import Image

from ingest.demo.light import Light
from ingest.demo.noise import Field, sample, smoothstep, stream, tile, values
from ingest.demo.scenes import Weather
from ingest.demo.sprites import to_image
from ingest.demo.view import View


def _gradient(light: Light, up: Field, columns: int) -> Field:
    """Horizon to zenith; `up` is the height over the horizon, as a share of the frame, one column."""
    share = np.clip(up / 0.62, 0, 1) ** 0.62
    zenith, horizon = values(light.zenith), values(light.horizon)
    rows = horizon + (zenith - horizon) * share[..., None]
    return values(np.repeat(rows, columns, axis=1))


def _glow(light: Light, up: Field, across: Field) -> Field:
    """How near each pixel is to the sun, 0..1; nothing when it is behind us."""
    if light.sun_ahead <= 0:
        return np.zeros((up.shape[0], across.shape[1]), dtype=np.float32)
    distance = np.hypot(across - light.sun_side * 0.9, (up - light.sun_height_deg / 50) * 0.8)
    glow = np.exp(-((distance / 0.42) ** 2)) * light.sun_ahead * light.contrast
    return values(glow)


def _clouds(light: Light, seed: int, up: Field, across: Field) -> tuple[Field, Field]:
    """Opacity and brightness (0 shade, 1 lit) of clouds that run to the horizon in perspective."""
    rng = stream("clouds", seed)
    depth = 1 / (up + 0.16)
    shift_u, shift_v = rng.uniform(0, 512, 2)
    size = rng.uniform(62, 100)
    u = (across * depth * size + shift_u).astype(np.float32)
    v = (depth * size * 0.85 + shift_v + 0 * across).astype(np.float32)
    crisp = light.weather is Weather.FAIR
    field = tile(1.62 if crisp else 1.85, ("cloud", seed % 5))
    thick = sample(field, u, v)
    toward = 9 * (1 if light.sun_side > 0 else -1)
    relief = thick - sample(field, u + toward, v + 10)
    edge = 1.55 - 2.9 * light.cover
    opacity = smoothstep(edge, edge + (0.42 if crisp else 0.75) + 0.6 * light.cover, thick) * smoothstep(
        -0.02, 0.14, up
    )
    return opacity, np.clip(0.62 + 0.55 * relief - 0.14 * np.clip(thick - edge, 0, 2), 0, 1)


def sky(view: View, light: Light, seed: int) -> Image.Image:
    """The whole frame filled with sky; below the horizon lies its haze, ready for the land."""
    wide, high, horizon = view.width // 2, view.height // 2, view.horizon_px / 2
    up = ((horizon - np.arange(high, dtype=np.float32)) / view.focal_px * 2 / 0.9)[:, None]
    across = ((np.arange(wide, dtype=np.float32) - wide / 2) / (view.focal_px / 2) * 1.7)[None, :]
    picture = _gradient(light, np.maximum(up, 0), wide)
    opacity, lit = _clouds(light, seed, np.maximum(up, 0), across)
    glow = _glow(light, up, across)
    white = np.clip(values(light.shade) * 0.62 + values(light.sun) * 1.22, 0, 1)
    grey = values(light.shade) * 0.78 + values(light.horizon) * 0.22
    cloud = grey + (white - grey) * lit[..., None]
    picture += (cloud - picture) * (opacity * (0.25 if light.weather is Weather.MIST else 0.94))[..., None]
    picture += values(light.sun) * (glow * 0.55)[..., None]
    return to_image(picture).resize((view.width, view.height), Image.Resampling.BICUBIC)
