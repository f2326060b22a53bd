"""What cannot be done is said in a sentence, and changes nothing."""

import errno
import hashlib
import json
import os
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from backups import backup, copies, lines, manifest_of, restore, restored, tell_otherwise
from making import files_under, ingest, jpeg, phototheque, rows, write

from catalogue.backup import storing
from catalogue.backup.manifest import FORMAT, Carried
from catalogue.database.connection import connect
from tests.reliability.verdicts import snapshot

REAL_WRITE = os.write


def _refused(ran: object, words: str) -> None:
    assert ran.status == 2, ran  # type: ignore[attr-defined]
    assert words in ran.error  # type: ignore[attr-defined]
    assert "Traceback" not in ran.error  # type: ignore[attr-defined]


def _stands(dest: Path) -> dict[str, bytes]:
    """Everything that earlier copies consist of."""
    return {p: c for p, c in files_under(dest).items() if not p.endswith(".lock")}


def test_backup_inside_its_library_is_refused(library: Path):
    before = files_under(library / "originals")

    _refused(backup(library / "backup", library), "cannot hold each other")

    assert not (library / "backup").exists()
    assert files_under(library / "originals") == before


def test_library_inside_its_backup_is_refused(library: Path):
    _refused(backup(library.parent, library), "cannot hold each other")


def test_library_inside_its_backup_by_a_link_is_refused(library: Path, tmp_path: Path):
    (tmp_path / "link").symlink_to(library)

    _refused(backup(tmp_path / "link" / "backup", library), "cannot hold each other")


def test_backup_of_another_library_is_refused(library: Path, dest: Path, tmp_path: Path):
    backup(dest, library)
    before = _stands(dest)
    write(tmp_path / "card", "a.jpg", jpeg(9))
    ingest(tmp_path / "card", tmp_path / "other")

    _refused(backup(dest, tmp_path / "other"), "backup of another library")

    assert _stands(dest) == before


def test_folder_with_other_things_is_refused(library: Path, dest: Path):
    write(dest, "holiday.jpg", b"mine")

    _refused(backup(dest, library), "holds other things (holiday.jpg)")

    assert files_under(dest) == {"holiday.jpg": b"mine"}


def test_folder_that_a_nas_prepared_is_taken(library: Path, dest: Path):
    for name in ("@eaDir", "#recycle", "lost+found", ".snapshots"):
        (dest / name).mkdir(parents=True)

    assert backup(dest, library).status == 0


def test_file_for_a_folder_is_refused(library: Path, dest: Path):
    write(dest.parent, dest.name, b"a file")

    _refused(backup(dest, library), "it is a file")


def test_disk_that_is_not_mounted_is_not_filled(library: Path, dest: Path):
    backup(dest, library)
    shutil.rmtree(dest)
    dest.mkdir()

    _refused(backup(dest, library), "Is the disk or the NAS mounted?")
    assert list(dest.iterdir()) == []
    begun = backup(dest, library, "--begin")

    assert (begun.status, lines(begun)[-1]["files_written"]) == (0, 4)


def test_no_library_is_no_backup(home: Path, dest: Path):
    _refused(backup(dest, home), "There is no library")

    assert not dest.exists()


@pytest.mark.parametrize("after", [0, 2, 4, 5])
def test_full_disk_ends_with_a_sentence_and_earlier_copies_stand(
    library: Path, dest: Path, source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, after: int
):
    backup(dest, library)
    before, known = _stands(dest), snapshot(library)
    for number in range(4):
        write(source, f"new/{number}.jpg", jpeg(50 + number))
    ingest(source, library)
    count = iter(range(1000))

    def full(descriptor: int, data: bytes) -> int:
        if Path(f"/proc/self/fd/{descriptor}").readlink().is_relative_to(dest) and next(count) >= after:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return REAL_WRITE(descriptor, data)

    with monkeypatch.context() as patched:
        patched.setattr(storing.os, "write", full)
        _refused(backup(dest, library), "not enough room on the disk of")

    now = _stands(dest)
    assert {path: now[path] for path in before} == before
    assert [path for path in now if path.startswith(("tmp/", "copies/")) and path not in before] == []
    assert snapshot(restored(dest, tmp_path / "old")) == known
    assert backup(dest, library).status == 0
    assert snapshot(restored(dest, tmp_path / "new")) == snapshot(library)


