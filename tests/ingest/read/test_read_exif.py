"""Times, camera, texts and their traps in EXIF blocks."""

import struct

import pytest
from blockmaking import (
    ARTIST,
    COPYRIGHT,
    DESCRIPTION,
    DIGITIZED,
    MAKE,
    MODEL,
    OFFSET,
    ORIENTATION,
    TAKEN,
    UNDEFINED,
    Raw,
    exif_segment,
    jpeg_with,
    packet,
    rationals,
    said,
    tiff_block,
    xmp_segment,
)

from catalogue.values.claims import Absence, Precision, Source, Subject
from catalogue.values.precedence import best
from ingest.read import read_file, tags

PHOTO = {TAKEN: "2018:05:12 14:32:05"}
CAMERA = {MAKE: "samsung", MODEL: "SM-A520F", ORIENTATION: 6}


def reading_of(folder, image=None, photo=None, gps=None, *more):
    return read_file(jpeg_with(folder, exif_segment(tiff_block(image, photo, gps)), *more), "jpeg")


def test_time_is_the_moment_of_the_shutter_to_the_second(tmp_path):
    reading = reading_of(tmp_path, photo={**PHOTO, DIGITIZED: "2018:05:12 14:32:06"})

    claim = best(Subject.TAKEN, reading.claims)

    assert (claim.value, claim.detail) == ("2018-05-12T14:32:05", "DateTimeOriginal")
    assert (claim.source, claim.precision) == (Source.EXIF, Precision.SECOND)


def test_time_of_digitizing_stands_in_where_the_first_is_unset(tmp_path):
    reading = reading_of(tmp_path, photo={TAKEN: "0000:00:00 00:00:00", DIGITIZED: "2018:05:12 14:32:06"})

    claim = best(Subject.TAKEN, reading.claims)

    assert (claim.value, claim.detail) == ("2018-05-12T14:32:06", "DateTimeDigitized")


def test_time_of_the_last_change_is_never_the_time_of_the_photo(tmp_path):
    reading = reading_of(tmp_path, image={0x0132: "2020:01:01 00:00:00"})

    assert said(reading, Subject.TAKEN) == []


@pytest.mark.parametrize(
    ("stored", "absence"),
    [
        ("2008:02:15 16:00", Absence.UNREADABLE),
        ("05.10.2009 11:16", Absence.UNREADABLE),
        ("2018:02:30 10:00:00", Absence.UNREADABLE),
        ("2018:05:12 25:00:00", Absence.UNREADABLE),
        ("0001:01:01 00:00:00", Absence.UNREADABLE),
        ("0000:00:00 00:00:00", Absence.ZERO),
        ("    :  :     :  :  ", Absence.ZERO),
    ],
)
def test_date_that_is_none_gives_its_reason(tmp_path, stored, absence):
    (claim,) = (c for c in reading_of(tmp_path, photo={TAKEN: stored}).claims if c.subject is Subject.TAKEN)

    assert (claim.value, claim.absence) == (None, absence)


@pytest.mark.parametrize(("stored", "offset"), [("+02:00", "+02:00"), ("Z", "+00:00"), ("-0330", "-03:30")])
def test_offset_of_the_shutter_is_that_of_the_photo(tmp_path, stored, offset):
    assert best(Subject.OFFSET, reading_of(tmp_path, photo={**PHOTO, OFFSET: stored}).claims).value == offset


@pytest.mark.parametrize("stored", ["+99:00", "   :  ", "CEST", "+02:77"])
def test_offset_that_no_clock_has_is_none(tmp_path, stored):
    assert said(reading_of(tmp_path, photo={**PHOTO, OFFSET: stored}), Subject.OFFSET) == []


def test_offset_of_another_time_is_a_hint_and_not_shown(tmp_path):
    reading = reading_of(tmp_path, photo={**PHOTO, 0x9010: "+02:00", 0x9012: "+01:00"})

    assert best(Subject.OFFSET, reading.claims) is None
    assert said(reading, Subject.OFFSET, Source.INFERRED) == ["+01:00", "+02:00"]


