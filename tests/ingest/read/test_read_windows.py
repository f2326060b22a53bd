"""What Windows Explorer wrote: the XP tags in UTF-16, and stars."""

import pytest
from blockmaking import BYTE, MAKE, MODEL, ORIENTATION, TAKEN, Raw, exif_segment, jpeg_with, said, tiff_block

from catalogue.values.claims import Source, Subject
from catalogue.values.precedence import best
from ingest.read import read_file

TITLE, COMMENT, AUTHOR, KEYWORDS, SUBJECT = range(0x9C9B, 0x9CA0)


def wide(text):
    return Raw(BYTE, (text + "\x00").encode("utf-16-le", "surrogatepass"))


def reading_of(folder, image):
    return read_file(jpeg_with(folder, exif_segment(tiff_block(image=image))), "jpeg")


def test_texts_are_read_with_their_accents(tmp_path):
    reading = reading_of(
        tmp_path,
        {TITLE: wide("Étang du Vignoble"), AUTHOR: wide("Anne Œil"), KEYWORDS: wide("terril;été; terril ;")},
    )

    assert said(reading, Subject.CAPTION, Source.WINDOWS) == ["Étang du Vignoble"]
    assert said(reading, Subject.CREATOR, Source.WINDOWS) == ["Anne Œil"]
    assert said(reading, Subject.KEYWORD, Source.WINDOWS) == ["terril", "été"]


def test_title_goes_before_subject_and_comments(tmp_path):
    reading = reading_of(tmp_path, {COMMENT: wide("comment"), SUBJECT: wide("subject"), TITLE: wide("title")})

    assert best(Subject.CAPTION, reading.claims).value == "title"
    assert said(reading, Subject.CAPTION) == ["title", "subject", "comment"]


def test_long_comment_is_read_whole_though_all_else_was_found(tmp_path):
    image = {MAKE: "samsung", MODEL: "SM-A520F", ORIENTATION: 1, COMMENT: wide("é" * 3_000)}
    block = tiff_block(image, {TAKEN: "2018:05:12 14:32:05"})

    reading = read_file(jpeg_with(tmp_path, exif_segment(block)), "jpeg")

    assert said(reading, Subject.CAPTION) == ["é" * 3_000]


@pytest.mark.parametrize("comment", ["Type=N, Mode=P, DE=None", "0.9.142", "", "   "])
def test_comment_that_nobody_wrote_is_no_caption(tmp_path, comment):
    assert said(reading_of(tmp_path, {COMMENT: wide(comment)}), Subject.CAPTION) == []


def test_half_a_surrogate_never_gets_through(tmp_path):
    (caption,) = said(reading_of(tmp_path, {TITLE: wide("terril \ud83d 11/19")}), Subject.CAPTION)

    assert caption.encode("utf-8").decode() == "terril \ufffd 11/19"


@pytest.mark.parametrize(("stored", "value"), [(0, []), (1, ["1"]), (5, ["5"]), (99, [])])
def test_stars_are_one_to_five(tmp_path, stored, value):
    assert said(reading_of(tmp_path, {0x4746: stored}), Subject.RATING, Source.WINDOWS) == value
