"""A folder that another program fills: what is whole is sent, again and again, and nothing is ever taken away."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

from catalogue.errors import ServerAway
from catalogue.sending.finding import find
from catalogue.sending.sender import Fate, Receipt, Sender

_PAUSE_S = 5.0


def watch(
    folder: Path,
    sender: Sender,
    *,
    going: Callable[[], bool] = lambda: True,
    pause: Callable[[float], None] = time.sleep,
    worry: Callable[[str], object] = lambda _: None,
) -> Iterator[Receipt]:
    """A receipt for each photo of the folder once it is whole and sent; a file that changes is sent anew.

    A server that is away is waited for. What was refused is tried again only when the file has changed.
    """
    done: set[tuple[Path, int, int]] = set()
    while going():
        found = [
            one
            for one in find([folder])[0]
            if (one.location, one.size_bytes, one.mtime_ns) not in done and one.is_quiet()
        ]
        try:
            for receipt in sender.send(found):
                one = receipt.found
                if receipt.fate is Fate.REFUSED or one.is_as_it_was():
                    done.add((one.location, one.size_bytes, one.mtime_ns))
                yield receipt
        except ServerAway as away:
            worry(str(away))
        pause(_PAUSE_S)
