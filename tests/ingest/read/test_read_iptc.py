"""IPTC-IIM: captions of the nineties, in the encodings of the nineties."""

import struct

import pytest
from blockmaking import Raw, exif_segment, jpeg_with, said, segment, tiff_block
from hypothesis import given, settings
from hypothesis import strategies as st

from catalogue.values.claims import Precision, Source, Subject
from catalogue.values.precedence import best
from ingest.read import read_file
from ingest.read.iptc import iim_fields, iptc_claims, resource_fields

UTF8 = (1, 90, b"\x1b%G")


def iim(*datasets):
    return b"".join(
        struct.pack(">BBBH", 0x1C, record, number, len(data)) + data for record, number, data in datasets
    )


def resources(block, before=b""):
    return (
        before + b"8BIM\x04\x04\x00\x00" + struct.pack(">I", len(block)) + block + b"\x00" * (len(block) % 2)
    )


def in_photo(folder, *datasets):
    payload = b"Photoshop 3.0\x00" + resources(iim(*datasets))
    return read_file(jpeg_with(folder, segment(0xED, payload)), "jpeg")


@pytest.mark.parametrize(
    "datasets",
    [
        pytest.param([UTF8, (2, 120, "Chevalement, été".encode())], id="announced UTF-8"),
        pytest.param([(2, 120, "Chevalement, été".encode())], id="valid UTF-8"),
        pytest.param([(2, 120, "Chevalement, été".encode("latin-1"))], id="Latin-1"),
        pytest.param(
            [UTF8, (2, 120, "Chevalement, été".encode("latin-1") + b" \xe9")], id="UTF-8 announced in vain"
        ),
    ],
)
def test_caption_keeps_its_accents(tmp_path, datasets):
    caption = best(Subject.CAPTION, in_photo(tmp_path, *datasets).claims)

    assert caption.value.removesuffix(" é") == "Chevalement, été"
    assert (caption.source, caption.detail) == (Source.IPTC, "2:120 Caption")


def test_text_cut_in_the_middle_of_a_letter_keeps_the_others(tmp_path):
    reading = in_photo(tmp_path, UTF8, (2, 110, "Étienne Dupré".encode()[:-1]))

    assert said(reading, Subject.CREDIT) == ["Étienne Dupr"]


def test_fields_are_claims_of_their_subjects(tmp_path):
    reading = in_photo(
        tmp_path,
        (2, 80, b"Anne"),
        (2, 80, b"Luc"),
        (2, 110, b"MBM"),
        (2, 116, "© MBM".encode()),
        (2, 25, b"terril"),
        (2, 25, "été".encode("latin-1")),
        (2, 25, b"terril"),
    )

    assert said(reading, Subject.CREATOR) == ["Anne; Luc"]
    assert said(reading, Subject.CREDIT) == ["MBM"]
    assert said(reading, Subject.COPYRIGHT) == ["© MBM"]
    assert said(reading, Subject.KEYWORD) == ["terril", "été"]


@pytest.mark.parametrize(
    ("datasets", "value", "precision"),
    [
        ([(2, 55, b"20180512")], "2018-05-12", Precision.DAY),
        ([(2, 55, b"20180512"), (2, 60, b"143205+0200")], "2018-05-12T14:32:05", Precision.SECOND),
        ([(2, 55, b"20180512"), (2, 60, b"996199")], "2018-05-12", Precision.DAY),
        ([(2, 55, b"20180500"), (2, 60, b"143205")], "2018-05", Precision.MONTH),
        ([(2, 55, b"20180000")], "2018", Precision.YEAR),
        ([(2, 62, b"20180512")], "2018-05-12", Precision.DAY),
    ],
)
def test_date_is_a_day_unless_a_time_goes_with_it(tmp_path, datasets, value, precision):
    claim = best(Subject.TAKEN, in_photo(tmp_path, *datasets).claims)

    assert (claim.value, claim.precision) == (value, precision)


@pytest.mark.parametrize("date", [b"20180230", b"00000000", b"", b"12 mai"])
def test_date_that_does_not_exist_is_none(tmp_path, date):
    assert said(in_photo(tmp_path, (2, 55, date)), Subject.TAKEN) == []


def test_block_is_found_among_other_resources_and_over_two_segments(tmp_path):
    other = b"8BIM\x04\x25\x03abc" + struct.pack(">I", 3) + b"xyz\x00"
    whole = resources(iim((2, 120, b"a" * 300)), before=other)
    parts = [segment(0xED, b"Photoshop 3.0\x00" + part) for part in (whole[:100], whole[100:])]

    assert said(read_file(jpeg_with(tmp_path, *parts), "jpeg"), Subject.CAPTION) == ["a" * 300]


def test_resource_that_claims_more_than_there_is_says_nothing():
    whole = resources(iim((2, 120, b"Chevalement")))

    assert iptc_claims(resource_fields(whole)) != ()
    assert iptc_claims(resource_fields(whole[:-2])) == ()


def test_length_of_its_own_length_is_understood():
    long = b"\x1c\x02\x78\x80\x04" + struct.pack(">I", 40_000) + b"b" * 40_000

    (caption,) = iptc_claims(iim_fields(long))

    assert caption.value == "b" * 20_000


def test_tag_of_a_tiff_holds_it_too(tmp_path):
    path = tmp_path / "scan.tif"
    path.write_bytes(tiff_block(image={33723: Raw(4, iim((2, 120, b"Fosse 5 en 1936")).ljust(24, b"\x00"))}))

    assert said(read_file(path, "tiff"), Subject.CAPTION, Source.IPTC) == ["Fosse 5 en 1936"]


def test_caption_of_iptc_goes_before_the_one_of_exif(tmp_path):
    exif = exif_segment(tiff_block(image={0x010E: "from the camera"}))
    block = segment(0xED, b"Photoshop 3.0\x00" + resources(iim((2, 120, b"from the archivist"))))

    claims = read_file(jpeg_with(tmp_path, exif, block), "jpeg").claims

    assert best(Subject.CAPTION, claims).value == "from the archivist"


@settings(deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_are_survived(data):
    for block in (data, b"\x1c\x02" + data, b"8BIM" + data, resources(data), b"\x1c\x02\x78\xff\xff" + data):
        iptc_claims(iim_fields(block))
        iptc_claims(resource_fields(block))
