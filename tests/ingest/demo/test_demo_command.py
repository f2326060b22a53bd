"""`phototheque demo` draws once, takes in, serves; a second call uses what is there."""

import sqlite3
from pathlib import Path

import pytest
from click.testing import CliRunner

from catalogue.values.roles import Role
from ingest.demo import building, cli, tree
from ingest.demo.cli import demo
from ingest.demo.closing import Found, closing_words
from ingest.demo.files import write_shot
from ingest.demo.people import Team

# What the tests below look at, and what defects are made from: drawing all takes a minute.
SHOWN = (
    "EV5/",
    "V31/",
    "Cités/Cité Declercq/2020/",
    "Cités/Cité du Moulin/",
    "Cités/CCCO/Somain/",
    "Cités/CALL/Fouquières-lès-Lens/",
    "Cités/CALL/Lens/",
    "Covisibilités/",
    "Parc d'Olhain/2022-09/",
    "Base des Argales/2018-07/",
    "Germignies Sud/",
    "Diapositives numérisées/",
    "Vrac téléphone/",
)


@pytest.fixture(scope="module")
def area(small_shots, tmp_path_factory) -> Path:
    """The demo, its photos small, built once for all tests that only look."""
    folder = tmp_path_factory.mktemp("demo") / "demo"
    with pytest.MonkeyPatch.context() as patch:
        _small(patch, [shot for path, shot in small_shots.items() if path.startswith(SHOWN)])
        told = CliRunner().invoke(demo, ["--home", str(folder), "--no-serve"])
    assert told.exit_code == 0, told.output
    (folder / "told").write_text(told.output)
    return folder


@pytest.fixture
def few(small_shots, monkeypatch):
    """The demo, reduced to what its defects are made from."""
    kept = ("EV5/Loos-Wingles/2018-05/", "EV5/Angres-Olhain/", "V31/", "Cités/Cité Declercq/2020/")
    shots = [shot for path, shot in small_shots.items() if path.startswith(kept)]
    _small(monkeypatch, shots)
    return shots


def _small(patch: pytest.MonkeyPatch, shots) -> None:
    """The demo draws these shots, in this process: starting others takes longer than drawing."""
    patch.setattr(cli, "all_shots", lambda: list(shots))
    patch.setattr(tree, "_draw_all", lambda drawn, root, _on_photo: [write_shot(s, root) for s in drawn])


def _rows(area: Path, query: str) -> list[tuple]:
    """Rows of the demo's library as another program reads them."""
    with sqlite3.connect(f"file:{area}/home/catalogue.db?mode=ro", uri=True) as db:
        return db.execute(query).fetchall()


def test_every_queue_of_the_review_desk_has_work(area):
    from catalogue.photos.doubts import Reason  # noqa: PLC0415 where the reasons are listed

    queues = dict(_rows(area, "SELECT reason, count(DISTINCT photo_id) FROM reviews GROUP BY reason"))

    assert set(queues) == {reason.value for reason in Reason}
    assert queues["place-conflict"] >= 3
    assert queues["outside-area"] == 2


def test_photos_along_an_itinerary_have_chainage_that_grows_with_the_ride(area):
    ridden = _rows(
        area,
        """
        SELECT chainage_m, section FROM photo_places JOIN places ON places.id = place_id
        JOIN photos ON photos.id = photo_places.photo_id JOIN files ON files.photo_id = photos.id
        WHERE relation = 'along' AND places.name = 'EuroVelo 5' AND path LIKE 'EV5/Loos-Wingles/2023-06/%'
        ORDER BY taken_at
        """,
    )

    chainages = [chainage for chainage, _ in ridden]
    assert len(chainages) >= 8
    assert chainages == sorted(chainages)
    assert {section for _, section in ridden} == {"Loos-en-Gohelle–Wingles"}


def test_terrils_are_seen_from_more_than_a_kilometre(area):
    seen = _rows(
        area,
        """
        SELECT name, count(*) FROM photo_places JOIN places ON id = place_id
        WHERE relation = 'looking_at' AND kind = 'terril' AND distance_m > 1000 GROUP BY name
        """,
    )

    assert len(seen) >= 4
    assert dict(seen)["Terril 110 d'Oignies"] == 3


def test_photos_in_a_street_between_two_estates_are_beside_both(area):
    beside = _rows(
        area,
        """
        SELECT count(DISTINCT place_id) FROM photo_places JOIN places ON id = place_id
        WHERE kind = 'cite' AND relation = 'near' GROUP BY photo_id HAVING count(DISTINCT place_id) > 1
        """,
    )

    assert beside == [(2,)] * 4


def test_estates_of_one_name_are_told_apart_by_their_commune(area):
    estates = _rows(area, "SELECT DISTINCT cite FROM photos WHERE cite LIKE 'Cité du Moulin%' ORDER BY cite")

    assert estates == [
        ("Cité du Moulin (Anzin)",),
        ("Cité du Moulin (Fouquières-lès-Lens)",),
        ("Cité du Moulin (Somain)",),
    ]


