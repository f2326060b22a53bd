"""Which photo a row is about: by id, else number, else path, else file name with its date or folder.

A file name alone is enough only where one photo bears it.
"""

import json
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from catalogue.captions.cells import When, when
from catalogue.captions.fields import Field
from catalogue.database.connection import Connection

_PHOTO_ID = re.compile(r"[0-9a-f]{32}")
_BATCH = 1000
_MOST_CANDIDATES = 8
_FILES = "SELECT photo_id, name, source || '/' || path, path FROM files WHERE withdrawn IS NULL"
_FACTS = "SELECT id, number, taken_at, state FROM photos WHERE id IN (SELECT value FROM json_each(?))"


class Who(NamedTuple):
    """What a row says of which photo it is about; empty where it says nothing."""

    id: str = ""
    number: str = ""
    path: str = ""
    name: str = ""
    date: str = ""
    folder: str = ""

    @classmethod
    def of(cls, cells: Mapping[Field, str]) -> "Who":
        """What the cells of a row say; a name that holds folders is a path, and a path without any is a name."""
        path, name = cells.get(Field.PATH, ""), cells.get(Field.NAME, "")
        folders, names = (
            [t for t in (path, name) if _has_folder(t)],
            [t for t in (path, name) if t and not _has_folder(t)],
        )
        return cls(
            cells.get(Field.ID, "").lower().strip(),
            cells.get(Field.NUMBER, "").strip(),
            folders[0] if folders else "",
            names[0] if names else "",
            cells.get(Field.DATE, ""),
            cells.get(Field.FOLDER, ""),
        )

    def said(self) -> str:
        """What the row says, in one line, for a person."""
        return " · ".join(part for part in self if part)[:200] or "—"


class Found(NamedTuple):
    """The photo of a row; without one, the photos that may be meant."""

    photo_id: str | None = None
    candidates: tuple[str, ...] = ()


class _File(NamedTuple):
    photo_id: str
    folders: tuple[str, ...]
    own_folders: tuple[str, ...]


class Photos:
    """The photos that rows may be about. It holds files of the names that are asked for, and no others."""

    def __init__(self, db: Connection, asked: Sequence[Who]) -> None:
        self._numbers = _numbers(db, asked)
        self._files: dict[str, list[_File]] = {}
        self._stems: dict[str, list[_File]] = {}
        self._load_files(db, asked)
        named = {file.photo_id for files in (*self._files.values(), *self._stems.values()) for file in files}
        told = {who.id for who in asked if _PHOTO_ID.fullmatch(who.id)}
        self._facts = _facts(db, named | told | set(self._numbers.values()))

    def find(self, who: Who) -> Found:
        """The photo of a row, or what may be meant."""
        if _PHOTO_ID.fullmatch(who.id):
            return Found(who.id if who.id in self._facts else None)
        numbered = self._numbers.get(int(who.number)) if who.number.isdecimal() else None
        if numbered and self._bears(numbered, who):
            return Found(numbered)
        by_path = self._by_path(who.path) if who.path else []
        if len(by_path) == 1:
            return Found(by_path[0])
        return self._by_name(who, by_path)

    def number(self, photo_id: str) -> int:
        """The number of a photo that was found."""
        return int(self._facts[photo_id][0])

    def _load_files(self, db: Connection, asked: Iterable[Who]) -> None:
        names = {_name(text) for who in asked for text in (who.path, who.name) if text}
        if not names:
            return
        for photo_id, name, whole, path in db.execute(_FILES):
            plain = _plain(name)
            stem = plain.rpartition(".")[0]
            if plain in names or stem in names:
                file = _File(photo_id, _folders(whole), _folders(path))
                self._files.setdefault(plain, []).append(file)
                self._stems.setdefault(stem, []).append(file)

    def _of_name(self, text: str) -> list[_File]:
        plain = _name(text)
        return self._files.get(plain) or self._stems.get(plain, [])

    def _bears(self, photo_id: str, who: Who) -> bool:
        """False when the row names a file that is none of this photo: its number counts something else."""
        named = who.path or who.name
        if not named:
            return True
        ours = _name(named).rpartition(".")[0].endswith(f"_{self.number(photo_id):04}")
        return ours or any(file.photo_id == photo_id for file in self._of_name(named))

    def _by_path(self, path: str) -> list[str]:
        """Photos whose file lies where the path ends; those that share most of it with their own path."""
        asked = _folders(path)
        lengths: dict[str, int] = {}
        for file in self._of_name(path):
            common = _common(asked, file.folders)
            whole = common in (len(asked), len(file.own_folders)) or common > len(file.own_folders)
            if common and whole:
                lengths[file.photo_id] = max(common, lengths.get(file.photo_id, 0))
        most = max(lengths.values(), default=0)
        return self._shown([photo_id for photo_id, length in lengths.items() if length == most])

    def _by_name(self, who: Who, by_path: Sequence[str]) -> Found:
        files = self._of_name(who.path or who.name)
        among = set(by_path)
        candidates = self._shown(dict.fromkeys(f.photo_id for f in files if not among or f.photo_id in among))
        left = self._in_folder(self._of_day(candidates, when(who.date)), files, who.folder)
        told = bool(when(who.date) or who.folder)
        # A path that fits none is a doubt even where one photo bears the name, unless its date says the same.
        sure = len(left) == 1 and (told or not who.path or bool(by_path))
        return Found(left[0]) if sure else Found(None, tuple((left or candidates)[:_MOST_CANDIDATES]))

    def _of_day(self, ids: Sequence[str], moment: When | None) -> list[str]:
        if moment is None:
            return list(ids)
        taken = {photo_id: self._facts[photo_id][1] or "" for photo_id in ids}
        of_day = [photo_id for photo_id in ids if taken[photo_id].startswith(moment.day)]
        of_minute = [i for i in of_day if moment.minute and taken[i].startswith(moment.minute)]
        return of_minute or of_day

    def _in_folder(self, ids: Sequence[str], files: Sequence[_File], folder: str) -> list[str]:
        wanted = tuple(map(_plain, _parts(folder)))
        if not wanted:
            return list(ids)
        there = {file.photo_id for file in files if _lies_in(file.folders, wanted)}
        return [photo_id for photo_id in ids if photo_id in there]

    def _shown(self, ids: Iterable[str]) -> list[str]:
        """Those that are not set aside; all, when all are."""
        found = [photo_id for photo_id in ids if photo_id in self._facts]
        return [i for i in found if self._facts[i][2] != "set_aside"] or found


