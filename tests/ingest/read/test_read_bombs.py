"""Files made to hang, to swell or to break a reader: each gives what it honestly holds, at once, and no error."""

import struct
import subprocess
import sys
import time
import zlib
from io import BytesIO

import pytest
from blockmaking import (
    BYTE,
    MAKE,
    MODEL,
    ORIENTATION,
    TAKEN,
    Raw,
    exif_segment,
    jpeg_with,
    plain_jpeg,
    rationals,
    said,
    segment,
    tiff_block,
)
from hypothesis import given, settings
from hypothesis import strategies as st
from test_read_containers import FILES, box, chunk, infe, png, riff

from catalogue.values.claims import Subject
from ingest.read import read_file
from ingest.read.allowance import Allowance, Exhausted

FORMATS = ("jpeg", "png", "webp", "tiff", "heif", "avif")
PHOTO = {TAKEN: "2018:05:12 14:32:05"}
CAMERA = {MAKE: "samsung", MODEL: "SM-A520F", ORIENTATION: 6}


def overlapping(count, values):
    """A block with honest tags, and many more that all point at the same stretch of it."""
    junk = Raw(BYTE, b"\x00\x00\x00\x00\x00", values)
    block = bytearray(tiff_block(CAMERA | {0xB000 + n: junk for n in range(count)}, PHOTO) + b"\x55" * values)
    place = struct.pack("<I", len(block) - values)
    for n in range(count):
        entry = 10 + 12 * (len(CAMERA) + 1 + n)
        block[entry + 8 : entry + 12] = place
    return bytes(block)


def timed(path, format_name):
    started = time.process_time()
    reading = read_file(path, format_name)
    return reading, time.process_time() - started


def test_maker_note_of_four_billion_values_is_left_alone(tmp_path):
    note = Raw(7, b"Apple iOS\x00", 0xFFFFFFFF)
    path = jpeg_with(tmp_path, exif_segment(tiff_block(CAMERA, {**PHOTO, 0x927C: note})))

    reading, seconds = timed(path, "jpeg")

    assert path.stat().st_size < 1_300
    assert said(reading, Subject.TAKEN) == ["2018-05-12T14:32:05"]
    assert seconds < 0.5


@pytest.mark.parametrize(("count", "values"), [(2_000, 999), (2_000, 12_000)])
def test_overlapping_tags_use_up_the_allowance_and_not_the_day(tmp_path, count, values):
    path = jpeg_with(tmp_path, exif_segment(overlapping(count, values)))

    reading, seconds = timed(path, "jpeg")

    assert said(reading, Subject.TAKEN) == ["2018-05-12T14:32:05"]
    assert said(reading, Subject.CAMERA_MODEL) == ["SM-A520F"]
    assert seconds < 2


def test_allowance_that_was_used_up_is_noted(tmp_path):
    path = jpeg_with(tmp_path, exif_segment(overlapping(1_000, 999)))

    reading = read_file(path, "jpeg", reads=20_000)

    assert "Exhausted" in reading.notes[0]


def test_allowance_gives_no_more_than_it_has():
    stream = Allowance(BytesIO(b"x" * 100), reads=3, size_bytes=10)

    assert stream.read(4) == b"xxxx"
    with pytest.raises(Exhausted, match="bytes"):
        stream.read()

    stream = Allowance(BytesIO(b"x" * 100), reads=1)
    assert stream.read() == b"x" * 100
    with pytest.raises(Exhausted, match="reads"):
        stream.read(0)


def test_directories_that_lead_in_circles_end(tmp_path):
    block = bytearray(tiff_block(CAMERA, PHOTO))
    end = 10 + 12 * (len(CAMERA) + 1)
    block[end : end + 4] = struct.pack("<I", 8)
    photo = block.index(struct.pack("<H", 0x8769)) + 8
    inner = bytearray(block)
    inner[photo : photo + 4] = struct.pack("<I", 8)

    for circle in (block, inner):
        reading, seconds = timed(jpeg_with(tmp_path, exif_segment(bytes(circle))), "jpeg")
        assert said(reading, Subject.CAMERA_MAKE) == ["samsung"]
        assert seconds < 1


def test_large_block_in_a_png_is_bounded_in_memory_and_time(tmp_path):
    block = overlapping(4_000, 1_000_000)
    path = tmp_path / "bomb.png"
    path.write_bytes(png(chunk(b"eXIf", block)))

    reading, seconds = timed(path, "png")

    assert said(reading, Subject.CAMERA_MODEL) == ["SM-A520F"]
    assert seconds < 2


def test_text_that_unpacks_without_end_is_refused(tmp_path):
    packed = zlib.compress(b" " * (200 << 20), 9)
    path = tmp_path / "bomb.png"
    path.write_bytes(png(chunk(b"iTXt", b"XML:com.adobe.xmp\x00\x01\x00\x00\x00" + packed)))

    reading, seconds = timed(path, "png")

    assert "unpacks to more" in reading.notes[0]
    assert seconds < 1


