"""What a picture may have to be shown: settings of the library. Loads no decoder."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """What a picture may have to be shown, and how large its renditions are: settings of the library.

    Megapixels are those that the file declares. `memory_megabytes` is what decoding may take; a picture of a kind
    that is known to need more is too large, whatever its pixels.
    """

    jpeg_megapixels: int = 250
    other_megapixels: int = 100
    large_px: int = 1600
    small_px: int = 400
    memory_megabytes: int = 512

    def most_pixels(self, picture_format: str) -> int:
        """The largest number of pixels of a picture of that format."""
        megapixels = self.jpeg_megapixels if picture_format == "jpeg" else self.other_megapixels
        return megapixels * 1_000_000
