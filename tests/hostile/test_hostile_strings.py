"""Words that do harm where they are shown: kept as they were written, and nowhere obeyed."""

import html
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from hostile_packets import jpeg_with_packet, packet, text
from hostile_pictures import png_with
from hostile_running import ingest_by_program
from making import Ran, jpeg, phototheque, rows, write

from catalogue.home.paths import Home
from catalogue.web.app import create_app
from ingest.report import on_screen

# What is written into the caption, and what must be stored; None when it is kept as it is.
_WORDS: dict[str, tuple[str, str | None]] = {
    "script": ("<script>alert(document.cookie)</script>", None),
    "image": ('"><img src=x onerror=alert(1)>', None),
    "template": ("{{ config.items() }}{% for x in y %}", None),
    "formula": ("=cmd|'/C calc'!A0", None),
    "at": ("@SUM(1+1)*cmd|'/C calc'!A0", None),
    "SQL": ("'); DROP TABLE photos; --", None),
    "search": ('" OR 1=1 NEAR(* ^ -', None),
    "format": ("%s%n%x {0} {path} $HOME `id`", None),
    "path": ("../../../../etc/passwd", None),
    "address": ("javascript:alert(1)", None),
    "turned round": ("Olhain \u202etxt.exe", None),
    "emoji": ("👩‍👩‍👧‍👦 🌳 Nœux-les-Mines", None),
    "accents on accents": ("e" + "\u0301" * 200, "\u00e9" + "\u0301" * 199),
    "many lines": ("a\n" * 50 + "b", None),
    "very long": ("Olhain " * 20_000, ("Olhain " * 20_000)[:20_000].rstrip()),
}
# Bytes of an EXIF text that is no Unicode: controls go, words stay.
_BYTES: dict[str, tuple[bytes, str]] = {
    "escapes": (b"\x1b[31mred\x1b[0m\x1b]0;title\x07", "[31mred[0m]0;title"),
    "escapes of one byte": (b"\x9b31mred", "\u203a31mred"),
    "zeros": (b"Olhain\x00\x00; rm", "Olhain"),
    "Latin-1": (b"\xc9tang de N\x9cux", "Étang de Nœux"),
}


def _xmp_text(words: str) -> str:
    return html.escape(words, quote=False)


def _photo(number: int, words: str | bytes) -> bytes:
    if isinstance(words, bytes):
        return jpeg(number, caption="?" * len(words)).replace(b"?" * len(words), words)
    return jpeg_with_packet(packet(_xmp_text(words)), number) if len(words) < 60_000 else _long(number, words)


def _long(number: int, words: str) -> bytes:
    """A text longer than a segment of a JPEG goes into a PNG."""
    return png_with(text(packet(_xmp_text(words))), seed=number)


_EXPECTED = {name: words if kept is None else kept for name, (words, kept) in _WORDS.items()} | {
    name: kept for name, (_, kept) in _BYTES.items()
}


@pytest.fixture(scope="module")
def spoken(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Ran]:
    """Home of photos with these captions, and what the run said."""
    folder = tmp_path_factory.mktemp("strings")
    written: dict[str, str | bytes] = {name: words for name, (words, _) in (_WORDS | _BYTES).items()}
    for number, (name, words) in enumerate(written.items()):
        write(folder / "source", f"{name}.jpg", _photo(400 + number, words))
    return folder / "library", ingest_by_program(folder / "source", folder / "library")


@pytest.mark.parametrize("name", _EXPECTED)
def test_caption_is_kept_as_it_was_written(spoken: tuple[Path, Ran], name: str):
    (photo,) = _photos(spoken[0], f"{name}.jpg")

    assert photo["caption"] == _EXPECTED[name]


def test_all_are_stored_and_nothing_else_is_said(spoken: tuple[Path, Ran]):
    _, ran = spoken

    assert (ran.status, ran.error) == (0, "")
    assert set(ran.outcomes().values()) == {"stored"}


def _photos(home: Path, name: str) -> list[dict[str, Any]]:
    return rows(
        home, "SELECT photos.* FROM photos JOIN files ON photo_id = photos.id WHERE files.name = ?", name
    )


@pytest.fixture(scope="module")
def browser(spoken: tuple[Path, Ran]) -> Iterator[FlaskClient]:
    """Someone who looks at the library."""
    with create_app(Home(spoken[0])).test_client() as client:
        yield client


@pytest.mark.parametrize("name", ["script", "image", "template", "address", "turned round"])
def test_page_of_the_photo_shows_the_words_and_obeys_none(
    spoken: tuple[Path, Ran], browser: FlaskClient, name: str
):
    (photo,) = _photos(spoken[0], f"{name}.jpg")

    page = browser.get(f"/photos/{photo['id']}")

    assert page.status_code == 200
    assert _EXPECTED[name] in html.unescape(page.text)
    assert "<script>alert" not in page.text
    assert "<img src=x" not in page.text
    assert 'href="javascript:' not in page.text


def test_pages_that_list_photos_obey_no_words(browser: FlaskClient):
    for address in ("/", "/runs"):
        page = browser.get(address)
        assert page.status_code == 200
        assert "<script>alert" not in page.text
        assert "<img src=x" not in page.text


def test_name_and_rights_given_to_a_run_are_kept_and_not_obeyed(source: Path, home: Path):
    write(source, "<b>a</b>.jpg", jpeg(1))
    given = "<script>alert(1)</script>\x1b[31m"

    phototheque("ingest", source, "--home", home, "--by", given, "--creator", given, "--credit", given)

    (photo,) = rows(home, "SELECT creator, credit FROM photos")
    assert photo["creator"].startswith("<script>")
    (run,) = rows(home, "SELECT id FROM runs")
    shown = phototheque("runs", "show", run["id"], "--home", home).output
    assert "\x1b" not in shown
    with create_app(Home(home)).test_client() as client:
        for address in ("/", "/runs", f"/runs/{run['id']}"):
            assert "<script>alert" not in client.get(address).text


def test_screen_shows_what_it_would_obey():
    assert on_screen("a\u202eb\x9bc\u2028d\x1be\n") == "a\\u202eb\\x9bc\\u2028d\\x1be\\n"
