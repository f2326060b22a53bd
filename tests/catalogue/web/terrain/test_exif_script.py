"""EXIF that the phone writes: what the camera knew comes back, the rest of the file stays as it was."""

import base64
import io
import json
import shutil
import struct
import subprocess
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import exifread
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from making import jpeg, picture
from PIL import Image
from scripting import call_script

from catalogue.values.claims import Claim, Subject
from ingest.read.reading import read_file

FACTS: dict[str, Any] = {
    "taken": "2026-11-26T15:04:05.123",
    "offset": "+01:00",
    "position": {
        "latitude": 50.4312345,
        "longitude": 2.5876543,
        "accuracy": 8.25,
        "at": "2026-11-26T14:04:04.500Z",
    },
    "heading": 47.3,
    "headingReference": "magnetic",
}


def written(*cases: tuple[bytes, dict[str, Any]]) -> list[bytes]:
    """Each JPEG with its facts, as the script of the phone writes them."""
    calls = [[{"base64": base64.b64encode(content).decode()}, facts] for content, facts in cases]
    return [
        base64.b64decode(told["base64"]) for told in call_script("terrain/exif_writer.js", "withFacts", calls)
    ]


def picture_of(content: bytes) -> bytes:
    """Every byte of a JPEG but its APPn segments."""
    kept, at = content[:2], 2
    while content[at + 1] != 0xDA:
        end = at + 2 + int.from_bytes(content[at + 2 : at + 4], "big")
        kept += b"" if 0xE0 <= content[at + 1] <= 0xEF else content[at:end]
        at = end
    return kept + content[at:]


def exiftool(folder: Path, *contents: bytes) -> list[dict[str, Any]]:
    """What exiftool reads of these JPEGs, numbers as numbers; the test is skipped where there is none."""
    program = shutil.which("exiftool")
    if program is None:
        pytest.skip("exiftool is not installed")
    for n, content in enumerate(contents):
        (folder / f"{n:04}.jpg").write_bytes(content)
    command = [program, "-n", "-j", "-G1", "-validate", "-warning", "-a", str(folder)]
    ran = subprocess.run([*command, "-all:all"], capture_output=True, check=True)
    return sorted(json.loads(ran.stdout), key=lambda told: told["SourceFile"])


def claims(folder: Path, content: bytes, subject: Subject) -> list[Claim]:
    """What this project's own reader says of a subject."""
    path = folder / "read.jpg"
    path.write_bytes(content)
    return [claim for claim in read_file(path, "jpeg").claims if claim.subject is subject]


def test_facts_are_what_exiftool_reads(tmp_path: Path):
    (told,) = exiftool(tmp_path, *written((jpeg(1), FACTS)))

    assert told["ExifTool:Validate"] == "0 0 0"
    assert told["IFD0:Software"] == "phototheque"
    assert told["IFD0:Orientation"] == 1
    assert told["ExifIFD:DateTimeOriginal"] == "2026:11:26 15:04:05"
    assert told["ExifIFD:SubSecTimeOriginal"] == 123
    assert told["ExifIFD:OffsetTimeOriginal"] == "+01:00"
    assert told["Composite:GPSLatitude"] == pytest.approx(50.4312345, abs=1e-9)
    assert told["Composite:GPSLongitude"] == pytest.approx(2.5876543, abs=1e-9)
    assert told["GPS:GPSHPositioningError"] == 8.25
    assert (told["GPS:GPSImgDirection"], told["GPS:GPSImgDirectionRef"]) == (47.3, "M")
    assert (told["GPS:GPSDateStamp"], told["GPS:GPSTimeStamp"]) == ("2026:11:26", "14:04:04.5")


def test_three_other_readers_agree(tmp_path: Path):
    (content,) = written((jpeg(1), FACTS))

    tags = exifread.process_file(io.BytesIO(content), details=False)
    assert str(tags["EXIF DateTimeOriginal"]) == "2026:11:26 15:04:05"
    assert exifread.utils.get_gps_coords(tags) == pytest.approx((50.4312345, 2.5876543), abs=1e-9)
    with Image.open(io.BytesIO(content)) as image:
        gps = image.getexif().get_ifd(0x8825)
    assert (gps[0x10], float(gps[0x11]), float(gps[0x1F])) == ("M", 47.3, 8.25)
    (position,) = claims(tmp_path, content, Subject.POSITION)
    assert (position.value, position.accuracy_m) == ("50.4312345,2.5876543", 8.25)
    (heading,) = claims(tmp_path, content, Subject.HEADING)
    assert (heading.value, heading.reference) == ("47.3", "magnetic")
    assert next(c.value for c in claims(tmp_path, content, Subject.TAKEN)) == "2026-11-26T15:04:05"
    assert next(c.value for c in claims(tmp_path, content, Subject.OFFSET)) == "+01:00"


