"""Outings and their tracks: what a phone tells of them cannot be kept."""

from catalogue.errors.base import PhotothequeError

_WHY = {
    "name": "it needs a name of at most 200 letters",
    "too-many": "these are more points than a track may have",
    "clock": "it has a time that cannot be; is the phone's clock right",
    "points": "its points are not [moment, latitude, longitude, accuracy]",
    "moment": "it needs moments with their zone, as 2026-11-26T14:02:00Z",
    "gpx": "this GPX file cannot be read",
}


class NoSuchOuting(PhotothequeError):
    """No outing of whoever asks has this id; somebody else's is no other case."""

    code = "no-such-outing"
    http_status = 404

    def __init__(self) -> None:
        super().__init__("There is no such outing.", hint="Tell of it first: PUT /terrain/api/outings/….")


class OutingRefused(PhotothequeError):
    """What is told of an outing cannot be so. `why` is one of `_WHY`, `detail` what a reader of GPX says."""

    code = "outing-refused"
    http_status = 422

    def __init__(self, why: str, detail: str = "") -> None:
        super().__init__(
            f"The outing stays as it is: {_WHY[why]}{f' ({detail})' if detail else ''}.",
            hint="Nothing of this request was kept.",
        )
        self.why = why
