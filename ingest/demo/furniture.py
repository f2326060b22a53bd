"""Small things beside a path: signs of the cycle route, benches, fences, lamps, a cyclist far off."""

from functools import lru_cache

from PIL import Image, ImageDraw, ImageFont

from ingest.demo.light import Light
from ingest.demo.sprites import Sprite, stand
from ingest.demo.view import View

Ink = tuple[int, int, int]


def _text(draw: ImageDraw.ImageDraw, middle: tuple[float, float], text: str, size: int, ink: Ink) -> None:
    draw.text(middle, text, fill=ink, font=ImageFont.load_default(size), anchor="mm")


@lru_cache(maxsize=16)
def signpost(lines: tuple[str, ...], *, green: bool = True) -> Image.Image:
    """A cycle route's fingerposts on one mast, 480 × 960, its foot on the lower edge."""
    sheet = Image.new("RGBA", (480, 960), (0, 0, 0, 0))
    draw = ImageDraw.Draw(sheet)
    draw.rectangle((228, 40, 252, 960), fill=(128, 132, 134, 255))
    draw.rectangle((244, 40, 252, 960), fill=(92, 96, 98, 255))
    for order, line in enumerate(lines):
        y, left = 70 + order * 120, order % 2 == 1
        arrow = [(40, y), (400, y), (450, y + 45), (400, y + 90), (40, y + 90)]
        shape = [(480 - px, py) for px, py in arrow] if left else arrow
        draw.polygon(
            shape, fill=(250, 250, 246, 255), outline=(0, 110, 70, 255) if green else (30, 60, 130, 255)
        )
        _text(draw, (235, y + 45), line, 40, (0, 104, 66) if green else (24, 52, 120))
    badge = 90 + len(lines) * 120
    draw.rounded_rectangle((170, badge, 310, badge + 140), 16, fill=(18, 62, 140, 255))
    _text(draw, (240, badge + 52), "5", 78, (255, 214, 40))
    _text(draw, (240, badge + 116), "EuroVelo", 26, (255, 255, 255))
    return sheet


@lru_cache(maxsize=8)
def panel(title: str) -> Image.Image:
    """An information board on two posts, 640 × 480: a title, a picture, lines of text."""
    sheet = Image.new("RGBA", (640, 480), (0, 0, 0, 0))
    draw = ImageDraw.Draw(sheet)
    for x in (70, 550):
        draw.rectangle((x, 40, x + 22, 480), fill=(104, 84, 62, 255))
    draw.rectangle((30, 20, 610, 350), fill=(60, 66, 70, 255))
    draw.rectangle((42, 32, 598, 338), fill=(238, 234, 222, 255))
    draw.rectangle((42, 32, 598, 92), fill=(170, 62, 42, 255))
    _text(draw, (320, 62), title, 34, (255, 252, 244))
    draw.polygon([(60, 250), (130, 140), (180, 210), (230, 130), (310, 250)], fill=(92, 88, 88, 255))
    for order in range(8):
        draw.rectangle(
            (340, 116 + order * 24, 580 - 30 * (order % 3), 124 + order * 24), fill=(150, 148, 142, 255)
        )
    return sheet


@lru_cache(maxsize=4)
def cyclist(variant: int) -> Image.Image:
    """Somebody on a bicycle seen from behind, 200 × 400."""
    sheet = Image.new("RGBA", (200, 400), (0, 0, 0, 0))
    draw = ImageDraw.Draw(sheet)
    coat = ((196, 60, 44), (36, 92, 150), (226, 188, 40), (70, 110, 70))[variant % 4]
    draw.rectangle((94, 250, 106, 400), fill=(26, 26, 28, 255))
    draw.line((62, 196, 138, 196), fill=(40, 40, 42, 255), width=7)
    draw.polygon(
        [(78, 232), (122, 232), (128, 330), (112, 330), (100, 258), (90, 340), (74, 340)],
        fill=(44, 48, 62, 255),
    )
    draw.rounded_rectangle((68, 108, 132, 244), 26, fill=(*coat, 255))
    draw.line((72, 130, 56, 200), fill=(*coat, 255), width=17)
    draw.line((128, 130, 144, 200), fill=(*coat, 255), width=17)
    draw.ellipse((80, 56, 120, 104), fill=(190, 150, 126, 255))
    draw.pieslice((76, 48, 124, 100), 180, 360, fill=(230, 230, 232, 255))
    return sheet


_PAINT: tuple[Ink, ...] = (
    (196, 198, 202),
    (70, 78, 90),
    (150, 40, 36),
    (226, 226, 222),
    (40, 62, 104),
    (92, 96, 92),
)


