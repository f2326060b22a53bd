"""What a verification found damaged or missing in a backup, remembered there until it was copied again."""

import json
from collections.abc import Iterable
from contextlib import suppress

from catalogue.backup.destination import Destination
from catalogue.backup.manifest import Manifest
from catalogue.backup.storing import Store


def suspected(destination: Destination) -> frozenset[str]:
    """Paths of stored files that are not to be taken for whole, whatever manifests say."""
    with suppress(OSError, ValueError, RecursionError):
        told = json.loads(destination.suspects.read_bytes())
        if isinstance(told, list):
            return frozenset(path for path in told if isinstance(path, str))
    return frozenset()


def suspect(store: Store, paths: Iterable[str]) -> None:
    """The next backup looks into these stored files, and copies what is not whole again."""
    store.put(store.destination.suspects, json.dumps(sorted(set(paths))).encode("ascii"))


def forgiven(store: Store, newest: Manifest) -> None:
    """What the newest copy names was looked into, and is suspected no more; of older copies only a new look tells."""
    before = suspected(store.destination)
    left = {path for path in before if not path.startswith("copies/")} - set(newest.blob_paths())
    if left != before:
        suspect(store, left)
