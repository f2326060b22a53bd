"""The product made wrong on purpose, in memory only: what the harness must then find.

Each change is applied to a module when the program under test imports it, in every one of its processes.
"""

import sys
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from typing import Any

Change = Callable[[Any], None]


def begin(names: str) -> None:
    """The changes with these names, separated by commas, will be made."""
    for name in names.split(","):
        module, change = CHANGES[name]
        sys.meta_path.insert(0, _AfterImport(module, change))


class _AfterImport(MetaPathFinder):
    """Changes one module as soon as it is loaded."""

    def __init__(self, module: str, change: Change) -> None:
        self._module, self._change = module, change

    def find_spec(
        self,
        fullname: str,
        path: Sequence[str] | None,  # noqa: ARG002 the interface of the import system
        target: ModuleType | None = None,  # noqa: ARG002 the same
    ) -> ModuleSpec | None:
        if fullname != self._module:
            return None
        sys.meta_path.remove(self)
        spec = find_spec(fullname)
        if spec is not None and spec.loader is not None:
            spec.loader = _Changed(spec.loader, self._change)
        return spec


class _Changed(Loader):
    """Loads as the real loader does, then changes what was loaded."""

    def __init__(self, real: Loader, change: Change) -> None:
        self._real, self._change = real, change

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        return self._real.create_module(spec)

    def exec_module(self, module: ModuleType) -> None:
        self._real.exec_module(module)
        self._change(module)


def _nothing(*_: Any) -> None:
    """What should have been done is not."""


def _few_at_once(pipeline: Any) -> None:
    """No fault: files are made durable by fours, so that few files make several batches."""
    pipeline._BATCH = 4


def _rows_first(intake: Any) -> None:
    """Rows are committed before the originals that they name are in the store."""

    def take(self: Any, findings: Any) -> Any:
        verdicts = self._write_rows(findings)
        self._place_originals(findings)
        self._place_renditions(findings, verdicts)
        self._empty_inbox(findings, verdicts)
        return verdicts

    intake.CatalogueIntake.take = take


def _inbox_first(intake: Any) -> None:
    """Files leave the inbox before anything of them is in the catalogue."""
    real = intake.CatalogueIntake._write_rows

    def write_rows(self: Any, findings: Any) -> Any:
        for finding in findings:
            if finding.arrival.door == "inbox":
                Path(finding.arrival.location).unlink()
        return real(self, findings)

    intake.CatalogueIntake._write_rows = write_rows
    intake.CatalogueIntake._empty_inbox = _nothing


def _ready_first(intake: Any) -> None:
    """Renditions are called ready before they are there."""
    real_place = intake.place
    waiting: list[Any] = []

    def place(moves: Any) -> None:
        if any("renditions" in move.target.parts for move in moves):
            waiting.append(moves)
        else:
            real_place(moves)

    real = intake.CatalogueIntake._place_renditions

    def place_renditions(self: Any, findings: Any, verdicts: Any) -> None:
        real(self, findings, verdicts)
        while waiting:
            real_place(waiting.pop())

    intake.place = place
    intake.CatalogueIntake._place_renditions = place_renditions


def _moved_early(durable: Any) -> None:
    """A file loses its old name before the new one is on the disk."""
    real = durable.give_name

    def give_name(move: Any) -> None:
        real(move)
        move.staged.unlink(missing_ok=True)

    durable.give_name = give_name


def _no_file_flush(durable: Any) -> None:
    durable.flush_file = _nothing


def _no_folder_flush(durable: Any) -> None:
    durable.flush_folder = _nothing


def _lost_links(durable: Any) -> None:
    """A name that could not be given is passed over in silence."""
    real = durable.give_name

    def give_name(move: Any) -> None:
        with suppress(OSError):
            real(move)

    durable.give_name = give_name


def _asleep(connection: Any) -> None:
    """SQLite is not asked to wait for the disk."""
    real = connection.connect

    def connect(path: Path, *, readonly: bool = False) -> Any:
        db = real(path, readonly=readonly)
        db.execute("PRAGMA synchronous = OFF")
        return db

    connection.connect = connect


def _one_write(receive: Any) -> None:
    """A write that took only a part of the bytes is taken for a whole one."""
    receive._write_all = receive.os.write


def _touched(receive: Any) -> None:
    """The source is changed by being read."""
    real = receive.receive

    def touching(descriptor: int, staged: Path) -> Any:
        received = real(descriptor, staged)
        receive.os.utime(f"/proc/self/fd/{descriptor}")
        return received

    receive.receive = touching


def _no_recovery(recovery: Any) -> None:
    recovery.recover = _nothing


def _receipt_first(finishing: Any) -> None:
    """A phone is told that its file was received a moment before it is handed over."""
    real = finishing._hand_over
    finishing._hand_over = lambda home, upload: threading.Timer(0.3, real, (home, upload)).start()


CHANGES: dict[str, tuple[str, Change]] = {
    "few-at-once": ("ingest.pipeline", _few_at_once),
    "rows-first": ("catalogue.photos.intake", _rows_first),
    "inbox-first": ("catalogue.photos.intake", _inbox_first),
    "ready-first": ("catalogue.photos.intake", _ready_first),
    "moved-early": ("catalogue.originals.durable", _moved_early),
    "no-file-flush": ("catalogue.originals.durable", _no_file_flush),
    "no-folder-flush": ("catalogue.originals.durable", _no_folder_flush),
    "lost-links": ("catalogue.originals.durable", _lost_links),
    "database-asleep": ("catalogue.database.connection", _asleep),
    "one-write": ("ingest.receive", _one_write),
    "source-touched": ("ingest.receive", _touched),
    "receipt-first": ("catalogue.uploads.finishing", _receipt_first),
    "no-recovery": ("catalogue.home.recovery", _no_recovery),
}
