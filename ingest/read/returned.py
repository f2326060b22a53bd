"""What comes back from an export of our own: the sidecar says all that was known, and where it came from."""

import math
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from catalogue.values.claims import Absence, Claim, Precision, Source, Subject
from catalogue.values.exported import CLAIM_FIELDS, NAMESPACE, PLACE_FIELDS, Returned, ReturnedPlace
from ingest.read.sidecars import read_sidecar
from ingest.read.xmp import LIMIT_BYTES

_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_NUMBERS = {"latitude", "longitude", "accuracy_m", "distance_m", "chainage_m"}
_CHANGEABLE = {
    Subject.CAPTION,
    Subject.CREATOR,
    Subject.CREDIT,
    Subject.COPYRIGHT,
    Subject.LICENCE,
    Subject.RATING,
}


def read_returned(path: Path) -> Returned | None:
    """What our own sidecar says, or None when the file is no sidecar of ours.

    Texts that another program changed in the standard properties since are claims of the sidecar.
    """
    with path.open("rb") as file:
        content = file.read(LIMIT_BYTES)
    if NAMESPACE.encode() not in content:
        return None
    try:
        root = fromstring(content, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, RecursionError):
        return None
    written = {(s.get("subject"), s.get("value")) for s in _structures(root, "written")}
    changed = [
        claim
        for claim in read_sidecar(path).claims
        if claim.subject in {*_CHANGEABLE, Subject.KEYWORD}
        and (claim.subject.value, claim.value) not in written
    ]
    claims = [claim for fields in _structures(root, "claims") if (claim := _claim(fields))]
    state = root.findtext(f".//{{{NAMESPACE}}}state")
    places = [_place(fields) for fields in _structures(root, "places")]
    return Returned(
        (*claims, *changed, *([Claim(Subject.STATE, Source.SIDECAR, state)] if state else [])),
        tuple(place for place in places if place),
        state,
    )


def _structures(root: Element, name: str) -> list[dict[str, str]]:
    prefix = f"{{{NAMESPACE}}}"
    items = root.iterfind(f".//{prefix}{name}/{_RDF}Seq/{_RDF}li")
    return [{field.tag.removeprefix(prefix): field.text or "" for field in item} for item in items]


def _claim(fields: Mapping[str, str]) -> Claim | None:
    """The claim, or None when a word in it is not ours: a newer program wrote it, or somebody edited it."""
    with suppress(ValueError, KeyError):
        values = {name: _value(name, fields.get(name)) for name in CLAIM_FIELDS}
        return Claim(
            Subject(fields["subject"]),
            Source(fields["source"]),
            fields.get("value"),
            fields.get("detail", ""),
            Absence(fields["absence"]) if "absence" in fields else None,
            values["latitude"],  # type: ignore[arg-type]
            values["longitude"],  # type: ignore[arg-type]
            values["accuracy_m"],  # type: ignore[arg-type]
            Precision(fields["precision"]) if "precision" in fields else None,
            fields.get("reference"),
            fields.get("made_by"),
        )
    return None


def _place(fields: Mapping[str, str]) -> ReturnedPlace | None:
    """The place, or None when it has no name, or something in it is not what we write."""
    if not (fields.get("kind") and fields.get("name") and fields.get("relation")):
        return None
    with suppress(ValueError):
        values = {name: _value(name, fields.get(name)) for name in PLACE_FIELDS}
        values["rule"] = fields.get("rule", "")
        return ReturnedPlace(**{**values, "main": fields.get("main") == "1"})  # type: ignore[arg-type]
    return None


def _value(name: str, text: str | None) -> str | float | None:
    if text is None or name not in _NUMBERS:
        return text
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(f"{name} is no number of this world: {text}")
    return number
