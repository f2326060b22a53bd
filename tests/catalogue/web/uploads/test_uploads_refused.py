"""Bad input, full disks, other people: each gets a sentence, never a fault of the server, and nothing is lost."""

import errno
import json
import os
import shutil
from contextlib import closing
from types import SimpleNamespace

import httpx
import pytest
from making import jpeg, phototheque, rows
from sending import BODY, TUS, Phone, answered, cut, encoded, sha256, until

from catalogue.database.connection import connect
from catalogue.uploads import files
from catalogue.web.uploads import receiving

PHOTO = jpeg(1, (320, 240))
NAMES = [
    "../../etc/passwd.jpg",
    "nul\x00.jpg",
    "crlf\r\nSet-Cookie: a=b.jpg",
    "x" * 5000 + ".jpg",
    "<script>alert(1)</script>.jpg",
    "\u202egpj.exe",
    "..",
    "",
    "a/b\\c.jpg",
]


@pytest.mark.parametrize("name", NAMES)
def test_a_wicked_name_costs_no_photo(field, name):
    path = field.lea.send(PHOTO, filename=name, relativePath=f"../{name}")
    field.take_in()
    state = field.lea.state(path)

    (row,) = rows(field.home.root, "SELECT name, path FROM files")
    assert state["state"] == "catalogued"
    assert state["name"] == row["name"]
    assert not set(row["name"]) & set("/\\\0\r\n")
    assert 0 < len(row["name"]) <= 255
    assert ".." not in row["path"].split("/")
    assert [path.name for path in field.home.uploads.iterdir()] == []


def test_a_name_that_is_no_utf8_costs_no_photo(field):
    path = field.lea.create(len(PHOTO), filename=b"\xe9tang.jpg")

    assert field.lea.patch(path, 0, PHOTO).status_code == 204
    assert field.lea.state(path)["name"] == "xe9tang.jpg"


@pytest.mark.parametrize(
    "said", ["filename !!!!", "filename w6l0w6", "a,b c d", "é w6l0w6kuanBn", "x" * 40_000]
)
def test_metadata_that_cannot_be_understood_are_refused_in_a_sentence(field, said):
    answer = httpx.post(
        f"{field.url}/uploads/",
        headers=[*field.lea.headers.items(), ("upload-length", "5"), (b"upload-metadata", said.encode())],
    )

    assert answer.status_code == 400
    assert len(answer.text.splitlines()) == 1


@pytest.mark.parametrize("said", ["", "-1", "1e3", "9" * 30, "12 13", "NaN", "٣"])
def test_a_size_that_is_no_number_is_refused_in_a_sentence(field, said):
    answer = httpx.post(
        f"{field.url}/uploads/", headers=[*field.lea.headers.items(), (b"upload-length", said.encode())]
    )

    assert (answer.status_code, answer.text.count("\n")) == (400, 1)


@pytest.mark.parametrize("said", ["", "-1", "x", "0x1"])
def test_an_offset_that_is_no_number_is_refused_in_a_sentence(field, said):
    path = field.lea.create(5)
    answer = field.lea.patch(path, 0, b"12345", upload_offset=said)

    assert (answer.status_code, field.lea.offset(path)) == (400, 0)


def test_an_empty_file_is_refused_in_the_readers_language(field):
    french = Phone(field.url, None, "fr")
    french.headers |= {"authorization": field.lea.headers["authorization"]}
    answer = french.ask("POST", "/uploads/", upload_length="0")

    assert answer.status_code == 400
    assert (
        answer.text == "Ce fichier est vide\u00a0: l’appareil n’en a rien donné. Choisissez-le de nouveau.\n"
    )


def test_ten_gigabytes_are_refused_before_they_come(field):
    answer = field.lea.ask("POST", "/uploads/", upload_length=str(10_000_000_000))

    assert (answer.status_code, answer.text) == (413, "Files of more than 2,048 MB are not taken.\n")


