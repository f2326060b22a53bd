"""A library is copied while it is in use, and comes back as it was."""

import gzip
import json
import sqlite3
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from backups import backup, backup_on, copies, forget_photo, lines, restore, restored
from making import files_under, ingest, jpeg, phototheque, rows, write

from catalogue.backup import carrying
from catalogue.backup.after_restore import AFTER_RESTORE
from catalogue.backup.manifest import FORMAT
from catalogue.backup.remembering import last_backup
from catalogue.home.inbox import hand_over, put_in_quarantine
from catalogue.home.paths import Home
from tests.reliability.verdicts import snapshot

# What is known of photos, without the times of files.
_KNOWN = ("photos", "files", "claims", "originals")


def test_restored_library_is_as_it_was_and_passes_the_audit(library: Path, dest: Path, tmp_path: Path):
    made = backup(dest, library)
    new = tmp_path / "new"
    back = restore(dest, new)
    waiting = rows(new, "SELECT DISTINCT renditions FROM photos")
    repaired = phototheque("check", "--repair", "--home", new)
    checked = phototheque("check", "--home", new)

    assert (made.status, back.status, repaired.status, checked.status) == (0, 0, 0, 0)
    assert waiting == [{"renditions": "pending"}]
    assert snapshot(new) == snapshot(library)
    assert rows(new, "SELECT * FROM claims ORDER BY id") == rows(library, "SELECT * FROM claims ORDER BY id")
    assert not list(tmp_path.glob(".new*"))


def test_second_backup_writes_only_what_is_new(library: Path, dest: Path, source: Path):
    first = lines(backup(dest, library))[-1]
    before = {path: path.stat().st_mtime_ns for path in (dest / "originals").rglob("*.*")}
    write(source, "EV5/d.jpg", jpeg(4))
    ingest(source, library)

    second = lines(backup(dest, library))[-1]

    assert (first["files_written"], second["files_written"]) == (4, 1)
    assert (first["originals"], second["originals"]) == (4, 5)
    assert {path: path.stat().st_mtime_ns for path in before} == before


def test_nothing_new_writes_next_to_nothing_and_the_copy_of_today_stands(library: Path, dest: Path):
    for hour in (2, 3):
        at = datetime(2026, 11, 22, hour, 30, tzinfo=UTC)
        done = backup_on(dest, library, at)
        assert last_backup(Home(library)) == at

    assert (done.unchanged, done.files_written, done.bytes_written) == (True, 0, 0)
    assert copies(dest) == ["20261122T023000Z"]
    assert "Nothing has changed" not in phototheque("backup", dest, "--home", library).output


def test_next_day_makes_a_copy_of_its_own_though_nothing_changed(library: Path, dest: Path):
    for day in (21, 22):
        done = backup_on(dest, library, datetime(2026, 11, day, 2, 30, tzinfo=UTC))

    assert not done.unchanged
    assert len(copies(dest)) == 2


@pytest.mark.parametrize(
    "change", ["a caption", "an original", "the inbox", "a small file", "the copy itself"]
)
def test_whatever_changed_makes_a_new_copy_today(library: Path, dest: Path, source: Path, change: str):
    backup_on(dest, library, datetime(2026, 11, 22, 2, 30, tzinfo=UTC))
    changes: dict[str, Callable[[], object]] = {
        "a caption": lambda: phototheque("defaults", "--credit", "MBM", "--home", library),
        "an original": lambda: min((library / "originals").rglob("*.*")).unlink(),
        "the inbox": lambda: write(library, f"inbox/{'01' * 13}", b"waits"),
        "a small file": lambda: write(library, "tombstones.jsonl", b"one\n"),
        "the copy itself": (dest / "copies" / copies(dest)[0] / "catalogue.db.gz").unlink,
    }
    changes[change]()

    done = backup_on(dest, library, datetime(2026, 11, 22, 3, 30, tzinfo=UTC))

    # What is lost in the library and held by the backup is told, but the copy is the same.
    assert done.unchanged == (change == "an original")
    assert bool(done.ailing) == (change == "an original")


def test_every_file_that_arrived_is_copied_and_nothing_that_can_be_made_again(library: Path, dest: Path):
    backup(dest, library)

    assert files_under(dest / "originals") == files_under(library / "originals")
    assert len(files_under(library / "originals")) == 4
    assert sorted(path.name for path in dest.iterdir()) == [
        ".phototheque-backup.lock",
        "copies",
        "originals",
        "phototheque-backup.json",
        "tmp",
        "waiting",
    ]
    assert files_under(dest / "tmp") == {}


