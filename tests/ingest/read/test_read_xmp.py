"""XMP packets, in the photo and beside it, in every spelling that programs use."""

import time

import pytest
from blockmaking import jpeg_with, packet, said, xmp_segment

from catalogue.values.claims import Absence, Precision, Source, Subject
from catalogue.values.precedence import best
from ingest.read import read_file, read_sidecar
from ingest.read.properties import STANDARD, Meaning, property_claims
from ingest.read.xmp import NAMESPACES, read_properties


@pytest.fixture
def sidecar(tmp_path):
    def read(content):
        path = tmp_path / "IMG_0001.jpg.xmp"
        path.write_bytes(content)
        return read_sidecar(path)

    return read


def in_photo(folder, body, attributes=""):
    return read_file(jpeg_with(folder, xmp_segment(packet(body, attributes))), "jpeg")


def test_attributes_and_elements_say_the_same(tmp_path):
    elements = (
        "<tiff:Make>Canon</tiff:Make><xmp:Rating>4</xmp:Rating><photoshop:Credit>MBM</photoshop:Credit>"
    )
    attributes = 'tiff:Make="Canon" xmp:Rating="4" photoshop:Credit="MBM"'

    assert in_photo(tmp_path, elements).claims == in_photo(tmp_path, "", attributes).claims
    assert said(in_photo(tmp_path, elements), Subject.CREDIT, Source.XMP) == ["MBM"]


@pytest.mark.parametrize(
    ("languages", "expected"),
    [
        ({"x-default": "Slag heap", "en": "Slag heap", "fr": "Terril"}, "Terril"),
        ({"en": "Slag heap", "fr-FR": "Terril"}, "Terril"),
        ({"en": "Slag heap", "x-default": "Terril"}, "Terril"),
        ({"en": "Slag heap", "de": "Halde"}, "Slag heap"),
        ({"frr": "Bult", "x-default": "Terril"}, "Terril"),
    ],
)
def test_caption_is_taken_in_french_then_as_the_writer_preferred(tmp_path, languages, expected):
    items = "".join(f'<rdf:li xml:lang="{lang}">{text}</rdf:li>' for lang, text in languages.items())

    reading = in_photo(tmp_path, f"<dc:description><rdf:Alt>{items}</rdf:Alt></dc:description>")

    assert best(Subject.CAPTION, reading.claims).value == expected


def test_description_is_the_caption_and_a_title_only_stands_in(tmp_path):
    title = '<dc:title><rdf:Alt><rdf:li xml:lang="x-default">IMG 12</rdf:li></rdf:Alt></dc:title>'
    description = "<dc:description>Cité des Électriciens</dc:description>"

    assert best(Subject.CAPTION, in_photo(tmp_path, title).claims).value == "IMG 12"
    assert (
        best(Subject.CAPTION, in_photo(tmp_path, title + description).claims).value == "Cité des Électriciens"
    )


def test_creators_are_joined_and_keywords_kept_apart(tmp_path):
    creators = "<dc:creator><rdf:Seq><rdf:li>Anne</rdf:li><rdf:li>Luc</rdf:li></rdf:Seq></dc:creator>"
    words = "<rdf:li>terril</rdf:li><rdf:li>été</rdf:li><rdf:li>terril</rdf:li><rdf:li> </rdf:li>"

    reading = in_photo(tmp_path, f"{creators}<dc:subject><rdf:Bag>{words}</rdf:Bag></dc:subject>")

    assert said(reading, Subject.CREATOR) == ["Anne; Luc"]
    assert said(reading, Subject.KEYWORD) == ["terril", "été"]


def test_licence_is_the_address_of_the_deed_before_words_about_it(tmp_path):
    deed = "https://creativecommons.org/licenses/by/4.0/"
    terms = "<xmpRights:UsageTerms>Ask first</xmpRights:UsageTerms>"

    reading = in_photo(tmp_path, f'{terms}<cc:license rdf:resource="{deed}"/>')

    assert said(reading, Subject.LICENCE) == [deed, "Ask first"]


