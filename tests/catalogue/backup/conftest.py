"""A small library, and where its backup goes."""

from pathlib import Path

import pytest
from making import ingest, jpeg, png, write


@pytest.fixture
def dest(tmp_path: Path) -> Path:
    """Folder of a backup that is not there yet."""
    return tmp_path / "nas" / "backup"


@pytest.fixture
def library(source: Path, home: Path) -> Path:
    """Three photos; one of them came as two files."""
    write(source, "EV5/a.jpg", jpeg(1, caption="étang d’Olhain"))
    write(source, "EV5/a copie.jpg", jpeg(1, caption="étang d’Olhain", creator="L. Dupont"))
    write(source, "EV5/b.jpg", jpeg(2))
    write(source, "EV5/c.png", png(3))
    ingest(source, home)
    return home
