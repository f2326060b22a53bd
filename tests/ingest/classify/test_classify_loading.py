"""Geometry is loaded when a photo with a position meets a place with a shape, and not before."""

import subprocess
import sys
from pathlib import Path

import pytest
from making import jpeg, write

from catalogue.database.connection import writing
from catalogue.library import Library
from catalogue.places.gazetteer import NamedPlace, register

_SHAPE = "POLYGON ((2.80 50.40, 2.81 50.40, 2.81 50.41, 2.80 50.41, 2.80 50.40))"
_INGEST = """
import sys
from catalogue.cli.main import main
try:
    main()
finally:
    print("LOADED", [name for name in ("shapely", "pyproj", "rapidfuzz") if name in sys.modules])
"""


def _loaded_by_ingest(source: Path, home: Path) -> str:
    ran = subprocess.run(
        [sys.executable, "-c", _INGEST, "ingest", str(source), "--home", str(home)],
        capture_output=True,
        text=True,
        check=True,
    )
    return ran.stdout.rpartition("LOADED ")[2].strip()


@pytest.mark.parametrize("gps", [None, (50.405, 2.805)])
def test_library_without_shapes_loads_no_geometry(source: Path, home: Path, gps: tuple[float, float] | None):
    write(source, "2018-05/a.jpg", jpeg(1, gps=gps))

    assert _loaded_by_ingest(source, home) == "[]"


def test_photo_without_a_position_loads_no_geometry(source: Path, home: Path):
    with Library.open(home) as opened, writing(opened.db) as db:
        (park,) = register(db, [NamedPlace("park", "Olhain")])
        db.execute("INSERT INTO place_shapes VALUES (?, ?, 0, 0, 0, 0, NULL, NULL)", [park, _SHAPE])
    write(source, "Olhain/a.jpg", jpeg(1))

    assert _loaded_by_ingest(source, home) == "[]"
    write(source, "Olhain/b.jpg", jpeg(2, gps=(50.405, 2.805)))
    assert "shapely" in _loaded_by_ingest(source, home)
