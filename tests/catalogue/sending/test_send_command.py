"""`phototheque send` against a real server: everything arrives once, and what goes wrong is said to a person."""

import json
import os
import socket
import threading
import time
from collections.abc import Callable
from contextlib import closing, suppress
from hashlib import sha256
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from making import jpeg
from sending import listening_server

import catalogue.sending.sender as sending
from catalogue.cli.send import send
from catalogue.database.connection import connect, writing
from catalogue.home.paths import Home
from catalogue.library import Library
from catalogue.people.office import Office
from catalogue.sending.finding import find
from catalogue.sending.remote import Remote
from catalogue.sending.sender import Fate, Sender
from catalogue.sending.watching import watch
from catalogue.values.roles import Role


class Place:
    """A library with a server, Léa's token, and a folder of hers."""

    def __init__(self, root: Path, url: str, office: Office, token: Path, folder: Path) -> None:
        self.home, self.url, self.office, self.token, self.folder = Home(root), url, office, token, folder

    def send(self, *words: str | Path, to: str = "") -> Result:
        """The command, as Léa writes it."""
        told = [*map(str, words), "--to", to or self.url, "--token-file", str(self.token)]
        return CliRunner().invoke(send, told)

    def received(self) -> list[tuple[str, str]]:
        """Path and hash of what the server has received."""
        with closing(connect(self.home.people, readonly=True)) as db:
            found = db.execute("SELECT path, sha256 FROM uploads WHERE received_at IS NOT NULL ORDER BY path")
            return found.fetchall()

    def setting(self, name: str, value: str) -> None:
        """A setting of the library."""
        with closing(connect(self.home.catalogue)) as db, writing(db):
            db.execute("INSERT OR REPLACE INTO settings (name, value) VALUES (?, ?)", [name, value])


