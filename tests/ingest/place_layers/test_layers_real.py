"""Every real layer, by the kind it is offered as: imported, or refused with the reason."""

from pathlib import Path

import pytest
from layermaking import imported, notes, places, refused
from making import PROJECT, rows

pytestmark = pytest.mark.usefixtures("at_once")

_FOLDER = PROJECT.parent / "shared" / "data" / "layers"
_EV5 = "itineraires/eurovelo5"

# file, kind, how many places it makes, the fields of names and codes, what is said besides
IMPORTED = (
    ("communes/communes-59-nord.geojson", "commune", 648, "nom", "code", set()),
    ("communes/communes-62-pas-de-calais.geojson", "commune", 891, "nom", "code", set()),
    ("communes/communes-mbm.geojson", "commune", 330, "nom", "insee", set()),
    ("communes/departements.geojson", "perimeter", 2, "nom", "code", set()),
    ("epci/epci.geojson", "epci", 9, "nom", "code_siren", set()),
    ("cites/cites-minieres.geojson", "cite", 159, "nom", "id_unesco", set()),
    ("parcs/terrils.geojson", "terril", 51, "nom", "no_terril", {"row-numbers"}),
    ("parcs/espace-neonaturel.geojson", "park", 5, "nom", "id_unesco", {"row-numbers"}),
    ("parcs/parc-de-la-deule.geojson", "park", 2, "name", "id", set()),
    ("unesco/bien-inscrit.geojson", "site", 109, "nom", "no_element", {"row-numbers"}),
    ("unesco/zone-tampon.geojson", "perimeter", 15, None, "id", {"no-name-field", "unnamed"}),
    ("unesco/bassin-minier.geojson", "perimeter", 1, "nom", None, {"row-numbers"}),
    ("itineraires/zt-cavaliers.geojson", "itinerary", 320, "nom", None, {"no-shape"}),
    (
        "itineraires/cavaliers.geojson",
        "site",
        14,
        None,
        "id_unesco",
        {"row-numbers", "no-name-field", "unnamed"},
    ),
    (f"{_EV5}/gpx_eurovelo5.gpx", "itinerary", 1, None, None, {"unnamed"}),
    (f"{_EV5}/bethunes-olhain.gpx", "itinerary", 1, "name", None, {"name-says-nothing"}),
    (f"{_EV5}/olhain-angres.gpx", "itinerary", 1, "name", None, {"name-says-nothing"}),
    (f"{_EV5}/angres-lens.gpx", "itinerary", 1, "name", None, {"name-says-nothing"}),
    (
        "itineraires/amenagements-cyclables-exemple.json",
        "itinerary",
        1,
        None,
        "id_local",
        {"no-name-field", "unnamed"},
    ),
)
REFUSED = (
    ("epci/epci-membres-59-62.json", "epci", "layer-unreadable", "holds no shapes"),
    (
        "itineraires/cavaliers.geojson",
        "itinerary",
        "layer-of-other-shapes",
        "is a polygon; an itinerary is a line",
    ),
    ("itineraires/zt-cavaliers.geojson", "park", "layer-of-other-shapes", "is a line; a park is a polygon"),
    (f"{_EV5}/gpx_eurovelo5.gpx", "cite", "layer-of-other-shapes", "is a line; a cite is a polygon"),
    ("parcs/terrils.geojson", "itinerary", "layer-of-other-shapes", "is a polygon; an itinerary is a line"),
)


def test_table_tells_of_every_real_layer(shared_data: Path):
    there = {p.relative_to(_FOLDER).as_posix() for p in _FOLDER.rglob("*") if p.is_file()}

    assert there - {"README.md", "truth.json"} == {case[0] for case in (*IMPORTED, *REFUSED)}


@pytest.mark.parametrize(
    ("file", "kind", "number", "name_field", "code_field", "said"), IMPORTED, ids=[c[0] for c in IMPORTED]
)
def test_real_layer_is_imported(
    shared_data: Path,
    home: Path,
    file: str,
    kind: str,
    number: int,
    name_field: str | None,
    code_field: str | None,
    said: set[str],
):
    told = imported(_FOLDER / file, kind, home)

    assert (told["places"], told["fields"]["name"], told["fields"]["code"]) == (
        number,
        name_field,
        code_field,
    )
    assert notes(told) == said
    assert len(rows(home, "SELECT 1 FROM places JOIN place_shapes ON place_id = id")) == number


@pytest.mark.parametrize(("file", "kind", "code", "why"), REFUSED, ids=[f"{c[0]} as {c[1]}" for c in REFUSED])
def test_real_layer_is_refused_with_the_reason(
    shared_data: Path, home: Path, file: str, kind: str, code: str, why: str
):
    refusal = refused(_FOLDER / file, kind, home)

    assert refusal["code"] == code
    assert why in refusal["message"]
    assert rows(home, "SELECT * FROM layers") == rows(home, "SELECT * FROM places") == []


def test_what_lies_off_the_mining_basin_is_told_by_row(shared_data: Path, home: Path):
    imported(_FOLDER / "unesco/bassin-minier.geojson", "perimeter", home)

    told = imported(_FOLDER / "itineraires/amenagements-cyclables-exemple.json", "itinerary", home)

    assert [(n["row"], n["message"]) for n in told["notes"] if n["code"] == "outside"] == [
        (1, "lies outside the study area")
    ]


def test_communes_of_the_basin_know_their_agglomeration(shared_data: Path, home: Path):
    imported(_FOLDER / "communes/communes-mbm.geojson", "commune", home)

    lens = places(home)["Lens"]

    assert (lens["code"], lens["epci_siren"]) == ("62498", "246200364")


def test_track_of_sixty_segments_is_one_itinerary_called_as_its_file_says(shared_data: Path, home: Path):
    imported(_FOLDER / _EV5 / "gpx_eurovelo5.gpx", "itinerary", home)

    (itinerary,) = places(home).values()

    assert itinerary["name"] == "EuroVelo 5 - Via Romea Francigena - partie France 1"
    assert 200_000 < itinerary["length_m"] < 400_000


def test_places_of_two_layers_are_told(shared_data: Path, home: Path):
    imported(_FOLDER / "communes/communes-62-pas-de-calais.geojson", "commune", home)

    told = imported(_FOLDER / "communes/communes-mbm.geojson", "commune", home)

    (double,) = [note["message"] for note in told["notes"] if note["code"] == "double"]
    assert double.startswith("150 of them also stand in layer “communes-62-pas-de-calais”")
