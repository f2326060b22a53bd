"""The machine that was measured on, and how quiet it was."""

import os
import platform
import time
from contextlib import closing
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory

from catalogue.database.connection import connect

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


def others_share(seconds: float = 1.0) -> float:
    """Measure which share of the machine's processors others use while this process sleeps, from 0 to 1."""
    idle_before, all_before = _ticks()
    time.sleep(seconds)
    idle, every = _ticks()
    return 1 - (idle - idle_before) / max(every - all_before, 1)


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
