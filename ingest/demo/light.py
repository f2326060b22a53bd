"""Light and colours of an hour, a season and a weather."""

import math
from dataclasses import dataclass

from ingest.demo.noise import stream
from ingest.demo.scenes import Scene, Season, Weather

Colour = tuple[float, float, float]

_DAYLIGHT = {  # sunrise, sunset (solar time) and greatest height of the sun in degrees, at 50° north
    Season.SPRING: (5.8, 18.6, 48.0),
    Season.SUMMER: (4.2, 19.9, 62.0),
    Season.AUTUMN: (6.6, 17.4, 32.0),
    Season.WINTER: (7.8, 16.2, 18.0),
    Season.SNOW: (7.8, 16.2, 18.0),
}


def mix(first: Colour, second: Colour, share: float) -> Colour:
    """A colour between two: the first at 0, the second at 1.

    >>> mix((0, 0, 0), (1, 1, 0.5), 0.5)
    (0.5, 0.5, 0.25)
    """
    r, g, b = (a + (c - a) * share for a, c in zip(first, second, strict=True))
    return r, g, b


@dataclass(frozen=True, slots=True)
class Light:
    """What the sky sends: colours in 0..1, directions seen from the camera.

    `sun_side` is -1 (left) to 1 (right), `sun_ahead` 1 when we look towards it; `haze_m` the distance over which
    two thirds of a colour are lost; `cover` the share of clouds.
    """

    zenith: Colour
    horizon: Colour
    sun: Colour
    shade: Colour
    haze: Colour
    haze_m: float
    sun_side: float
    sun_ahead: float
    sun_height_deg: float
    cover: float
    contrast: float
    weather: Weather

    def tint(self, lit: float = 1.0) -> Colour:
        """Factor for a surface that receives a share of the direct sun."""
        r, g, b = (s + d * lit for s, d in zip(self.shade, self.sun, strict=True))
        return r, g, b

    def veil(self, distance_m: float) -> float:
        """Share of a colour that the air takes away over a distance."""
        return 1 - math.exp(-distance_m / self.haze_m)


_SKIES: dict[Weather, tuple[float, float, float]] = {  # cover, contrast of light and shade, haze in metres
    Weather.CLEAR: (0.06, 1.0, 5200),
    Weather.FAIR: (0.34, 0.95, 4200),
    Weather.CLOUDY: (0.62, 0.62, 3200),
    Weather.OVERCAST: (0.95, 0.18, 2100),
    Weather.MIST: (1.0, 0.08, 210),
    Weather.RAIN: (1.0, 0.10, 900),
}


def _sun(scene: Scene) -> tuple[float, float]:
    """Height and azimuth of the sun in degrees, well enough for a picture."""
    rise, fall, top = _DAYLIGHT[scene.season]
    phase = (scene.hour - rise) / (fall - rise)
    return max(2.0, top * math.sin(math.pi * min(1, max(0, phase)))), 95 + 170 * phase


def heading_deg(viewpoint: str) -> float:
    """Where a viewpoint looks, in degrees from north: mostly away from the sun, 0 <= heading < 360."""
    return float(stream("heading", viewpoint).uniform(-60, 100)) % 360


def light_of(scene: Scene) -> Light:
    """The light of a scene; the direction of view belongs to the viewpoint, the sun to the hour."""
    height, azimuth = _sun(scene)
    turn = math.radians(azimuth - heading_deg(scene.viewpoint))
    warmth = max(0.0, 1 - height / 24) ** 1.3
    cover, contrast, haze_m = _SKIES[scene.weather]
    grey = min(1.0, max(0.0, (cover - 0.5) * 2))
    bright = 0.9 if scene.weather is Weather.RAIN else 1.0
    zenith = mix(mix((0.36, 0.55, 0.80), (0.44, 0.52, 0.68), warmth), (0.62, 0.66, 0.71), grey)
    horizon = mix(
        mix((0.82, 0.89, 0.94), (0.98, 0.84, 0.66), warmth), (0.83, 0.85, 0.86), grey * (1 - warmth / 2)
    )
    if scene.weather is Weather.MIST:
        zenith = mix(horizon, zenith, 0.12)
    sun = mix((0.56, 0.53, 0.47), (0.66, 0.44, 0.22), warmth)
    shade = mix(mix((0.50, 0.54, 0.60), (0.44, 0.45, 0.54), warmth), (0.84, 0.85, 0.87), 1 - contrast)
    return Light(
        zenith=mix((0, 0, 0), zenith, bright),
        horizon=mix((0, 0, 0), horizon, bright),
        sun=mix((0.10, 0.10, 0.10), sun, contrast),
        shade=mix((0, 0, 0), shade, bright),
        haze=mix((0, 0, 0), horizon if scene.weather is Weather.MIST else mix(horizon, zenith, 0.25), bright),
        haze_m=haze_m,
        sun_side=math.sin(turn),
        sun_ahead=math.cos(turn),
        sun_height_deg=height,
        cover=cover,
        contrast=contrast,
        weather=scene.weather,
    )


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours of the land in one season. `bare` trees have no leaves; `snow` is the share of ground under it."""

    grass: Colour
    straw: Colour
    leaves: tuple[Colour, ...]
    heath: Colour
    birch: Colour
    bare: bool = False
    snow: float = 0.0


PALETTES: dict[Season, Palette] = {
    Season.SPRING: Palette(
        grass=(0.36, 0.47, 0.20),
        straw=(0.50, 0.56, 0.29),
        leaves=((0.37, 0.48, 0.20), (0.44, 0.53, 0.25), (0.31, 0.43, 0.20), (0.48, 0.54, 0.28)),
        heath=(0.42, 0.44, 0.22),
        birch=(0.48, 0.56, 0.27),
    ),
    Season.SUMMER: Palette(
        grass=(0.38, 0.44, 0.21),
        straw=(0.64, 0.58, 0.36),
        leaves=((0.25, 0.36, 0.17), (0.29, 0.39, 0.19), (0.33, 0.41, 0.21), (0.23, 0.33, 0.18)),
        heath=(0.66, 0.38, 0.53),
        birch=(0.36, 0.45, 0.22),
    ),
    Season.AUTUMN: Palette(
        grass=(0.40, 0.43, 0.18),
        straw=(0.62, 0.52, 0.28),
        leaves=((0.58, 0.41, 0.19), (0.64, 0.51, 0.22), (0.48, 0.30, 0.18), (0.42, 0.42, 0.20)),
        heath=(0.45, 0.30, 0.24),
        birch=(0.70, 0.57, 0.23),
    ),
    Season.WINTER: Palette(
        grass=(0.37, 0.41, 0.20),
        straw=(0.55, 0.49, 0.32),
        leaves=((0.31, 0.26, 0.22), (0.36, 0.30, 0.25), (0.28, 0.24, 0.21), (0.22, 0.28, 0.17)),
        heath=(0.36, 0.25, 0.21),
        birch=(0.40, 0.32, 0.30),
        bare=True,
    ),
    Season.SNOW: Palette(
        grass=(0.84, 0.86, 0.90),
        straw=(0.72, 0.72, 0.70),
        leaves=((0.40, 0.37, 0.36), (0.46, 0.43, 0.42), (0.34, 0.31, 0.31), (0.30, 0.33, 0.29)),
        heath=(0.62, 0.58, 0.58),
        birch=(0.52, 0.47, 0.47),
        bare=True,
        snow=0.85,
    ),
}
