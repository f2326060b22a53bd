"""One port for two applications, and what neither may do."""

import pytest
from httpx import ASGITransport, AsyncClient

from catalogue.web.dispatcher import dispatcher


def told(name, location=None):
    """An application that tells how it was asked, or sends elsewhere."""

    async def app(scope, receive, send):
        body = f"{name} {scope['path']} {scope['raw_path'].decode()}".encode()
        headers = [(b"x-frame-options", b"none of ours"), (b"referrer-policy", b"unsafe-url")]
        if location:
            headers.append((b"Location", location))
        await send({"type": "http.response.start", "status": 302 if location else 200, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    return app


def browser(explore="explore", location=None, base_url="http://127.0.0.1:8001"):
    return AsyncClient(
        transport=ASGITransport(dispatcher(told(explore, location), told("site"))), base_url=base_url
    )


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        ("/", "site / /"),
        ("/photos/1", "site /photos/1 /photos/1"),
        ("/explored", "site /explored /explored"),
        ("/explore/", "explore / /"),
        ("/explore/catalogue/photos", "explore /catalogue/photos /catalogue/photos"),
        ("/explore/catalogue/a%2Fb", "explore /catalogue/a/b /catalogue/a%2Fb"),
        ("/explore/explore/x", "explore /explore/x /explore/x"),
        ("/explore//example.org/", "explore /example.org/ /example.org/"),
        ("/explore/%5Cexample.org/", "explore /example.org/ /example.org/"),
        ("/explore/%2F%2fexample.org/", "explore /example.org/ /example.org/"),
    ],
)
async def test_each_path_reaches_its_application(asked, answer):
    async with browser() as client:
        assert (await client.get(asked)).text == answer


async def test_the_prefix_without_its_slash_leads_to_it():
    async with browser() as client:
        answer = await client.get("/explore")

    assert (answer.status_code, answer.headers["location"]) == (308, "/explore/")


@pytest.mark.parametrize(
    ("sent", "led"),
    [
        (b"/catalogue/photos", "/explore/catalogue/photos"),
        (b"/explore/catalogue", "/explore/catalogue"),
        (b"//example.org", "/explore/example.org"),
        (b"/\\example.org", "/explore/example.org"),
        (b"/%5Cexample.org", "/explore/example.org"),
        (b"http://127.0.0.1:8001/explore/x", "http://127.0.0.1:8001/explore/x"),
    ],
)
async def test_redirections_stay_below_the_prefix(sent, led):
    async with browser(location=sent) as client:
        assert (await client.get("/explore/x")).headers["location"] == led


@pytest.mark.parametrize(
    "base_url",
    [
        "http://example.org",
        "http://127.0.0.1.example.org",
        "http://localhost.example.org:8001",
        "http://192.168.1.4:8001",
    ],
)
async def test_a_page_that_gives_this_machine_another_name_is_turned_away(base_url):
    async with browser(base_url=base_url) as client:
        assert (await client.get("/explore/catalogue/photos.json")).status_code == 421


@pytest.mark.parametrize("base_url", ["http://127.0.0.1:8001", "http://localhost", "http://[::1]:9000"])
async def test_this_machine_is_let_in_under_its_own_names(base_url):
    async with browser(base_url=base_url) as client:
        assert (await client.get("/")).status_code == 200


@pytest.mark.parametrize("path", ["/", "/explore/"])
async def test_every_answer_keeps_to_itself(path):
    async with browser() as client:
        headers = (await client.get(path)).headers

    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self';" in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers.get_list("referrer-policy") == ["same-origin"]


async def test_the_server_may_live_and_end():
    sent = []
    messages = iter([{"type": "lifespan.startup"}, {"type": "lifespan.shutdown"}])

    async def receive():
        return next(messages)

    async def send(message):
        sent.append(message["type"])

    await dispatcher(told("explore"), told("site"))({"type": "lifespan"}, receive, send)

    assert sent == ["lifespan.startup.complete", "lifespan.shutdown.complete"]
