"""What can be wrong in a home, each with a code, what it means and what a repair does."""

from dataclasses import dataclass
from typing import NamedTuple


class Kind(NamedTuple):
    """One kind of fault."""

    meaning: str
    remedy: str


KINDS: dict[str, Kind] = {
    "database-damaged": Kind("SQLite finds the catalogue damaged", "restore the catalogue from a backup"),
    "dangling-id": Kind("a row points at nothing", "restore the catalogue from a backup, or report it"),
    "missing-original": Kind(
        "a file of the catalogue is not in the store",
        "--repair, then ingest its source again: it will be read anew",
    ),
    "damaged-original": Kind(
        "a file of the store is not what was taken in",
        "--repair moves it to the quarantine; then ingest its source again",
    ),
    "orphan-original": Kind("a file of the store is in no row", "--repair puts it into the inbox"),
    "missing-rendition": Kind("a picture for screens is missing", "--repair makes it again"),
    "orphan-rendition": Kind("a picture for screens is of no photo", "--repair takes it away"),
    "search-out-of-step": Kind("a search does not find what is shown", "--repair writes it again"),
    "review-out-of-step": Kind(
        "a photo waits for review, or does not, against what is known of it", "--repair notes it again"
    ),
    "row-out-of-step": Kind("a photo's row does not follow from its claims", "--repair writes it again"),
}


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong: its kind, what it is about (an id, a path inside the home), and details."""

    code: str
    about: str
    detail: str = ""

    @property
    def message(self) -> str:
        """What is wrong, in a sentence."""
        return f"{KINDS[self.code].meaning}: {self.about}{f' ({self.detail})' if self.detail else ''}"