def test_more_bytes_than_announced_are_refused_and_nothing_is_finished(field):
    path = field.lea.create(1000)
    field.lea.patch(path, 0, PHOTO[:500])
    said = field.lea.patch(path, 500, PHOTO[500:])

    def endless():
        yield PHOTO[500:800]
        yield PHOTO[800:]

    headers = field.lea.headers | BODY | {"upload-offset": "500"}
    unsaid = httpx.patch(field.url + path, content=endless(), headers=headers)

    assert (said.status_code, unsaid.status_code, field.lea.offset(path)) == (413, 413, 500)
    assert field.lea.patch(path, 500, PHOTO[500:1000]).status_code == 204


def test_html_that_is_called_a_photo_is_set_apart_with_a_reason(field):
    path = field.lea.send(b"<!doctype html><p>Error 502</p>" * 20, filename="IMG_1.jpg")
    field.take_in()
    state = field.lea.state(path)

    assert (state["state"], state["code"], state["photo"]) == ("quarantined", "not-a-picture", None)
    assert state["message"] == "This is no photo."
    assert [path.name for path in field.home.quarantine.glob("*.json")]


@pytest.mark.parametrize("method", ["HEAD", "GET", "PATCH", "DELETE"])
def test_uploads_of_others_are_not_there(field, method):
    theirs = field.lea.create(len(PHOTO), filename="a.jpg")
    nowhere = "/uploads/01M8C5RWHJEX261BXQEVTFHC8A"
    said = {"upload_offset": "0", "content_type": BODY["content-type"]} if method == "PATCH" else {}
    answers = [field.omar.ask(method, path, **said) for path in (theirs, nowhere, "/uploads/..%2f..%2fx")]

    assert [answer.status_code for answer in answers] == [404, 404, 404]
    assert answers[0].content == answers[1].content
    assert field.lea.offset(theirs) == 0


def test_whoever_asks_for_an_upload_of_somebody_else_does_not_stop_it(field):
    path = field.lea.create(len(PHOTO))
    connection = field.lea.begun(path, 0, len(PHOTO))
    connection.sendall(PHOTO[:500])
    until(lambda: field.kept(path) == 500)
    field.omar.ask("HEAD", path)
    connection.sendall(PHOTO[500:])
    answer = connection.recv(4096)
    connection.close()

    assert answer.startswith(b"HTTP/1.1 204")


def test_lists_hold_ones_own_alone(field):
    mine, theirs = field.lea.create(5, filename="a.jpg"), field.omar.create(6, filename="b.jpg")
    listed = field.lea.ask("GET", "/uploads/").json()["uploads"]
    asked = field.lea.ask("GET", f"/uploads/?ids={theirs.rsplit('/', 1)[-1]}").json()["uploads"]

    assert [f"/uploads/{one['id']}" for one in listed] == [mine]
    assert asked == []


def test_nobody_is_told_to_log_in_and_nothing_is_begun(field):
    nobody = Phone(field.url)
    ours = {"sec_fetch_site": "same-origin"}
    answers = [
        nobody.ask("GET", "/uploads/"),
        nobody.ask("POST", "/uploads/", upload_length="5", **ours),
        nobody.ask("PATCH", "/uploads/01M8C5RWHJEX261BXQEVTFHC8A", b"1", upload_offset="0", **ours),
    ]

    assert [answer.status_code for answer in answers] == [401, 401, 401]
    assert {answer.text for answer in answers} == {"Say first who you are: log in, or send a token.\n"}


def test_a_phone_that_was_revoked_is_out_at_once_and_its_upload_stays(field):
    path = field.lea.create(len(PHOTO))
    field.lea.patch(path, 0, PHOTO[:500])
    account = field.office.account("Léa Dupont")
    field.office.revoke_all(account.id, None)
    refused = field.lea.patch(path, 500, PHOTO[500:])
    again = Phone(field.url, field.office.make_token(account.id, "new phone", None, 1, None).secret)

    assert refused.status_code == 401
    assert again.patch(path, 500, PHOTO[500:]).headers["upload-sha256"] == sha256(PHOTO)


