"""Files of a layer between being handed over and being taken: one folder each, which goes when it is settled or old."""

import json
import re
import secrets
import shutil
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Protocol

from catalogue.home.paths import Home

_FOLDER = "layers-waiting"
_TOKEN = re.compile(r"[0-9a-f]{32}")
_ODD = re.compile(r"[^\w .()'-]")
_A_DAY_S = 24 * 3600
_LONGEST_NAME = 120
_MOST_FILES = 12
#: Of the files of a Shapefile, the one that names the others; then whatever is no companion.
_COMPANIONS = {".dbf", ".shx", ".prj", ".cpg", ".qpj", ".sbn", ".sbx", ".xml"}


class Handed(Protocol):
    """A file as a form hands it over."""

    filename: str | None

    def save(self, dst: Path) -> None:
        """Write it."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A layer that waits for a yes: its main file, what it is to be, and the scratch library that shows it."""

    folder: Path
    file: str
    kind: str
    layer: str
    name_field: str
    code_field: str

    @property
    def token(self) -> str:
        """What addresses call it by."""
        return self.folder.name

    @property
    def scratch(self) -> Home:
        """A library that holds this layer alone, to be looked at."""
        return Home(self.folder / "scratch")

    @property
    def main_file(self) -> Path:
        """Where its file lies."""
        return self.folder / "files" / self.file

    def options(self) -> list[str]:
        """How the command that reads layers is told what it is to be."""
        options = {"--kind": self.kind, "--layer": self.layer}
        fields = {"--name-field": self.name_field, "--code-field": self.code_field}
        chosen = options | {name: value for name, value in fields.items() if value}
        # With an equals sign, no value can be taken for another option.
        return [f"{name}={value}" for name, value in chosen.items()]


def hand_over(home: Home, files: Sequence[Handed], wish: Mapping[str, str]) -> Waiting | None:
    """Keep the files of a layer until it is settled; None where there is none, or too many."""
    clear_old(home)
    named = [(safe_name(file.filename or ""), file) for file in files if file.filename]
    if not named or len(named) > _MOST_FILES:
        return None
    folder = home.root / _FOLDER / secrets.token_hex(16)
    (folder / "files").mkdir(parents=True)
    for name, file in named:
        file.save(folder / "files" / name)
    main = next((name for name, _ in named if Path(name).suffix.lower() not in _COMPANIONS), named[0][0])
    layer = wish["layer"] or Path(main).stem
    waiting = Waiting(folder, main, wish["kind"], layer, wish["name_field"], wish["code_field"])
    facts = {name: value for name, value in asdict(waiting).items() if name != "folder"}
    (folder / "wish.json").write_text(json.dumps(facts), encoding="utf-8")
    return waiting


def find_waiting(home: Home, token: str) -> Waiting | None:
    """The layer that waits under this token; None when there is none any more."""
    folder = home.root / _FOLDER / token
    if not _TOKEN.fullmatch(token) or not (folder / "wish.json").is_file():
        return None
    return Waiting(folder, **json.loads((folder / "wish.json").read_text(encoding="utf-8")))


def settle(waiting: Waiting) -> None:
    """It no longer waits; its files are gone."""
    shutil.rmtree(waiting.folder, ignore_errors=True)


def clear_old(home: Home, name: str = _FOLDER) -> None:
    """What nobody answered for a day is gone."""
    folder = home.root / name
    for each in folder.iterdir() if folder.is_dir() else ():
        if time.time() - each.stat().st_mtime > _A_DAY_S:
            shutil.rmtree(each, ignore_errors=True)


def safe_name(name: str) -> str:
    """The name of a file without any folder, in letters that no command line and no disk takes amiss.

    >>> safe_name("../../etc/passwd"), safe_name("cités 2020.geojson"), safe_name("-x;rm.shp"), safe_name("..")
    ('passwd', 'cités 2020.geojson', 'x_rm.shp', 'layer')
    """
    plain = _ODD.sub("_", re.split(r"[/\\\\]", name)[-1]).lstrip(".- ")
    stem, dot, suffix = plain.rpartition(".")
    return f"{stem[:_LONGEST_NAME]}{dot}{suffix[:_LONGEST_NAME]}" or "layer"
