"""Inside the program: each of its own writes under the home is counted, and one of them can go wrong.

Loaded by every Python process of the program under test before anything else, when the launcher asks for it.
SQLite writes in C and is not seen here: those calls are made to fail by `strace`.
"""

import builtins
import errno
import functools
import io
import json
import os
import re
import resource
import shutil  # noqa: F401 it asks what the real calls can do when it is loaded: that must be before they are replaced
import signal
import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

PLAN = "RELIABILITY_PLAN"
_MAIN = "RELIABILITY_MAIN"
_RUN = re.compile(r"(\d{4}-\d{2}-\d{2}-\d{4}-[a-z2-9]{4})")
_PART = re.compile(r"\.\d+\.part$")
_TICKET = re.compile(r"[0-7][0-9A-HJKMNP-TV-Z]{25}")
_STAMP = re.compile(r"\d{8}T\d{6}Z")
_BUILDING = re.compile(r"\.restoring-[0-9a-f]{8}")
_WRITING = re.compile("[wax+]")
_WHAT = {"ENOSPC": errno.ENOSPC, "ENOSPC from then on": errno.ENOSPC, "EIO": errno.EIO}
# Calls that need no room succeed on a full disk.
_NEEDS_ROOM = {"write", "mkdir", "link", "open", "rename", "fsync"}


@dataclass(frozen=True, slots=True)
class Plan:
    """What to do inside the program: write down the calls, change the product, make one call go wrong.

    `largest` bounds the bytes of any file that it writes: a write across that bound is short, the next one fails.
    `call`, `path` and `nth` name one call: the n-th such call on that path (relative to the home) in its
    process. `fired` is a file that exists once it was reached.
    """

    home: str
    log: str = ""
    change: str = ""
    largest: int = 0
    kind: str = ""
    call: str = ""
    path: str = ""
    nth: int = 0
    fired: str = ""

    def as_text(self) -> str:
        """The plan as a process is given it."""
        return json.dumps(asdict(self))


def begin() -> None:
    """The plan of this process's environment, if any, is in force."""
    if PLAN in os.environ:
        os.environ.setdefault(_MAIN, str(os.getpid()))
        plan = Plan(**json.loads(os.environ[PLAN]))
        if plan.change:
            from tests.reliability import changes  # noqa: PLC0415 only when asked for

            changes.begin(plan.change)
        if plan.largest:
            resource.setrlimit(resource.RLIMIT_FSIZE, (plan.largest, plan.largest))
        if plan.log or plan.kind:
            Interceptor(plan).install()


