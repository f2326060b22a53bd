"""Photos taken in from the browser: tried first, followed, taken in; stopped, and gone on with."""

import os
import signal
import time
from pathlib import Path

import pytest
from making import jpeg, phototheque, rows, write
from making_jobs import HERE, ask, opened, over, photos, send, told, until
from pacing import go_on, held_at_work

from catalogue.database.connection import connect, writing
from catalogue.home.paths import Home
from catalogue.home.workspaces import Workspace
from catalogue.web.app import create_app


def jobs_of(client):
    return client.application.config["INGEST_JOBS"]


def pid_of(client, job: str) -> int:
    return jobs_of(client)._live[job.rpartition("/")[2]].child.pid


def at_work(client, job: str) -> int:
    """The process of this job, which is held in the middle of its work."""
    pid = pid_of(client, job)
    held_at_work(pid, lambda: told(client, job)["done"])
    return pid


def is_alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except OSError:
        return False
    return state != "Z"


@pytest.fixture
def many(source: Path) -> Path:
    """So many photos that a run over them can be met at work."""
    for seed in range(160):
        write(source, f"{seed % 4}/IMG_{seed:04}.jpg", jpeg(seed, (640, 480)))
    return source


def test_a_folder_is_tried_and_nothing_is_written(home, source):
    client = opened(home, source)
    photos(source / "EV5" / "2018-05", 3)
    write(source, "EV5/releve.pdf", b"%PDF-1.4 nothing")
    write(source, "EV5/vide.jpg", b"")
    before = rows(home, "SELECT count(*) AS n FROM photos")

    job = ask(client, source, "EV5")
    ended = over(client, job)
    page = client.get(job).text

    assert ended["state"] == "finished"
    assert {one["outcome"]: one["words"] for one in ended["counts"]} == {
        "stored": "3 nouvelles photos",
        "skipped": "1 fichier qui n’est pas une photo",
        "failed": "1 fichier illisible",
    }
    assert "Faire entrer ces 3 photos" in page
    assert "vide.jpg" in page
    assert "Documents" in page
    assert rows(home, "SELECT count(*) AS n FROM photos") == before == [{"n": 0}]
    assert rows(home, "SELECT * FROM runs") == []


def test_what_was_tried_is_taken_in_under_the_name_and_rights_that_were_given(home, source):
    client = opened(home, source)
    photos(source / "EV5", 3)
    tried = ask(client, source, "EV5", credit="  Mission\tBassin Minier ", creator="--by=nobody")
    over(client, tried)

    job = send(client, f"{tried}/take")
    ended = over(client, job)
    [run] = rows(home, "SELECT * FROM runs")
    page = client.get(job).text

    assert ended["state"] == "finished"
    assert (run["made_by"], run["source"], run["stored"]) == ("L. Dupont", str(source / "EV5"), 3)
    assert rows(home, "SELECT DISTINCT credit, creator FROM photos") == [
        {"credit": "Mission Bassin Minier", "creator": "--by=nobody"}
    ]
    assert "3 photos sont entrées" in page
    assert f'href="/explore/catalogue/photos?_run={run["id"]}"' in page
    assert f'href="/runs/{run["id"]}"' in page
    assert run["id"] in client.get("/runs").text


def test_two_clicks_take_photos_in_once(home, source):
    client = opened(home, source)
    photos(source, 3)
    tried = ask(client, source)
    over(client, tried)

    first, second = send(client, f"{tried}/take"), send(client, f"{tried}/take")
    over(client, first)
    third = send(client, f"{tried}/take")

    assert first == second == third
    assert len(rows(home, "SELECT * FROM runs")) == 1


def test_two_clicks_try_a_folder_once(home, many):
    client = opened(home, many)

    first, second = ask(client, many), ask(client, many)

    assert first == second
    assert len(jobs_of(client).working()) == 1
    send(client, f"{first}/stop")
    over(client, first)


def test_what_is_there_already_is_said_and_not_offered_again(home, source):
    client = opened(home, source)
    photos(source, 2)
    for _ in range(2):
        tried = ask(client, source)
        over(client, tried)
        if "Faire entrer ces 2 photos" in client.get(tried).text:
            over(client, send(client, f"{tried}/take"))

    page = client.get(tried).text

    assert "Rien de nouveau dans ce dossier" in page
    assert f"{tried}/take" not in page
    assert len(rows(home, "SELECT * FROM runs")) == 1


