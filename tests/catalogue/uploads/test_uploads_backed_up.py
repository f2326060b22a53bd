"""A library that comes back from its backup has every file that a phone had a receipt of."""

from datetime import UTC, datetime

from making import jpeg, phototheque, rows
from sending import sha256

from catalogue.backup.making import back_up
from catalogue.backup.restoring import restore
from catalogue.home.paths import Home
from catalogue.library import Library
from catalogue.uploads import files
from catalogue.uploads.metadata import told_of
from catalogue.uploads.reception import Reception

PHOTO = jpeg(1, (320, 240))


def begun(reception, lea, content, come):
    told = told_of({"filename": "a.jpg", "sha256": sha256(content)}, lea.name)
    upload = reception.begin(lea, told, len(content))
    writing = files.open_to_append(reception.home, upload.id)
    writing.write(content[:come])
    writing.settle()
    writing.close()
    return upload


def test_what_was_acknowledged_is_carried_and_what_was_on_its_way_is_sent_again(
    reception, lea, clock, tmp_path
):
    done = begun(reception, lea, PHOTO, len(PHOTO))
    reception.finish(done)
    half = begun(reception, lea, jpeg(2, (320, 240)), 500)
    with Library.open(reception.home.root) as library:
        back_up(library, tmp_path / "backup", now=datetime(2026, 11, 26, 11, tzinfo=UTC))
    restore(tmp_path / "backup", tmp_path / "again")
    again = Reception(Home(tmp_path / "again"), clock=clock)
    before = {one.upload.id: (one.state.value, one.offset) for one in again.listed(lea)}
    phototheque("ingest", "--inbox", "--home", tmp_path / "again")
    after = {one.upload.id: one.state.value for one in again.listed(lea)}

    assert before == {done.id: ("received", len(PHOTO)), half.id: ("receiving", 0)}
    assert after == {done.id: "catalogued", half.id: "receiving"}
    (file,) = rows(tmp_path / "again", "SELECT sha256 FROM files")
    assert file == {"sha256": sha256(PHOTO)}


def test_a_receipt_that_is_younger_than_the_backup_is_asked_for_again(reception, lea, clock, tmp_path):
    half = begun(reception, lea, PHOTO, len(PHOTO))
    with Library.open(reception.home.root) as library:
        back_up(library, tmp_path / "backup", now=datetime(2026, 11, 26, 11, tzinfo=UTC))
    reception.finish(half)
    restore(tmp_path / "backup", tmp_path / "again")
    again = Reception(Home(tmp_path / "again"), clock=clock)
    upload = again.find(half.id, lea)

    assert (upload.received_at, again.offset(upload)) == (None, 0)