def test_offset_in_a_date_of_xmp_is_not_lent_to_the_time_of_exif(tmp_path):
    edited = xmp_segment(packet("", 'xmp:CreateDate="2018-05-12T14:32:05+02:00"'))

    reading = reading_of(tmp_path, None, PHOTO, None, edited)

    assert best(Subject.OFFSET, reading.claims) is None
    assert said(reading, Subject.OFFSET, Source.INFERRED) == ["+02:00"]


@pytest.mark.parametrize("stored", range(9))
def test_orientation_is_the_number_as_stored(tmp_path, stored):
    assert said(reading_of(tmp_path, image={ORIENTATION: stored}), Subject.ORIENTATION) == [str(stored)]


def test_orientation_of_another_number_is_none(tmp_path):
    assert said(reading_of(tmp_path, image={ORIENTATION: 9}), Subject.ORIENTATION) == []


def test_camera_lens_and_focal_length_are_named_without_outer_blanks(tmp_path):
    reading = reading_of(
        tmp_path,
        image={MAKE: " EASTMAN KODAK  ", MODEL: "DC240 \x00\x00\x00"},
        photo={0xA434: "EF24-70mm f/4L", 0x920A: rationals((4103, 1000))},
    )

    assert said(reading, Subject.CAMERA_MAKE) == ["EASTMAN KODAK"]
    assert said(reading, Subject.CAMERA_MODEL) == ["DC240"]
    assert said(reading, Subject.LENS) == ["EF24-70mm f/4L"]
    assert said(reading, Subject.FOCAL_LENGTH) == ["4.1"]


@pytest.mark.parametrize("stored", [(0, 1), (0, 0), (1, 0), (4294967295, 1)])
def test_focal_length_that_no_lens_has_is_none(tmp_path, stored):
    assert said(reading_of(tmp_path, photo={0x920A: rationals(stored)}), Subject.FOCAL_LENGTH) == []


@pytest.mark.parametrize(
    "stored",
    [
        pytest.param("Étang de Nœux".encode(), id="UTF-8"),
        pytest.param("Étang de Nœux".encode("cp1252"), id="Windows-1252"),
        pytest.param("E\u0301tang de Nœux".encode(), id="accent apart"),
        pytest.param(" Étang de\x07 Nœux\r\n\x00junk".encode(), id="control characters"),
    ],
)
def test_caption_keeps_its_accents(tmp_path, stored):
    assert said(reading_of(tmp_path, image={DESCRIPTION: stored}), Subject.CAPTION) == ["Étang de Nœux"]


def test_caption_stored_as_bytes_is_text_all_the_same(tmp_path):
    image = {DESCRIPTION: Raw(UNDEFINED, "Chevalement été 2018".encode())}

    assert said(reading_of(tmp_path, image=image), Subject.CAPTION) == ["Chevalement été 2018"]


def test_creator_and_copyright_are_read(tmp_path):
    reading = reading_of(tmp_path, image={ARTIST: "Carto'Cité", COPYRIGHT: "© MBM"})

    assert said(reading, Subject.CREATOR) == ["Carto'Cité"]
    assert said(reading, Subject.COPYRIGHT) == ["© MBM"]


@pytest.mark.parametrize(
    "stored",
    [
        "OLYMPUS DIGITAL CAMERA         ",
        "SONY DSC",
        "DCIM\\100GOPRO\\G0012345.JPG",
        "sdr",
        "    ",
        "",
        "?????",
    ],
)
def test_words_that_a_camera_writes_by_itself_are_no_caption(tmp_path, stored):
    assert said(reading_of(tmp_path, image={DESCRIPTION: stored}), Subject.CAPTION) == []


def test_texts_are_cut_to_their_limit(tmp_path):
    reading = reading_of(tmp_path, image={DESCRIPTION: "é" * 25_000, ARTIST: "a" * 600})

    assert [len(text) for text in said(reading, Subject.CAPTION)] == [20_000]
    assert [len(text) for text in said(reading, Subject.CREATOR)] == [500]


