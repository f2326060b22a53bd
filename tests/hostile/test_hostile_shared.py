"""The 130 hostile files of others: each becomes what it must, and no row says what is not so."""

import json
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hostile_running import Scales, ingest_by_program, run_program
from making import PROJECT, Ran, rows

_FOLDER = PROJECT.parent / "shared" / "data" / "hostile"
_TRUTH: dict[str, dict[str, Any]] = (
    {truth["file"]: truth for truth in json.loads((_FOLDER / "truth.json").read_text(encoding="utf-8"))}
    if _FOLDER.is_dir()
    else {}
)
_ABSENT = pytest.mark.skipif(not _TRUTH, reason="the real files of ../shared/data are not beside this clone")
_SECONDS, _MEGABYTES = 5, 512
_DEGREES = 1e-5

# Outcome and code, then the files that must come to it, by folder. `exiftool -a -G1` justifies each line.
_EXPECTED: dict[tuple[str, str], dict[str, str]] = {
    ("stored", "new"): {
        "broken": """image00971.jpg image01088.jpg image01137.jpg image01551.jpg image01713.jpg image01980.jpg
            image02206.jpg total-pages-zero.tif truncated_app14.jpg truncated_exif_dpi.jpg truncated_jpeg.jpg""",
        "exif": """broken_exif_dpi.jpg buggy_panorama.jpg empty_gps_ifd.jpg exif-dpi-zerodivision.jpg exif_gps.jpg
            exif_gps_typeerror.jpg hopper_bad_exif.jpg image-2011.jpg imghdr-error.jpg
            invalid-exif-without-x-resolution.jpg invalid_exif.jpg jhead-bad-subdir-link.jpg jhead-badyear.jpg
            jhead-crashes-safari.jpg jhead-gps-corrupted-dir.jpg jhead-iptc-utf8.jpg jhead-no-thumb-pointer.jpg
            jhead-short_date.jpg jhead-thumbnail-place-error.jpg jhead-verizon.jpg jhead-winxp-tags.jpg
            jhead-xp-mess.jpg multiple_exif.jpg no-exif-data.jpg out-of-range-500.jpg snow.jpg with-location-inv.jpg
            with-location-zero-coordinate.jpg with-null-coordinates.jpg""",
        "fuzz": """go-0912c129cb221d4b1bf19e0e.webp go-14ae84e8a092a63d43331627.png go-41102d75135bd5b24412585b.png
            go-4e4c19f0b6d5396bff92c840.webp go-70c0e7d7d9b11d6913c622f3.jpg go-87573ff74c61b735ffd77c38.webp
            go-9d34214c14b749df567a60a4.png go-9ff38239e6fbcd4684f993e9.png go-ab14a0713426a031530a53c6.png
            go-basn0g02-29.png.png go-c118ae9826d4721fbe9db18b.webp go-chrome-gbchcmhmhahfdphkh.png
            go-df6c8819922811197eb8b173.png go-f20a9c814489840c2b51769b.jpg go-video-001.q50.420.jpeg.jpg
            go-video-005.gray.q50.2x2.p.jpg go-video-display-16.png.png go-video-display-39.png.png""",
        "tiff": """crash-0da013a13571cc8eb457a39fee8db18f8a3c7127.tif
            crash-74d2a78403a5a59db1fb0a2b8735ac068a75f6e3.tif""",
        "wrong-type": "this-is-a-jpeg.png wrong.heic",
    },
    # The same picture as a file before it, with other metadata.
    ("duplicate", "same-picture"): {
        "exif": "exif-ifd-offset.jpg exif_typeerror.jpg invalid-exif.jpg",
    },
    ("held", "partial"): {
        "broken": "broken_data_stream.png truncated_end_chunk.png truncated_image.png",
        "fuzz": "go-ff64c465b906b75c6b939bdc.png",
    },
    ("held", "too-large"): {"bombs": "65536-uint32-limit.png"},
    # They show nothing, but tell when or with what they were taken.
    ("held", "undecodable"): {
        "fuzz": "jhead-jhead_poc.jpg jhead-poc1.jpg jhead-poc2a.jpg jhead-poc3.jpg jhead-poc4.jpg",
    },
    ("skipped", "other-picture"): {
        "bombs": """decompression_bomb.gif decompression_bomb.ico decompression_bomb_extents.gif l2rgb_read.bmp
            reallybig.bmp""",
        "broken": "zero_width.gif",
    },
    ("failed", "empty"): {"wrong-type": "empty.jpg"},
    ("failed", "not-a-picture"): {"wrong-type": "invalid_pic.jpg"},
    ("failed", "no-picture"): {
        "broken": "broken.png",
        "exif": "jhead-truncated.jpg jhead-truncated2.jpg",
        "fuzz": """go-01d0b75a26f1fbd2f8bec1dd.webp go-0610f4d39b195463c194f0bf.tif go-1a4755e1b3ced56d5f9ba33b.tif
            go-3567a5f33b01e9379831a8e2.tif go-40f06685d885d6e4c5d8be39.jpg go-585f1775b05225c671a5f36d.tif
            go-6af34764c3e9a9e43455015e.webp go-6b16c2fc66e7322d51983497.tif go-6c89d8ead59838d6577bad4c.webp
            go-73490718f469d4e43e68c45e.webp go-79ab5e8cc7cf4a61934a0e6f.tif go-8287e7fc3d4f42ca4ec9b7dd.jpg
            go-83137492a36702f7006f0841.webp go-8c656088558cd85d9d818913.jpg go-90ef340accb4758c30a80f5c.jpg
            go-94d615bded49ff2ce555d6ad.webp go-952cd6bc0d38b56d0aa6700d.jpg go-988ce6cc38b83d42365b4362.jpg
            go-9a6ebf97c1086e1b703f89f0.tif go-a0f1c6182b620a8156d6aa8f.webp go-a152544eb5f92ef33aa35957.tif
            go-a39e7e22bf5481859337632e.tif go-ad66b852539ccdad2ae42352.jpg go-bbbb1726903ce1cb21f0be2e.tif
            go-cbae85e5bcd506d5f4fa11fb.tif go-d05aef0f441353a2a9355b49.webp go-d4636485c9804a02a4dca524.jpg
            go-dff2eb81160520d278c22651.png go-ef57e5d72193619e0f4144a5.tif jhead-id_043.jpg jhead-poc12.jpg
            jhead-poc2.jpg jhead-poc5.jpg""",
        "tiff": """crash-0c7e0e8e11ce787078f00b5b0ca409a167f070e0.tif
            crash-0e16d3bfb83be87356d026d66919deaefca44dac.tif crash-1152ec2d1a1a71395b6f2ce6721c38924d025bf3.tif
            crash-1185209cf7655b5aed8ae5e77784dfdd18ab59e9.tif crash-2020-10-test.tif
            crash-338516dbd2f0e83caddb8ce256c22db3bd6dc40f.tif crash-4f085cc12ece8cde18758d42608bed6a2a2cfb1c.tif
            crash-63b1dffefc8c075ddc606c0a2f5fdc15ece78863.tif crash-86214e58da443d2b80820cff9677a38a33dcbbca.tif
            crash-f46f5b2f43c370fe65706c11449f567ecc345e74.tif oom-225817ca0f8c663be7ab4b9e717b02c661e66834.tif""",
    },
}
_OUTCOMES = {
    f"{folder}/{name}": expected
    for expected, folders in _EXPECTED.items()
    for folder, names in folders.items()
    for name in names.split()
}
_TAKEN_IN = [name for name, (outcome, _) in _OUTCOMES.items() if outcome not in ("skipped", "failed")]

