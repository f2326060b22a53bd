"""How layers are read in tests: in the process itself, but where the child is what is tested."""

import pytest

from ingest.place_layers import importing
from ingest.place_layers.reading import read_layer


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files are read without a child process, which takes a second to start."""
    monkeypatch.setattr(importing, "read_bounded", read_layer)
