"""Photos placed by GPS tracks, from the command line to the second connection that looks again."""

import json
from pathlib import Path
from typing import Any

import pytest
from making import Ran, files_under, ingest, jpeg, phototheque, rows, write

from catalogue.database.connection import writing
from catalogue.library import Library
from catalogue.placing.proposals import NotPlaced, TrackOptions
from catalogue.placing.tracking import apply, preview
from catalogue.reviewing.decisions import place_at
from catalogue.tracks.gpx import read_gpx
from catalogue.tracks.points import Track

MODEL = "NIKON D90"
# A walk through Olhain, a point a minute, at 8 in the morning by UTC: 10 by the cameras' clocks.
LATITUDES = [50.430, 50.431, 50.432, 50.433, 50.434]


def gpx(latitudes: list[float] = LATITUDES, *, longitude: float = 2.58, hour: int = 8) -> bytes:
    """A track with a point a minute."""
    points = "\n".join(
        f'<trkpt lat="{latitude}" lon="{longitude}"><time>2018-05-12T{hour:02}:{minute:02}:00Z</time></trkpt>'
        for minute, latitude in enumerate(latitudes)
    )
    return f'<gpx version="1.1"><trk><trkseg>{points}</trkseg></trk></gpx>'.encode()


def shot(source: Path, name: str, clock: str, seed: int, **tags: Any) -> Path:
    """A photo taken that day at this time by the camera's clock."""
    return write(source, name, jpeg(seed, taken=f"2018-05-12T{clock}", **{"model": MODEL, **tags}))


def track(home: Path, *words: object) -> Ran:
    """Run the command."""
    return phototheque("track", "--home", home, *words)


def placed(home: Path) -> dict[str, tuple[float | None, str | None]]:
    """Latitude and method of each photo, by the name of its file."""
    found = rows(
        home, "SELECT name, latitude, position_method FROM files JOIN photos ON photos.id = photo_id"
    )
    return {row["name"]: (row["latitude"], row["position_method"]) for row in found}


def json_rows(ran: Ran) -> dict[str, dict[str, Any]]:
    """The rows of a preview, by name."""
    lines = [json.loads(line) for line in ran.output.splitlines()]
    return {line["name"]: line for line in lines if "photo_id" in line}


@pytest.fixture
def olhain(tmp_path: Path) -> Path:
    """A track file."""
    return write(tmp_path / "tracks", "olhain.gpx", gpx())


@pytest.fixture
def library(source: Path, home: Path) -> Path:
    """Three photos without a position, one of them after the walk, and one with."""
    shot(source, "a.jpg", "10:00:30", 1)
    shot(source, "b.jpg", "10:02:00", 2)
    shot(source, "late.jpg", "10:20:00", 3)
    shot(source, "own.jpg", "10:03:00", 4, gps=(50.4331, 2.5801))
    ingest(source, home)
    return home


def test_rehearsal_shows_where_photos_would_be_placed_and_writes_nothing(library, olhain):
    before = rows(library, "SELECT * FROM claims"), rows(library, "SELECT * FROM runs")

    ran = track(library, olhain, "--dry-run")

    assert ran.status == 0
    assert "a.jpg     2018-05-12 08:00:30      30 s    50.43050     2.58000" in ran.output
    assert "late.jpg  2018-05-12 08:20:00    16 min  no track at that time" in ran.output
    assert "own.jpg   2018-05-12 08:03:00       0 s  has its own position, 13 m from the track" in ran.output
    assert "This was a rehearsal: nothing was written." in ran.output
    assert (rows(library, "SELECT * FROM claims"), rows(library, "SELECT * FROM runs")) == before


def test_photos_without_a_position_get_one_and_the_others_keep_theirs(library, olhain):
    ran = track(library, olhain, "--by", "L. Dupont")

    assert "Placed 2. To take it back: phototheque runs undo" in ran.output
    assert placed(library) == {
        "a.jpg": (pytest.approx(50.4305), "track"),
        "b.jpg": (pytest.approx(50.432), "track"),
        "late.jpg": (None, None),
        "own.jpg": (pytest.approx(50.4331), "exif"),
    }


