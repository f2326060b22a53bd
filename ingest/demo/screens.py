"""A screenshot of a phone: a map with a way on it, as somebody sent it to explain where they were."""

import io

from PIL import Image, ImageDraw

_SIZE = (828, 1792)
_PAPER, _FIELD, _WATER, _ROAD, _WAY, _INK = (
    (242, 239, 233), (214, 232, 200), (170, 211, 223), (255, 255, 255), (38, 102, 214), (60, 60, 60),
)  # fmt: skip


def screenshot() -> bytes:
    """A PNG as large as a phone's screen, without a word of where or when."""
    picture = Image.new("RGB", _SIZE, _PAPER)
    pen = ImageDraw.Draw(picture)
    pen.polygon([(0, 300), (420, 240), (500, 760), (0, 860)], fill=_FIELD)
    pen.ellipse((520, 980, 790, 1180), fill=_WATER)
    pen.polygon([(480, 1300), (828, 1240), (828, 1640), (430, 1600)], fill=_FIELD)
    for road in ([(0, 980), (828, 860)], [(300, 180), (380, 1620)], [(0, 1420), (828, 1180)]):
        pen.line(road, fill=_ROAD, width=26)
    pen.line(
        [(120, 1500), (330, 1210), (360, 920), (560, 700), (760, 420)], fill=_WAY, width=14, joint="curve"
    )
    pen.ellipse((96, 1476, 144, 1524), fill=_WAY)
    pen.rectangle((0, 0, 828, 90), fill=(255, 255, 255))
    pen.rectangle((300, 1700, 528, 1712), fill=_INK)
    for left in (40, 66, 92):
        pen.rectangle((left, 34, left + 16, 62), fill=_INK)
    written = io.BytesIO()
    picture.save(written, "PNG")
    return written.getvalue()
