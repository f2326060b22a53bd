"""Who decides, whether a request comes from a page of this site, and what a page says once after a decision."""

import re
from typing import NamedTuple
from urllib.parse import quote, unquote

from flask import Request, Response, abort, g, jsonify, redirect, request

from catalogue.web.asgi import same_origin
from catalogue.web.pages import inside

PERSON_COOKIE = "reviewer"
SAID_COOKIE = "said"
# How a cookie says that its sentence is about an action that can be undone: this mark, the action, a space.
_UNDOABLE = "~"
_A_YEAR_S = 365 * 24 * 3600
_MOST_LETTERS = 80
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069]")
_PHOTO_ID = re.compile(r"[0-9a-f]{32}")
#: One decision concerns at most this many photos: an outing has hundreds, not thousands.
MOST_PHOTOS = 2000


def from_here(asked: Request) -> bool:
    """True when a page of this site sends the request: every browser that is in use says so by a header."""
    return same_origin(asked.headers.get("Sec-Fetch-Site"), asked.headers.get("Origin", ""), asked.host)


def refuse_strangers() -> None:
    """Nothing is written for a page of another site: 403."""
    if request.method == "POST" and not from_here(request):
        abort(403)


def clean_name(text: str) -> str:
    r"""Give a name as it is kept: one line, single spaces, at most 80 letters; empty when nothing is left.

    >>> clean_name("  L.\t Dupont \n")
    'L. Dupont'
    """
    return " ".join(_CONTROL.sub(" ", text).split())[:_MOST_LETTERS].strip()


def person() -> str:
    """Name the person at the desk: by their account, or, where there are none, as they said; empty until then."""
    known = g.get("person")
    if known is not None:
        return str(known.name)
    return clean_name(unquote(request.cookies.get(PERSON_COOKIE, "")))


def who() -> str:
    """Name who sends a form: as `person`, or as the form says where nobody is known; empty when they never said."""
    if g.get("person") is not None:
        return person()
    return clean_name(request.form.get("by", "")) or person()


def remember(response: Response, name: str) -> Response:
    """Keep the name in this browser for a year, where there are no accounts that know it better."""
    if g.get("person") is not None:
        return response
    response.set_cookie(PERSON_COOKIE, quote(name), max_age=_A_YEAR_S, samesite="Lax", httponly=True)
    return response


class Said(NamedTuple):
    """What the next page says of the last decision; `bad` when it was refused, `undo` the action to be taken back."""

    text: str
    bad: bool = False
    undo: str = ""


def said() -> Said | None:
    """Give what the last decision came to, once."""
    text = unquote(request.cookies.get(SAID_COOKIE, ""))
    g.was_said = bool(text)
    mark, action, told = text[:1], "", text[1:]
    if mark == _UNDOABLE:
        action, _, told = told.partition(" ")
    return Said(told, mark == "!", action) if told else None


def forget_said(response: Response) -> Response:
    """What was said is not said again."""
    if g.get("was_said"):
        response.delete_cookie(SAID_COOKIE, samesite="Lax", httponly=True)
    return response


def answer(
    text: str, then: str, *, bad: bool = False, status: int = 200, undo: object = "", **more: object
) -> Response:
    """Tell what a decision came to: to the script as JSON, with `more`; to a plain form by the page that follows.

    `undo` is the action that the page offers to take back.
    """
    if wants_json():
        response = jsonify(said=text, bad=bad, next=then, **more)
        response.status_code = status
        return response
    followed: Response = redirect(inside(then), code=303)  # type: ignore[assignment]
    mark = "!" if bad else f"{_UNDOABLE}{undo} " if undo else "·"
    marked = mark + text
    followed.set_cookie(SAID_COOKIE, quote(marked[:500]), max_age=60, samesite="Lax", httponly=True)
    return followed


def wants_json() -> bool:
    """True when the script asks."""
    return request.headers.get("Accept", "").startswith("application/json")


def photo_ids() -> list[str]:
    """Photos that the form speaks of, each once; 400 when it names none, or what is no photo."""
    ids = list(dict.fromkeys(filter(None, request.form.get("photos", "").split(","))))
    if not ids or len(ids) > MOST_PHOTOS or not all(_PHOTO_ID.fullmatch(one) for one in ids):
        abort(400)
    return ids
