"""`phototheque serve`, as it is started."""

import os
import signal
import socket
import time
from pathlib import Path

import httpx
import pytest
from catalogues import make_catalogue, photos
from click.testing import CliRunner
from started import EVERYWHERE, served

from catalogue.cli.main import main
from catalogue.errors import HostNotHere, PortTaken
from catalogue.web.server import listening


def test_the_command_says_why_a_host_is_refused_and_makes_no_home(home):
    done = CliRunner().invoke(main, ["serve", "--home", str(home), "--host", EVERYWHERE])

    assert done.exit_code == 2
    assert "could be read" in done.stderr
    assert "--behind-proxy" in done.stderr
    assert not home.exists()


def test_an_address_of_another_machine_cannot_be_listened_on():
    with pytest.raises(HostNotHere) as refused:
        listening("192.0.2.7", 0)

    assert "192.0.2.7" in str(refused.value)


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
