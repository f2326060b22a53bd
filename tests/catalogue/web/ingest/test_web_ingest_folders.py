"""Folders that photos may be taken in from: roots that are checked, and nothing that leads out of them."""

import os
import threading
import time
from pathlib import Path

import pytest
from making import jpeg, write
from making_jobs import HERE, ask, opened, over, photos

from catalogue.errors import SourceRootRefused
from catalogue.web.ingest import folders
from catalogue.web.ingest.folders import Folder, NotHad, Why, find, listing
from catalogue.web.ingest.patience import answered
from catalogue.web.ingest.roots import absent, source_roots


def refusal(root: Path | str, path: str, roots: tuple[Path, ...]) -> Why:
    with pytest.raises(NotHad) as refused:
        listing(find(roots, str(root), path))
    return refused.value.why


def test_roots_are_taken_by_their_real_paths_and_once(tmp_path, home, source):
    (tmp_path / "link").symlink_to(source)

    assert source_roots([source, tmp_path / "link", source], home) == (source,)
    assert source_roots([], home) == ()


@pytest.mark.parametrize(
    ("root", "why"),
    [
        ("photos", "not a whole path"),
        ("{tmp}/file", "not a folder"),
        ("{home}", "inside the library"),
        ("{home}/inbox", "inside the library"),
        ("{tmp}", "library itself lies inside it"),
        ("{tmp}/to-home/originals", "inside the library"),
        ("/", "library itself lies inside it"),
    ],
)
def test_a_root_that_would_do_harm_is_refused_with_its_reason(tmp_path, home, root, why):
    for name in ("inbox", "originals"):
        (home / name).mkdir(parents=True, exist_ok=True)
    (tmp_path / "file").write_text("x")
    (tmp_path / "to-home").symlink_to(home)

    with pytest.raises(SourceRootRefused, match=why):
        source_roots([Path(root.format(tmp=tmp_path, home=home))], home)


def test_a_root_that_is_not_there_yet_is_a_root(tmp_path, home):
    nas = tmp_path / "nas"

    assert source_roots([nas], home) == (nas,)
    assert absent((nas,)) == (str(nas),)
    assert refusal(nas, "", (nas,)) == Why.ROOT_GONE
    nas.mkdir()
    assert absent((nas,)) == ()


def test_a_folder_is_listed_with_what_lies_in_its_folders(source):
    photos(source / "EV5" / "2018-05", 3)
    photos(source / "EV5", 2)
    write(source, "@eaDir/thumb.jpg", jpeg(1))
    write(source, "releve.pdf", b"%PDF")
    (source / "vide").mkdir()
    (source / "link").symlink_to("/etc")

    found = listing(find((source,), str(source), ""))

    assert found.files == 1
    assert [(one.folder.path, one.folders, one.files) for one in found.inside] == [
        ("EV5", 1, 2),
        ("vide", 0, 0),
    ]
    assert [one.folder.path for one in listing(find((source,), str(source), "EV5")).inside] == ["EV5/2018-05"]


@pytest.mark.parametrize(
    "path",
    ["..", "../other", "EV5/../..", "/etc", "EV5//2018", "./EV5", "EV5/.", "EV5/\0", "\0", "EV5/", "//"],
)
def test_no_address_leads_out_of_the_root(source, path):
    (source / "EV5").mkdir()
    (source.parent / "other").mkdir()

    assert refusal(source, path, (source,)) is Why.OUTSIDE


@pytest.mark.parametrize("root", ["/etc", "", "/", "..", "{source}/EV5", "{source}/", "\0"])
def test_only_a_root_that_was_opened_is_one(source, root):
    (source / "EV5").mkdir()

    assert refusal(root.format(source=source), "", (source,)) is Why.OUTSIDE


def test_links_are_not_followed_wherever_they_lead(source):
    (source / "EV5").mkdir()
    for name, target in {"out": "/etc", "in": source / "EV5", "gone": "/nowhere", "self": "."}.items():
        (source / name).symlink_to(target)

    assert {
        name: refusal(source, name, (source,)) for name in ("out", "in", "gone", "self")
    } == dict.fromkeys(("out", "in", "gone", "self"), Why.LINK)
    assert refusal(source, "out/passwd", (source,)) is Why.LINK


def test_what_is_gone_or_no_folder_is_told_as_that(source):
    write(source, "a.jpg", jpeg(1))
    (source / "EV5").mkdir()
    stood = find((source,), str(source), "EV5")

    assert refusal(source, "nowhere", (source,)) is Why.GONE
    assert refusal(source, "x" * 300, (source,)) is Why.GONE
    assert refusal(source, "a.jpg", (source,)) is Why.NO_FOLDER
    (source / "EV5").rmdir()
    with pytest.raises(NotHad) as refused:
        listing(stood)
    assert refused.value.why is Why.GONE
    source.rename(source.with_name("unmounted"))
    assert refusal(source, "", (source,)) is Why.ROOT_GONE


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_folder_that_may_not_be_read_is_told_as_that(source):
    (source / "shut").mkdir(mode=0)

    assert refusal(source, "shut", (source,)) is Why.UNREADABLE


