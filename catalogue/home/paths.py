"""Where everything of one library lies. No absolute path is stored inside, so a home can be moved."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Home:
    """The folder of one library.

    >>> Home(Path("photos")).original("ab12cd", "jpg").as_posix()
    'photos/originals/ab/12/ab12cd.jpg'
    """

    root: Path

    @property
    def catalogue(self) -> Path:
        """The database that Datasette serves."""
        return self.root / "catalogue.db"

    @property
    def people(self) -> Path:
        """The database of accounts, which Datasette never opens."""
        return self.root / "people.db"

    @property
    def originals(self) -> Path:
        """Every file taken in, by its sha256."""
        return self.root / "originals"

    @property
    def renditions(self) -> Path:
        """Pictures for screens, by size and photo."""
        return self.root / "renditions"

    @property
    def inbox(self) -> Path:
        """Files handed over, waiting to be taken in."""
        return self.root / "inbox"

    @property
    def uploads(self) -> Path:
        """Files on their way from a phone or a browser; how long one is says how much of it has come."""
        return self.root / "uploads"

    @property
    def quarantine(self) -> Path:
        """Files from the inbox that could not become a photo, with their reasons."""
        return self.root / "quarantine"

    @property
    def tmp(self) -> Path:
        """One folder for each run that is working."""
        return self.root / "tmp"

    @property
    def lock(self) -> Path:
        """The file whose lock says who works here."""
        return self.root / "home.lock"

    @property
    def tombstones(self) -> Path:
        """What was erased for good, told by keyed hashes."""
        return self.root / "tombstones.jsonl"

    @property
    def tombstone_key(self) -> Path:
        """The key of these hashes."""
        return self.root / "tombstone.key"

    @property
    def erasing(self) -> Path:
        """The file whose lock says that somebody erases."""
        return self.root / "erase.lock"

    @property
    def captions_waiting(self) -> Path:
        """Sheets of captions that were looked at in the browser, and are not settled yet."""
        return self.root / "captions-waiting"

    def original(self, sha256: str, extension: str) -> Path:
        """Where the original with this hash lies, or will."""
        return self.originals / sha256[:2] / sha256[2:4] / f"{sha256}.{extension}"

    def rendition(self, size: int, photo_id: str, extension: str) -> Path:
        """Where the picture of this size (pixels) of a photo lies, or will."""
        return self.renditions / str(size) / photo_id[:2] / photo_id[2:4] / f"{photo_id}.{extension}"
