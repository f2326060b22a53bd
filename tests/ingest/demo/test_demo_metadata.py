"""What the demo's files say is read back by other programs, accents and all."""

import io
import subprocess
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from shutil import which

import exifread
import pillow_heif
import pytest
from defusedxml import ElementTree
from PIL import Image, ImageOps

from ingest.demo.cameras import Gps
from ingest.demo.exif import Block
from ingest.demo.files import encoded, write_shot
from ingest.demo.metadata import Words, Written, exif_block, in_jpeg, offset_text
from ingest.demo.scenes import Weather
from ingest.demo.shots import Shot

CAPTION = "Étang du Vignoble, l'œil du chevalement à Nœux"
LATIN = "Étang du Vignoble, façade très dégradée"
RIDE = "EV5/Loos-Wingles/2018-05/DSCN0010.JPG"
PHONE = "EV5/Loos-Wingles/2023-06/IMG_2038.JPG"


def _tiny_jpeg() -> bytes:
    written = io.BytesIO()
    Image.new("RGB", (16, 12), (90, 120, 60)).save(written, "JPEG")
    return written.getvalue()


def _said(shot: Shot, written: Written, caption: str) -> bytes:
    words = Words(
        caption, "Raphaël Wójcik", "Mission Bassin Minier", "© Mission Bassin Minier", ("étang", "forêt")
    )
    return in_jpeg(_tiny_jpeg(), replace(shot.notes, words=words, written=written))


def _tags(jpeg: bytes) -> dict:
    return exifread.process_file(io.BytesIO(jpeg), details=False)


def _iptc(jpeg: bytes) -> dict[tuple[int, int], list[bytes]]:
    """The data sets of the APP13 segment, by record and number, parsed by hand."""
    start = jpeg.index(b"8BIM\x04\x04") + 12
    found: dict[tuple[int, int], list[bytes]] = {}
    while jpeg[start] == 0x1C:
        record, number, length = (
            jpeg[start + 1],
            jpeg[start + 2],
            int.from_bytes(jpeg[start + 3 : start + 5], "big"),
        )
        found.setdefault((record, number), []).append(jpeg[start + 5 : start + 5 + length])
        start += 5 + length
    return found


def test_exif_text_keeps_its_accents(small_shots):
    jpeg = _said(small_shots[RIDE], Written.EXIF, CAPTION)

    assert CAPTION.encode() in jpeg
    assert str(_tags(jpeg)["Image ImageDescription"]) == CAPTION
    assert str(_tags(jpeg)["Image Artist"]) == "Raphaël Wójcik"


@pytest.mark.parametrize("path", [RIDE, PHONE], ids=["little-endian", "big-endian"])
def test_times_camera_and_size_are_read_in_both_byte_orders(small_shots, path):
    notes = small_shots[path].notes

    tags = _tags(in_jpeg(_tiny_jpeg(), notes))

    assert str(tags["EXIF DateTimeOriginal"]) == notes.taken.strftime("%Y:%m:%d %H:%M:%S")
    assert str(tags["Image Model"]) == notes.camera.model
    assert tags["EXIF ExifImageWidth"].values == [notes.stored_size[0]]
    assert tags["Image Orientation"].values == [notes.orientation]


def test_a_position_is_where_the_camera_stood_to_a_centimetre(small_shots):
    notes = small_shots[RIDE].notes

    latitude, longitude = exifread.utils.get_gps_coords(_tags(in_jpeg(_tiny_jpeg(), notes)))

    assert latitude == pytest.approx(notes.spot.latitude, abs=1e-7)
    assert longitude == pytest.approx(notes.spot.longitude, abs=1e-7)


