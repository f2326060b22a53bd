"""What a page holds that no page of ours may hold: elements, attributes and scripts that a marker made."""

import json
import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

from marking import PRODUCT

# Addresses that a browser runs, or that hold a page of their own.
_RUNS = re.compile(r"[\x00-\x20]*(javascript|data|vbscript)[\x00-\x20]*:", re.IGNORECASE)
_ADDRESSES = frozenset(
    ("href", "src", "action", "formaction", "poster", "data", "xlink:href", "srcset", "ping")
)
_FOREIGN = frozenset(("iframe", "object", "embed", "base", "math", "foreignobject", "frame", "portal"))


@dataclass
class Form:
    """A form of a page: where it leads, how, and its fields by name, kind and value."""

    action: str
    method: str
    multipart: bool
    fields: list[tuple[str, str, str]] = field(default_factory=list)


@dataclass
class Page:
    """A page as a browser would take it apart."""

    faults: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    forms: list[Form] = field(default_factory=list)
    text: str = ""


def read_page(html: str) -> Page:
    """Take a page apart."""
    parser = _Parser()
    parser.feed(html)
    parser.close()
    page = parser.page
    page.text = "".join(parser.texts)
    if PRODUCT in html:
        page.faults.append("a template has run what it was given")
    return page


class _Parser(HTMLParser):
    """Notes faults while it reads; what a marker says as text is no fault."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.page = Page()
        self.texts: list[str] = []
        self._script: dict[str, str | None] | None = None
        self._style = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Look at one element."""
        given = dict(attrs)
        told = f"<{tag} {given}>"
        wrong = self.page.faults
        if tag in _FOREIGN or not re.fullmatch(r"[a-z][a-z0-9]*", tag):
            wrong.append(f"an element that no template has: {told}")
        if len(given) < len(attrs):
            wrong.append(f"an attribute twice: {told}")
        for name, value in attrs:
            self._attribute(tag, name, value or "", told)
        self._script = given if tag == "script" else None
        self._style = tag == "style"
        ours = given.get("type") == "application/json" or (given.get("src") or "").startswith(
            "/static/build/"
        )
        if tag == "script" and not ours:
            wrong.append(f"a script of no file of ours: {told}")
        if tag == "a" and given.get("href"):
            self.page.links.append(given["href"] or "")
        self._form(tag, given)
        self.texts.append(" ")

    handle_startendtag = handle_starttag

    def _form(self, tag: str, given: dict[str, str | None]) -> None:
        forms = self.page.forms
        if tag == "form":
            how = (given.get("method") or "get").lower(), "multipart" in (given.get("enctype") or "")
            forms.append(Form(given.get("action") or "", *how))
        elif tag in ("input", "textarea", "select", "button") and given.get("name") and forms:
            kind = given.get("type") or {"input": "text", "textarea": "text"}.get(tag, tag)
            forms[-1].fields.append((given["name"] or "", kind, given.get("value") or ""))

    def _attribute(self, tag: str, name: str, value: str, told: str) -> None:
        wrong = self.page.faults
        if name.startswith(("on", "marker")) or not re.fullmatch(r"[a-z][a-z0-9-]*", name):
            wrong.append(f"an attribute that no template has, {name}: {told}")
        if name in ("srcdoc", "autofocus") and tag not in ("input", "button"):
            wrong.append(f"an attribute that no template has, {name}: {told}")
        if name in _ADDRESSES and (_RUNS.match(value) or value == "x"):
            wrong.append(f"an address that runs: {told}")
        if name == "style" and re.search(r"mk:|marker|url\(|expression", value, re.IGNORECASE):
            wrong.append(f"a style that somebody else wrote: {told}")
        if name in ("alt", "title", "content", "value", "placeholder", "aria-label"):
            self.texts.append(f" {value} ")

    def handle_data(self, data: str) -> None:
        """Keep the text, and look into what stands in scripts and styles."""
        if self._style and "mk:" in data.replace("\\", ""):
            self._look_into_style(data)
        if self._script is not None and data.strip():
            if self._script.get("type") != "application/json":
                self.page.faults.append(f"a script that stands in the page: {data[:200]}")
            else:
                json.loads(data)
        self.texts.append(data)

    def _look_into_style(self, data: str) -> None:
        bare = re.sub(r'"(?:[^"\\\n]|\\.)*"', '""', data)
        if "mk:" in bare or "marker" in bare:
            self.page.faults.append(f"a style that somebody else wrote: {data[:200]}")

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002 as the parser calls it
        """Leave a script or a style."""
        self._script = None
        self._style = False

    def handle_comment(self, data: str) -> None:
        """No comment holds what people wrote."""
        if "mk:" in data or "marker" in data:
            self.page.faults.append(f"a comment with a marker: {data[:200]}")

    def unknown_decl(self, data: str) -> None:
        """No page of ours has one."""
        self.page.faults.append(f"a declaration: {data[:200]}")

    def handle_decl(self, decl: str) -> None:
        """Only the type of the page is declared."""
        if decl.lower() != "doctype html":
            self.page.faults.append(f"a declaration: {decl[:200]}")

    def handle_pi(self, data: str) -> None:
        """No page of ours has one."""
        self.page.faults.append(f"an instruction: {data[:200]}")
