"""An XMP packet as a plain table of its properties. What they mean is decided in `properties`."""

import re
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterable, Iterator, Mapping
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from ingest.read.texts import decode

LIMIT_BYTES = 4 << 20
# Each costs about 100 bytes of memory: more than any program writes, less than would hurt.
ELEMENTS_AT_MOST = 100_000
VALUES_AT_MOST = 500
# Of a text given in several languages: the agency's own first, then the one that the writer preferred.
LANGUAGES = ("fr", "x-default")

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
#: Namespaces that we read, by the prefix that their standards give them.
NAMESPACES: dict[str, str] = {
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://purl.org/dc/terms/": "dcterms",
    "http://ns.adobe.com/xap/1.0/": "xmp",
    "http://ns.adobe.com/xap/1.0/rights/": "xmpRights",
    "http://ns.adobe.com/photoshop/1.0/": "photoshop",
    "http://ns.adobe.com/tiff/1.0/": "tiff",
    "http://ns.adobe.com/exif/1.0/": "exif",
    "http://cipa.jp/exif/1.0/": "exifEX",
    "http://ns.adobe.com/exif/1.0/aux/": "aux",
    "http://ns.adobe.com/lightroom/1.0/": "lr",
    "http://creativecommons.org/ns#": "cc",
    "http://web.resource.org/cc/": "cc",
    "http://ns.useplus.org/ldf/xmp/1.0/": "plus",
}

Properties = Mapping[str, tuple[str, ...]]

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f￾￿]")
_DECLARATION = re.compile(r"\A\s*<\?xml .*?\?>", re.DOTALL)
_ARRAYS = tuple(f"{{{RDF}}}{kind}" for kind in ("Alt", "Seq", "Bag"))


class UnreadablePacket(Exception):
    """An XMP packet that cannot be read; the text says why."""


def read_properties(packet: bytes, namespaces: Mapping[str, str] = NAMESPACES) -> Properties:
    """Properties of a packet by prefixed name such as `dc:description`, each with one or more values.

    Attributes and elements count alike. A text in several languages gives them best first. Structures are left
    out. Document types and entities are refused: UnreadablePacket, as for what is no XML or too large.
    """
    found: dict[str, tuple[str, ...]] = {}
    root = _tree(packet)
    rdf = root if root.tag == f"{{{RDF}}}RDF" else root.find(f".//{{{RDF}}}RDF")
    for description in () if rdf is None else rdf.iterfind(f"{{{RDF}}}Description"):
        for name, values in _pairs(description):
            prefixed = _prefixed(name, namespaces)
            if prefixed and values:
                found.setdefault(prefixed, tuple(values[:VALUES_AT_MOST]))
    return found


def _tree(packet: bytes) -> Element:
    if len(packet) > LIMIT_BYTES or packet.count(b"<") > 2 * ELEMENTS_AT_MOST:
        raise UnreadablePacket("it is too large")
    text = _narrow(packet).strip(b"\x00 \t\r\n")
    try:
        return _parsed(text)
    except ParseError:
        # Old programs wrote Latin-1 or control characters into packets that say UTF-8.
        return _repaired(text)


def _narrow(packet: bytes) -> bytes:
    """A packet in UTF-8, also where it came in UTF-16; its declaration then says otherwise, and is dropped."""
    if not packet.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        return packet
    return _DECLARATION.sub("", packet.decode("utf-16", "replace"), count=1).encode()


def _parsed(text: bytes | str) -> Element:
    try:
        tree: Element = fromstring(text, forbid_dtd=True)
    except (DefusedXmlException, ValueError, LookupError) as error:
        raise UnreadablePacket(f"it holds what is not allowed ({type(error).__name__})") from error
    return tree


def _repaired(text: bytes) -> Element:
    try:
        return _parsed(_CONTROL.sub("", decode(text)))
    except ParseError as error:
        raise UnreadablePacket(f"it is not well-formed ({error})") from error


def _pairs(description: Element) -> Iterator[tuple[str, list[str]]]:
    for name, value in description.attrib.items():
        yield name, [value]
    for child in description:
        yield child.tag, _values(child)


def _values(element: Element) -> list[str]:
    for array in element:
        if array.tag in _ARRAYS:
            items = _by_language(array) if array.tag == _ARRAYS[0] else array
            return [value for item in items for value in _simple(item)]
    return _simple(element)


def _simple(element: Element) -> list[str]:
    """Text of an element, the address that it points to, or the `rdf:value` of a qualified one."""
    resource = element.get(f"{{{RDF}}}resource")
    qualified = element.find(f".//{{{RDF}}}value") if len(element) else None
    text = resource or (element.text if qualified is None else qualified.text)
    return [text] if text and text.strip() else []


def _by_language(alternatives: Iterable[Element]) -> list[Element]:
    def rank(item: Element) -> int:
        language = item.get(XML_LANG, "").lower()
        places = [
            n for n, wanted in enumerate(LANGUAGES) if language == wanted or language.startswith(f"{wanted}-")
        ]
        return places[0] if places else len(LANGUAGES)

    return sorted(alternatives, key=rank)


def _prefixed(name: str, namespaces: Mapping[str, str]) -> str | None:
    uri, _, local = name[1:].partition("}")
    prefix = namespaces.get(uri)
    return f"{prefix}:{local}" if prefix else None
