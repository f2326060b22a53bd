"""Whatever the bytes, an identity comes, soon, and always the same."""

import struct
import time

import pytest
from drawn_pictures import box, heif, jpeg, saved, scene
from hypothesis import given, settings
from hypothesis import strategies as st

from catalogue.pictures.identity import picture_id
from catalogue.pictures.sizes import size_of

FORMATS = ["jpeg", "png", "webp", "heif", "avif", "tiff"]
SEEDS = {
    "jpeg": jpeg(scene(48, 32)),
    "png": saved(scene(48, 32), "PNG"),
    "webp": saved(scene(48, 32), "WEBP"),
    "heif": heif([(1, b"hvc1", 0, [b"some coded bytes"]), (2, b"Exif", 0, [b"Exif"])], idat=b"abcd"),
}
SEEDS["avif"] = SEEDS["heif"].replace(b"hvc1", b"av01")
SEEDS["tiff"] = saved(scene(48, 32), "TIFF")


@given(data=st.binary(max_size=300), form=st.sampled_from(FORMATS))
def test_any_bytes_have_an_identity(data, form):
    identity = picture_id(data, form)

    assert len(identity) == 32
    assert identity == picture_id(data, form)


@settings(max_examples=300)
@given(
    form=st.sampled_from(FORMATS),
    edits=st.lists(st.tuples(st.floats(0, 1), st.binary(min_size=1, max_size=8)), max_size=6),
    cut=st.floats(0, 1),
)
def test_damaged_pictures_have_an_identity_and_perhaps_a_size(form, edits, cut):
    data = bytearray(SEEDS[form])
    for place, put in edits:
        start = int(place * len(data))
        data[start : start + len(put)] = put
    damaged = bytes(data[: int(cut * len(data)) + 1])

    assert len(picture_id(damaged, form)) == 32
    size = size_of(damaged, form)
    assert size is None or min(size) > 0


def items_that_all_are_the_file(count):
    """Hashing each would take the square of the length: an extent of length 0 reaches to the end."""
    file = bytearray(heif([(n, b"hvc1", 0, [b"x"]) for n in range(1, count)]))
    place = file.index(b"iloc")
    for n in range(1, count):
        place = file.index(struct.pack(">HHHH", n, 0, 0, 1), place) + 8
        file[place : place + 8] = bytes(8)
    return bytes(file)


MEGABYTES = 8
OWNED = struct.pack(">HB", 1, 255) + bytes(255)
PROPERTIES = box(b"ipma", struct.pack(">I", 1000) + OWNED * 1000, version=0) * 120
BOMBS = {
    "comments": ("jpeg", b"\xff\xd8" + b"\xff\xfe\x00\x02" * (MEGABYTES << 18)),
    "markers": ("jpeg", b"\xff\xd8" + b"\xff\x01" * (MEGABYTES << 19)),
    "fill": ("jpeg", b"\xff\xd8" + b"\xff" * (MEGABYTES << 20)),
    "stuffing": ("jpeg", b"\xff\xd8\xff\xda\x00\x02" + b"\xff\x00" * (MEGABYTES << 19)),
    "chunks": ("png", b"\x89PNG\r\n\x1a\n" + (bytes(4) + b"tEXt" + bytes(4)) * (MEGABYTES << 16)),
    "riff": ("webp", b"RIFF\xff\xff\xff\xffWEBP" + b"JUNK\x00\x00\x00\x00" * (MEGABYTES << 17)),
    "boxes": ("heif", (struct.pack(">I", 8) + b"free") * (MEGABYTES << 17)),
    "properties": ("heif", box(b"meta", box(b"iprp", PROPERTIES), version=0)),
    "extents": ("heif", items_that_all_are_the_file(20_000)),
}


@pytest.mark.parametrize("name", sorted(BOMBS))
def test_bytes_made_to_keep_us_busy_are_soon_done_with(name):
    form, data = BOMBS[name]
    started = time.process_time()

    picture_id(data, form)

    assert time.process_time() - started < 3


def test_pictures_of_two_formats_do_not_meet():
    identities = {picture_id(data, form) for form, data in SEEDS.items() if form != "avif"}

    assert len(identities) == len(SEEDS) - 1
