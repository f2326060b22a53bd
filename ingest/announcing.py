"""What a program that follows a run is told besides its verdicts: how much there is to do, and why it stopped."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from catalogue.database.connection import DatabaseError, spoken_failure
from catalogue.errors import PhotothequeError


def announcement(to_read: int, run_id: str | None) -> str:
    """The line that comes before the first file is read; a rehearsal has no run.

    >>> announcement(412, None)
    '{"to_read": 412, "run": null}'
    """
    return json.dumps({"to_read": to_read, "run": run_id})


@contextmanager
def stop_announced(home: Path, say: Callable[[str], object] | None) -> Iterator[None]:
    """An error that ends the command is a line of JSON too, with its stable code, before it is told as ever.

    Nothing is said where nobody asked (None).
    """
    try:
        yield
    except (PhotothequeError, OSError, DatabaseError) as error:
        spoken = error if isinstance(error, PhotothequeError) else spoken_failure(error, str(home))
        if say and isinstance(spoken, PhotothequeError):
            say(json.dumps({"stopped": {"code": spoken.code, "message": str(spoken)}}))
        raise
