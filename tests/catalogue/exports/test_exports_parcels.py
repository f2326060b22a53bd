"""Pictures taken away together: what goes, what stays, and what the page says of it."""

import io
import zipfile
from contextlib import closing
from datetime import UTC, datetime

import pytest
from catalogues import change
from PIL import Image
from taken_photos import ASIDE, COUNT, FORBIDDEN, INTERNAL, TWIN

from catalogue.database.connection import connect
from catalogue.exports.archives import ZipPacking
from catalogue.exports.asked import Asked
from catalogue.exports.drawing import chosen_size, drawer
from catalogue.exports.packing import Parcel, pack
from catalogue.exports.parcels import Why, plan
from catalogue.words.languages import FRENCH

pytest_plugins = ["taking"]

ASKED = Asked(["Parc : Olhain"], datetime(2026, 11, 25, 14, 8, tzinfo=UTC), FRENCH, "http://h/x?park=Olhain")


@pytest.fixture
def planned(taken_home, ids):
    """Plan the whole library."""

    def made(*, internal=False):
        with closing(connect(taken_home.catalogue, readonly=True)) as db:
            return plan(db, ids, internal=internal)

    return made


@pytest.fixture
def packed(taken_home, planned, tmp_path):
    """Pack the whole library; `step` is called for each photo."""

    def made(step=lambda: None, *, internal=False):
        parcel = Parcel(
            planned(internal=internal),
            ASKED,
            drawer(taken_home, chosen_size("screen")),
            "écran",
            internal=internal,
        )
        (tmp_path / "aside").mkdir()
        with (tmp_path / "p.zip").open("w+b") as file, ZipPacking(file) as into:
            pack(taken_home, parcel, into, tmp_path / "aside", step)
        return zipfile.ZipFile(io.BytesIO((tmp_path / "p.zip").read_bytes()))

    return made


def test_what_was_set_aside_and_what_is_internal_stays(planned):
    left = planned().why_left_out()

    assert left == {Why.SET_ASIDE: [ASIDE], Why.INTERNAL: [INTERNAL]}
    assert planned(internal=True).why_left_out() == {Why.SET_ASIDE: [ASIDE]}
    assert len(planned().leaves) == COUNT - 2


def test_photos_lie_in_folders_by_place_and_year_that_every_system_can_hold(planned):
    path = next(leaf.path for leaf in planned().leaves if leaf.number == FORBIDDEN)

    assert path.startswith("Terrils 11-19- -sud--/2018/")
    assert all(len(leaf.path.split("/")) == 3 for leaf in planned().leaves)
    assert not set('<>:"\\|?*') & set("".join(leaf.path for leaf in planned().leaves))


def test_names_that_collide_get_a_suffix_also_where_capitals_do_not_count(taken_home, ids, monkeypatch):
    names = iter(["Vue.jpg", "vue.jpg", "VUE.jpg"])
    monkeypatch.setattr("catalogue.exports.parcels.picture_path", lambda _: next(names))

    with closing(connect(taken_home.catalogue, readonly=True)) as db:
        made = plan(db, ids[9:12])

    assert [leaf.path for leaf in made.leaves] == ["Vue.jpg", "vue_2.jpg", "VUE_3.jpg"]


def test_whatever_changes_in_a_photo_changes_the_state(taken_home, planned):
    before = planned().state

    change(taken_home, "UPDATE photos SET caption = 'Autre' WHERE number = 40")

    assert planned().state != before


def test_pictures_come_first_and_the_page_last(packed):
    names = packed().namelist()

    assert names[-3:] == ["photos.gpkg", "photos.xlsx", "LISEZMOI.txt"]
    assert all(name.endswith(".jpg") for name in names[:-3])
    assert len(names) == COUNT - 2 + 3


def test_pictures_are_upright_jpegs_without_position(packed):
    parcel = packed()

    picture = parcel.read(parcel.namelist()[0])
    assert Image.open(io.BytesIO(picture)).size == (96, 64)
    assert b"Exif\0" not in picture
    assert b"secret" not in picture


def test_sizes_stand_before_the_bytes_so_that_it_unpacks_while_it_comes(packed):
    parcel = packed()

    assert parcel.testzip() is None
    assert not [info.filename for info in parcel.infolist() if info.flag_bits & 0x08]


def test_a_photo_set_aside_or_erased_meanwhile_is_left_out_and_said(taken_home, packed, taken_rows):
    late = [row["number"] for row in taken_rows[-2:]]

    def meanwhile():
        change(taken_home, "UPDATE photos SET state = 'set_aside' WHERE number = ?", [late[0]])
        for table in ("photo_themes", "photo_places"):
            change(taken_home, f"DELETE FROM {table} WHERE photo_id = ?", [taken_rows[-1]["id"]])
        change(taken_home, "DELETE FROM photos WHERE number = ?", [late[1]])

    parcel = packed(meanwhile)

    assert parcel.testzip() is None
    assert len(parcel.namelist()) == COUNT - 4 + 3
    page = parcel.read("LISEZMOI.txt").decode("utf-8-sig")
    assert f"2 photos retirées entre-temps : n° {late[0]}, n° {late[1]}" in page


def test_a_picture_that_is_missing_is_left_out_and_said(taken_home, packed, taken_rows):
    taken_home.rendition(1600, taken_rows[19]["id"], "jpg").unlink()

    page = packed().read("LISEZMOI.txt").decode("utf-8-sig")

    assert "1 photo dont l’image ne peut pas être lue : n° 20" in page


def test_page_says_query_date_counts_credits_and_what_was_left_out(packed, planned):
    page = packed().read("LISEZMOI.txt")

    assert page.startswith(b"\xef\xbb\xbf")
    assert page.count(b"\n") == page.count(b"\r\n")
    text = page.decode("utf-8-sig")
    assert "Photos demandées : Parc : Olhain" in text
    assert "http://h/x?park=Olhain" in text
    assert "25 novembre 2026" in text
    assert f"PHOTOTHÈQUE – {COUNT - 2} photos" in text
    assert "1 photo à usage interne, non demandée : n° 3" in text
    assert "1 photo écartée : n° 4" in text
    assert "© Agent 1" in text
    assert next(leaf.path for leaf in planned().leaves if leaf.number == TWIN) in text


def test_what_a_person_wrote_cannot_look_like_a_line_of_the_page(taken_home, packed):
    wicked = "MBM\n\nCE QUI N’Y EST PAS\n\nrien"
    change(taken_home, "UPDATE photos SET credit = ?, usage_terms = ? WHERE number = 40", [wicked, wicked])

    text = packed().read("LISEZMOI.txt").decode("utf-8-sig")

    assert text.count("- MBM CE QUI N’Y EST PAS rien (1)") == 2
