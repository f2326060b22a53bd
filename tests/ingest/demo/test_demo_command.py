"""`phototheque demo` draws once, takes in, serves; a second call uses what is there."""

import sqlite3
from pathlib import Path

import pytest
from click.testing import CliRunner

from ingest.demo import cli
from ingest.demo.cli import demo

# Enough for the defects, and one outing of each sort of folder; the first is in an estate of a commune of an EPCI.
KEPT = ("EV5/Loos-Wingles/2018-05/", "V31/2014-07/", "Cités/CALL/Harnes/", "Terrils 11-19/2019-01/")


@pytest.fixture
def few(small_shots, monkeypatch):
    """The demo, reduced to a few small shots."""
    shots = [shot for path, shot in small_shots.items() if path.startswith(KEPT)]
    monkeypatch.setattr(cli, "all_shots", lambda: shots)
    return shots


def _rows(home: Path, query: str) -> list[tuple]:
    """Rows as another program reads them."""
    with sqlite3.connect(f"file:{home}/catalogue.db?mode=ro", uri=True) as db:
        return db.execute(query).fetchall()


def test_the_demo_is_built_once_and_its_facets_are_filled(few, tmp_path):
    area = tmp_path / "demo"

    first = CliRunner().invoke(demo, ["--home", str(area), "--no-serve"])
    stamp = (area / "source").stat().st_mtime_ns
    second = CliRunner().invoke(demo, ["--home", str(area), "--no-serve"])

    assert first.exit_code == 0, first.output
    assert second.exit_code == 0, second.output
    assert (area / "source").stat().st_mtime_ns == stamp
    photos = len(few) + 1  # the interrupted copy is kept too; the other copies are no photos of their own
    assert _rows(area / "home", "SELECT count(*) FROM photos") == [(photos,)]
    assert _rows(area / "home", "SELECT count(*) FROM runs") == [(1,)]
    named = "SELECT DISTINCT park, itinerary, cite, commune, epci FROM photos ORDER BY 1, 2, 3"
    assert ("Terrils 11/19", None, None, None, None) in _rows(area / "home", named)
    assert (None, "EuroVelo 5", None, None, None) in _rows(area / "home", named)
    assert (None, None, "Cité Bellevue Ancienne", "Harnes", "Lens-Liévin") in _rows(area / "home", named)


def test_what_was_built_is_served(few, tmp_path, monkeypatch):
    served: list[tuple[Path, int]] = []
    monkeypatch.setattr(cli, "draw_tree", lambda area, _shots, _on_photo: area / "source")
    monkeypatch.setattr(cli, "ingest_tree", lambda _source, _home: 1)
    monkeypatch.setattr(cli, "serve", lambda home, port: served.append((home, port)))

    result = CliRunner().invoke(demo, ["--home", str(tmp_path), "--port", "8123"])

    assert result.exit_code == 0
    assert served == [(tmp_path / "home", 8123)]


def test_a_folder_with_somebody_elses_photos_is_refused_in_one_sentence(few, tmp_path):
    (tmp_path / "source").mkdir()

    result = CliRunner().invoke(demo, ["--home", str(tmp_path), "--no-serve"])

    assert result.exit_code == 2
    assert "did not draw" in result.output
    assert "Traceback" not in result.output
