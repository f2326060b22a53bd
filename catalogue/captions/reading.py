"""A sheet is read in a child process whose time and memory are bounded: a bomb ends the child, and nothing else."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from catalogue.captions.faults import Fault, fault_line
from catalogue.captions.fields import Field
from catalogue.captions.tables import Table, table_of
from catalogue.errors import CaptionsRefused
from catalogue.pictures.bounded import Bounds, Died, bounded_map
from catalogue.values.arrivals import on_screen, printable
from catalogue.words.languages import ENGLISH

#: The largest sheet that is read, in bytes; 200,000 rows with captions take some 30 MB.
MOST_BYTES = 100_000_000
_BOUNDS = Bounds(seconds=30, memory_bytes=1_500_000_000)
_PRELOAD = ("catalogue.captions.tables",)


@dataclass(frozen=True, slots=True)
class SheetFile:
    """A file to read, and what was chosen for some of its headings: a field, or None to leave a column out."""

    path: Path
    chosen: Mapping[str, Field | None]

    @property
    def size_bytes(self) -> int:
        """Its size; 0 for what cannot be looked at."""
        try:
            return self.path.stat().st_size
        except OSError:
            return 0


def read_table(path: Path, chosen: Mapping[str, Field | None] | None = None) -> Table:
    """The table of a sheet; CaptionsRefused where it cannot be read, or has no heading that is known."""
    file = SheetFile(path, chosen or {})
    result = next(r for _, r in bounded_map(_read, [file], _BOUNDS, workers=1, preload=_PRELOAD))
    if isinstance(result, Died):
        result = Fault("broke-the-reader")
    if isinstance(result, Fault):
        raise refused(path, [result])
    return result


def refused(path: Path, faults: Sequence[Fault]) -> CaptionsRefused:
    """The error that tells these faults."""
    return CaptionsRefused(
        on_screen(printable(path.name)), faults, [fault_line(fault, ENGLISH) for fault in faults]
    )


def _read(file: SheetFile) -> Table | Fault:
    """In the child."""
    try:
        if not file.path.is_file():
            return Fault("unreadable")
        if file.size_bytes > MOST_BYTES:
            return Fault("too-large")
        return table_of(file.path.read_bytes(), file.chosen)
    except OSError:
        return Fault("unreadable")
