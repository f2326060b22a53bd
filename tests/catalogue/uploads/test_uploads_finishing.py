"""From the last byte to the catalogue, with a crash between any two steps: nothing lost, nothing twice, always said."""

import os
import shutil
from pathlib import Path

import pytest
from making import jpeg, phototheque, rows
from sending import sha256

from catalogue.errors import ChecksumDiffers, NoSuchUpload, UploadBusy
from catalogue.home import inbox
from catalogue.people.store import changing
from catalogue.uploads import files, finishing
from catalogue.uploads import rows as upload_rows
from catalogue.uploads.metadata import told_of
from catalogue.uploads.reception import Reception
from catalogue.uploads.states import State
from catalogue.uploads.upload import Sender, Upload

PHOTO = jpeg(1, (320, 240))


def begun(reception: Reception, sender: Sender, content: bytes = PHOTO, **said: str) -> Upload:
    """An upload whose every byte has come, and that is not finished."""
    told = told_of({"filename": "a.jpg", **said}, sender.name)
    upload = reception.begin(sender, told, len(content))
    writing = files.open_to_append(reception.home, upload.id)
    writing.write(content)
    writing.settle()
    writing.close()
    return upload


def state(reception: Reception, sender: Sender, upload: Upload) -> tuple[str, str]:
    (one,) = reception.listed(sender, [upload.id])
    return one.state.value, one.code


def take_in(home: Path) -> None:
    phototheque("ingest", "--inbox", "--home", home, "--json")


def test_states_follow_what_happens(reception, lea):
    told = told_of({"filename": "a.jpg"}, lea.name)
    upload = reception.begin(lea, told, len(PHOTO))
    seen = [state(reception, lea, upload)]
    files.path_of(reception.home, upload.id).parent.mkdir()
    files.path_of(reception.home, upload.id).write_bytes(PHOTO)
    reception.finish(upload)
    seen.append(state(reception, lea, upload))
    take_in(reception.home.root)
    seen.append(state(reception, lea, upload))

    assert seen == [("receiving", "receiving"), ("received", "received"), ("catalogued", "new")]


def test_same_photo_again_says_so_and_is_one_photo(reception, lea):
    first, second = begun(reception, lea), begun(reception, lea, filename="b.jpg")
    for upload in (first, second):
        reception.finish(upload)
        take_in(reception.home.root)
    third = begun(reception, lea, jpeg(1, (320, 240), creator="A. Photographe"))
    reception.finish(third)
    take_in(reception.home.root)

    assert [state(reception, lea, one) for one in (first, second, third)] == [
        ("catalogued", "new"),
        ("duplicate", "same-file"),
        ("healed", "healed"),
    ]
    assert len(rows(reception.home.root, "SELECT * FROM photos")) == 1


