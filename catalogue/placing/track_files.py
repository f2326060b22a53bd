"""Track files, read in children that a hostile one can kill: all at once, each with its reason where it is refused."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from catalogue.errors import TracksRefused
from catalogue.pictures.bounded import Bounds, Died, bounded_map
from catalogue.tracks.gpx import LIMIT_BYTES, UnreadableTrack, read_gpx
from catalogue.tracks.points import Track
from catalogue.values.arrivals import on_screen, printable

_LONGEST_NAME = 80
_PRELOAD = ("catalogue.tracks.gpx",)
# A track of ten thousand points takes half a second; one of a million, a minute.
_BOUNDS = Bounds(seconds=30, memory_bytes=1_000_000_000)


@dataclass(frozen=True, slots=True)
class TrackFile:
    """A file to read, or the content of one that came by a form: then `path` is None."""

    name: str
    path: Path | None = None
    content: bytes = b""

    @property
    def size_bytes(self) -> int:
        """Its size; 0 for what cannot be looked at."""
        if self.path is None:
            return len(self.content)
        try:
            return self.path.stat().st_size
        except OSError:
            return 0


def read_track_files(paths: Iterable[Path], each: Callable[[], None] = lambda: None) -> list[Track]:
    """The tracks of these files, in their order; if any cannot be read: TracksRefused, which names every one.

    `each` is called when one more has been read.
    """
    return read_tracks([TrackFile(printable(path.name), path) for path in paths], each)


def read_tracks(files: Sequence[TrackFile], each: Callable[[], None] = lambda: None) -> list[Track]:
    """As `read_track_files`, for files and for what came by a form."""
    files = [replace(file, name=_short(file.name)) for file in files]
    found = []
    for file, result in bounded_map(_read, files, _BOUNDS, workers=min(2, len(files) or 1), preload=_PRELOAD):
        found.append((file, result))
        each()
    refused = [
        (on_screen(_where(file)), _why(result)) for file, result in found if not isinstance(result, Track)
    ]
    if refused:
        raise TracksRefused(refused)
    return [result for _, result in found if isinstance(result, Track)]


def _short(name: str) -> str:
    r"""A file's name as claims keep it: no folder, one line, at most 80 letters, the last ones.

    >>> _short("C:\\Users\\L. Dupont\\V31\n.gpx")
    'V31\\n.gpx'
    """
    return on_screen(name.replace("\\", "/").rpartition("/")[2])[-_LONGEST_NAME:]


def _read(file: TrackFile) -> Track | str:
    """In the child: the track, or why there is none."""
    try:
        if file.path is not None and not file.path.is_file():
            return "it does not exist" if not file.path.exists() else "it is no file"
        if file.size_bytes > LIMIT_BYTES:
            return f"it is larger than {LIMIT_BYTES // 1_000_000} MB"
        return read_gpx(file.content if file.path is None else file.path.read_bytes(), file.name)
    except UnreadableTrack as reason:
        return str(reason)
    except OSError as error:
        return f"it cannot be read ({error.strerror})"


def _where(file: TrackFile) -> str:
    return file.name if file.path is None else printable(file.path)


def _why(result: Track | str | Died) -> str:
    if isinstance(result, Died):
        how = "took too long" if result.too_long else "broke the reader"
        return f"reading it {how}, as a damaged or malicious file does"
    return str(result)
