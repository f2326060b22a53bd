"""The demo's folders are as the agency has them, with what goes wrong in real ones."""

import io
import math
from collections import Counter
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from unittest.mock import Mock

import numpy as np
import pytest
from defusedxml import ElementTree
from PIL import Image

from ingest.demo import tree
from ingest.demo.cameras import Gps
from ingest.demo.defects import DEFECTS
from ingest.demo.files import encoded, write_shot
from ingest.demo.places import DEMO_PLACES, ELSEWHERE
from ingest.demo.routes import STRETCHES
from ingest.demo.scenes import Season
from ingest.demo.shots import all_shots
from ingest.demo.spots import Spot
from ingest.demo.standing import stand_at
from ingest.demo.tree import draw_tree, is_drawn

# The outings that the defects are made from.
NEEDED = (
    "EV5/Loos-Wingles/2018-05/",
    "EV5/Angres-Olhain/2019-10/",
    "V31/2014-07/",
    "Cités/Cité Declercq/2020/",
)


@pytest.fixture(scope="module")
def area(small_shots, tmp_path_factory) -> Path:
    """A demo area whose tree was drawn from a few small shots."""
    folder = tmp_path_factory.mktemp("demo")
    with pytest.MonkeyPatch.context() as patch:
        # In this process: starting others takes longer than drawing. The command's own test starts them.
        patch.setattr(tree, "_draw_all", lambda shots, root, _on_photo: [write_shot(s, root) for s in shots])
        draw_tree(folder, [shot for path, shot in small_shots.items() if path.startswith(NEEDED)])
    return folder


def test_about_two_hundred_photos_have_names_of_their_own(small_shots):
    assert len(all_shots()) == len(small_shots)
    assert 190 <= len(small_shots) <= 240


@pytest.mark.parametrize(
    "folder",
    [
        "EV5/Loos-Wingles/2018-05",
        "Parc d'Olhain/2015-06",
        "Cités/Cité Declercq/2020",
        "Sites en danger/Fosse 12/2016",
        "Etang du Vignoble/2012-08",
        "Vrac téléphone",
        "A trier/Carte SD/DCIM/100OLYMP",
        "Cités/CALL/Fouquières-lès-Lens/Cité du Moulin/2013-05",
        "Diapositives numérisées",
    ],
)
def test_folders_are_named_as_the_agency_names_them(small_shots, folder):
    assert any(path.startswith(f"{folder}/") for path in small_shots)


def test_the_same_views_come_back_in_other_years_and_seasons(small_shots):
    scenes = {(s.scene.viewpoint, s.scene.year, s.scene.season) for s in small_shots.values()}

    visits = Counter(viewpoint for viewpoint, _year, _season in scenes)

    assert sum(1 for count in visits.values() if count >= 2) >= 20
    assert max(visits.values()) >= 3
    assert {season for _v, _y, season in scenes} == set(Season)


def test_a_view_stands_at_the_same_spot_whenever_it_is_asked():
    assert stand_at("Fosse 12", "Fosse 12|building|0", 0) == stand_at("Fosse 12", "Fosse 12|building|0", 0)


def test_a_view_of_two_visits_stands_within_gps_error(small_shots):
    by_view: dict[str, list[Spot]] = {}
    for shot in small_shots.values():
        by_view.setdefault(shot.scene.viewpoint, []).append(shot.notes.spot)
    pairs = [spots for spots in by_view.values() if len(spots) > 1]

    for spots in pairs:
        assert max(s.latitude for s in spots) - min(s.latitude for s in spots) < 0.0002  # about 20 m
        assert max(s.longitude for s in spots) - min(s.longitude for s in spots) < 0.0003
    assert pairs


def test_there_are_positions_redacted_ones_and_none(small_shots):
    kinds = Counter(shot.notes.gps for shot in small_shots.values())

    assert min(kinds[gps] for gps in Gps) >= 20


def test_cameras_formats_and_shapes_are_mixed(small_shots):
    shots = all_shots()

    assert len({shot.notes.camera.model for shot in shots}) >= 7
    assert {shot.extension for shot in shots} == {"jpg", "png", "webp", "tiff", "heic"}
    assert {shot.notes.orientation for shot in shots} == {1, 3, 6, 8}
    assert any(shot.scene.width > 2.5 * shot.scene.height for shot in shots)
    assert any(shot.scene.width * shot.scene.height >= 12_000_000 for shot in shots)


def test_a_photo_is_the_same_file_twice(small_shots):
    shot = small_shots["EV5/Loos-Wingles/2018-05/DSCN0010.JPG"]

    assert encoded(shot) == encoded(shot)


def test_every_promised_defect_stands_in_the_tree(area):
    present = {
        str(path.relative_to(area / "source")) for path in (area / "source").rglob("*") if path.is_file()
    }

    assert {str(path) for path in DEFECTS} <= present


def test_a_copy_is_the_same_file_under_another_name(area):
    source = area / "source"

    original = source / "EV5/Loos-Wingles/2018-05/DSCN0012.JPG"

    assert (source / "A trier/copie de DSCN0012.JPG").read_bytes() == original.read_bytes()


def test_the_captioned_copy_has_the_same_picture_and_other_words(area):
    source = area / "source"
    original = (source / "EV5/Loos-Wingles/2018-05/DSCN0013.JPG").read_bytes()
    copy = (source / "A trier/Pour rapport 2018/DSCN0013 - légendée.JPG").read_bytes()

    tables = original.index(b"\xff\xdb")  # the first segment of the picture itself

    assert copy != original
    assert copy.endswith(original[tables:])
    assert "fosse n° 12".encode() in copy