def _gps_values(block: bytes) -> dict[int, bytes]:
    """Raw values of the GPS directory of a little-endian block, by tag."""

    def directory(start: int) -> dict[int, bytes]:
        sizes = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 7: 1}
        fields: dict[int, bytes] = {}
        for entry in range(int.from_bytes(block[start : start + 2], "little")):
            at = start + 2 + 12 * entry
            tag, kind = (
                int.from_bytes(block[at : at + 2], "little"),
                int.from_bytes(block[at + 2 : at + 4], "little"),
            )
            length = sizes[kind] * int.from_bytes(block[at + 4 : at + 8], "little")
            place = at + 8 if length <= 4 else int.from_bytes(block[at + 8 : at + 12], "little")
            fields[tag] = block[place : place + length]
        return fields

    return directory(int.from_bytes(directory(8)[0x8825], "little"))


def test_gps_time_is_universal_whatever_the_clock_on_the_wall_says(small_shots):
    notes = small_shots[RIDE].notes

    tags = _tags(in_jpeg(_tiny_jpeg(), notes))

    assert notes.taken.hour == 9
    assert [float(part) for part in tags["GPS GPSTimeStamp"].values] == [7.0, 40.0, 0.0]


def test_a_redacted_position_has_its_tags_and_nothing_in_them(small_shots):
    block = exif_block(replace(small_shots[RIDE].notes, gps=Gps.REDACTED))

    gps = _gps_values(block)

    assert set(gps) >= {0x0001, 0x0002, 0x0003, 0x0004}
    assert not any(any(value) for value in gps.values())


def test_a_phone_knows_its_offset_heading_and_accuracy(small_shots):
    tags = _tags(in_jpeg(_tiny_jpeg(), small_shots[PHONE].notes))

    assert str(tags["EXIF OffsetTimeOriginal"]) == "+02:00"
    assert str(tags["GPS GPSImgDirectionRef"]) == "T"
    assert 0 <= float(tags["GPS GPSImgDirection"].values[0]) < 360
    assert float(tags["GPS Tag 0x001F"].values[0]) > 0


def test_an_offset_west_of_greenwich_has_its_sign():
    assert offset_text(timedelta(hours=-3, minutes=-30)) == "-03:30"


def test_old_captions_are_latin_1_and_name_no_character_set(small_shots):
    fields = _iptc(_said(small_shots[RIDE], Written.IPTC_LATIN1, LATIN))

    assert fields[2, 120] == [LATIN.encode("latin-1")]
    assert fields[2, 25] == ["étang".encode("latin-1"), "forêt".encode("latin-1")]
    assert (1, 90) not in fields


def test_newer_captions_are_utf_8_and_say_so(small_shots):
    fields = _iptc(_said(small_shots[RIDE], Written.IPTC_UTF8, CAPTION))

    assert fields[2, 120] == [CAPTION.encode()]
    assert fields[1, 90] == [b"\x1b%G"]
    assert fields[2, 110] == [b"Mission Bassin Minier"]


def test_every_latin_1_caption_of_the_demo_can_be_written(small_shots):
    old = [s for s in small_shots.values() if s.notes.written is Written.IPTC_LATIN1]

    captions = [_iptc(in_jpeg(_tiny_jpeg(), shot.notes))[2, 120][0].decode("latin-1") for shot in old]

    assert captions == [shot.notes.words.caption for shot in old]
    assert any(not caption.isascii() for caption in captions)


def test_windows_titles_are_utf_16(small_shots):
    tags = _tags(_said(small_shots[PHONE], Written.WINDOWS, CAPTION))

    title = bytes(tags["Image XPTitle"].values).decode("utf-16-le")
    assert title == f"{CAPTION}\0"


def test_a_sidecar_carries_words_and_the_place_on_the_map(small_shots, tmp_path):
    shot = next(
        s for s in small_shots.values() if s.notes.written is Written.SIDECAR and s.notes.words.mapped
    )

    path = write_shot(shot, tmp_path)

    root = ElementTree.fromstring(path.with_name(f"{path.name}.xmp").read_bytes())
    text = " ".join(root.itertext())
    assert shot.notes.words.caption in text
    assert f"{int(shot.notes.spot.latitude)}," in text
    assert shot.notes.words.caption.encode() not in path.read_bytes()


