"""The manifest of one copy: what it consists of. It is written last, so what it says is so.

The document holds the manifest and its own hash: a bit that turned is noticed before anything is believed.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from catalogue.backup.contents import (
    CARRIED,
    ORIGINALS,
    WAITING,
    Waiting,
    blob_path,
    is_original,
    is_waiting,
    is_waiting_path,
)
from catalogue.backup.packing import SUFFIX
from catalogue.backup.stamps import is_stamp

#: Version of the form of manifests and of the folder that holds them. In the first one databases lay unpacked.
FORMAT = 2


class Unbelievable(ValueError):
    """A manifest that is not what was written."""


class FromLater(ValueError):
    """A manifest that a newer program wrote."""


@dataclass(frozen=True, slots=True)
class Carried:
    """A database or small file of a copy: its hash, size and permissions, and of a database the schema's version.

    Hash and size are the file's own. `packed` is the size of the gzip file that stands for it; None for one that lies
    as it is. How it lies makes it no other file.
    """

    name: str
    sha256: str
    size: int
    mode: int
    schema: int | None = None
    packed: int | None = field(default=None, compare=False)

    @property
    def stored_name(self) -> str:
        """What it is called in the folder of its copy."""
        return self.name if self.packed is None else f"{self.name}{SUFFIX}"

    @property
    def stored_size(self) -> int:
        """How many bytes it takes there."""
        return self.size if self.packed is None else self.packed


@dataclass(frozen=True, slots=True)
class Lacking:
    """An original that could not be copied when the copy was made, and why."""

    name: str
    why: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """One copy. `number` counts the copies of a backup: the highest is the newest, whatever clocks said."""

    number: int
    stamp: str
    made_at: str
    library: str
    program: str
    carried: tuple[Carried, ...]
    originals: Mapping[str, int]
    waiting: tuple[Waiting, ...] = ()
    lacking: tuple[Lacking, ...] = ()

    @property
    def schema(self) -> int:
        """Version of the catalogue's schema."""
        return next((file.schema or 0 for file in self.carried if file.name == "catalogue.db"), 0)

    def blobs(self) -> Iterator[tuple[str, str, int]]:
        """Room, name and size of each stored file that the copy names; one that several paths need comes once."""
        for name, size in self.originals.items():
            yield ORIGINALS, name, size
        for sha256, size in {file.sha256: file.size for file in self.waiting}.items():
            yield WAITING, sha256, size

    def blob_paths(self) -> Iterator[str]:
        """Where in the backup its stored files lie."""
        return (blob_path(room, name) for room, name, _ in self.blobs())


def to_bytes(manifest: Manifest) -> bytes:
    """The document that stands for a manifest."""
    told = {
        "format": FORMAT,
        "number": manifest.number,
        "stamp": manifest.stamp,
        "made_at": manifest.made_at,
        "library": manifest.library,
        "program": manifest.program,
        "schema": manifest.schema,
        "carried": [_told(file) for file in manifest.carried],
        "originals": dict(manifest.originals),
        "waiting": [{"path": f.path, "sha256": f.sha256, "size": f.size} for f in manifest.waiting],
        "lacking": [{"name": lack.name, "why": lack.why} for lack in manifest.lacking],
    }
    return json.dumps({"sha256": _digest(told), "manifest": told}, indent=0).encode("ascii") + b"\n"


def _told(file: Carried) -> dict[str, Any]:
    return {name: getattr(file, name) for name in ("name", "sha256", "size", "mode", "schema", "packed")}


def from_bytes(content: bytes) -> Manifest:
    """The manifest that a document stands for; Unbelievable or FromLater."""
    try:
        document = json.loads(content)
        told, digest = document["manifest"], document["sha256"]
        if digest != _digest(told):
            raise Unbelievable("its hash is another")
        if int(told["format"]) > FORMAT:
            raise FromLater
        return _checked(_manifest(told))
    except (KeyError, TypeError, AttributeError, RecursionError, ValueError) as error:
        if isinstance(error, Unbelievable | FromLater):
            raise
        raise Unbelievable(str(error) or type(error).__name__) from error


def _manifest(told: dict[str, Any]) -> Manifest:
    return Manifest(
        number=int(told["number"]),
        stamp=told["stamp"],
        made_at=str(told["made_at"]),
        library=str(told["library"]),
        program=str(told["program"]),
        carried=tuple(Carried(**fields) for fields in told["carried"]),
        originals={name: int(size) for name, size in told["originals"].items()},
        waiting=tuple(Waiting(**fields) for fields in told["waiting"]),
        lacking=tuple(Lacking(**fields) for fields in told["lacking"]),
    )


def _checked(manifest: Manifest) -> Manifest:
    """The manifest, when every name in it leads to where such a file belongs; Unbelievable."""
    wrong = [name for name in manifest.originals if not is_original(name)]
    wrong += [file.name for file in manifest.carried if file.name not in CARRIED]
    wrong += [w.path for w in manifest.waiting if not (is_waiting_path(w.path) and is_waiting(w.sha256))]
    if wrong or not is_stamp(manifest.stamp):
        raise Unbelievable(f"it names {(wrong or [manifest.stamp])[0]!r}")
    return manifest


def _digest(told: Any) -> str:
    whole = json.dumps(told, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(whole.encode("ascii")).hexdigest()