_MOMENTS = st.datetimes(datetime(1980, 1, 1), datetime(2099, 12, 31))  # noqa: DTZ001 the wall clock of a phone
_POSITIONS = st.fixed_dictionaries(
    {
        "latitude": st.floats(-90, 90),
        "longitude": st.floats(-180, 180),
        "accuracy": st.floats(0.001, 100_000),
        "at": _MOMENTS.map(lambda moment: moment.isoformat(timespec="milliseconds") + "Z"),
    }
)
_FACTS = st.fixed_dictionaries(
    {
        "taken": _MOMENTS.map(lambda moment: moment.isoformat(timespec="milliseconds")),
        "offset": st.builds(
            lambda sign, minutes: f"{sign}{minutes // 60:02}:{minutes % 60:02}",
            st.sampled_from("+-"),
            st.integers(0, 14 * 60 - 1),
        ),
        "position": st.none() | _POSITIONS,
        "heading": st.none() | st.floats(0, 360, exclude_max=True),
        "headingReference": st.sampled_from(["magnetic", "true"]),
    }
)


@given(st.lists(_FACTS, min_size=20, max_size=60))
@settings(
    max_examples=8,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow],
)
def test_any_facts_come_back_and_the_picture_is_the_same(tmp_path_factory: pytest.TempPathFactory, many):
    before = jpeg(1)
    contents = written(*((before, facts) for facts in many))
    read = exiftool(tmp_path_factory.mktemp("read"), *contents)

    assert len(read) == len(many)
    for facts, content, told in zip(many, contents, read, strict=True):
        assert picture_of(content) == picture_of(before)
        assert told["ExifTool:Validate"] == "0 0 0"
        assert told["ExifIFD:DateTimeOriginal"] == facts["taken"][:19].replace("-", ":").replace("T", " ")
        assert f"{told['ExifIFD:SubSecTimeOriginal']:>03}" == facts["taken"][20:]
        assert told["ExifIFD:OffsetTimeOriginal"] == facts["offset"]
        assert_same_place(facts["position"], told)
        assert_same_heading(facts, told)


def assert_same_place(position: dict[str, Any] | None, told: dict[str, Any]) -> None:
    if position is None:
        assert not any(name.endswith(("GPSLatitude", "GPSDateStamp")) for name in told)
        return
    # A ten-millionth of a degree is a centimetre. What has many digits is text in exiftool's JSON.
    assert float(told["Composite:GPSLatitude"]) == pytest.approx(position["latitude"], abs=1e-7)
    assert float(told["Composite:GPSLongitude"]) == pytest.approx(position["longitude"], abs=1e-7)
    assert told["GPS:GPSHPositioningError"] == pytest.approx(position["accuracy"], abs=0.0006)
    stamped = f"{told['GPS:GPSDateStamp']} {told['GPS:GPSTimeStamp']}"[:19]
    moment = datetime.strptime(f"{stamped} +0000", "%Y:%m:%d %H:%M:%S %z")
    at = datetime.fromisoformat(position["at"])
    assert timedelta(0) <= at - moment < timedelta(seconds=1)


def assert_same_heading(facts: dict[str, Any], told: dict[str, Any]) -> None:
    if facts["heading"] is None:
        assert "GPS:GPSImgDirection" not in told
        return
    turned = abs(told["GPS:GPSImgDirection"] - facts["heading"]) % 360
    assert min(turned, 360 - turned) <= 0.0051
    assert told["GPS:GPSImgDirectionRef"] == {"magnetic": "M", "true": "T"}[facts["headingReference"]]


OLD = {"make": "Fairphone", "model": "FP5", "orientation": 6, "caption": "d’origine"}


def test_what_the_phones_camera_wrote_stands(tmp_path: Path):
    (told,) = exiftool(tmp_path, *written((jpeg(1, taken="2026-11-26T15:04:06", **OLD), FACTS)))

    assert (told["IFD0:Make"], told["IFD0:Model"], told["IFD0:Orientation"]) == ("Fairphone", "FP5", 6)
    assert told["ExifIFD:DateTimeOriginal"] == "2026:11:26 15:04:06"
    assert told["ExifIFD:OffsetTimeOriginal"] == "+01:00"
    assert told["Composite:GPSLatitude"] == pytest.approx(50.4312345, abs=1e-9)


def test_a_camera_of_another_clock_gets_no_zone_of_ours(tmp_path: Path):
    (told,) = exiftool(tmp_path, *written((jpeg(1, taken="2026-11-26T13:04:06"), FACTS)))

    assert told["ExifIFD:DateTimeOriginal"] == "2026:11:26 13:04:06"
    assert "ExifIFD:OffsetTimeOriginal" not in told


@pytest.mark.parametrize("never_set", ["0000-00-00T00:00:00", "    :  :     :  :  "])
def test_a_time_that_was_never_set_gives_way(tmp_path: Path, never_set: str):
    (told,) = exiftool(tmp_path, *written((jpeg(1, taken=never_set), FACTS)))

    assert told["ExifIFD:DateTimeOriginal"] == "2026:11:26 15:04:05"


