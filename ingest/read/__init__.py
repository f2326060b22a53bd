"""Reading: everything that a file, its sidecar, its name and its folders say, as claims. Nothing is decided here."""

from ingest.read.names import read_names
from ingest.read.reading import Reading, read_file
from ingest.read.returned import read_returned
from ingest.read.sidecars import read_sidecar

__all__ = ["Reading", "read_file", "read_names", "read_returned", "read_sidecar"]