def test_each_claim_names_its_run_its_file_and_the_time_to_the_nearest_point(library, olhain):
    track(library, olhain, "--by", "L. Dupont")

    (run,) = rows(library, "SELECT * FROM runs WHERE door = 'track'")
    claims = rows(library, "SELECT * FROM claims WHERE source = 'track' ORDER BY latitude")
    assert (run["state"], run["source"], run["healed"], run["made_by"]) == (
        "finished",
        "olhain.gpx",
        2,
        "L. Dupont",
    )
    assert [claim["detail"] for claim in claims] == ["Δt 30 s, olhain.gpx", "Δt 0 s, olhain.gpx"]
    assert [claim["accuracy_m"] for claim in claims] == [pytest.approx(37.8, abs=0.1), 10.0]
    assert {claim["run_id"] for claim in claims} == {run["id"]}
    assert {claim["made_by"] for claim in claims} == {"L. Dupont"}
    assert "placed-by-track" in phototheque("runs", "show", run["id"], "--home", library).output


def test_the_track_itself_is_kept_nowhere(library, olhain):
    track(library, olhain)

    everything = b"".join(files_under(library).values())
    assert b"olhain.gpx" in everything
    assert str(olhain.parent).encode() not in everything
    assert b"50.434" not in everything  # A point where no photo was taken.


def test_the_same_track_again_changes_nothing(library, olhain):
    track(library, olhain)
    before = rows(library, "SELECT * FROM claims")

    ran = track(library, olhain)

    assert "stands there already" in ran.output
    assert "Nothing was written." in ran.output
    assert rows(library, "SELECT * FROM claims") == before


def test_undone_run_leaves_photos_as_they_were(library, olhain):
    before = rows(library, "SELECT * FROM photos ORDER BY id")
    track(library, olhain)
    (run,) = rows(library, "SELECT id FROM runs WHERE door = 'track'")

    ran = phototheque("runs", "undo", run["id"], "--home", library)

    assert "2 as they were before" in ran.output
    assert rows(library, "SELECT * FROM photos ORDER BY id") == before
    assert rows(library, "SELECT DISTINCT withdrawn FROM claims WHERE source = 'track'") == [
        {"withdrawn": "run-undone"}
    ]
    assert phototheque("check", "--home", library).status == 0


def test_run_that_was_undone_is_not_undone_again(library, olhain):
    track(library, olhain)
    (run,) = rows(library, "SELECT id FROM runs WHERE door = 'track'")
    phototheque("runs", "undo", run["id"], "--home", library)

    ran = phototheque("runs", "undo", run["id"], "--home", library)

    assert ran.output == f"Run {run['id']} was undone already: nothing was changed.\n"


def test_undone_run_can_be_done_again(library, olhain):
    track(library, olhain)
    (run,) = rows(library, "SELECT id FROM runs WHERE door = 'track'")
    phototheque("runs", "undo", run["id"], "--home", library)

    track(library, olhain)

    assert placed(library)["b.jpg"] == (pytest.approx(50.432), "track")


def test_a_corrected_offset_places_anew_and_its_undoing_gives_the_first_places_back(library, olhain):
    track(library, olhain)
    track(library, olhain, "--offset", "-00:01:00")
    assert placed(library)["a.jpg"] == (pytest.approx(50.4315), "track")
    newest = rows(library, "SELECT id FROM runs WHERE door = 'track' ORDER BY rowid DESC")[0]["id"]

    phototheque("runs", "undo", newest, "--home", library)

    assert placed(library)["a.jpg"] == (pytest.approx(50.4305), "track")


def test_undoing_the_first_of_two_runs_leaves_what_the_second_said(library, olhain):
    track(library, olhain)
    first = rows(library, "SELECT id FROM runs WHERE door = 'track'")[0]["id"]
    track(library, olhain, "--offset", "-00:01:00")
    second = rows(library, "SELECT id FROM runs WHERE door = 'track' ORDER BY rowid DESC")[0]["id"]

    phototheque("runs", "undo", first, "--home", library)
    assert placed(library)["a.jpg"] == (pytest.approx(50.4315), "track")
    phototheque("runs", "undo", second, "--home", library)

    assert placed(library)["a.jpg"] == (None, None)


def test_undoing_the_middle_of_three_runs_leaves_the_third_and_then_the_first(library, olhain):
    runs = []
    for offset in ("0", "-00:01:00", "-00:02:00"):
        track(library, olhain, "--offset", offset)
        runs.append(rows(library, "SELECT id FROM runs WHERE door = 'track' ORDER BY rowid DESC")[0]["id"])

    phototheque("runs", "undo", runs[1], "--home", library)
    standing = "SELECT 1 FROM claims WHERE source = 'track' AND withdrawn IS NULL"
    assert len(rows(library, standing)) == len(
        rows(library, "SELECT 1 FROM photos WHERE position_method = 'track'")
    )
    assert placed(library)["a.jpg"] == (pytest.approx(50.4325), "track")
    phototheque("runs", "undo", runs[2], "--home", library)

    assert placed(library)["a.jpg"] == (pytest.approx(50.4305), "track")


