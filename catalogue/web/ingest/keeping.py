"""What is written down of a run that the browser started: one small file each, gone after a week."""

import json
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from pathlib import Path

from catalogue.home.paths import Home
from catalogue.web.ingest.tally import Tally

_FOLDER = "ingests"
_A_WEEK_S = 7 * 24 * 3600


class State(StrEnum):
    """What a job does, or how it ended."""

    WORKING = "working"
    STOPPING = "stopping"
    FINISHED = "finished"
    STOPPED = "stopped"
    FAILED = "failed"
    INTERRUPTED = "interrupted"


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody asked for: a folder, by its root and path as shown and by what is to be opened, and its rights."""

    root: str
    path: str
    location: str
    by: str
    creator: str = ""
    credit: str = ""
    licence: str = ""
    dry: bool = True

    @property
    def rights(self) -> dict[str, str]:
        """What is said where a photo does not say it itself."""
        said = {"creator": self.creator, "credit": self.credit, "licence": self.licence}
        return {name: text for name, text in said.items() if text}

    @property
    def shown(self) -> str:
        """The whole path, for a person."""
        return "/".join(filter(None, (self.root.rstrip("/"), self.path))) or "/"


@dataclass(frozen=True, slots=True)
class Job:
    """A run that was started from the browser, as far as it is known. Times are seconds since 1970."""

    token: str
    wish: Wish
    state: State
    started_at: float
    ended_at: float | None = None
    tally: Tally = field(default_factory=Tally)

    @property
    def over(self) -> bool:
        """True when nothing more will come of it."""
        return self.state not in (State.WORKING, State.STOPPING)


def keep(home: Home, job: Job) -> None:
    """The job can be found by its token, whatever becomes of this process."""
    folder = home.root / _FOLDER
    folder.mkdir(exist_ok=True)
    facts = {
        "wish": asdict(job.wish),
        "state": job.state,
        "started_at": job.started_at,
        "ended_at": job.ended_at,
        "tally": job.tally.kept(),
    }
    part = folder / f".{job.token}"
    # In ASCII: a path may hold bytes that are no UTF-8, which Python keeps as halves of a pair.
    part.write_text(json.dumps(facts), encoding="ascii")
    part.replace(folder / f"{job.token}.json")


def load(home: Home, token: str) -> Job | None:
    """The job with this token, as it was last written down; None when there is none."""
    try:
        facts = json.loads((home.root / _FOLDER / f"{token}.json").read_text(encoding="ascii"))
        return Job(
            token,
            Wish(**facts["wish"]),
            State(facts["state"]),
            facts["started_at"],
            facts["ended_at"],
            Tally.read(facts["tally"]),
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None


def latest(home: Home, most: int) -> list[str]:
    """The tokens of the jobs that were written down last, newest first."""
    found = sorted(((file.stat().st_mtime, file.stem) for file in _files(home) if file.suffix), reverse=True)
    return [token for _, token in found[:most]]


def clear_old(home: Home) -> None:
    """Jobs of more than a week ago are forgotten."""
    for file in _files(home):
        with suppress(OSError):
            if time.time() - file.stat().st_mtime > _A_WEEK_S:
                file.unlink()


def _files(home: Home) -> Iterator[Path]:
    folder = home.root / _FOLDER
    return folder.iterdir() if folder.is_dir() else iter(())
