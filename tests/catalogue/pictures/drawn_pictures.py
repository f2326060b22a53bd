"""Pictures that the tests draw, and knives to cut their files with: bytes in, bytes out."""

import io
import struct
import zlib

import cv2
import numpy as np
import simplejpeg
from PIL import Image


def scene(width, height, seed=1):
    """A picture with the statistics of a photo: clouds at all scales, hard edges, a little grain."""
    rng = np.random.default_rng(seed)
    total = np.zeros((height, width), np.float32)
    scale, weight = 4, 1.0
    while scale < 2 * max(width, height):
        noise = rng.standard_normal((height * scale // 4096 + 2, width * scale // 4096 + 2))
        total += weight * cv2.resize(noise.astype(np.float32), (width, height), interpolation=cv2.INTER_CUBIC)
        scale, weight = scale * 2, weight * 0.68
    grey = 128 + 38 * total / total.std() + np.linspace(50, -40, height, dtype=np.float32)[:, None]
    for _ in range(30):
        x, y = rng.integers(0, width), rng.integers(0, height)
        grey[y : y + height // 8, x : x + width // 10] += rng.integers(-40, 40)
    grey += 2 * rng.standard_normal((height, width)).astype(np.float32)
    tint = np.linspace(-25, 25, width, dtype=np.float32)[None, :]
    return np.stack([grey + tint, grey, grey - tint], -1).clip(0, 255).astype(np.uint8)


def jpeg(pixels, quality=90, subsampling="420"):
    return simplejpeg.encode_jpeg(np.ascontiguousarray(pixels), quality, colorsubsampling=subsampling)


def saved(pixels, form, **options):
    """The picture as Pillow writes it; `pixels` may be an image already."""
    image = pixels if isinstance(pixels, Image.Image) else Image.fromarray(pixels)
    file = io.BytesIO()
    image.save(file, form, **options)
    return file.getvalue()


def heic(pixels, **options):
    """The picture as libheif writes it, with x265 in a hurry."""
    import pillow_heif  # noqa: PLC0415 slow to load

    pillow_heif.register_heif_opener()
    return saved(pixels, "HEIF", quality=60, enc_params={"preset": "ultrafast"}, **options)


def pixels_of(path_or_bytes):
    source = io.BytesIO(path_or_bytes) if isinstance(path_or_bytes, bytes) else path_or_bytes
    with Image.open(source) as image:
        return np.asarray(image.convert("RGB"))


def psnr(one, other):
    error = np.mean((one.astype(np.float64) - other.astype(np.float64)) ** 2)
    return float("inf") if error == 0 else 10 * np.log10(255**2 / error)


def segment(marker, content):
    return struct.pack(">BBH", 0xFF, marker, len(content) + 2) + content


def with_segments(file, *added):
    """A JPEG with segments put in behind its SOI."""
    return file[:2] + b"".join(added) + file[2:]


def without_segments(file, *markers):
    """A JPEG without the header segments of those markers."""
    kept, position = [file[:2]], 2
    while file[position + 1] != 0xDA:
        end = position + 2 + int.from_bytes(file[position + 2 : position + 4], "big")
        if file[position + 1] not in markers:
            kept.append(file[position:end])
        position = end
    return b"".join(kept) + file[position:]


def scan_start(file):
    """Where the entropy-coded data of the first scan begin."""
    marker = file.index(b"\xff\xda")
    return marker + 2 + int.from_bytes(file[marker + 2 : marker + 4], "big")


def flipped(file, position):
    """The file with one byte changed, and no new marker made by it."""
    changed = bytearray(file)
    changed[position] ^= 0x01 if changed[position] not in (0x01, 0xFE, 0xFF) else 0x04
    return bytes(changed)


def gps_exif(latitude=50.43, longitude=2.58, caption="Terril 11/19"):
    """An EXIF block with a position, orientation 1 and a caption."""
    exif = Image.Exif()
    exif[0x010E], exif[0x0112] = caption, 1
    exif[0x8825] = {
        1: "N",
        2: (int(latitude), int(latitude % 1 * 60), latitude % 1 * 60 % 1 * 60),
        3: "E",
        4: (int(longitude), int(longitude % 1 * 60), longitude % 1 * 60 % 1 * 60),
    }
    return exif


def gps_zeroed(file, latitude=50.43, longitude=2.58):
    """The file with its position zeroed in place, as a phone hands it to a browser. Lengths stay."""
    for degrees in (latitude, longitude):
        for order in (">II", "<II"):
            file = file.replace(struct.pack(order, int(degrees), 1), bytes(8))
    return file


def png_chunks(file):
    """The (type, data) pairs of a PNG."""
    position, chunks = 8, []
    while position < len(file):
        length = int.from_bytes(file[position : position + 4], "big")
        chunks.append((file[position + 4 : position + 8], file[position + 8 : position + 8 + length]))
        position += 12 + length
    return chunks


def png(chunks):
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )


def riff_chunks(file):
    """The (type, data) pairs of a WebP file."""
    position, chunks = 12, []
    while position < len(file):
        length = int.from_bytes(file[position + 4 : position + 8], "little")
        chunks.append((file[position : position + 4], file[position + 8 : position + 8 + length]))
        position += 8 + length + length % 2
    return chunks


def webp(chunks):
    body = b"WEBP" + b"".join(
        kind + struct.pack("<I", len(data)) + data + b"\x00" * (len(data) % 2) for kind, data in chunks
    )
    return b"RIFF" + struct.pack("<I", len(body)) + body


def box(kind, content, version=None):
    full = b"" if version is None else struct.pack(">I", version << 24)
    return struct.pack(">I", 8 + len(full) + len(content)) + kind + full + content


def heif(items, primary=1, idat=b"", gap=b""):
    """A HEIF file made of (number, type, method, [bytes…]) items: each part of an item is an extent of its own.

    `idat` holds the items of method 1; `gap` stands before the data, so that everything moves.
    """
    head = box(b"ftyp", b"heic" + bytes(4) + b"mif1heic")
    entries = b"".join(
        box(b"infe", struct.pack(">HH", number, 0) + kind + b"\x00", version=2)
        for number, kind, _, _ in items
    )
    iinf = box(b"iinf", struct.pack(">H", len(items)) + entries, version=0)
    pitm = box(b"pitm", struct.pack(">H", primary), version=0)
    stored = box(b"idat", idat) if idat else b""

    def meta(first):
        table, in_file, in_idat = b"", first, 0
        for number, _, method, parts in items:
            table += struct.pack(">HHHH", number, method, 0, len(parts))
            for part in parts:
                table += struct.pack(">II", in_idat if method else in_file, len(part))
                in_file, in_idat = in_file + len(part) * (not method), in_idat + len(part) * method
        iloc = box(b"iloc", struct.pack(">HH", 0x4400, len(items)) + table, version=1)
        return box(b"meta", pitm + iinf + iloc + stored, version=0)

    data = b"".join(part for _, _, method, parts in items if not method for part in parts)
    first = len(head) + len(meta(0)) + len(gap) + 8
    return head + meta(first) + gap + box(b"mdat", data)


def grey_jpeg(width, height):
    """A flat grey JPEG of any size, of 6 bits for each 64 pixels. Its blocks must number a multiple of four."""
    small = simplejpeg.encode_jpeg(
        np.full((8, 8, 1), 128, np.uint8), colorspace="GRAY", colorsubsampling="Gray"
    )
    frame = small.index(b"\xff\xc0")
    head = bytearray(small[: scan_start(small)])
    head[frame + 5 : frame + 9] = struct.pack(">HH", height, width)
    blocks = -(-width // 8) * -(-height // 8)
    return bytes(head) + b"\x28\xa2\x8a" * (blocks // 4) + b"\xff\xd9"


def flat_png(width, height, value=b"\x80\x90\xa0"):
    """A PNG of one colour and any size, without ever holding its pixels."""
    packer, row = zlib.compressobj(1), b"\x00" + value * width
    parts = [packer.compress(row) for _ in range(height)]
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return png([(b"IHDR", header), (b"IDAT", b"".join(parts) + packer.flush()), (b"IEND", b"")])
