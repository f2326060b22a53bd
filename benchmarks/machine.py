"""The machine that was measured on, and how quiet it was."""

import os
import platform
import time
from contextlib import closing
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory

from catalogue.database.connection import connect

#: A machine is quiet when others use less than this share of it.
QUIET = 0.08
_LISTENING_SECONDS = 2
_TICKS_PER_SECOND = os.sysconf("SC_CLK_TCK")
_LIBRARIES = (
    "pillow",
    "simplejpeg",
    "opencv-python-headless",
    "numpy",
    "exifread",
    "datasette",
    "uvicorn",
    "pysqlite3",
)


def described(where: Path) -> list[str]:
    """Say in lines of Markdown what processor, memory, disk and versions the figures belong to."""
    home = where if where.exists() else Path()
    return [
        f"- processor: {_processor()}, {cores()} cores usable",
        f"- memory: {_memory_gb():.0f} GB; disk under the library: {_disk(home)}",
        f"- {platform.system()} {platform.release()}, Python {platform.python_version()}, SQLite {_sqlite()}",
        f"- {', '.join(f'{name} {version(name)}' for name in _LIBRARIES)}",
    ]


def cores() -> int:
    """Count the processors that this process may use."""
    return len(os.sched_getaffinity(0))


class Company:
    """Measures what others use of the processors from now on."""

    def __init__(self) -> None:
        self._idle, self._every = _ticks()

    def share(self, cpu_seconds: float = 0.0) -> float:
        """Say which share others took since the beginning, 0 to 1, when we took `cpu_seconds` ourselves.

        Interrupts, the kernel's own threads and a host that gives the machine less than its due are others too.
        """
        idle, every = _ticks()
        lasted = max(every - self._every, 1)
        return max(lasted - (idle - self._idle) - cpu_seconds * _TICKS_PER_SECOND, 0) / lasted


def wait_for_quiet(until: float) -> None:
    """Come back when others leave the machine alone, or when the clock (`time.monotonic`) passes `until`."""
    while time.monotonic() < until:
        company = Company()
        time.sleep(_LISTENING_SECONDS)
        if company.share() < QUIET:
            return


def _ticks() -> tuple[int, int]:
    """Idle and all ticks of all processors since the start (proc(5), `/proc/stat`)."""
    ticks = [int(n) for n in Path("/proc/stat").read_text(encoding="ascii").splitlines()[0].split()[1:9]]
    return ticks[3] + ticks[4], sum(ticks)


def _processor() -> str:
    lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


def _memory_gb() -> float:
    return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 1e9


def _disk(path: Path) -> str:
    """The file system that holds a path, and its device, by the longest mount point above it."""
    resolved = path.resolve()
    mounts = [line.split()[:3] for line in Path("/proc/mounts").read_text(encoding="utf-8").splitlines()]
    above = [m for m in mounts if resolved.is_relative_to(m[1])]
    device, _, kind = max(above, key=lambda m: len(m[1]))
    return f"{kind} on {device}"


def _sqlite() -> str:
    with TemporaryDirectory() as folder, closing(connect(Path(folder) / "empty.db")) as db:
        return str(db.execute("SELECT sqlite_version()").fetchone()[0])
