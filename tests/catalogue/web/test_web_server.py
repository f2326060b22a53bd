"""`phototheque serve`, as it is started."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from catalogues import make_catalogue, photos
from click.testing import CliRunner

from catalogue.cli.main import main
from catalogue.errors import HostRefused, PortTaken
from catalogue.web.server import listening

EVERYWHERE = "0.0.0.0"  # noqa: S104 it is what must be refused


@pytest.mark.parametrize(
    "host", [EVERYWHERE, "192.168.1.20", "::", "photos.example.org", "", "127.0.0.1.example.org"]
)
def test_serving_beyond_this_machine_is_refused(host):
    with pytest.raises(HostRefused) as refused:
        listening(host, 0)

    assert "no accounts yet" in str(refused.value)


def test_the_command_says_why_a_host_is_refused_and_makes_no_home(home):
    done = CliRunner().invoke(main, ["serve", "--home", str(home), "--host", EVERYWHERE])

    assert done.exit_code == 2
    assert "there are no accounts yet" in done.stderr
    assert "ssh -L" in done.stderr
    assert not home.exists()


def test_a_port_in_use_is_named(home):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]

        with pytest.raises(PortTaken) as taken:
            listening("127.0.0.1", port)

    assert str(port) in str(taken.value)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_a_free_port_is_found(host):
    with listening(host, 0) as listener:
        assert listener.getsockname()[1] > 0


def test_an_answer_does_not_wait_for_more_to_send(home):
    make_catalogue(home)

    with (
        served(home, "--no-watch", "--without-accounts") as (_, address),
        httpx.Client(base_url=address) as client,
    ):
        client.get("/")
        fastest = min(client.get("/static/lamp.svg").elapsed.total_seconds() for _ in range(20))

    # Nagle's algorithm and a delayed acknowledgement make it 0.04 s or more, each time.
    assert fastest < 0.03


@contextmanager
def served(home: Path, *words: str):
    """A server of this home in a process of its own, and its address."""
    command = [
        sys.executable,
        "-m",
        "catalogue.cli.main",
        "serve",
        "--home",
        str(home),
        "--port",
        "0",
        *words,
    ]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, env=os.environ | {"PYTHONUNBUFFERED": "1"}
    )
    try:
        yield process, re.search(r"http://\S+", process.stdout.readline())[0]
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


def test_a_library_is_served_on_one_port(home):
    make_catalogue(home, photos(70))

    with (
        served(home, "--no-watch", "--without-accounts") as (_, address),
        httpx.Client(base_url=address) as client,
    ):
        front = client.get("/")
        table = client.get("/explore/catalogue/photos")
        data = client.get("/explore/catalogue/photos.json?_size=2")
        sent_on = client.get("/explore/catalogue/photos/")
        sheet = client.get("/static/phototheque.css")
        away = client.get("/explore//example.org/")

    assert "Parcourir" in front.text
    assert table.headers["content-encoding"] == "gzip"
    assert "script-src 'self'" in table.headers["content-security-policy"]
    assert table.text.count('class="shot"') == 60
    assert len(data.json()["rows"]) == 2
    assert data.json()["next_url"].startswith(f"{address}explore/catalogue/photos.json?")
    assert sent_on.headers["location"] == "/explore/catalogue/photos"
    assert sheet.headers["content-encoding"] == "gzip"
    assert away.headers["location"] == "/explore/example.org"


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_the_server_stops_in_order(home, how):
    with served(home, "--no-watch", "--without-accounts") as (process, address):
        assert httpx.get(address).status_code == 200

        process.send_signal(how)

        assert process.wait(20) == 0
        assert process.stdout.read() == "Stopped.\n"


def test_a_home_that_is_not_there_is_made(home):
    with served(home, "--no-watch", "--without-accounts") as (_, address):
        assert "La photothèque est vide" in httpx.get(address).text

    assert (home / "catalogue.db").is_file()


@pytest.mark.slow
def test_the_inbox_is_watched_as_long_as_the_server_lives(home):
    with served(home, "--without-accounts") as (process, _):
        watcher = wait_for(lambda: [pid for pid in children(process.pid) if "--watch" in words_of(pid)])[0]
        words = words_of(watcher)

        os.kill(watcher, signal.SIGKILL)
        second = wait_for(lambda: [pid for pid in children(process.pid) if pid != watcher])[0]
        process.send_signal(signal.SIGINT)

        assert process.wait(30) == 0
        assert words[-5:-1] == ["ingest", "--watch", "--home", str(home)]
        assert not Path(f"/proc/{second}").exists()


def words_of(pid: int) -> list[str]:
    return Path(f"/proc/{pid}/cmdline").read_text().split("\0")


def children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()] + [
        int(child)
        for task in Path(f"/proc/{pid}/task").iterdir()
        if task.name != str(pid)
        for child in (task / "children").read_text().split()
    ]


def wait_for(what, seconds=30.0):
    end = time.monotonic() + seconds
    while not (found := what()) and time.monotonic() < end:
        time.sleep(0.1)
    assert found
    return found
