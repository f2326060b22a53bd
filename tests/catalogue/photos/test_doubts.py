"""Every reason for which a person must look at a photo, and what is no reason."""

from typing import Any

import pytest

from catalogue.photos.doubts import SEVERITY, Doubt, Known, Limits, Reason, doubts
from catalogue.values.claims import Claim, Precision, Source, Subject
from catalogue.values.places import PlaceRelation

_SOUND: dict[str, Any] = {
    "state": "catalogued",
    "state_reason": None,
    "held_because": None,
    "added_at": "2026-11-20T14:08:00Z",
    "format": "jpeg",
    "width": 4000,
    "height": 3000,
    "latitude": 50.43,
    "longitude": 2.58,
    "position_method": "exif",
    "position_absence": None,
    "position_accuracy_m": None,
    "taken_at": "2018-05-12T14:32:08",
    "taken_method": "exif",
    "taken_year": 2018,
    "camera_make": "NIKON",
    "camera_model": "D90",
}
_TAKEN = Claim(Subject.TAKEN, Source.EXIF, "2018-05-12T14:32:08", precision=Precision.SECOND)
_OLHAIN = PlaceRelation("park", 1, "Olhain", "folder", "folder: Olhain", distance_m=2001.0)
_PERIMETER = PlaceRelation("perimeter", 2, "Bien", "inside", "inside")


def _found(*claims: Claim, **row: Any) -> list[str]:
    return [_text(d) for d in doubts(Known(_SOUND | row, claims), Limits())]


def _text(doubt: Doubt) -> str:
    return f"{doubt.reason}: {doubt.detail}" if doubt.detail else doubt.reason.value


def _name(name: str) -> Claim:
    return Claim(Subject.NAME, Source.NAME, name)


_NOWHERE = {"latitude": None, "longitude": None, "position_method": None}
_NO_CAMERA = {"camera_make": None, "camera_model": None}


def test_photo_of_which_all_is_known_waits_for_nobody():
    assert _found(_TAKEN) == []


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ({"state": "held", "held_because": "partial"}, ["held: partial"]),
        ({"state": "held", "state_reason": "partial"}, ["held: partial"]),
        (_NOWHERE | {"position_absence": "no-gps"}, ["no-position: no-gps"]),
        (_NOWHERE | {"position_absence": "zero"}, ["no-position: zero"]),
        (_NOWHERE | {"position_absence": "redacted"}, ["redacted"]),
        ({"position_method": "folder"}, ["estimate: folder"]),
        ({"position_method": "neighbour"}, ["estimate: neighbour"]),
        ({"position_method": "track", "position_accuracy_m": 101.0}, ["estimate: track"]),
        ({"position_method": "track", "position_accuracy_m": 100.0}, []),
        ({"position_method": "exif", "position_accuracy_m": 400.0}, []),
        ({"taken_at": None, "taken_year": None, "taken_method": None}, ["date-missing"]),
        ({"taken_at": None, "taken_method": "folder"}, []),
        ({"taken_at": "1989-12-31T23:00:00", "taken_year": 1989}, ["date-implausible: early"]),
        ({"taken_at": "1990-01-02T23:00:00", "taken_year": 1990}, []),
        ({"taken_at": "2000-01-01T00:04:10", "taken_year": 2000}, ["date-implausible: default-clock"]),
        ({"taken_at": "2000-01-01T14:04:10", "taken_year": 2000}, []),
        ({"taken_at": "2026-11-22T08:00:00", "taken_year": 2026}, ["date-implausible: future"]),
        ({"taken_at": "2026-11-21T08:00:00", "taken_year": 2026}, []),
        ({"taken_at": None, "taken_year": 2027, "taken_method": "iptc"}, ["date-implausible: future"]),
        ({"taken_at": None, "taken_year": 2026, "taken_method": "iptc"}, []),
        ({"taken_at": "2000-01-01T00:04:10", "taken_year": 2000, "taken_method": "manual"}, []),
    ],
)
def test_row_tells_why_it_is_doubted(row: dict[str, Any], expected: list[str]):
    assert _found(**row) == expected


def test_year_of_the_folder_that_the_camera_does_not_share_is_a_conflict():
    of_folder = Claim(Subject.TAKEN, Source.FOLDER, "2017-05", precision=Precision.MONTH)

    assert _found(_TAKEN, of_folder) == ["year-conflict: 2017/2018"]


def test_one_of_several_folders_that_bears_the_year_is_enough():
    folders = [
        Claim(Subject.TAKEN, Source.FOLDER, year, precision=Precision.YEAR) for year in ("2017", "2018")
    ]

    assert _found(_TAKEN, *folders) == []


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("1999-12-31T23:34:10", ["date-implausible: default-clock"]),
        ("2000-01-01T08:04:10", ["date-implausible: default-clock"]),
        ("2026-12-20T08:00:00", ["date-implausible: future"]),
        ("1989-12-20T08:00:00", ["date-implausible: early"]),
        ("2018-05-12T14:32:08", []),
    ],
)
def test_date_that_came_of_moving_a_clock_is_doubted_like_the_clock(value: str, expected: list[str]):
    camera = Claim(Subject.TAKEN, Source.EXIF, "2000-01-01T00:04:10", precision=Precision.SECOND)
    moved = Claim(Subject.TAKEN, Source.MANUAL, value, "clock", precision=Precision.SECOND)
    row = {"taken_at": value, "taken_year": int(value[:4]), "taken_method": "manual"}

    assert _found(camera, moved, **row) == expected