@pytest.mark.parametrize(
    ("stored", "value"), [("5", ["5"]), ("-1", ["-1"]), ("3.0", ["3"]), ("0", []), ("9", [])]
)
def test_rating_is_one_to_five_or_rejected(tmp_path, stored, value):
    assert said(in_photo(tmp_path, "", f'xmp:Rating="{stored}"'), Subject.RATING) == value


@pytest.mark.parametrize(
    ("stored", "value", "precision"),
    [
        ("2018-05-12T14:32:05", "2018-05-12T14:32:05", Precision.SECOND),
        ("2018-05-12T14:32:05.174+02:00", "2018-05-12T14:32:05", Precision.SECOND),
        ("2018-05-12T14:32Z", "2018-05-12T14:32", Precision.MINUTE),
        ("2018-05-12", "2018-05-12", Precision.DAY),
        ("2018-05", "2018-05", Precision.MONTH),
        ("2018-05-00", "2018-05", Precision.MONTH),
        ("2018-00-00", "2018", Precision.YEAR),
        ("1936", "1936", Precision.YEAR),
    ],
)
def test_date_has_the_precision_that_is_written(tmp_path, stored, value, precision):
    claim = best(Subject.TAKEN, in_photo(tmp_path, "", f'exif:DateTimeOriginal="{stored}"').claims)

    assert (claim.value, claim.precision) == (value, precision)


@pytest.mark.parametrize(
    "stored", ["2018-02-30", "0000-00-00", "0001-01-01T00:00:00", "hier", "2018-05-12T99:00:00"]
)
def test_date_that_does_not_exist_is_none(tmp_path, stored):
    assert said(in_photo(tmp_path, "", f'exif:DateTimeOriginal="{stored}"'), Subject.TAKEN) == []


def test_date_with_a_time_goes_before_a_bare_day_and_brings_its_offset(tmp_path):
    reading = in_photo(
        tmp_path, "", 'photoshop:DateCreated="2003-08-31" xmp:CreateDate="2005-12-17T22:03:32Z"'
    )

    assert best(Subject.TAKEN, reading.claims).value == "2005-12-17T22:03:32"
    assert best(Subject.OFFSET, reading.claims).value == "+00:00"


def test_time_of_the_last_change_is_never_the_time_of_the_photo(tmp_path):
    assert (
        said(
            in_photo(tmp_path, "", 'xmp:ModifyDate="2020-01-01" xmp:MetadataDate="2020-01-01"'), Subject.TAKEN
        )
        == []
    )


@pytest.mark.parametrize(
    ("latitude", "longitude", "expected"),
    [
        ("50,25.806N", "2,34.802E", (50.4301, 2.5800333)),
        ("50,25,48.36N", "2,34,48.12W", (50.4301, -2.5800333)),
        ("21,7,59.5s", "55,28.6065e", (-21.1331944, 55.476775)),
    ],
)
def test_position_is_read_in_both_spellings_of_the_standard(tmp_path, latitude, longitude, expected):
    attributes = (
        f'exif:GPSLatitude="{latitude}" exif:GPSLongitude="{longitude}" exif:GPSHPositioningError="47/10"'
    )

    claim = best(Subject.POSITION, in_photo(tmp_path, "", attributes).claims)

    assert (claim.latitude, claim.longitude) == pytest.approx(expected, abs=1e-6)
    assert claim.accuracy_m == pytest.approx(4.7)