@lru_cache(maxsize=8)
def car(variant: int) -> Image.Image:
    """A parked car seen from behind, 420 × 360, with the shade beneath it."""
    sheet = Image.new("RGBA", (420, 360), (0, 0, 0, 0))
    draw = ImageDraw.Draw(sheet)
    paint = _PAINT[variant % len(_PAINT)]
    dull = (paint[0] * 3 // 4, paint[1] * 3 // 4, paint[2] * 3 // 4)
    draw.ellipse((6, 320, 414, 360), fill=(20, 20, 26, 150))
    for x in (36, 322):
        draw.rounded_rectangle((x, 262, x + 62, 350), 12, fill=(22, 22, 24, 255))
    draw.polygon([(92, 14), (328, 14), (372, 150), (48, 150)], fill=(*dull, 255))
    draw.rounded_rectangle((20, 128, 400, 306), 34, fill=(*paint, 255))
    draw.rounded_rectangle((24, 236, 396, 316), 22, fill=(*dull, 255))
    draw.polygon([(106, 30), (314, 30), (346, 132), (74, 132)], fill=(40, 48, 56, 255))
    draw.polygon([(106, 30), (240, 30), (150, 132), (74, 132)], fill=(88, 100, 112, 255))
    for x in (26, 340):
        draw.rounded_rectangle((x, 150, x + 54, 214), 12, fill=(150, 24, 22, 255))
    draw.rectangle((152, 212, 268, 240), fill=(232, 232, 224, 255))
    return sheet


@lru_cache(maxsize=8)
def car_side(variant: int) -> Image.Image:
    """A parked car seen from its side, 900 × 330, with the shade beneath it."""
    sheet = Image.new("RGBA", (900, 330), (0, 0, 0, 0))
    draw = ImageDraw.Draw(sheet)
    paint = _PAINT[variant % len(_PAINT)]
    dull = (paint[0] * 3 // 4, paint[1] * 3 // 4, paint[2] * 3 // 4)
    draw.ellipse((20, 288, 880, 330), fill=(20, 20, 26, 150))
    draw.polygon([(150, 130), (270, 22), (600, 22), (735, 130)], fill=(*paint, 255))
    draw.polygon([(192, 128), (286, 40), (420, 40), (420, 128)], fill=(52, 60, 70, 255))
    draw.polygon([(440, 128), (440, 40), (588, 40), (692, 128)], fill=(52, 60, 70, 255))
    draw.polygon([(192, 128), (286, 40), (340, 40), (250, 128)], fill=(96, 108, 120, 255))
    draw.rounded_rectangle((24, 118, 876, 284), 52, fill=(*paint, 255))
    draw.rectangle((40, 218, 860, 278), fill=(*dull, 255))
    for x in (190, 700):
        draw.ellipse((x - 76, 180, x + 76, 332), fill=(*dull, 255))
        draw.ellipse((x - 64, 196, x + 64, 324), fill=(24, 24, 26, 255))
        draw.ellipse((x - 36, 224, x + 36, 296), fill=(158, 160, 164, 255))
    return sheet


@lru_cache(maxsize=2)
def rule() -> Image.Image:
    """A folding rule of one metre, 1000 × 30: laid down for scale."""
    sheet = Image.new("RGBA", (1000, 30), (228, 196, 60, 255))
    draw = ImageDraw.Draw(sheet)
    for centimetre in range(100):
        draw.line(
            (centimetre * 10, 0, centimetre * 10, 16 if centimetre % 10 == 0 else 8),
            fill=(40, 36, 30, 255),
            width=2,
        )
    for joint in range(0, 1000, 200):
        draw.rectangle((joint, 0, joint + 24, 30), fill=(196, 164, 46, 255))
    return sheet


@lru_cache(maxsize=2)
def bench() -> Image.Image:
    """A wooden bench, 400 × 200."""
    sheet = Image.new("RGBA", (400, 200), (0, 0, 0, 0))
    draw = ImageDraw.Draw(sheet)
    for x in (50, 330):
        draw.rectangle((x, 30, x + 18, 200), fill=(62, 62, 64, 255))
    for y in (24, 60, 112):
        draw.rectangle((20, y, 380, y + 24), fill=(146, 108, 70, 255))
        draw.rectangle((20, y + 18, 380, y + 24), fill=(104, 76, 50, 255))
    return sheet


@lru_cache(maxsize=2)
def lamp() -> Image.Image:
    """A street lamp, 120 × 720."""
    sheet = Image.new("RGBA", (120, 720), (0, 0, 0, 0))
    draw = ImageDraw.Draw(sheet)
    draw.rectangle((54, 40, 66, 720), fill=(88, 96, 94, 255))
    draw.rectangle((62, 40, 66, 720), fill=(58, 64, 64, 255))
    draw.line((60, 46, 104, 26), fill=(88, 96, 94, 255), width=8)
    draw.ellipse((78, 18, 118, 40), fill=(216, 218, 208, 255))
    return sheet


@lru_cache(maxsize=2)
def post() -> Image.Image:
    """A wooden bollard, 60 × 240."""
    sheet = Image.new("RGBA", (60, 240), (0, 0, 0, 0))
    draw = ImageDraw.Draw(sheet)
    draw.rounded_rectangle((10, 6, 50, 240), 8, fill=(132, 108, 80, 255))
    draw.rectangle((34, 12, 50, 240), fill=(94, 76, 56, 255))
    draw.rectangle((10, 40, 50, 58), fill=(236, 234, 226, 255))
    return sheet


def place(
    view: View,
    light: Light,
    image: Image.Image,
    *,
    at: tuple[float, float],
    height_m: float,
    lit: float = 0.75,
) -> list[Sprite]:
    """A thing of a given height standing at (x, z) metres; its writing is never mirrored."""
    if light.sun_side > 0:
        image = image.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    return stand(image, view, light, at, height_m, lit)