def test_year_that_a_person_gave_is_no_conflict():
    claims = (
        _TAKEN,
        Claim(Subject.TAKEN, Source.FOLDER, "2017", precision=Precision.YEAR),
        Claim(Subject.TAKEN, Source.MANUAL, "2018-05-12T14:32:08", precision=Precision.SECOND),
    )

    assert _found(*claims, taken_method="manual") == []


@pytest.mark.parametrize(
    ("name", "row", "expected"),
    [
        ("Screenshot_20190521-104552.png", _NO_CAMERA, ["screenshot"]),
        ("Screen Shot 2019-05-21 at 10.45.52.jpg", _NO_CAMERA, ["screenshot"]),
        ("Capture d’écran 2019-05-21.jpg", _NO_CAMERA, ["screenshot"]),
        ("Capture d’écran 2019-05-21.jpg", {}, []),
        ("a.png", _NO_CAMERA | {"format": "png", "width": 1125, "height": 2436}, ["screenshot"]),
        ("a.png", _NO_CAMERA | {"format": "png", "width": 2436, "height": 1125}, ["screenshot"]),
        ("a.png", _NO_CAMERA | {"format": "png", "width": 1000, "height": 800}, []),
        ("a.jpg", _NO_CAMERA | {"width": 1080, "height": 1920}, []),
        ("IMG-20180512-WA0003.jpg", _NO_CAMERA, ["messaging"]),
        ("WhatsApp Image 2018-05-12 at 14.32.08.jpeg", _NO_CAMERA, ["messaging"]),
        ("received_10216363812345.jpeg", _NO_CAMERA, ["messaging"]),
        ("signal-2020-05-12-143208.jpg", _NO_CAMERA, ["messaging"]),
        ("telegram_2020-01-30_09-57-18.jpg", _NO_CAMERA, ["messaging"]),
        ("IMG-20180512-WA0003.jpg", {}, []),
        ("IMG_4120.JPG", _NO_CAMERA, []),
        ("Réception_2018.jpg", _NO_CAMERA, []),
    ],
)
def test_copies_are_known_by_their_names_and_by_what_they_lack(
    name: str, row: dict[str, Any], expected: list[str]
):
    assert _found(_name(name), **row) == expected


def _with(relations: list[PlaceRelation], *, perimeter: bool = False, **row: Any) -> list[str]:
    known = Known(_SOUND | row, (_TAKEN,), relations, has_perimeter=perimeter)
    return [_text(d) for d in doubts(known, Limits())]


def test_folder_that_names_a_place_far_off_contradicts_the_position():
    assert _with([_OLHAIN]) == ["place-conflict: park/Olhain"]


@pytest.mark.parametrize(
    ("relation", "row"),
    [
        (PlaceRelation("park", 1, "Olhain", "folder", "folder: Olhain", distance_m=2000.0), {}),
        (PlaceRelation("park", 1, "Olhain", "folder", "folder: Olhain"), {}),
        (PlaceRelation("park", 1, "Olhain", "looking_at", "heading", distance_m=4000.0), {}),
        (PlaceRelation("park", 1, "Olhain", "folder", "folder", distance_m=9e9, decided_by="L. Dupont"), {}),
        (_OLHAIN, {"position_method": "manual"}),
        (_OLHAIN, _NOWHERE | {"position_absence": "no-gps"}),
    ],
    ids=["near enough", "no distance", "by heading", "decided", "placed by hand", "no position"],
)
def test_folder_and_position_agree_as_far_as_is_known(relation: PlaceRelation, row: dict[str, Any]):
    assert not any(found.startswith("place-conflict") for found in _with([relation], **row))


def test_position_outside_every_perimeter_is_outside_the_area():
    assert _with([], perimeter=True) == ["outside-area"]
    assert _with([_PERIMETER], perimeter=True) == []
    assert _with([], perimeter=False) == []
    assert _with([], perimeter=True, position_method="manual") == []


def test_what_files_contest_and_what_looks_alike_waits_too():
    known = Known(_SOUND, (_TAKEN,), contested=frozenset({"position", "caption"}), alike=True)

    found = [_text(d) for d in doubts(known, Limits())]

    assert found == ["conflict: caption", "conflict: position", "near-duplicate"]


def test_doubts_come_worst_first():
    known = Known(
        _SOUND | _NOWHERE | _NO_CAMERA | {"position_absence": "no-gps", "taken_year": None}, (), alike=True
    )

    ranks = [SEVERITY.index(d.reason) for d in doubts(known, Limits())]

    assert ranks == sorted(ranks)
    assert set(SEVERITY) == set(Reason)