class Interceptor:
    """Stands between the program and the operating system's writing calls."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._home = os.path.realpath(plan.home)
        self._seen: Counter[tuple[str, str]] = Counter()
        self._lock = threading.Lock()
        self._write, self._open, self._open_file = os.write, os.open, io.open

    def install(self) -> None:
        """From now on every writing call of this process passes here."""
        for name in ("mkdir", "unlink", "remove", "rmdir", "truncate", "link", "rename", "replace"):
            self._replace(os, name, self._on_paths)
        for name in ("write", "pwrite", "fsync", "fdatasync", "ftruncate"):
            self._replace(os, name, self._on_descriptor)
        self._replace(os, "open", self._on_open)
        io.open = builtins.open = self._opened

    def _replace(self, module: Any, name: str, wrap: Callable[..., Any]) -> None:
        real = getattr(module, name)
        setattr(module, name, functools.wraps(real)(functools.partial(wrap, name, real)))

    def _on_paths(self, name: str, real: Callable[..., Any], *words: Any, **options: Any) -> Any:
        # What matters of two names is the new one: that is where the entry appears.
        which = 1 if name in {"link", "rename", "replace"} else 0
        folder = options.get("dst_dir_fd" if which else "dir_fd")
        call = {"remove": "unlink", "replace": "rename"}.get(name, name)
        return self.perform(call, self._inside(words[which], folder), lambda: real(*words, **options))

    def _on_descriptor(self, name: str, real: Callable[..., Any], descriptor: int, *words: Any) -> Any:
        where = self._behind(descriptor)
        if name in {"write", "pwrite"} and where is not None:
            data, at = memoryview(words[0]), words[1:]
            return self.perform(
                "write",
                where,
                lambda: real(descriptor, data, *at),
                lambda: real(descriptor, data[: len(data) // 2 or 1], *at),
            )
        return self.perform(name, where, lambda: real(descriptor, *words))

    def _on_open(
        self, name: str, real: Callable[..., Any], path: Any, flags: int, *words: Any, **options: Any
    ) -> Any:
        where = self._inside(path, options.get("dir_fd")) if flags & os.O_CREAT else None
        return self.perform(name, where, lambda: real(path, flags, *words, **options))

    def _opened(self, file: Any, mode: str = "r", buffering: int = -1, *words: Any, **options: Any) -> Any:
        where = self._inside(file) if _WRITING.search(mode) and not isinstance(file, int) else None
        if where is None or "+" in mode:
            return self._open_file(file, mode, buffering, *words, **options)
        return self._watched(file, where, mode, buffering, *words, **options)

    def _watched(self, file: Any, where: str, mode: str, buffering: int, *words: Any, **options: Any) -> Any:
        """A file whose every write to the operating system passes here."""
        bare = mode.replace("b", "").replace("t", "")
        raw = self.perform("open", where, lambda: _WatchedFile(file, bare))
        raw.watch(self, where)
        if buffering == 0:
            return raw
        buffered = io.BufferedWriter(raw)
        return buffered if "b" in mode else io.TextIOWrapper(buffered, *words, **options)

    def _behind(self, descriptor: int) -> str | None:
        try:
            return self._inside(_opened_path(descriptor).removesuffix(" (deleted)"))
        except OSError:
            return None

    def _inside(self, path: Any, folder: int | None = None) -> str | None:
        """The path relative to the home, with changing names made equal; None when it lies elsewhere."""
        if isinstance(path, int):
            return self._behind(path)
        above = _opened_path(folder) if folder is not None else os.getcwd()  # noqa: PTH109 bytes and text alike
        whole = os.path.normpath(os.path.join(above, os.fsdecode(path)))  # noqa: PTH118 as the kernel does
        if whole != self._home and not whole.startswith(self._home + "/"):
            return None
        return steady(os.path.relpath(whole, self._home))

    def perform(
        self, call: str, where: str | None, real: Callable[[], Any], short: Callable[[], Any] | None = None
    ) -> Any:
        """The call is done, written down, or goes wrong as planned."""
        if where is None:
            return real()
        with self._lock:
            self._seen[call, where] += 1
            nth = self._seen[call, where]
        if self._plan.log:
            self._note(call, where, nth)
        kind = self._wrong(call, where, nth)
        if kind == "short" and short is not None:
            return short()
        if kind in _WHAT:
            raise OSError(_WHAT[kind], os.strerror(_WHAT[kind]), where)
        if kind == "kill before":
            _kill()
        done = real()
        if kind == "kill after":
            _kill()
        return done

    def _note(self, call: str, where: str, nth: int) -> None:
        descriptor = self._open(self._plan.log, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
        self._write(descriptor, (json.dumps([call, where, nth]) + "\n").encode())
        os.close(descriptor)

    def _wrong(self, call: str, where: str, nth: int) -> str:
        """The kind of fault that befalls this call, or nothing."""
        plan = self._plan
        if (call, where, nth) == (plan.call, plan.path, plan.nth):
            try:
                os.close(self._open(plan.fired, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644))
            except FileExistsError:
                return ""
            return plan.kind
        full = plan.kind == "ENOSPC from then on" and call in _NEEDS_ROOM
        return plan.kind if full and os.path.exists(plan.fired) else ""  # noqa: PTH110


class _WatchedFile(io.FileIO):
    """A file opened for writing, whose writes are counted like any other."""

    _through: Interceptor | None = None
    _where = ""

    def watch(self, through: Interceptor, where: str) -> None:
        """From now on each write passes through."""
        self._through, self._where = through, where

    def write(self, data: Any, /) -> Any:
        """Bytes handed to the operating system: perhaps not all."""
        if self._through is None:
            return super().write(data)
        whole, put = memoryview(data), super().write
        return self._through.perform(
            "write", self._where, lambda: put(whole), lambda: put(whole[: len(whole) // 2 or 1])
        )


def steady(path: str) -> str:
    """A path in the home, with what differs from run to run made equal.

    >>> steady("tmp/.2026-11-22-1408-k3f9/000003"), steady("inbox/.a.json.4121.part")
    ('tmp/.RUN/000003', 'inbox/.a.json.part')
    >>> steady("uploads/01M8C5RWHJEX261BXQEVTFHC8A")
    'uploads/TICKET'
    """
    named = _TICKET.sub("TICKET", _PART.sub(".part", _RUN.sub("RUN", path)))
    return _BUILDING.sub(".restoring-X", _STAMP.sub("STAMP", named))


def _opened_path(descriptor: int) -> str:
    return os.readlink(f"/proc/self/fd/{descriptor}")  # noqa: PTH115 undecodable names pass as they are


def _kill() -> None:
    os.kill(int(os.environ[_MAIN]), signal.SIGKILL)