@pytest.mark.parametrize(
    ("latitude", "longitude", "absence"),
    [
        ("50,25.806", "2,34.802E", Absence.NO_REFERENCE),
        ("50.4301", "2.58", Absence.NO_REFERENCE),
        ("91,0N", "2,34.802E", Absence.OUT_OF_RANGE),
        ("50,99N", "2,34.802E", Absence.OUT_OF_RANGE),
        ("0,0N", "0,0E", Absence.ZERO),
        ("nan", "2,34.802E", Absence.UNREADABLE),
        ("50,25.8.06N", "2,34.802E", Absence.UNREADABLE),
        ("", "2,34.802E", Absence.UNREADABLE),
    ],
)
def test_what_is_no_position_says_why(tmp_path, latitude, longitude, absence):
    attributes = f'exif:GPSLatitude="{latitude}" exif:GPSLongitude="{longitude}"'

    (claim,) = (c for c in in_photo(tmp_path, "", attributes).claims if c.subject is Subject.POSITION)

    assert (claim.value, claim.absence) == (None, absence)


def test_heading_says_which_north_it_counts_from(tmp_path):
    reading = in_photo(tmp_path, "", 'exif:GPSImgDirection="11744/100" exif:GPSImgDirectionRef="M"')

    claim = best(Subject.HEADING, reading.claims)

    assert (claim.value, claim.reference) == ("117.44", "magnetic")


def test_properties_of_a_structure_are_not_those_of_the_photo(tmp_path):
    history = (
        "<stEvt:history><rdf:Seq><rdf:li><rdf:Description>"
        "<xmp:CreateDate>1999-01-01</xmp:CreateDate></rdf:Description></rdf:li></rdf:Seq></stEvt:history>"
    )

    assert in_photo(tmp_path, history).claims == ()


def test_sidecar_speaks_for_itself(sidecar):
    reading = sidecar(packet("<dc:description>Étang</dc:description>", 'xmp:Rating="2"'))

    assert {claim.source for claim in reading.claims} == {Source.SIDECAR}
    assert said(reading, Subject.CAPTION) == ["Étang"]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_sidecar_in_utf_16_is_read(sidecar, encoding):
    words = packet("<dc:description>Nœux</dc:description>").decode().partition("?>")[2]
    content = f'\ufeff<?xml version="1.0" encoding="UTF-16"?>{words}'.encode(encoding)

    assert said(sidecar(content), Subject.CAPTION) == ["Nœux"]


def test_packet_with_latin_1_and_control_characters_is_repaired(sidecar):
    content = packet("<dc:description>Etang \x07 ici</dc:description>").replace(b"Etang", b"\xc9tang")

    assert said(sidecar(content), Subject.CAPTION) == ["Étang  ici"]


_LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
    b'<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>'
)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        pytest.param(_LAUGHS + packet("<dc:description>&c;</dc:description>"), "not allowed", id="entities"),
        pytest.param(
            b'<!DOCTYPE x SYSTEM "file:///etc/passwd">' + packet(""), "not allowed", id="document type"
        ),
        pytest.param(b"<x>" * 90_000, "not well-formed", id="never closed"),
        pytest.param(b"<a/>" * 300_000, "too large", id="elements without end"),
        pytest.param(packet(" " * (5 << 20)), "too large", id="five megabytes"),
        pytest.param(b"not XML at all", "not well-formed", id="text"),
        pytest.param(b"", "not well-formed", id="nothing"),
        pytest.param(b'<?xml version="1.0" encoding="no-such"?><x/>', "not", id="unknown encoding"),
    ],
)
def test_packet_that_is_none_gives_a_note_at_once(sidecar, content, reason):
    started = time.process_time()

    reading = sidecar(content)

    assert reading.claims == ()
    assert reason in reading.notes[0]
    assert time.process_time() - started < 2


def test_elements_nested_without_end_are_survived(sidecar):
    reading = sidecar(packet("<dc:description>" * 40_000 + "</dc:description>" * 40_000))

    assert reading.claims == ()


def test_another_table_of_properties_can_be_read_from_the_same_packet():
    content = packet("").replace(
        b'rdf:about=""', b'rdf:about="" xmlns:own="urn:example:own" own:park="Olhain"'
    )
    table = (*STANDARD, Meaning("own:park", Subject.PLACE))

    properties = read_properties(content, {**NAMESPACES, "urn:example:own": "own"})

    assert [claim.value for claim in property_claims(properties, Source.SIDECAR, table)] == ["Olhain"]