def test_photo_that_is_held_and_let_out_is_catalogued(reception, lea):
    upload = begun(reception, lea, PHOTO[: len(PHOTO) * 3 // 5])
    reception.finish(upload)
    take_in(reception.home.root)
    held = state(reception, lea, upload)
    db = inbox_db(reception)
    db.execute("BEGIN IMMEDIATE")
    db.execute("UPDATE photos SET state = 'catalogued'")
    db.execute("COMMIT")
    db.close()

    assert held[0] == "held"
    assert state(reception, lea, upload)[0] == "catalogued"


def inbox_db(reception):
    from catalogue.database.connection import connect  # noqa: PLC0415

    return connect(reception.home.catalogue)


class Killed(BaseException):
    """The process ends here."""


STEPS = ["before the row", "after the row", "after the note", "after the link", "after the hand-over"]


def kill_at(monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    """Finishing ends as a kill at this step would end it."""

    def killed(*_: object, **__: object) -> None:
        raise Killed

    if step == "before the row":
        monkeypatch.setattr(finishing.rows, "receive", killed)
    elif step == "after the row":
        monkeypatch.setattr(finishing, "hand_over", killed)
    elif step == "after the note":
        monkeypatch.setattr(inbox, "place", killed)
    elif step == "after the link":

        def linked(moves):
            for move in moves:
                os.link(move.staged, move.target)
            raise Killed

        monkeypatch.setattr(inbox, "place", linked)
    else:
        real_hand_over = finishing.hand_over

        def handed(*arguments, **options):
            real_hand_over(*arguments, **options)
            raise Killed

        monkeypatch.setattr(finishing, "hand_over", handed)


@pytest.mark.parametrize("by", ["start", "question"])
@pytest.mark.parametrize("taken_in_meanwhile", [False, True])
@pytest.mark.parametrize("step", STEPS)
def test_a_crash_at_any_step_is_recovered_from(reception, lea, monkeypatch, step, taken_in_meanwhile, by):
    upload = begun(reception, lea, sha256=sha256(PHOTO))
    with monkeypatch.context() as context:
        kill_at(context, step)
        with pytest.raises(Killed):
            reception.finish(upload)
    if taken_in_meanwhile:
        take_in(reception.home.root)
    if by == "start":
        Reception(reception.home).recover()
    again = reception.find(upload.id, lea)
    take_in(reception.home.root)

    assert again.sha256 == sha256(PHOTO)
    assert state(reception, lea, upload) == ("catalogued", "new")
    assert len(rows(reception.home.root, "SELECT * FROM photos")) == 1
    log = rows(reception.home.root, "SELECT ticket FROM ingest_log")
    assert log == [{"ticket": upload.id}]
    assert list(reception.home.uploads.iterdir()) == []
    assert list(reception.home.inbox.iterdir()) == []


def test_a_file_met_twice_since_its_run_died_is_said_once(reception, lea):
    upload = begun(reception, lea)
    reception.finish(upload)
    waiting = reception.home.inbox / upload.id
    shutil.copy(waiting, reception.home.root / "kept")
    shutil.copy(inbox.note_of(waiting), reception.home.root / "kept.json")
    take_in(reception.home.root)
    shutil.move(reception.home.root / "kept.json", inbox.note_of(waiting))
    shutil.move(reception.home.root / "kept", waiting)
    take_in(reception.home.root)

    log = rows(reception.home.root, "SELECT ticket, outcome FROM ingest_log ORDER BY id")
    assert log == [{"ticket": upload.id, "outcome": "stored"}, {"ticket": None, "outcome": "unchanged"}]
    assert state(reception, lea, upload) == ("catalogued", "new")


def test_a_photo_that_was_made_after_all_is_what_is_said(reception, lea):
    upload = begun(reception, lea)
    reception.finish(upload)
    db = inbox_db(reception)
    db.execute("BEGIN IMMEDIATE")
    db.execute(
        """INSERT INTO runs (id, door, source, started_at, state, program_version)
        VALUES ('r', 'inbox', 'inbox', 't', 'interrupted', '0')"""
    )
    db.execute(
        """INSERT INTO ingest_log (run_id, source, path, outcome, code, message, at, program_version, ticket)
        VALUES ('r', 'inbox', 'a.jpg', 'failed', 'took-too-long', '', 't', '0', ?)""",
        [upload.id],
    )
    db.execute("COMMIT")
    db.close()
    before = state(reception, lea, upload)
    take_in(reception.home.root)

    assert before == ("quarantined", "took-too-long")
    assert state(reception, lea, upload) == ("catalogued", "new")


def test_what_is_spoilt_when_a_server_dies_is_sent_again(reception, lea):
    upload = begun(reception, lea, sha256=sha256(b"other"))
    reception.recover()
    found = reception.find(upload.id, lea)

    assert (found.received_at, reception.offset(found)) == (None, 0)


def test_what_a_phone_asks_for_is_told_to_be_spoilt(reception, lea):
    upload = begun(reception, lea, sha256=sha256(b"other"))

    with pytest.raises(ChecksumDiffers):
        reception.find(upload.id, lea)
    assert reception.offset(reception.find(upload.id, lea)) == 0


def test_a_library_restored_from_before_asks_for_the_bytes_again(reception, lea):
    upload = begun(reception, lea)
    reception.finish(upload)
    for path in reception.home.inbox.iterdir():
        path.unlink()
    gone = state(reception, lea, upload)
    found = reception.find(upload.id, lea)

    assert gone == (State.REFUSED.value, "gone")
    assert (found.received_at, reception.offset(found)) == (None, 0)
    assert state(reception, lea, upload) == ("receiving", "receiving")


def test_uploads_of_nobody_and_of_people_are_apart(reception, lea):
    nobody = Sender(None, None, None)
    theirs, mine = begun(reception, nobody), begun(reception, lea)

    assert [one.upload.id for one in reception.listed(nobody)] == [theirs.id]
    assert [one.upload.id for one in reception.listed(lea)] == [mine.id]
    for sender, upload in ((nobody, mine), (lea, theirs)):
        with pytest.raises(NoSuchUpload):
            reception.find(upload.id, sender)


def test_newest_come_first_and_since_a_moment(reception, lea, clock):
    first = begun(reception, lea)
    clock.pass_by(hours=1)
    second = begun(reception, lea)

    assert [one.upload.id for one in reception.listed(lea)] == [second.id, first.id]
    assert [one.upload.id for one in reception.listed(lea, since="2026-11-26T10:30:00Z")] == [second.id]


def test_a_file_that_is_being_written_is_not_finished_by_somebody_else(reception, lea):
    upload = begun(reception, lea)
    writing = files.open_to_append(reception.home, upload.id)

    with pytest.raises(UploadBusy):
        reception.finish(upload)
    writing.close()
    assert reception.finish(upload).sha256 == sha256(PHOTO)


def test_a_picture_that_was_erased_is_not_named_by_its_upload_a_day_later(reception, lea, clock):
    first = begun(reception, lea)
    reception.finish(first)
    take_in(reception.home.root)
    (photo,) = rows(reception.home.root, "SELECT id FROM photos")
    erased = phototheque("erase", photo["id"], "--home", reception.home.root, "--yes")
    assert erased.status == 0, erased.error
    gone = reception.listed(lea)
    again = begun(reception, lea, filename="secret.jpg")
    reception.finish(again)
    take_in(reception.home.root)
    told = state(reception, lea, again)
    reception.clear()
    kept = reception.listed(lea)[0].upload.told.name
    clock.pass_by(days=2)
    reception.clear()
    (after,) = reception.listed(lea)

    assert gone == []
    assert (told, kept) == (("quarantined", "erased"), "secret.jpg")
    assert (after.upload.told.name, after.upload.sha256, after.code) == ("", None, "erased")


def test_an_erased_photo_is_not_on_its_way_any_more(reception, lea):
    first = begun(reception, lea)
    reception.finish(first)
    take_in(reception.home.root)
    on_its_way = reception.begin(
        lea, told_of({"filename": "a.jpg", "sha256": sha256(PHOTO)}, None), len(PHOTO)
    )
    files.open_to_append(reception.home, on_its_way.id).close()
    whole = begun(reception, lea)
    (photo,) = rows(reception.home.root, "SELECT id FROM photos")
    phototheque("erase", photo["id"], "--home", reception.home.root, "--yes")

    assert [one.upload.id for one in reception.listed(lea)] == [whole.id]
    assert list(reception.home.uploads.iterdir()) == []


def test_rows_are_counted_of_whom_they_are(reception, lea, clock):
    begun(reception, lea)
    reception.finish(begun(reception, lea))
    with changing(reception.home) as db:
        counted = upload_rows.unfinished(db, lea, clock())
        others = upload_rows.unfinished(db, Sender(None, None, None), clock())

    assert (counted, others) == ((1, len(PHOTO)), (0, 0))
