"""Headframes: lattice towers over the shaft, with their wheels; drawn as beams in space."""

import math
from dataclasses import dataclass

from PIL import Image, ImageDraw

from ingest.demo.light import Colour, Light
from ingest.demo.sprites import Sprite, recolour
from ingest.demo.view import View

Point3 = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Headframe:
    """A tower that stands at (x, z) metres. `twin` towers have a second pair of wheels; sizes in metres."""

    x_m: float
    z_m: float
    height_m: float = 38.0
    steel: Colour = (0.33, 0.31, 0.31)
    turn_deg: float = 24.0
    concrete: bool = False


_BEAM_M = 0.6  # from here on a beam lies level, and we see its shaded side
Beam = tuple[Point3, Point3, float]


def _lattice(near: tuple[Point3, Point3], far: tuple[Point3, Point3], steps: int) -> list[Beam]:
    """Two legs (foot, head) with cross-bracing between them."""

    def along(leg: tuple[Point3, Point3], t: float) -> Point3:
        (x0, y0, z0), (x1, y1, z1) = leg
        return x0 + (x1 - x0) * t, y0 + (y1 - y0) * t, z0 + (z1 - z0) * t

    beams: list[Beam] = [(*near, 0.55), (*far, 0.55)]
    for step in range(steps):
        low, high = step / steps, (step + 1) / steps
        beams += [
            (along(near, low), along(far, high), 0.2),
            (along(far, low), along(near, high), 0.2),
            (along(near, high), along(far, high), 0.28),
        ]
    return beams


def _tower(height: float) -> list[Beam]:
    """Four upright legs and two raking backstays, in metres around the shaft, before turning."""
    top = height * 0.86
    legs = [((x, 0.0, z), (x * 0.62, top, z * 0.62)) for x, z in ((-3.4, -3), (3.4, -3), (3.4, 3), (-3.4, 3))]
    beams: list[Beam] = []
    for order, leg in enumerate(legs):
        beams += _lattice(leg, legs[(order + 1) % 4], 7)
    stays = [((19.0, 0.0, z * 1.6), (2.2, top, z)) for z in (-3, 3)]
    beams += _lattice(stays[0], stays[1], 9)
    platform = [(-4.2, top, -3.4), (5.2, top, -3.4), (5.2, top, 3.4), (-4.2, top, 3.4)]
    beams += [(platform[i], platform[(i + 1) % 4], 0.7) for i in range(4)]
    roof = [(-3.6, height, 0.0), (4.6, height, 0.0)]
    beams += [(roof[0], roof[1], 0.6)]
    beams += [(corner, roof[int(corner[0] > 0)], 0.35) for corner in platform]
    return beams


def _wheel(centre: Point3, radius: float) -> list[Beam]:
    """A rim, a hub and eight spokes in the plane of the cables."""
    x, y, z = centre
    rim = [
        (x + radius * math.cos(a), y + radius * math.sin(a), z)
        for a in (math.tau * i / 28 for i in range(28))
    ]
    beams: list[Beam] = [(rim[i], rim[(i + 1) % 28], 0.34) for i in range(28)]
    return beams + [(centre, rim[i], 0.16) for i in range(0, 28, 4)]


def _turned(point: Point3, frame: Headframe) -> Point3:
    """From metres around the shaft to metres before the camera."""
    angle = math.radians(frame.turn_deg)
    x, y, z = point
    return (
        frame.x_m + x * math.cos(angle) - z * math.sin(angle),
        y,
        frame.z_m + x * math.sin(angle) + z * math.cos(angle),
    )


def _beams(frame: Headframe) -> list[Beam]:
    """Every beam of the tower, from far to near."""
    height = frame.height_m
    beams = _tower(height)
    for z in (-1.5, 1.5):
        beams += _wheel((0.4, height * 0.93, z), height * 0.072)
        beams.append(((0.4 + height * 0.07, height * 0.95, z), (38.0, 4.0, z), 0.09))
    turned = [(_turned(a, frame), _turned(b, frame), wide) for a, b, wide in beams]
    return sorted(turned, key=lambda beam: -(beam[0][2] + beam[1][2]))


def headframe(view: View, light: Light, frame: Headframe) -> Sprite:
    """The tower as a cut-out, drawn at twice its size; beams that face the sun are paler."""
    scale = view.scale(frame.z_m)
    middle, foot = view.project(frame.x_m, 0, frame.z_m)
    reach, high = 42 * scale, frame.height_m * scale * 1.12
    left, top = round(middle - reach), round(foot - high)
    sheet = Image.new(
        "RGBA",
        (round(reach * 2) * 2, round(high * 1.04) * 2),
        (*(round(255 * c) for c in frame.steel), 0),
    )
    draw = ImageDraw.Draw(sheet)
    for start, end, wide in _beams(frame):
        (x0, y0), (x1, y1) = view.project(*start), view.project(*end)
        upright = abs(end[1] - start[1]) / max(math.dist(start, end), 0.1)
        tone = 0.72 + 0.40 * upright * (0.5 + 0.5 * abs(light.sun_side)) - 0.25 * (wide > _BEAM_M)
        ink = tuple(min(255, round(255 * c * tone)) for c in frame.steel)
        draw.line(
            ((x0 - left) * 2, (y0 - top) * 2, (x1 - left) * 2, (y1 - top) * 2),
            fill=ink,
            width=max(2, round(wide * scale * 2)),
        )
    small = sheet.resize((sheet.width // 2, sheet.height // 2), Image.Resampling.BOX)
    return Sprite(recolour(small, light.tint(0.7), light.veil(frame.z_m), light.haze), left, top)
