"""Markers that come in by the product's own doors: files, folders, layers, a track, a sheet, and people."""

import json
from html import escape
from io import BytesIO
from pathlib import Path

import openpyxl
from making import exif, phototheque, picture, write
from marking import KINDS, mark, name_of
from PIL import Image

from catalogue.home.inbox import hand_over
from catalogue.home.paths import Home
from catalogue.web.app import create_app

HERE = {"Sec-Fetch-Site": "same-origin"}
PLACES = ("park", "itinerary", "cite", "site")
#: What files are called that are no photos, or broken ones.
_REFUSED = {"releve": (".pdf", b"%PDF-1.4"), "vide": (".jpg", b""), "film": (".mp4", b"\0\0\0\x18ftypmp42")}
_XMP = """<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/"
 xmlns:xmpRights="http://ns.adobe.com/xap/1.0/rights/"><rdf:Description>
 <dc:subject><rdf:Bag><rdf:li>{theme}</rdf:li></rdf:Bag></dc:subject>
 <dc:title><rdf:Alt><rdf:li>{title}</rdf:li></rdf:Alt></dc:title>
 <photoshop:Credit>{credit}</photoshop:Credit>
 <xmpRights:UsageTerms><rdf:Alt><rdf:li>{terms}</rdf:li></rdf:Alt></xmpRights:UsageTerms>
</rdf:Description></rdf:RDF></x:xmpmeta>"""


def bring_in(home: Home, scratch: Path) -> None:
    """Photos, layers, a track, captions and decisions are in the library, each by its own command or page."""
    _photos(home, scratch)
    _layers(home, scratch)
    _words(home, scratch)
    _handed_over(home, scratch)
    _decided(home)


def _photos(home: Home, scratch: Path) -> None:
    folder = scratch / "source" / name_of("folder.name") / name_of("folder.name", "quotes")
    for number, kind in enumerate(KINDS):
        write(folder, f"{number} {name_of('file.name', kind)}.jpg", _jpeg(700 + number, kind))
    for number, (name, (suffix, content)) in enumerate(_REFUSED.items()):
        kind = list(KINDS)[number]
        write(folder, f"{name} {name_of('refused.name', kind)}{suffix}", content)
    track = write(scratch, f"{name_of('track.name')}.gpx", _gpx())
    rights = [f"--{name}={mark(f'ingest.{name}')}" for name in ("by", "creator", "credit", "licence")]
    phototheque("ingest", scratch / "source", "--home", home.root, "--track", track, *rights)


def _jpeg(seed: int, kind: str) -> bytes:
    block = exif(
        taken=f"2018-05-12T12:{seed % 60:02}:08",
        offset="+02:00",
        make=_ascii("exif.make", kind),
        model=_ascii("exif.model", kind),
        caption=_ascii("exif.caption", kind),
        creator=_ascii("exif.creator", kind),
    )
    said = {name: _xml(f"xmp.{name}", kind) for name in ("theme", "title", "credit", "terms")}
    out = BytesIO()
    drawn = picture(seed, (300, 200))
    drawn.save(out, "JPEG", quality=85, exif=_with_copyright(block, kind), xmp=_XMP.format(**said).encode())
    return out.getvalue()


def _ascii(where: str, kind: str) -> str:
    return mark(where, kind).encode("ascii", "replace").decode()


def _xml(where: str, kind: str) -> str:
    return escape(mark(where, kind)).replace("\r", "&#13;")


def _with_copyright(block: bytes, kind: str) -> bytes:
    tags = Image.Exif()
    tags.load(block)
    tags[33432] = _ascii("exif.copyright", kind)
    return tags.tobytes()


def _gpx() -> bytes:
    points = "".join(
        f'<trkpt lat="50.43{n:02}" lon="2.57{n:02}"><time>2018-05-12T10:{n:02}:00Z</time></trkpt>'
        for n in range(60)
    )
    name = escape(mark("track.title"))
    return f"""<gpx version="1.1" creator="t" xmlns="http://www.topografix.com/GPX/1/1"><trk><name>{name}</name>
        <trkseg>{points}</trkseg></trk></gpx>""".encode()


