"""An XMP sidecar: the packet that a catalogue program left beside a photo, as `IMG.jpg.xmp` or `IMG.xmp`."""

from pathlib import Path

from catalogue.values.claims import Source
from ingest.read.reading import Reading, read_packets
from ingest.read.xmp import LIMIT_BYTES


def read_sidecar(path: Path) -> Reading:
    """Claims of an XMP sidecar, with source `sidecar`; what is no XMP gives a note.

    Only opening and reading the file can raise (OSError).
    """
    with path.open("rb") as file:
        packet = file.read(LIMIT_BYTES + 1)
    return read_packets((packet,), Source.SIDECAR)
