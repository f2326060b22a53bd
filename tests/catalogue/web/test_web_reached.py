"""Who may reach the server: names, proxies, certificates."""

import json
import ssl
from dataclasses import replace

import httpx
import pytest
from catalogues import make_catalogue
from click.testing import CliRunner
from httpx import ASGITransport, AsyncClient
from started import EVERYWHERE, NAME, served

from catalogue.cli.main import main
from catalogue.errors import (
    CertificateRefused,
    HostUnencrypted,
    PublicNameMissing,
    PublicNameRefused,
    TrustRefused,
)
from catalogue.web.dispatcher import dispatcher
from catalogue.web.reached import LOOPBACK, Reach, reach, served_securely

pytest_plugins = ["certified"]


@pytest.mark.parametrize("host", [EVERYWHERE, "192.168.1.20", "::", NAME, "", "127.0.0.1.example.org"])
def test_serving_beyond_this_machine_in_the_clear_is_refused(host):
    with pytest.raises(HostUnencrypted):
        reach(host, public_names=[NAME])


@pytest.mark.parametrize("host", LOOPBACK)
def test_this_machine_is_served_in_the_clear(host):
    assert not reach(host).beyond


def test_a_proxy_lets_other_hosts_in():
    found = reach("127.0.0.1", public_names=["Photos.Example.org"], behind_proxy=True)

    assert found.beyond
    assert found.proxies == ("127.0.0.1", "::1")
    assert found.knows(b"photos.example.org")


@pytest.mark.parametrize("asked", [{"host": "127.0.0.1", "behind_proxy": True}, {"host": EVERYWHERE}])
def test_a_server_that_others_reach_has_a_name(asked, certificate):
    with pytest.raises(PublicNameMissing):
        reach(**asked, tls=None if "behind_proxy" in asked else certificate)


def test_an_address_of_a_machine_is_a_name_of_its_own(certificate):
    assert reach("192.168.1.20", tls=certificate).knows(b"192.168.1.20:8001")


@pytest.mark.parametrize(
    "name", ["https://photos.example.org", "photos:443", "*", "*.example.org", "", " ", ".org"]
)
def test_what_is_no_name_is_refused(name):
    with pytest.raises(PublicNameRefused):
        reach("127.0.0.1", public_names=[name], behind_proxy=True)


@pytest.mark.parametrize(
    ("trusted", "behind"), [("*", True), ("caddy", True), ("10.0.0.5", False), ("10.0.0.5/8", True)]
)
def test_a_proxy_that_is_none_is_not_trusted(trusted, behind):
    with pytest.raises(TrustRefused):
        reach("127.0.0.1", public_names=[NAME], behind_proxy=behind, trusted=[trusted])


def test_a_certificate_that_cannot_be_used_is_refused(certificate, tmp_path):
    with pytest.raises(CertificateRefused):
        reach("127.0.0.1", tls=replace(certificate, key=tmp_path / "none.pem"))
    with pytest.raises(CertificateRefused):
        reach("127.0.0.1", tls=replace(certificate, key=certificate.certificate))


@pytest.mark.parametrize(
    ("host", "known"),
    [
        (b"photos.example.org", True),
        (b"photos.example.org:443", True),
        (b"PHOTOS.example.ORG:8443", True),
        (b"[::1]:8001", True),
        (b"evil.example.org", False),
        (b"photos.example.org.evil.org", False),
        (b"photos.example.org:443:1", False),
        (b"photos.example.org@evil.org", False),
        (b"[::1].evil.org", False),
        (b"[", False),
        (b"\xff", False),
        (b"", False),
    ],
)
def test_only_names_of_ours_are_answered(host, known):
    assert reach("127.0.0.1", public_names=[NAME], behind_proxy=True).knows(host) is known


async def greeted(scope, receive, send):
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"hello"})


@pytest.mark.parametrize(
    ("base_url", "strict"),
    [(f"https://{NAME}", True), (f"http://{NAME}", False), ("https://localhost:8443", False)],
)
async def test_browsers_that_came_by_https_stay_with_it(base_url, strict):
    app = served_securely(dispatcher(greeted, greeted, Reach((*LOOPBACK, NAME))))
    async with AsyncClient(transport=ASGITransport(app), base_url=base_url) as client:
        answer = await client.get("/")

    assert answer.text == "hello"
    assert ("strict-transport-security" in answer.headers) is strict


def test_only_a_trusted_proxy_is_believed(home):
    make_catalogue(home)
    forwarded = {"x-forwarded-for": "203.0.113.9", "x-forwarded-proto": "https", "host": NAME}

    with served(home, "--no-watch") as (_, address):
        alone = probe(address, forwarded | {"host": "127.0.0.1"})
        stranger = httpx.get(address, headers={"host": NAME})
    with served(home, "--no-watch", "--behind-proxy", "--public-name", NAME) as (_, address):
        behind = probe(address, forwarded)
        page = httpx.get(f"{address}explore/catalogue/photos.json?_size=1", headers=forwarded)
    with served(home, "--no-watch", "--behind-proxy", "--public-name", NAME, "--trusted", "10.0.0.5") as (
        _,
        address,
    ):
        elsewhere = probe(address, forwarded)

    assert (alone["client"], alone["scheme"]) == ("127.0.0.1", "http")
    assert stranger.status_code == 421
    assert (behind["client"], behind["scheme"], behind["host"]) == ("203.0.113.9", "https", NAME)
    assert page.headers["strict-transport-security"] == "max-age=31536000"
    assert (elsewhere["client"], elsewhere["scheme"]) == ("127.0.0.1", "http")


def probe(address, headers):
    """The first line of a probe's answer."""
    return json.loads(httpx.post(f"{address}healthz/probe", headers=headers).text.splitlines()[0])


def test_https_is_served_with_a_certificate(home, certificate):
    make_catalogue(home)
    words = ("--no-watch", "--tls-cert", str(certificate.certificate), "--tls-key", str(certificate.key))

    with served(home, *words, "--public-name", NAME) as (_, address):
        trusting = ssl.create_default_context(cafile=str(certificate.certificate))
        answer = httpx.get(f"{address.replace('127.0.0.1', 'localhost')}healthz", verify=trusting)
        named = httpx.get(address, headers={"host": NAME}, verify=False)  # noqa: S501 it is its own

    assert address.startswith("https://")
    assert answer.json()["status"] == "ok"
    assert "strict-transport-security" not in answer.headers
    assert "strict-transport-security" in named.headers


def test_a_certificate_without_its_key_is_a_mistake(home, certificate):
    done = CliRunner().invoke(
        main, ["serve", "--home", str(home), "--tls-cert", str(certificate.certificate)]
    )

    assert done.exit_code == 2
    assert "go together" in done.stderr
