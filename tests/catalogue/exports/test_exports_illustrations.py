"""Illustrations that authors take away have caption and credit inside, and no camera, position or file name."""

import json
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import closing
from io import BytesIO
from pathlib import Path

import pytest
from making import ingest, jpeg, write
from PIL import Image

from catalogue.database.connection import Connection, connect, writing
from catalogue.errors import IllustrationRefused, WidthRefused
from catalogue.exports.illustrations import (
    FULL,
    SCREEN,
    Options,
    good_up_to_cm,
    illustration,
    illustration_name,
    illustrations,
    printed,
)
from catalogue.exports.selecting import photos_in_order
from catalogue.home.paths import Home
from catalogue.words import wording

_WIDTHS = ["", "0", "0.5", "-17", "201", "1e9", "17x", "nan", "inf", "17,5,3", "<script>", "²", "9" * 400]


@pytest.fixture
def taken(home: Path, source: Path) -> Iterator[tuple[Home, Connection]]:
    """A library of one photo that knows everything, opened for reading and writing."""
    write(
        source,
        "IMG_2041.jpg",
        jpeg(3, (900, 600), taken="2018-05-12T14:32:08", gps=(50.43, 2.58), make="Canon"),
    )
    assert ingest(source, home).outcomes() == {"IMG_2041.jpg": "stored"}
    with closing(connect(home / "catalogue.db")) as db:
        with writing(db):
            db.execute(
                "UPDATE photos SET park = 'Olhain', commune = 'Houdain', caption = 'Été à l’étang', "
                "creator = 'Zoé; Ana', credit = 'MBM', copyright = '© MBM', licence = 'CC-BY-4.0', "
                "usage_terms = 'Pas de recadrage', "
                "alt_text = 'Un étang', number = 42"
            )
            db.execute("INSERT INTO photo_themes SELECT id, 'été' FROM photos")
        yield Home(home), db


def _row(db: Connection) -> dict[str, object]:
    ids = [row[0] for row in db.execute("SELECT id FROM photos")]
    return next(photos_in_order(db, ids))


def _described(made: bytes) -> dict[str, object]:
    if shutil.which("exiftool") is None:
        pytest.skip("exiftool is not installed")
    ran = subprocess.run(["exiftool", "-j", "-a", "-G1", "-"], input=made, capture_output=True, check=True)
    return json.loads(ran.stdout)[0]


@pytest.mark.parametrize(
    ("known", "name"),
    [
        ({"taken_at": "2018-05-12T14:32:08", "park": "Olhain"}, "2018-05-12_olhain_0042.jpg"),
        ({"taken_at": "2018-05-12"}, "2018-05-12_0042.jpg"),
        ({"taken_year": 2018, "taken_month": 5, "itinerary": "EuroVelo 5"}, "2018-05_eurovelo-5_0042.jpg"),
        ({"taken_year": 2018, "cite": "Nœux – l’Étoile"}, "2018_noeux-l-etoile_0042.jpg"),
        ({"commune": "../../etc/passwd\x00\r\n"}, "sans-date_etc-passwd_0042.jpg"),
        ({"park": "公園"}, "sans-date_0042.jpg"),
        ({"park": "x" * 300}, f"sans-date_{'x' * 60}_0042.jpg"),
    ],
)
def test_a_picture_is_named_by_date_place_and_number(known, name):
    assert illustration_name({"number": 42, **known}) == name


@pytest.mark.parametrize("text", _WIDTHS)
def test_a_width_that_is_none_is_refused(text):
    with pytest.raises(WidthRefused):
        printed(text)


def test_widths_are_understood_as_people_write_them():
    assert [printed(text).width_cm for text in ("17", " 8,5 cm", "8.5cm", "200")] == [17, 8.5, 8.5, 200]


def test_the_width_that_a_picture_is_good_for_is_that_of_300_dpi_upright():
    photo = {"width": 4000, "height": 3000, "orientation": 6}

    assert good_up_to_cm(photo) == pytest.approx(25.4)
    assert good_up_to_cm({"width": None, "height": None, "orientation": None}) is None


def test_the_picture_for_screens_is_the_rendition_pixel_for_pixel(taken):
    home, db = taken
    rendition = home.rendition(1600, _row(db)["id"], "jpg")

    made = illustration(home, _row(db), ["été"], SCREEN)

    assert Image.open(BytesIO(made)).tobytes() == Image.open(rendition).tobytes()
    assert (
        made[made.index(b"\xff\xdb") :] == rendition.read_bytes()[rendition.read_bytes().index(b"\xff\xdb") :]
    )


def test_it_says_what_is_known_of_it(taken):
    home, db = taken

    said = _described(illustration(home, _row(db), ["été"], SCREEN))

    assert said["XMP-dc:Description"] == "Été à l’étang"
    assert said["XMP-dc:Creator"] == ["Zoé", "Ana"]
    assert said["XMP-photoshop:Credit"] == "MBM"
    assert said["XMP-dc:Rights"] == "© MBM"
    assert said["XMP-xmpRights:UsageTerms"] == "CC BY 4.0. Pas de recadrage"
    assert said["XMP-xmpRights:WebStatement"] == "https://creativecommons.org/licenses/by/4.0/"
    assert said["XMP-iptcCore:AltTextAccessibility"] == "Un étang"
    assert said["XMP-dc:Subject"] == "été"
    assert said["XMP-iptcExt:LocationShownLocationName"] == "Olhain"
    assert said["XMP-photoshop:City"] == "Houdain"


