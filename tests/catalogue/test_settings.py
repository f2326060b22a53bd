"""Limits are settings of the library, not constants of the program."""

from pathlib import Path

import pytest
from making import ingest, jpeg, photo, phototheque, png, rows, write


def test_settings_are_listed_with_their_meaning(empty_library: Path):
    listed = phototheque("settings", "--home", empty_library)

    assert "jpeg_megapixels       250" in listed.output


def test_changed_setting_is_kept(home: Path):
    phototheque("settings", "small_px", "300", "--home", home)

    assert "300" in phototheque("settings", "small_px", "--home", home).output


@pytest.mark.parametrize(("name", "value"), [("colour", "3"), ("small_px", "0"), ("small_px", "many")])
def test_setting_that_is_none_is_refused_with_a_hint(home: Path, name: str, value: str):
    ran = phototheque("settings", name, value, "--home", home)

    assert ran.status == 2
    assert "phototheque settings" in ran.error


def test_picture_above_the_limit_is_held_with_its_original(source: Path, home: Path):
    write(source, "a.png", png(1))
    write(source, "b.jpg", jpeg(2, size=(1200, 900)))
    phototheque("settings", "jpeg_megapixels", "1", "--home", home)

    ran = ingest(source, home)

    assert ran.codes() == {"a.png": "new", "b.jpg": "too-large"}
    assert ran.status == 1
    assert len(list((home / "originals").rglob("*.*"))) == 2
    assert rows(home, "SELECT width, state FROM photos WHERE state = 'held'") == [
        {"width": 1200, "state": "held"}
    ]


def test_file_above_the_limit_is_held_unexamined(source: Path, home: Path):
    write(source, "a.jpg", jpeg(1) + bytes(1_100_000))
    phototheque("settings", "file_megabytes", "1", "--home", home)

    ran = ingest(source, home)

    assert ran.codes() == {"a.jpg": "too-large"}
    assert photo(home)["state"] == "held"
    assert phototheque("check", "--home", home).status == 0


def test_default_can_be_taken_back(source: Path, home: Path):
    phototheque("defaults", "--credit", "MBM", "--home", home)
    phototheque("defaults", "--credit", "", "--home", home)
    write(source, "a.jpg", jpeg(1))

    ingest(source, home)

    assert photo(home)["credit"] is None


def test_renditions_have_the_sizes_that_are_set(source: Path, home: Path):
    phototheque("settings", "small_px", "200", "--home", home)
    write(source, "a.jpg", jpeg(1, size=(800, 600)))

    ingest(source, home)

    assert sorted(folder.name for folder in (home / "renditions").iterdir()) == ["1600", "200"]


@pytest.mark.parametrize("name", ["jpeg_megapixels", "file_megabytes"])
def test_raised_limit_lets_out_what_was_too_large(source: Path, home: Path, name: str):
    write(source, "a.jpg", jpeg(1, size=(1200, 900), taken="2018-05-12T14:32:08") + bytes(1_100_000))
    phototheque("settings", name, "1", "--home", home)
    ingest(source, home)
    held = photo(home)
    phototheque("settings", name, "300", "--home", home)

    ran = ingest(source, home)

    assert (held["state"], held["taken_at"]) == ("held", "2018-05-12T14:32:08")
    assert ran.codes() == {"a.jpg": "shown"}
    assert {"state": "catalogued", "renditions": "ready", "width": 1200}.items() <= photo(home).items()
    assert phototheque("check", "--home", home).status == 0
