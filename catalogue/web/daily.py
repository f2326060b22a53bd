"""What a server does once when it starts, and once a day from then on: forgetting what was kept long enough."""

import threading
from collections.abc import Callable

from catalogue.errors import PhotothequeError

_A_DAY_S = 24 * 3600.0


class Daily:
    """Something done again and again between `start` and `stop`, in a thread of its own."""

    def __init__(
        self, act: Callable[[], object], say: Callable[[str], None], every_s: float = _A_DAY_S
    ) -> None:
        self._act, self._say, self._every_s = act, say, every_s
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._keep, name="daily", daemon=True)

    def start(self) -> None:
        """It is done now, and will be again."""
        self._thread.start()

    def stop(self) -> None:
        """It is not done again."""
        self._stopping.set()

    def _keep(self) -> None:
        while not self._stopping.is_set():
            try:
                self._act()
            except PhotothequeError as error:
                # A full disk or a busy database today is no reason not to try tomorrow.
                self._say(f"{error} {error.hint}")
            self._stopping.wait(self._every_s)