def layer_file(kind: str) -> bytes:
    """A GeoJSON file of places of one kind, each with its marker, in fields that are markers themselves."""
    field = mark("layer.field")
    features = []
    for number, each in enumerate(KINDS):
        west, south = 2.5 + number * 0.02, 50.42
        ring = [[west, south], [west + 0.015, south], [west + 0.015, south + 0.02], [west, south]]
        shape = {"type": "Polygon", "coordinates": [ring]}
        if kind == "itinerary":
            shape = {"type": "LineString", "coordinates": ring[:3]}
        told = {
            field: mark(f"layer.{kind}", each),
            "code": f"{number}{mark('layer.code', each)}",
            "commune": mark("layer.commune", each),
            "sigle": mark("layer.short", each),
            "alias": mark("layer.alias", each),
            mark("layer.other_field", each): mark("layer.other", each),
        }
        features.append({"type": "Feature", "properties": told, "geometry": shape})
    return json.dumps(
        {"type": "FeatureCollection", "name": mark("layer.inner"), "features": features}
    ).encode()


def _layers(home: Home, scratch: Path) -> None:
    for kind in PLACES:
        file = write(scratch, f"{kind} {name_of('layer.file')}.geojson", layer_file(kind))
        words = ["--layer", mark("layer.name"), "--name-field", mark("layer.field"), "--by", mark("layer.by")]
        told = phototheque("layers", "import", file, "--kind", kind, "--home", home.root, *words)
        assert told.status == 0, told.output + told.error


def _words(home: Home, scratch: Path) -> None:
    phototheque("themes", "add", mark("themes.added"), "--home", home.root)
    phototheque("defaults", "--creator", mark("defaults.creator"), "--home", home.root)
    book = openpyxl.Workbook()
    assert book.active
    book.active.title = "<img src=x>"
    for row in sheet_rows():
        book.active.append(row)
    file = scratch / f"{name_of('captions.file')}.xlsx"
    book.save(file)
    told = phototheque("captions", "import", file, "--home", home.root, "--by", mark("captions.by"))
    assert told.status == 0, told.output + told.error


def sheet_rows() -> list[list[object]]:
    """A sheet that says something of photos 1 to 3, and of some that are not there."""
    head = ["Numéro", "Légende", "Crédit", "Conditions d’utilisation", mark("sheet.heading")]
    known = [
        [n, *(mark(f"sheet.{name}") for name in ("caption", "credit", "terms", "other"))] for n in (1, 2, 3)
    ]
    return [head, *known, [mark("sheet.unknown"), "x", "", "", ""]]


def _handed_over(home: Home, scratch: Path) -> None:
    for number, kind in enumerate(("markup", "quotes", "lines", "template")):
        content = write(home.root / "tmp", f"part-{number}", b"%PDF-1.4 " + kind.encode())
        hand_over(home, content, name=mark("inbox.name", kind), by=mark("inbox.by", kind))
    phototheque("ingest", "--inbox", "--home", home.root)


def _decided(home: Home) -> None:
    """Somebody whose name is a marker works at the desk, as its pages would send it."""
    with create_app(home).test_client() as client:
        named = client.post("/review/name", data={"name": mark("desk.name"), "next": "/"}, headers=HERE)
        assert named.status_code == 303
        form = {
            "numbers": "1,2,3,4",
            "next": "/explore/catalogue/photos",
            "seen": "",
            "by": mark("desk.name"),
        }
        written = {
            "caption": mark("edit.caption"),
            "credit": mark("edit.credit"),
            "add": mark("themes.added"),
        }
        looked = client.post("/edit/preview", data=form | written, headers=HERE)
        assert looked.status_code == 200, looked.text
        made = client.post("/edit/apply", data=form | written, headers=HERE)
        assert made.status_code == 303, made.text
        last = {"numbers": "51,52", "reason": "blurred", "next": "/", "by": mark("desk.name")}
        aside = client.post("/edit/aside", data=last, headers=HERE)
        assert aside.status_code == 303, aside.text
