"""A folder of photos becomes a catalogue: what is taken, what is told, what is left alone."""

import json
import os
import socket
from pathlib import Path

import pytest
from making import files_under, ingest, jpeg, photo, phototheque, png, rows, write


def test_photo_becomes_a_row_with_what_it_says_of_itself(source: Path, home: Path):
    write(
        source,
        "EV5/2018-05/DSCN0042.jpg",
        jpeg(taken="2018-05-12T14:32:08", gps=(50.4321, 2.8012), model="P6000"),
    )

    ran = ingest(source, home)

    found = photo(home)
    assert ran.status == 0
    assert (found["taken_at"], found["taken_method"], found["camera_model"]) == (
        "2018-05-12T14:32:08",
        "exif",
        "P6000",
    )
    assert (round(found["latitude"], 4), round(found["longitude"], 4)) == (50.4321, 2.8012)
    assert (found["width"], found["height"], found["state"]) == (96, 64, "catalogued")


def test_original_is_kept_byte_for_byte_and_the_source_is_untouched(source: Path, home: Path):
    write(source, "a.jpg", jpeg())
    before = files_under(source)

    ingest(source, home)

    (kept,) = files_under(home / "originals").values()
    assert kept == before["a.jpg"]
    assert files_under(source) == before


def test_second_run_finds_everything_unchanged_and_writes_nothing(source: Path, home: Path):
    write(source, "a.jpg", jpeg(1))
    write(source, "releve.pdf", b"%PDF-1.4 nothing")
    write(source, "broken.jpg", b"\xff\xd8\xff\xe0 cut")
    ingest(source, home)
    before = rows(home, "SELECT * FROM ingest_log"), rows(home, "SELECT * FROM runs")

    again = ingest(source, home)

    assert set(again.outcomes().values()) == {"unchanged"}
    assert again.status == 0
    assert (rows(home, "SELECT * FROM ingest_log"), rows(home, "SELECT * FROM runs")) == before
    assert not list((home / "tmp").iterdir())


def test_every_regular_file_has_exactly_one_line(source: Path, home: Path):
    names = ["a.jpg", "b/c.png", "b/notes.txt", "b/._a.jpg", "b/Thumbs.db", "d e/éà.jpg", "empty.jpg"]
    for number, name in enumerate(names):
        write(source, name, {".png": png(number)}.get(Path(name).suffix, jpeg(number)))
    write(source, "empty.jpg", b"")
    write(source, "b/notes.txt", b"Olhain")
    write(source, "@eaDir/a.jpg/SYNOFILE_THUMB_M.jpg", jpeg(9))

    ran = ingest(source, home)

    assert sorted(line["path"] for line in ran.lines) == sorted(names)
    assert ran.totals["skipped"] == 3
    assert ran.status == 1


