"""What is asked of an XML before a reader sees it: what it is, that it declares nothing, that it is not too deep."""

from contextlib import suppress
from pathlib import Path
from xml.parsers import expat

from catalogue.errors import LayerUnreadable, LayerUnsafe

DEEPEST = 200


class _SeenEnoughError(Exception):
    """The part of the file that matters has been read."""


def root_element(source: str, path: Path) -> str:
    """Name of the outermost element, in lower case, without its namespace.

    A document type of any sort is refused before anything that it declares is looked at: LayerUnsafe.
    """
    parser = expat.ParserCreate(namespace_separator=" ")
    names: list[str] = []

    def doctype(*_: object) -> None:
        raise LayerUnsafe(
            source, "it declares a document type (DTD), which no map needs and which can do harm."
        )

    def root(name: str, _: object) -> None:
        names.append(name.rpartition(" ")[2].lower())
        raise _SeenEnoughError

    parser.StartDoctypeDeclHandler = doctype
    parser.StartElementHandler = root
    with suppress(_SeenEnoughError):
        _parse(parser, source, path)
    return names[0]


def check_depth(path: Path, source: str) -> None:
    """An XML that nests without end would take the reader's stack: LayerUnsafe. One that is cut: LayerUnreadable."""
    parser, depth = expat.ParserCreate(), 0

    def deeper(_name: str, _attributes: object) -> None:
        nonlocal depth
        depth += 1
        if depth > DEEPEST:
            raise LayerUnsafe(source, f"its elements are nested more than {DEEPEST} deep.")

    def higher(_name: str) -> None:
        nonlocal depth
        depth -= 1

    parser.StartElementHandler, parser.EndElementHandler = deeper, higher
    _parse(parser, source, path)


def gpx_title(path: Path) -> str | None:
    """The name that a GPX bears as a whole (GPX 1.1: `metadata/name`; 1.0: `name`), if any."""
    parser = expat.ParserCreate(namespace_separator=" ")
    inside: list[str] = []
    texts: list[str] = []

    def begins(name: str, _attributes: object) -> None:
        inside.append(name.rpartition(" ")[2])
        if inside[1:2] and inside[1] in ("trk", "rte", "wpt"):
            raise _SeenEnoughError

    def told(text: str) -> None:
        if inside[1:] in (["metadata", "name"], ["name"]):
            texts.append(text)

    parser.StartElementHandler, parser.CharacterDataHandler = begins, told
    parser.EndElementHandler = lambda _name: inside.pop()
    with suppress(_SeenEnoughError):
        _parse(parser, path.name, path)
    return "".join(texts).strip() or None


def _parse(parser: expat.XMLParserType, source: str, path: Path) -> None:
    try:
        with path.open("rb") as opened:
            parser.ParseFile(opened)
    except expat.ExpatError as error:
        raise LayerUnreadable(source, f"it is no well-formed XML ({error}).") from error
