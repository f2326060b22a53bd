"""What leaves a library full of markers: no formula, no foreign link, no name that leads out; and every text whole."""

import csv
import io
import json
import re
import zipfile
from xml.etree.ElementTree import Element

import openpyxl
import pyogrio
import pytest
from catalogues import RUN
from defusedxml.ElementTree import fromstring
from making import files_under, phototheque, rows
from marking import KINDS, marks
from PIL import Image
from serving import Reader

from catalogue.home.paths import Home
from catalogue.web.app import create_app

pytest_plugins = ["marked"]

_TEXTS = ("caption", "creator", "credit", "copyright", "usage_terms", "alt_text", "park", "commune")
_RAW = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]")
_DC = "{http://purl.org/dc/elements/1.1/}"


@pytest.fixture(scope="module")
def site(marked: Home):
    app = create_app(marked)
    app.test_client_class = Reader
    with app.test_client() as client:
        client.set_cookie("language", "fr")
        yield client
    app.config["SPOOL"].close()


@pytest.fixture(scope="module")
def stored(marked: Home) -> dict[int, dict[str, object]]:
    """What the photos that can be seen have, by their number."""
    found = rows(marked.root, "SELECT * FROM photos WHERE state <> 'set_aside' AND version_of IS NULL")
    assert {kind for row in found for _, kind in marks(str(row["caption"]))} == set(KINDS)
    return {row["number"]: row for row in found}


def _flat(text: object) -> str:
    """A text as files for people keep it: spaces, tabs and ends of lines are all white."""
    return " ".join(str(text or "").split())


def _sheets(content: bytes) -> list[list[tuple]]:
    """The cells of a workbook, which has neither a formula nor a link that leads anywhere but to a photo."""
    parts = zipfile.ZipFile(io.BytesIO(content))
    told = "".join(parts.read(name).decode() for name in parts.namelist() if name.endswith(".rels"))
    outside = re.findall(r'Target="([^"]*)"[^>]*TargetMode="External"', told)
    assert all(re.fullmatch(r"http://[\w.:]+/photos/[0-9a-f]{32}", address) for address in outside), outside
    assert not [name for name in parts.namelist() if "external" in name.lower() or "vba" in name.lower()]
    assert not [name for name in parts.namelist() if b"<f>" in parts.read(name)]
    book = openpyxl.load_workbook(io.BytesIO(content))
    cells = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row]
    assert [cell.coordinate for cell in cells if cell.data_type == "f"] == []
    return [list(sheet.iter_rows(values_only=True)) for sheet in book.worksheets]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_table_for_people_holds_texts_and_links_to_photos_alone(site, stored, language):
    site.set_cookie("language", language)
    photos, about = _sheets(site.get("/take/photos.xlsx?_q=mk").data)
    site.set_cookie("language", "fr")

    number, caption = photos[0].index({"fr": "Numéro", "en": "Number"}[language]), 3
    told = {row[number]: row[caption] for row in photos[1:]}
    assert len(told) > len(KINDS)
    assert {n: _flat(text) for n, text in told.items()} == {n: _flat(stored[n]["caption"]) for n in told}
    assert about


def test_the_table_of_a_run_holds_texts_alone(site):
    (files,) = _sheets(site.get(f"/runs/{RUN}/files.xlsx").data)

    assert {kind for row in files for _, kind in marks(str(row))} == set(KINDS)


def test_the_layer_for_the_web_holds_every_text_whole(site, stored):
    told = json.loads(site.get("/take/photos.geojson").data)["features"]
    points = {each["properties"]["number"]: each["properties"] for each in told}

    assert points.keys() == stored.keys()
    for number, row in stored.items():
        assert {name: points[number][name] for name in _TEXTS} == {name: row[name] for name in _TEXTS}


def test_the_layer_for_qgis_holds_every_text_whole(site, stored, tmp_path):
    file = tmp_path / "photos.gpkg"
    file.write_bytes(site.get("/take/photos.gpkg").data)

    meta, _, _, values = pyogrio.raw.read(str(file))
    fields = dict(zip(meta["fields"], values, strict=True))
    captions = dict(zip(fields["number"], fields["caption"], strict=True))
    assert len(captions) > len(KINDS)
    assert captions == {number: stored[number]["caption"] for number in captions}


def test_the_tree_and_its_table_start_no_formula_and_lead_nowhere(marked: Home, stored, tmp_path):
    assert phototheque("export", "tree", tmp_path / "tree", "--home", marked.root).status == 1

    files = files_under(tmp_path / "tree")
    table = list(csv.reader(io.StringIO(files["phototheque.csv"].decode("utf-8-sig"), newline="")))
    assert len(table) > len(KINDS)
    assert [cell for row in table for cell in row if re.match(r"[=@\t\r]|[+-](?!\d\d:\d\d$)", cell)] == []
    _are_safe(name for name in files if not name.startswith("."))
    sidecars = {
        name: fromstring(content, forbid_dtd=True) for name, content in files.items() if name.endswith(".xmp")
    }
    said = {text for sidecar in sidecars.values() for text in sidecar.itertext()}
    assert {kind for text in said for _, kind in marks(text)} >= set(KINDS) - {"tab", "return"}
    assert {"raw", "marker-raw"}.isdisjoint(
        each.tag for sidecar in sidecars.values() for each in sidecar.iter()
    )


