"""What is shown follows from claims, in the published order."""

import pytest

from catalogue.photos.showing import conflicts, shown, themes
from catalogue.values.claims import Absence, Claim, Precision, Source, Subject, position


def _taken(source: Source, value: str, precision: Precision = Precision.SECOND) -> Claim:
    return Claim(Subject.TAKEN, source, value, precision=precision)


def test_person_is_believed_before_the_camera():
    claims = [
        position(Source.EXIF, latitude=50.0, longitude=2.0),
        position(Source.MANUAL, latitude=50.4, longitude=2.6, accuracy_m=25.0),
    ]

    columns = shown(claims)

    assert (columns["latitude"], columns["position_method"], columns["position_accuracy_m"]) == (
        50.4,
        "manual",
        25.0,
    )


def test_date_in_a_name_gives_year_and_month_but_never_a_moment():
    columns = shown([_taken(Source.NAME, "2018-05-12T14:32:08")])

    assert (columns["taken_at"], columns["taken_method"]) == (None, "name")
    assert (columns["taken_year"], columns["taken_month"]) == (2018, 5)


@pytest.mark.parametrize(
    ("value", "precision", "taken_at", "month"),
    [
        ("2018", Precision.YEAR, None, None),
        ("2018-05", Precision.MONTH, None, 5),
        ("2018-05-12", Precision.DAY, None, 5),
        ("2018-05-12T14:32", Precision.MINUTE, "2018-05-12T14:32:00", 5),
    ],
)
def test_coarse_date_is_shown_as_finely_as_it_is_known(
    value: str, precision: Precision, taken_at: str | None, month: int | None
):
    columns = shown([_taken(Source.XMP, value, precision)])

    assert (columns["taken_at"], columns["taken_year"], columns["taken_month"]) == (taken_at, 2018, month)


def test_zone_counts_only_with_the_time_it_came_with():
    claims = [_taken(Source.EXIF, "2018-05-12T14:32:08"), Claim(Subject.OFFSET, Source.SIDECAR, "+05:00")]

    assert shown(claims)["utc_offset"] is None


def test_absence_tells_the_most_telling_reason():
    none = Claim(Subject.POSITION, Source.EXIF, None, absence=Absence.NO_GPS)
    redacted = Claim(Subject.POSITION, Source.EXIF, None, absence=Absence.REDACTED)

    assert shown([none])["position_absence"] == "no-gps"
    assert shown([none, redacted])["position_absence"] == "redacted"


def test_inferred_zone_is_kept_but_not_shown():
    claims = [_taken(Source.EXIF, "2008-10-22T16:28:39"), Claim(Subject.OFFSET, Source.INFERRED, "+02:00")]

    assert shown(claims)["utc_offset"] is None


def test_files_that_say_the_same_do_not_conflict_and_a_better_source_settles_it():
    olhain, lens = Claim(Subject.CAPTION, Source.EXIF, "Olhain"), Claim(Subject.CAPTION, Source.EXIF, "Lens")
    better = Claim(Subject.CAPTION, Source.IPTC, "Olhain")

    assert conflicts([[olhain], [olhain]]) == set()
    assert conflicts([[olhain], [lens]]) == {"caption"}
    assert conflicts([[better], [lens]]) == set()


def test_themes_are_those_of_every_source():
    claims = [Claim(Subject.KEYWORD, Source.IPTC, "terril"), Claim(Subject.KEYWORD, Source.SIDECAR, "étang")]

    assert themes(claims) == {"terril", "étang"}


def test_nothing_is_contested_once_a_person_has_spoken():
    captions = [[Claim(Subject.CAPTION, Source.EXIF, value)] for value in ("Olhain", "Lens")]
    person = [Claim(Subject.CAPTION, Source.MANUAL, "Loos")]

    assert conflicts(captions) == {"caption"}
    assert conflicts([*captions, person]) == set()
    assert conflicts([*captions, [Claim(Subject.CAPTION, Source.MANUAL, "")]]) == set(), "that there is none"


@pytest.mark.parametrize(
    ("said", "taken_at"),
    [("2018-05-12", "2018-05-12T14:32:08"), ("2018-05", "2018-05-12T14:32:08"), ("2019", None)],
)
def test_moment_of_a_camera_is_shown_as_far_as_a_person_agrees(said: str, taken_at: str | None):
    precision = {4: Precision.YEAR, 7: Precision.MONTH, 10: Precision.DAY}[len(said)]

    columns = shown([_taken(Source.EXIF, "2018-05-12T14:32:08"), _taken(Source.MANUAL, said, precision)])

    assert (columns["taken_at"], columns["taken_year"]) == (taken_at, int(said[:4]))
