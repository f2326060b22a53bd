"""Every file of a home that holds an erased photo: originals, pictures, copies that wait, ZIPs that were packed."""

import shutil
from collections.abc import Callable, Iterable, Iterator
from hashlib import file_digest
from pathlib import Path

from catalogue.home.inbox import note_of, tickets
from catalogue.home.paths import Home
from catalogue.home.workspaces import ARCHIVE, ARCHIVE_CONTENTS, ARCHIVE_FILE
from catalogue.originals.durable import flush_folder

#: Whether a photo with this id, or a file with this sha256, is to go.
Goes = Callable[[str], bool]


def erase_files(home: Home, photo_ids: Iterable[str], sha256s: Iterable[str]) -> None:
    """No file of the home holds these photos or files any more, and the folders that say so are on the disk."""
    ids, hashes = set(photo_ids), set(sha256s)
    known = [
        *_originals_of(home, hashes),
        *_pictures_of(home, ids),
        *_in_quarantine(home, hashes.__contains__),
    ]
    remove([*known, *_in_inbox(home, hashes.__contains__), *_archives(home, ids.__contains__)])
    forget_sheets(home)


def erase_marked_files(home: Home, photo_goes: Goes, file_goes: Goes) -> None:
    """As `erase_files`, for what is known by its mark alone: every name is looked at."""
    originals = (path for path in _all(home.originals) if file_goes(path.stem))
    pictures = (path for path in _all(home.renditions) if photo_goes(path.stem))
    waiting = (*_in_quarantine(home, file_goes), *_in_inbox(home, file_goes))
    remove([*originals, *pictures, *waiting, *_archives(home, photo_goes)])
    forget_sheets(home)


def remove(paths: Iterable[Path]) -> None:
    """These files are gone, and their folders know it durably."""
    folders = set()
    for path in paths:
        path.unlink(missing_ok=True)
        folders.add(path.parent)
    for folder in sorted(folders):
        flush_folder(folder)


def size_of_pictures(home: Home, photo_id: str) -> tuple[int, int]:
    """How many pictures for screens there are of a photo, and their bytes."""
    sizes = [path.stat().st_size for path in _pictures_of(home, {photo_id})]
    return len(sizes), sum(sizes)


def _originals_of(home: Home, sha256s: Iterable[str]) -> Iterator[Path]:
    for sha256 in sha256s:
        yield from home.original(sha256, "*").parent.glob(f"{sha256}.*")


def _pictures_of(home: Home, photo_ids: Iterable[str]) -> Iterator[Path]:
    sizes = list(home.renditions.iterdir()) if home.renditions.is_dir() else []
    for photo_id in photo_ids:
        for size in sizes:
            yield from (size / photo_id[:2] / photo_id[2:4]).glob(f"{photo_id}.*")


def _in_quarantine(home: Home, goes: Goes) -> list[Path]:
    return [path for path in _all(home.quarantine) if goes(path.name.lstrip(".").partition(".")[0])]


def _in_inbox(home: Home, goes: Goes) -> list[Path]:
    """Copies that wait to be taken in, each after its note: only by the file it is known whose note it is.

    One that a run takes meanwhile meets its tombstone there.
    """
    return [
        each for file in tickets(home) if _goes(file, goes) for each in (note_of(file), file) if each.exists()
    ]


def _goes(file: Path, goes: Goes) -> bool:
    try:
        with file.open("rb") as opened:
            return goes(file_digest(opened, "sha256").hexdigest())
    except FileNotFoundError:
        return False


def _archives(home: Home, goes: Goes) -> list[Path]:
    """ZIPs that hold a photo. They lose their name; whoever reads one reads it to its end, and then it is gone."""
    found = []
    for contents in home.tmp.glob(f"{ARCHIVE}*/{ARCHIVE_CONTENTS}"):
        if any(goes(line) for line in contents.read_text(encoding="ascii").splitlines()):
            found += [contents.with_name(ARCHIVE_FILE), contents]
    return found


def forget_sheets(home: Home) -> None:
    """Sheets of captions that wait to be settled are gone: nobody can tell whether they speak of a photo."""
    for folder in home.captions_waiting.iterdir() if home.captions_waiting.is_dir() else ():
        shutil.rmtree(folder, ignore_errors=True)


def _all(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if path.is_file()) if folder.is_dir() else iter(())
