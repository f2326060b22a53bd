"""Questions to a disk that may not answer: a share whose server is gone keeps whoever asks waiting, for hours."""

import queue
import threading
from collections.abc import Callable
from typing import TypeVar

from catalogue.web.ingest.folders import NotHad, Why

ResultT = TypeVar("ResultT")

_PATIENCE_S = 8.0
#: So many questions may hang at once; further ones are told at once that nobody answers.
_hanging = threading.BoundedSemaphore(4)


def answered(ask: Callable[[], ResultT], patience_s: float = _PATIENCE_S) -> ResultT:
    """What `ask` gives or raises, if it does so soon; else NotHad, and the question is left to hang by itself."""
    if not _hanging.acquire(blocking=False):
        raise NotHad(Why.SILENT)
    said: queue.SimpleQueue[tuple[ResultT | None, BaseException | None]] = queue.SimpleQueue()
    threading.Thread(target=_ask, args=(ask, said), name="asks-a-disk", daemon=True).start()
    try:
        result, error = said.get(timeout=patience_s)
    except queue.Empty:
        raise NotHad(Why.SILENT) from None
    if error is not None:
        raise error
    return result  # type: ignore[return-value]


def _ask(
    ask: Callable[[], ResultT], said: "queue.SimpleQueue[tuple[ResultT | None, BaseException | None]]"
) -> None:
    try:
        said.put((ask(), None))
    except Exception as error:  # noqa: BLE001 it is raised where it was asked
        said.put((None, error))
    finally:
        _hanging.release()
