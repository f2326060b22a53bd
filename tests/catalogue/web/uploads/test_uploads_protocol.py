"""tus 1.0, request by request: what the protocol promises is so."""

import httpx
import pytest
from making import jpeg
from sending import BODY, TUS, Phone, checksum, encoded, sha256

from catalogue.values.roles import Role

PHOTO = jpeg(1, (320, 240))


def test_options_say_what_is_spoken_to_anybody(field):
    answer = httpx.options(f"{field.url}/uploads/")

    said = {name: answer.headers[name] for name in ("tus-version", "tus-resumable", "tus-checksum-algorithm")}
    assert answer.status_code == 204
    assert said == {
        "tus-version": "1.0.0",
        "tus-resumable": "1.0.0",
        "tus-checksum-algorithm": "sha1,sha256,md5",
    }
    assert set(answer.headers["tus-extension"].split(",")) == {
        "creation",
        "creation-with-upload",
        "creation-defer-length",
        "termination",
        "checksum",
        "expiration",
    }
    assert int(answer.headers["tus-max-size"]) == 2_048_000_000


def test_a_file_in_two_parts_is_received_with_its_hash(field):
    path = field.lea.create(len(PHOTO), filename="été.jpg", sha256=sha256(PHOTO))
    first = field.lea.patch(path, 0, PHOTO[:1000])
    offset = field.lea.offset(path)
    last = field.lea.patch(path, offset, PHOTO[1000:])

    assert (first.status_code, first.headers["upload-offset"], offset) == (204, "1000", 1000)
    assert "upload-expires" in first.headers
    assert "upload-sha256" not in first.headers
    assert (last.status_code, last.headers["upload-offset"]) == (204, str(len(PHOTO)))
    assert last.headers["upload-sha256"] == sha256(PHOTO)
    assert "upload-expires" not in last.headers


def test_head_says_all_that_was_said_at_the_beginning(field):
    path = field.lea.create(10, filename="a.jpg")
    answer = field.lea.ask("HEAD", path)

    assert answer.headers["upload-length"] == "10"
    assert answer.headers["upload-offset"] == "0"
    assert answer.headers["upload-metadata"] == encoded(filename="a.jpg")
    assert answer.headers["cache-control"] == "no-store"


def test_head_of_what_was_received_says_its_hash(field):
    answer = field.lea.ask("HEAD", field.lea.send(PHOTO))

    assert answer.headers["upload-offset"] == answer.headers["upload-length"] == str(len(PHOTO))
    assert answer.headers["upload-sha256"] == sha256(PHOTO)


def test_the_last_part_sent_twice_is_received_once(field):
    path = field.lea.send(PHOTO)
    again = field.lea.patch(path, len(PHOTO), b"")

    assert (again.status_code, again.headers["upload-sha256"]) == (204, sha256(PHOTO))
    assert field.lea.patch(path, len(PHOTO), b"more").status_code == 413


def test_a_whole_file_can_come_with_its_creation(field):
    said = {"upload_length": str(len(PHOTO)), "content_type": BODY["content-type"]}
    answer = field.lea.ask("POST", "/uploads/", PHOTO, **said)

    assert (answer.status_code, answer.headers["upload-offset"]) == (201, str(len(PHOTO)))
    assert answer.headers["upload-sha256"] == sha256(PHOTO)
    assert field.lea.state(answer.headers["location"])["state"] == "received"


def test_a_part_can_come_with_the_creation(field):
    said = {"upload_length": str(len(PHOTO)), "content_type": BODY["content-type"]}
    answer = field.lea.ask("POST", "/uploads/", PHOTO[:500], **said)

    assert (answer.status_code, answer.headers["upload-offset"]) == (201, "500")
    assert field.lea.patch(answer.headers["location"], 500, PHOTO[500:]).status_code == 204


def test_the_size_can_be_said_later(field):
    created = field.lea.ask("POST", "/uploads/", upload_defer_length="1")
    path = created.headers["location"]
    field.lea.patch(path, 0, PHOTO[:500])
    before = field.lea.ask("HEAD", path)
    last = field.lea.patch(path, 500, PHOTO[500:], upload_length=str(len(PHOTO)))
    after = field.lea.ask("HEAD", path)

    assert (before.headers["upload-defer-length"], "upload-length" in before.headers) == ("1", False)
    assert (last.status_code, last.headers["upload-sha256"]) == (204, sha256(PHOTO))
    assert (after.headers["upload-length"], "upload-defer-length" in after.headers) == (
        str(len(PHOTO)),
        False,
    )


def test_a_size_that_is_known_is_not_said_otherwise(field):
    path = field.lea.create(len(PHOTO))

    assert field.lea.patch(path, 0, PHOTO, upload_length="7").status_code == 400
    assert field.lea.offset(path) == 0


def test_an_upload_that_was_ended_is_no_more(field):
    path = field.lea.create(len(PHOTO))
    field.lea.patch(path, 0, PHOTO[:500])

    assert field.lea.ask("DELETE", path).status_code == 204
    assert field.lea.ask("HEAD", path).status_code == 404
    assert field.lea.patch(path, 500, PHOTO[500:]).status_code == 404
    assert field.kept(path) == 0


def test_what_was_received_is_not_ended(field):
    path = field.lea.send(PHOTO)

    assert field.lea.ask("DELETE", path).status_code == 409
    assert field.lea.state(path)["state"] == "received"