def test_the_interrupted_copy_does_not_decode(area):
    cut = area / "source/A trier/DSCN0015 (envoi interrompu).JPG"

    with pytest.raises(OSError, match="truncated"):
        Image.open(io.BytesIO(cut.read_bytes())).load()


def test_the_track_leads_through_its_photos_in_utc(area, small_shots):
    gpx = ElementTree.parse(area / "source/V31/2014-07/sortie-2014-07-03.gpx").getroot()
    points = gpx.findall(".//{*}trkpt")
    first, *_, last = [shot for path, shot in small_shots.items() if path.startswith("V31/")]

    assert len(points) > 50
    assert float(points[0].get("lat")) == pytest.approx(first.notes.spot.latitude, abs=1e-5)
    assert points[0].find("{*}time").text == "2014-07-03T13:30:00Z"
    assert float(points[-1].get("lon")) == pytest.approx(last.notes.spot.longitude, abs=1e-5)


def test_a_drawn_tree_is_known_and_a_partial_one_is_not(area, tmp_path):
    (tmp_path / "source").mkdir()

    assert is_drawn(area)
    assert not is_drawn(tmp_path)


def test_a_tree_of_an_older_edition_is_drawn_anew(area, monkeypatch):
    monkeypatch.setattr(tree, "EDITION", "another")

    assert not is_drawn(area)


def test_a_source_that_nobody_drew_is_left_alone(tmp_path, small_shots):
    (tmp_path / "source").mkdir()
    (tmp_path / "source" / "my own.jpg").write_bytes(b"mine")

    with pytest.raises(FileExistsError):
        draw_tree(tmp_path, list(small_shots.values())[:1])

    assert (tmp_path / "source" / "my own.jpg").read_bytes() == b"mine"


def test_a_drawing_that_was_cut_short_is_never_taken_for_a_tree(tmp_path, small_shots, monkeypatch):
    monkeypatch.setattr(tree, "_draw_all", Mock(side_effect=KeyboardInterrupt))

    with pytest.raises(KeyboardInterrupt):
        draw_tree(tmp_path, list(small_shots.values()))

    assert not is_drawn(tmp_path)
    assert not (tmp_path / "source").exists()


def test_the_track_of_a_walk_has_the_true_time_and_a_hole_where_there_was_no_signal(area):
    gpx = ElementTree.parse(area / "source/EV5/Angres-Olhain/2019-10/sortie-2019-10-09.gpx").getroot()
    times = [datetime.fromisoformat(point.text) for point in gpx.findall(".//{*}time")]

    apart = [(later - earlier).total_seconds() for earlier, later in pairwise(times)]

    assert times[0] == datetime(2019, 10, 9, 12, 20, tzinfo=UTC)  # its camera says 14:22, in summer time
    assert 400 < max(apart) < 560
    assert sorted(apart)[-2] <= 20


def test_a_burst_and_a_mailed_copy_are_other_pictures_of_the_same_scene(area):
    source = area / "source"
    pairs = [
        ("Cités/Cité Declercq/2020/IMG_1516.JPG", "Cités/Cité Declercq/2020/IMG_1517.JPG"),
        ("Cités/Cité Declercq/2020/IMG_1517.JPG", "Cités/Cité Declercq/2020/IMG_1518.JPG"),
        ("EV5/Loos-Wingles/2018-05/DSCN0011.JPG", "A trier/Pour rapport 2018/DSCN0011 (mail).jpg"),
    ]

    for one, other in pairs:
        pictures = [np.asarray(Image.open(source / path).convert("L"), dtype=float) for path in (one, other)]
        assert (source / one).read_bytes() != (source / other).read_bytes()
        assert np.corrcoef(*(picture.ravel() for picture in pictures))[0, 1] > 0.8


def test_every_outing_has_a_place_and_names_are_unique():
    names = Counter((place.kind, place.name, place.commune) for place in DEMO_PLACES)
    codes = Counter(place.code for place in DEMO_PLACES)
    known = {place.key for place in DEMO_PLACES} | set(STRETCHES) | set(ELSEWHERE)

    assert set(names.values()) == {1}
    assert set(codes.values()) == {1}
    assert all(shot.scene.subject in known for shot in all_shots())


def test_a_viewpoint_along_a_stretch_lies_between_its_ends():
    start, end = STRETCHES["Loos-Wingles"].points[0], STRETCHES["Loos-Wingles"].points[-1]

    spot = stand_at("Loos-Wingles", "Loos-Wingles|greenway|9", 9)

    assert start.latitude < spot.latitude < end.latitude
    assert start.longitude < spot.longitude < end.longitude


def test_a_heap_that_is_seen_from_afar_lies_where_the_camera_looks(small_shots):
    target = next(place.spot for place in DEMO_PLACES if place.name == "Terril 110 d'Oignies")
    seen = [shot.notes for shot in small_shots.values() if shot.scene.subject == "Terril 110 d'Oignies"]

    for notes in seen:
        east_m, north_m = notes.spot.from_here(target)
        off = (math.degrees(math.atan2(east_m, north_m)) - notes.heading_deg + 180) % 360 - 180
        assert 1200 < math.hypot(east_m, north_m) < 3100
        assert abs(off) < 12  # a compass is no better
    assert len(seen) == 3
