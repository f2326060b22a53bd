"""Who writes into a backup: one at a time.

On this machine the kernel's lock says so and goes with its process. A NAS may keep no locks, or keep them from other
machines; so the file under the lock also says who writes and when it was last heard of, and is believed for a while.
"""

import errno
import fcntl
import json
import os
import platform
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

from catalogue.backup.destination import Destination
from catalogue.errors import BackupBusy

_BELIEVED_SECONDS = 1800
_BEAT_SECONDS = 60
_LENGTH = 512
_NO_LOCKS = {errno.ENOLCK, errno.EOPNOTSUPP, errno.ENOSYS, errno.EINVAL}


@dataclass(slots=True)
class Claim:
    """The right to write into a backup. `unfinished` when whoever had it last did not come to an end."""

    descriptor: int
    unfinished: bool
    _beaten: float = field(default=0.0)

    @classmethod
    def take(cls, destination: Destination) -> Self:
        """The claim, or BackupBusy."""
        descriptor = os.open(destination.claim, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        try:
            _lock(descriptor, destination)
            told = _told(descriptor)
            if told.get("working") and not _is_over(told):
                raise BackupBusy(str(destination.root), _holder(told))  # noqa: TRY301 the file has to be closed
            claim = cls(descriptor, bool(told.get("working")))
            claim.beat()
        except BaseException:
            os.close(descriptor)
            raise
        return claim

    def beat(self) -> None:
        """Whoever looks knows that somebody still writes here."""
        now = time.time()
        if now - self._beaten >= _BEAT_SECONDS:
            self._beaten = now
            self._tell(working=True)

    def end(self, *, finished: bool) -> None:
        """The next one may begin; when the work was not finished, it clears what was left."""
        with suppress(OSError):
            self._tell(working=not finished, ended=True)
        with suppress(OSError):
            os.close(self.descriptor)

    def _tell(self, *, working: bool, ended: bool = False) -> None:
        told = {
            "working": working,
            "machine": platform.node(),
            "boot": _boot(),
            "process": 0 if ended else os.getpid(),
            "began": 0 if ended else _began(os.getpid()),
            "heard_of": 0 if ended else int(time.time()),
        }
        # One write of one length: whoever reads meanwhile sees the old or the new.
        os.pwrite(self.descriptor, json.dumps(told).ljust(_LENGTH)[:_LENGTH].encode("ascii", "replace"), 0)


def _lock(descriptor: int, destination: Destination) -> None:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise BackupBusy(str(destination.root), _holder(_told(descriptor))) from None
    except OSError as error:
        if error.errno not in _NO_LOCKS:
            raise


def _told(descriptor: int) -> dict[str, Any]:
    with suppress(ValueError, RecursionError):
        told = json.loads(os.pread(descriptor, _LENGTH, 0))
        if isinstance(told, dict):
            return told
    return {}


def _is_over(told: dict[str, Any]) -> bool:
    """True when whoever is named works no more: known on the same machine, supposed of others after a while."""
    if told.get("machine") == platform.node() and told.get("process"):
        return told.get("boot") != _boot() or _began(int(told["process"])) != told.get("began")
    heard_of = told.get("heard_of")
    return not isinstance(heard_of, int | float) or abs(time.time() - heard_of) > _BELIEVED_SECONDS


def _holder(told: dict[str, Any]) -> str:
    if told.get("process"):
        return f"another backup (process {told['process']} on {told.get('machine')})"
    return "another backup"


def _boot() -> str:
    """Which start of this machine it is."""
    with suppress(OSError):
        return Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
    return ""


def _began(process: int) -> int:
    """When a process began, in ticks since the start of the machine (proc(5), stat); 0 for one that is no more."""
    with suppress(OSError, IndexError, ValueError):
        return int(Path(f"/proc/{process}/stat").read_text("utf-8").rpartition(")")[2].split()[19])
    return 0
