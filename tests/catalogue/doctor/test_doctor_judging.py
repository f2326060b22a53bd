"""What is seen at an address is judged: each point from both sides."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from catalogue.doctor.facts import Address, Certificate, Probe, Seen, Slow, address
from catalogue.doctor.judging import judge
from catalogue.errors import AddressRefused
from catalogue.status.findings import Level, said
from catalogue.words.languages import ENGLISH, FRENCH

NOW = datetime(2026, 11, 26, 12, 0, tzinfo=UTC)
DAY = timedelta(days=1)
NAME = "photos.example.org"

SOUND = Seen(
    now=NOW,
    address=Address("https", NAME, 443),
    health=200,
    version="0.1.0",
    certificate=Certificate(NOW + 60 * DAY, ""),
    http2=True,
    redirect=f"https://{NAME}/",
    slow=Slow(Probe("https", NAME, "203.0.113.9", 0.9), 0.9, 0.7, from_loopback=False),
    compressed=True,
    strict=True,
    date=NOW,
)


def probed(**facts):
    return replace(SOUND, slow=SOUND.slow._replace(probe=SOUND.slow.probe._replace(**facts)))


def certified(ends, trouble=""):
    return replace(SOUND, certificate=Certificate(ends, trouble))


def level(code, seen):
    return next((found.level for found in judge(seen).findings if found.code == code), None)


def test_a_server_that_is_reached_well_is_good_in_every_point():
    assert judge(SOUND).level == Level.GOOD
    assert len(judge(SOUND).findings) >= 11


SEEN = [
    ("answer", replace(SOUND, health=None, version="", trouble="Connection refused"), Level.RED),
    ("answer", replace(SOUND, health=404, version=""), Level.RED),
    ("answer", replace(SOUND, health=421, version=""), Level.RED),
    ("answer", replace(SOUND, health=503), Level.RED),
    ("https", certified(NOW + 15 * DAY), Level.GOOD),
    ("https", certified(NOW + 13 * DAY), Level.AMBER),
    ("https", certified(NOW + 2 * DAY), Level.RED),
    ("https", certified(NOW + timedelta(hours=5)), Level.GOOD),
    ("https", certified(NOW + timedelta(minutes=50)), Level.RED),
    ("https", certified(None, "self-signed certificate"), Level.RED),
    ("https", replace(SOUND, address=Address("http", NAME, 80), certificate=None), Level.RED),
    ("https", replace(SOUND, address=Address("http", "localhost", 8001), certificate=None), Level.GOOD),
    ("redirect", replace(SOUND, redirect=""), Level.AMBER),
    ("redirect", replace(SOUND, redirect="http 200"), Level.AMBER),
    ("redirect", replace(SOUND, redirect=None), None),
    ("strict", replace(SOUND, strict=False), Level.AMBER),
    ("forwarded", probed(scheme="http"), Level.RED),
    ("forwarded", probed(host="127.0.0.1:8001"), Level.RED),
    ("forwarded", probed(client="127.0.0.1"), Level.RED),
    ("forwarded", replace(SOUND, slow=None), Level.AMBER),
    ("uploads", probed(body_seconds=0.01), Level.RED),
    ("answers", replace(SOUND, slow=SOUND.slow._replace(answer_seconds=0.02)), Level.AMBER),
    ("body-limit", replace(SOUND, refused_bytes=16_000_000), Level.RED),
    ("body-limit", replace(SOUND, refused_bytes=256_000_000), Level.AMBER),
    ("compression", replace(SOUND, compressed=False), Level.AMBER),
    ("server-clock", replace(SOUND, date=NOW - timedelta(seconds=29)), Level.GOOD),
    ("server-clock", replace(SOUND, date=NOW - timedelta(seconds=31)), Level.AMBER),
    ("server-clock", replace(SOUND, date=NOW + timedelta(minutes=11)), Level.RED),
    ("http-version", replace(SOUND, http2=False), Level.GOOD),
]


@pytest.mark.parametrize(("code", "seen", "expected"), SEEN, ids=[code for code, _, _ in SEEN])
def test_each_point(code, seen, expected):
    assert level(code, seen) == expected


@pytest.mark.parametrize("seen", [seen for _, seen, _ in SEEN])
@pytest.mark.parametrize("language", [FRENCH, ENGLISH])
def test_everything_can_be_said_and_what_is_not_good_says_what_to_do(seen, language):
    for found in judge(seen).findings:
        assert "%" not in said(found.what, language)
        assert (found.todo is None) == (found.level == Level.GOOD)
        assert found.todo is None or said(found.todo, language)


def test_a_browser_on_the_same_machine_is_no_proxy_that_hides_it():
    seen = probed(client="127.0.0.1")

    assert level("forwarded", replace(seen, slow=seen.slow._replace(from_loopback=True))) == Level.GOOD


@pytest.mark.parametrize(
    "url", ["", "ftp://example.org", "https://", "http://example.org:port/", "mailto:a@b.org"]
)
def test_what_is_no_address_is_refused(url):
    with pytest.raises(AddressRefused):
        address(url)


def test_an_address_is_named_as_browsers_do():
    assert address("https://Photos.example.org/x").named == NAME
    assert address("http://[::1]:8001").named == "[::1]:8001"
