"""The home of a library cannot be used as it is."""

from catalogue.errors.base import PhotothequeError


class HomeOnNetwork(PhotothequeError):
    """The home lies on a network file system, where SQLite's write-ahead log is not safe."""

    code = "home-on-network"

    def __init__(self, home: str, kind: str) -> None:
        super().__init__(
            f"{home} lies on a network file system ({kind}), where a catalogue can be damaged.",
            hint="Choose a folder on a local disk with --home; originals can be ingested from the network.",
        )
        self.kind = kind


class HomeOfAnotherUser(PhotothequeError):
    """The home belongs to another Unix user."""

    code = "home-of-another-user"

    def __init__(self, home: str, owner: str) -> None:
        super().__init__(
            f"{home} belongs to {owner}, and a home has one owner.",
            hint=f"Run the command as {owner}, or choose another folder with --home.",
        )


class NotAHome(PhotothequeError):
    """The folder holds something else, or cannot be used as a home."""

    code = "not-a-home"

    def __init__(self, home: str, why: str) -> None:
        super().__init__(
            f"{home} cannot be the home of a library: {why}.",
            hint="Name an empty folder, or the home of an existing library, with --home.",
        )


class CatalogueDamaged(PhotothequeError):
    """SQLite cannot read the catalogue."""

    code = "catalogue-damaged"

    def __init__(self, home: str, why: str) -> None:
        super().__init__(
            f"The catalogue in {home} is damaged ({why}).",
            hint="Put a backup of catalogue.db in its place. The originals beside it are untouched; "
            "without a backup, ingest them again from their sources into a new library.",
        )


class NoLibrary(PhotothequeError):
    """There is no library in the folder, and the command only looks at one."""

    code = "no-library"
    http_status = 404

    def __init__(self, home: str) -> None:
        super().__init__(
            f"There is no library in {home}.",
            hint="Name its folder with --home, or make one by taking in photos: phototheque ingest FOLDER --home DIR",
        )


class NewerSchema(PhotothequeError):
    """The catalogue was written by a newer version of the program."""

    code = "newer-schema"

    def __init__(self, home: str) -> None:
        super().__init__(
            f"The catalogue in {home} was written by a newer phototheque.",
            hint="Upgrade phototheque on this machine; the catalogue was not touched.",
        )


class NotEnoughRoom(PhotothequeError):
    """The disk of the home is full, or nearly."""

    code = "not-enough-room"

    def __init__(
        self, home: str, free_mb: int | None = None, needed_mb: int | None = None, reserve_mb: int = 0
    ) -> None:
        kept = f", of which {reserve_mb:,} are kept free: setting reserve_megabytes" if reserve_mb else ""
        left = "" if free_mb is None else f" ({free_mb:,} MB left{kept})"
        needed = "" if needed_mb is None else f" for {needed_mb:,} MB of files"
        super().__init__(
            f"There is not enough room on the disk of {home}{needed}{left}.",
            hint="Make room, then run the same command again: what was taken in is safe and will not be done twice.",
        )


class HomeUnwritable(PhotothequeError):
    """A write in the home failed for another reason than room."""

    code = "home-unwritable"

    def __init__(self, home: str, why: str) -> None:
        super().__init__(
            f"Writing to {home} failed: {why}.",
            hint="Check the disk and its rights, then run the same command again: what was taken in is safe.",
        )


class HomeBusy(PhotothequeError):
    """Another process works in the home, and this command needs it alone."""

    code = "home-busy"
    http_status = 409

    def __init__(self, home: str, holder: str) -> None:
        super().__init__(
            f"{home} is in use by {holder}.",
            hint="Wait until it has finished, or stop it, then run the command again.",
        )
