"""The cameras and phones of the demo: what they write, how they name their files, how they see."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from ingest.demo.film import Film


class Gps(StrEnum):
    """What a file says of its position."""

    NONE = "none"  # no GPS tags at all
    FIX = "fix"
    REDACTED = "redacted"  # tags in place, every value zeroed: what a phone hands to a web page


@dataclass(frozen=True, slots=True)
class Camera:
    """One device.

    `size` is that of its photos here, wide side first; `name` is how it names
    files (see `file_name`); `byte_order` is TIFF's `II` or `MM`.

    `writes_offset`: it knows its time zone. `heading` is the reference of its compass, T or M, None without one.
    """

    make: str
    model: str
    size: tuple[int, int]
    quality: int
    film: Film
    name: str
    byte_order: str = "II"
    lens: str | None = None
    focal_mm: float = 5.0
    film_mm: int = 28  # the same angle on 35 mm film
    gps: Gps = Gps.NONE
    writes_offset: bool = False
    heading: str | None = None
    accuracy: bool = False
    software: str = "1.0"
    scribble: str | None = None  # what it puts into every caption by itself
    exif: bool = True


def file_name(camera: Camera, taken: datetime, offset: timedelta, number: int) -> str:
    """What the camera calls a photo; a Pixel counts in UTC, an Olympus puts the month in one hexadecimal digit."""
    counter, thousandths = number % 10_000, number * 37 % 1000
    return camera.name.format(taken=taken, utc=taken - offset, month=taken.month, n=counter, ms=thousandths)


NIKON = Camera(
    "NIKON",
    "COOLPIX AW120",
    (1600, 1200),
    66,
    Film((1.0, 0.99, 1.0), 1.10, 1.0, 2.4),
    "DSCN{n:04}.JPG",
    gps=Gps.FIX,
    focal_mm=4.3,
    film_mm=24,
    software="COOLPIX AW120V1.1",
)
NIKON_INDOORS = Camera(
    "NIKON",
    "COOLPIX P310",
    (1600, 1200),
    70,
    Film((1.01, 1.0, 0.98), 1.08, 0.95, 2.8),
    "DSCN{n:04}.JPG",
    focal_mm=4.3,
    film_mm=24,
)
CANON = Camera(
    "Canon",
    "Canon EOS 60D",
    (1728, 1152),
    70,
    Film((1.0, 1.0, 1.01), 1.06, 0.98, 1.6, 0.14),
    "IMG_{n:04}.JPG",
    lens="EF-S17-85mm f/4-5.6 IS USM",
    focal_mm=24.0,
    film_mm=38,
    software="Firmware Version 1.1.1",
)
OLYMPUS = Camera(
    "OLYMPUS IMAGING CORP.",
    "TG-320",
    (1600, 1200),
    68,
    Film((1.02, 1.0, 0.96), 1.04, 0.94, 2.6, 0.12),
    "P{month:X}{taken:%d}{n:04}.JPG",
    focal_mm=5.0,
    scribble="OLYMPUS DIGITAL CAMERA",
)
IPHONE = Camera(
    "Apple",
    "iPhone 12",
    (1760, 1320),
    58,
    Film((1.01, 1.0, 0.99), 1.04, 1.02, 1.4, 0.05),
    "IMG_{n:04}.JPG",
    byte_order="MM",
    lens="iPhone 12 back dual wide camera 4.2mm f/1.6",
    focal_mm=4.2,
    film_mm=26,
    gps=Gps.FIX,
    writes_offset=True,
    heading="T",
    accuracy=True,
    software="17.5.1",
)
SAMSUNG = Camera(
    "samsung",
    "SM-G950F",
    (1856, 1044),
    66,
    Film((0.99, 1.0, 1.02), 1.12, 1.06, 1.8, 0.05),
    "{taken:%Y%m%d_%H%M%S}.jpg",
    gps=Gps.REDACTED,
    focal_mm=4.25,
    film_mm=26,
    software="G950FXXU4CRI5",
)
PIXEL = Camera(
    "Google",
    "Pixel 6",
    (1760, 1320),
    58,
    Film((0.99, 1.0, 1.01), 1.10, 0.98, 1.6, 0.05),
    "PXL_{utc:%Y%m%d_%H%M%S}{ms:03}.jpg",
    lens="Pixel 6 back camera 6.81mm f/1.85",
    focal_mm=6.81,
    film_mm=24,
    gps=Gps.FIX,
    writes_offset=True,
    heading="M",
    accuracy=True,
    software="HDR+ 1.0.447",
)
WHATSAPP = Camera(
    "",
    "",
    (1600, 1200),
    58,
    Film((1, 1, 1), 1.05, 1.0, 0.8, 0.05),
    "IMG-{taken:%Y%m%d}-WA{n:04}.jpg",
    exif=False,
)
SCANNER = Camera(
    "",
    "",
    (1500, 1000),
    72,
    Film((1.05, 1.0, 0.9), 1.02, 0.88, 3.0, 0.18),
    "diapo {n:03}.jpg",
    exif=False,
)
