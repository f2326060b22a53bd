"""Connections that break, servers that die: what has come is kept, and the phone goes on from there."""

import random
import socket
import threading
import time
from contextlib import suppress

import httpx
import pytest
from making import jpeg, rows
from sending import BODY, Phone, answered, checksum, cut, sha256, until
from started import served

from catalogue.web.uploads import receiving

PHOTO = jpeg(1, (320, 240))
#: A photo that was padded behind its end: 8 MB, and still decodable.
BIG = PHOTO + random.Random(5).randbytes(8_000_000)  # noqa: S311
HOWS = ("fin", "rst", "half")


def send_some(phone: Phone, path: str, offset: int, sent: int, how: str) -> None:
    """A PATCH of all that is missing, cut after so many bytes; a phone sends in pieces, over some time."""
    connection = phone.begun(path, offset, len(BIG) - offset)
    for start in range(offset, offset + sent, 65_536):
        connection.sendall(BIG[start : min(start + 65_536, offset + sent)])
    if how == "rst":
        time.sleep(0.05)  # What lies in the kernel when a connection is reset was never received by anybody.
    cut(connection, how)


def test_forty_cuts_of_eight_megabytes_are_gone_on_from_with_nothing_lost(field):
    chance = random.Random(11)  # noqa: S311
    path = field.lea.create(len(BIG), filename="big.jpg", sha256=sha256(BIG))
    step, shares, offset = len(BIG) // 41, [], 0
    for number in range(40):
        sent = min(chance.randrange(step // 2, step * 3 // 2), len(BIG) - offset - 1)
        send_some(field.lea, path, offset, sent, HOWS[number % len(HOWS)])
        kept = field.lea.offset(path) - offset
        shares.append(kept / sent)
        offset += kept
    last = field.lea.patch(path, offset, BIG[offset:])

    assert min(shares) >= 0.5, shares
    assert (last.status_code, last.headers["upload-sha256"]) == (204, sha256(BIG))
    field.take_in()
    assert field.lea.state(path)["state"] == "catalogued"


def test_a_server_that_is_killed_again_and_again_keeps_what_it_received(home):
    chance = random.Random(3)  # noqa: S311
    path, shares, offset = "", [], 0
    for _ in range(6):
        with served(home, "--without-accounts", "--no-watch") as (process, url):
            phone = Phone(url.rstrip("/"))
            path = path or phone.create(len(BIG), filename="big.jpg", sha256=sha256(BIG))
            offset = phone.offset(path)
            sent = chance.randrange(500_000, 1_300_000)
            connection = phone.begun(path, offset, len(BIG) - offset)
            connection.sendall(BIG[offset : offset + sent])
            time.sleep(chance.random() / 10 + 0.05)
            process.kill()
            process.wait()
            connection.close()
        kept = (home / "uploads" / path.rsplit("/", 1)[-1]).stat().st_size - offset
        shares.append(kept / sent)
    with served(home, "--without-accounts") as (_, url):
        phone = Phone(url.rstrip("/"))
        offset = phone.offset(path)
        last = phone.patch(path, offset, BIG[offset:])
        state = until(lambda: _settled(phone, path))

    assert min(shares) >= 0.5, shares
    assert (last.status_code, last.headers["upload-sha256"]) == (204, sha256(BIG))
    assert (state["state"], state["code"]) == ("catalogued", "new")
    assert len(rows(home, "SELECT * FROM photos")) == 1


def _settled(phone: Phone, path: str) -> dict[str, object] | None:
    state = phone.state(path)
    return None if state["state"] == "received" else state


def test_bytes_with_a_checksum_are_not_kept_when_the_connection_breaks(field):
    path = field.lea.create(len(BIG))
    field.lea.patch(path, 0, BIG[:1000])
    connection = field.lea.begun(path, 1000, 500_000, upload_checksum=checksum(BIG[1000:501_000]))
    connection.sendall(BIG[1000:300_000])
    time.sleep(0.1)
    cut(connection, "fin")

    assert field.lea.offset(path) == 1000
    assert sorted(p.name for p in field.home.uploads.iterdir()) == [path.rsplit("/", 1)[-1]]


def test_bytes_with_a_checksum_do_not_count_while_they_come(field):
    path = field.lea.create(len(BIG))
    connection = field.lea.begun(path, 0, 500_000, upload_checksum=checksum(BIG[:500_000]))
    connection.sendall(BIG[:300_000])
    time.sleep(0.2)

    assert field.kept(path) == 0
    connection.sendall(BIG[300_000:500_000])
    assert connection.recv(4096).startswith(b"HTTP/1.1 204")
    connection.close()
    assert field.kept(path) == 500_000


def test_bytes_stand_in_the_file_as_they_come(field):
    path = field.lea.create(len(BIG))
    connection = field.lea.begun(path, 0, len(BIG))
    for sent in (10, 100_000, 2_000_000):
        connection.sendall(BIG[field.kept(path) : sent])
        until(lambda sent=sent: field.kept(path) == sent, 5)
    cut(connection, "fin")


@pytest.mark.parametrize("method", ["HEAD", "PATCH", "DELETE"])
def test_a_phone_that_comes_again_before_its_old_connection_is_known_to_be_dead_goes_on(field, method):
    path = field.lea.create(len(BIG))
    stale = field.lea.begun(path, 0, len(BIG))
    stale.sendall(BIG[:700_000])
    until(lambda: field.kept(path) == 700_000)
    began = time.monotonic()
    said = {"upload_offset": "700000", "content_type": BODY["content-type"]} if method == "PATCH" else {}
    answer = field.lea.ask(method, path, BIG[700_000:800_000] if said else b"", **said)
    took = time.monotonic() - began
    told = answered(stale)

    assert answer.status_code == {"HEAD": 200, "PATCH": 204, "DELETE": 204}[method]
    assert took < 2
    assert told.startswith(b"HTTP/1.1 423")
    assert field.kept(path) == {"HEAD": 700_000, "PATCH": 800_000, "DELETE": 0}[method]


def test_many_writers_at_once_leave_one_whole_file(field):
    path = field.lea.create(len(BIG), sha256=sha256(BIG))
    done: list[httpx.Response] = []

    def go_on() -> None:
        for _ in range(30):
            answer = field.lea.ask("HEAD", path)
            if "upload-sha256" in answer.headers:
                done.append(answer)
                return
            if answer.status_code == 200:
                offset = int(answer.headers["upload-offset"])
                field.lea.patch(path, offset, BIG[offset : offset + 1_000_000])

    threads = [threading.Thread(target=go_on) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert done
    assert {answer.headers["upload-sha256"] for answer in done} == {sha256(BIG)}


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A server that waits for a second instead of half a minute."""
    monkeypatch.setattr(receiving.Body.__init__, "__kwdefaults__", {"patience_s": 1.0})


def test_a_body_that_stands_still_is_ended_and_what_came_is_kept(field, impatient):
    path = field.lea.create(len(BIG))
    connection = field.lea.begun(path, 0, len(BIG))
    connection.sendall(BIG[:100_000])
    began = time.monotonic()
    told = answered(connection)

    assert told.startswith(b"HTTP/1.1 408")
    assert 0.5 < time.monotonic() - began < 5
    assert field.kept(path) == 100_000
    assert field.lea.offset(path) == 100_000


def test_a_body_that_drips_is_ended_too(field, impatient):
    path = field.lea.create(len(BIG))
    connection = field.lea.begun(path, 0, len(BIG))
    began, dripped = time.monotonic(), 0
    with suppress(BrokenPipeError, ConnectionResetError):
        while time.monotonic() - began < 10:
            connection.sendall(BIG[dripped : dripped + 10])
            dripped += 10
            time.sleep(0.05)
    connection.close()

    assert time.monotonic() - began < 6
    assert 0 < field.kept(path) <= dripped


def test_a_slow_line_that_is_alive_is_not_ended(field, impatient):
    path = field.lea.create(60_000)
    connection = field.lea.begun(path, 0, 60_000)
    for start in range(0, 60_000, 5000):
        connection.sendall(BIG[start : start + 5000])
        time.sleep(0.25)

    assert connection.recv(4096).startswith(b"HTTP/1.1 204")
    connection.close()


def test_an_answer_is_seen_by_a_sender_that_still_sends(field):
    path = field.lea.create(len(BIG))
    connection = field.lea.begun(path, 5, len(BIG) - 5)
    connection.sendall(BIG[:10_000])
    told = answered(connection)

    assert told.startswith(b"HTTP/1.1 409")
    assert b"upload-offset: 0" in told


def test_whoever_asks_first_is_not_asked_for_a_body_that_is_refused(field):
    path = field.lea.create(len(BIG))
    connection = field.lea.begun(path, 5, len(BIG) - 5, expect="100-continue")
    told = answered(connection)

    assert told.startswith(b"HTTP/1.1 409")


def test_whoever_asks_first_is_told_to_go_on(field):
    path = field.lea.create(100)
    connection = field.lea.begun(path, 0, 100, expect="100-continue")
    assert connection.recv(4096).startswith(b"HTTP/1.1 100")
    connection.sendall(BIG[:100])

    assert b"HTTP/1.1 204" in connection.recv(4096)
    connection.close()


def test_a_server_that_is_told_to_stop_stops_though_bodies_stand_still(home):
    with served(home, "--without-accounts", "--no-watch") as (process, url):
        phone = Phone(url.rstrip("/"))
        path = phone.create(len(BIG))
        connection: socket.socket = phone.begun(path, 0, len(BIG))
        connection.sendall(BIG[:100_000])
        until((home / "uploads").exists)
        time.sleep(0.2)
        began = time.monotonic()
        process.terminate()
        process.wait(40)
        took = time.monotonic() - began
        connection.close()

    assert took < 15
    assert (home / "uploads" / path.rsplit("/", 1)[-1]).stat().st_size == 100_000