def test_a_name_that_is_no_utf8_is_found_by_how_it_is_shown(home, source):
    folder = Path(os.fsdecode(os.fsencode(source) + b"/\xe9tang"))
    write(folder, os.fsdecode(b"a\xe9.jpg"), jpeg(1))
    client = opened(home, source)

    [one] = listing(find((source,), str(source), "")).inside
    page = client.get("/ingest", query_string={"root": str(source), "path": one.folder.path})
    job = ask(client, source, one.folder.path)

    assert one.folder.path == "\\xe9tang"
    assert page.status_code == 200
    assert "1 fichier ici" in page.text
    assert over(client, job)["counts"][0]["words"] == "1 nouvelle photo"
    assert "\\xe9tang" in client.get(job).text


def test_a_very_long_list_is_cut_and_says_so(home, source, monkeypatch):
    monkeypatch.setattr(folders, "MOST_FOLDERS", 3)
    for n in range(5):
        (source / f"{n}").mkdir()

    found = listing(Folder(str(source)))

    assert len(found.inside) == 3
    assert found.folders == 5


def test_a_share_that_is_slow_is_listed_without_its_counts(source, monkeypatch):
    monkeypatch.setattr(folders, "_COUNTING_S", -1.0)
    (source / "EV5").mkdir()

    assert listing(Folder(str(source))).inside[0].files is None


def test_a_disk_that_does_not_answer_keeps_nobody_waiting():
    hanging, began = threading.Event(), time.monotonic()

    for _ in range(6):
        with pytest.raises(NotHad) as refused:
            answered(lambda: hanging.wait(20), patience_s=0.1)
        assert refused.value.why is Why.SILENT
    took_s = time.monotonic() - began
    hanging.set()
    time.sleep(0.2)

    assert took_s < 2
    assert answered(lambda: "there", patience_s=5) == "there"


HOSTILE = '<script>alert("1")</script><img src=x onerror=alert(1)> & "étang" \''


def test_a_name_is_shown_as_it_is_and_its_address_leads_to_it(home, source):
    photos(source / HOSTILE.replace("/", "∕") / "100 % & a=b", 1)
    (source / "line\nfeed").mkdir()
    client = opened(home, source)

    page = client.get(f"/ingest?root={source}").text
    inner = client.get("/ingest", query_string={"root": str(source), "path": HOSTILE.replace("/", "∕")})

    assert "<script>alert" not in page
    assert "line\\nfeed" in page
    assert "100 % &amp; a=b" in inner.text


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("../other", "n’est pas de ceux d’où l’on peut faire entrer"),
        ("nowhere", "n’est plus là"),
        ("link", "les raccourcis ne sont pas suivis"),
        ("a.jpg", "C’est un fichier, pas un dossier"),
    ],
)
def test_bad_addresses_are_a_sentence_and_start_nothing(home, source, path, words):
    write(source, "a.jpg", jpeg(1))
    (source / "link").symlink_to("/etc")
    client = opened(home, source)

    page = client.get("/ingest", query_string={"root": str(source), "path": path})
    back = client.post("/ingest", data={"root": str(source), "path": path, "by": "x"}, headers=HERE)

    assert page.status_code == 422
    assert words in page.text
    assert words in client.get(back.headers["Location"]).text
    assert client.application.config["INGEST_JOBS"].working() == []
    assert not (home / "ingests").exists()


def test_a_root_that_vanished_is_a_sentence(home, source):
    client = opened(home, source)
    source.rename(source.with_name("unmounted"))

    page = client.get("/ingest")

    assert page.status_code == 422
    assert "le NAS est-il toujours branché" in page.text


def test_an_empty_folder_is_said_and_offers_no_button(home, source):
    client = opened(home, source)
    (source / "EV5" / "2018").mkdir(parents=True)

    page = client.get(f"/ingest?root={source}&path=EV5/2018").text
    job = ask(client, source, "EV5/2018")
    over(client, job)

    assert "Ce dossier est vide." in page
    assert "Essayer d’abord" not in page
    assert "Il n’y a aucun fichier dans ce dossier" in client.get(job).text
    assert f"{job}/take" not in client.get(job).text


def test_without_a_root_the_page_says_how_to_open_one(home):
    client = opened(home)

    page = client.get("/ingest")

    assert page.status_code == 200
    assert "Aucun dossier du serveur n’est encore ouvert" in page.text
    assert "--source-root" in page.text


def test_several_roots_are_chosen_from(home, tmp_path):
    one, other = tmp_path / "one", tmp_path / "other"
    for root in (one, other):
        root.mkdir()

    page = opened(home, one, other).get("/ingest").text

    assert f"/ingest?root={one}".replace("/", "%2F") in page or f"/ingest?root={one}" in page
    assert str(other) in page


def test_nobody_takes_photos_in_without_a_name(home, source):
    client = opened(home, source)
    photos(source, 1)

    back = ask(client, source, by=" ")

    assert back.startswith("/ingest?")
    assert "Dites d’abord qui fait entrer ces photos." in client.get(back).text


def test_the_home_page_and_the_arrivals_lead_there(home, source):
    client = opened(home, source)

    assert 'href="/ingest"' in client.get("/").text
    assert 'href="/ingest"' in client.get("/runs").text