def test_an_xmp_packet_lies_in_the_file(small_shots):
    shot = small_shots[PHONE]

    packet = Image.open(io.BytesIO(_said(shot, Written.XMP, CAPTION))).info["xmp"]

    assert CAPTION in " ".join(ElementTree.fromstring(packet).itertext())


def test_an_upright_photo_is_stored_lying_and_shown_upright(small_shots):
    shot = next(s for s in small_shots.values() if s.notes.orientation == 6)

    stored = Image.open(io.BytesIO(encoded(shot)))

    assert stored.width > stored.height
    assert ImageOps.exif_transpose(stored).size == (shot.scene.width, shot.scene.height)


def test_the_sky_of_every_turned_photo_is_above_once_it_is_turned_back(small_shots):
    turned = {s.notes.orientation: s for s in small_shots.values() if s.scene.weather is not Weather.MIST}
    assert set(turned) == {1, 3, 6, 8}

    for shot in turned.values():
        upright = ImageOps.exif_transpose(Image.open(io.BytesIO(encoded(shot)))).convert("L")
        top = upright.crop((0, 0, upright.width, upright.height // 8)).resize((1, 1)).getpixel((0, 0))
        bottom = upright.crop((0, upright.height * 7 // 8, *upright.size)).resize((1, 1)).getpixel((0, 0))
        assert top > bottom, shot.path


def test_a_message_copy_has_no_exif_and_its_date_in_its_name(small_shots):
    shot = small_shots["Vrac téléphone/IMG-20180512-WA0003.jpg"]

    jpeg = encoded(shot)

    assert b"Exif" not in jpeg
    assert _tags(jpeg) == {}


def test_a_camera_with_a_wrong_clock_says_2000(small_shots):
    wrong = [s for path, s in small_shots.items() if path.startswith("Germignies Sud/2013-05/")]

    years = {str(_tags(in_jpeg(_tiny_jpeg(), s.notes))["EXIF DateTimeOriginal"])[:4] for s in wrong}

    assert years == {"2000"}


@pytest.mark.parametrize("ending", ["HEIC", "png", "webp", "tiff"])
def test_other_formats_are_what_their_names_say(small_shots, ending):
    shot = next(s for path, s in small_shots.items() if path.endswith(ending))
    content = encoded(shot)

    if ending == "HEIC":
        heif = pillow_heif.open_heif(io.BytesIO(content))
        assert heif.size == shot.notes.stored_size
        assert b"iPhone 12" in heif.info["exif"]
    else:
        picture = Image.open(io.BytesIO(content))
        assert picture.format == ending.upper()
        assert picture.size == shot.notes.stored_size


def test_directories_are_sorted_and_values_lie_on_even_offsets():
    block = Block("MM")

    made = block.assemble(
        [block.text(0x0132, "odd."), block.text(0x010F, "Agence")], [block.text(0x9003, "x" * 6)], []
    )

    tags = [int.from_bytes(made[10 + 12 * i : 12 + 12 * i], "big") for i in range(made[9])]
    offsets = [int.from_bytes(made[18 + 12 * i : 22 + 12 * i], "big") for i in range(made[9])]
    assert tags == [0x010F, 0x0132, 0x8769]
    assert [offset % 2 for offset in offsets] == [0, 0, 0]
    assert made[offsets[0] : offsets[0] + 7] == b"Agence\0"


def test_exiftool_finds_no_fault_in_the_exif(small_shots, tmp_path: Path):
    if which("exiftool") is None:
        pytest.skip("exiftool is not installed")
    path = tmp_path / "a.jpg"
    path.write_bytes(in_jpeg(_tiny_jpeg(), small_shots[PHONE].notes))

    told = subprocess.run(
        ["exiftool", "-validate", "-warning", "-a", path], capture_output=True, text=True, check=True
    )

    assert "OK" in told.stdout
    assert "Warning" not in told.stdout
