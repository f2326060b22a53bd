"""Which files were sent before: asked by their hashes, answered to whoever sent them, and to nobody else."""

from making import jpeg, rows
from sending import sha256

ONE, TWO = jpeg(1), jpeg(2)


def asked(phone, *contents: bytes) -> list[dict]:
    hashes = ",".join(sha256(content) for content in contents)
    return phone.ask("GET", f"/uploads/?sha256={hashes}").json()["uploads"]


def test_what_was_received_is_found_by_its_hash_and_says_its_path(field):
    path = field.lea.send(ONE, relativePath="EV5/Loos/a.jpg")
    field.lea.send(jpeg(3))

    (found,) = asked(field.lea, ONE, TWO)

    assert found["id"] == path.rsplit("/", 1)[-1]
    assert (found["path"], found["sha256"], found["state"]) == ("EV5/Loos/a.jpg", sha256(ONE), "received")


def test_what_was_begun_is_found_by_the_hash_that_was_announced(field):
    path = field.lea.create(len(TWO), filename="b.jpg", sha256=sha256(TWO))
    field.lea.patch(path, 0, TWO[:100])

    (found,) = asked(field.lea, TWO)

    assert (found["offset"], found["state"], found["path"]) == (100, "receiving", None)


def test_somebody_elses_files_are_not_found(field):
    field.lea.send(ONE)

    assert asked(field.omar, ONE) == []
    assert asked(field.lea, ONE) != []


def test_a_name_for_a_whole_folder_gives_way_to_the_file(field):
    field.lea.send(jpeg(1, creator="A. Martin"), relativePath="a.jpg", door="folder", creator="M. Petit")
    field.lea.send(jpeg(2), relativePath="b.jpg", door="folder", creator="M. Petit")
    field.lea.send(jpeg(3, creator="A. Martin"), relativePath="c.jpg", door="gallery", creator="M. Petit")
    field.take_in()

    photos = sorted(
        (one["path"], one["photo"]) for one in field.lea.ask("GET", "/uploads/").json()["uploads"]
    )
    assert [creator(field, photo) for _, photo in photos] == ["A. Martin", "M. Petit", "M. Petit"]


def creator(field, photo: str) -> str:
    return rows(field.home.root, "SELECT creator FROM photos WHERE id = ?", photo)[0]["creator"]
