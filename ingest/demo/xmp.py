"""XMP packets, for within a file and for the sidecar beside it."""

from xml.sax.saxutils import escape

from ingest.demo.spots import Spot

_HEAD = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
 <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
  <rdf:Description rdf:about=""
    xmlns:dc="http://purl.org/dc/elements/1.1/"
    xmlns:exif="http://ns.adobe.com/exif/1.0/"
    xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/"
    xmlns:xmp="http://ns.adobe.com/xap/1.0/">
"""
_TAIL = """  </rdf:Description>
 </rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>
"""


def _degrees(value: float, positive: str, negative: str) -> str:
    """A coordinate as XMP writes it: whole degrees, minutes, a letter.

    >>> _degrees(50.4375, "N", "S")
    '50,26.250000N'
    """
    whole = int(abs(value))
    return f"{whole},{(abs(value) - whole) * 60:.6f}{positive if value >= 0 else negative}"


def _in_french(name: str, text: str) -> str:
    inner = f'<rdf:Alt><rdf:li xml:lang="x-default">{escape(text)}</rdf:li></rdf:Alt>'
    return f"   <{name}>{inner}</{name}>\n"


def _several(name: str, container: str, texts: tuple[str, ...]) -> str:
    items = "".join(f"<rdf:li>{escape(text)}</rdf:li>" for text in texts)
    return f"   <{name}><rdf:{container}>{items}</rdf:{container}></{name}>\n"


def _plain(name: str, text: str) -> str:
    return f"   <{name}>{escape(text)}</{name}>\n"


def packet(
    *,
    caption: str | None = None,
    creator: str | None = None,
    credit: str | None = None,
    copyright_: str | None = None,
    keywords: tuple[str, ...] = (),
    rating: int | None = None,
    spot: Spot | None = None,
) -> bytes:
    """What is given, as one packet in UTF-8; absent fields are left out."""
    lines = [
        _in_french("dc:description", caption) if caption else "",
        _several("dc:creator", "Seq", (creator,)) if creator else "",
        _in_french("dc:rights", copyright_) if copyright_ else "",
        _several("dc:subject", "Bag", keywords) if keywords else "",
        _plain("photoshop:Credit", credit) if credit else "",
        _plain("xmp:Rating", str(rating)) if rating is not None else "",
        _plain("exif:GPSLatitude", _degrees(spot.latitude, "N", "S")) if spot else "",
        _plain("exif:GPSLongitude", _degrees(spot.longitude, "E", "W")) if spot else "",
    ]
    return (_HEAD + "".join(lines) + _TAIL).encode()