def test_what_is_no_photo_is_skipped_by_kind_and_fails_nothing(source: Path, home: Path):
    write(source, "a.pdf", b"%PDF-1.4")
    write(source, "b.mp4", b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom")
    write(source, "c.zip", b"PK\x03\x04" + bytes(40))
    write(source, "d.gpx", b'<?xml version="1.0"?><gpx version="1.1"></gpx>')

    ran = ingest(source, home)

    assert ran.codes() == {"a.pdf": "document", "b.mp4": "video", "c.zip": "archive", "d.gpx": "track"}
    assert set(ran.outcomes().values()) == {"skipped"}
    assert ran.status == 0


def test_links_pipes_and_sockets_are_skipped_and_never_opened(source: Path, home: Path, tmp_path: Path):
    write(source, "a.jpg", jpeg())
    (source / "link.jpg").symlink_to(source / "a.jpg")
    (source / "loop").symlink_to(source)
    os.mkfifo(source / "pipe.jpg")
    listening = socket.socket(socket.AF_UNIX)
    os.chdir(source)
    listening.bind("socket.jpg")

    ran = ingest(source, home)

    listening.close()
    os.chdir(tmp_path)
    assert ran.outcomes() == {
        "a.jpg": "stored",
        "link.jpg": "skipped",
        "loop": "skipped",
        "pipe.jpg": "skipped",
        "socket.jpg": "skipped",
    }
    assert set(ingest(source, home).outcomes().values()) == {"unchanged"}


def test_names_that_are_no_utf8_are_told_and_stored_spelled_out(source: Path, home: Path):
    with open(os.fsencode(source) + b"/\xe9tang.jpg", "wb") as file:  # noqa: PTH123 the name is bytes
        file.write(jpeg())

    ran = ingest(source, home)

    assert ran.outcomes() == {"\\xe9tang.jpg": "stored"}
    assert rows(home, "SELECT path FROM files") == [{"path": "\\xe9tang.jpg"}]
    assert set(ingest(source, home).outcomes().values()) == {"unchanged"}


def test_dry_run_says_what_would_be_and_writes_nothing(source: Path, empty_library: Path):
    write(source, "a.jpg", jpeg(1))
    write(source, "copy.jpg", jpeg(1))
    before = files_under(empty_library)

    ran = ingest(source, empty_library, "--dry-run")

    assert ran.outcomes() == {"a.jpg": "stored", "copy.jpg": "duplicate"}
    assert rows(empty_library, "SELECT * FROM photos") == []
    assert {n for n in files_under(empty_library) if not n.startswith("catalogue.db-")} == set(before)


def test_changed_file_is_read_again(source: Path, home: Path):
    write(source, "a.jpg", jpeg(1))
    ingest(source, home)
    write(source, "a.jpg", jpeg(2, size=(120, 80)))

    ran = ingest(source, home)

    assert ran.outcomes() == {"a.jpg": "stored"}
    assert len(rows(home, "SELECT id FROM photos")) == 2


def test_same_tree_elsewhere_adds_arrivals_and_no_photo_and_says_so(source: Path, home: Path, tmp_path: Path):
    write(source, "EV5/a.jpg", jpeg(1))
    write(source, "EV5/b.jpg", jpeg(2))
    ingest(source, home)
    elsewhere = tmp_path / "mounted elsewhere"
    for name, content in files_under(source).items():
        write(elsewhere, name, content)

    ran = phototheque("ingest", elsewhere, "--home", home)

    assert "2 of them are the very same files under another path" in ran.output
    assert len(rows(home, "SELECT id FROM photos")) == 2
    assert len(rows(home, "SELECT id FROM files")) == 4


def test_subfolder_of_a_known_source_is_known(source: Path, home: Path):
    write(source, "EV5/a.jpg", jpeg(1))
    ingest(source, home)

    below, above = ingest(source / "EV5", home), ingest(source.parent, home)

    assert below.outcomes() == {"a.jpg": "unchanged"}
    assert above.outcomes() == {"source/EV5/a.jpg": "unchanged"}


def test_single_file_can_be_named(source: Path, home: Path):
    write(source, "a.jpg", jpeg(1))
    write(source, "b.jpg", jpeg(2))

    ran = ingest(source / "b.jpg", home)

    assert ran.outcomes() == {"b.jpg": "stored"}


def test_live_photo_and_raw_are_noted_on_their_photo(source: Path, home: Path):
    write(source, "IMG_1.JPG", jpeg(1))
    write(source, "IMG_1.MOV", b"\x00\x00\x00\x14ftypqt  \x00\x00\x00\x00qt  ")
    write(source, "IMG_1.NEF", b"II*\x00" + bytes(100))

    ran = ingest(source, home)

    assert ran.codes() == {"IMG_1.JPG": "new", "IMG_1.MOV": "live-photo", "IMG_1.NEF": "raw-beside"}
    noted = rows(home, "SELECT kind, path FROM companions ORDER BY kind")
    assert noted == [{"kind": "live-photo", "path": "IMG_1.MOV"}, {"kind": "raw-beside", "path": "IMG_1.NEF"}]


def test_companion_that_comes_later_is_noted_too(source: Path, home: Path):
    write(source, "IMG_1.JPG", jpeg(1))
    ingest(source, home)
    write(source, "IMG_1.MOV", b"\x00\x00\x00\x14ftypqt  \x00\x00\x00\x00qt  ")

    ran = ingest(source, home)

    assert ran.outcomes() == {"IMG_1.JPG": "unchanged", "IMG_1.MOV": "skipped"}
    assert len(rows(home, "SELECT * FROM companions")) == 1


def test_rights_of_the_run_stand_below_those_of_the_file(source: Path, home: Path):
    write(source, "silent.jpg", jpeg(1))
    write(source, "signed.jpg", jpeg(2, creator="C. Martin"))
    phototheque("defaults", "--home", home, "--creator", "MBM", "--licence", "CC-BY-4.0")

    ingest(source, home, "--creator", "L. Dupont")

    found = rows(
        home, "SELECT name, creator, licence FROM photos JOIN files ON photo_id = photos.id ORDER BY name"
    )
    assert found == [
        {"name": "signed.jpg", "creator": "C. Martin", "licence": "CC-BY-4.0"},
        {"name": "silent.jpg", "creator": "L. Dupont", "licence": "CC-BY-4.0"},
    ]


def test_home_is_never_ingested_into_itself(source: Path):
    home = source / "library"
    write(source, "a.jpg", jpeg(1))
    ingest(source, home)

    again, inside = ingest(source, home), ingest(home / "originals", home)

    assert again.outcomes() == {"a.jpg": "unchanged"}
    assert inside.status == 2
    assert "library's own home" in inside.error


def test_missing_path_ends_with_a_sentence(home: Path, tmp_path: Path):
    ran = phototheque("ingest", tmp_path / "nowhere", "--home", home)

    assert ran.status == 2
    assert "does not exist" in ran.error


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_unreadable_file_fails_alone_and_is_tried_again(source: Path, home: Path):
    write(source, "a.jpg", jpeg(1))
    write(source, "b.jpg", jpeg(2)).chmod(0)

    first = ingest(source, home)
    (source / "b.jpg").chmod(0o644)
    second = ingest(source, home)

    assert first.outcomes() == {"a.jpg": "stored", "b.jpg": "failed"}
    assert second.outcomes() == {"a.jpg": "unchanged", "b.jpg": "stored"}


def test_report_speaks_in_sentences_and_names_what_failed(source: Path, home: Path):
    write(source, "Olhain/a.jpg", jpeg(1))
    write(source, "Olhain/b.jpg", b"")
    write(source, "Olhain/releve.pdf", b"%PDF-1.4")

    ran = phototheque("ingest", source, "--home", home)

    assert "1 photo was taken in." in ran.output
    assert "1 file could not be taken in:\n  Olhain/b.jpg\n    empty:" in ran.output
    assert "document" in ran.output
    assert "in Olhain/" in ran.output
    assert ran.status == 1


def test_json_keeps_to_lines_of_json(source: Path, home: Path):
    write(source, "with\nnewline.jpg", jpeg(1))

    ran = ingest(source, home)

    assert json.loads(ran.output.splitlines()[0])["path"] == "with\nnewline.jpg"
    assert ran.error == ""


def test_rehearsal_for_a_library_that_is_not_there_leaves_none(source: Path, home: Path):
    write(source, "a.jpg", jpeg(1))

    ran = ingest(source, home, "--dry-run")

    assert ran.outcomes() == {"a.jpg": "stored"}
    assert not home.exists()


def test_command_for_more_names_the_home(source: Path, home: Path):
    write(source, "a.jpg", jpeg(1))

    ran = phototheque("ingest", source, "--home", home)

    command = ran.output.rpartition("Details: phototheque ")[2].split()
    assert phototheque(*command).status == 0


def test_other_library_inside_a_source_is_never_entered(source: Path, home: Path):
    write(source, "photos to keep/a.jpg", jpeg(1))
    ingest(source / "photos to keep", source / "old library")

    ran = phototheque("ingest", source, "--home", home)

    assert "1 photo was taken in." in ran.output
    assert "1 folder of thumbnails, waste or another library not entered" in ran.output
