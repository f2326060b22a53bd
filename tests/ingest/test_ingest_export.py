"""The way out and back in: an export tree, ingested into an empty home, gives the same catalogue."""

import csv
from pathlib import Path
from typing import Any

import pytest
from making import files_under, ingest, jpeg, phototheque, png, rows, write

from catalogue.database.connection import writing
from catalogue.library import Library, now_text
from catalogue.photos.claims import add_claims
from catalogue.photos.refreshing import refresh
from catalogue.places.gazetteer import NamedPlace, register
from catalogue.placing.classification import classifier_of, place_photos
from catalogue.values.claims import Claim, Source, Subject, position

_TELLING = """
    id, taken_at, taken_method, utc_offset, taken_year, taken_month, latitude, longitude, position_method,
    position_absence, position_accuracy_m, heading_deg, orientation, camera_make, camera_model, width, height,
    format, caption, creator, credit, copyright, licence, rating, state, state_reason,
    park, itinerary, cite, commune, epci
"""
_SIDECAR = """<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:description><rdf:Alt>
<rdf:li xml:lang="x-default">Chevalement, étang et crêt</rdf:li></rdf:Alt></dc:description>
<dc:subject><rdf:Bag><rdf:li>terril</rdf:li><rdf:li>étang</rdf:li></rdf:Bag></dc:subject>
</rdf:Description></rdf:RDF></x:xmpmeta>"""


_AROUND = "POLYGON ((2.55 50.35, 2.65 50.35, 2.65 50.45, 2.55 50.45, 2.55 50.35))"
_THROUGH = "LINESTRING (2.5 50.4001, 2.7 50.4001)"


def _catalogue(home: Path) -> dict[str, list[dict[str, Any]]]:
    """All that must survive the way out and back, in an order that does not depend on arrival."""
    return {
        "photos": rows(home, f"SELECT {_TELLING} FROM photos ORDER BY id"),
        "files": rows(home, "SELECT DISTINCT sha256, photo_id FROM files ORDER BY sha256"),
        "themes": rows(home, "SELECT * FROM photo_themes ORDER BY 1, 2"),
        "places": rows(
            home,
            "SELECT photo_id, kind, name, short_name, code, commune, relation, rule, main, decided_by, distance_m, "
            "chainage_m, section FROM photo_places JOIN places ON places.id = place_id ORDER BY 1, 2, 3, 7",
        ),
        "decisions": rows(
            home,
            "SELECT photo_id, kind, name, decision, made_by "
            "FROM place_decisions JOIN places ON places.id = place_id ORDER BY 1, 2, 3",
        ),
        "claims": rows(
            home,
            "SELECT DISTINCT photo_id, subject, source, value, detail, absence, latitude, accuracy_m, precision, "
            "made_by FROM claims WHERE subject <> 'state' AND withdrawn IS NULL ORDER BY 1, 2, 3, 4, 5",
        ),
        "search": rows(
            home, "SELECT id, text FROM photos JOIN photo_search ON photo_search.rowid = number ORDER BY 1"
        ),
    }


@pytest.fixture
def library(source: Path, home: Path) -> Path:
    """A small library with everything in it: places, decisions, a healed photo, one held, one put aside."""
    with Library.open(home) as opened, writing(opened.db) as db:
        register(db, [NamedPlace("park", "Parc d'Olhain", commune="Fresnicourt", aliases=("Olhain",))])
        register(db, [NamedPlace("itinerary", "EuroVelo 5", short_name="EV5")])
        drawn = register(
            db, [NamedPlace("commune", "Fresnicourt", code="62356"), NamedPlace("cite", "Cité Declercq")]
        )
        route = db.execute("SELECT id FROM places WHERE kind = 'itinerary'").fetchone()[0]
        shapes = (_AROUND, _AROUND, _THROUGH)
        for place_id, shape in zip((*drawn, route), shapes, strict=True):
            db.execute("INSERT INTO place_shapes VALUES (?, ?, 0, 0, 0, 0, NULL, NULL)", [place_id, shape])
        db.execute("INSERT INTO place_sections VALUES (?, 1, 'Angres – Olhain', 0, 99000)", [route])
        register(db, [NamedPlace("epci", "Béthune-Bruay", short_name="CABBALR", code="200072460")])
        db.execute("UPDATE places SET epci_siren = '200072460' WHERE id = ?", [drawn[0]])
    write(
        source, "Olhain/2018-05/a.jpg", jpeg(1, taken="2018-05-12T14:32:08", gps=(50.4, 2.6), offset="+02:00")
    )
    write(source, "Olhain/2018-05/copy of a.jpg", jpeg(1))
    write(source, "Olhain/2018-05/copy of a.xmp", _SIDECAR.encode())
    write(source, "EV5/IMG-20180512-WA0003.jpg", jpeg(2))
    write(source, "EV5/vieux/c.png", png(3))
    write(source, "cut.jpg", jpeg(4, size=(800, 600))[:-6000])
    ingest(source, home, "--creator", "L. Dupont")
    write(source, "late.jpg", jpeg(5))
    ingest(source, home)
    phototheque(
        "runs", "undo", rows(home, "SELECT id FROM runs ORDER BY rowid DESC LIMIT 1")[0]["id"], "--home", home
    )
    _decide(home)
    return home