def test_database_of_a_copy_is_one_file_that_gunzip_unpacks_and_any_sqlite_opens(
    library: Path, dest: Path, tmp_path: Path
):
    backup(dest, library)

    (copy,) = [dest / "copies" / stamp for stamp in copies(dest)]
    assert sorted(path.name for path in copy.iterdir()) == ["catalogue.db.gz", "manifest.json"]
    (tmp_path / "c.db").write_bytes(gzip.decompress((copy / "catalogue.db.gz").read_bytes()))
    db = sqlite3.connect(f"file:{tmp_path / 'c.db'}?mode=ro", uri=True)
    assert db.execute("PRAGMA journal_mode").fetchone() == ("delete",)
    assert db.execute("SELECT count(*) FROM photos").fetchone() == (3,)
    db.close()


def test_next_day_without_anything_new_writes_the_databases_packed_and_no_original(library: Path, dest: Path):
    first = backup_on(dest, library, datetime(2026, 11, 22, 2, 30, tzinfo=UTC))
    catalogue = (library / "catalogue.db").stat().st_size

    second = backup_on(dest, library, datetime(2026, 11, 23, 2, 30, tzinfo=UTC))

    assert (second.unchanged, second.files_written) == (False, 0)
    assert second.manifest.carried == first.manifest.carried
    assert second.bytes_written < catalogue / 4
    names = [dest / "copies" / stamp / "catalogue.db.gz" for stamp in copies(dest)]
    assert len({path.stat().st_ino for path in names}) == 2, "a damaged file would be two copies"


def test_declared_files_are_carried_with_their_permissions(library: Path, dest: Path, tmp_path: Path):
    db = sqlite3.connect(library / "people.db")
    db.execute("PRAGMA journal_mode = WAL")
    db.execute("CREATE TABLE people (name TEXT)")
    db.execute("INSERT INTO people VALUES ('L. Dupont')")
    db.commit()
    (library / "people.db").chmod(0o600)
    write(library, "tombstone.key", b"secret").chmod(0o600)
    write(library, "tombstones.jsonl", b'{"sha256": 1}\n')
    write(library, "something-else.txt", b"not ours")

    backup(dest, library)
    db.close()
    restore(dest, tmp_path / "new")

    new = tmp_path / "new"
    again = sqlite3.connect(new / "people.db")
    assert again.execute("SELECT name FROM people").fetchall() == [("L. Dupont",)]
    again.close()
    assert (new / "tombstone.key").read_bytes() == b"secret"
    assert [(new / name).stat().st_mode & 0o777 for name in ("people.db", "tombstone.key")] == [0o600, 0o600]
    assert (dest / "copies" / copies(dest)[0] / "tombstone.key").stat().st_mode & 0o777 == 0o600
    assert not (new / "something-else.txt").exists()


def test_older_copy_is_restored_with_the_newest_tombstones(library: Path, dest: Path, tmp_path: Path):
    write(library, "tombstones.jsonl", b"one\n")
    backup_on(dest, library, datetime(2026, 11, 21, 2, 30, tzinfo=UTC))
    write(library, "tombstones.jsonl", b"one\ntwo\n")
    backup_on(dest, library, datetime(2026, 11, 22, 2, 30, tzinfo=UTC))

    restore(dest, tmp_path / "new", "--copy", copies(dest)[0])

    assert (tmp_path / "new" / "tombstones.jsonl").read_bytes() == b"one\ntwo\n"


def test_what_waits_and_what_was_set_apart_comes_back(library: Path, dest: Path, tmp_path: Path):
    home = Home(library)
    ticket = hand_over(home, write(library / "tmp", "x", jpeg(7)), name="d.jpg", by="A. Petit")
    bad = write(library / "tmp", "y", b"no picture")
    put_in_quarantine(home, bad, "ab" * 32, "e.jpg", None, "unreadable", "Not a picture.")

    told = lines(backup(dest, library))[-1]
    new = restored(dest, tmp_path / "new")
    phototheque("ingest", "--inbox", "--home", new)

    assert told["waiting"] == 4
    assert files_under(new / "quarantine") == files_under(library / "quarantine")
    assert rows(new, "SELECT name, made_by FROM files WHERE source = 'inbox'") == [
        {"name": "d.jpg", "made_by": "A. Petit"}
    ]
    assert (library / "inbox" / ticket).exists()


