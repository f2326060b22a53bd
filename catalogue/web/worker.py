"""A command that works beside the server: started again when it dies, and never outliving the server.

The command runs in a child process, so that a hostile file can kill that child and nothing else. The child
reads a pipe whose other end the server alone holds: the kernel closes it however the server ends, `kill -9`
included, and the child then ends itself.
"""

import os
import runpy
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence

_FIRST_PAUSE_S = 1.0
_LONGEST_PAUSE_S = 60.0
#: A child that lived this long had started well: the next pause is short again.
_LONG_LIFE_S = 60.0
_GRACE_S = 10.0


class Worker:
    """A Python module kept running as a child process, between `start` and `stop`."""

    def __init__(self, module: str, arguments: Sequence[str], say: Callable[[str], None]) -> None:
        self._command = [sys.executable, "-m", __name__, module, *arguments]
        self._say = say
        self._stopping = threading.Event()
        self._keeper = threading.Thread(target=self._keep, name="worker", daemon=True)

    def start(self) -> None:
        """The command runs, and is started again whenever it ends."""
        self._keeper.start()

    def stop(self) -> None:
        """The command has ended: asked to, and after a grace of ten seconds made to."""
        self._stopping.set()
        if self._keeper.is_alive():
            self._keeper.join()

    def _keep(self) -> None:
        pause_s = _FIRST_PAUSE_S
        while not self._stopping.is_set():
            began = time.monotonic()
            status = self._run_once()
            if self._stopping.is_set():
                return
            lived_s = time.monotonic() - began
            pause_s = _FIRST_PAUSE_S if lived_s > _LONG_LIFE_S else pause_s
            self._say(f"The inbox watcher stopped (status {status}); starting it again in {pause_s:.0f} s.")
            self._stopping.wait(pause_s)
            pause_s = min(2 * pause_s, _LONGEST_PAUSE_S)

    def _run_once(self) -> int:
        # A session of its own: Ctrl-C in the terminal reaches the server alone, which then stops the child.
        with subprocess.Popen(self._command, stdin=subprocess.PIPE, start_new_session=True) as child:  # noqa: S603
            while child.poll() is None:
                if self._stopping.wait(0.2):
                    _end(child)
            return child.returncode


def _end(child: subprocess.Popen[bytes]) -> None:
    child.terminate()
    try:
        child.wait(_GRACE_S)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()


def _end_with_parent() -> None:
    """End this process when the pipe from its parent closes."""
    os.read(0, 1)
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(_GRACE_S)
    os._exit(1)


if __name__ == "__main__":
    # A shell that starts the server in the background has its children ignore this signal, and theirs: nothing here
    # could be stopped gently.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _module, *_arguments = sys.argv[1:]
    sys.argv = [_module, *_arguments]
    runpy.run_module(_module, run_name="__main__", alter_sys=True)
