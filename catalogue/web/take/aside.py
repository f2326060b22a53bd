"""Files that cannot be streamed while they are made: written aside in the home, sent, and gone."""

import os
import secrets
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

from catalogue.home.paths import Home
from catalogue.home.workspaces import ARCHIVE, Workspace

_CHUNK = 256 * 1024


def written_aside(home: Home, name: str, write: Callable[[Path], object]) -> tuple[IO[bytes], int]:
    """What `write` makes, opened for reading, and its size in bytes. It has lost its name: closing it ends it."""
    workspace = Workspace.open(home, f"{ARCHIVE}{secrets.token_hex(8)}")
    try:
        write(workspace.folder / name)
        file = (workspace.folder / name).open("rb")
    finally:
        workspace.close()
    return file, os.fstat(file.fileno()).st_size


def gathered(pieces: Iterator[str]) -> Iterator[bytes]:
    """Small pieces of text put together to chunks that are worth sending."""
    waiting: list[str] = []
    length = 0
    for piece in pieces:
        waiting.append(piece)
        length += len(piece)
        if length > _CHUNK:
            yield "".join(waiting).encode("utf-8")
            waiting, length = [], 0
    yield "".join(waiting).encode("utf-8")
