"""The XMP of a picture that leaves: what others must know of it, and nothing of where and with what it was taken."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from xml.etree.ElementTree import Element, SubElement, tostring

from catalogue.pictures.xmp import degrees_minutes, items, language_text, qualified, text

# One segment of a JPEG holds 65,533 bytes beside its length (ITU-T T.81, B.1.1.4), of which the name of the packet
# takes 29 (XMP specification part 3, 1.1.3).
MOST_BYTES = 65_533 - 29
# Texts are cut to so many characters, until the packet fits; the first of these is always enough for one long text.
_CUTS = (8000, 4000, 2000, 500, 100)
# XML 1.0, 2.2: what no document may hold, escaped or not.
_UNSPEAKABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Publication:
    """What is said of a picture to whoever receives it. `created` is as finely as known: `2018`, `2018-05`, a moment.

    `usage_terms` are words, `licence_address` leads to a licence's text; `marked` says whether rights are reserved,
    None when nobody knows. Position and original name are for those who asked for them.
    """

    caption: str | None = None
    alt_text: str | None = None
    creators: Sequence[str] = ()
    credit: str | None = None
    copyright: str | None = None
    usage_terms: str | None = None
    licence_address: str | None = None
    marked: bool | None = None
    themes: Sequence[str] = ()
    commune: str | None = None
    place: str | None = None
    created: str | None = None
    position: tuple[float, float] | None = None
    original_name: str | None = None


def packet(published: Publication) -> bytes:
    """The XMP packet, small enough for one segment of a JPEG: texts that are too long for it are cut."""
    made = _packet(published)
    for most in _CUTS:
        if len(made) <= MOST_BYTES:
            break
        made = _packet(_cut(published, most))
    return made


def _cut(published: Publication, most: int) -> Publication:
    """The same with every text cut to `most` characters, and with a tenth as many themes and creators."""
    names = ("caption", "alt_text", "credit", "copyright", "usage_terms", "commune", "place", "original_name")
    texts: dict[str, Any] = {
        name: _shortened(value, most) for name in names if (value := getattr(published, name))
    }
    lists: dict[str, Any] = {
        name: [_shortened(value, most // 10) for value in getattr(published, name)[: most // 10]]
        for name in ("themes", "creators")
    }
    return replace(published, **texts, **lists)


def _shortened(value: str, most: int) -> str:
    return value if len(value) <= most else f"{value[: most - 1]}…"


def _packet(published: Publication) -> bytes:
    meta = Element(qualified("x:xmpmeta"))
    rdf = SubElement(meta, qualified("rdf:RDF"))
    about = SubElement(rdf, qualified("rdf:Description"), {qualified("rdf:about"): ""})
    _said(about, published)
    _rights(about, published)
    _where_and_when(about, published)
    return (
        b'<?xpacket begin="\xef\xbb\xbf" id="W5M0MpCehiHzreSzNTczkc9d"?>\n'
        + tostring(meta, encoding="unicode").encode()
        + b'\n<?xpacket end="r"?>'
    )


def _said(about: Element, published: Publication) -> None:
    language_text(about, "dc:description", _speakable(published.caption))
    language_text(about, "Iptc4xmpCore:AltTextAccessibility", _speakable(published.alt_text))
    if published.themes:
        items(about, "dc:subject", "rdf:Bag", [_speakable(theme) for theme in published.themes])


def _rights(about: Element, published: Publication) -> None:
    if published.creators:
        items(about, "dc:creator", "rdf:Seq", [_speakable(name) for name in published.creators])
    text(about, "photoshop:Credit", _speakable(published.credit))
    language_text(about, "dc:rights", _speakable(published.copyright))
    language_text(about, "xmpRights:UsageTerms", _speakable(published.usage_terms))
    text(about, "xmpRights:WebStatement", published.licence_address)
    text(about, "xmpRights:Marked", published.marked)
    if published.licence_address:
        SubElement(about, qualified("cc:license"), {qualified("rdf:resource"): published.licence_address})


def _where_and_when(about: Element, published: Publication) -> None:
    text(about, "photoshop:City", _speakable(published.commune))
    if published.place:
        bag = SubElement(SubElement(about, qualified("Iptc4xmpExt:LocationShown")), qualified("rdf:Bag"))
        shown = SubElement(bag, qualified("rdf:li"), {qualified("rdf:parseType"): "Resource"})
        language_text(shown, "Iptc4xmpExt:LocationName", _speakable(published.place))
        text(shown, "Iptc4xmpExt:City", _speakable(published.commune))
    text(about, "photoshop:DateCreated", published.created)
    text(about, "xmpMM:PreservedFileName", _speakable(published.original_name))
    if published.position:
        latitude, longitude = published.position
        text(about, "exif:GPSLatitude", degrees_minutes(latitude, "NS"))
        text(about, "exif:GPSLongitude", degrees_minutes(longitude, "EW"))


def _speakable(value: str | None) -> str | None:
    return None if value is None else _UNSPEAKABLE.sub("", value)