def test_places_follow_a_position_forth_and_back(library, olhain):
    with Library.open(library) as opened, writing(opened.db) as db:
        db.execute(
            "INSERT INTO places (id, kind, name, code) VALUES (1, 'commune', 'Maisnil-lès-Ruitz', '62540')"
        )
        shape = "POLYGON ((2.5 50.4, 2.6 50.4, 2.6 50.5, 2.5 50.5, 2.5 50.4))"
        db.execute("INSERT INTO place_shapes VALUES (1, ?, 2.5, 50.4, 2.6, 50.5, NULL, NULL)", [shape])
    track(library, olhain)
    by_track = "SELECT commune FROM photos WHERE position_method = 'track'"
    assert rows(library, by_track) == [{"commune": "Maisnil-lès-Ruitz"}] * 2
    (run,) = rows(library, "SELECT id FROM runs WHERE door = 'track'")

    phototheque("runs", "undo", run["id"], "--home", library)

    nowhere = "SELECT id, commune FROM photos WHERE latitude IS NULL"
    assert [photo["commune"] for photo in rows(library, nowhere)] == [None] * 3
    assert (
        rows(library, "SELECT 1 FROM photo_places JOIN photos ON id = photo_id WHERE latitude IS NULL") == []
    )


def test_a_photo_placed_by_track_is_healed_by_a_copy_with_true_gps(library, olhain, tmp_path):
    track(library, olhain)
    card = tmp_path / "card"
    shot(card, "a-from-the-card.jpg", "10:00:30", 1, gps=(50.4307, 2.5805))

    ran = ingest(card, library)

    assert ran.outcomes() == {"a-from-the-card.jpg": "healed"}
    assert placed(library)["a.jpg"] == (pytest.approx(50.4307), "exif")
    standing = rows(
        library, "SELECT source FROM claims WHERE latitude IS NOT NULL AND withdrawn IS NULL ORDER BY 1"
    )
    assert [claim["source"] for claim in standing] == ["exif", "exif", "track", "track"]


def test_what_a_person_says_is_overruled_by_neither_track_nor_gps(library, olhain, tmp_path):
    track(library, olhain)
    _by_hand(library, "a.jpg", 50.5, 2.7)

    again = track(library, olhain, "--offset", "-00:01:00", "--json")
    card = tmp_path / "card"
    shot(card, "a-from-the-card.jpg", "10:00:30", 1, gps=(50.4307, 2.5805))
    ingest(card, library)

    assert json_rows(again)["a.jpg"]["reason"] == "has-position"
    assert placed(library)["a.jpg"] == (50.5, "manual")


def _by_hand(home: Path, name: str, latitude: float, longitude: float) -> None:
    (photo,) = rows(home, "SELECT photo_id FROM files WHERE name = ?", name)
    with Library.open(home) as library:
        place_at(library.db, {photo["photo_id"]: (latitude, longitude)}, "L. Dupont")


def test_a_photo_that_learnt_better_since_the_preview_keeps_it(library, olhain):
    with Library.open(library) as opened:
        shown = preview(opened.db, [_read(olhain)], TrackOptions())
        _by_hand(library, "a.jpg", 50.5, 2.7)

        apply(opened, shown, "L. Dupont")

    assert rows(library, "SELECT healed FROM runs WHERE door = 'track'") == [{"healed": 1}]
    assert placed(library)["a.jpg"] == (50.5, "manual")
    assert placed(library)["b.jpg"] == (pytest.approx(50.432), "track")


def _read(path: Path) -> Track:
    return read_gpx(path.read_bytes(), path.name)


def test_a_photo_set_aside_is_not_placed(library, olhain):
    with Library.open(library) as opened, writing(opened.db) as db:
        db.execute(
            "UPDATE photos SET state = 'set_aside' WHERE id IN (SELECT photo_id FROM files WHERE name = 'a.jpg')"
        )

    track(library, olhain)

    assert placed(library)["a.jpg"] == (None, None)


