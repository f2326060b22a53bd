"""A library cannot be backed up, or a backup cannot be restored. Earlier copies are as they were."""

from collections.abc import Sequence

from catalogue.errors.base import PhotothequeError

_STANDS = "The copies made before are as they were."


class BackupInsideHome(PhotothequeError):
    """A backup would lie inside the library it copies, or the library inside its backup."""

    code = "backup-inside-home"

    def __init__(self, inner: str, outer: str) -> None:
        super().__init__(
            f"{inner} lies inside {outer}: a library and its backup cannot hold each other.",
            hint="Name a folder on another disk: a backup beside its library is lost with it.",
        )


class NotABackup(PhotothequeError):
    """The folder is no backup of a library, and cannot become one."""

    code = "not-a-backup"

    def __init__(self, folder: str, why: str) -> None:
        super().__init__(
            f"{folder} is no backup of a library: {why}.",
            hint="Name the folder that holds phototheque-backup.json, or to begin a backup an empty folder.",
        )


class BackupOfAnotherLibrary(PhotothequeError):
    """The folder holds the backup of another library."""

    code = "backup-of-another-library"

    def __init__(self, folder: str, home: str) -> None:
        super().__init__(
            f"{folder} holds the backup of another library than {home}.",
            hint="Nothing was written. Give each library a folder of its own.",
        )


class BackupNotThere(PhotothequeError):
    """A folder that held a backup of this library is empty now, as when its disk is not mounted."""

    code = "backup-not-there"

    def __init__(self, folder: str, at: str) -> None:
        super().__init__(
            f"{folder} held a backup of this library ({at}), and holds none now.",
            hint="Is the disk or the NAS mounted? If the backup is to begin anew there, add --begin.",
        )


class BackupWentAway(PhotothequeError):
    """The folder of the backup disappeared while it was being written or read."""

    code = "backup-went-away"

    def __init__(self, folder: str) -> None:
        super().__init__(
            f"{folder} went away while it was in use.",
            hint=f"Mount it again and run the same command: what was copied is not copied twice. {_STANDS}",
        )


class BackupNoRoom(PhotothequeError):
    """The disk of the backup is full, or would be."""

    code = "backup-no-room"

    def __init__(self, folder: str, free_mb: int | None = None, needed_mb: int | None = None) -> None:
        needed = "" if needed_mb is None else f" for {needed_mb:,} MB of files ({free_mb:,} MB left)"
        super().__init__(
            f"There is not enough room on the disk of {folder}{needed}.",
            hint=f"Make room there, or name a larger disk, then run the same command again. {_STANDS}",
        )


class BackupUnwritable(PhotothequeError):
    """Writing the backup failed for another reason than room."""

    code = "backup-unwritable"

    def __init__(self, folder: str, why: str) -> None:
        super().__init__(
            f"Writing to {folder} failed: {why}.",
            hint=f"Check the disk and its rights, then run the same command again. {_STANDS}",
        )


class BackupBusy(PhotothequeError):
    """Another backup is being written into the same folder."""

    code = "backup-busy"

    def __init__(self, folder: str, holder: str) -> None:
        super().__init__(
            f"{folder} is in use by {holder}.",
            hint="Wait until it has finished, then run the command again. Nothing was written.",
        )


class DatabaseNotWhole(PhotothequeError):
    """SQLite finds a database damaged, so that a copy of it would be no backup."""

    code = "database-not-whole"

    def __init__(self, name: str, home: str, why: str) -> None:
        super().__init__(
            f"{name} in {home} is damaged ({why}): no copy was made of it.",
            hint=f"{_STANDS} Look with `phototheque check`, and restore the newest copy into a new folder: "
            "phototheque restore.",
        )


class NewerBackup(PhotothequeError):
    """The backup was written by a newer version of the program."""

    code = "newer-backup"

    def __init__(self, folder: str) -> None:
        super().__init__(
            f"The backup in {folder} was written by a newer phototheque.",
            hint="Upgrade phototheque on this machine; nothing was touched.",
        )


class NoSuchCopy(PhotothequeError):
    """The backup holds no copy of that moment."""

    code = "no-such-copy"
    http_status = 404

    def __init__(self, folder: str, stamp: str, there: Sequence[str]) -> None:
        super().__init__(
            f"There is no copy {stamp} in {folder}.",
            hint=f"There are: {', '.join(there)}." if there else "There is none at all.",
        )


class BackupDamaged(PhotothequeError):
    """Files of a backup are missing or not what was copied; `damage` names each of them."""

    code = "backup-damaged"

    def __init__(self, folder: str, damage: Sequence[str], hint: str) -> None:
        number = "one file" if len(damage) == 1 else f"{len(damage):,} files"
        super().__init__(f"The backup in {folder} is damaged: {number}, named above.", hint=hint)
        self.damage = tuple(damage)


class RestoreRefused(PhotothequeError):
    """A library cannot be restored into the folder that was named."""

    code = "restore-refused"

    def __init__(self, home: str, why: str) -> None:
        super().__init__(
            f"Nothing can be restored into {home}: {why}.",
            hint="Name a folder that is not there yet, on a local disk with room, with --home. Nothing was restored.",
        )
