"""The status of a library, looked at again when a minute has passed: the home page asks for it each time."""

import time
from dataclasses import dataclass, field

from catalogue.home.paths import Home
from catalogue.status.asking import status
from catalogue.status.findings import Status

_SECONDS = 60.0


@dataclass(slots=True)
class Remembered:
    """Remembers the last status. Two threads that look at once both look, and both are right."""

    home: Home
    _last: tuple[float, Status] | None = field(default=None)

    def status(self) -> Status:
        """The status, a minute old at most."""
        known = self._last
        if known is None or time.monotonic() - known[0] > _SECONDS:
            known = self._last = (time.monotonic(), status(self.home))
        return known[1]
