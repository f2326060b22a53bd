"""File names that break programs: each may lie on a disk, as bytes."""

import os
import re
from pathlib import Path

# What a program may do with it: end a line, end a word, run it, follow it, colour a screen, turn it round.
WICKED: dict[str, bytes] = {
    "newline": b"with\nnewline.jpg",
    "carriage return": b"with\rreturn.jpg",
    "tab": b"with\ttab.jpg",
    "quotes": b'it\'s "quoted".jpg',
    "leading dash": b"-rf.jpg",
    "an option": b"--help.jpg",
    "a command": b";rm -rf ~.jpg",
    "a substitution": b"$(touch gotcha)`touch gotcha`.jpg",
    "formats": b"%s%n%d{0}{path}.jpg",
    "patterns": b"*?[a-z].jpg",
    "emoji": "🌳🚲.jpg".encode(),
    "accents composed": "\u00e9tang.jpg".encode(),
    "accents apart": "e\u0301tang.jpg".encode(),
    "as long as may be": b"l" * 251 + b".jpg",
    "Latin-1": b"n\xe9 \xe0 N\x9cux.jpg",
    "no UTF-8": b"\xff\xfe.jpg",
    "half a surrogate": b"\xed\xa0\x80.jpg",
    "trailing dot": b"dot.jpg.",
    "trailing space": b"space.jpg ",
    "dots": b"..jpg",
    "three dots": b"...",
    "a device of Windows": b"CON.jpg",
    "backslashes": b"..\\..\\etc\\a.jpg",
    "only spaces": b"   ",
    "hidden": b".hidden.jpg",
    "turned round": "photo\u202egpj.exe".encode(),
    "escapes": b"\x1b[31mred\x1b[0m\x1b]0;title\x07.jpg",
    "escapes of one byte": "\u009b31mred.jpg".encode(),
    "line separators": "a\u2028b\u2029c\u0085d.jpg".encode(),
    "a page": b"<img src=x onerror=alert(1)>.jpg",
    "a formula": b"=cmd|'calc'!A0.jpg",
    "SQL": b"'); DROP TABLE photos;--.jpg",
    "no name": b".jpg",
    "another case": b"CON.JPG",
}


# Two names that are told alike: the spelling of undecodable bytes is fixed, and a name may hold it.
ALIKE = (b"\xff.jpg", b"\\xff.jpg")


def write(folder: Path, name: bytes, content: bytes) -> None:
    """The file stands in the folder under exactly these bytes."""
    with open(os.fsencode(folder) + b"/" + name, "wb") as file:  # noqa: PTH123 the name is bytes
        file.write(content)


def spelled(name: bytes) -> str:
    """The name as the program must tell it: the conversion is a promise to other programs."""
    return name.decode("utf-8", "backslashreplace")


def bytes_of(told: str) -> bytes:
    """The name on the disk, from what was told of it; true of every name that holds no such spelling itself."""
    spelling = re.compile(rb"\\x([0-9a-f]{2})")
    return spelling.sub(lambda found: bytes([int(found[1], 16)]), told.encode())