def _decide(home: Path, caption: str = "Cité <Declercq> & jardin") -> None:
    """A person places a photo and captions it."""
    photo_id = rows(home, "SELECT photo_id FROM files WHERE name = 'c.png'")[0]["photo_id"]
    said = [
        position(Source.MANUAL, latitude=50.29, longitude=3.07, accuracy_m=25.0, made_by="L. Dupont"),
        Claim(Subject.CAPTION, Source.MANUAL, caption, made_by="L. Dupont"),
    ]
    with Library.open(home) as opened, writing(opened.db) as db:
        add_claims(db, photo_id, None, None, said, now_text())
        inside = db.execute("SELECT id FROM photos WHERE taken_at IS NOT NULL").fetchone()[0]
        decisions = [
            (inside, "cite", "is_not"),
            (inside, "park", "is"),
            (photo_id, "itinerary", "main"),
            (photo_id, "cite", "is"),
        ]
        for decided, kind, decision in decisions:
            db.execute(
                "INSERT INTO place_decisions SELECT ?, id, ?, 'L. Dupont', ? FROM places WHERE kind = ? "
                "ON CONFLICT DO NOTHING",
                [decided, decision, now_text(), kind],
            )
        place_photos(db, [photo_id, inside], classifier_of(db, opened.stored_settings()), now_text())


def test_tree_ingested_into_an_empty_home_gives_the_same_catalogue(library: Path, tmp_path: Path):
    tree, other = tmp_path / "tree", tmp_path / "other"

    phototheque("export", "tree", tree, "--home", library)
    ingest(tree, other)

    assert len(rows(library, "SELECT id FROM photos")) == 5
    for part, expected in _catalogue(library).items():
        assert _catalogue(other)[part] == expected, part


def test_rules_run_over_a_library_that_came_back_lose_no_place(library: Path, tmp_path: Path):
    tree, other = tmp_path / "tree", tmp_path / "other"
    phototheque("export", "tree", tree, "--home", library)
    ingest(tree, other)

    told = phototheque("classify", "--home", other)

    assert "of which 0 moved" in told.output or "Everything is where" in told.output
    for part in ("photos", "decisions", "search"):
        assert _catalogue(other)[part] == _catalogue(library)[part], part


def test_originals_leave_byte_for_byte_under_names_people_can_read(library: Path, tmp_path: Path):
    tree = tmp_path / "tree"

    phototheque("export", "tree", tree, "--home", library)

    left = {name: content for name, content in files_under(tree).items() if name.endswith((".jpg", ".png"))}
    assert sorted(left.values()) == sorted(files_under(library / "originals").values())
    assert "Parc d'Olhain/2018/2018-05-12_1432_Parc-d-Olhain_0003.jpg" in left or any(
        name.startswith("Parc d'Olhain/2018/2018-05-12_1432_Parc-d-Olhain_") for name in left
    )


def test_second_export_writes_only_what_changed(library: Path, tmp_path: Path):
    tree = tmp_path / "tree"
    phototheque("export", "tree", tree, "--home", library)
    before = {path: path.stat().st_mtime_ns for path in tree.rglob("*.jpg")}

    again = phototheque("export", "tree", tree, "--home", library)
    with Library.open(library) as opened:
        opened.db.execute(
            "UPDATE claims SET withdrawn = 'superseded' WHERE source = 'manual' AND subject = 'caption'"
        )
    _decide(library, "Cité Declercq")
    third = phototheque("export", "tree", tree, "--home", library)

    assert again.output.startswith("0 files written")
    assert third.output.startswith("2 files written")
    assert {path: path.stat().st_mtime_ns for path in tree.rglob("*.jpg")} == before


