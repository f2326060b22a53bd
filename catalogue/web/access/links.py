"""A result that the administration opens to a partner without an account: to be looked at, or taken away.

What goes is what a public copy would hold: photos for internal use and those set aside stay, and pictures go alone,
without the layer and the table that tell positions and original names.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from threading import Lock
from urllib.parse import urlencode

from flask import Blueprint, Response, abort, current_app, g, render_template, request

from catalogue.errors import ResultRefused
from catalogue.exports.selecting import photos_in_order
from catalogue.home.pictures import find_rendition
from catalogue.people.links import Link, LinkKind
from catalogue.people.person import Person
from catalogue.values.roles import Role
from catalogue.web import served
from catalogue.web.access.admission import office
from catalogue.web.pictures import send_picture
from catalogue.web.reading import reading
from catalogue.web.take.orders import Order, Wish, asked_now, order_of
from catalogue.web.take.sending import sent
from catalogue.words import captions

links = Blueprint("links", __name__)

_PAGE = 48
_GONE, _NOTHING = 410, 422
#: A page asks for dozens of pictures: what its link shows is looked up once for all of them.
_KEPT_S = 60.0


@links.get("/links/<secret>")
def shown(secret: str) -> Response:
    """The pictures of a link, a page at a time; this is counted."""
    link = office().open_link(secret)
    if link is None:
        return _told(Response(render_template("link_gone.html"), _GONE))
    order = _order(link)
    page = max(request.args.get("page", 1, type=int), 1)
    ids = [leaf.photo_id for leaf in order.plan.leaves]
    with reading(served.home()) as db:
        photos = list(photos_in_order(db, ids[(page - 1) * _PAGE : page * _PAGE]))
    html = render_template(
        "link.html", link=link, secret=secret, photos=photos, captions=captions, total=len(ids), page=page,
        pages=max(-(-len(ids) // _PAGE), 1), takes=link.kind is LinkKind.ZIP,
    )  # fmt: skip
    return _told(Response(html))


@links.get("/links/<secret>/images/<int:size>/<photo_id>")
def image(secret: str, size: int, photo_id: str) -> Response:
    """A picture, when it is one of those that the link shows."""
    link = office().find_link(secret)
    if link is None or photo_id not in _ids(link):
        abort(404)
    return send_picture(find_rendition(served.home(), size, photo_id) or abort(404))


@links.get("/links/<secret>/photos.zip")
def taken(secret: str) -> Response:
    """The pictures of a link with their page of credits, where it lets them be taken."""
    link = office().find_link(secret)
    if link is None or link.kind is not LinkKind.ZIP:
        abort(404)
    order = _order(link)
    if not order.plan.leaves:
        return Response(render_template("take_refused.html", nothing=True), _NOTHING)
    office().log_access(None, "zip", None, f"link {link.id}: {link.name}")
    archive, joined = current_app.config["SPOOL"].ordered(order.key, order.parcel(served.home()))
    return _told(sent(archive, order.file_name("zip"), joined=joined))


def _order(link: Link) -> Order:
    """What a link shows now, as public copies."""
    wish = Wish.read(f"{link.query}&{urlencode({'alone': 1})}")
    try:
        found = served.results().asked_by(_partner(link)).photos(wish.query, g.language)
    except ResultRefused:
        abort(404)
    with reading(served.home()) as db:
        ids = found.ids(db)
    return order_of(served.home(), wish, ids, asked_now([link.name], wish.query, g.language, None))


def _partner(link: Link) -> Person:
    """Somebody without an account may see what field staff may."""
    return Person(0, link.name, Role.FIELD, g.language.code, "link", link.id)


@dataclass(frozen=True, slots=True)
class _Kept:
    until: float
    ids: frozenset[str]


_kept: dict[tuple[str, int], _Kept] = {}
_lock = Lock()


def _ids(link: Link) -> frozenset[str]:
    """The photos of a link as they were within the last minute. That it is still good was asked just now."""
    key, now = (str(served.home().root), link.id), time.monotonic()
    with _lock:
        kept = _kept.get(key)
    if kept is None or kept.until < now:
        leaves: Sequence[str] = [leaf.photo_id for leaf in _order(link).plan.leaves]
        kept = _Kept(now + _KEPT_S, frozenset(leaves))
        with _lock:
            _kept[key] = kept
    return kept.ids


def _told(response: Response) -> Response:
    """An address that is a secret is told to nobody, and found by no search engine."""
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response
