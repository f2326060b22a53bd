"""Identity is the picture, not the file: the same picture is one photo, whatever is written around it."""

import struct
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pillow_heif
import pytest
from making import exif, ingest, jpeg, photo, picture, png, png_chunk, rows, write
from PIL import Image

from catalogue.library import Library

GPS = (50.4321, 2.8012)


def _jpeg_app14_removed(content: bytes) -> bytes:
    start = content.index(b"\xff\xee")
    (length,) = struct.unpack(">H", content[start + 2 : start + 4])
    return content[:start] + content[start + 2 + length :]


def _cmyk() -> bytes:
    out = BytesIO()
    picture(5).convert("CMYK").save(out, "JPEG")
    return out.getvalue()


def _png_with(kind: bytes, data: bytes) -> bytes:
    content = png(3)
    end = content.rindex(b"IEND") - 4
    return content[:end] + png_chunk(kind, data) + content[end:]


def _heic(block: bytes) -> bytes:
    out = BytesIO()
    heif = pillow_heif.from_pillow(picture(6))
    heif.save(out, quality=60, exif=block)
    return out.getvalue()


SAME: dict[str, tuple[Callable[[], bytes], Callable[[], bytes]]] = {
    "jpeg, other exif": (lambda: jpeg(1, taken="2018-05-12T14:32:08"), lambda: jpeg(1, model="Other")),
    "jpeg, no exif": (lambda: jpeg(1, gps=GPS), lambda: jpeg(1)),
    "jpeg, trailer": (lambda: jpeg(1) + b"MotionPhoto" + bytes(5000), lambda: jpeg(1)),
    "jpeg, trailing jpeg": (lambda: jpeg(1) + jpeg(2), lambda: jpeg(1)),
    "heic, other exif": (lambda: _heic(exif(gps=GPS)), lambda: _heic(exif(model="Other"))),
    "heic, gps zeroed, trailer": (
        lambda: _heic(exif(gps=GPS)),
        lambda: _heic(exif(gps=(0.0, 0.0))) + bytes(64),
    ),
    "png, exif chunk": (lambda: png(3), lambda: _png_with(b"eXIf", exif(gps=GPS)[6:])),
    "png, caption": (lambda: png(3), lambda: _png_with(b"tEXt", b"Description\0Olhain")),
}


@pytest.mark.parametrize("turned", [False, True], ids=["original first", "original last"])
@pytest.mark.parametrize("case", SAME)
def test_same_picture_is_one_photo_in_either_order(source: Path, home: Path, case: str, *, turned: bool):
    one, other = (make() for make in SAME[case])
    write(source, "b/1", other if turned else one)
    write(source, "c/2", one if turned else other)

    ran = ingest(source, home)

    assert len(rows(home, "SELECT id FROM photos")) == 1
    assert len(rows(home, "SELECT id FROM files")) == 2
    assert ran.totals["stored"] == 1
    assert ran.totals["healed"] + ran.totals["duplicate"] == 1


@pytest.mark.parametrize("turned", [False, True], ids=["original first", "original last"])
def test_position_survives_whichever_copy_comes_first(source: Path, home: Path, *, turned: bool):
    full, zeroed = (
        jpeg(1, gps=GPS, taken="2018-05-12T14:32:08"),
        jpeg(1, gps=(0.0, 0.0), taken="2018-05-12T14:32:08"),
    )
    write(source, "1.jpg", zeroed if turned else full)
    write(source, "2.jpg", full if turned else zeroed)

    ran = ingest(source, home)

    found = photo(home)
    assert (round(found["latitude"], 4), found["position_method"]) == (GPS[0], "exif")
    assert ran.outcomes()["2.jpg"] == ("healed" if turned else "duplicate")


def test_caption_added_later_heals_and_says_so(source: Path, home: Path):
    write(source, "1.jpg", jpeg(1, taken="2018-05-12T14:32:08"))
    ingest(source, home)
    write(source, "2.jpg", jpeg(1, taken="2018-05-12T14:32:08", caption="Chevalement du 9-9 bis"))

    ran = ingest(source, home)

    assert ran.outcomes()["2.jpg"] == "healed"
    assert [line["message"] for line in ran.lines if line["path"] == "2.jpg"] == ["Told us more: caption."]
    assert photo(home)["caption"] == "Chevalement du 9-9 bis"