def test_disk_that_will_not_hold_it_all_is_told_before_anything_is_copied(
    library: Path, dest: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(
        "catalogue.backup.keeping.shutil.disk_usage", lambda _: shutil._ntuple_diskusage(9, 9, 9)
    )

    _refused(backup(dest, library), "(0 MB left)")

    assert files_under(dest / "originals") == {}


@pytest.mark.parametrize("room", ["originals", "copies", "tmp"])
def test_disk_that_goes_away_midway_ends_with_a_sentence(
    library: Path, dest: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, room: str
):
    backup(dest, library)
    before = _stands(dest)
    shutil.rmtree(dest / "originals")
    phototheque("defaults", "--credit", "MBM", "--home", library)
    away = tmp_path / "away"
    name = "pack_hashed" if room == "copies" else "copy_hashed"
    real = getattr(storing, name)

    def pulled(source: Path, target: Path, **options: object) -> tuple[str, int]:
        if dest.exists():
            dest.rename(away)
        return real(source, target, **options)  # type: ignore[no-any-return]

    with monkeypatch.context() as patched:
        patched.setattr(storing, name, pulled)
        _refused(backup(dest, library), "went away while it was in use")

    assert not dest.exists(), "the mount point was filled"
    away.rename(dest)
    now = _stands(dest)
    assert {path: now.get(path) for path in before if path.startswith("copies/")} == {
        path: content for path, content in before.items() if path.startswith("copies/")
    }
    assert backup(dest, library).status == 0
    assert files_under(dest / "originals") == files_under(library / "originals")


def test_missing_and_damaged_originals_are_named_and_all_else_is_backed_up(
    library: Path, dest: Path, tmp_path: Path
):
    missing, damaged, *_ = sorted((library / "originals").rglob("*.*"))
    missing.unlink()
    content = bytearray(damaged.read_bytes())
    content[-9] ^= 1
    damaged.write_bytes(content)

    ran = backup(dest, library)

    *faults, totals = lines(ran)
    assert ran.status == 1
    assert {(f["about"], f["why"], f["held"]) for f in faults} == {
        (missing.name, "missing", False),
        (damaged.name, "damaged", False),
    }
    assert (totals["originals"], totals["lacking"]) == (2, 2)
    manifest = manifest_of(dest, copies(dest)[0])
    assert {lacking.name for lacking in manifest.lacking} == {missing.name, damaged.name}
    back = restore(dest, tmp_path / "new")
    assert back.status == 1
    assert {line["about"] for line in lines(back)[:-1]} == {missing.name, damaged.name}


def test_original_that_the_backup_holds_survives_its_loss_in_the_library(
    library: Path, dest: Path, tmp_path: Path
):
    whole = snapshot(library)
    backup(dest, library)
    lost = min((library / "originals").rglob("*.*"))
    lost.unlink()

    ran = backup(dest, library)

    assert ran.status == 1
    assert lines(ran)[0] == {"fault": "original", "about": lost.name, "why": "missing", "held": True}
    assert lines(ran)[-1]["lacking"] == 0
    assert snapshot(restored(dest, tmp_path / "new")) == whole


def test_damaged_catalogue_is_not_copied_over_a_good_one(library: Path, dest: Path, tmp_path: Path):
    known = snapshot(library)
    backup(dest, library)
    size = (library / "catalogue.db").stat().st_size
    with (library / "catalogue.db").open("r+b") as file:
        file.seek(size // 2)
        file.write(b"\xff" * (size // 4))

    ran = backup(dest, library)

    assert ran.status == 2
    assert "damaged" in ran.error
    assert len(copies(dest)) == 1
    assert snapshot(restored(dest, tmp_path / "new")) == known


def test_damaged_people_are_told_by_name(library: Path, dest: Path):
    db = connect(library / "people.db")
    db.execute("CREATE TABLE people (name TEXT)")
    db.execute("CREATE INDEX people_by_name ON people (name)")
    db.executemany("INSERT INTO people VALUES (?)", [[f"{n:04} L. Dupont"] for n in range(900)])
    db.close()
    content = (library / "people.db").read_bytes()
    write(library, "people.db", content.replace(b"0444 L. Dupont", b"0444 L. Dupond", 1))

    _refused(backup(dest, library), "people.db in")

    assert copies(dest) == []


def test_restore_into_a_folder_that_holds_something_is_refused(library: Path, dest: Path, tmp_path: Path):
    backup(dest, library)
    write(tmp_path / "new", "mine.txt", b"mine")

    _refused(restore(dest, tmp_path / "new"), "it holds other things (mine.txt)")
    _refused(restore(dest, library), "there is a library")

    assert files_under(tmp_path / "new") == {"mine.txt": b"mine"}


def test_restore_into_an_empty_folder_is_done(library: Path, dest: Path, tmp_path: Path):
    backup(dest, library)
    (tmp_path / "new").mkdir()

    assert restore(dest, tmp_path / "new").status == 0


def test_restore_into_the_backup_is_refused(library: Path, dest: Path):
    backup(dest, library)
    before = _stands(dest)

    _refused(restore(dest, dest / "new"), "cannot hold each other")

    assert _stands(dest) == before


def test_restore_of_no_backup_is_refused(tmp_path: Path):
    (tmp_path / "empty").mkdir()

    _refused(restore(tmp_path / "empty", tmp_path / "new"), "it holds no copy")
    _refused(backup(tmp_path / "empty", tmp_path / "new", "--verify"), "it holds no copy")
    _refused(restore(tmp_path / "nowhere", tmp_path / "new"), "there is no such folder")

    assert not (tmp_path / "new").exists()


def test_unknown_copy_is_answered_with_those_that_are_there(library: Path, dest: Path, tmp_path: Path):
    backup(dest, library)

    _refused(restore(dest, tmp_path / "new", "--copy", "20200101T000000Z"), copies(dest)[0])


def test_backup_of_a_newer_program_is_refused(library: Path, dest: Path, tmp_path: Path):
    backup(dest, library)
    (stamp,) = copies(dest)
    (catalogue,) = manifest_of(dest, stamp).carried
    tell_otherwise(dest, stamp, carried=(replace(catalogue, schema=99),))

    _refused(restore(dest, tmp_path / "new"), "newer phototheque")

    assert not (tmp_path / "new").exists()


def test_folder_of_a_newer_program_is_left_alone(library: Path, dest: Path):
    backup(dest, library)
    marker = json.loads((dest / "phototheque-backup.json").read_bytes()) | {"format": FORMAT + 1}
    write(dest, "phototheque-backup.json", json.dumps(marker).encode())
    before = _stands(dest)

    _refused(backup(dest, library), "newer phototheque")

    assert _stands(dest) == before


DUMPS = sorted((Path(__file__).parents[2] / "files").glob("library-*.sql"))


@pytest.mark.parametrize("dump", DUMPS, ids=lambda path: path.stem)
def test_copy_of_an_older_schema_is_restored_and_brought_up_to_date(
    library: Path, dest: Path, tmp_path: Path, dump: Path
):
    """An older program's copy is made here as it would have been: its database, its manifest."""
    backup(dest, library)
    (stamp,) = copies(dest)
    path = dest / "copies" / stamp / "catalogue.db"
    path.with_name("catalogue.db.gz").unlink()
    db = connect(path)
    db.executescript(dump.read_text(encoding="utf-8"))
    db.execute("PRAGMA journal_mode = DELETE")
    schema = db.execute("PRAGMA user_version").fetchone()[0]
    db.close()
    content = path.read_bytes()
    old = Carried("catalogue.db", hashlib.sha256(content).hexdigest(), len(content), 0o644, schema)
    tell_otherwise(dest, stamp, carried=(old,), originals={})

    ran = restore(dest, tmp_path / "new")

    assert ran.status == 0, ran.error
    now = rows(library, "PRAGMA user_version")
    assert rows(tmp_path / "new", "PRAGMA user_version") == now
    assert rows(tmp_path / "new", "SELECT count(*) AS n FROM photos")[0]["n"] > 0


def test_second_backup_into_one_folder_at_once_is_refused(library: Path, dest: Path):
    backup(dest, library)
    held = subprocess.Popen(
        [sys.executable, "-c", _HOLD, str(dest)], stdout=subprocess.PIPE, stdin=subprocess.PIPE
    )
    try:
        assert held.stdout is not None
        assert held.stdout.readline() == b"held\n"
        _refused(backup(dest, library), f"in use by another backup (process {held.pid}")
    finally:
        held.kill()
        held.communicate()

    assert backup(dest, library).status == 0, "a dead holder's claim is not believed"


_HOLD = """
import sys
from dataclasses import replace
from pathlib import Path
from catalogue.backup.claiming import Claim
from catalogue.backup.destination import Destination
claim = Claim.take(Destination(Path(sys.argv[1])))
print("held", flush=True)
sys.stdin.read()
"""