def _are_safe(names) -> None:
    """Each name is two folders and a plain file, or a file of ours beside them, wherever it is unpacked."""
    for name in names:
        assert not _RAW.search(name), name
        assert re.fullmatch(r'([^/\\:<>"|?*]+/[^/\\:<>"|?*]+/)?[^/\\:<>"|?*]+', name), name
        assert not {"", ".", ".."} & set(name.split("/")), name


def test_the_zip_leads_nowhere_and_its_page_keeps_its_lines(site, stored):
    parcel = zipfile.ZipFile(io.BytesIO(site.get("/take/photos.zip?_q=mk&internal=1").data))

    pictures = [name for name in parcel.namelist() if name.endswith(".jpg")]
    assert len(pictures) > len(KINDS)
    _are_safe(parcel.namelist())
    _sheets(parcel.read("photos.xlsx"))
    page = parcel.read("LISEZMOI.txt").decode("utf-8-sig")
    assert set(re.findall(r"[^\r]\n|\r[^\n]", page)) == set()
    assert not re.search("[\x00-\x1f\x7f-\x9f]", page.replace("\r\n", ""))
    lines = [line for line in page.split("\r\n") if marks(line)]
    assert {kind for line in lines for _, kind in marks(line)} == set(KINDS)
    assert [line for line in lines if not re.match("- |[A-ZP][^:]* : ", line)] == []


def test_a_terminal_takes_the_same_pictures_to_the_same_names(marked: Home, site, tmp_path):
    parcel = zipfile.ZipFile(io.BytesIO(site.get("/take/photos.zip?internal=1").data))

    ran = phototheque("export", "photos", tmp_path / "out", "--home", marked.root, "--internal")

    assert not _RAW.search(ran.output + ran.error)
    assert set(files_under(tmp_path / "out")) == set(parcel.namelist())


def test_a_picture_that_is_taken_says_its_texts_in_xml_that_holds_nothing_else(site, stored):
    for row in stored.values():
        answer = site.get(f"/photos/{row['id']}/take?size=screen&original_name=1")
        assert answer.status_code == 200
        assert re.fullmatch(r'attachment; filename="[\w.-]+\.jpg"', answer.headers["Content-Disposition"])
        packet = fromstring(Image.open(io.BytesIO(answer.data)).info["xmp"], forbid_dtd=True)
        assert _flat(_said(packet, "description")) == _flat(_kept(row["caption"]))
        assert _flat(_said(packet, "rights")) == _flat(_kept(row["copyright"]))


def _kept(text: object) -> str:
    return re.sub("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "", str(text or ""))


def _said(packet: Element, name: str) -> str:
    return "".join(text for each in packet.iter(f"{_DC}{name}") for text in each.itertext())


def test_the_data_as_csv_come_back_as_they_are(marked: Home, site, stored):
    from asyncio import run  # noqa: PLC0415 one question to Datasette

    from marked_crawling import visiting  # noqa: PLC0415

    async def asked() -> str:
        async with visiting(marked, "fr") as client:
            answer = await client.get(
                "/explore/catalogue/photos_with_codes.csv?_stream=on&_size=max&_sort=number"
            )
            return answer.text

    table = list(csv.DictReader(io.StringIO(run(asked()), newline="")))
    assert {int(row["number"]) for row in table} == set(stored)
    for row in table:
        known = stored[int(row["number"])]
        assert {name: row[name] for name in _TEXTS} == {name: known[name] or "" for name in _TEXTS}


def test_captions_go_out_and_come_back_in_unchanged(marked: Home, site, tmp_path):
    sheet = tmp_path / "photos.xlsx"
    sheet.write_bytes(site.get("/take/photos.xlsx").data)

    ran = phototheque("captions", "import", sheet, "--home", marked.root, "--dry-run", "--json")

    told = json.loads(ran.output)
    assert (ran.status, told["changes"]) == (0, [])
    assert told["matched"] > len(KINDS)


@pytest.mark.parametrize("form", ["geojson", "gpkg"])
def test_a_layer_goes_out_with_its_names_whole(marked: Home, tmp_path, form):
    (layer,) = rows(marked.root, "SELECT name FROM layers WHERE kind = 'park' AND name LIKE '%mk:%'")
    file = tmp_path / f"layer.{form}"

    ran = phototheque("layers", "export", "park", layer["name"], file, "--home", marked.root)

    assert ran.status == 0, ran.error
    meta, _, _, values = pyogrio.raw.read(str(file))
    names = dict(zip(meta["fields"], values, strict=True))["name"]
    known = rows(marked.root, "SELECT name FROM places WHERE kind = 'park' AND layer = ?", layer["name"])
    assert sorted(names) == sorted(row["name"] for row in known)


@pytest.mark.parametrize("kind", ["lines", "bidi", "return"])
def test_a_terminal_obeys_nothing_of_a_run(marked: Home, kind: str):
    (run, *_) = rows(marked.root, "SELECT id FROM runs WHERE made_by LIKE ?", f"%mk:runs.made_by:{kind}!%")

    ran = phototheque("runs", "show", "--home", marked.root, "--", run["id"])

    assert ran.status == 0, ran.error
    assert not _RAW.search(ran.output)
    assert ("runs.made_by", kind) in marks(ran.output)


@pytest.mark.parametrize(
    "words",
    [
        "runs",
        f"runs show {RUN}",
        "layers list",
        "themes list",
        "settings",
        "defaults",
        "where 2.58,50.43",
        "check",
    ],
)
def test_a_terminal_shows_markers_and_obeys_none(marked: Home, words: str):
    ran = phototheque(*words.split(), "--home", marked.root)

    assert not _RAW.search(ran.output + ran.error)
    assert marks(ran.output + ran.error) or words == "check"
