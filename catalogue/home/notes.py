"""Notes that a home keeps about itself, as JSON: when it was last checked, and backed up."""

import json
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from catalogue.originals.durable import write_durably


def read_note(path: Path) -> dict[str, Any]:
    """What a note says; one that is not there or spoilt says nothing."""
    with suppress(OSError, ValueError, RecursionError):
        told = json.loads(path.read_bytes())
        if isinstance(told, dict):
            return told
    return {}


def write_note(path: Path, told: Mapping[str, Any]) -> None:
    """The note says this, durably."""
    write_durably(path, json.dumps(told, indent=1).encode())
