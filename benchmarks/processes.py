"""The memory of a program and of everything it started, as the kernel counts it."""

import os
from collections import defaultdict
from pathlib import Path

_PROC = Path("/proc")


def tree_of(root: int) -> list[int]:
    """Give a process and all its descendants, as far as they still live."""
    children: dict[int, list[int]] = defaultdict(list)
    for entry in _PROC.iterdir():
        if entry.name.isdigit() and (parent := _parent(entry)) is not None:
            children[parent].append(int(entry.name))
    found, waiting = [], [root]
    while waiting:
        found.append(waiting.pop())
        waiting += children[found[-1]]
    return found


def _parent(entry: Path) -> int | None:
    try:
        stat = (entry / "stat").read_text(encoding="utf-8", errors="replace")
    except OSError:  # it ended meanwhile
        return None
    return int(stat.rpartition(")")[2].split()[1])


def cpu_seconds(root: int) -> float:
    """Add up the processor time of a process tree, as far as it still lives."""
    return sum(map(_ticks, tree_of(root))) / os.sysconf("SC_CLK_TCK")


def _ticks(pid: int) -> int:
    """Ticks in user and kernel mode (proc(5), `stat`, fields 14 and 15)."""
    try:
        stat = (_PROC / str(pid) / "stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return 0
    return sum(map(int, stat.rpartition(")")[2].split()[11:13]))


def memory_mb(root: int) -> float:
    """Add up the proportional set sizes of a process tree: pages that several share are counted once in all."""
    return sum(map(_pss_kb, tree_of(root))) * 1024 / 1e6


def resident_mb(pid: int) -> float:
    """Resident set size of one process, without those it started (proc(5), `statm`); 0 when it has ended."""
    try:
        pages = int((_PROC / str(pid) / "statm").read_text(encoding="ascii").split()[1])
    except OSError:
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def _pss_kb(pid: int) -> int:
    """Proportional set size in kB (proc(5), `smaps_rollup`); 0 for a process that has ended."""
    try:
        lines = (_PROC / str(pid) / "smaps_rollup").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