# Why there is no position, where a GPS directory tries to say one. Of all others: no-gps.
_REASONS = {
    "exif/buggy_panorama.jpg": "out-of-range",  # latitude 213.64
    "exif/image-2011.jpg": "zero",  # 0° 0' 0", 0° 0' 0"
    "exif/invalid_exif.jpg": "redacted",  # every tag there, every byte of it zero
    "exif/exif_gps.jpg": "unreadable",  # latitude given as whole numbers
    "exif/snow.jpg": "unreadable",  # 0/0
    "exif/with-null-coordinates.jpg": "unreadable",  # no coordinate has parts
}
# Degrees and minutes of its longitude are 0, its seconds are not: 0° 0' 15.04" W is a place in London, north
# and west are said, and the project that it comes from expects 51.55325, -0.00418 of it too. Its truth says none.
_NEAR_GREENWICH = {
    "exif/with-location-zero-coordinate.jpg": {"gps_valid": True, "lat": 51.55325, "lon": -0.0041778}
}


@pytest.fixture(scope="module")
def run(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Ran]:
    """Home of the ingested files, and what the run said."""
    home = tmp_path_factory.mktemp("shared") / "library"
    return home, ingest_by_program(shared_data / "hostile", home)


@pytest.fixture(scope="module")
def said(run: tuple[Path, Ran]) -> dict[str, dict[str, Any]]:
    """What the run said of each file."""
    return {line["path"]: line for line in run[1].lines}