def _numbers(db: Connection, asked: Iterable[Who]) -> dict[int, str]:
    wanted = {int(who.number) for who in asked if who.number.isdecimal() and len(who.number) < 18}  # noqa: PLR2004
    found: dict[int, str] = {}
    for part in _parted(sorted(wanted)):
        query = "SELECT number, id FROM photos WHERE number IN (SELECT value FROM json_each(?))"
        found.update(db.execute(query, [part]).fetchall())
    return found


def _facts(db: Connection, ids: Iterable[str]) -> dict[str, tuple[int, str | None, str]]:
    return {
        photo_id: (number, taken_at, state)
        for part in _parted(sorted(ids))
        for photo_id, number, taken_at, state in db.execute(_FACTS, [part])
    }


def _parted(values: Sequence[str] | Sequence[int]) -> Iterable[str]:
    return (json.dumps(values[start : start + _BATCH]) for start in range(0, len(values), _BATCH))


def _has_folder(text: str) -> bool:
    return ("/" in text or "\\" in text) and len(_parts(text)) > 1


def _parts(path: str) -> list[str]:
    r"""The parts of a path, written for any system.

    >>> _parts("P:\\Photos\\EV5\\a.jpg"), _parts("./EV5//a.jpg"), _parts("")
    (['Photos', 'EV5', 'a.jpg'], ['EV5', 'a.jpg'], [])
    """
    plain = path.replace("\\", "/").strip()
    plain = plain[2:] if plain[1:2] == ":" else plain
    return [each for each in map(str.strip, plain.split("/")) if each not in ("", ".", "..")]


def _plain(name: str) -> str:
    """A name as it is compared: case and the way accents are written do not count."""
    return name.lower() if name.isascii() else unicodedata.normalize("NFC", name).casefold()


def _name(path: str) -> str:
    """The name at the end of a path, as it is compared; empty where there is none."""
    return _plain(path.replace("\\", "/").rstrip("/ ").rpartition("/")[2].strip())


def _folders(path: str) -> tuple[str, ...]:
    """The folders of a path, as they are compared."""
    return _of_folder(path.replace("\\", "/").rpartition("/")[0])


@lru_cache(maxsize=10_000)
def _of_folder(folder: str) -> tuple[str, ...]:
    # A folder holds hundreds of photos.
    return tuple(_parts(_plain(folder)))


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    """How many folders two paths share, counted from their ends."""
    shared = 0
    for a, b in zip(reversed(one), reversed(other), strict=False):
        if a != b:
            break
        shared += 1
    return shared


def _lies_in(folders: Sequence[str], wanted: Sequence[str]) -> bool:
    ends = range(len(folders) - len(wanted) + 1)
    return any(tuple(folders[start : start + len(wanted)]) == tuple(wanted) for start in ends)
