"""Photos taken in through a server in a process of its own, with its roots and its accounts."""

import re
import signal
from pathlib import Path

import httpx
import pytest
from making import jpeg, phototheque, write
from making_jobs import HERE, photos, until
from pacing import working_on
from started import served

from catalogue.home.paths import Home
from catalogue.library import Library
from catalogue.people.office import Office
from catalogue.values.roles import Role

PASSWORD = "trois mots bien choisis"  # noqa: S105 of people of these tests alone


@pytest.fixture
def many(source: Path) -> Path:
    for seed in range(160):
        write(source, f"IMG_{seed:04}.jpg", jpeg(seed, (640, 480)))
    return source


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
def test_the_child_dies_with_the_server_and_the_next_server_says_so(home, many, how):
    Library.open(home).close()
    words = ["--without-accounts", "--no-watch", "--source-root", str(many)]
    with served(home, *words) as (process, address):
        form = {"root": str(many), "path": "", "by": "L. Dupont"}
        job = httpx.post(f"{address}ingest", data=form, headers=HERE).headers["location"]
        until(lambda: httpx.get(f"{address}{job[1:]}/progress").json()["total"])
        assert working_on(many)
        process.send_signal(how)
        process.wait(30)
        until(lambda: not working_on(many), 15)

    with served(home, *words) as (_, address):
        page = httpx.get(f"{address}{job[1:]}").text

    assert "Interrompu" in page
    assert "Recommencer" in page


def test_roots_come_from_the_environment_too(home, source, tmp_path, monkeypatch):
    other = tmp_path / "other"
    other.mkdir()
    monkeypatch.setenv("PHOTOTHEQUE_SOURCE_ROOTS", f"{source}:{other}")

    with served(home, "--without-accounts", "--no-watch") as (_, address):
        page = httpx.get(f"{address}ingest").text

    assert str(source) in page
    assert str(other) in page


def test_a_server_is_not_started_with_a_root_that_is_none(home):
    home.parent.joinpath("list.txt").write_text("x")
    ran = phototheque(
        "serve",
        "--home",
        home,
        "--port",
        "0",
        "--without-accounts",
        "--source-root",
        home.parent / "list.txt",
    )

    assert ran.status == 2
    assert "--source-root" in ran.error
    assert "not a folder" in ran.error
    assert not home.exists()


def test_a_nas_that_is_off_does_not_keep_the_server_from_starting(home):
    nas = home.parent / "nas"

    with served(home, "--without-accounts", "--no-watch", "--source-root", str(nas)) as (_, address):
        before = httpx.get(f"{address}ingest", headers={"accept-language": "en"})
        nas.mkdir()
        after = httpx.get(f"{address}ingest", params={"root": str(nas)}, headers={"accept-language": "en"})

    assert before.status_code == 422
    assert "cannot be reached" in before.text
    assert after.status_code == 200


def test_it_is_the_administrators_affair_in_person_and_bears_their_name(home, source):
    photos(source, 2)
    Library.open(home).close()
    office = Office(Home(home))
    office.add("Anne Martin", Role.ADMIN, PASSWORD, None)
    office.add("Paul Analyste", Role.ANALYST, PASSWORD, None)
    secrets = {
        name: office.log_in(name, PASSWORD, address="127.0.0.1", device="test").secret
        for name in ("Anne Martin", "Paul Analyste")
    }
    form = {"root": str(source), "path": "", "by": "Somebody else"}

    with served(home, "--no-watch", "--source-root", str(source)) as (_, address):
        nobody = httpx.post(f"{address}ingest", data=form, headers=HERE)
        with httpx.Client(base_url=address, headers=HERE) as client:
            client.cookies.set("session", secrets["Paul Analyste"])
            analyst = [client.get("/ingest").status_code, client.post("/ingest", data=form).status_code]
            home_page = client.get("/").text
        with httpx.Client(base_url=address, headers=HERE) as client:
            client.cookies.set("session", secrets["Anne Martin"])
            job = client.post("/ingest", data=form).headers["location"]
            until(lambda: client.get(f"{job}/progress").json()["over"])
            real = client.post(f"{job}/take").headers["location"]
            until(lambda: client.get(f"{real}/progress").json()["over"])
            run = re.search(r'href="/runs/([^"]+)"', client.get(real).text)[1]
            told = client.get(f"/runs/{run}").text
            policy = client.get(real).headers["content-security-policy"]

    assert nobody.status_code in (303, 401)
    assert analyst == [403, 403]
    assert 'href="/ingest"' not in home_page
    assert "Anne Martin" in told
    assert "Somebody else" not in told
    assert "script-src 'self'" in policy