@pytest.mark.parametrize("moment", ["before the databases are copied", "after they were"])
def test_photo_that_leaves_the_inbox_meanwhile_is_somewhere_in_the_copy(
    library: Path, dest: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, moment: str
):
    hand_over(Home(library), write(library / "tmp", "x", jpeg(7)), name="d.jpg", by="A. Petit")
    real = carrying.copy_database

    def copied(source: Path, target: Path) -> None:
        if moment.startswith("before"):
            phototheque("ingest", "--inbox", "--home", library)
        real(source, target)
        if moment.startswith("after"):
            phototheque("ingest", "--inbox", "--home", library)

    monkeypatch.setattr(carrying, "copy_database", copied)

    done = backup(dest, library)
    new = restored(dest, tmp_path / "new")
    phototheque("ingest", "--inbox", "--home", new)

    assert done.status == 0, done.output
    assert lines(done)[-1]["waiting"] == (0 if moment.startswith("before") else 2)
    assert rows(new, "SELECT name FROM files WHERE source = 'inbox'") == [{"name": "d.jpg"}]
    assert {name: snapshot(new)[name] for name in _KNOWN} == {
        name: snapshot(library)[name] for name in _KNOWN
    }


def test_original_that_is_erased_meanwhile_is_no_fault(
    library: Path, dest: Path, monkeypatch: pytest.MonkeyPatch
):
    real = carrying.copy_database

    def copied(source: Path, target: Path) -> None:
        real(source, target)
        forget_photo(library, "b.jpg")

    monkeypatch.setattr(carrying, "copy_database", copied)

    done = backup(dest, library)

    assert done.status == 0, done.output
    assert lines(done)[-1] | {"originals": 3, "lacking": 0} == lines(done)[-1]


def test_backup_is_consistent_while_photos_come_in(library: Path, dest: Path, source: Path, tmp_path: Path):
    for number in range(40):
        write(source, f"more/{number}.jpg", jpeg(100 + number))
    taking_in = threading.Thread(target=ingest, args=(source, library))

    taking_in.start()
    for day in (1, 2, 3):
        backup_on(dest, library, datetime(2026, 11, day, tzinfo=UTC))
    taking_in.join()

    assert len(copies(dest)) == 3
    for number, stamp in enumerate(copies(dest)):
        new = restored(dest, tmp_path / f"new-{number}", "--copy", stamp)
        assert phototheque("check", "--home", new).status == 0


def test_home_knows_when_it_was_backed_up_and_a_restored_one_was_never(
    library: Path, dest: Path, tmp_path: Path
):
    assert last_backup(Home(library)) is None

    backup(dest, library)
    restore(dest, tmp_path / "new")

    at = last_backup(Home(library))
    assert at is not None
    assert timedelta(0) <= datetime.now(UTC) - at < timedelta(minutes=1)
    assert last_backup(Home(tmp_path / "new")) is None


def test_restored_library_is_the_same_library_and_goes_on_with_its_backup(
    library: Path, dest: Path, tmp_path: Path
):
    backup(dest, library)
    new = restored(dest, tmp_path / "new")

    again = backup(dest, new)

    assert again.status == 0, again.error
    assert lines(again)[-1]["files_written"] == 0


def test_what_is_in_the_list_is_done_before_the_home_is_there(
    library: Path, dest: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    new, seen = tmp_path / "new", []
    monkeypatch.setattr(
        "catalogue.backup.after_restore.AFTER_RESTORE",
        [*AFTER_RESTORE, lambda home: seen.append((home.catalogue.exists(), new.exists()))],
    )
    backup(dest, library)

    restore(dest, new)

    assert seen == [(True, False)]
    assert new.exists()


def test_failing_callable_restores_nothing(
    library: Path, dest: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    def fail(home: Home) -> None:
        raise RuntimeError("no")

    monkeypatch.setattr("catalogue.backup.after_restore.AFTER_RESTORE", [fail])
    backup(dest, library)

    with pytest.raises(RuntimeError):
        restore(dest, tmp_path / "new")

    assert [p.name for p in tmp_path.iterdir() if "new" in p.name] == []


def test_person_is_told_what_stands_and_the_exact_next_command(library: Path, dest: Path, tmp_path: Path):
    made = phototheque("backup", dest, "--home", library)
    new = tmp_path / "la photothèque"
    back = phototheque("restore", dest, "--home", new)
    listed = phototheque("restore", dest, "--list")

    stamp = copies(dest)[0]
    assert f"Copy {stamp} stands: 4 originals" in made.output
    assert f"phototheque check --repair --home '{new}'" in back.output
    assert listed.output.startswith(f"{stamp}          4 originals")
    assert json.loads((dest / "phototheque-backup.json").read_bytes())["format"] == FORMAT
