"""The home: who may use it, who works there, what is cleared after a crash."""

import os
import subprocess
import sys
import threading
from contextlib import closing
from pathlib import Path

import pytest
from making import ingest, jpeg, phototheque, rows, write
from pysqlite3 import dbapi2 as sqlite3

from catalogue.database.connection import connect
from catalogue.errors import HomeBusy, HomeOfAnotherUser, HomeOnNetwork, NewerSchema, NotAHome
from catalogue.home import guard
from catalogue.home.guard import admit, file_system
from catalogue.home.locks import Lock, own_home, share_home
from catalogue.home.paths import Home
from catalogue.home.workspaces import Workspace, living
from catalogue.library import Library


def test_home_on_a_network_file_system_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(guard, "file_system", lambda *_: "nfs4")

    with pytest.raises(HomeOnNetwork, match="network file system"):
        admit(tmp_path)


def test_file_system_of_the_deepest_mount_counts(tmp_path: Path):
    table = f"1 0 0:1 / / rw - ext4 /dev/a rw\n2 1 0:2 / {tmp_path} rw - cifs //nas/photos rw\n"

    assert file_system(tmp_path / "home", table) == "cifs"
    assert file_system(tmp_path.parent, table) == "ext4"


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a folder away")
def test_home_of_another_user_is_refused_by_name(tmp_path: Path):
    os.chown(tmp_path, 1, 1)

    with pytest.raises(HomeOfAnotherUser, match="daemon"):
        admit(tmp_path)


def test_folder_that_holds_other_things_is_refused(tmp_path: Path):
    write(tmp_path, "letter.txt", b"Dear")

    with pytest.raises(NotAHome, match="it holds other things"):
        admit(tmp_path)


def test_newer_catalogue_is_left_alone(home: Path):
    with Library.open(home) as library:
        library.db.execute("PRAGMA user_version = 99")
    before = (home / "catalogue.db").read_bytes()

    with pytest.raises(NewerSchema):
        Library.open(home)
    ran = phototheque("check", "--home", home)

    assert ran.status == 2
    assert "newer phototheque" in ran.error
    assert (home / "catalogue.db").read_bytes() == before


def test_repair_is_refused_while_anyone_works_and_says_who(home: Path):
    with Library.open(home):
        script = (
            "import sys; from pathlib import Path; from catalogue.home.locks import share_home\n"
            f"lock = share_home(Path({str(home / 'home.lock')!r})); print('held', flush=True); sys.stdin.read()"
        )
        holder = subprocess.Popen(
            [sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        assert holder.stdout
        assert holder.stdout.readline() == "held\n"

    with pytest.raises(HomeBusy, match=f"process {holder.pid}"):
        own_home(home / "home.lock")

    holder.communicate("")
    own_home(home / "home.lock").release()


def test_home_is_shared_by_those_that_add_to_it(tmp_path: Path):
    first, second = share_home(tmp_path / "home.lock"), share_home(tmp_path / "home.lock")

    assert Lock.try_take(tmp_path / "home.lock") is None
    first.release()
    second.release()


def test_folder_of_a_living_run_is_left_alone_and_of_a_dead_one_cleared(source: Path, home: Path):
    Library.open(home).close()
    alive = Workspace.open(Home(home), "alive")
    write(home / "tmp" / "dead", "000001", b"half a photo")

    write(source, "a.jpg", jpeg())
    ingest(source, home)

    assert living(Home(home)) == ["alive"]
    assert not (home / "tmp" / "dead").exists()
    alive.close()


def test_run_that_died_is_marked_interrupted_at_the_next_command(source: Path, home: Path):
    write(source, "a.jpg", jpeg())
    ingest(source, home)
    with Library.open(home) as library:
        library.db.execute("UPDATE runs SET state = 'running', finished_at = NULL")

    phototheque("runs", "--home", home)

    assert [row["state"] for row in rows(home, "SELECT state FROM runs")] == ["interrupted"]


@pytest.mark.parametrize(
    "words",
    [["runs"], ["runs", "show", "x"], ["check"], ["settings"], ["defaults"], ["export", "tree", "out"]],
)
def test_command_that_only_looks_makes_no_library(words: list[str], home: Path, tmp_path: Path):
    os.chdir(tmp_path)

    ran = phototheque(*words, "--home", home)

    assert ran.status == 2
    assert "There is no library in" in ran.error
    assert not home.exists()


def test_reader_that_leaves_early_is_no_failure_of_the_disk(source: Path, home: Path):
    for number in range(3):
        write(source, f"{number}.jpg", jpeg(number))
    ingest(source, home)

    pipe = f"{sys.executable} -m catalogue.cli.main runs show 20 --all --home {home} | head -1"
    piped = subprocess.run(["sh", "-c", pipe], capture_output=True, text=True, check=False)

    assert piped.stderr == ""


def test_opening_a_new_library_waits_for_whoever_is_just_making_it(tmp_path: Path):
    other = sqlite3.connect(tmp_path / "catalogue.db", check_same_thread=False, isolation_level=None)
    other.execute("CREATE TABLE first (a)")
    other.execute("BEGIN IMMEDIATE")
    release = threading.Timer(0.3, other.close)
    release.start()

    with closing(connect(tmp_path / "catalogue.db")) as db:
        mode = db.execute("PRAGMA journal_mode").fetchone()[0]

    release.join()
    assert mode == "wal"