def test_too_many_unfinished_uploads_are_refused(field):
    phototheque("settings", "upload_unfinished", "2", "--home", field.home.root)
    paths = [field.lea.create(5) for _ in range(2)]
    third = field.lea.ask("POST", "/uploads/", upload_length="5")
    field.lea.ask("DELETE", paths[0])

    assert (third.status_code, third.text.count("\n")) == (507, 1)
    assert field.lea.create(5)
    assert field.omar.create(5)


def test_too_many_unfinished_bytes_are_refused_even_when_said_late(field):
    phototheque("settings", "upload_unfinished_megabytes", "1", "--home", field.home.root)
    first = field.lea.create(600_000)
    second = field.lea.ask("POST", "/uploads/", upload_length="600000")
    late = field.lea.ask("POST", "/uploads/", upload_defer_length="1").headers["location"]
    refused = field.lea.patch(late, 0, b"x", upload_length="600000")

    assert (second.status_code, refused.status_code, field.lea.offset(first)) == (507, 507, 0)


def test_bytes_whose_end_nobody_declared_count_as_they_come(field):
    phototheque("settings", "upload_unfinished_megabytes", "1", "--home", field.home.root)
    path = field.lea.ask("POST", "/uploads/", upload_defer_length="1").headers["location"]
    field.lea.patch(path, 0, b"x" * 900_000)

    assert field.lea.ask("POST", "/uploads/", upload_length="200000").status_code == 507
    assert field.omar.create(200_000)


def test_a_deferred_size_does_not_go_past_the_largest_file(field):
    phototheque("settings", "file_megabytes", "1", "--home", field.home.root)
    path = field.lea.ask("POST", "/uploads/", upload_defer_length="1").headers["location"]
    field.lea.patch(path, 0, b"x" * 900_000)
    refused = field.lea.patch(path, 900_000, b"x" * 200_000)

    assert (refused.status_code, field.lea.offset(path)) == (413, 900_000)


def test_a_disk_that_is_nearly_full_takes_nothing_and_keeps_what_came(field, monkeypatch):
    path = field.lea.create(len(PHOTO))
    field.lea.patch(path, 0, PHOTO[:500])
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=150_000_000))
    begun = field.lea.ask("POST", "/uploads/", upload_length="5")
    gone_on = field.lea.patch(path, 500, PHOTO[500:])
    monkeypatch.undo()

    assert (begun.status_code, gone_on.status_code, field.lea.offset(path)) == (507, 507, 500)
    assert gone_on.text == "The server’s disk is full. What has come is kept; tell the administration.\n"
    assert field.lea.patch(path, 500, PHOTO[500:]).headers["upload-sha256"] == sha256(PHOTO)


def test_a_disk_that_fills_up_meanwhile_keeps_what_came_before(field, monkeypatch):
    path = field.lea.create(len(PHOTO))
    connection = field.lea.begun(path, 0, len(PHOTO))
    connection.sendall(PHOTO[:700])
    until(lambda: field.kept(path) == 700)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=150_000_000))
    connection.sendall(PHOTO[700:1400])
    told = answered(connection)
    monkeypatch.undo()

    assert told.startswith(b"HTTP/1.1 507")
    assert field.lea.offset(path) == 700
    assert field.lea.patch(path, 700, PHOTO[700:]).headers["upload-sha256"] == sha256(PHOTO)


@pytest.mark.parametrize(("wrong", "status"), [(errno.ENOSPC, 507), (errno.EDQUOT, 507), (errno.EIO, 503)])
def test_a_write_that_fails_keeps_what_was_written(field, monkeypatch, wrong, status):
    path, real = field.lea.create(len(PHOTO)), os.pwrite

    def failing(descriptor, content, offset):
        if offset >= 800:
            raise OSError(wrong, os.strerror(wrong))
        return real(descriptor, content[: max(1, min(len(content), 800 - offset))], offset)

    monkeypatch.setattr(os, "pwrite", failing)
    refused = field.lea.patch(path, 0, PHOTO)
    monkeypatch.undo()

    assert (refused.status_code, field.lea.offset(path)) == (status, 800)
    assert field.lea.patch(path, 800, PHOTO[800:]).headers["upload-sha256"] == sha256(PHOTO)