@pytest.mark.parametrize(
    ("gps", "latitude", "heading"),
    [((48.5, -1.5), 48.5, 47.3), ((0.0, 0.0), 50.4312345, 47.3)],
    ids=["a-position-stands", "none-gives-way"],
)
def test_position_of_the_phones_camera_stands_when_it_has_one(tmp_path: Path, gps, latitude, heading):
    (told,) = exiftool(tmp_path, *written((jpeg(1, gps=gps), FACTS)))

    assert told["Composite:GPSLatitude"] == pytest.approx(latitude)
    assert told["GPS:GPSImgDirection"] == heading
    assert ("GPS:GPSHPositioningError" in told) == (latitude != 48.5)


@pytest.mark.parametrize("order", ["<", ">"], ids=["little-endian", "big-endian"])
def test_either_order_of_bytes_is_read(tmp_path: Path, order: str):
    content = with_segment(jpeg(1), 0xE1, b"Exif\0\0" + tiff(order, [(0x010F, b"Fairphone\0")]))

    (told,) = exiftool(tmp_path, *written((content, FACTS)))

    assert told["IFD0:Make"] == "Fairphone"
    assert told["Composite:GPSLongitude"] == pytest.approx(2.5876543, abs=1e-9)


def test_notes_of_the_maker_that_cannot_be_moved_are_left_out(tmp_path: Path):
    block = Image.Exif()
    block.get_ifd(0x8769).update(
        {0x9003: "2026:11:26 15:04:05", 0x927C: b"MakerNote" * 9, 0xA433: "Lens maker"}
    )
    out = io.BytesIO()
    picture(1).save(out, "JPEG", exif=block.tobytes())

    (told,) = exiftool(tmp_path, *written((out.getvalue(), FACTS)))

    assert told["ExifTool:Validate"] == "0 0 0"
    assert told["ExifIFD:LensMake"] == "Lens maker"
    assert not any("MakerNote" in name for name in told)


def test_damaged_or_foreign_blocks_do_not_stop_the_camera(tmp_path: Path):
    sound = written((jpeg(1, taken="2026-11-26T15:04:06", **OLD), FACTS))[0]
    start = sound.index(b"Exif\0\0") + 6
    cut = [sound[: start + n] + b"\xff" * 40 + sound[start + n + 40 :] for n in range(0, 400, 7)]
    foreign = [
        with_segment(jpeg(1), 0xE1, said)
        for said in (b"Exif\0\0", b"Exif\0\0junk", b"http://ns.adobe.com/xap/1.0/\0")
    ]

    contents = written(*((content, FACTS) for content in (*cut, *foreign)))

    assert {picture_of(content) for content in contents} == {picture_of(jpeg(1))}
    for content in contents:
        assert claims(tmp_path, content, Subject.POSITION)[0].value


def test_tags_that_leave_no_room_give_way(tmp_path: Path):
    block = Image.Exif()
    block[0x010E] = "x" * 65_000
    out = io.BytesIO()
    picture(1).save(out, "JPEG", exif=block.tobytes())

    (told,) = exiftool(tmp_path, *written((out.getvalue(), FACTS)))

    assert told["Composite:GPSLatitude"] == pytest.approx(50.4312345, abs=1e-9)


def test_segments_that_go_on_with_the_old_block_go_with_it(tmp_path: Path):
    first = with_segment(jpeg(1), 0xE1, b"Exif\0\0" + b"the end of a long block")
    twice = with_segment(first, 0xE1, b"Exif\0\0" + tiff("<", [(0x010F, b"Fairphone\0")]))

    (content,) = written((twice, FACTS))

    assert content.count(b"Exif\0\0") == 1
    assert picture_of(content) == picture_of(jpeg(1))
    assert exiftool(tmp_path, content)[0]["IFD0:Make"] == "Fairphone"


def test_the_size_of_a_picture_is_read_from_its_frame():
    sizes = [(96, 64), (641, 479)]
    calls = [[{"base64": base64.b64encode(jpeg(1, size, orientation=6)).decode()}] for size in sizes]

    said = call_script("terrain/exif_writer.js", "dimensions", calls)

    assert [(told["width"], told["height"]) for told in said] == sizes


def with_segment(content: bytes, marker: int, payload: bytes) -> bytes:
    """The JPEG with one more segment right at its beginning."""
    return content[:2] + bytes([0xFF, marker]) + struct.pack(">H", len(payload) + 2) + payload + content[2:]


def tiff(order: str, texts: list[tuple[int, bytes]]) -> bytes:
    """A TIFF block of one directory of texts."""
    head = {"<": b"II*\0", ">": b"MM\0*"}[order] + struct.pack(f"{order}IH", 8, len(texts))
    place = len(head) + 12 * len(texts) + 4
    entries, values = b"", b""
    for tag, said in texts:
        entries += struct.pack(f"{order}HHII", tag, 2, len(said), place + len(values))
        values += said
    return head + entries + bytes(4) + values
