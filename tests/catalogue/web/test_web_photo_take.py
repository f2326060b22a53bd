"""Taking one photo away: a file with a name for people, or a page that says why there is none."""

from io import BytesIO

import pytest
from catalogues import change
from making import jpeg
from PIL import Image

pytest_plugins = ["serving"]


@pytest.fixture
def whole(library, known):
    """A photo with its rendition and its original in the store; returned is its address."""
    rendition = library.rendition(1600, known["id"], "jpg")
    original = library.original(known["original_sha256"], "jpg")
    for path, content in ((rendition, jpeg(1, (96, 64))), (original, jpeg(2, (640, 480), gps=(50.43, 2.58)))):
        path.parent.mkdir(parents=True)
        path.write_bytes(content)
    change(library, "UPDATE photos SET number = 4242 WHERE number = 42")
    change(
        library,
        "UPDATE photos SET number = 42, format = 'jpeg', original_extension = 'jpg', orientation = 6, width = 640, "
        "height = 480 WHERE id = ?",
        [known["id"]],
    )
    return f"/photos/{known['id']}/take"


def test_the_picture_for_screens_comes_under_a_name_for_people(site, whole):
    answer = site.get(whole)

    assert answer.mimetype == "image/jpeg"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="2018-05-12_olhain_0042.jpg"'
    assert Image.open(BytesIO(answer.data)).size == (96, 64)
    assert b"Chevalement de la fosse 2" in answer.data
    assert b"IMG_2041" not in answer.data
    assert b"GPS" not in answer.data


def test_print_is_made_of_the_original_upright_in_the_width_asked(site, whole):
    answer = site.get(f"{whole}?size=print&width_cm=2,54")

    assert Image.open(BytesIO(answer.data)).size == (300, 400)


def test_position_and_name_go_along_when_they_are_asked_for(site, whole):
    answer = site.get(f"{whole}?position=1&original_name=1")

    assert b"GPSLatitude" in answer.data
    assert b"IMG_2041.jpg" in answer.data


@pytest.mark.parametrize("width", ["", "0", "-1", "abc", "1e5", "201", "<script>alert(1)</script>"])
def test_nonsense_for_a_width_is_answered_by_a_sentence(site, whole, width):
    answer = site.get(whole, query_string={"size": "print", "width_cm": width})

    assert answer.status_code == 400
    assert "La largeur imprimée doit être comprise entre 1 et 200" in answer.text
    assert "<script>alert" not in answer.text


def test_a_size_that_nobody_knows_is_refused(site, whole):
    assert site.get(f"{whole}?size=huge").status_code == 400


def test_a_missing_original_says_why_and_offers_the_screen_size(site, library, known, whole):
    library.original(known["original_sha256"], "jpg").unlink()
    change(library, "UPDATE photos SET renditions = 'ready'")

    answer = site.get(f"{whole}?size=print&width_cm=17")

    assert answer.status_code == 422
    assert "L’original manque dans le fonds." in answer.text
    assert f'href="{whole}?size=screen"' in answer.text
    assert site.get(f"{whole}?size=screen").status_code == 200


def test_a_photo_that_was_set_aside_stays(site, library, whole):
    change(library, "UPDATE photos SET state = 'set_aside'")

    answer = site.get(whole)

    assert answer.status_code == 409
    assert "a été écartée" in answer.text


@pytest.mark.parametrize("photo_id", ["0" * 32, "nothing", "..%2f..%2fcatalogue.db", "%00"])
def test_an_unknown_photo_is_not_found(site, photo_id):
    assert site.get(f"/photos/{photo_id}/take").status_code == 404
    assert site.get(f"/photos/{photo_id}").status_code == 404