@_ABSENT
def test_table_names_every_file():
    assert sorted(_OUTCOMES) == sorted(_TRUTH)
    assert len(_OUTCOMES) == 130


def test_run_goes_on_to_its_end_without_a_word_on_the_error_output(run: tuple[Path, Ran], shared_data: Path):
    home, ran = run

    assert (ran.status, ran.error) == (1, "")
    files = [path for path in (shared_data / "hostile").rglob("*") if path.is_file()]
    assert len(ran.lines) == len(files) == sum(ran.totals.values())
    assert run_program("check", "--home", home).status == 0


@pytest.mark.parametrize("name", sorted(_OUTCOMES))
def test_file_becomes_what_it_must(said: dict[str, dict[str, Any]], name: str):
    assert (said[name]["outcome"], said[name]["code"]) == _OUTCOMES[name]


@pytest.mark.parametrize("name", _TAKEN_IN)
def test_photo_shows_what_is_true_and_nothing_invented(
    run: tuple[Path, Ran], said: dict[str, Any], name: str
):
    photo_id = said[name]["photo_id"]
    (photo,) = rows(run[0], "SELECT * FROM photos WHERE id = ?", photo_id)
    truths = [
        _TRUTH[path] | _NEAR_GREENWICH.get(path, {})
        for path, line in sorted(said.items())
        if line["photo_id"] == photo_id
    ]

    # What several files say of one picture, the photo says: present beats absent.
    for column, key in (
        ("taken_at", "taken_at"),
        ("utc_offset", "offset"),
        ("orientation", "orientation"),
        ("camera_make", "make"),
        ("camera_model", "model"),
        ("width", "width"),
        ("height", "height"),
    ):
        told = [truth[key] for truth in truths if truth[key] is not None]
        assert photo[column] == ((told[0] if told[0] != "Z" else "+00:00") if told else None), column
    assert photo["taken_year"] == (int(photo["taken_at"][:4]) if photo["taken_at"] else None)


@pytest.mark.parametrize("name", _TAKEN_IN)
def test_position_is_the_true_one_or_none_with_its_reason(
    run: tuple[Path, Ran], said: dict[str, Any], name: str
):
    (photo,) = rows(run[0], "SELECT * FROM photos WHERE id = ?", said[name]["photo_id"])
    truth = _TRUTH[name] | _NEAR_GREENWICH.get(name, {})

    if truth["gps_valid"]:
        assert photo["latitude"] == pytest.approx(truth["lat"], abs=_DEGREES)
        assert photo["longitude"] == pytest.approx(truth["lon"], abs=_DEGREES)
        assert photo["position_absence"] is None
    else:
        assert (photo["latitude"], photo["longitude"], photo["position_method"]) == (None, None, None)
        assert photo["position_absence"] == _REASONS.get(name, "no-gps")


def test_second_run_is_all_unchanged(run: tuple[Path, Ran], shared_data: Path):
    home, _ = run
    before = rows(home, "SELECT count(*) AS number FROM ingest_log")

    again = ingest_by_program(shared_data / "hostile", home)

    assert (again.status, again.error) == (0, "")
    assert set(again.outcomes().values()) == {"unchanged"}
    assert rows(home, "SELECT count(*) AS number FROM ingest_log") == before


def test_no_file_takes_five_seconds_or_half_a_gigabyte(
    shared_data: Path, tmp_path_factory: pytest.TempPathFactory
):
    with closing(Scales(tmp_path_factory.mktemp("staging"))) as scales:
        weighed = {name: scales.weigh(shared_data / "hostile" / name) for name in sorted(_OUTCOMES)}

    assert {name: w for name, w in weighed.items() if w.outcome not in ("taken", "skipped", "failed")} == {}
    assert {name: w for name, w in weighed.items() if w.cpu_seconds >= _SECONDS} == {}
    assert {name: w for name, w in weighed.items() if w.memory_megabytes >= _MEGABYTES} == {}
