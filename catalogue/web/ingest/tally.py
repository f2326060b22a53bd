"""What a run that is followed has told so far: lines of JSON in, counts and first examples out."""

import json
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from catalogue.values.outcomes import Outcome

_EXAMPLES = 5
_NEW = (Outcome.STORED, Outcome.HELD)
#: These are told in groups, with their reasons, the gravest first.
_WITH_REASONS = (Outcome.FAILED, Outcome.HELD, Outcome.SKIPPED)


@dataclass(frozen=True, slots=True)
class Group:
    """Files that met the same fate for the same reason, and the first of them, as paths."""

    outcome: Outcome
    code: str
    message: str
    count: int
    examples: tuple[str, ...]


@dataclass(slots=True)
class Tally:
    """Counts by outcome and code; `to_read` is known once the folder was walked, `done` of them are.

    Names of files are kept in memory alone: of a photo that is erased, no copy may lie about.
    """

    codes: Counter[tuple[str, str]] = field(default_factory=Counter)
    examples: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    messages: dict[tuple[str, str], str] = field(default_factory=dict)
    to_read: int | None = None
    done: int = 0
    run: str | None = None
    stopped: Mapping[str, str] = field(default_factory=dict)
    began_reading: float | None = None
    clock: Callable[[], float] = time.monotonic

    def add(self, line: str | bytes) -> None:
        """One more line was told; what is none of ours is passed over."""
        told = _object(line)
        if "to_read" in told:
            self.to_read, self.run, self.began_reading = told["to_read"], told.get("run"), self.clock()
        elif "stopped" in told:
            self.stopped = told["stopped"]
        elif "outcome" in told:
            self._count(told)

    def _count(self, told: Mapping[str, Any]) -> None:
        key = (told["outcome"], told["code"])
        self.codes[key] += 1
        self.messages.setdefault(key, told["message"])
        kept = self.examples.setdefault(key, [])
        if len(kept) < _EXAMPLES:
            kept.append(told["path"])
        if self.to_read is not None:
            self.done += 1

    def number(self, outcome: Outcome) -> int:
        """How many files came to this outcome."""
        return sum(n for (one, _), n in self.codes.items() if one == outcome)

    @property
    def new(self) -> int:
        """Photos that came in, or would: those that wait for a person too."""
        return sum(map(self.number, _NEW))

    @property
    def met(self) -> int:
        """Files met so far."""
        return self.codes.total()

    @property
    def groups(self) -> list[Group]:
        """What a person must know of, with its reasons."""
        found = [self._group(key) for key in self.codes if key[0] in _WITH_REASONS]
        return sorted(found, key=lambda g: (_WITH_REASONS.index(g.outcome), -g.count, g.code))

    def _group(self, key: tuple[str, str]) -> Group:
        examples = tuple(self.examples.get(key, ()))
        return Group(Outcome(key[0]), key[1], self.messages.get(key, ""), self.codes[key], examples)

    def rate(self, now: float) -> float | None:
        """Files a second; None as long as nothing can be said."""
        seconds = now - self.began_reading if self.began_reading is not None else 0.0
        return self.done / seconds if seconds > 1 and self.done else None

    def copy(self) -> "Tally":
        """As it is now."""
        examples = {key: list(kept) for key, kept in self.examples.items()}
        return Tally(
            Counter(self.codes),
            examples,
            dict(self.messages),
            self.to_read,
            self.done,
            self.run,
            self.stopped,
            self.began_reading,
            self.clock,
        )

    def kept(self) -> dict[str, Any]:
        """What is written down of it: no name of a file."""
        codes = [[outcome, code, n] for (outcome, code), n in self.codes.items()]
        return {"codes": codes, "to_read": self.to_read, "done": self.done, "run": self.run} | (
            {"stopped": dict(self.stopped)} if self.stopped else {}
        )

    @classmethod
    def read(cls, kept: Mapping[str, Any]) -> "Tally":
        """As it was written down."""
        codes = Counter({(outcome, code): n for outcome, code, n in kept["codes"]})
        return cls(
            codes,
            to_read=kept["to_read"],
            done=kept["done"],
            run=kept["run"],
            stopped=kept.get("stopped", {}),
        )


def _object(line: str | bytes) -> Mapping[str, Any]:
    try:
        told = json.loads(line)
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}