def test_another_track_that_knows_less_surely_does_not_replace_the_first(library, olhain, tmp_path):
    track(library, olhain)
    coarse = write(tmp_path, "coarse.gpx", gpx([50.43, 50.53], longitude=2.6))

    ran = track(library, coarse, "--json")

    assert json_rows(ran)["a.jpg"]["reason"] == "less-sure"
    assert placed(library)["a.jpg"] == (pytest.approx(50.4305), "track")


HOSTILE = {
    "malformed": (b"<gpx><trk></gpx>", "mismatched tag in line 1"),
    "empty": (b"", "it is empty"),
    "bomb": (b'<!DOCTYPE x [<!ENTITY a "b">]><gpx>&a;</gpx>', "document type or an entity"),
    "deep": (b"<gpx>" + b"<a>" * 50_000, "nested more than 100 deep"),
    "timeless": (
        b'<gpx><trk><trkseg><trkpt lat="50" lon="2"/></trkseg></trk></gpx>',
        "none of its 1 points has a time",
    ),
    "photo": (jpeg(9), "no well-formed XML"),
}


@pytest.mark.parametrize(("content", "why"), HOSTILE.values(), ids=HOSTILE)
def test_a_track_that_cannot_be_used_is_named_and_nothing_is_written(library, olhain, tmp_path, content, why):
    bad = write(tmp_path, "bad.gpx", content)
    before = rows(library, "SELECT * FROM claims")

    ran = track(library, olhain, bad)

    assert ran.status == 2
    assert f"{bad}: " in ran.error
    assert why in ran.error
    assert "Nothing was written." in ran.error
    assert rows(library, "SELECT * FROM claims") == before


def test_all_tracks_that_cannot_be_used_are_named_at_once(library, tmp_path):
    write(tmp_path, "one.gpx", b"")

    ran = track(library, tmp_path / "one.gpx", tmp_path / "two.gpx")

    assert "one.gpx: it is empty" in ran.error
    assert "two.gpx: it does not exist" in ran.error


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["--offset", "noon"], "--offset noon is no time"),
        (["--zone", "Mars/Olympus"], "There is no zone Mars/Olympus"),
        (["--max-gap", "soon"], "--max-gap soon is no time"),
        (["--from", "May"], "May is no day"),
        (["--known", "a.jpg=noon"], "names no time"),
        (["--known", "nowhere.jpg=2018-05-12T10:00:00"], "There is no photo nowhere.jpg"),
    ],
)
def test_what_makes_no_sense_is_told_in_a_sentence(library, olhain, words, why):
    ran = track(library, olhain, *words)

    assert (ran.status, why in ran.error) == (2, True)


def test_clock_is_found_by_photos_that_know_their_place(source, home, tmp_path):
    walk = write(tmp_path, "walk.gpx", gpx([50.43 + 0.001 * minute for minute in range(50)]))
    for number, minute in enumerate((5, 17, 29)):
        shot(source, f"own{minute}.jpg", f"12:{minute:02}:17", number + 1, gps=(50.43 + 0.001 * minute, 2.58))
    shot(source, "lost.jpg", "12:40:17", 9)
    ingest(source, home)

    ran = track(home, walk, "--offset", "auto")

    assert "Clock of NIKON D90, 2018-05-12: +02:00:17 fast" in ran.output
    assert placed(home)["lost.jpg"] == (pytest.approx(50.47), "track")
    (claim,) = rows(home, "SELECT detail FROM claims WHERE source = 'track'")
    assert claim["detail"] == "Δt 0 s, clock +02:00:17, walk.gpx"


def test_a_photo_whose_clock_shows_minutes_only_is_less_sure(source, home, olhain):
    write(source, "xmp.jpg", jpeg(1, model=MODEL))
    write(source, "xmp.jpg.xmp", _MINUTE)
    ingest(source, home)

    track(home, olhain)

    (claim,) = rows(home, "SELECT detail, accuracy_m FROM claims WHERE source = 'track'")
    assert claim["detail"] == "Δt 30 s, taken to the minute, olhain.gpx"
    assert claim["accuracy_m"] > 90


_MINUTE = b"""<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" photoshop:DateCreated="2018-05-12T10:02"/>
</rdf:RDF></x:xmpmeta>"""


def test_a_camera_whose_photos_were_elsewhere_at_that_time_is_not_placed(library, tmp_path):
    elsewhere = write(tmp_path, "lens.gpx", gpx(longitude=2.83))

    ran = track(library, elsewhere)

    assert "photos of its camera that know their place were far from the track" in ran.output
    assert placed(library)["a.jpg"] == (None, None)


