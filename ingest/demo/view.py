"""Where the camera looks: from metres in front of it to pixels of the frame."""

from dataclasses import dataclass

import numpy as np

from ingest.demo.noise import Field


@dataclass(frozen=True, slots=True)
class View:
    """A level camera over flat land. `horizon` is a share of the height, `lens` the focal length over the width.

    World coordinates are metres: x to the right, y up from the ground, z forward.
    """

    width: int
    height: int
    horizon: float = 0.55
    eye_m: float = 1.65
    lens: float = 0.85

    @property
    def focal_px(self) -> float:
        """Focal length in pixels; a panorama is wide because it turned, not because its lens is wider."""
        long, short = max(self.width, self.height), min(self.width, self.height)
        return self.lens * min(long, short * 1.6)

    @property
    def horizon_px(self) -> int:
        """Row of the horizon."""
        return round(self.horizon * self.height)

    def scale(self, z: float) -> float:
        """Pixels per metre at a distance of `z` metres.

        >>> View(1000, 750, lens=1.0).scale(10)
        100.0
        """
        return self.focal_px / z

    def project(self, x: float, y: float, z: float) -> tuple[float, float]:
        """Pixel of a point of the world, which must lie before the camera."""
        scale = self.focal_px / z
        return self.width / 2 + x * scale, self.horizon_px - (y - self.eye_m) * scale

    def ground(self, shore_px: int | None = None) -> tuple[Field, Field]:
        """World x and z, in metres, of every pixel of flat ground below the horizon; z is one column."""
        top = max(0, self.horizon_px) if shore_px is None else shore_px
        rows = np.arange(top, self.height, dtype=np.float32)[:, None] - self.horizon_px + 0.5
        z = (self.focal_px * self.eye_m / np.maximum(rows, 0.5)).astype(np.float32)
        columns = np.arange(self.width, dtype=np.float32)[None, :] - self.width / 2
        return (columns * (z / self.focal_px)).astype(np.float32), z
