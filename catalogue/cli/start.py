"""The first thing that runs: what a room can answer at once is answered, the rest goes to the command line.

A nightly ingest of an unchanged folder takes less time than loading the command line's library would.
"""

import gc
import os
import sys

from catalogue.cli import rooms


def main() -> None:
    """Run the command that the words of the process ask for."""
    # Thousands of small values are made at once and all kept: looking for garbage among them finds none.
    gc.disable()
    answer = rooms.offered(rooms.ANSWERS, sys.argv[1]) if len(sys.argv) > 1 else None
    if answer is not None and answer(sys.argv[2:]):
        # All is said and nothing is open: taking thousands of values apart one by one would help nobody.
        sys.stdout.flush()
        os._exit(0)
    gc.enable()
    from catalogue.cli.main import main as command_line  # noqa: PLC0415 see above

    command_line()
