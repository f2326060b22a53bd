"""What became of a file: an outcome, a stable code and a sentence."""

from dataclasses import dataclass
from enum import StrEnum


class Outcome(StrEnum):
    """The seven things that can become of a file that a run meets."""

    STORED = "stored"
    HEALED = "healed"
    DUPLICATE = "duplicate"
    UNCHANGED = "unchanged"
    HELD = "held"
    SKIPPED = "skipped"
    FAILED = "failed"


#: Outcomes whose file is kept in the store, and points at a photo.
TAKEN_IN = frozenset({Outcome.STORED, Outcome.HEALED, Outcome.DUPLICATE, Outcome.HELD})


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of one file. `path` is relative to the argument, printable, with `/` as separator."""

    path: str
    outcome: Outcome
    code: str
    message: str
    photo_id: str | None = None
