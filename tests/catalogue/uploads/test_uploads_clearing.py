"""What nobody finished goes in time, and nothing else does."""

import os

import pytest
from making import jpeg, phototheque
from sending import sha256

from catalogue.errors import UploadExpired
from catalogue.people.office import Office
from catalogue.uploads import files
from catalogue.uploads.metadata import told_of

PHOTO = jpeg(1, (320, 240))


def part(reception, lea, content=PHOTO[:500]):
    upload = reception.begin(lea, told_of({"filename": "a.jpg"}, lea.name), len(PHOTO))
    writing = files.open_to_append(reception.home, upload.id)
    writing.write(content)
    writing.settle()
    writing.close()
    return upload


def test_what_is_not_finished_in_time_loses_its_bytes_and_says_so(reception, lea, clock):
    upload = part(reception, lea)
    clock.pass_by(days=13)
    early = reception.clear()
    clock.pass_by(days=1, seconds=1)
    (before,) = reception.listed(lea)
    late = reception.clear()
    (after,) = reception.listed(lea)

    assert (early, late) == (0, 1)
    assert (before.state, before.offset, after.state) == ("expired", 0, "expired")
    assert list(reception.home.uploads.iterdir()) == []
    with pytest.raises(UploadExpired):
        reception.find(upload.id, lea)


def test_days_are_a_setting(reception, lea, clock):
    phototheque("settings", "upload_days", "2", "--home", reception.home.root)
    upload = part(reception, lea)
    clock.pass_by(days=2, seconds=1)

    assert upload.expires_at == "2026-11-28T10:00:00Z"
    assert reception.clear() == 1


def test_rows_go_when_nobody_needs_them(reception, lea, clock):
    part(reception, lea)
    done = part(reception, lea, PHOTO)
    reception.finish(done)
    office = Office(reception.home, clock=clock)
    seen = []
    for days in (43, 2, 319, 2):
        clock.pass_by(days=days)
        office.purge()
        seen.append(len(reception.listed(lea)))

    assert seen == [2, 1, 1, 0]


def test_files_that_are_nobodys_go_after_an_hour_and_others_stay(reception, lea, clock):
    upload = part(reception, lea)
    stray = reception.home.uploads / "01M8C5RWHJEX261BXQEVTFHC8A"
    foreign = reception.home.uploads / "notes.txt"
    for path in (stray, foreign):
        path.write_bytes(b"x")
        os.utime(path, (0, clock().timestamp() - 3000))
    young = reception.clear()
    os.utime(stray, (0, clock().timestamp() - 4000))
    old = reception.clear()

    assert (young, old) == (0, 1)
    assert sorted(p.name for p in reception.home.uploads.iterdir()) == sorted([upload.id, "notes.txt"])


def test_what_somebody_writes_to_is_not_cleared(reception, lea, clock):
    upload = part(reception, lea)
    clock.pass_by(days=15)
    writing = files.open_to_append(reception.home, upload.id)
    gone = reception.clear()
    writing.close()

    assert gone == 0
    assert files.length(reception.home, upload.id) == 500


def test_what_was_received_and_waits_is_handed_over_not_cleared(reception, lea, clock, monkeypatch):
    upload = part(reception, lea, PHOTO)
    monkeypatch.setattr("catalogue.uploads.finishing.hand_over", _fail)
    with pytest.raises(OSError, match="full"):
        reception.finish(upload)
    monkeypatch.undo()
    clock.pass_by(days=20)
    reception.clear()
    (standing,) = reception.listed(lea)

    assert (standing.state, standing.upload.sha256) == ("received", sha256(PHOTO))
    assert (reception.home.inbox / upload.id).read_bytes() == PHOTO


def _fail(*_, **__):
    raise OSError(28, "full")


def test_copies_of_the_accounts_from_before_a_migration_go_after_a_month(reception, clock):
    copy = reception.home.root / "people.before-2.db"
    copy.write_bytes(b"")
    os.utime(copy, (0, clock().timestamp() - 29 * 86_400))
    office = Office(reception.home, clock=clock)
    office.purge()
    young = copy.exists()
    clock.pass_by(days=2)
    office.purge()

    assert (young, copy.exists()) == (True, False)
