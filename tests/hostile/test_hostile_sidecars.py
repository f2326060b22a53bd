"""Sidecars made to break an ingest: whatever lies beside it, the photo is stored, and says nothing that is not so."""

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hostile_packets import fifty_megabytes, foreign_entity, laughs, nested, packet
from hostile_running import ingest_by_program, run_program, without_the_rights_of_root
from making import Ran, ingest, jpeg, rows, write

from catalogue.values.exported import NAMESPACE

# What a sidecar may make a row say.
_CLAIMED = (
    "taken_at",
    "taken_year",
    "utc_offset",
    "latitude",
    "longitude",
    "position_method",
    "heading_deg",
    "orientation",
    "caption",
    "rating",
    "park",
    "state_reason",
)


@dataclass(frozen=True)
class Case:
    """A sidecar by how it is made, and what the row of its photo shows beside nothing."""

    name: str
    make: Callable[[Path], None]
    shows: dict[str, Any] = field(default_factory=dict)


def _holds(content: bytes, path: Path) -> None:
    path.write_bytes(content)


def _is_gigabytes_long(path: Path) -> None:
    """A packet, and two gigabytes of nothing behind it that take no room."""
    path.write_bytes(packet("Olhain"))
    os.truncate(path, 2 << 30)


def _is_a_link(path: Path) -> None:
    path.with_name("elsewhere.txt").write_bytes(packet("a secret of another folder"))
    path.symlink_to("elsewhere.txt")


def _is_a_folder(path: Path) -> None:
    path.mkdir()


def _is_a_pipe(path: Path) -> None:
    os.mkfifo(path)


def _ours(**fields: object) -> Callable[[Path], None]:
    """A sidecar that says it was written by this program, and makes a claim."""
    return partial(_holds, _returned("claims", fields))


def _returned(kind: str, fields: dict[str, object]) -> bytes:
    said = "".join(f"<p:{name}>{value}</p:{name}>" for name, value in fields.items())
    return (
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
        f' xmlns:p="{NAMESPACE}"><rdf:Description><p:{kind}><rdf:Seq><rdf:li rdf:parseType="Resource">{said}</rdf:li>'
        f"</rdf:Seq></p:{kind}></rdf:Description></rdf:RDF></x:xmpmeta>"
    ).encode()


_POSITION = {"subject": "position", "source": "manual"}
CASES = [
    Case("honest", partial(_holds, packet("Olhain")), {"caption": "Olhain"}),
    Case("empty", partial(_holds, b"")),
    Case("noise", partial(_holds, bytes(range(256)) * 400)),
    Case("a photo", partial(_holds, jpeg(900))),
    Case("cut off", partial(_holds, packet("Olhain")[:200])),
    Case("fifty megabytes", lambda path: _holds(fifty_megabytes(), path)),
    Case("gigabytes", _is_gigabytes_long),
    Case("laughs", partial(_holds, laughs())),
    Case("a file", partial(_holds, foreign_entity("file:///etc/passwd"))),
    Case("nested", partial(_holds, nested(50_000))),
    Case("a link", _is_a_link),
    Case("a folder", _is_a_folder),
    Case("a pipe", _is_a_pipe),
    Case("ours, nowhere", _ours(**_POSITION, value="999,999", latitude=999, longitude=999)),
    Case("ours, not a number", _ours(**_POSITION, value="nan,nan", latitude="nan", longitude="nan")),
    Case("ours, without end", _ours(**_POSITION, value="inf,2", latitude="inf", longitude="2")),
    Case("ours, no numbers", _ours(**_POSITION, value="here")),
    Case("ours, some day", _ours(subject="taken", source="manual", value="yesterday", precision="second")),
    Case("ours, thirteenth month", _ours(subject="taken", source="manual", value="2018-13-41T25:00:00")),
    Case("ours, turned", _ours(subject="orientation", source="exif", value="abc")),
    Case("ours, turned too far", _ours(subject="orientation", source="exif", value="9")),
    Case("ours, northward", _ours(subject="heading", source="manual", value="north")),
    Case("ours, beyond the circle", _ours(subject="heading", source="manual", value="1e999")),
    Case("ours, many stars", _ours(subject="rating", source="manual", value="many")),
    Case("ours, some zone", _ours(subject="offset", source="exif", value="summer")),
    Case("ours, unknown", _ours(subject="nonsense", source="nobody", value="x")),
    Case(
        "ours, a place too far", partial(_holds, _returned("places", {"kind": "park", "distance_m": "far"}))
    ),
    Case("ours, cut off", partial(_holds, _returned("claims", {"subject": "caption"})[:250])),
]


@pytest.fixture(scope="module")
def ingested(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, Ran]:
    """A photo with each of these sidecars, its library, and what the run said."""
    folder = tmp_path_factory.mktemp("sidecars")
    for number, case in enumerate(CASES):
        photo = write(folder / "source", f"{case.name}/IMG.jpg", jpeg(500 + number))
        case.make(photo.with_name("IMG.jpg.xmp"))
    return folder / "source", folder / "library", ingest_by_program(folder / "source", folder / "library")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_photo_is_stored_and_says_only_what_is_so(ingested: tuple[Path, Path, Ran], case: Case):
    _, home, ran = ingested

    (line,) = [line for line in ran.lines if line["path"] == f"{case.name}/IMG.jpg"]
    assert (line["outcome"], line["code"]) == ("stored", "new")
    (photo,) = rows(home, "SELECT * FROM photos WHERE id = ?", line["photo_id"])
    assert {name: photo[name] for name in _CLAIMED} == dict.fromkeys(_CLAIMED) | case.shows
    assert (photo["state"], photo["position_absence"]) == ("catalogued", "no-gps")


def test_run_ends_well_and_the_library_is_sound(ingested: tuple[Path, Path, Ran]):
    source, home, ran = ingested

    assert (ran.status, ran.error) == (0, "")
    assert run_program("check", "--home", home).status == 0
    assert set(ingest(source, home).outcomes().values()) == {"unchanged"}


def test_sidecar_that_gave_nothing_is_told_with_its_photo(ingested: tuple[Path, Path, Ran]):
    messages = {line["path"]: line["message"] for line in ingested[2].lines}

    assert messages["honest/IMG.jpg"] == "Taken in."
    assert "In laughs/IMG.jpg.xmp, the XMP packet was left aside" in messages["laughs/IMG.jpg"]


def test_sidecar_that_may_not_be_read_fails_alone_and_is_read_when_it_may(source: Path, home: Path):
    write(source, "IMG.jpg", jpeg(1))
    write(source, "IMG.jpg.xmp", packet("Terril 11/19")).chmod(0)
    before = without_the_rights_of_root if os.geteuid() == 0 else None

    try:
        first = ingest_by_program(source, home, before=before)
    except OSError:
        pytest.skip("the rights of root cannot be dropped here")
    (source / "IMG.jpg.xmp").chmod(0o644)
    second = ingest(source, home)

    assert {line["path"]: (line["outcome"], line["code"]) for line in first.lines} == {
        "IMG.jpg": ("stored", "new"),
        "IMG.jpg.xmp": ("failed", "unreadable"),
    }
    assert first.error == ""
    assert second.outcomes() == {"IMG.jpg": "healed", "IMG.jpg.xmp": "skipped"}
    assert rows(home, "SELECT caption FROM photos") == [{"caption": "Terril 11/19"}]
