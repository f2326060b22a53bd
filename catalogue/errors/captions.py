"""A sheet of captions that is not taken."""

from collections.abc import Sequence
from typing import Any

from catalogue.errors.base import PhotothequeError


class CaptionsRefused(PhotothequeError):
    """A sheet cannot be taken as it is; `faults` are all its mistakes, `sentences` say them in English."""

    code = "captions-refused"
    http_status = 422

    def __init__(self, name: str, faults: Sequence[Any], sentences: Sequence[str]) -> None:
        super().__init__(
            f"{name} cannot be taken: {sentences[0] if len(sentences) == 1 else f'it has {len(sentences)} mistakes.'}",
            hint="Nothing was written. Mend the sheet, then run the same command again.",
        )
        self.faults = tuple(faults)
        self.sentences = tuple(sentences)