def test_two_values_of_equal_authority_are_both_kept_and_reviewed(source: Path, home: Path):
    write(source, "1.jpg", jpeg(1, caption="Olhain"))
    write(source, "2.jpg", jpeg(1, caption="Lens"))

    ran = ingest(source, home)

    assert ran.codes() == {"1.jpg": "new", "2.jpg": "conflict"}
    assert photo(home)["caption"] == "Olhain"
    assert {r["value"] for r in rows(home, "SELECT value FROM claims WHERE subject = 'caption'")} == {
        "Olhain",
        "Lens",
    }
    contested = rows(home, "SELECT reason, detail FROM reviews WHERE reason = 'conflict'")
    assert contested == [{"reason": "conflict", "detail": "caption"}]


@pytest.mark.parametrize(
    ("longitude", "code"),
    [(2.58003, "same-picture"), (2.58011, "conflict")],
    ids=["two metres: a rounding", "eight metres"],
)
def test_positions_of_one_picture_quarrel_only_when_no_rounding_explains_them(
    source: Path, home: Path, longitude: float, code: str
):
    write(source, "1.jpg", jpeg(1, gps=(50.43, 2.58)))
    write(source, "2.jpg", jpeg(1, gps=(50.43, longitude)))

    ran = ingest(source, home)

    assert ran.codes() == {"1.jpg": "new", "2.jpg": code}
    assert len(rows(home, "SELECT DISTINCT value FROM claims WHERE subject = 'position'")) == 2
    assert photo(home)["longitude"] == pytest.approx(2.58, abs=1e-6)


def test_one_flipped_byte_of_image_data_makes_another_photo(source: Path, home: Path):
    content = bytearray(jpeg(1, size=(320, 240)))
    write(source, "1.jpg", bytes(content))
    content[-200] ^= 0x01
    write(source, "2.jpg", bytes(content))

    ingest(source, home)

    assert len(rows(home, "SELECT id FROM photos")) == 2


def test_removed_app14_makes_another_photo_since_colours_change(source: Path, home: Path):
    write(source, "1.jpg", _cmyk())
    write(source, "2.jpg", _jpeg_app14_removed(_cmyk()))

    ingest(source, home)

    assert len(rows(home, "SELECT id FROM photos")) == 2


def test_turned_by_a_later_copy_is_rendered_upright(source: Path, home: Path):
    write(source, "1.jpg", jpeg(1))
    ingest(source, home)
    write(source, "2.jpg", jpeg(1, orientation=6))

    ingest(source, home)

    (large,) = (home / "renditions" / "1600").rglob("*.jpg")
    assert photo(home)["orientation"] == 6
    with Image.open(large) as shown:
        assert shown.size == (64, 96)


def test_real_duplicates_are_one_photo_and_the_edited_one_another(shared_data: Path, home: Path):
    ran = ingest(shared_data / "photos" / "duplicates", home)

    assert len(rows(home, "SELECT id FROM photos")) == 2
    assert len(rows(home, "SELECT id FROM files")) == 4
    assert sorted(ran.outcomes().values()) == ["duplicate", "duplicate", "stored", "stored"]


def test_turned_by_a_copy_in_the_same_run_is_rendered_upright(source: Path, home: Path):
    write(source, "1.jpg", jpeg(1))
    write(source, "2.jpg", jpeg(1, orientation=6))

    ingest(source, home)

    (large,) = (home / "renditions" / "1600").rglob("*.jpg")
    with Image.open(large) as shown:
        assert shown.size == (64, 96)


def test_renditions_left_to_make_are_made_by_a_run_with_nothing_new(source: Path, home: Path):
    write(source, "1.jpg", jpeg(1))
    ingest(source, home)
    with Library.open(home) as library:
        library.db.execute("UPDATE photos SET renditions = 'pending'")
    for made in (home / "renditions").rglob("*.jpg"):
        made.unlink()

    ingest(source, home)

    assert photo(home)["renditions"] == "ready"
    assert len(list((home / "renditions").rglob("*.jpg"))) == 2
