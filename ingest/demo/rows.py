"""Rows of miners' houses along a street, seen from its middle or from across it."""

from ingest.demo.houses import Style, facade, filled, roof, slope, wall
from ingest.demo.light import Light
from ingest.demo.noise import stream
from ingest.demo.scenes import Condition
from ingest.demo.sprites import Sprite
from ingest.demo.view import View

_RISE_M = 3.1  # of the roof
_DEEP_M = 8.4  # of a house


def _chimney(view: View, light: Light, style: Style, x: float, y: float, z: float) -> list[Sprite]:
    """A stack on the ridge with two pots."""
    body = [(x - 0.45, y - 0.3, z), (x + 0.45, y - 0.3, z), (x + 0.45, y + 1.25, z), (x - 0.45, y + 1.25, z)]
    sprites = filled(view, light, style.brick, body, 0.6)
    for side in (-0.22, 0.22):
        pot = [(x + side - 0.12, y + 1.2, z), (x + side + 0.12, y + 1.2, z), (x + side + 0.1, y + 1.65, z), (x + side - 0.1, y + 1.65, z)]
        sprites += filled(view, light, (0.66, 0.38, 0.27), pot, 0.6)
    return sprites


def along_street(
    view: View,
    light: Light,
    style: Style,
    *,
    side: int,
    away_m: float,
    near_m: float,
    homes: int,
    condition: Condition,
    snow: float,
    name: str,
) -> list[Sprite]:
    """One block on the left (-1) or right (1) of a street that runs away from us; its near gable shows."""
    far = near_m + homes * style.width_m
    eaves, ridge = style.eaves_m, style.eaves_m + _RISE_M
    near_x, ridge_x, back_x = side * away_m, side * (away_m + _DEEP_M / 2), side * (away_m + _DEEP_M)
    facing = max(0.0, -side * light.sun_side)  # a house on the right looks left
    sprites: list[Sprite] = []
    for order in range(homes // 2 + 1):
        sprites += _chimney(view, light, style, ridge_x, ridge, far - order * 2 * style.width_m - 0.5)
    tiles = roof(style.roof, homes * style.width_m, condition, name, snow)
    front = max(0.8, near_m)
    corners = [(ridge_x, ridge, front), (ridge_x, ridge, far), (near_x - side * 0.4, eaves - 0.2, far), (near_x - side * 0.4, eaves - 0.2, front)]
    if side < 0:
        sprites += slope(view, light, tiles, corners, 0.25 + 0.7 * facing)
        sprites += wall(view, light, facade(style, homes, condition, name), (near_x, front), (near_x, far), (0, eaves), 0.15 + 0.85 * facing)
    else:
        mirrored = [corners[1], corners[0], corners[3], corners[2]]
        sprites += slope(view, light, tiles, mirrored, 0.25 + 0.7 * facing)
        sprites += wall(view, light, facade(style, homes, condition, name), (near_x, far), (near_x, front), (0, eaves), 0.15 + 0.85 * facing)
    gable = [(near_x, 0, front), (near_x, eaves, front), (ridge_x, ridge, front), (back_x, eaves, front), (back_x, 0, front)]
    dull = (style.brick[0] * 0.92, style.brick[1] * 0.92, style.brick[2] * 0.92)
    return sprites + filled(view, light, dull, gable, max(0.1, -light.sun_ahead * 0.9))


def street_rows(view: View, light: Light, place: str, style: Style, condition: Condition, snow: float) -> list[Sprite]:
    """Both sides of a street, far blocks first; each block is two to six homes."""
    rng = stream("street", place)
    away = float(rng.uniform(7.6, 9.4))
    sprites: list[Sprite] = []
    for side in (-1, 1):
        starts, z = [], float(rng.uniform(4, 9))
        while z < 170:
            homes = int(rng.integers(1, 4)) * 2
            starts.append((z, homes))
            z += homes * style.width_m + float(rng.uniform(3.5, 8))
        for near, homes in reversed(starts):
            sprites += along_street(
                view, light, style, side=side, away_m=away, near_m=near, homes=homes, condition=condition, snow=snow, name=f"{place}/{homes}"
            )
    return sprites


def across_street(view: View, light: Light, place: str, style: Style, condition: Condition, snow: float) -> list[Sprite]:
    """A row seen from the other pavement, a little askew."""
    rng = stream("across", place)
    near, far = float(rng.uniform(10.5, 12)), float(rng.uniform(14, 19))
    if rng.random() < 0.5:
        near, far = far, near
    half = float(rng.uniform(14, 19))
    homes = round(2 * half / style.width_m)
    start, end = (-half, near), (half, far)
    ridge = style.eaves_m + _RISE_M
    back = 4.2
    lit = 0.35 + 0.6 * max(0.0, -light.sun_ahead)
    tiles = roof(style.roof, homes * style.width_m, condition, place, snow)
    corners = [(start[0], ridge, start[1] + back), (end[0], ridge, end[1] + back), (end[0], style.eaves_m - 0.2, end[1] - 0.4), (start[0], style.eaves_m - 0.2, start[1] - 0.4)]
    sprites: list[Sprite] = []
    for order in range(homes // 2 + 1):
        t = min(0.98, order * 2 / homes + 0.02)
        sprites += _chimney(view, light, style, start[0] + (end[0] - start[0]) * t, ridge, near + (far - near) * t + back)
    sprites += slope(view, light, tiles, corners, lit)
    return sprites + wall(view, light, facade(style, homes, condition, place), start, end, (0, style.eaves_m), lit)
