"""XMP packets: the fields that other programs read, and all that is known in a namespace of our own."""

from collections.abc import Iterable, Mapping, Sequence
from xml.etree.ElementTree import Element, SubElement, indent, register_namespace, tostring

from catalogue.values.exported import NAMESPACE, STANDARD_TEXTS

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
XML = "http://www.w3.org/XML/1998/namespace"
NAMESPACES = {
    "x": "adobe:ns:meta/",
    "rdf": RDF,
    "dc": "http://purl.org/dc/elements/1.1/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "exif": "http://ns.adobe.com/exif/1.0/",
    "tiff": "http://ns.adobe.com/tiff/1.0/",
    "photoshop": "http://ns.adobe.com/photoshop/1.0/",
    "xmpRights": "http://ns.adobe.com/xap/1.0/rights/",
    "xmpMM": "http://ns.adobe.com/xap/1.0/mm/",
    "Iptc4xmpCore": "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/",
    "Iptc4xmpExt": "http://iptc.org/std/Iptc4xmpExt/2008-02-29/",
    "cc": "http://creativecommons.org/ns#",
    "phototheque": NAMESPACE,
}
for _prefix, _uri in NAMESPACES.items():
    register_namespace(_prefix, _uri)

# Columns of a photo and the IPTC Photo Metadata properties that hold them, by their shape in XMP.
_PLAIN = {
    "credit": "photoshop:Credit",
    "rating": "xmp:Rating",
    "camera_make": "tiff:Make",
    "camera_model": "tiff:Model",
    "orientation": "tiff:Orientation",
}
_LANGUAGE = {"caption": "dc:description", "copyright": "dc:rights", "licence": "xmpRights:UsageTerms"}
_LISTS = {"creator": "dc:creator"}


def sidecar(
    photo: Mapping[str, object],
    themes: Sequence[str],
    claims: Iterable[Mapping[str, object]],
    places: Iterable[Mapping[str, object]],
    state: str | None,
) -> bytes:
    """A whole XMP file: `photo` is a row of `photos`, the rest goes into our own namespace as it is.

    Fields without a value are left out; what XML cannot hold was never stored.
    """
    meta = Element(qualified("x:xmpmeta"))
    about = SubElement(
        SubElement(meta, qualified("rdf:RDF")), qualified("rdf:Description"), {qualified("rdf:about"): ""}
    )
    _standard(about, photo, themes)
    _structures(about, "phototheque:claims", claims)
    _structures(about, "phototheque:places", places)
    _structures(about, "phototheque:written", _written(photo, themes))
    if state:
        text(about, "phototheque:state", state)
    indent(meta)
    return (
        b'<?xpacket begin="\xef\xbb\xbf" id="W5M0MpCehiHzreSzNTczkc9d"?>\n'
        + tostring(meta, encoding="unicode").encode()
        + b'\n<?xpacket end="w"?>\n'
    )


def _written(photo: Mapping[str, object], themes: Sequence[str]) -> list[dict[str, object]]:
    """What the standard properties say, so that a change that another program makes there is told from ours."""
    texts: list[dict[str, object]] = [
        {"subject": name, "value": photo[name]} for name in STANDARD_TEXTS if photo.get(name) is not None
    ]
    texts += [{"subject": "keyword", "value": theme} for theme in themes]
    return texts


def _standard(about: Element, photo: Mapping[str, object], themes: Sequence[str]) -> None:
    for column, name in _PLAIN.items():
        text(about, name, photo.get(column))
    for column, name in _LANGUAGE.items():
        language_text(about, name, photo.get(column))
    for column, name in _LISTS.items():
        if photo.get(column) is not None:
            items(about, name, "rdf:Seq", [photo[column]])
    if themes:
        items(about, "dc:subject", "rdf:Bag", themes)
    if photo.get("taken_at"):
        text(about, "photoshop:DateCreated", f"{photo['taken_at']}{photo.get('utc_offset') or ''}")
    if photo.get("latitude") is not None:
        text(about, "exif:GPSLatitude", degrees_minutes(float(str(photo["latitude"])), "NS"))
        text(about, "exif:GPSLongitude", degrees_minutes(float(str(photo["longitude"])), "EW"))


def degrees_minutes(degrees: float, hemispheres: str) -> str:
    """A coordinate as XMP writes it (XMP specification part 2, GPSCoordinate).

    >>> degrees_minutes(-2.5, "EW")
    '2,30.000000W'
    """
    whole, part = divmod(round(abs(degrees) * 60_000_000), 60_000_000)
    return f"{whole},{part / 1_000_000:.6f}{hemispheres[degrees < 0]}"


def _structures(about: Element, name: str, structures: Iterable[Mapping[str, object]]) -> None:
    listed = list(structures)
    if not listed:
        return
    holder = SubElement(SubElement(about, qualified(name)), qualified("rdf:Seq"))
    for structure in listed:
        item = SubElement(holder, qualified("rdf:li"), {qualified("rdf:parseType"): "Resource"})
        for field, value in structure.items():
            text(item, f"phototheque:{field}", value)


def items(
    about: Element,
    name: str,
    kind: str,
    values: Iterable[object],
    attributes: Mapping[str, str] | None = None,
) -> None:
    """The property holds a list, `rdf:Seq` or `rdf:Bag`, of these values."""
    holder = SubElement(SubElement(about, qualified(name)), qualified(kind))
    for value in values:
        SubElement(holder, qualified("rdf:li"), dict(attributes or {})).text = str(value)


def language_text(about: Element, name: str, value: object) -> None:
    """The property holds a text in whatever language it is in; nothing when there is none."""
    if value is not None:
        items(about, name, "rdf:Alt", [value], {f"{{{XML}}}lang": "x-default"})


def text(parent: Element, name: str, value: object) -> None:
    """The property holds one value; nothing when there is none."""
    if value is not None:
        SubElement(parent, qualified(name)).text = repr(value) if isinstance(value, float) else str(value)


def qualified(name: str) -> str:
    """A name as ElementTree takes it, its prefix replaced by what that stands for."""
    prefix, _, local = name.partition(":")
    return f"{{{NAMESPACES[prefix]}}}{local}"
