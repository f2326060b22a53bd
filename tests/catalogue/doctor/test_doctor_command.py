"""`phototheque doctor`, at a server of its own and through a proxy that does everything wrong."""

import json
import threading
from contextlib import contextmanager
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from catalogues import make_catalogue
from making import ingest, jpeg, phototheque, write
from started import served

from catalogue.doctor.asking import redirect_of

pytest_plugins = ["certified"]


class Careless(BaseHTTPRequestHandler):
    """A proxy that keeps bodies and answers until they are whole, names itself, and lets nothing large through."""

    def answer(self):
        length = int(self.headers.get("Content-Length", 0))
        if length > 1_000_000:
            self.send_error(413)
            return
        body = self.rfile.read(length)
        asked = HTTPConnection("127.0.0.1", self.server.behind)
        asked.request(self.command, self.path, body, {"Accept-Encoding": "identity"})
        got = asked.getresponse()
        whole = got.read()
        asked.close()
        self.send_response(got.status)
        self.send_header("Content-Length", str(len(whole)))
        self.end_headers()
        self.wfile.write(whole)

    do_GET = do_POST = answer  # noqa: N815 names of the standard library

    def log_message(self, *_):
        """Say nothing."""


class Leading(BaseHTTPRequestHandler):
    """A server that leads to HTTPS."""

    def do_GET(self):
        self.send_response(308)
        self.send_header("Location", "https://photos.example.org/")
        self.end_headers()

    def log_message(self, *_):
        """Say nothing."""


@contextmanager
def listening(handler, behind=0):
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        server.behind = behind
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield server.server_port
        finally:
            server.shutdown()
            thread.join()


def doctor(*words):
    ran = phototheque("doctor", *words, "--json")
    lines = [json.loads(line) for line in ran.output.splitlines()]
    return ran.status, {line["code"]: line["level"] for line in lines[:-1]}, lines


@pytest.fixture
def empty(tmp_path):
    """A folder without a library: the address alone is looked at."""
    return tmp_path / "nothing"


def test_a_server_on_this_machine_is_reached_well(home, empty):
    make_catalogue(home)
    with served(home, "--no-watch") as (_, address):
        status, levels, lines = doctor(address, "--home", empty)

    assert (status, set(levels.values())) == (0, {"good"}), lines
    assert {"answer", "https", "forwarded", "uploads", "answers", "body-limit", "compression"} <= set(levels)


def test_what_a_careless_proxy_spoils_is_named(home, empty):
    make_catalogue(home)
    with (
        served(home, "--no-watch") as (_, address),
        listening(Careless, int(address[:-1].split(":")[-1])) as port,
    ):
        status, levels, lines = doctor(f"http://localhost:{port}", "--home", empty, "--language", "en")

    assert status == 2
    assert {code for code, level in levels.items() if level != "good"} == {
        "forwarded",
        "uploads",
        "answers",
        "body-limit",
        "compression",
    }
    assert any("Host" in line.get("what", "") for line in lines)


def test_a_certificate_is_believed_when_its_authority_is_given(home, empty, certificate):
    make_catalogue(home)
    words = ("--tls-cert", str(certificate.certificate), "--tls-key", str(certificate.key))
    with served(home, "--no-watch", *words) as (_, address):
        url = address.replace("127.0.0.1", "localhost")
        _, refused, _ = doctor(url, "--home", empty)
        status, believed, lines = doctor(url, "--home", empty, "--ca", certificate.certificate)

    assert refused["https"] == "red"
    assert refused["uploads"] == "good"
    assert (status, believed["https"]) == (0, "good"), lines


def test_a_name_that_the_server_does_not_know_is_told(empty):
    class Misdirected(Leading):
        def do_GET(self):
            self.send_error(421)

    with listening(Misdirected) as port:
        status, levels, lines = doctor(f"http://127.0.0.1:{port}", "--home", empty, "--language", "en")

    assert (status, levels) == (2, {"answer": "red"})
    assert "--public-name 127.0.0.1" in lines[0]["todo"]


def test_nobody_who_answers_is_told(empty):
    status, levels, _ = doctor("http://127.0.0.1:1", "--home", empty)

    assert (status, levels) == (2, {"answer": "red"})


def test_where_http_leads_is_followed_once():
    with listening(Leading) as port:
        assert redirect_of("127.0.0.1", port) == "https://photos.example.org/"
    assert redirect_of("127.0.0.1", 1) == ""


def test_a_library_is_looked_at_without_an_address(source, home):
    write(source, "a.jpg", jpeg(1))
    ingest(source, home)

    never = doctor("--home", home)
    phototheque("check", "--home", home)
    phototheque("backup", home.parent / "nas", "--home", home)
    well = doctor("--home", home)

    assert (never[0], never[1]["backup"], never[1]["check"]) == (1, "amber", "amber")
    assert well[0] == 0, well[2]


def test_no_library_is_told_and_none_is_made(empty):
    ran = phototheque("doctor", "--home", empty, "--language", "fr")

    assert ran.status == 2
    assert "Il n’y a pas de photothèque" in ran.output
    assert "--home" in ran.output
    assert not empty.exists()


@pytest.mark.parametrize(
    ("lang", "word"), [("en_GB.UTF-8", "Something must"), ("fr_FR.UTF-8", "à réparer"), ("C", "à réparer")]
)
def test_the_language_is_that_of_the_terminal(empty, monkeypatch, lang, word):
    monkeypatch.delenv("LC_ALL", raising=False)
    monkeypatch.delenv("LC_MESSAGES", raising=False)
    monkeypatch.setenv("LANG", lang)

    assert word in phototheque("doctor", "--home", empty).output


def test_what_is_no_address_is_a_sentence(empty):
    ran = phototheque("doctor", "ftp://example.org", "--home", empty)

    assert ran.status == 2
    assert "no address of a server" in ran.error
