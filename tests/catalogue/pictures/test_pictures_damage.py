"""Damaged, hostile and enormous pictures: each is seen for what it is, and none of them hurts."""

import contextlib
import json
import multiprocessing
import resource
import struct
import time
import zlib
from pathlib import Path

import numpy as np
import pytest
from drawn_pictures import (
    flat_png,
    flipped,
    gps_exif,
    grey_jpeg,
    heic,
    jpeg,
    pixels_of,
    png,
    png_chunks,
    saved,
    scan_start,
    scene,
    segment,
    with_segments,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from catalogue.pictures.decoding import TooLarge, pillows
from catalogue.pictures.formats import sniff
from catalogue.pictures.identity import picture_id
from catalogue.pictures.renditions import Limits, render
from catalogue.pictures.structure.png import bare

LIMITS = Limits()


@pytest.fixture
def rendered(tmp_path):
    def make(data, form, limits=LIMITS):
        (tmp_path / "original").write_bytes(data)
        return render(tmp_path / "original", form, orientation=None, into=tmp_path / "r", limits=limits)

    return make


@pytest.fixture(scope="module")
def files():
    pixels = scene(800, 600)
    return {
        "jpeg": jpeg(pixels),
        "progressive": saved(pixels, "JPEG", quality=90, progressive=True),
        "with-exif": with_segments(jpeg(pixels), segment(0xE1, b"Exif\x00\x00" + bytes(20_000))),
        "png": saved(pixels, "PNG"),
        "webp": saved(pixels, "WEBP"),
        "tiff": saved(pixels, "TIFF"),
        "avif": saved(pixels, "AVIF", speed=10, max_threads=1),
        "heif": heic(pixels),
    }


TRUNCATED = {
    "jpeg": ["none", "partial", "partial", "partial", "partial"],
    # Its first hundredth already shows the top of it, coarsely.
    "progressive": ["partial"] * 5,
    "with-exif": ["none", "none", "partial", "partial", "partial"],
    "png": ["none", "partial", "partial", "partial", "partial"],
    "webp": ["none"] * 5,
    "tiff": ["none"] * 5,
    "avif": ["none"] * 5,
    "heif": ["none"] * 5,
}


@pytest.mark.parametrize("percent", [1, 10, 50, 90, 99])
@pytest.mark.parametrize("name", sorted(TRUNCATED))
def test_a_truncated_file_shows_what_it_has(rendered, files, name, percent):
    expected = TRUNCATED[name][[1, 10, 50, 90, 99].index(percent)]
    form = name if name in ("png", "webp", "tiff", "avif", "heif") else "jpeg"

    made = rendered(files[name][: len(files[name]) * percent // 100], form)

    assert made.pixels == expected, made.problem
    assert made.problem
    assert made.problem.endswith(".")
    assert bool(made.files) == (expected == "partial")
    assert made.complete == (form == "tiff" or expected == "partial")


@pytest.mark.parametrize("form", ["jpeg", "png"])
def test_what_is_left_of_a_picture_is_seen_in_its_renditions(rendered, files, form):
    made = rendered(files[form][: len(files[form]) // 2], form)

    seen = pixels_of(dict(made.files)[1600]).astype(int)
    whole = pixels_of(files["png"]).astype(int)
    assert (made.width, made.height) == (800, 600)
    assert np.abs(seen[:150] - whole[:150]).mean() < 6
    assert seen[-50:].std() < 2


def test_the_headers_of_a_jpeg_without_any_image_data_are_no_picture(rendered, files):
    made = rendered(files["jpeg"][: scan_start(files["jpeg"])], "jpeg")

    assert (made.pixels, made.width, made.complete) == ("none", 800, False)


def test_a_jpeg_cut_off_behind_junk_in_its_headers_is_not_taken_for_whole(rendered, files):
    half = with_segments(files["jpeg"][: len(files["jpeg"]) // 2], b"\x00junk")

    assert rendered(half, "jpeg").pixels == "partial"


def test_damage_behind_a_harmless_oddity_is_not_overlooked(rendered):
    """The decoder tells of the first thing only that it meets."""
    photo = saved(scene(800, 600), "JPEG", quality=90, restart_marker_rows=1)
    first = photo.index(b"\xff\xd0", scan_start(photo))
    odd = photo[:first] + bytes(5) + photo[first:]

    assert rendered(odd, "jpeg").pixels == "whole"
    assert rendered(odd[: len(odd) // 2], "jpeg").pixels == "partial"


@pytest.mark.parametrize("share", [0.2, 0.5, 0.8])
def test_a_hole_in_a_png_is_noticed(rendered, files, share):
    data = files["png"]

    made = rendered(flipped(data, int(len(data) * share)), "png")

    assert made.pixels in ("partial", "none")


def test_a_damaged_tiff_does_not_write_on_the_screen(rendered, capfd):
    data = bytearray(saved(scene(200, 150), "TIFF", compression="tiff_adobe_deflate"))
    data[2000:2100] = bytes(100)

    made = rendered(bytes(data), "tiff")

    assert made.pixels == "none"
    assert capfd.readouterr() == ("", "")


def test_a_damaged_webp_does_not_write_on_the_screen(rendered, capfd):
    made = rendered(huge_webp(64, 48), "webp")

    assert made.pixels == "none"
    assert capfd.readouterr() == ("", "")


def test_an_empty_file_is_no_picture(rendered):
    made = rendered(b"", "jpeg")

    assert (made.pixels, made.width, made.files) == ("none", None, ())


def test_metadata_that_cannot_be_read_do_not_damage_a_picture(rendered, files):
    header, *rest = png_chunks(files["png"])
    text = b"Comment\x00\x00" + zlib.compress(bytes(50_000_000))
    with_bomb = png([header, (b"zTXt", text), (b"iCCP", b"icc\x00\x00" + text), *rest])
    told = saved(scene(96, 64), "AVIF", exif=gps_exif(), speed=10, max_threads=1)
    broken = told.replace(b"MM\x00*", b"XXXX")

    assert broken != told
    assert rendered(with_bomb, "png").pixels == "whole"
    assert rendered(broken, "avif").pixels == "whole"


def test_a_png_keeps_its_transparency_when_its_metadata_are_put_aside():
    transparent = png_chunks(saved(scene(9, 9), "PNG", transparency=(0, 0, 0), comment="x", dpi=(72, 72)))

    kept = png_chunks(bare(png(transparent)))

    assert [kind for kind, _ in kept] == [b"IHDR", b"tRNS", b"IDAT", b"IEND"]
    assert b"pHYs" in dict(transparent)


def huge_png(width, height):
    return png(
        [(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)), (b"IDAT", b""), (b"IEND", b"")]
    )


def huge_webp(width, height):
    canvas = bytes(4) + (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    return b"RIFF" + struct.pack("<I", 22) + b"WEBPVP8X" + struct.pack("<I", 10) + canvas


def huge_tiff(width, height):
    entries = [
        (256, 4, width),
        (257, 4, height),
        (258, 3, 8),
        (259, 3, 1),
        (262, 3, 1),
        (273, 4, 8),
        (279, 4, 8),
    ]
    table = b"".join(struct.pack("<HHII", tag, kind, 1, value) for tag, kind, value in entries)
    return b"II*\x00\x08\x00\x00\x00" + struct.pack("<H", len(entries)) + table + bytes(4)


BOMBS = {
    "jpeg": (
        "jpeg",
        grey_jpeg(8, 32)[:-3].replace(struct.pack(">HH", 32, 8), struct.pack(">HH", 65500, 65500)),
    ),
    "png": ("png", huge_png(65_536, 65_536)),
    "webp": ("webp", huge_webp(16_383, 16_383)),
    "tiff": ("tiff", huge_tiff(100_000, 100_000)),
}


@pytest.mark.parametrize("name", sorted(BOMBS))
def test_a_picture_that_declares_too_many_pixels_is_not_even_tried(rendered, name):
    form, data = BOMBS[name]
    started = time.process_time()

    made = rendered(data, form)

    assert made.pixels == "too-large"
    assert made.width * made.height > 100_000_000
    assert "more than the limit" in made.problem
    assert time.process_time() - started < 0.5


def test_a_heif_that_declares_too_many_pixels_is_not_even_tried(rendered, files):
    size = files["heif"].index(struct.pack(">II", 800, 600))
    bomb = files["heif"][:size] + struct.pack(">II", 60_000, 60_000) + files["heif"][size + 8 :]

    assert rendered(bomb, "heif").pixels == "too-large"


def test_limits_are_settings(rendered, files):
    strict = Limits(jpeg_megapixels=0, other_megapixels=0)

    assert {rendered(files[form], form, strict).pixels for form in ("jpeg", "png", "heif")} == {"too-large"}


def test_a_picture_in_several_scans_that_would_take_too_much_memory_is_too_large(rendered, files):
    made = rendered(files["progressive"], "jpeg", Limits(memory_megabytes=1))

    assert made.pixels == "too-large"
    assert rendered(files["jpeg"], "jpeg", Limits(memory_megabytes=1)).pixels == "whole"


@pytest.mark.parametrize("form", ["png", "webp", "tiff", "avif", "heif"])
def test_a_picture_whose_decoder_would_take_too_much_memory_is_too_large(rendered, files, form):
    made = rendered(files[form], form, Limits(memory_megabytes=1))

    assert (made.pixels, made.files) == ("too-large", ())
    assert "MB to decode" in made.problem


def test_pillow_itself_refuses_more_pixels_than_it_was_allowed(tmp_path, files):
    """Should it ever read another size out of a file than we do."""
    (tmp_path / "a.png").write_bytes(files["png"])

    with pytest.raises(TooLarge):
        pillows.decode(tmp_path / "a.png", "png", 1600, turns=(), most_pixels=300_000, memory_bytes=10**9)


@contextlib.contextmanager
def bounded_child():
    """A process like those that examine files: 512 MB above what it begins with."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["catalogue.pictures.renditions"])
    with context.Pool(1, _bound) as pool:
        yield pool


def _bound():
    status = Path("/proc/self/status").read_text(encoding="ascii")
    now = next(int(line.split()[1]) * 1024 for line in status.splitlines() if line.startswith("VmData"))
    resource.setrlimit(resource.RLIMIT_DATA, (now + 512_000_000, resource.RLIM_INFINITY))


def _examined(path, into):
    path = Path(path)
    with path.open("rb") as file:
        kind = sniff(file.read(4096), path.name)
    if kind.family != "picture":
        return kind.family
    data = path.read_bytes() if path.stat().st_size < 1_000_000 else b""
    picture_id(data, kind.format)
    return render(path, kind.format, orientation=6, into=Path(into), limits=LIMITS)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        pytest.param("250 MP.jpg", lambda: grey_jpeg(16_000, 15_600), id="jpeg-250-megapixels"),
        pytest.param("99 MP.png", lambda: flat_png(11_500, 8_600), id="png-99-megapixels"),
    ],
)
def test_the_largest_pictures_fit_in_the_memory_of_a_child(tmp_path, name, data):
    (tmp_path / name).write_bytes(data())

    with bounded_child() as pool:
        made = pool.apply(_examined, (str(tmp_path / name), str(tmp_path / "r")))

    assert made.pixels == "whole", made.problem


def test_running_out_of_memory_is_said_and_not_raised(rendered, monkeypatch, files):
    def exhausted(*_args, **_kwargs):
        raise MemoryError

    monkeypatch.setattr("catalogue.pictures.decoding.jpegs.decode", exhausted)

    made = rendered(files["jpeg"], "jpeg")

    assert (made.pixels, made.files) == ("none", ())
    assert "memory" in made.problem


def test_a_disk_that_fails_is_not_the_fault_of_the_picture(tmp_path, files):
    (tmp_path / "a.jpg").write_bytes(files["jpeg"])

    with pytest.raises(FileNotFoundError):
        render(tmp_path / "b.jpg", "jpeg", orientation=None, into=tmp_path / "r", limits=LIMITS)
    with pytest.raises(FileNotFoundError):
        render(tmp_path / "a.jpg", "jpeg", orientation=None, into=tmp_path / "no" / "r", limits=LIMITS)


PARTIAL = {
    "broken_data_stream.png",
    "truncated_end_chunk.png",
    "truncated_image.png",
    "go-ff64c465b906b75c6b939bdc.png",
}
# Pillow's verdict stands in the truth; these two lack only what comes after their last pixel.
MILDER = {"truncated_jpeg.jpg": "whole"}


def test_every_hostile_file_is_seen_for_what_it_is_and_kills_nobody(shared_data, tmp_path):
    folder = shared_data / "hostile"
    truth = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
    wanted, found = {}, {}

    with bounded_child() as pool:
        for entry in truth:
            name = entry["file"].rpartition("/")[2]
            made = pool.apply(_examined, (str(folder / entry["file"]), str(tmp_path / "r")))
            found[name] = made if isinstance(made, str) else made.pixels
            wanted[name] = _expected(entry, name, found[name])

    assert len(found) == 130
    assert found == wanted


def _expected(entry, name, found):
    if found in ("other-picture", "document", "empty"):
        return {"gif": "other-picture", "ico": "other-picture", "bmp": "other-picture"}.get(name[-3:], found)
    if name in MILDER or name in PARTIAL:
        return MILDER.get(name, "partial")
    return {"ok": "whole", "unreadable": "none", "too-many-pixels": "too-large"}[entry["pillow"]]


SMALL = {
    "jpeg": jpeg(scene(64, 48)),
    "png": saved(scene(64, 48), "PNG"),
    "webp": saved(scene(64, 48), "WEBP"),
}


@settings(max_examples=150, deadline=None)
@given(
    form=st.sampled_from(sorted(SMALL)),
    edits=st.lists(st.tuples(st.floats(0, 1), st.binary(min_size=1, max_size=6)), max_size=5),
    cut=st.floats(0.3, 1),
)
def test_whatever_happens_to_a_file_something_sensible_is_said_of_it(form, edits, cut, tmp_path_factory):
    folder = tmp_path_factory.getbasetemp()
    data = bytearray(SMALL[form])
    for place, put in edits:
        start = int(place * len(data))
        data[start : start + len(put)] = put
    (folder / "damaged").write_bytes(data[: int(cut * len(data)) + 1])

    made = render(folder / "damaged", form, orientation=8, into=folder / "r", limits=Limits(1, 1))

    assert made.pixels in ("whole", "partial", "none", "too-large")
    assert (made.problem is None) == (made.pixels == "whole")
    assert bool(made.files) == (made.colour is not None) == (made.pixels in ("whole", "partial"))


def test_chunks_are_read_back_as_they_were_cut(files):
    assert png(png_chunks(files["png"])) == files["png"]