@pytest.mark.parametrize("wrong", [errno.ENOSPC, errno.EIO])
def test_a_flush_that_fails_tells_nobody_that_a_file_was_received(field, monkeypatch, wrong):
    path = field.lea.create(len(PHOTO), sha256=sha256(PHOTO))
    field.home.uploads.mkdir()

    def failing(descriptor):
        raise OSError(wrong, os.strerror(wrong))

    monkeypatch.setattr(os, "fsync", failing)
    refused = field.lea.patch(path, 0, PHOTO)
    monkeypatch.undo()
    standing = field.lea.state(path)["state"]
    head = field.lea.ask("HEAD", path)

    assert (refused.status_code, standing) == (507 if wrong == errno.ENOSPC else 503, "receiving")
    assert head.headers["upload-sha256"] == sha256(PHOTO)
    field.take_in()
    assert field.lea.state(path)["state"] == "catalogued"


def test_a_database_that_cannot_be_written_is_a_sentence(field, monkeypatch):
    path = field.lea.create(len(PHOTO))
    with closing(connect(field.home.people)) as db:
        db.execute(
            "CREATE TRIGGER full BEFORE UPDATE ON uploads BEGIN SELECT RAISE(FAIL, 'disk is full'); END"
        )
        refused = field.lea.patch(path, 0, PHOTO)
        db.execute("DROP TRIGGER full")

    assert refused.status_code in {503, 507}
    assert field.lea.ask("HEAD", path).headers["upload-sha256"] == sha256(PHOTO)


def test_too_many_bodies_of_one_person_at_once_are_refused_and_others_are_not(field):
    paths = [field.lea.create(len(PHOTO)) for _ in range(receiving.MOST_OF_PERSON + 1)]
    open_ones = [field.lea.begun(path, 0, len(PHOTO)) for path in paths[:-1]]
    for connection, path in zip(open_ones, paths, strict=False):
        connection.sendall(PHOTO[:100])
        until(lambda path=path: field.kept(path) == 100)
    refused = field.lea.begun(paths[-1], 0, len(PHOTO))
    refused.sendall(PHOTO[:100])
    told = answered(refused)
    other = field.omar.send(PHOTO)
    for connection in open_ones:
        cut(connection, "fin")

    assert told.startswith(b"HTTP/1.1 429")
    assert b"retry-after: 2" in told
    assert b"connection: close" in told
    assert field.kept(paths[-1]) == 0
    assert field.omar.state(other)["state"] == "received"
    until(lambda: field.lea.patch(paths[-1], 0, PHOTO).status_code == 204)


def test_two_hundred_bodies_that_stand_still_leave_the_site_alone(field):
    path = field.lea.create(len(PHOTO))
    standing = [field.lea.begun(path, 0, len(PHOTO)) for _ in range(200)]
    for connection in standing:
        connection.sendall(PHOTO[:10])
    answers = [httpx.get(f"{field.url}/healthz", timeout=5).status_code for _ in range(5)]
    sent = field.omar.send(PHOTO)
    for connection in standing:
        cut(connection, "rst")

    assert set(answers) <= {200, 503}
    assert field.omar.state(sent)["state"] == "received"


def test_without_accounts_whoever_is_at_the_machine_sends_for_nobody(home):
    from sending import listening_server  # noqa: PLC0415

    from catalogue.home.paths import Home  # noqa: PLC0415
    from catalogue.library import Library  # noqa: PLC0415

    Library.open(home).close()
    with listening_server(Home(home)) as url:
        path = Phone(url).send(PHOTO, filename="a.jpg", door="gallery")
        phototheque("ingest", "--inbox", "--home", home)
        state = Phone(url).state(path)

    assert state["state"] == "catalogued"
    assert rows(home, "SELECT creator FROM photos") == [{"creator": None}]


