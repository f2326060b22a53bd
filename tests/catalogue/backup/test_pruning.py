"""Copies go by the rule, and originals with the last copy that names them; nothing else is touched."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

from backups import backup, backup_on, copies, forget_photo, restored
from making import files_under, jpeg, write

from catalogue.backup.stamps import retained, stamp_of
from tests.reliability.verdicts import snapshot

START = datetime(2026, 9, 1, 2, 30, tzinfo=UTC)


def test_copies_go_by_the_rule_and_each_that_is_left_restores(library: Path, dest: Path, tmp_path: Path):
    moments = [START + timedelta(days=day) for day in range(70)]
    for moment in moments:
        backup_on(dest, library, moment)

    left = copies(dest)
    assert set(left) >= retained(stamp_of(moment) for moment in moments)
    assert len(left) <= 23
    assert sorted(path.name for path in (dest / "copies").iterdir()) == left
    assert snapshot(restored(dest, tmp_path / "new", "--copy", left[0])) == snapshot(library)


def test_original_stays_as_long_as_a_kept_copy_names_it(library: Path, dest: Path, tmp_path: Path):
    before = snapshot(library)
    backup_on(dest, library, START)
    backup_on(dest, library, START + timedelta(days=1))
    name = forget_photo(library, "b.jpg")

    done = backup_on(dest, library, START + timedelta(days=1, hours=1))

    assert done.pruned.copies == (stamp_of(START + timedelta(days=1)),), "it named the original too"
    assert (done.ailing, done.pruned.files) == ((), 0)
    assert next((dest / "originals").rglob(name)).exists()
    assert snapshot(restored(dest, tmp_path / "old", "--copy", stamp_of(START))) == before


def test_original_goes_with_the_last_copy_that_names_it_and_nothing_else_does(library: Path, dest: Path):
    backup_on(dest, library, START)
    name = forget_photo(library, "b.jpg")
    stranger = write(dest, "originals/notes.txt", b"mine")
    alike = write(dest, f"originals/zz/{'ab' * 32}.jpg", b"not where we put it")
    mine = write(dest, f"copies/{stamp_of(START)}/notes.txt", b"mine")

    done = backup_on(dest, library, START + timedelta(hours=1))

    assert done.pruned.copies == (stamp_of(START),)
    assert done.pruned.files == 1
    assert list((dest / "originals").rglob(name)) == []
    assert (stranger.exists(), alike.exists(), mine.exists()) == (True, True, True)
    assert {p for p in files_under(dest / "originals") if p[:2] != "zz" and "/" in p} == set(
        files_under(library / "originals")
    )


def test_what_a_broken_backup_left_is_swept_by_the_next_one(library: Path, dest: Path):
    backup_on(dest, library, START)
    claim = dest / ".phototheque-backup.lock"
    claim.write_text(
        json.dumps(json.loads(claim.read_text()) | {"working": True, "machine": "", "heard_of": 0})
    )
    orphan = write(dest, f"originals/ab/ab/{'ab' * 32}.jpg", jpeg(60))
    half = write(dest, f"tmp/{'cd' * 32}.jpg", b"half")
    unfinished = write(dest, "copies/20260902T000000Z/catalogue.db.gz", b"half")
    write(dest, "copies/20260902T000000Z/people.db", b"half, of the first form")

    backup_on(dest, library, START + timedelta(days=1))

    assert [path for path in (orphan, half, unfinished.parent) if path.exists()] == []
    assert backup(dest, library, "--verify").status == 0


def test_what_a_broken_backup_copied_is_not_copied_again(library: Path, dest: Path):
    """An original without a record is read, not believed; one that is whole stays."""
    backup_on(dest, library, START)
    (dest / "copies" / stamp_of(START) / "manifest.json").unlink()
    whole, damaged, *_ = sorted((dest / "originals").rglob("*.*"))
    damaged.write_bytes(damaged.read_bytes()[:-1] + b"!")
    written_at = whole.stat().st_mtime_ns

    done = backup_on(dest, library, START + timedelta(days=1))

    assert done.files_written == 1
    assert whole.stat().st_mtime_ns == written_at
    assert backup(dest, library, "--verify").status == 0


def test_clock_that_ran_ahead_once_does_not_hide_what_is_newest(library: Path, dest: Path, tmp_path: Path):
    backup_on(dest, library, START + timedelta(days=4000))
    write(library, "tombstones.jsonl", b"later\n")
    backup_on(dest, library, START)

    assert set(copies(dest)) == {stamp_of(START), stamp_of(START + timedelta(days=4000))}
    assert (restored(dest, tmp_path / "new") / "tombstones.jsonl").exists()