def test_a_person_who_gives_the_offset_is_believed_all_the_same(library, tmp_path):
    elsewhere = write(tmp_path, "lens.gpx", gpx(longitude=2.83))

    track(library, elsewhere, "--offset", "0")

    assert placed(library)["a.jpg"] == (pytest.approx(50.4305), "track")


def test_witnesses_some_way_off_make_the_others_less_sure_and_the_claim_says_so(library, tmp_path):
    beside = write(
        tmp_path, "beside.gpx", gpx(longitude=2.5815)
    )  # 100 m east of the photo that knows its place

    ran = track(library, beside)

    claims = rows(library, "SELECT detail, accuracy_m FROM claims WHERE source = 'track' ORDER BY latitude")
    off_m = json_rows(track(library, beside, "--dry-run", "--json"))["own.jpg"]["apart_m"]
    assert 90 < off_m < 110
    assert [claim["accuracy_m"] for claim in claims] == [off_m, off_m]
    assert claims[1]["detail"] == f"Δt 0 s, witnesses {off_m:.0f} m off, beside.gpx"
    assert f"  witnesses {off_m:.0f} m off" in ran.output


def test_witnesses_a_few_hundred_metres_off_have_nothing_placed(library, tmp_path):
    off = write(tmp_path, "off.gpx", gpx(longitude=2.584))  # 280 m

    ran = track(library, off)

    assert "Is a camera’s clock wrong?" in ran.output
    assert placed(library)["a.jpg"] == (None, None)


def test_witness_between_points_far_apart_in_time_says_little(source, home, tmp_path):
    shot(source, "lost.jpg", "10:00:00", 1)
    shot(source, "own.jpg", "10:05:00", 2, gps=(50.4350, 2.5841))  # 290 m beside a line of ten minutes
    ingest(source, home)
    points = "".join(
        f'<trkpt lat="{50.43 + minute / 1000}" lon="2.58"><time>2018-05-12T08:{minute:02}:00Z</time></trkpt>'
        for minute in (0, 10)
    )
    ride = write(
        tmp_path, "ride.gpx", f'<gpx version="1.1"><trk><trkseg>{points}</trkseg></trk></gpx>'.encode()
    )

    track(home, ride)

    assert placed(home)["lost.jpg"] == (pytest.approx(50.43), "track")


def test_witness_of_the_same_camera_and_day_is_heard_although_another_photo_was_chosen(library, tmp_path):
    (chosen,) = rows(library, "SELECT photo_id FROM files WHERE name = 'a.jpg'")
    lens = read_gpx(gpx(longitude=2.83), "lens.gpx")

    with Library.open(library) as opened:
        shown = preview(opened.db, [lens], TrackOptions(photo_ids=frozenset({chosen["photo_id"]})))

    assert [(row.name, row.reason) for row in shown.rows] == [("a.jpg", NotPlaced.CONTRADICTED)]


def test_position_whose_clock_was_told_is_not_replaced_by_one_where_nothing_tells(source, home, olhain):
    shot(source, "a.jpg", "10:02:00", 1)
    ingest(source, home)
    track(home, olhain, "--offset", "+00:01:00")

    ran = track(home, olhain)

    assert "placed with a clock that was told; nothing tells it now" in ran.output
    assert placed(home)["a.jpg"] == (pytest.approx(50.431), "track")
    assert "Placed 1." in track(home, olhain, "--offset", "0").output


def test_one_photo_whose_true_time_is_known_tells_its_cameras_clock(source, home, olhain):
    shot(source, "town-clock.jpg", "11:00:17", 1)
    shot(source, "next.jpg", "11:02:17", 2)
    shot(source, "phone.jpg", "10:03:00", 3, model="SM-G960F")
    ingest(source, home)

    track(home, olhain, "--known", "town-clock.jpg=2018-05-12T10:00:00")

    assert placed(home)["next.jpg"] == (pytest.approx(50.432), "track")
    assert placed(home)["phone.jpg"] == (pytest.approx(50.433), "track")


def test_only_the_camera_that_is_named_is_placed(library, olhain):
    track(library, olhain, "--camera", "d90")

    assert placed(library)["a.jpg"] == (pytest.approx(50.4305), "track")


def test_camera_of_which_there_is_no_photo_is_told_with_those_there_are(library, olhain):
    ran = track(library, olhain, "--camera", "canon")

    assert ran.status == 2
    assert "No photo is of a camera canon" in ran.error
    assert "There are photos of: NIKON D90 (4)." in ran.error
    assert placed(library)["a.jpg"] == (None, None)


