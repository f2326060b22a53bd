"""File names that break programs: each may lie on a disk, as bytes."""

import os
from pathlib import Path

# What a program may do with it: end a line, end a word, run it, follow it, colour a screen, turn it round.
WICKED: dict[str, bytes] = {
    "newline": b"with\nnewline.jpg",
    "carriage return": b"with\rreturn.jpg",
    "tab": b"with\ttab.jpg",
    "quotes": b"it's \"quoted\".jpg",
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
    "the byte": b"\xff.jpg",
    "the byte spelled": b"\\xff.jpg",
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


def write(folder: Path, name: bytes, content: bytes) -> None:
    """The file stands in the folder under exactly these bytes."""
    with open(os.fsencode(folder) + b"/" + name, "wb") as file:  # noqa: PTH123 the name is bytes
        file.write(content)


def spelled(name: bytes) -> str:
    """The name as the program must tell it: the conversion is a promise to other programs."""
    return name.decode("utf-8", "backslashreplace")
