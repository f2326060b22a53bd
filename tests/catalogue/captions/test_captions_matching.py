"""Which photo a row is about: by id, number, path, or file name with its date or folder; never by chance."""

from collections.abc import Iterator

import pytest
from desks import Shot, make_desk, photo_id

from catalogue.captions.matching import Found, Photos, Who
from catalogue.database.connection import Connection, connect

A, B, C, D, E = (f"{letter}.jpg" for letter in "abcde")
#: Two photos of one name in two folders, two of one name on two days, and one of its own name.
SHOTS = [
    Shot(A, "2018-05-12T09:30:00", folder="EV5/Loos-Wingles/2018-05"),
    Shot(B, "2018-05-12T09:31:00", folder="EV5/Angres-Olhain/2018-05"),
    Shot(C, "2018-05-12T10:00:00", folder="Cités/Été"),
    Shot(D, "2019-05-12T10:00:00", folder="Cités/Été"),
    Shot(E, "2020-05-12T10:00:00", folder="Seule"),
]
NAMES = {A: "IMG_1.jpg", B: "IMG_1.jpg", C: "DSC_2.JPG", D: "DSC_2.JPG", E: "Œuvre é.jpg"}


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Connection]:
    """A library in which names repeat."""
    home = make_desk(tmp_path_factory.mktemp("made") / "library", SHOTS)
    db = connect(home.catalogue)
    for shot in SHOTS:
        name = NAMES[shot.name]
        # Two arrivals of one source and path differ by what they hold.
        db.execute(
            "UPDATE files SET name = ?, path = ? WHERE photo_id = ?",
            [name, f"{shot.folder}/{name}", photo_id(shot.name)],
        )
    yield db
    db.close()


def find(db: Connection, **said: str) -> Found:
    who = Who(**said)
    return Photos(db, [who]).find(who)


def test_the_id_decides(db):
    assert find(db, id=photo_id(A), number="2", name="DSC_2.JPG").photo_id == photo_id(A)
    assert find(db, id="0" * 32, number="2") == Found()


def test_an_id_that_is_none_of_ours_is_a_mere_counter(db):
    assert find(db, id="17", name="œuvre é.JPG").photo_id == photo_id(E)


def test_the_number_decides_unless_the_row_names_a_file_of_another_photo(db):
    assert find(db, number="2").photo_id == photo_id(B)
    assert find(db, number="2", name="IMG_1.jpg").photo_id == photo_id(B)
    assert find(db, number="1", name="Œuvre é.jpg").photo_id == photo_id(E)
    assert find(db, number="3", name="2018-05-12_cites_0003.jpg").photo_id == photo_id(C)
    assert find(db, number="99") == Found()
    assert find(db, number="9" * 40) == Found()


@pytest.mark.parametrize(
    "path",
    [
        "EV5/Loos-Wingles/2018-05/IMG_1.jpg",
        "/nas/photos/EV5/Loos-Wingles/2018-05/IMG_1.jpg",
        r"P:\Phototheque\EV5\Loos-Wingles\2018-05\IMG_1.JPG",
        r"Loos-Wingles\2018-05\img_1.jpg",
        "./EV5//Loos-Wingles/../Loos-Wingles/2018-05/IMG_1.jpg".replace("../Loos-Wingles/", ""),
    ],
)
def test_a_path_is_known_from_any_system_and_by_its_end(db, path):
    assert find(db, path=path).photo_id == photo_id(A)


def test_the_end_of_a_path_that_two_files_share_is_ambiguous(db):
    found = find(db, path="2018-05/IMG_1.jpg")

    assert found.photo_id is None
    assert set(found.candidates) == {photo_id(A), photo_id(B)}


def test_a_path_that_lies_elsewhere_is_a_doubt_even_for_a_name_that_one_photo_bears(db):
    assert find(db, path="Ailleurs/Œuvre é.jpg") == Found(None, (photo_id(E),))
    assert find(db, path="Ailleurs/Œuvre é.jpg", date="2020-05-12").photo_id == photo_id(E)


def test_a_name_that_two_photos_bear_decides_nothing(db):
    assert set(find(db, name="IMG_1.jpg").candidates) == {photo_id(A), photo_id(B)}
    assert find(db, name="IMG_1.jpg").photo_id is None


@pytest.mark.parametrize("date", ["2018-05-12", "12/05/2018", "2018-05-12T10:00:00", "2018:05:12 10:00:00"])
def test_a_name_and_a_date_are_one_photo(db, date):
    assert find(db, name="DSC_2.JPG", date=date).photo_id == photo_id(C)


def test_the_minute_parts_what_the_day_does_not(db):
    assert find(db, name="IMG_1.jpg", date="2018-05-12").photo_id is None
    assert find(db, name="IMG_1.jpg", date="12/05/2018 à 9 h 31").photo_id == photo_id(B)


@pytest.mark.parametrize(
    "folder", ["Angres-Olhain", r"EV5\Angres-Olhain", "/nas/photos/EV5/angres-olhain/2018-05/"]
)
def test_a_name_and_a_folder_are_one_photo(db, folder):
    assert find(db, name="IMG_1.jpg", folder=folder).photo_id == photo_id(B)


def test_a_date_that_is_none_of_theirs_leaves_the_doubt(db):
    assert find(db, name="DSC_2.JPG", date="2001-01-01") == Found(None, (photo_id(C), photo_id(D)))


def test_a_name_needs_no_extension_and_no_special_accents(db):
    assert find(db, name="œuvre é").photo_id == photo_id(E)
    assert find(db, name="Œuvre e\N{COMBINING ACUTE ACCENT}.jpg").photo_id == photo_id(E)


def test_what_nobody_knows_is_unknown(db):
    assert find(db, name="nope.jpg") == Found()
    assert find(db) == Found()
    assert find(db, path="////") == Found()


def test_a_photo_that_was_set_aside_makes_no_doubt(db):
    db.execute("BEGIN")
    db.execute("UPDATE photos SET state = 'set_aside' WHERE id = ?", [photo_id(B)])

    assert find(db, name="IMG_1.jpg").photo_id == photo_id(A)

    db.execute("ROLLBACK")
