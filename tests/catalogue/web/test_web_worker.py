"""The command beside the server: started again when it dies, gone when the server is gone."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from catalogue.web import worker
from catalogue.web.worker import Worker

# Writes its process id and the words it was given, then does what the first word says.
_MODULE = """
import os, pathlib, signal, sys, time
here = pathlib.Path(__file__).parent
with (here / "lives").open("a") as lives:
    lives.write(f"{os.getpid()} {' '.join(sys.argv[1:])}\\n")
if sys.argv[1] == "deaf":
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
if sys.argv[1] != "short":
    time.sleep(60)
sys.exit(3)
"""


@pytest.fixture
def module(tmp_path, monkeypatch):
    (tmp_path / "beside_the_server.py").write_text(_MODULE)
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(tmp_path), *sys.path]))
    return tmp_path


def lives(folder: Path) -> list[str]:
    told = folder / "lives"
    return told.read_text().splitlines() if told.exists() else []


def wait_for(what, seconds=20.0):
    end = time.monotonic() + seconds
    while not (found := what()) and time.monotonic() < end:
        time.sleep(0.05)
    assert found
    return found


def is_alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except OSError:
        return False
    return state != "Z"


def test_the_command_gets_its_words_and_ends_when_told(module):
    kept = Worker("beside_the_server", ["wait", "--home", "x y"], lambda _: None)
    kept.start()
    pid, words = wait_for(lambda: lives(module))[0].split(" ", 1)

    kept.stop()

    assert words == "wait --home x y"
    assert not is_alive(int(pid))


def test_a_command_that_dies_is_started_again_after_longer_and_longer_pauses(module, monkeypatch):
    monkeypatch.setattr(worker, "_FIRST_PAUSE_S", 0.05)
    said = []
    kept = Worker("beside_the_server", ["short"], said.append)

    kept.start()
    wait_for(lambda: len(lives(module)) >= 3)
    kept.stop()

    assert "status 3" in said[0]
    assert len(said) >= 2


def test_a_command_that_does_not_listen_is_made_to_end(module, monkeypatch):
    monkeypatch.setattr(worker, "_GRACE_S", 0.5)
    kept = Worker("beside_the_server", ["deaf"], lambda _: None)
    kept.start()
    pid = int(wait_for(lambda: lives(module))[0].split()[0])

    began = time.monotonic()
    kept.stop()

    assert not is_alive(pid)
    assert time.monotonic() - began < 10


def test_stopping_what_was_never_started_is_no_error():
    Worker("beside_the_server", [], lambda _: None).stop()


def test_the_command_dies_with_its_parent_however_that_ends(module):
    keeping = "Worker('beside_the_server', ['wait'], print).start()"
    script = f"import time; from catalogue.web.worker import Worker; {keeping}; time.sleep(60)"
    parent = subprocess.Popen([sys.executable, "-c", script])
    pid = int(wait_for(lambda: lives(module))[0].split()[0])
    assert is_alive(pid)

    parent.send_signal(signal.SIGKILL)
    parent.wait()

    wait_for(lambda: not is_alive(pid))
