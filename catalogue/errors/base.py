"""What every error of ours has."""

from typing import ClassVar


class PhotothequeError(Exception):
    """Root of all our errors: `str(error)` is what happened, `hint` what to do now."""

    code: ClassVar[str] = "error"
    exit_status: ClassVar[int] = 2
    http_status: ClassVar[int] = 500

    def __init__(self, message: str, *, hint: str) -> None:
        super().__init__(message)
        self.hint = hint
