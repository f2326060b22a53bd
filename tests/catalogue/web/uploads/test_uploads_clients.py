"""The clients that people use: tuspy in scripts, tus-js-client in browsers. Each does here all that it can."""

import io
import json
import os
import random
import shutil
import socket
import subprocess
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from making import PROJECT, jpeg
from sending import sha256, until

# tuspy leaves the files that it reads to the collector of garbage.
pytestmark = [
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
PHOTO = jpeg(1, (320, 240))
BIG = PHOTO + random.Random(5).randbytes(3_000_000)  # noqa: S311


class Breaking:
    """A port before the server whose connections break after so many bytes, a few times."""

    def __init__(self, url: str, after: int, times: int) -> None:
        self._target = (urlsplit(url).hostname, urlsplit(url).port)
        self._after, self._left, self.broken = after, times, 0
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                connection, _ = self._listener.accept()
                threading.Thread(target=self._pass, args=(connection,), daemon=True).start()

    def _pass(self, client: socket.socket) -> None:
        with client, socket.create_connection(self._target) as server:
            threading.Thread(target=_copy, args=(server, client), daemon=True).start()
            passed = 0
            with suppress(OSError):
                while part := client.recv(65_536):
                    server.sendall(part)
                    passed += len(part)
                    if self._left and passed > self._after:
                        self._left, self.broken = self._left - 1, self.broken + 1
                        return

    def close(self) -> None:
        """Nobody comes in any more."""
        self._listener.close()


def _copy(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):
        while part := source.recv(65_536):
            target.sendall(part)


@pytest.fixture
def breaking(field) -> Iterator[Breaking]:
    made = Breaking(field.url, 400_000, 4)
    yield made
    made.close()


@pytest.fixture
def tus(field):
    """A client of tuspy, with Léa's token."""
    client = pytest.importorskip("tusclient.client", reason="tuspy is not installed")
    headers = {"Authorization": field.lea.headers["authorization"]}
    return client.TusClient(f"{field.url}/uploads/", headers=headers)


def test_tuspy_sends_in_parts_with_checksums(field, tus):
    uploader = tus.uploader(
        file_stream=io.BytesIO(BIG), chunk_size=500_000, metadata={"filename": "é.jpg"}, upload_checksum=True
    )
    uploader.upload()
    state = field.lea.state(uploader.url)

    assert (state["sha256"], state["name"]) == (sha256(BIG), "é.jpg")


def test_tuspy_goes_on_where_it_stopped(field, tus):
    first = tus.uploader(file_stream=io.BytesIO(BIG), chunk_size=400_000)
    first.upload(stop_at=900_000)
    again = tus.uploader(file_stream=io.BytesIO(BIG), chunk_size=400_000, url=first.url)
    before = again.get_offset()
    again.upload()

    assert before == 900_000
    assert field.lea.state(first.url)["sha256"] == sha256(BIG)


def test_tuspy_goes_on_by_its_own_memory(field, tus, tmp_path):
    storage = pytest.importorskip("tusclient.storage.filestorage")
    path = tmp_path / "a.jpg"
    path.write_bytes(BIG)
    options = {"store_url": True, "url_storage": storage.FileStorage(str(tmp_path / "urls"))}
    first = tus.uploader(str(path), chunk_size=400_000, **options)
    first.upload_chunk()
    again = tus.uploader(str(path), chunk_size=400_000, **options)
    again.upload()
    options["url_storage"].close()

    assert again.url == first.url
    assert field.lea.state(first.url)["sha256"] == sha256(BIG)


def test_tuspy_goes_on_over_a_line_that_breaks(field, breaking):
    client = pytest.importorskip("tusclient.client", reason="tuspy is not installed")
    headers = {"Authorization": field.lea.headers["authorization"]}
    uploader = client.TusClient(f"{breaking.url}/uploads/", headers=headers).uploader(
        file_stream=io.BytesIO(BIG), chunk_size=600_000, retries=10, retry_delay=0.05
    )
    uploader.upload()

    assert breaking.broken == 4
    assert field.lea.state(uploader.url)["sha256"] == sha256(BIG)


@pytest.fixture
def tus_js(field, tmp_path):
    """Run tus-js-client in Node; given is what it said in the end."""
    found = [
        folder
        for folder in (PROJECT / "node_modules", Path(os.environ.get("TUS_JS", "/nowhere")) / "node_modules")
        if (folder / "tus-js-client").is_dir()
    ]
    node = shutil.which("node") or next(map(str, PROJECT.glob(".node/**/bin/node")), None)
    if not found or not node:
        pytest.skip("tus-js-client or Node is not installed")
    (tmp_path / "photo.jpg").write_bytes(BIG)

    def run(**asked):
        asked = {
            "file": str(tmp_path / "photo.jpg"),
            "endpoint": f"{field.url}/uploads/",
            "headers": {"Authorization": field.lea.headers["authorization"]},
        } | asked
        env = os.environ | {"TUS_FROM": str(found[0] / "x.js"), "TUS_ASKED": json.dumps(asked)}
        ran = subprocess.run(
            [node, str(Path(__file__).with_name("send.mjs"))],
            env=env,
            capture_output=True,
            timeout=60,
            check=True,
        )
        return json.loads(ran.stdout.decode().splitlines()[-1])

    return run


@pytest.mark.parametrize(
    "how",
    [
        {},
        {"chunk": 500_000},
        {"during": True},
        {"during": True, "chunk": 700_000},
        {"override": True, "chunk": 900_000},
        {"deferred": True, "chunk": 512_000},
        {"pause": 1_000_000, "chunk": 512_000},
        {"metadata": {"filename": "été 😀.jpg", "sha256": sha256(BIG), "caption": "Cité"}},
    ],
    ids=json.dumps,
)
def test_tus_js_client_sends(field, tus_js, how):
    told = tus_js(**how)
    state = field.lea.state(told["url"])

    assert (state["state"], state["sha256"]) == ("received", sha256(BIG)), told
    assert told["said"][-1][2] == sha256(BIG)


def test_tus_js_client_goes_on_with_an_upload_that_it_knows(field, tus_js):
    path = field.lea.create(len(BIG))
    field.lea.patch(path, 0, BIG[:1_234_567])
    told = tus_js(url=f"{field.url}{path}")

    assert [method for method, _, _ in told["said"]] == ["HEAD", "PATCH"]
    assert field.lea.state(path)["sha256"] == sha256(BIG)


def test_tus_js_client_goes_on_over_a_line_that_breaks(field, tus_js, breaking):
    told = tus_js(endpoint=f"{breaking.url}/uploads/", chunk=1_000_000)

    assert breaking.broken == 4, told
    assert field.lea.state(urlsplit(told["url"]).path)["sha256"] == sha256(BIG)


def test_tus_js_client_ends_an_upload(field, tus_js):
    told = tus_js(terminate=True, chunk=500_000)

    assert told["ended"]
    assert until(lambda: field.lea.ask("HEAD", told["url"]).status_code == 404)


def test_tus_js_client_is_told_why_a_file_is_refused(tus_js, field):
    told = tus_js(headers={"Authorization": "Bearer wrong"})

    assert "401" in told["error"]