@pytest.mark.parametrize(
    ("format_name", "content", "note"),
    [
        pytest.param("jpeg", b"\xff\xd8" + b"\xff\xfe\x00\x02" * 300_000, "more than", id="segments"),
        pytest.param("jpeg", b"\xff\xd8" + (b"\x00" * 60_000 + b"\xff\xd0") * 200, "", id="stray bytes"),
        pytest.param(
            "jpeg", b"\xff\xd8" + segment(0xED, b"x" * 65_000) * 300, "MB of metadata", id="resources"
        ),
        pytest.param("png", png()[:-12] + chunk(b"tEXt", b"") * 250_000, "more than", id="chunks"),
        pytest.param("webp", riff(*[(b"JUNK", b"")] * 250_000), "more than", id="RIFF chunks"),
        pytest.param("heif", box(b"free", b"") * 2_000, "", id="boxes"),
        pytest.param(
            "heif",
            box(b"ftyp", b"heic")
            + box(
                b"meta",
                b"\x00" * 4
                + box(b"iinf", b"\x00" * 6 + infe(1, b"Exif"))
                + box(
                    b"iloc", b"\x00\x00\x00\x00\x00\x00\xff\xff" + struct.pack(">HHH", 1, 0, 0xFFFF) * 60_000
                ),
            ),
            "pieces",
            id="extents of nothing",
        ),
        pytest.param("tiff", b"II*\x00\x08\x00\x00\x00\xff\xff" + b"\x00" * 800_000, "entries", id="entries"),
        pytest.param(
            "tiff", b"II+\x00\x08\x00\x00\x00" + b"\xff" * 16, "outside", id="places beyond any file"
        ),
    ],
)
def test_structure_without_end_is_given_up_with_a_note(tmp_path, format_name, content, note):
    path = tmp_path / "bomb"
    path.write_bytes(content)

    reading, seconds = timed(path, format_name)

    assert reading.claims == ()
    assert any(note in said_so for said_so in reading.notes) or not note
    assert seconds < 2


def _whole_jpeg():
    gps = {1: "N", 2: rationals((50, 1), (25, 1), (0, 1)), 3: "E", 4: rationals((2, 1), (34, 1), (0, 1))}
    jpeg = plain_jpeg()
    return jpeg[:2] + exif_segment(tiff_block(CAMERA, PHOTO, gps)) + jpeg[2:]


WHOLES = {"JPEG": ("jpeg", _whole_jpeg()), **FILES}
HONEST = {
    (Subject.POSITION, "50.4166667,2.5666667"),
    (Subject.POSITION, "50.4301000,2.5800333"),
    (Subject.TAKEN, "2018-05-12T14:32:05"),
    (Subject.CAMERA_MAKE, "samsung"),
    (Subject.CAMERA_MODEL, "SM-A520F"),
}


@pytest.mark.parametrize("kind", WHOLES)
def test_file_cut_at_any_place_says_nothing_else_than_the_whole(tmp_path, kind):
    format_name, content = WHOLES[kind]
    path = tmp_path / "cut"
    for length in range(0, len(content), 7):
        path.write_bytes(content[:length])

        reading = read_file(path, format_name)

        told = {(claim.subject, claim.value) for claim in reading.claims if claim.value is not None}
        assert {fact for fact in told if fact[0] in {subject for subject, _ in HONEST}} <= HONEST


@settings(deadline=None)
@given(
    st.sampled_from(sorted(WHOLES)),
    st.integers(0, 4_000),
    st.binary(min_size=1, max_size=8),
    st.sampled_from(FORMATS),
)
def test_flipped_bytes_and_wrong_formats_are_survived(tmp_path_factory, kind, place, junk, another):
    format_name, content = WHOLES[kind]
    place %= len(content)
    path = tmp_path_factory.getbasetemp() / "flipped"
    path.write_bytes(content[:place] + junk + content[place + len(junk) :])

    for each in (format_name, another):
        for claim in read_file(path, each).claims:
            (claim.value or "").encode()


@settings(deadline=None)
@given(st.binary(max_size=400), st.sampled_from(FORMATS))
def test_any_bytes_are_survived(tmp_path_factory, content, format_name):
    path = tmp_path_factory.getbasetemp() / "any"
    starts = (
        b"",
        b"\xff\xd8\xff\xe1",
        b"\x89PNG\r\n\x1a\n",
        b"RIFF\xff\x00\x00\x00WEBP",
        b"II*\x00\x08\x00\x00\x00",
    )
    for start in starts:
        path.write_bytes(start + content)
        read_file(path, format_name)


def test_reading_needs_neither_pillow_nor_a_second_to_be_imported():
    command = "import sys, ingest.read; sys.exit('PIL' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", command], check=False).returncode == 0


def test_box_that_ends_beyond_every_disk_holds_nothing(tmp_path):
    path = tmp_path / "far.avif"
    path.write_bytes(b"\0\0\0\1ftyp" + (1 << 62).to_bytes(8, "big") + b"x" * 50)

    assert not list(read_file(path, "avif").claims)
