"""The reception: everything that the web asks and does about uploads, in one place."""

from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from datetime import UTC, datetime

from catalogue import settings
from catalogue.database.connection import connect, spoken_os_error
from catalogue.errors import (
    NoSuchUpload,
    TooMuchUnfinished,
    UploadEmpty,
    UploadExpired,
    UploadReceived,
    UploadTooLarge,
)
from catalogue.home.inbox import is_ticket, new_ticket
from catalogue.home.paths import Home
from catalogue.people import moments
from catalogue.people.store import ensure, reading
from catalogue.uploads import clearing, files, finishing, rows
from catalogue.uploads.files import Appending
from catalogue.uploads.states import GONE, Standing, standings
from catalogue.uploads.turns import changing_in_turn
from catalogue.uploads.upload import Sender, Told, Upload

_MB = 1_000_000


def _now() -> datetime:
    return datetime.now(UTC)


class Reception:
    """Where files are received for one library. Any thread may ask: each call opens the databases for itself.

    An upload belongs to who began it: for everybody else there is none.
    """

    def __init__(self, home: Home, *, clock: Callable[[], datetime] = _now) -> None:
        self.home = home
        self._clock = clock
        ensure(home)

    def begin(self, sender: Sender, told: Told, size: int | None) -> Upload:
        """A new upload, of which nothing has come; UploadTooLarge, TooMuchUnfinished, NotEnoughRoom, UploadEmpty."""
        limits, now = self._limits(), self._clock()
        _check_size(size, limits)
        files.check_room(self.home, size or 0, settings.number("reserve_megabytes", limits))
        upload_id = new_ticket()
        with changing_in_turn(self.home) as db:
            _check_allowance(rows.unfinished(db, sender, now), size or 0, 1, limits)
            rows.begin(db, upload_id, sender, told, size, now, settings.number("upload_days", limits))
            return self._found(rows.find(db, upload_id, sender))

    def own(self, upload_id: str, sender: Sender) -> Upload:
        """An upload of this sender, as its row says; NoSuchUpload."""
        if not is_ticket(upload_id):
            raise NoSuchUpload
        with reading(self.home) as db:
            return self._found(rows.find(db, upload_id, sender))

    def find(self, upload_id: str, sender: Sender) -> Upload:
        """An upload that goes on or was received; what a crash left undone is done. NoSuchUpload, UploadExpired."""
        upload = self.own(upload_id, sender)
        if upload.received_at is None and upload.expires_at <= moments.text(self._clock()):
            raise UploadExpired
        return self._with_bytes(finishing.settle(self.home, upload, self._clock()))

    def found(self, upload_id: str, sender: Sender) -> tuple[Upload, int]:
        """The same, and how much of it has come."""
        upload = self.find(upload_id, sender)
        return upload, self.offset(upload)

    def _with_bytes(self, upload: Upload) -> Upload:
        """An upload that was received according to its row alone is to be sent again."""
        if upload.received_at and standings(self.home, [upload], self._clock())[0].code == GONE:
            with changing_in_turn(self.home) as db:
                rows.take_back(db, upload.id)
                return rows.every(db, "uploads.id = ?", [upload.id])[0]
        return upload

    def declare(self, upload: Upload, size: int, sender: Sender) -> Upload:
        """The size of an upload that was begun without one is known; UploadTooLarge, TooMuchUnfinished."""
        limits = self._limits()
        _check_size(size, limits)
        with changing_in_turn(self.home) as db:
            _check_allowance(rows.unfinished(db, sender, self._clock()), size, 0, limits)
            rows.declare(db, upload.id, size)
            return self._found(rows.find(db, upload.id, sender))

    def opened(self, upload: Upload, aside: bool) -> Appending:
        """The file of an upload, to write to; `aside` where bytes must not count before they are known to be right.

        NotEnoughRoom, UploadBusy.
        """
        limits = self._limits()
        reserve_mb = settings.number("reserve_megabytes", limits)
        files.check_room(self.home, 0, reserve_mb)
        largest = settings.number("file_megabytes", limits) * _MB
        most = largest if upload.size_bytes is None else upload.size_bytes
        return files.open_to_append(self.home, upload.id, aside=aside, most=most, reserve_mb=reserve_mb)

    def largest(self) -> int:
        """How large a file may be, in bytes."""
        return settings.number("file_megabytes", self._limits()) * _MB

    def offset(self, upload: Upload) -> int:
        """How much of an upload has come."""
        if upload.received_at is not None:
            return upload.size_bytes or 0
        return files.length(self.home, upload.id)

    def finish(self, upload: Upload) -> Upload:
        """All of an upload has come, and is handed over: it is received. ChecksumDiffers."""
        finishing.finish(self.home, upload, self._clock())
        with reading(self.home) as db:
            return rows.every(db, "uploads.id = ?", [upload.id])[0]

    def end(self, upload: Upload) -> None:
        """There is no such upload any more; one that was received stays: UploadReceived."""
        if upload.received_at is not None:
            raise UploadReceived
        with suppress(FileNotFoundError), files.alone_with(self.home, upload.id):
            files.discard(self.home, upload.id)
        with changing_in_turn(self.home) as db:
            rows.forget(db, upload.id)

    def listed(
        self, sender: Sender, ids: Sequence[str] | None = None, since: str | None = None
    ) -> list[Standing]:
        """How the uploads of a sender stand, the newest first."""
        with reading(self.home) as db:
            found = rows.of_sender(db, sender, ids, since)
        return standings(self.home, found, self._clock())

    def recover(self) -> int:
        """What was whole when a server died is in the inbox."""
        return finishing.recover(self.home, self._clock())

    def clear(self) -> int:
        """What expired is gone, and what was whole when a server died is in the inbox."""
        try:
            self.recover()
            return clearing.clear(self.home, self._clock())
        except OSError as error:
            raise spoken_os_error(error, str(self.home.root)) from error

    def _limits(self) -> dict[str, str]:
        with closing(connect(self.home.catalogue, readonly=True)) as db:
            return dict(db.execute("SELECT name, value FROM settings").fetchall())

    def _found(self, upload: Upload | None) -> Upload:
        if upload is None:
            raise NoSuchUpload
        return upload


def _check_size(size: int | None, limits: dict[str, str]) -> None:
    most_mb = settings.number("file_megabytes", limits)
    if size is not None and size > most_mb * _MB:
        raise UploadTooLarge(most_mb)
    if size == 0:
        raise UploadEmpty


def _check_allowance(unfinished: tuple[int, int], size: int, more: int, limits: dict[str, str]) -> None:
    count, declared = unfinished
    most = settings.number("upload_unfinished_megabytes", limits) * _MB
    if count + more > settings.number("upload_unfinished", limits) or declared + size > most:
        raise TooMuchUnfinished
