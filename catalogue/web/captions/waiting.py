"""A sheet between being handed over and being written: one folder each, which goes when it is settled or old."""

import json
import re
import secrets
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from catalogue.home.paths import Home
from catalogue.web.layers.waiting import Handed, clear_old, safe_name

_TOKEN = re.compile(r"[0-9a-f]{32}")
_FACTS = "sheet.json"


@dataclass(frozen=True, slots=True)
class Waiting:
    """A sheet that waits for a yes: its file, what was chosen for its columns, and what it would change."""

    folder: Path
    file: str
    chosen: Mapping[str, str] = field(default_factory=dict)
    report: Mapping[str, Any] = field(default_factory=dict)

    @property
    def token(self) -> str:
        """What addresses call it by."""
        return self.folder.name

    @property
    def path(self) -> Path:
        """Where its file lies."""
        return self.folder / "files" / self.file

    def options(self) -> Sequence[str]:
        """How the command that reads sheets is told what was chosen."""
        return [f"--map={heading}={name}" for heading, name in self.chosen.items()]

    def keep(self) -> None:
        """What is known of it survives until it is settled."""
        facts = {"file": self.file, "chosen": dict(self.chosen), "report": dict(self.report)}
        (self.folder / _FACTS).write_text(json.dumps(facts, ensure_ascii=False), encoding="utf-8")

    def known_as(self, report: Mapping[str, Any], chosen: Mapping[str, str] | None = None) -> "Waiting":
        """The same sheet, with what a look at it told."""
        return replace(self, report=report, chosen=self.chosen if chosen is None else chosen)


def hand_over(home: Home, file: Handed) -> Waiting:
    """Keep a sheet until it is settled."""
    clear_old(home, home.captions_waiting.name)
    waiting = Waiting(home.captions_waiting / secrets.token_hex(16), safe_name(file.filename or ""))
    waiting.path.parent.mkdir(parents=True)
    file.save(waiting.path)
    waiting.keep()
    return waiting


def find_waiting(home: Home, token: str) -> Waiting | None:
    """The sheet that waits under this token; None when there is none any more."""
    folder = home.captions_waiting / token
    if not _TOKEN.fullmatch(token) or not (folder / _FACTS).is_file():
        return None
    return Waiting(folder, **json.loads((folder / _FACTS).read_text(encoding="utf-8")))


def settle(waiting: Waiting) -> None:
    """It no longer waits; its file is gone."""
    shutil.rmtree(waiting.folder, ignore_errors=True)
