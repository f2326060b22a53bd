"""Pictures on their way out."""

import pytest
from catalogues import change
from making import jpeg

from catalogue.home.pictures import find_rendition

pytest_plugins = ["serving"]


@pytest.fixture
def shown(library, known):
    """A photo with its pictures and its original."""
    for size in (400, 1600):
        path = library.rendition(size, known["id"], "jpg")
        path.parent.mkdir(parents=True)
        path.write_bytes(jpeg(size))
    original = library.original(known["original_sha256"], "jpg")
    original.parent.mkdir(parents=True)
    original.write_bytes(jpeg(3, caption="as it came"))
    return known


def test_a_picture_is_sent_in_its_size(site, shown):
    small = site.get(f"/images/400/{shown['id']}")

    assert small.data == jpeg(400)
    assert small.mimetype == "image/jpeg"


@pytest.mark.parametrize(("asked", "sent"), [(1, 400), (400, 400), (401, 1600), (1600, 1600), (9999, 1600)])
def test_the_nearest_picture_that_is_large_enough_is_sent(library, shown, asked, sent):
    assert (
        find_rendition(library, asked, shown["id"]) == library.rendition(sent, shown["id"], "jpg").absolute()
    )


def test_a_picture_with_its_turning_in_the_address_is_kept_for_ever(site, shown):
    kept = site.get(f"/images/400/{shown['id']}?v=1").headers["Cache-Control"]
    asked_again = site.get(f"/images/400/{shown['id']}").headers["Cache-Control"]

    assert "immutable" in kept
    assert "no-cache" in asked_again


def test_a_picture_the_browser_has_is_not_sent_again(site, shown):
    first = site.get(f"/images/400/{shown['id']}")

    again = site.get(f"/images/400/{shown['id']}", headers={"If-None-Match": first.headers["ETag"]})

    assert (again.status_code, again.data) == (304, b"")


@pytest.mark.parametrize(
    "address",
    [
        "/images/400/" + "0" * 32,
        "/images/400/..%2f..%2fcatalogue.db",
        "/images/400/*",
        "/images/-1/" + "0" * 32,
        "/images/big/" + "0" * 32,
        "/originals/" + "0" * 64,
        "/originals/catalogue.db",
        "/originals/..%2f..%2fcatalogue.db",
    ],
)
def test_what_is_no_picture_is_not_found(site, shown, address):
    assert site.get(address).status_code == 404


def test_the_original_comes_back_byte_for_byte_under_its_name(site, library, shown):
    answer = site.get(f"/originals/{shown['original_sha256']}")

    assert answer.data == jpeg(3, caption="as it came")
    assert answer.headers["Content-Disposition"] == "attachment; filename=IMG_2041.jpg"


def test_a_name_that_would_break_the_header_does_not(site, library, shown):
    change(library, "UPDATE files SET name = ?", ['étang"\r\nSet-Cookie: a=b; .jpg'])

    answer = site.get(f"/originals/{shown['original_sha256']}")

    assert answer.status_code == 200
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize(
    ("name", "saved"),
    [
        ("page.html", "page.html.jpg"),
        ("photo.HTA", "photo.HTA.jpg"),
        ("photo.jpg.", "photo.jpg..jpg"),
        ("photo\u202egpj.exe", "photo_gpj.exe.jpg"),
        ("scan.JPEG", "scan.JPEG"),
        ("really.png", "really.png"),
    ],
)
def test_an_original_is_saved_as_a_picture_whatever_it_was_called(site, library, shown, name, saved):
    change(library, "UPDATE files SET name = ?", [name])

    answer = site.get(f"/originals/{shown['original_sha256']}")

    assert answer.headers["Content-Disposition"] == f"attachment; filename={saved}"
    assert answer.mimetype.startswith("image/")


def test_an_original_whose_file_is_gone_is_not_found(site, library, shown):
    library.original(shown["original_sha256"], "jpg").unlink()

    assert site.get(f"/originals/{shown['original_sha256']}").status_code == 404