def test_a_caption_that_was_worked_out_is_not_written_as_one(taken):
    home, db = taken

    said = _described(illustration(home, {**_row(db), "caption": None}, [], SCREEN))

    assert "XMP-dc:Description" not in said


def test_position_and_name_leave_when_they_are_asked_for_and_only_then(taken):
    home, db = taken

    silent = illustration(home, _row(db), [], FULL)
    telling = _described(illustration(home, _row(db), [], FULL, Options(position=True, original_name=True)))

    assert b"IMG_2041" not in silent
    assert not [name for name in _described(silent) if "GPS" in name]
    assert telling["XMP-exif:GPSLatitude"].startswith("50 deg 25'")
    assert telling["XMP-xmpMM:PreservedFileName"] == "IMG_2041.jpg"


def test_a_printed_picture_has_300_dpi_or_all_that_there_is_at_the_width_asked(taken):
    home, db = taken

    small = Image.open(BytesIO(illustration(home, _row(db), [], printed("2.54"))))
    large = Image.open(BytesIO(illustration(home, _row(db), [], printed("25.4"))))

    assert (small.size, small.info["dpi"]) == ((300, 200), (300, 300))
    assert (large.size, large.info["dpi"]) == ((900, 600), (90, 90))


def test_a_missing_original_leaves_the_screen_size(taken):
    home, db = taken
    row = _row(db)
    home.original(row["original_sha256"], row["original_extension"]).unlink()

    with pytest.raises(IllustrationRefused) as refused:
        illustration(home, row, [], printed("17"))

    assert refused.value.why == "original-missing"
    assert illustration(home, row, [], SCREEN)


@pytest.mark.parametrize("spoil", [Path.unlink, lambda path: path.write_bytes(b"")])
def test_a_missing_rendition_is_made_of_the_original(taken, spoil):
    home, db = taken
    row = _row(db)
    spoil(home.rendition(1600, row["id"], "jpg"))

    assert Image.open(BytesIO(illustration(home, row, [], SCREEN))).size == (900, 600)


def test_when_only_the_thumbnail_is_left_it_is_better_than_nothing(taken):
    home, db = taken
    row = _row(db)
    home.rendition(1600, row["id"], "jpg").unlink()
    home.original(row["original_sha256"], row["original_extension"]).unlink()

    assert Image.open(BytesIO(illustration(home, row, [], SCREEN))).size == (400, 267)


def test_one_that_cannot_be_had_does_not_stop_the_others(taken):
    home, db = taken
    row = _row(db)
    gone = {**row, "original_sha256": "0" * 64, "number": 7}

    made = list(illustrations(home, [row, gone, row], printed("5")))

    assert [photo["number"] for photo, _ in made] == [42, 7, 42]
    assert [isinstance(copy, bytes) for _, copy in made] == [True, False, True]


# Of what exiftool can say of a picture, what says nothing of where, with what and under which name it was taken.
_HARMLESS = (
    "ExifTool:",
    "System:",
    "File:",
    "JFIF:",
    "Composite:ImageSize",
    "Composite:Megapixels",
    "SourceFile",
)
_OURS = {
    "XMP-dc:Creator",
    "XMP-dc:Description",
    "XMP-dc:Rights",
    "XMP-dc:Subject",
    "XMP-photoshop:Credit",
    "XMP-photoshop:DateCreated",
    "XMP-xmpRights:Marked",
    "XMP-xmpRights:UsageTerms",
    "XMP-xmpRights:WebStatement",
    "XMP-cc:License",
}


@pytest.mark.slow
def test_no_real_photo_takes_its_position_serial_or_name_along(shared_data, home, source, tmp_path):
    for folder in ("cameras", "phones", "heic"):
        shutil.copytree(shared_data / "photos" / folder, source / folder)
    shutil.copytree(shared_data / "hostile" / "broken", source / "broken")
    ingest(source, home)
    out = tmp_path / "out"
    out.mkdir()

    with closing(connect(home / "catalogue.db", readonly=True)) as db:
        ids = [row[0] for row in db.execute("SELECT id FROM photos ORDER BY number")]
        names = [row[0].encode() for row in db.execute("SELECT DISTINCT name FROM files")]
        made = 0
        for size in (SCREEN, printed("4")):
            for photo, copy in illustrations(Home(home), photos_in_order(db, ids), size):
                if isinstance(copy, bytes):
                    (out / f"{size.name}_{illustration_name(photo)}").write_bytes(copy)
                    assert not [name for name in names if name in copy]
                    assert _is_upright(copy, photo)
                    made += 1

    assert made > 60
    assert _unexpected(out) == set()


def _is_upright(copy: bytes, photo: dict[str, object]) -> bool:
    """Whether it lies as the photo is shown; the last pixel row may have been rounded away."""
    width, height = Image.open(BytesIO(copy)).size
    shown = wording.upright(photo)
    return not shown or abs(width / height - shown["width"] / shown["height"]) < 0.05


def _unexpected(folder: Path) -> set[str]:
    """What exiftool, or a plain look at the segments, finds in pictures that has no business there."""
    if shutil.which("exiftool") is None:
        return {path.name for path in folder.iterdir() if b"Exif\x00" in path.read_bytes()}
    ran = subprocess.run(["exiftool", "-j", "-a", "-G1", folder], capture_output=True, check=True)
    found = {name for one in json.loads(ran.stdout) for name in one}
    return {name for name in found if not name.startswith(_HARMLESS) and name not in _OURS}
