"""The first directory of a TIFF (TIFF 6.0, section 2) or BigTIFF file."""

from catalogue.pictures.structure import Buffer, Malformed

_WIDTH, _HEIGHT = 256, 257
# SHORT, LONG and BigTIFF's LONG8, with their lengths in bytes.
_LENGTHS = {3: 2, 4: 4, 16: 8}
_MOST_ENTRIES = 4096


def size(data: Buffer) -> tuple[int, int] | None:
    """Width and height in pixels as stored, before any orientation; None when the directory does not tell."""
    if len(data) < 8 or bytes(data[:2]) not in {b"II", b"MM"}:  # noqa: PLR2004 the length of the header
        raise Malformed("no TIFF header")
    big = _number(data, 2, 2) == 43  # noqa: PLR2004 what BigTIFF writes instead of 42
    word = 8 if big else 4
    directory = _number(data, 8 if big else 4, word)
    counted = 8 if big else 2
    found: dict[int, int] = {}
    for index in range(min(_number(data, directory, counted), _MOST_ENTRIES)):
        entry = directory + counted + index * (4 + 2 * word)
        tag, kind = _number(data, entry, 2), _number(data, entry + 2, 2)
        if tag in (_WIDTH, _HEIGHT) and kind in _LENGTHS:
            # A tag that stands twice counts the first time, as libtiff has it.
            found.setdefault(tag, _number(data, entry + 4 + word, _LENGTHS[kind]))
    return (found[_WIDTH], found[_HEIGHT]) if len(found) == 2 else None  # noqa: PLR2004


def _number(data: Buffer, start: int, count: int) -> int:
    field = bytes(data[start : start + count])
    if len(field) < count:
        raise Malformed("the directory reaches beyond the file")
    return int.from_bytes(field, "little" if data[0] == ord("I") else "big")
