"""What a phone says beside a file becomes claims."""

import pytest

from catalogue.uploads.metadata import told_of


def around(**sent: str) -> list[tuple[float | None, float | None, str]]:
    """Latitude, radius and detail of the positions that are claimed, the believed one first."""
    claims = told_of({"filename": "IMG_1.jpg", "door": "camera", **sent}, None).claims
    return [
        (claim.latitude, claim.accuracy_m, claim.detail) for claim in claims if claim.subject == "position"
    ]


def test_of_positions_before_and_after_the_photo_the_nearer_in_time_is_believed():
    before, after = "50.4300000,2.58,5,40", "50.4310000,2.58,10,5"

    assert around(positionBefore=before, positionAfter=after) == [
        (50.431, pytest.approx(17), "camera-after-5s"),
        (50.43, pytest.approx(61), "camera-before-40s"),
    ]


def test_a_position_of_more_than_a_minute_away_is_no_position_of_the_photo():
    assert around(positionBefore="50.43,2.58,5,61") == []
    assert around(positionBefore="50.43,2.58,5,60") == [(50.43, pytest.approx(89), "camera-before-60s")]