def test_how_far_a_run_is_is_told_while_it_works_and_no_request_waits_for_it(home, many):
    client = opened(home, many)
    began = time.monotonic()
    job = ask(client, many)
    started_s = time.monotonic() - began

    seen = [told(client, job)]
    while not seen[-1]["over"]:
        seen.append(told(client, job))
        time.sleep(0.02)
    midway = [one for one in seen if one["total"] == 160 and 0 < one["done"] < 160]

    assert started_s < 2
    assert seen[0]["line"] == "Parcours du dossier…"
    assert midway
    assert midway[0]["line"].startswith(f"{midway[0]['done']} fichiers sur 160")
    assert [one["done"] for one in seen] == sorted(one["done"] for one in seen)
    assert midway[-1]["counts"][0]["outcome"] == "stored"


def test_a_page_of_a_run_that_works_follows_it_without_script_too(home, many):
    client = opened(home, many)
    job = ask(client, many)

    page = client.get(job).text

    assert f'data-follow="{job}/progress"' in page
    assert '<noscript><meta http-equiv="refresh" content="3"></noscript>' in page
    assert 'aria-live="polite"' in page
    send(client, f"{job}/stop")
    over(client, job)
    assert "refresh" not in client.get(job).text


def test_a_run_that_is_stopped_keeps_what_came_in_and_goes_on_from_there(home, many):
    client = opened(home, many)
    tried = ask(client, many)
    over(client, tried)
    job = send(client, f"{tried}/take")
    pid = at_work(client, job)
    send(client, f"{job}/stop")
    go_on(pid)
    ended = over(client, job)
    page = client.get(job).text
    [run] = rows(home, "SELECT * FROM runs")
    [kept] = rows(home, "SELECT count(*) AS n FROM photos")

    assert ended["state"] == "stopped"
    assert not is_alive(pid)
    assert run["state"] == "interrupted"
    assert 0 < kept["n"] < 160
    assert kept["n"] == ended["done"]
    assert "Ce qui est entré reste." in page
    assert f"/runs/{run['id']}" in page

    more = over(client, send(client, f"{job}/again"))

    assert more["state"] == "finished"
    assert rows(home, "SELECT count(*) AS n FROM photos") == [{"n": 160}]
    assert "Arrêté" in client.get(job).text


def test_a_rehearsal_that_is_stopped_wrote_nothing(home, many):
    client = opened(home, many)
    job = ask(client, many)
    pid = at_work(client, job)

    send(client, f"{job}/stop")
    go_on(pid)
    over(client, job)

    assert "Rien n’a été écrit." in client.get(job).text
    assert rows(home, "SELECT * FROM photos") == []


def test_a_run_is_stopped_although_its_server_was_started_in_the_background(home, many):
    client = opened(home, many)
    # What a shell does to a command with `&` behind it; children inherit it.
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        job = ask(client, many)
    finally:
        signal.signal(signal.SIGINT, before)
    pid = at_work(client, job)

    send(client, f"{job}/stop")
    go_on(pid)

    assert over(client, job)["state"] == "stopped"


def test_a_child_that_dies_is_told_of_in_a_sentence(home, many):
    client = opened(home, many)
    job = ask(client, many)

    os.killpg(at_work(client, job), signal.SIGKILL)
    ended = over(client, job)

    assert ended["state"] == "failed"
    assert "L’essai n’est pas allé au bout" in client.get(job).text
    assert "/again" in client.get(job).text


def test_a_folder_that_goes_away_midway_is_said_and_what_came_in_stays(home, many):
    client = opened(home, many)
    tried = ask(client, many)
    over(client, tried)
    job = send(client, f"{tried}/take")
    pid = at_work(client, job)

    many.rename(many.with_name("pulled"))
    go_on(pid)
    ended = over(client, job)

    assert ended["state"] == "failed"
    assert "Le dossier a disparu pendant la lecture" in client.get(job).text
    back = client.post(f"{job}/again", headers=HERE)
    assert back.headers["Location"] == job
    assert "n’est plus accessible" in client.get(job).text


def test_a_second_run_on_a_folder_that_is_worked_on_is_refused_with_who_and_where(home, many):
    client = opened(home, many)
    job = ask(client, many)
    other = client.application.test_client()

    back = other.post("/ingest", data={"root": str(many), "path": "2", "by": "A. Martin"}, headers=HERE)
    page = other.get(back.headers["Location"]).text

    assert back.headers["Location"].startswith("/ingest?")
    assert f"L. Dupont fait déjà entrer des photos depuis {many}." in page
    assert f'href="{job}"' in page
    assert len(jobs_of(client).working()) == 1
    send(client, f"{job}/stop")
    over(client, job)


