"""What people decide, and what they ask of tracks."""

from collections.abc import Sequence

from catalogue.errors.base import PhotothequeError


class ChangedSince(PhotothequeError):
    """Somebody else decided about a photo since it was shown."""

    code = "changed-since"
    http_status = 409

    def __init__(self, photo_id: str, who: str, what: str, when: str) -> None:
        super().__init__(
            f"{who} decided about photo {photo_id} ({what.partition(':')[0].replace('_', ' ')}) at {when}, "
            "after you saw it.",
            hint="Nothing was changed. Look at the photo again, then decide.",
        )
        self.photo_id = photo_id
        self.who = who
        self.what = what
        self.when = when


class CannotUndo(PhotothequeError):
    """An action that is not there, or was undone, or that later ones build on, cannot be undone."""

    code = "cannot-undo"
    http_status = 409

    def __init__(self, why: str, hint: str = "See what was done in the journal of the photo.") -> None:
        super().__init__(f"It cannot be undone: {why}.", hint=hint)


class DecisionRefused(PhotothequeError):
    """A decision about photos says something impossible."""

    code = "decision-refused"
    http_status = 422

    def __init__(self, why: str, hint: str = "Nothing was changed.") -> None:
        super().__init__(f"This cannot be decided: {why}.", hint=hint)


class TracksRefused(PhotothequeError):
    """Files that should be GPS tracks cannot be used; all of them are named at once."""

    code = "tracks-refused"
    http_status = 422

    def __init__(self, refused: Sequence[tuple[str, str]]) -> None:
        super().__init__(
            " ".join(f"{name}: {why}." for name, why in refused),
            hint="Nothing was written. Leave such files out, or export them again as GPX with times.",
        )
        self.refused = tuple(refused)


class TrackQuestion(PhotothequeError):
    """Tracks are asked for something that makes no sense: a zone, an offset, a photo that is not there."""

    code = "track-question"
    http_status = 422

    def __init__(self, what: str, hint: str) -> None:
        super().__init__(f"{what}.", hint=hint)
