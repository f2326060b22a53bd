"""Where benchmarks keep what is costly to make: `.bench/`, which git ignores."""

import hashlib
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp

ROOT = Path(".bench").absolute()


def kept(name: str, recipe: str, make: Callable[[Path], None]) -> Path:
    """Give the folder of this name, made by `make` unless it stands there already by the same recipe.

    `recipe` is any text that changes when what is made would change.
    """
    folder = ROOT / name
    stamp = folder.with_name(f"{folder.name}.recipe")
    digest = hashlib.sha256(recipe.encode()).hexdigest()
    if folder.is_dir() and stamp.exists() and stamp.read_text(encoding="ascii") == digest:
        return folder
    say(f"making {name} (kept for the next time) …")
    stamp.unlink(missing_ok=True)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    make(folder)
    stamp.write_text(digest, encoding="ascii")
    return folder


@contextmanager
def passing() -> Iterator[Path]:
    """Give an empty folder on the same disk, gone afterwards."""
    ROOT.mkdir(exist_ok=True)
    folder = Path(mkdtemp(prefix="run-", dir=ROOT))
    try:
        yield folder
    finally:
        shutil.rmtree(folder)


def say(sentence: str) -> None:
    """Tell whoever waits what is going on; tables go to standard output, this does not."""
    print(f"bench: {sentence}", file=sys.stderr, flush=True)
