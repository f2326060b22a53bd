"""People who browse a library as people do: they log in, follow links of the pages they got, look, and think."""

import http.client
import random
import re
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from gzip import decompress
from html import unescape
from http import HTTPStatus
from urllib.parse import urlencode, urlsplit

from catalogue.web.access.gate import SESSION_COOKIE

LOGIN, ALL, FACET, NEXT, SEARCH = (
    "log in",
    "gallery",
    "gallery, a facet",
    "gallery, next page",
    "gallery, a search",
)
POINTS, PHOTO, THUMBNAIL = "points of the map", "a photo's page", "a small picture"
KINDS = (LOGIN, ALL, FACET, NEXT, SEARCH, POINTS, PHOTO, THUMBNAIL)
GALLERY = frozenset({ALL, FACET, NEXT, SEARCH})
_PHOTOS = "/explore/catalogue/photos"
_POINTS = "/map/photos.geojson"
_WORDS = (
    "terril",
    "cavalier",
    "etang",
    "piste cyclable",
    "chevalement 2019",
    "facades",
    "cite",
    "parc saint",
)
#: How often each is done next, of a hundred; what the page does not offer, is the gallery from its beginning.
_HABITS: Mapping[str, int] = {ALL: 8, FACET: 32, NEXT: 14, SEARCH: 12, POINTS: 12, PHOTO: 22}
_THINKS_SECONDS = (1.0, 3.0)
#: What is seen of a page at once; browsers load pictures further down when they come near.
_SEEN_AT_ONCE = 12
_PATIENCE_SECONDS = 60
_FACET = re.compile(r'<li><a href="(\?[^"]+)" rel="nofollow">')
_NEXT = re.compile(r'rel="next" href="([^"]+)"')
_PICTURE = re.compile(r'<img src="(/images/[^"]+)"')
_TO_PHOTO = re.compile(r'<a href="(/photos/[^"]+)"')


@dataclass(frozen=True, slots=True)
class Visit:
    """One request: what was asked for, when it began (`time.monotonic`), how long it took, and what came of it.

    `status` is 0 where the connection broke.
    """

    kind: str
    began: float
    milliseconds: float
    status: int


@dataclass(frozen=True, slots=True)
class Account:
    """Whom somebody logs in as."""

    name: str
    password: str


@dataclass(frozen=True, slots=True)
class Page:
    """What a page of the gallery offers to go on to.

    >>> Page.read('<li><a href="?a=1&amp;b=2" rel="nofollow">', "/p").facets
    ['/p?a=1&b=2']
    """

    address: str
    facets: Sequence[str] = ()
    following: Sequence[str] = ()
    photos: Sequence[str] = ()
    pictures: Sequence[str] = ()

    @classmethod
    def read(cls, html: str, address: str) -> "Page":
        """The links of a page that stands at this address."""
        path = urlsplit(address).path
        return cls(
            address,
            [path + unescape(link) for link in _FACET.findall(html)],
            [_inside(unescape(link)) for link in _NEXT.findall(html)[:1]],
            [unescape(link) for link in _TO_PHOTO.findall(html)],
            [unescape(link) for link in _PICTURE.findall(html)],
        )


def _inside(link: str) -> str:
    """The same link without its host."""
    parts = urlsplit(link)
    return f"{parts.path}?{parts.query}"


@dataclass(slots=True)
class Person:
    """Somebody in front of one browser, which keeps pictures it has seen. The same seed makes the same choices."""

    account: Account
    port: int
    chance: random.Random
    visits: list[Visit] = field(default_factory=list)
    _page: Page = Page(_PHOTOS)
    _cookie: str = ""
    _seen: set[str] = field(default_factory=set)
    _connection: http.client.HTTPConnection = field(init=False)

    def __post_init__(self) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=_PATIENCE_SECONDS)

    def browse(self, stop: threading.Event) -> None:
        """They log in and browse until they are told to stop."""
        with closing(self._connection):
            self._log_in()
            while not stop.wait(self.chance.uniform(*_THINKS_SECONDS)):
                self._go_on()

    def _go_on(self) -> None:
        kind, address = self._chosen()
        html = self._got(kind, address)
        if kind in GALLERY:
            self._page = Page.read(html, address)
        if kind is not POINTS:
            self._look_at(_PICTURE.findall(html)[:_SEEN_AT_ONCE])

    def _chosen(self) -> tuple[str, str]:
        """What comes next, and where it is."""
        (kind,) = self.chance.choices(list(_HABITS), list(_HABITS.values()))
        offered = {
            FACET: self._page.facets,
            NEXT: self._page.following,
            PHOTO: self._page.photos,
            POINTS: [f"{_POINTS}?{urlsplit(self._page.address).query}"],
            SEARCH: [f"{_PHOTOS}?{urlencode({'_q': word})}" for word in _WORDS],
        }.get(kind, ())
        return (kind, self.chance.choice(offered)) if offered else (ALL, _PHOTOS)

    def _look_at(self, pictures: Sequence[str]) -> None:
        for picture in map(unescape, pictures):
            if picture not in self._seen:
                self._seen.add(picture)
                self._got(THUMBNAIL, picture)

    def _log_in(self) -> None:
        form = urlencode({"name": self.account.name, "password": self.account.password, "next": "/"})
        origin = f"http://127.0.0.1:{self.port}"
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Origin": origin}
        self._got(LOGIN, "/login", form, headers)

    def _got(self, kind: str, address: str, form: str | None = None, more: Mapping[str, str] = {}) -> str:
        """What stands there as text, noted as a visit."""
        began, clock = time.monotonic(), time.perf_counter()
        headers = {"Accept-Encoding": "gzip", "Accept-Language": "fr", "Cookie": self._cookie, **more}
        status, body, answered = 0, b"", None
        try:
            self._connection.request("POST" if form else "GET", address, form, headers)
            answered = self._connection.getresponse()
            body, status = answered.read(), answered.status
        except (OSError, http.client.HTTPException):
            self._connection.close()
        self.visits.append(Visit(kind, began, (time.perf_counter() - clock) * 1000, status))
        if answered is None:
            return ""
        cookie = answered.headers.get("Set-Cookie", "")
        if cookie.startswith(f"{SESSION_COOKIE}="):
            self._cookie = cookie.partition(";")[0]
        packed = answered.headers["Content-Encoding"] == "gzip" and status == HTTPStatus.OK
        return "" if kind is THUMBNAIL else (decompress(body) if packed else body).decode(errors="replace")


def crowd(accounts: Sequence[Account], port: int, seed: int, meanwhile: Callable[[], object]) -> list[Visit]:
    """Everybody browses at once while something else is done; what they met, in the order of time."""
    people = [Person(account, port, random.Random(f"{seed} {account.name}")) for account in accounts]  # noqa: S311
    stop = threading.Event()
    threads = [threading.Thread(target=person.browse, args=[stop]) for person in people]
    for thread in threads:
        thread.start()
    try:
        meanwhile()
    finally:
        stop.set()
        for thread in threads:
            thread.join()
    return sorted((visit for person in people for visit in person.visits), key=lambda visit: visit.began)
