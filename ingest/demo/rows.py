"""Rows of miners' houses along a street, seen from its middle or from across it."""

from dataclasses import dataclass

from ingest.demo.houses import Style, facade, style_of
from ingest.demo.masonry import filled, roof, slope, wall
from ingest.demo.noise import chance, stream
from ingest.demo.sprites import Point, Sprite
from ingest.demo.stage import Stage

_RISE_M = 3.1  # of the roof
_HALF_DEPTH_M = 4.2  # from the street to the ridge
_FARTHEST_M = 170.0


@dataclass(frozen=True, slots=True)
class Terrace:
    """Homes under one roof, from the left end of their street side to the right end, as (x, z) in metres.

    `back` leads from the street side to below the ridge.
    """

    homes: int
    start: Point
    end: Point
    back: Point
    name: str


def _chimney(stage: Stage, style: Style, x: float, z: float) -> list[Sprite]:
    """A stack on the ridge with two pots."""
    foot = style.eaves_m + _RISE_M

    def upright(
        left: float, right: float, low: float, high: float, colour: tuple[float, float, float]
    ) -> list[Sprite]:
        corners = [
            (x + left, foot + low, z),
            (x + right, foot + low, z),
            (x + right, foot + high, z),
            (x + left, foot + high, z),
        ]
        return filled(stage.view, stage.light, colour, corners, 0.6)

    pot = (0.66, 0.38, 0.27)
    return [
        *upright(-0.45, 0.45, -0.3, 1.25, style.brick),
        *upright(-0.34, -0.12, 1.2, 1.65, pot),
        *upright(0.12, 0.34, 1.2, 1.65, pot),
    ]


def _chimneys(stage: Stage, style: Style, row: Terrace) -> list[Sprite]:
    """A stack for every second home, far ones first."""
    shares = [min(0.98, pair * 2 / row.homes + 0.02) for pair in range(row.homes // 2 + 1)]
    if row.start[1] < row.end[1]:
        shares.reverse()
    sprites: list[Sprite] = []
    for share in shares:
        x = row.start[0] + (row.end[0] - row.start[0]) * share + row.back[0]
        sprites += _chimney(stage, style, x, row.start[1] + (row.end[1] - row.start[1]) * share + row.back[1])
    return sprites


def _terrace(stage: Stage, style: Style, row: Terrace, lit: float) -> list[Sprite]:
    """Chimneys, roof and street side of a row, from far to near."""
    view, light, condition = stage.view, stage.light, stage.scene.condition
    (x0, z0), (x1, z1), (bx, bz) = row.start, row.end, row.back
    eaves, ridge = style.eaves_m, style.eaves_m + _RISE_M
    over_x, over_z = -bx * 0.1, -bz * 0.1
    planes = [
        (x0 + bx, ridge, z0 + bz),
        (x1 + bx, ridge, z1 + bz),
        (x1 + over_x, eaves - 0.2, z1 + over_z),
        (x0 + over_x, eaves - 0.2, z0 + over_z),
    ]
    tiles = roof(style.roof, row.homes * style.width_m, condition, row.name, stage.palette.snow)
    front = facade(style, row.homes, condition, row.name)
    return [
        *_chimneys(stage, style, row),
        *slope(view, light, tiles, planes, 0.1 + 0.85 * lit),
        *wall(view, light, front, row.start, row.end, (0, eaves), lit),
    ]


def _gable(stage: Stage, style: Style, row: Terrace) -> list[Sprite]:
    """The end wall that looks at us, of a row that runs away from us."""
    x, z = min(row.start, row.end, key=lambda end: end[1])
    middle, back = x + row.back[0], x + 2 * row.back[0]
    eaves, ridge = style.eaves_m, style.eaves_m + _RISE_M
    outline = [(x, 0.0, z), (x, eaves, z), (middle, ridge, z), (back, eaves, z), (back, 0.0, z)]
    red, green, blue = style.brick
    dull = (red * 0.92, green * 0.92, blue * 0.92)
    return filled(stage.view, stage.light, dull, outline, max(0.1, -stage.light.sun_ahead * 0.9))


def _rows_beside(stage: Stage, style: Style, side: int, away_m: float) -> list[Terrace]:
    """The rows on the left (-1) or right (1) of the street, from far to near: two to six homes, then a gap."""
    rng = stream("street", stage.place, side)
    rows: list[Terrace] = []
    near = float(rng.uniform(4, 9))
    while near < _FARTHEST_M:
        homes = int(rng.integers(1, 4)) * 2
        ends = (side * away_m, near), (side * away_m, near + homes * style.width_m)
        start, end = ends if side < 0 else (ends[1], ends[0])
        rows.insert(0, Terrace(homes, start, end, (side * _HALF_DEPTH_M, 0), f"{stage.place}/{homes}"))
        near += homes * style.width_m + float(rng.uniform(3.5, 8))
    return rows


def street_rows(stage: Stage) -> list[Sprite]:
    """Both sides of a street that runs away from us, far rows first."""
    style, away_m = (
        style_of(stage.scene.subject),
        float(stream("width", stage.scene.subject).uniform(7.6, 9.4)),
    )
    sprites: list[Sprite] = []
    for side in (-1, 1):
        lit = 0.15 + 0.85 * max(0.0, -side * stage.light.sun_side)  # a house on the right looks left
        for row in _rows_beside(stage, style, side, away_m):
            sprites += _terrace(stage, style, row, lit) + _gable(stage, style, row)
    return sprites


def across_street(stage: Stage) -> list[Sprite]:
    """A row seen from the other pavement, a little askew."""
    style, rng = style_of(stage.scene.subject), stream("across", stage.place)
    near, far, half = float(rng.uniform(10.5, 12)), float(rng.uniform(14, 19)), float(rng.uniform(14, 19))
    if chance(rng, 0.5):
        near, far = far, near
    homes = round(2 * half / style.width_m)
    row = Terrace(homes, (-half, near), (half, far), (0, _HALF_DEPTH_M), stage.place)
    return _terrace(stage, style, row, 0.35 + 0.6 * max(0.0, -stage.light.sun_ahead))
