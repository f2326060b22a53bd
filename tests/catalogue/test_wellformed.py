"""A claim is believed only when it has the form that its subject asks for."""

import pytest

from catalogue.values.claims import Absence, Claim, Source, Subject, position
from catalogue.values.wellformed import is_well_formed


def _claim(subject: Subject, value: object) -> Claim:
    return Claim(subject, Source.DEVICE, value)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "claim",
    [
        position(Source.DEVICE, latitude=50.4, longitude=2.8, accuracy_m=8.0),
        Claim(Subject.POSITION, Source.EXIF, None, absence=Absence.NO_GPS),
        *(_claim(Subject.TAKEN, value) for value in ("2018", "2018-05", "2018-05-12", "2018-05-12T14:32")),
        _claim(Subject.TAKEN, "2018-05-12T14:32:08"),
        _claim(Subject.OFFSET, "+02:00"),
        _claim(Subject.HEADING, "359.9"),
        _claim(Subject.ORIENTATION, "0"),
        _claim(Subject.RATING, "-1"),
        _claim(Subject.CAPTION, "anything <b>at all</b>"),
    ],
    ids=lambda claim: f"{claim.subject} {claim.value}",
)
def test_claim_as_its_subject_asks_is_believed(claim: Claim):
    assert is_well_formed(claim)


@pytest.mark.parametrize(
    "claim",
    [
        Claim(Subject.POSITION, Source.DEVICE, "1,2"),
        Claim(Subject.POSITION, Source.DEVICE, "999,2", latitude=999.0, longitude=2.0),
        Claim(Subject.POSITION, Source.DEVICE, "nan,2", latitude=float("nan"), longitude=2.0),
        Claim(Subject.POSITION, Source.DEVICE, "1,2", latitude=1.0, longitude=2.0, accuracy_m=float("inf")),
        *(_claim(Subject.TAKEN, value) for value in ("yesterday", "2018-13", "2018-02-30", "12/05/2018", "")),
        _claim(Subject.OFFSET, "Europe/Paris"),
        _claim(Subject.HEADING, "north"),
        _claim(Subject.HEADING, "360"),
        _claim(Subject.ORIENTATION, "abc"),
        _claim(Subject.ORIENTATION, "1e3"),
        _claim(Subject.RATING, "many"),
        _claim(Subject.FOCAL_LENGTH, "-1"),
        _claim(Subject.CAPTION, 3),
    ],
    ids=lambda claim: f"{claim.subject} {claim.value}",
)
def test_claim_of_another_form_is_not_believed(claim: Claim):
    assert not is_well_formed(claim)
