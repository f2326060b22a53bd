"""Markers: texts that run, break out or show raw wherever a page or a file does not take them for text.

Each says where it was written: `mk:photos.caption:quotes!` was written into the column `caption` of the table `photos`.
"""

import re
from collections.abc import Iterable

# What a template that runs what it is given would write, and nobody else.
PRODUCT = str(7919 * 7907)

KINDS = {
    "markup": "TAG<img src=x onerror=\"window.__ran='TAG'\"><script>window.__ran='TAG'</script><marker-raw>",
    "quotes": 'TAG" autofocus onfocus="window.__ran=\'TAG\'" marker-raw="',
    "apostrophes": "TAG' autofocus onfocus='window.__ran=1' marker-raw='",
    "endings": "TAG</textarea></title></style></script></select>--><svg onload=window.__ran=1><marker-raw>",
    "address": "javascript:window.__ran='TAG'//",
    "template": "TAG{{7919*7907}}${7919*7907}<%= 7919*7907 %>{% print(7919*7907) %}",
    "formula": '=HYPERLINK("https://example.org/?TAG","TAG")',
    "plus": "+1+TAG|' /C calc'!A0",
    "minus": "-1-TAG|' /C calc'!A0",
    "at": "@SUM(1+1)*TAG",
    "tab": "\t=1+1 TAG",
    "return": "\r=1+1 TAG",
    "bidi": "TAG\u202e\u2066gpj.exe\u200f",
    "lines": "TAG\r\nSet-Cookie: marker=raw\r\n\r\n<marker-raw>",
    "xml": "TAG]]><!ENTITY raw SYSTEM 'file:///etc/passwd'>&raw;<!--<?marker-raw?><marker-raw xmlns='raw'/>",
    "link": 'https://example.org/"onmouseover=window.__ran=1//<marker-raw>TAG',
}
_TAG = re.compile(r"mk:([\w.]+):([a-z]+)!", re.IGNORECASE)


def mark(where: str, kind: str = "markup") -> str:
    """The marker of one kind for one place."""
    return KINDS[kind].replace("TAG", f"mk:{where}:{kind}!")


def name_of(where: str, kind: str = "markup") -> str:
    """The same as a name of a file: without the slash, which no name can hold."""
    return mark(where, kind).replace("/", "")


def marks(text: str) -> set[tuple[str, str]]:
    """Where the markers in a text were written, and their kinds.

    >>> sorted(marks("<p>mk:photos.caption:at! and mk:runs.source:tab!</p>"))
    [('photos.caption', 'at'), ('runs.source', 'tab')]
    """
    return set(_TAG.findall(text))


def places(found: Iterable[tuple[str, str]]) -> set[str]:
    """Where they were written."""
    return {where for where, _ in found}
