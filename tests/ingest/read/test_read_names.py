"""Dates in the names of files and folders, and the folders as evidence."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from catalogue.values.claims import Precision, Source, Subject
from catalogue.values.precedence import best, best_date
from ingest.read import read_names

_LENGTHS = {Precision.YEAR: 4, Precision.MONTH: 7, Precision.DAY: 10, Precision.SECOND: 19}


def by(source, path):
    return [
        claim.value for claim in read_names(path) if claim.subject is Subject.TAKEN and claim.source is source
    ]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("IMG-20180512-WA0003.jpg", "2018-05-12"),
        ("VID-20180512-WA0003.mp4", "2018-05-12"),
        ("PXL_20231006_063000139.jpg", "2023-10-06T06:30:00"),
        ("PXL_20231006_063000139.PORTRAIT.jpg", "2023-10-06T06:30:00"),
        ("IMG_20180512_143205.jpg", "2018-05-12T14:32:05"),
        ("IMG_20180512_143205_HDR.jpg", "2018-05-12T14:32:05"),
        ("IMG_20180512_143205123.jpg", "2018-05-12T14:32:05"),
        ("20180512_143205.jpg", "2018-05-12T14:32:05"),
        ("20180512_143205(0).jpg", "2018-05-12T14:32:05"),
        ("20180512143205.jpg", "2018-05-12T14:32:05"),
        ("P_20180512_143205_vHDR_On.jpg", "2018-05-12T14:32:05"),
        ("2018-05-12 14.32.05.jpg", "2018-05-12T14:32:05"),
        ("2018-05-12 14.32.05-1.jpg", "2018-05-12T14:32:05"),
        ("Screenshot 2019-05-21 at 10.45.52.png", "2019-05-21T10:45:52"),
        ("Screenshot 2019-05-21 at 3.45.52 PM.png", "2019-05-21"),
        ("Screenshot 2019-05-21 at 03.45.52 PM.png", "2019-05-21T15:45:52"),
        ("Screenshot 2019-05-21 at 12.45.52\u202fAM.png", "2019-05-21T00:45:52"),
        ("Capture d’écran 2019-05-21 à 10.45.52.png", "2019-05-21T10:45:52"),
        ("Capture d’écran 2019-05-21 a\u0300 10.45.52.png", "2019-05-21T10:45:52"),
        ("Screenshot_20190521-104552_Maps.jpg", "2019-05-21T10:45:52"),
        ("telegram_2020-01-30_09-57-18.jpg", "2020-01-30T09:57:18"),
        ("photo_2020-01-30_09-57-18 (2).jpg", "2020-01-30T09:57:18"),
        ("signal-2020-01-30-09-57-18-123.jpg", "2020-01-30T09:57:18"),
        ("WhatsApp Image 2018-05-12 at 14.32.05 (1).jpeg", "2018-05-12T14:32:05"),
        ("2018-05-12_1432_Olhain_0042.jpg", "2018-05-12"),
        ("20180512_0042.jpg", "2018-05-12"),
        ("20180512_996199.jpg", "2018-05-12"),
        ("Olhain 12-05-2018.jpg", "2018-05-12"),
        ("Olhain 12.05.2018 (3).jpg", "2018-05-12"),
        ("1526128325000.jpg", "2018-05-12T12:32:05"),
    ],
)
def test_date_in_the_name_of_a_file_is_a_claim(name, value):
    (claim,) = (c for c in read_names(f"EV5/{name}") if c.source is Source.NAME)

    assert claim.value == value
    assert len(value) == _LENGTHS[claim.precision]


def test_name_by_the_clock_of_greenwich_says_so():
    (claim,) = (c for c in read_names("PXL_20231006_063000139.jpg") if c.source is Source.NAME)

    assert claim.detail == "date and time, in UTC"


@pytest.mark.parametrize(
    "name",
    [
        "DSC_0001.JPG",
        "IMG_2018.jpg",
        "DSCN0010.jpg",
        "P1010023.JPG",
        "IMG_20181345_143205.jpg",
        "IMG_20180230_143205.jpg",
        "2018-13-01.jpg",
        "20180512996199.jpg",
        "IMG_120180512.jpg",
        "IMG_18000512.jpg",
        "IMG_21010512.jpg",
        "FB_IMG_1526128325000.jpg",
        "15261283250001.jpg",
        "12-13-2018.jpg",
        "Terril 11-19.jpg",
        "1920x1080.jpg",
        "",
        ".jpg",
    ],
)
def test_name_without_a_date_that_exists_gives_none(name):
    assert by(Source.NAME, name) == []


@pytest.mark.parametrize(
    ("folder", "value"),
    [
        ("2018", "2018"),
        ("2018-05", "2018-05"),
        ("2018_05", "2018-05"),
        ("2018.05 Olhain", "2018-05"),
        ("201805", "2018-05"),
        ("05-2018", "2018-05"),
        ("mai 2018", "2018-05"),
        ("Mai_2018", "2018-05"),
        ("Août 2018", "2018-08"),
        ("AOU\u0302T 2018", "2018-08"),
        ("févr. 2018", "2018-02"),
        ("déc 2018", "2018-12"),
        ("2018 décembre", "2018-12"),
        ("July 2018", "2018-07"),
        ("12 mai 2018", "2018-05-12"),
        ("Olhain le 1er mai 2018", "2018-05-01"),
        ("32 mai 2018", "2018-05"),
        ("2018-05-12 Olhain", "2018-05-12"),
        ("20180512_Olhain", "2018-05-12"),
        ("12-05-2018", "2018-05-12"),
        ("12.05.2018 sortie", "2018-05-12"),
        ("Olhain 2018", "2018"),
        ("Olhain_2018_tri", "2018"),
        ("été 2018", "2018"),
        ("mai-juin 2018", "2018"),
        ("Fosse 12 2018", "2018"),
        ("Fosse 5 en 1936", "1936"),
    ],
)
def test_date_in_the_name_of_a_folder_is_a_claim(folder, value):
    (claim,) = (c for c in read_names(f"{folder}/a.jpg") if c.subject is Subject.TAKEN)

    assert (claim.value, claim.source) == (value, Source.FOLDER)
    assert len(value) == _LENGTHS[claim.precision]


@pytest.mark.parametrize(
    "folder",
    [
        "EV5",
        "Terril 11-19",
        "2018-2019",
        "Cimetières 1914-18",
        "2018-02-30",
        "2018-13-45",
        "30-02-2018",
        "1800",
        "3018",
        "EPSG 2154",
        "Mars",
        "05",
        "100CANON",
        "Fosse 9-9 bis",
        "20181345",
    ],
)
def test_folder_without_one_date_that_exists_gives_none(folder):
    assert [c for c in read_names(f"{folder}/a.jpg") if c.subject is Subject.TAKEN] == []


@pytest.mark.parametrize(
    ("path", "values"),
    [
        ("EV5/2018-05/a.jpg", ["2018-05"]),
        ("2018/05/a.jpg", ["2018-05", "2018"]),
        ("2018/05/12/a.jpg", ["2018-05-12", "2018-05", "2018"]),
        ("2018/mai/a.jpg", ["2018-05", "2018"]),
        ("2018/05 - mai/a.jpg", ["2018-05", "2018"]),
        ("2018/13/a.jpg", ["2018"]),
        ("2018/02/30/a.jpg", ["2018-02", "2018"]),
        ("Olhain 2018/05/a.jpg", ["2018"]),
        ("2018/Olhain/05/a.jpg", ["2018"]),
        ("2018/2018-05-12 Olhain/a.jpg", ["2018-05-12", "2018"]),
    ],
)
def test_folders_go_on_with_the_year_above_them_and_the_innermost_comes_first(path, values):
    assert by(Source.FOLDER, path) == values


def test_finest_folder_gives_year_and_month_where_nothing_better_is_known():
    claims = read_names("2018-05-12 Olhain/tri 2019/a.jpg")

    assert best_date(claims).value == "2018-05-12"
    assert best(Subject.TAKEN, claims).value == "2019"


def test_folders_are_kept_as_evidence_outermost_first():
    claims = read_names("EuroVelo 5/2018-05/ Olhain\u0007 /./a.jpg")

    folders = [claim.value for claim in claims if claim.subject is Subject.FOLDER]
    assert folders == ["EuroVelo 5", "2018-05", "Olhain"]


@settings(deadline=None)
@given(st.text())
@example("\ud800/\x00/2018")
@example("²⁰¹⁸-⁰⁵/٢٠١٨-٠٥-١٢.jpg")
@example("/" * 1000)
def test_any_text_is_survived(path):
    for claim in read_names(path):
        assert claim.value
        claim.value.encode()


@settings(deadline=None)
@given(
    st.from_regex(
        r"[0-9a-z _./-]{0,30}(19|20)[0-9]{2}[-_. ]?[0-9]{2}[-_. ]?[0-9]{0,10}[0-9a-z _.-]{0,10}",
        fullmatch=True,
    )
)
def test_every_date_that_is_claimed_is_a_date_of_this_or_the_last_centuries(path):
    for claim in read_names(path):
        if claim.subject is Subject.TAKEN:
            assert 1850 <= int(claim.value[:4]) <= 2100
            assert len(claim.value) == _LENGTHS[claim.precision]
