"""A shot as a file on disk: drawn, turned as the camera was held, encoded, described."""

import io
import os
from datetime import UTC, datetime
from pathlib import Path

import pillow_heif
from PIL import Image

from ingest.demo.drawing import draw
from ingest.demo.metadata import Written, exif_block, in_jpeg, xmp_packet
from ingest.demo.shots import Shot

# EXIF orientation to what the stored pixels went through: the inverse of what a viewer does.
_TURNED = {6: Image.Transpose.ROTATE_90, 8: Image.Transpose.ROTATE_270, 3: Image.Transpose.ROTATE_180}


def _stored(picture: Image.Image, orientation: int) -> Image.Image:
    """The pixels as the sensor delivers them."""
    turn = _TURNED.get(orientation)
    return picture if turn is None else picture.transpose(turn)


def _jpeg(picture: Image.Image, shot: Shot) -> bytes:
    written = io.BytesIO()
    picture.save(written, "JPEG", quality=shot.notes.camera.quality, subsampling="4:2:0", optimize=False)
    return in_jpeg(written.getvalue(), shot.notes)


def _other(picture: Image.Image, shot: Shot) -> bytes:
    """PNG, WebP, TIFF or HEIC. A TIFF goes without EXIF, as scanners and layout programs leave it."""
    written, exif = io.BytesIO(), exif_block(shot.notes)
    block = b"Exif\0\0" + exif if exif else b""
    if shot.extension == "png":
        # 256 colours keep a PNG with grain at the size of a photo.
        picture.quantize(256, dither=Image.Dither.FLOYDSTEINBERG).save(written, "PNG", exif=block)
    elif shot.extension == "webp":
        picture.save(written, "WEBP", quality=74, exif=block)
    elif shot.extension == "tiff":
        picture.save(written, "TIFF", compression="jpeg", quality=80)
    else:
        pillow_heif.from_pillow(picture).save(written, quality=55, exif=block)
    return written.getvalue()


def encoded(shot: Shot) -> bytes:
    """The bytes of the photo's file. The same shot gives the same bytes."""
    picture = _stored(draw(shot.scene, shot.notes.camera.film), shot.notes.orientation)
    return _jpeg(picture, shot) if shot.extension == "jpg" else _other(picture, shot)


def dated(path: Path, moment: datetime) -> None:
    """The file's own times set to a moment, as a card reader leaves them; the tree is then the same every time."""
    seconds = moment.replace(tzinfo=UTC).timestamp()
    os.utime(path, (seconds, seconds))


def write_shot(shot: Shot, root: Path) -> Path:
    """The photo stands under `root`, and its sidecar beside it where there is one."""
    path = root / shot.path
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(encoded(shot))
    dated(path, shot.notes.taken)
    packet = xmp_packet(shot.notes) if shot.notes.written is Written.SIDECAR else None
    if packet:
        sidecar = path.with_name(f"{path.name}.xmp")
        sidecar.write_bytes(packet)
        dated(sidecar, shot.notes.taken)
    return path