def test_what_a_phone_says_of_a_photo_is_in_the_catalogue(field):
    said = {
        "filename": "a.jpg",
        "door": "camera",
        "position": "50.4312345,2.8",
        "accuracy": "7.5",
        "heading": "47.3",
        "headingReference": "magnetic",
        "takenAt": "2026-05-12T14:32:08.123",
        "offset": "+02:00",
        "caption": "Chevalement de la fosse 2",
        "themes": json.dumps(["terril", "eau"]),
        "relativePath": "DCIM/100/a.jpg",
    }
    path = field.lea.create(len(PHOTO), **said)
    field.lea.patch(path, 0, PHOTO)
    field.take_in()

    (photo,) = rows(field.home.root, "SELECT * FROM photos")
    assert {
        name: photo[name]
        for name in ("latitude", "heading_deg", "taken_at", "utc_offset", "caption", "creator")
    } == {
        "latitude": 50.4312345,
        "heading_deg": 47.3,
        "taken_at": "2026-05-12T14:32:08",
        "utc_offset": "+02:00",
        "caption": "Chevalement de la fosse 2",
        "creator": "Léa Dupont",
    }
    assert photo["position_accuracy_m"] == 7.5
    themes = rows(field.home.root, "SELECT theme FROM photo_themes ORDER BY theme")
    assert [row["theme"] for row in themes] == ["eau", "terril"]
    (file,) = rows(field.home.root, "SELECT path, made_by FROM files")
    assert file == {"path": "DCIM/100/a.jpg", "made_by": "Léa Dupont"}
    (caption,) = rows(field.home.root, "SELECT made_by FROM claims WHERE subject = 'caption'")
    assert caption == {"made_by": "Léa Dupont"}


@pytest.mark.parametrize(
    "wrong",
    [
        {"position": "91,2"},
        {"position": "nan,nan"},
        {"position": "here"},
        {"heading": "361"},
        {"takenAt": "yesterday"},
        {"offset": "+25:00"},
        {"themes": "[[[["},
        {"themes": '{"a": 1}'},
        {"themes": '["\\ud800"]'},
        {"themes": "[" * 100_00},
        {"sha256": "xyz"},
        {"accuracy": "-1", "position": "50,2"},
        {"outing": "../x"},
        {"positionBefore": "50,2"},
        {"positionAfter": "50,2,Infinity,1"},
        {"positionBefore": "95,2,5,1", "positionAfter": "50,2,5,nan"},
    ],
)
def test_a_note_that_is_wrong_costs_no_photo(field, wrong):
    path = field.lea.create(len(PHOTO), filename="a.jpg", door="camera", **wrong)
    field.lea.patch(path, 0, PHOTO)
    field.take_in()

    assert field.lea.state(path)["state"] == "catalogued"


def test_the_writer_of_a_process_that_is_alive_is_not_overrun(field):
    path = field.lea.create(len(PHOTO))
    upload_id = path.rsplit("/", 1)[-1]
    other = files.open_to_append(field.home, upload_id)
    refused = field.lea.patch(path, 0, PHOTO)
    other.close()

    assert (refused.status_code, refused.headers["retry-after"]) == (423, "2")
    assert field.lea.patch(path, 0, PHOTO).status_code == 204


def test_metadata_are_echoed_and_tus_is_said(field):
    answer = field.lea.ask("POST", "/uploads/", upload_length="5", upload_metadata=encoded(filename="a.jpg"))

    assert answer.headers["tus-resumable"] == TUS["tus-resumable"]
    assert answer.headers["location"].startswith("/uploads/")


def test_a_creation_whose_bytes_cannot_be_kept_leaves_nothing(field, monkeypatch):
    field.home.uploads.mkdir()

    def failing(descriptor, content, offset):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "pwrite", failing)
    said = {"upload_length": str(len(PHOTO)), "content_type": BODY["content-type"]}
    refused = field.lea.ask("POST", "/uploads/", PHOTO, **said)
    monkeypatch.undo()

    assert refused.status_code == 507
    assert field.lea.ask("GET", "/uploads/").json() == {"uploads": []}
    assert list(field.home.uploads.iterdir()) == []
