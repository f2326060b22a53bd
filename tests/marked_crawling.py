"""A walk through every page of a served library: each kind of address some times, each form once."""

import json
import re
from collections import Counter, deque
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import cycle
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

from httpx import ASGITransport, AsyncClient, Response
from marked_people import enter
from marked_reading import Form, Page, read_page
from marking import KINDS, mark, marks

from catalogue.home.paths import Home
from catalogue.people.office import Office
from catalogue.web.server import application

SITE = "http://127.0.0.1:8001"
HERE = {"Sec-Fetch-Site": "same-origin"}
#: Names that pages give to rows: of addresses that differ in nothing else, only some are looked at.
_ROW = re.compile(
    r"[0-9a-f]{32,}|(?<=/)\d[\w-]*(?=/|$)|(?<=/explore/catalogue/)(\w+/).+$|(?<=/)[^/]*mk(?::|%3A).*$",
    re.DOTALL,
)
#: RFC 6266: one name in plain letters, perhaps one in all letters, and each ends as what the file is.
_ENDED = r"\.(jpe?g|png|zip|xlsx|gpkg|geojson|csv)"
_PLAIN = rf"""("(?:[^"\\]|\\.)*{_ENDED}"|[\w.-]*{_ENDED})"""
_DISPOSITION = re.compile(
    rf"(attachment|inline); filename={_PLAIN}(; filename\*=UTF-8''[\w%.!~*'()-]+{_ENDED})?", re.ASCII
)
_FREE = frozenset(("text", "search", "textarea", "number"))
_UNDERSTOOD = (200, 206, 302, 303, 308, 400, 401, 403, 404, 405, 409, 410, 413, 415, 422, 429)


@asynccontextmanager
async def visiting(home: Home, language: str) -> AsyncIterator[AsyncClient]:
    """A browser of the whole application in this process, of an administrator."""
    cookies = {"session": enter(home), "language": language}
    through = ASGITransport(application(home, Office(home)))
    async with AsyncClient(transport=through, base_url=SITE, cookies=cookies) as client:
        yield client


@dataclass
class Walk:
    """What a walk met: faults by address, markers as text, and addresses by their shape.

    Of addresses of one shape so many are looked at: `bare` where nothing is asked, else `asked`, and of files one.
    """

    bare: int = 8
    asked: int = 2
    faults: list[str] = field(default_factory=list)
    shown: set[tuple[str, str]] = field(default_factory=set)
    pages: Counter[str] = field(default_factory=Counter)
    shapes: Counter[tuple[str, frozenset[str]]] = field(default_factory=Counter)
    forms: dict[tuple[str, frozenset[str]], Form] = field(default_factory=dict)
    met: set[str] = field(default_factory=set)
    waiting: deque[str] = field(default_factory=deque)

    async def go(self, client: AsyncClient, *addresses: str) -> None:
        """Look at these addresses and at all that they lead to."""
        self.waiting.extend(addresses)
        while self.waiting:
            address = self.waiting.popleft()
            if self._is_new(address):
                self.look(address, await client.get(address))

    def _is_new(self, address: str) -> bool:
        if address in self.met:
            return False
        self.met.add(address)
        shape = shape_of(address)
        self.shapes[shape] += 1
        most = self.asked if shape[1] else self.bare
        return len(shape[1]) <= 1 and self.shapes[shape] <= (
            1 if shape[0].startswith("/take/photos.") else most
        )

    def look(self, address: str, answer: Response) -> None:
        """Note what is wrong with an answer, and where it leads."""
        self.faults += [f"{address[:200]}: {fault}" for fault in faults_of(answer)]
        kind = answer.headers.get("content-type", "").partition(";")[0]
        self.pages[kind] += 1
        if kind == "text/html":
            self._read(address, read_page(answer.text))
        if "location" in answer.headers:
            self._lead(address, answer.headers["location"])

    def _read(self, address: str, page: Page) -> None:
        self.faults += [f"{address[:200]}: {fault}" for fault in page.faults]
        self.shown |= marks(page.text)
        for link in page.links:
            self._lead(address, link)
        for form in page.forms:
            form.action = urljoin(f"{SITE}{address}", form.action).removeprefix(SITE)
            key = shape_of(form.action)[0], frozenset(name for name, _, _ in form.fields)
            self.forms.setdefault(key, form)

    def _lead(self, address: str, link: str) -> None:
        led = urljoin(f"{SITE}{address}", link).partition("#")[0]
        if led.startswith(f"{SITE}/"):
            self.waiting.append(led.removeprefix(SITE))


def shape_of(address: str) -> tuple[str, frozenset[str]]:
    """What an address has in common with those of other rows and values: its path, and what it asks about."""
    parts = urlsplit(address)
    asked = frozenset(name for name, _ in parse_qsl(parts.query, keep_blank_values=True))
    return _ROW.sub(r"\1*", parts.path), asked


def faults_of(answer: Response) -> Iterator[str]:
    """What is wrong with an answer whatever it holds: its status, its headers, and what it says that it is."""
    kind = answer.headers.get("content-type", "")
    if answer.status_code not in _UNDERSTOOD:
        yield f"status {answer.status_code}"
    for name, value in answer.headers.raw:
        if not name.isascii() or re.search(rb"[\x00-\x08\x0a-\x1f\x7f]", name + value):
            yield f"a header of two lines: {value!r}"
    if "marker" in answer.cookies or answer.headers.get("x-content-type-options") != "nosniff":
        yield "headers that somebody else wrote"
    if not kind.isascii() or "script-src 'self';" not in answer.headers.get("content-security-policy", ""):
        yield f"no policy: {kind}"
    disposition = answer.headers.get("content-disposition")
    if disposition and not _DISPOSITION.fullmatch(disposition):
        yield f"a file that is not called what it is: {disposition}"
    yield from _faults_of_data(answer, kind)


def _faults_of_data(answer: Response, kind: str) -> Iterator[str]:
    address = str(answer.request.url)
    if kind.startswith(("application/json", "application/geo+json")):
        try:
            json.loads(answer.text)
        except ValueError as error:
            yield f"no JSON: {error}"
    elif re.search(r"\.(geo)?json(\?|$)", address) and answer.is_success:
        yield f"JSON that is called {kind}"
    elif (
        re.search(r"\.csv(\?|$)", address)
        and answer.is_success
        and not kind.startswith(("text/plain", "text/csv"))
    ):
        yield f"CSV that is called {kind}"


def filled(form: Form, kinds: Iterator[str], *, hidden: bool) -> list[tuple[str, str]]:
    """The fields of a form with markers where a person writes, and, if asked, in what the page hides."""
    free = _FREE | ({"hidden"} if hidden else set())
    return [
        (name, mark(f"form.{re.sub('[^a-z]', '_', name)}", next(kinds)) if kind in free else value)
        for name, kind, value in form.fields
    ]


async def send(client: AsyncClient, form: Form, given: list[tuple[str, str]]) -> tuple[str, Response]:
    """Send a form as a page of the site does; returned is its address too."""
    path = form.action.partition("?")[0]
    if form.method == "get":
        address = f"{path}?{urlencode(given)}"
        return address, await client.get(address)
    fields: dict[str, list[str]] = {}
    for name, value in given:
        fields.setdefault(name, []).append(value)
    return form.action, await client.post(form.action, data=fields, headers=HERE)


def kinds_in_turn() -> Iterator[str]:
    """The kinds of markers, over and over."""
    return cycle(KINDS)