def test_every_photo_with_a_position_lies_in_a_commune_and_an_agglomeration(area):
    strays = _rows(
        area,
        """
        SELECT count(*) FROM photos WHERE latitude IS NOT NULL AND (commune IS NULL OR epci IS NULL)
            AND id NOT IN (SELECT photo_id FROM reviews WHERE reason = 'outside-area')
        """,
    )

    assert strays == [(0,)]


def test_photos_whose_position_a_phone_hid_are_placed_by_the_track_and_a_clock_put_right(area, small_shots):
    placed = dict(
        _rows(
            area,
            "SELECT path, latitude FROM photos JOIN files ON photo_id = photos.id WHERE position_method = 'track'",
        )
    )
    details = _rows(area, "SELECT detail FROM claims WHERE source = 'track'")

    assert len(placed) >= 5
    assert all("clock +00:02:00" in detail for (detail,) in details)
    sure = [
        path
        for path, latitude in placed.items()
        if abs(latitude - small_shots[path].notes.spot.latitude) < 1e-4
    ]
    assert len(sure) >= 4


def test_the_closing_words_name_the_map_the_desk_and_a_track_that_places_photos(area):
    told = (area / "told").read_text()

    (number,) = _rows(area, "SELECT id FROM places WHERE name = 'EuroVelo 5'")[0]
    assert f"http://127.0.0.1:8001/places/{number} " in told
    assert "http://127.0.0.1:8001/review " in told
    assert f"track {area}/source/V31/2014-07/sortie-2014-07-03.gpx --home {area}/home --dry-run" in told
    assert (area / "source/V31/2014-07/sortie-2014-07-03.gpx").is_file()


def test_without_a_port_the_closing_words_give_paths_alone(tmp_path):
    words = list(closing_words(Found(None, 3), tmp_path / "source", tmp_path / "home", 0))

    assert "  /review   the review desk: 3 photos wait for somebody to decide" in words
    assert not any("/places/" in line for line in words)


def test_a_second_start_draws_nothing_and_leaves_what_people_changed(few, tmp_path):
    area = tmp_path / "demo"

    first = CliRunner().invoke(demo, ["--home", str(area), "--no-serve"])
    stamp = (area / "source").stat().st_mtime_ns
    with sqlite3.connect(area / "home" / "catalogue.db") as db:
        db.execute("UPDATE places SET name = 'Ma cité' WHERE name = 'Cité Declercq'")
        db.execute("DELETE FROM place_aliases WHERE alias = 'EV 5'")
    second = CliRunner().invoke(demo, ["--home", str(area), "--no-serve"])

    assert first.exit_code == 0, first.output
    assert second.exit_code == 0, second.output
    assert (area / "source").stat().st_mtime_ns == stamp
    # The mailed copy, the burst, the screenshot and the interrupted copy are photos of their own.
    assert _rows(area, "SELECT count(*) FROM photos") == [(len(few) + 5,)]
    assert _rows(area, "SELECT door FROM runs ORDER BY started_at, door") == [("folder",), ("track",)]
    assert _rows(area, "SELECT count(*) FROM places WHERE name IN ('Ma cité', 'Cité Declercq')") == [(1,)]
    assert _rows(area, "SELECT count(*) FROM place_aliases WHERE alias = 'EV 5'") == [(0,)]


def test_the_library_of_an_older_edition_is_moved_aside_and_kept(tmp_path):
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "mine").write_text("work")

    aside = building.begin(tmp_path)

    assert aside == tmp_path / "home.1"
    assert (tmp_path / "home.1" / "mine").read_text() == "work"
    assert building.state_of(tmp_path) is building.State.ABSENT


def test_a_build_that_was_cut_short_goes_on(tmp_path):
    building.begin(tmp_path)
    (tmp_path / "home").mkdir()

    assert building.state_of(tmp_path) is building.State.BEGUN
    assert building.begin(tmp_path) is None
    building.finish(tmp_path)
    assert building.state_of(tmp_path) is building.State.BUILT


def test_what_was_built_is_served(few, tmp_path, monkeypatch):
    served: list[tuple[Path, int]] = []
    monkeypatch.setattr(cli, "draw_tree", lambda area, _shots, _on_photo: area / "source")
    monkeypatch.setattr(cli, "_build", lambda _area, _source: None)
    monkeypatch.setattr(cli, "found", lambda _home: Found(1, 2))
    monkeypatch.setattr(cli, "hire", lambda _home: Team({Role.ADMIN: "Camille Roy"}, "lampe-terril-12"))
    monkeypatch.setattr(cli, "serve", lambda home, port: served.append((home, port)))

    result = CliRunner().invoke(demo, ["--home", str(tmp_path), "--port", "8123"])

    assert result.exit_code == 0
    assert "password: lampe-terril-12" in result.output
    assert "http://127.0.0.1:8123/review" in result.output
    assert served == [(tmp_path / "home", 8123)]


def test_a_folder_with_somebody_elses_photos_is_refused_in_one_sentence(few, tmp_path):
    (tmp_path / "source").mkdir()

    result = CliRunner().invoke(demo, ["--home", str(tmp_path), "--no-serve"])

    assert result.exit_code == 2
    assert "did not draw" in result.output
    assert "Traceback" not in result.output