def test_folder_with_other_things_is_refused(library: Path, tmp_path: Path):
    write(tmp_path / "busy", "letter.txt", b"Dear")

    ran = phototheque("export", "tree", tmp_path / "busy", "--home", library)

    assert ran.status == 2
    assert "it holds other things" in ran.error


def test_caption_changed_in_an_exported_sidecar_is_a_claim_of_the_sidecar(library: Path, tmp_path: Path):
    tree, other = tmp_path / "tree", tmp_path / "other"
    phototheque("export", "tree", tree, "--home", library)
    (sidecar,) = [
        path
        for path in tree.rglob("*.xmp")
        if "Chevalement, étang" in path.read_text(encoding="utf-8") and "_2.jpg" not in path.name
    ]
    text = sidecar.read_text(encoding="utf-8")
    written = '<rdf:li xml:lang="x-default">Chevalement, étang et crêt</rdf:li>'
    assert written in text
    sidecar.write_text(
        text.replace(written, '<rdf:li xml:lang="x-default">Le 9-9 bis</rdf:li>'), encoding="utf-8"
    )

    ingest(tree, other)

    found = rows(other, "SELECT caption FROM photos WHERE taken_at IS NOT NULL")
    assert found == [{"caption": "Le 9-9 bis"}]


def test_formula_in_a_caption_is_text_in_the_table(source: Path, home: Path, tmp_path: Path):
    write(
        source, "a.jpg", jpeg(1, taken="2018-05-12T14:32:08", offset="+02:00", caption="=cmd|' /C calc'!A0")
    )
    ingest(source, home)

    phototheque("export", "tree", tmp_path / "tree", "--home", home)

    (row,) = csv.DictReader(
        (tmp_path / "tree" / "phototheque.csv").read_text(encoding="utf-8-sig").splitlines()
    )
    assert row["caption"] == "'=cmd|' /C calc'!A0"
    assert row["utc_offset"] == "+02:00"
    assert b"'=cmd" not in next((tmp_path / "tree").rglob("*.xmp")).read_bytes()


@pytest.fixture
def of_two_epci(source: Path, home: Path) -> Path:
    """Two photos, each of another intercommunality; the first by its commune too."""
    write(source, "a.jpg", jpeg(1))
    write(source, "b.jpg", jpeg(2))
    ingest(source, home)
    with Library.open(home) as opened, writing(opened.db) as db:
        call, cad, lens = register(
            db,
            [
                NamedPlace("epci", "CA de Lens-Liévin", short_name="CALL", code="246200364"),
                NamedPlace("epci", "CA du Douaisis", short_name="CAD", code="200044618"),
                NamedPlace("commune", "Lens", code="62498"),
            ],
        )
        first, second = (row[0] for row in db.execute("SELECT id FROM photos ORDER BY number").fetchall())
        for photo_id, place in ((first, call), (first, lens), (second, cad)):
            db.execute(
                "INSERT INTO photo_places (photo_id, place_id, relation, rule, main)"
                " VALUES (?, ?, 'inside', 'made', 1)",
                [photo_id, place],
            )
            refresh(db, photo_id, now_text())
    return home


@pytest.mark.parametrize("spelled", ["CALL", "246200364", "ca de lens-lievin"])
def test_a_tree_of_one_epci_holds_its_photos_with_codes(of_two_epci: Path, tmp_path: Path, spelled: str):
    ran = phototheque("export", "tree", tmp_path / "out", "--epci", spelled, "--home", of_two_epci)

    assert ran.status == 0, ran.error
    with (tmp_path / "out" / "phototheque.csv").open(encoding="utf-8-sig", newline="") as table:
        listed = list(csv.DictReader(table))
    assert [(row["epci"], row["epci_siren"], row["commune"], row["insee"]) for row in listed] == [
        ("CA de Lens-Liévin", "246200364", "Lens", "62498")
    ]
    assert len([name for name in files_under(tmp_path / "out") if name.endswith(".jpg")]) == 1


def test_a_tree_of_no_epci_is_refused_and_writes_nothing(of_two_epci: Path, tmp_path: Path):
    ran = phototheque("export", "tree", tmp_path / "out", "--epci", "CALLE", "--home", of_two_epci)

    assert ran.status == 2
    assert "No place of kind epci is called “CALLE”" in ran.error
    assert not (tmp_path / "out").exists()