def test_a_run_of_a_terminal_over_the_folder_is_respected_too(home, source):
    client = opened(home, source)
    photos(source / "EV5", 1)
    place = Workspace.open(Home(home), "2026-11-26-1400-abcd")
    db = connect(home / "catalogue.db")
    with writing(db):
        db.execute(
            "INSERT INTO runs (id, door, source, made_by, started_at, state, program_version) "
            "VALUES ('2026-11-26-1400-abcd', 'folder', ?, 'A. Martin', '2026-11-26T14:00:00Z', 'running', '0')",
            [str(source)],
        )
    db.close()

    back = ask(client, source, "EV5")
    page = client.get(back).text

    assert f"A. Martin fait déjà entrer des photos depuis {source}." in page
    assert jobs_of(client).working() == []
    place.close()
    assert ask(client, source, "EV5").startswith("/ingest/")


def test_a_server_that_was_started_anew_says_that_the_run_was_interrupted_and_goes_on(home, many):
    client = opened(home, many)
    job = ask(client, many)
    until(lambda: told(client, job)["done"])
    # As if the server had been killed: nobody follows the child any more, and its pipe is closed.
    live = jobs_of(client)._live[job.rpartition("/")[2]]
    until(lambda: "working" in (home / "ingests" / f"{live.job.token}.json").read_text())

    anew = create_app(Home(home), source_roots=(many,)).test_client()
    page = anew.get(job).text
    live.child.stdin.close()

    assert "Interrompu" in page
    assert "Le serveur a redémarré entre-temps." in page
    # It did not come to its end: it ended because the pipe closed.
    assert over(client, job)["state"] == "failed"
    assert not is_alive(live.child.pid)
    assert over(anew, send(anew, f"{job}/again"))["state"] == "finished"


def test_what_ended_is_told_by_a_server_that_was_started_anew_without_names_of_files(home, source):
    client = opened(home, source)
    photos(source, 2)
    write(source, "secret.jpg", b"nothing")
    job = ask(client, source)
    over(client, job)

    page = create_app(Home(home), source_roots=(source,)).test_client().get(job).text

    assert "Faire entrer ces 2 photos" in page
    assert "secret.jpg" in client.get(job).text
    assert "secret.jpg" not in page
    assert all("secret" not in file.read_text() for file in (home / "ingests").iterdir())


def test_only_a_page_of_this_site_starts_and_stops_anything(home, source):
    client = opened(home, source)
    photos(source, 1)
    form = {"root": str(source), "path": "", "by": "x"}
    job = ask(client, source)
    over(client, job)

    answers = [client.post("/ingest", data=form).status_code]
    answers += [client.post(f"{job}/{what}").status_code for what in ("take", "again", "stop")]

    assert answers == [403] * 4
    assert jobs_of(client).working() == []


@pytest.mark.parametrize("token", ["0" * 32, "..", "x", "0" * 31, "%00"])
def test_a_job_that_is_not_known_is_not_found(home, source, token):
    client = opened(home, source)

    assert client.get(f"/ingest/{token}").status_code == 404
    assert client.get(f"/ingest/{token}/progress").status_code == 404
    assert client.post(f"/ingest/{token}/take", headers=HERE).status_code == 404


def test_announcing_says_how_many_and_why_not(home, source):
    photos(source, 2)
    words = ["ingest", "--json", "--announce", "--dry-run", "--home", home]

    tried = phototheque(*words, source)
    refused = phototheque(*words, source / "gone")

    assert tried.output.splitlines()[0] == '{"to_read": 2, "run": null}'
    assert '"code": "no-such-source"' in refused.output
    assert refused.status == 2


def test_what_was_tried_last_is_found_again_from_the_page_of_folders(home, source):
    client = opened(home, source)
    photos(source / "EV5", 2)
    job = ask(client, source, "EV5")
    over(client, job)

    page = client.get("/ingest").text
    anew = create_app(Home(home), source_roots=(source,)).test_client().get("/ingest").text

    for told_page in (page, anew):
        assert f'<a href="{job}"><strong>2 photos à faire entrer</strong></a>' in told_page