@pytest.mark.parametrize(
    ("words", "names"),
    [
        (["--from", "2018-05-13"], []),
        (["--to", "2018-05-11"], []),
        (["--from", "2018-05-12", "--to", "2018-05-12"], ["a.jpg", "b.jpg"]),
        (["--max-gap", "10s"], ["b.jpg"]),
        (["--zone", "UTC"], []),
        (["--camera", "d90"], ["a.jpg", "b.jpg"]),
    ],
    ids=" ".join,
)
def test_what_is_asked_for_is_placed(library, olhain, words, names):
    ran = track(library, olhain, "--dry-run", "--json", *words)

    assert sorted(name for name, row in json_rows(ran).items() if row["source"]) == names


def test_a_photo_taken_while_the_receiver_paused_is_placed_only_when_halts_are_asked_for(
    source, home, tmp_path
):
    one, _, _ = gpx(LATITUDES[:2]).partition(b"</trkseg>")
    _, _, other = gpx([50.431]).replace(b"08:00:00", b"08:02:00").partition(b"<trkseg>")
    halves = one + b"</trkseg><trkseg>" + other
    walk = write(tmp_path, "paused.gpx", halves)
    shot(source, "pause.jpg", "10:01:20", 1)
    ingest(source, home)

    assert json_rows(track(home, walk, "--json"))["pause.jpg"]["reason"] == "not-matched"
    assert json_rows(track(home, walk, "--json", "--halts"))["pause.jpg"]["source"] == "track"


def test_a_photo_between_two_placed_ones_is_an_estimate(source, home, olhain):
    shot(source, "before.jpg", "10:04:00", 1)
    shot(source, "between.jpg", "10:05:00", 2)
    shot(source, "after.jpg", "10:06:00", 3, gps=(50.435, 2.58))
    ingest(source, home)

    ran = track(home, olhain, "--neighbours")

    assert "between before.jpg and after.jpg" in ran.output
    assert placed(home)["between.jpg"] == (pytest.approx(50.4345), "neighbour")
    (claim,) = rows(home, "SELECT accuracy_m, detail FROM claims WHERE source = 'neighbour'")
    assert claim["accuracy_m"] == pytest.approx(111 / 2 + 25, abs=1)


def test_the_hour_that_comes_twice_is_read_as_the_track_has_it(source, home, tmp_path):
    night = gpx(hour=1).replace(b"2018-05-12", b"2018-10-28")  # 01 UTC is the second 02 h of that night.
    write(source, "night.jpg", jpeg(1, taken="2018-10-28T02:02:00", model=MODEL))
    ingest(source, home)

    track(home, write(tmp_path, "night.gpx", night))

    assert placed(home)["night.jpg"] == (pytest.approx(50.432), "track")


def test_chosen_photos_each_get_a_row_even_without_a_date(source, home, olhain):
    write(source, "undated.jpg", jpeg(1))
    ingest(source, home)
    (photo,) = rows(home, "SELECT id FROM photos")

    with Library.open(home) as library:
        shown = preview(library.db, [_read(olhain)], TrackOptions(photo_ids=frozenset([photo["id"]])))

    assert [row.reason for row in shown.rows] == [NotPlaced.NO_DATE]


def test_ingest_with_a_track_places_what_it_takes_in(source, home, olhain):
    shot(source, "a.jpg", "10:00:30", 1)

    ran = phototheque("ingest", source, "--home", home, "--track", olhain)

    assert "1 photo was taken in." in ran.output
    assert "Placed 1." in ran.output
    assert placed(home)["a.jpg"] == (pytest.approx(50.4305), "track")


def test_ingest_with_a_track_that_cannot_be_used_takes_nothing_in(source, home, tmp_path):
    shot(source, "a.jpg", "10:00:30", 1)

    ran = phototheque("ingest", source, "--home", home, "--track", write(tmp_path, "bad.gpx", b"<gpx>"))

    assert ran.status == 2
    assert rows(home, "SELECT * FROM photos") == []


def test_ingest_of_nothing_new_says_how_photos_of_before_are_placed(source, home, olhain):
    shot(source, "a.jpg", "10:00:30", 1)
    ingest(source, home)

    ran = phototheque("ingest", source, "--home", home, "--track", olhain)

    assert "phototheque track FILE.gpx" in ran.output