@pytest.mark.parametrize("algorithm", ["sha1", "sha256", "md5"])
def test_a_part_with_its_checksum_is_kept(field, algorithm):
    path = field.lea.create(len(PHOTO))
    answer = field.lea.patch(path, 0, PHOTO[:700], upload_checksum=checksum(PHOTO[:700], algorithm))

    assert (answer.status_code, field.lea.offset(path)) == (204, 700)


def test_a_part_with_a_wrong_checksum_is_not_kept(field):
    path = field.lea.create(len(PHOTO))
    field.lea.patch(path, 0, PHOTO[:100])
    answer = field.lea.patch(path, 100, PHOTO[100:], upload_checksum=checksum(b"other"))

    assert (answer.status_code, field.lea.offset(path)) == (460, 100)
    assert field.lea.patch(path, 100, PHOTO[100:]).headers["upload-sha256"] == sha256(PHOTO)


def test_a_file_that_is_not_what_its_phone_said_is_sent_again(field):
    path = field.lea.create(len(PHOTO), sha256=sha256(PHOTO))
    spoilt = field.lea.patch(path, 0, b"\0" + PHOTO[1:])

    assert (spoilt.status_code, field.lea.offset(path)) == (460, 0)
    assert field.lea.patch(path, 0, PHOTO).headers["upload-sha256"] == sha256(PHOTO)


@pytest.mark.parametrize("said", ["crc32 AAAA", "sha1", "sha1 !", "sha1 AAAA", "sha1 é"])
def test_a_checksum_that_cannot_be_understood_is_refused(field, said):
    path = field.lea.create(len(PHOTO))
    answer = httpx.patch(
        field.url + path,
        content=PHOTO,
        headers=[
            *field.lea.headers.items(),
            *BODY.items(),
            ("upload-offset", "0"),
            (b"upload-checksum", said.encode()),
        ],
    )

    assert answer.status_code == 400
    assert "Upload-Checksum" in answer.text


def test_bytes_go_on_where_the_last_ones_ended_and_nowhere_else(field):
    path = field.lea.create(len(PHOTO))
    field.lea.patch(path, 0, PHOTO[:300])
    answer = field.lea.patch(path, 299, PHOTO[299:])

    assert (answer.status_code, answer.headers["upload-offset"]) == (409, "300")
    assert field.lea.offset(path) == 300


def test_another_type_of_body_is_refused(field):
    path = field.lea.create(len(PHOTO))

    assert field.lea.patch(path, 0, PHOTO, content_type="image/jpeg").status_code == 415
    assert field.lea.offset(path) == 0


@pytest.mark.parametrize("method", ["POST", "HEAD", "PATCH", "DELETE"])
@pytest.mark.parametrize("version", ["0.2.2", ""])
def test_another_version_is_refused_with_ours(field, method, version):
    path = "/uploads/" if method == "POST" else field.lea.create(5)
    answer = field.lea.ask(method, path, tus_resumable=version)

    assert (answer.status_code, answer.headers["tus-version"]) == (412, "1.0.0")


def test_proxies_that_let_only_post_pass_are_passed(field):
    path = field.lea.create(len(PHOTO))
    said = {"x_http_method_override": "PATCH", "upload_offset": "0", "content_type": BODY["content-type"]}
    answer = field.lea.ask("POST", path, PHOTO, **said)

    assert (answer.status_code, answer.headers["upload-sha256"]) == (204, sha256(PHOTO))


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "HEAD"])
def test_what_cannot_be_asked_of_all_uploads_is_said_with_what_can(field, method):
    answer = field.lea.ask(method, "/uploads/")

    assert answer.status_code == 405
    assert "POST" in answer.headers["allow"]


def test_every_answer_says_the_version(field):
    path = field.lea.create(5)
    nobody = Phone(field.url)
    answers = [
        field.lea.ask("HEAD", path),
        field.lea.ask("GET", "/uploads/"),
        field.lea.ask("PUT", path),
        field.lea.patch(path, 3, b"x"),
        nobody.ask("HEAD", path),
        nobody.ask("POST", "/uploads/"),
        httpx.post(f"{field.url}/uploads/", headers={"authorization": "Bearer wrong"}),
        httpx.get(f"{field.url}/uploads/", headers={"host": "elsewhere.example"}),
    ]

    assert [answer.headers.get("tus-resumable") for answer in answers] == ["1.0.0"] * len(answers)
    assert [answer.status_code for answer in answers] == [200, 200, 405, 409, 401, 403, 401, 421]


def test_other_pages_say_nothing_of_it(field):
    assert "tus-resumable" not in httpx.get(f"{field.url}/healthz").headers


def test_a_browser_sends_by_its_cookie_from_a_page_of_ours(field):
    field.office.add("Zoé", Role.FIELD, "brume tuyau cerise", None)
    session = field.office.log_in("Zoé", "brume tuyau cerise", address="192.0.2.7", device="phone")
    cookie = {"cookie": f"session={session.secret}"}
    ours = httpx.post(
        f"{field.url}/uploads/",
        headers=TUS | cookie | {"sec-fetch-site": "same-origin", "upload-length": "5"},
    )
    theirs = httpx.post(
        f"{field.url}/uploads/", headers=TUS | cookie | {"sec-fetch-site": "cross-site", "upload-length": "5"}
    )

    assert (ours.status_code, theirs.status_code) == (201, 403)
    mine = httpx.get(f"{field.url}/uploads/", headers=cookie).json()["uploads"]
    assert [one["id"] for one in mine] == [ours.headers["location"].rsplit("/", 1)[-1]]