@pytest.mark.parametrize(
    "error", [IndexError, EOFError, NotImplementedError, AssertionError, KeyError, struct.error]
)
def test_second_reader_helps_when_the_first_falls_over(tmp_path, monkeypatch, error):
    def fall_over(*_args, **_kwargs):
        raise error

    monkeypatch.setattr(tags.exifread, "process_file", fall_over)

    gps = {1: "N", 2: rationals((50, 1), (25, 1), (0, 1)), 3: "W", 4: rationals((2, 1), (0, 1), (0, 1))}
    reading = reading_of(tmp_path, {**CAMERA, DESCRIPTION: "Nœux, été".encode()}, PHOTO, gps)

    assert said(reading, Subject.CAMERA_MODEL) == ["SM-A520F"]
    assert said(reading, Subject.ORIENTATION) == ["6"]
    assert said(reading, Subject.TAKEN) == ["2018-05-12T14:32:05"]
    assert said(reading, Subject.CAPTION) == ["Nœux, été"]
    assert said(reading, Subject.POSITION) == ["50.4166667,-2.0000000"]
    assert error.__name__ in reading.notes[0]


def test_position_erased_in_place_is_known_to_the_second_reader_too(tmp_path, monkeypatch):
    monkeypatch.setattr(tags.exifread, "process_file", lambda *_a, **_k: {})
    nothing = rationals((0, 0), (0, 0), (0, 0))

    reading = reading_of(tmp_path, CAMERA, PHOTO, {1: "\x00", 2: nothing, 3: "\x00", 4: nothing})

    (claim,) = (c for c in reading.claims if c.subject is Subject.POSITION)
    assert claim.absence is Absence.REDACTED


def test_second_reader_is_not_asked_when_the_first_gave_everything(tmp_path, monkeypatch):
    monkeypatch.setattr(tags, "_second_opinion", lambda _stream: pytest.fail("it was asked"))

    reading = reading_of(tmp_path, CAMERA, PHOTO)

    assert said(reading, Subject.TAKEN) == ["2018-05-12T14:32:05"]


def test_value_that_lies_in_the_pointers_themselves_is_not_believed(tmp_path):
    block = bytearray(tiff_block(image={MAKE: "Canon EOS", MODEL: "SM-A520F"}))
    block[10 + 8 : 10 + 12] = struct.pack("<I", 8)  # the maker's name now begins at the directory

    reading = read_file(jpeg_with(tmp_path, exif_segment(bytes(block))), "jpeg")

    assert said(reading, Subject.CAMERA_MAKE) == []
    assert said(reading, Subject.CAMERA_MODEL) == ["SM-A520F"]


def test_directory_that_does_not_fit_into_its_block_is_not_believed(tmp_path):
    block = bytearray(tiff_block(image=CAMERA))
    block[8:10] = struct.pack("<H", 400)

    reading = read_file(jpeg_with(tmp_path, exif_segment(bytes(block))), "jpeg")

    assert reading.claims == ()
    assert reading.notes == ("the EXIF block has no directory that can be believed",)


def test_directory_that_begins_with_a_type_that_does_not_exist_is_not_believed(tmp_path):
    block = bytearray(tiff_block(image=CAMERA))
    block[12:14] = struct.pack("<H", 232)

    assert read_file(jpeg_with(tmp_path, exif_segment(bytes(block))), "jpeg").claims == ()


def test_block_that_goes_on_in_a_second_segment_is_read_whole(tmp_path):
    block = tiff_block(image={DESCRIPTION: "a" * 400, MODEL: "SM-A520F"})

    reading = read_file(jpeg_with(tmp_path, exif_segment(block[:200]), exif_segment(block[200:])), "jpeg")

    assert said(reading, Subject.CAPTION) == ["a" * 400]


def test_block_behind_other_segments_and_stray_bytes_is_found(tmp_path):
    others = b"\xff\xe2\x00\x10" + b"ICC_PROFILE\x00\x01\x01" + b"stray\xff\xff"

    reading = read_file(jpeg_with(tmp_path, others, exif_segment(tiff_block(image=CAMERA))), "jpeg")

    assert said(reading, Subject.CAMERA_MAKE) == ["samsung"]
