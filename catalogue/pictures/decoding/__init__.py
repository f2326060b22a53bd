"""From the bytes of each format to pixels: all of them read, no more of them kept than the renditions need."""

from dataclasses import dataclass

from catalogue.pictures.scaling import Pixels
from catalogue.pictures.sizes import Size


class Undecodable(Exception):
    """No pixel can be had from the bytes; the message says why, in a few words."""


class TooLarge(Undecodable):
    """Decoding would take more memory than is allowed."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """A decoded picture, at its own size or smaller, but not smaller than was asked for.

    `full` is its own size, the way round that the pixels lie. `mode` says what the channels are: `L`, `RGB` or
    `CMYK` (255 is full ink); `profile` is the ICC profile that they are meant in. `turns` are the EXIF
    orientations to undo, one after the other, to see it upright. `whole` is false when a decoder that tolerates
    damage had to be asked; `problem` then says what the strict one met. `ends_blank` says that the end of it is
    what the decoder leaves where it found no data, without a complaint; it may be black as well.
    """

    pixels: Pixels
    full: Size
    mode: str
    profile: bytes | None
    turns: tuple[int, ...]
    whole: bool = True
    problem: str | None = None
    ends_blank: bool = False


def check_room(size: Size, bytes_per_pixel: float, memory_bytes: int) -> None:
    """Returns when a picture of that size can be decoded in that memory; TooLarge otherwise.

    Better known before: a decoder that runs out of memory midway cannot be told from one that a file fooled.
    """
    needed = size[0] * size[1] * bytes_per_pixel
    if needed > memory_bytes:
        raise TooLarge(
            f"{size[0]} × {size[1]} pixels of its kind take {round(needed / 1_000_000)} MB to decode"
        )
