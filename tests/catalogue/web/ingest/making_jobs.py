"""Libraries and folders for tests of photos taken in from the browser."""

import time
from collections.abc import Callable
from pathlib import Path

from flask.testing import FlaskClient
from making import jpeg, write

from catalogue.home.paths import Home
from catalogue.library import Library
from catalogue.web.app import create_app

HERE = {"Sec-Fetch-Site": "same-origin"}


def opened(home: Path, *roots: Path) -> FlaskClient:
    """A browser of a library, which may take in from these roots."""
    Library.open(home).close()
    return create_app(Home(home), source_roots=roots).test_client()


def photos(folder: Path, number: int, first: int = 1) -> Path:
    """The folder holds so many photos, unlike each other."""
    for seed in range(first, first + number):
        write(folder, f"IMG_{seed:04}.jpg", jpeg(seed))
    return folder


def ask(client: FlaskClient, root: Path, path: str = "", **form: str) -> str:
    """The address that follows when a folder is to be tried."""
    answer = client.post(
        "/ingest", data={"root": str(root), "path": path, "by": "L. Dupont", **form}, headers=HERE
    )
    assert answer.status_code == 303
    return answer.headers["Location"]


def send(client: FlaskClient, address: str) -> str:
    """The address that follows when a button is pressed."""
    answer = client.post(address, headers=HERE)
    assert answer.status_code == 303
    return answer.headers["Location"]


def told(client: FlaskClient, job: str) -> dict[str, object]:
    """What the script of a job's page is told."""
    found = client.get(f"{job}/progress").json
    assert isinstance(found, dict)
    return found


def until(what: Callable[[], object], seconds: float = 60.0) -> object:
    """Wait until it is so."""
    end = time.monotonic() + seconds
    while not (found := what()) and time.monotonic() < end:
        time.sleep(0.05)
    assert found
    return found


def over(client: FlaskClient, job: str) -> dict[str, object]:
    """What is told of a job that has ended."""
    until(lambda: told(client, job)["over"])
    return told(client, job)