@pytest.fixture
def place(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Six photos in two folders, a PDF among them, and somewhere to send them."""
    Library.open(home).close()
    office = Office(Home(home))
    lea = office.add("Léa Dupont", Role.FIELD, None, None)
    token = tmp_path / "token"
    token.write_text(office.make_token(lea.id, "script", None, 30, None).secret + "\n")
    folder = tmp_path / "Sorties"
    for n in range(6):
        file = folder / ("EV5" if n % 2 else "Parc d’Olhain") / f"IMG_{n}.jpg"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(jpeg(n + 1, (320, 240)))
    (folder / "EV5" / "relevé.pdf").write_bytes(b"%PDF-")
    (folder / "EV5" / ".IMG_9.jpg.tmp").write_bytes(b"half")
    monkeypatch.setattr(sending, "_LONGEST_WAIT_S", 0.05)
    with listening_server(Home(home), office) as url:
        yield Place(home, url, office, token, folder)


def hashes(folder: Path) -> list[tuple[str, str]]:
    """Path and hash of the photos of a folder, as they are told."""
    return sorted(
        (file.relative_to(folder.parent).as_posix(), sha256(file.read_bytes()).hexdigest())
        for file in folder.rglob("*.jpg")
    )


def test_a_folder_is_received_with_its_paths_and_receipts_are_those_of_sha256sum(place: Place):
    done = place.send(place.folder)

    assert done.exit_code == 0, done.output
    assert place.received() == hashes(place.folder)
    assert sorted(done.stdout.splitlines()) == sorted(
        f"{digest}  {path}" for path, digest in hashes(place.folder)
    )
    assert "6 received and verified." in done.stderr
    assert "1 files are no photos by their names" in done.stderr


def test_the_same_command_again_sends_nothing(place: Place):
    place.send(place.folder)
    again = place.send(place.folder)

    assert again.exit_code == 0
    assert len(place.received()) == 6
    assert "0 received and verified, 6 received before." in again.stderr
    assert len(again.stdout.splitlines()) == 6


def test_the_same_bytes_elsewhere_are_sent_for_their_path(place: Place):
    place.send(place.folder)
    other = place.folder / "Loos" / "copie.jpg"
    other.parent.mkdir()
    other.write_bytes((place.folder / "EV5" / "IMG_1.jpg").read_bytes())
    place.send(place.folder)

    assert place.received() == hashes(place.folder)


def test_a_name_is_said_of_the_files_but_does_not_overrule_them(place: Place):
    place.send(place.folder / "EV5" / "IMG_1.jpg", "--creator", "M. Petit")
    (note,) = place.home.inbox.glob("*.json")

    claims = json.loads(note.read_text())["claims"]
    assert [(c["subject"], c["source"], c["value"]) for c in claims] == [
        ("creator", "run-default", "M. Petit")
    ]


def test_what_was_cut_goes_on_where_it_stopped(place: Place, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sending, "_CHUNK", 1000)
    photo = place.folder / "EV5" / "IMG_1.jpg"
    remote = Cut(place.url, place.token.read_text().strip(), after=4)
    with closing(remote), pytest.raises(KeyboardInterrupt):
        list(Sender(remote).send(find([photo])[0]))
    (begun,) = (path for path in place.home.uploads.iterdir() if not path.suffix)
    kept = begun.stat().st_size
    watching = Cut(place.url, place.token.read_text().strip(), after=10_000)
    with closing(watching):
        (receipt,) = Sender(watching).send(find([photo])[0])

    assert kept == 3000
    assert receipt.fate is Fate.RECEIVED
    assert place.received() == [("IMG_1.jpg", sha256(photo.read_bytes()).hexdigest())]
    assert watching.sent == photo.stat().st_size - kept


class Cut(Remote):
    """A sender that is stopped at one of its requests, and counts the bytes that it sends."""

    def __init__(self, url: str, token: str, after: int) -> None:
        super().__init__(url, token)
        self.left, self.sent = after, 0

    def ask(self, method, path, headers=None, body=b""):
        if method != "GET":
            self.left -= 1
            if self.left < 0:
                raise KeyboardInterrupt
        self.sent += len(body)
        return super().ask(method, path, headers, body)


def test_bytes_that_came_before_the_line_broke_are_not_sent_again(place: Place):
    photo = place.folder / "EV5" / "IMG_1.jpg"
    with closing(Halved(place.url, place.token.read_text().strip())) as remote:
        (receipt,) = Sender(remote).send(find([photo])[0])

    assert receipt.fate is Fate.RECEIVED
    assert remote.bodies == [photo.stat().st_size, photo.stat().st_size, photo.stat().st_size - 1000]


class Halved(Remote):
    """A line whose first body breaks after a thousand bytes."""

    def __init__(self, url: str, token: str) -> None:
        super().__init__(url, token)
        self.bodies: list[int] = []

    def ask(self, method, path, headers=None, body=b""):
        if method == "PATCH":
            self.bodies.append(len(body))
            if len(self.bodies) == 1:
                super().ask(method, path, headers, body[:1000])
                raise ConnectionResetError
        return super().ask(method, path, headers, body)


def test_a_line_that_breaks_again_and_again_brings_it_all(place: Place, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sending, "_CHUNK", 2000)
    with breaking_line(place.url, every=9000) as url:
        done = place.send(place.folder, to=url)

    assert done.exit_code == 0, done.output
    assert place.received() == hashes(place.folder)


class breaking_line:  # noqa: N801 it is used as a function
    """A way to the server whose connections are cut after so many bytes."""

    def __init__(self, url: str, every: int) -> None:
        self.there, self.every = int(url.rsplit(":", 1)[1]), every
        self.listener = socket.create_server(("127.0.0.1", 0))

    def __enter__(self) -> str:
        threading.Thread(target=self.serve, daemon=True).start()
        return f"http://127.0.0.1:{self.listener.getsockname()[1]}"

    def __exit__(self, *_: object) -> None:
        self.listener.close()

    def serve(self) -> None:
        while True:
            try:
                one = self.listener.accept()[0]
            except OSError:
                return
            other = socket.create_connection(("127.0.0.1", self.there))
            threading.Thread(target=carried, args=(other, one, 10**9), daemon=True).start()
            threading.Thread(target=carried, args=(one, other, self.every), daemon=True).start()


def carried(one: socket.socket, other: socket.socket, most: int) -> None:
    """Bytes go from one to the other, so many; then both are closed."""
    try:
        while most > 0 and (part := one.recv(min(1000, most))):
            other.sendall(part)
            most -= len(part)
    except OSError:
        pass
    for each in (one, other):
        with suppress(OSError):
            each.shutdown(socket.SHUT_RDWR)
        each.close()


def with_token(place: Place, text: str) -> Result:
    place.token.write_text(text)
    return place.send(place.folder)


def with_setting(place: Place, name: str, value: str) -> Result:
    place.setting(name, value)
    return place.send(place.folder)


def emptied(folder: Path) -> Path:
    folder.mkdir()
    return folder


REFUSED: dict[str, Callable[[Place], Result]] = {
    "does not know this token": lambda place: with_token(place, "pht_wrong"),
    "it is empty": lambda place: with_token(place, "\n"),
    "does not answer": lambda place: place.send(place.folder, to="http://127.0.0.1:1"),
    "by https alone": lambda place: place.send(place.folder, to="http://photos.example.org"),
    "no address of a server": lambda place: place.send(place.folder, to="photos"),
    "no such file": lambda place: place.send(place.folder / "rien"),
    "there is no photo in it": lambda place: place.send(emptied(place.folder / "vide")),
    "Too many of your uploads": lambda place: with_setting(place, "upload_unfinished_megabytes", "0"),
    "disk is full": lambda place: with_setting(place, "reserve_megabytes", "100000000"),
}


@pytest.mark.parametrize("said", REFUSED)
def test_what_cannot_be_done_is_said(place: Place, said: str):
    done = REFUSED[said](place)

    assert done.exit_code == 2
    assert said in done.stderr
    assert done.stdout == ""
    assert place.received() == []


def test_one_that_the_server_does_not_take_is_named_and_the_rest_goes_on(place: Place):
    large = place.folder / "EV5" / "IMG_0.jpg"
    large.write_bytes(jpeg(1) + bytes(2_000_000))
    place.setting("file_megabytes", "1")
    done = place.send(place.folder)

    assert done.exit_code == 1
    assert "Sorties/EV5/IMG_0.jpg: Files of more than 1 MB are not taken." in done.stderr
    assert len(place.received()) == 6
    assert "6 received and verified, 1 not received." in done.stderr


def test_another_program_at_the_address_is_told_apart(place: Place):
    import http.server  # noqa: PLC0415 for this one

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), http.server.BaseHTTPRequestHandler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        done = place.send(place.folder, to=f"http://127.0.0.1:{server.server_port}")
    finally:
        server.shutdown()
        server.server_close()

    assert done.exit_code == 2


def test_a_watched_folder_is_sent_as_it_fills_and_half_files_wait(place: Place):
    old = time.time() - 60
    for file in place.folder.rglob("*.jpg"):
        os.utime(file, (old, old))
    young = place.folder / "EV5" / "IMG_7.jpg"
    young.write_bytes(jpeg(8)[:500])
    rounds = iter(range(3))

    def pause(_: float) -> None:
        if next(rounds) == 1:
            young.write_bytes(jpeg(8))
            os.utime(young, (old, old))

    going = iter([True, True, True, False])
    with closing(Remote(place.url, place.token.read_text().strip())) as remote:
        receipts = list(watch(place.folder, Sender(remote), going=lambda: next(going), pause=pause))

    assert [receipt.fate for receipt in receipts] == [Fate.RECEIVED] * 7
    assert receipts[-1].found.location == young
    assert place.received() == hashes(place.folder)
    assert sum(1 for _ in place.folder.rglob("*.jpg")) == 7
