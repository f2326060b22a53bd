"""Text goes compressed to whoever takes it so."""

import pytest
from httpx import ASGITransport, AsyncClient

from catalogue.web.compression import compressed

LONG = b"chevalement " * 500


def sending(*chunks, status=200, content_type=b"text/html; charset=utf-8", extra=()):
    async def app(scope, receive, send):
        length = (b"content-length", str(sum(map(len, chunks))).encode())
        headers = [(b"content-type", content_type), length, *extra]
        await send({"type": "http.response.start", "status": status, "headers": headers})
        for n, chunk in enumerate(chunks):
            await send({"type": "http.response.body", "body": chunk, "more_body": n < len(chunks) - 1})

    return compressed(app)


async def asked(app, method="GET", encoding="gzip, br"):
    async with AsyncClient(transport=ASGITransport(app), base_url="http://127.0.0.1") as client:
        return await client.request(method, "/", headers={"accept-encoding": encoding})


async def test_a_long_text_is_compressed_and_whole():
    answer = await asked(sending(LONG))

    assert answer.headers["content-encoding"] == "gzip"
    assert "content-length" not in answer.headers
    assert answer.headers["vary"] == "Accept-Encoding"
    assert answer.content == LONG


async def test_a_stream_is_compressed_and_whole():
    answer = await asked(sending(b"", b"a,b\n", LONG, b"", LONG, content_type=b"text/plain"))

    assert answer.headers["content-encoding"] == "gzip"
    assert answer.content == b"a,b\n" + LONG + LONG


async def test_what_varied_before_varies_still_and_its_tag_is_weak():
    answer = await asked(sending(LONG, extra=[(b"Vary", b"Cookie"), (b"ETag", b'"abc"')]))

    assert answer.headers["vary"] == "Cookie, Accept-Encoding"
    assert answer.headers["etag"] == 'W/"abc"'


@pytest.mark.parametrize(
    ("app", "why"),
    [
        (sending(b"short"), "it is short"),
        (sending(LONG, content_type=b"image/jpeg"), "it is a picture"),
        (sending(LONG, status=206), "it is a part"),
        (sending(LONG, extra=[(b"content-encoding", b"br")]), "it is compressed already"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
async def test_some_answers_go_as_they_are(app, why):
    answer = await asked(app)

    assert answer.headers.get("content-encoding") != "gzip", why
    assert "content-length" in answer.headers


@pytest.mark.parametrize("encoding", ["", "identity", "br", "gzip;q=0"])
async def test_who_does_not_take_it_gets_it_plain(encoding):
    answer = await asked(sending(LONG), encoding=encoding)

    assert "content-encoding" not in answer.headers
    assert answer.content == LONG


async def test_a_question_for_headers_alone_is_left_alone():
    answer = await asked(sending(b""), method="HEAD")

    assert "content-encoding" not in answer.headers
