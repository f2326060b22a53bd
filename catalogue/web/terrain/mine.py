"""`#mine` on the phone: what somebody has sent, where it was placed, and what they say of it while they remember."""

import json
from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, abort, g, jsonify, make_response, request

from catalogue.database.connection import Connection
from catalogue.errors import CannotUndo, DecisionRefused
from catalogue.library import Library
from catalogue.photos.theme_list import offered_themes
from catalogue.reviewing import editing
from catalogue.reviewing.editing import Edit
from catalogue.reviewing.undoing import undo
from catalogue.uploads.own import Sent, is_theirs, sent
from catalogue.uploads.upload import Sender
from catalogue.web import served
from catalogue.web.access.admission import somebody
from catalogue.web.edit import words
from catalogue.web.reading import reading, rows
from catalogue.web.review.asking import clean_name, person, refuse_strangers
from catalogue.web.terrain.sayings import told
from catalogue.web.uploads.answers import told_of
from catalogue.words.wording import sayable

mine = Blueprint("mine", __name__, url_prefix="/terrain/api")
mine.before_request(refuse_strangers)

_MOST_BYTES = 64_000
_MOST_THEMES = 50
_REFUSED, _CONFLICT = 422, 409
_PHOTOS = "SELECT * FROM photos WHERE id IN (SELECT value FROM json_each(?))"
_THEMES = "SELECT photo_id, theme FROM photo_themes WHERE photo_id IN (SELECT value FROM json_each(?))"

_NAMELESS = sayable("Say who decides first.")
_NOWHERE = sayable("There is no such place on the map.")
_ALREADY = sayable("The photo says all this already.")
_NO_UNDO = sayable("This cannot be undone any more: something newer builds on it.")


@mine.get("/mine")
def listed() -> Response:
    """What whoever asks has sent, the newest first, with what is known of each photo; and the themes on offer."""
    own = sent(served.home(), _sender())
    with reading(served.home()) as db:
        offered, _ = offered_themes(db)
        photos = _photos(db, [one.standing.photo_id for one in own if one.standing.photo_id])
    answer = jsonify(photos=[_line(one, photos) for one in own], themes=offered)
    answer.headers["Cache-Control"] = "no-store"
    return answer


@mine.post("/photos/<photo_id>")
def described(photo_id: str) -> Response | tuple[Response, int]:
    """The photo has this caption, these themes, this position, as the word of whoever sent it: one action."""
    asked = _asked()
    by = _by(asked)
    if not is_theirs(served.home(), _sender(), photo_id):
        abort(404)
    at = _position(asked)
    if at is not None and not _is_somewhere(at):
        return _refused(_NOWHERE)
    with Library.open(served.home().root) as library:
        change = _edit(library.db, photo_id, asked)
        if wrong := _wrong(library.db, change):
            return jsonify(message=" ".join(wrong)), _REFUSED
        try:
            made = editing.remember(library.db, photo_id, change, at, by)
        except DecisionRefused:
            return _refused(_ALREADY)
        return jsonify(action=made.id, photo=_photos(library.db, [photo_id])[photo_id])


@mine.post("/actions/<action_id>/undo")
def undone(action_id: str) -> Response | tuple[Response, int]:
    """What somebody has said of a photo of theirs is as it was before."""
    by = _by(_asked())
    with Library.open(served.home().root) as library:
        found = library.db.execute("SELECT made_by FROM actions WHERE id = ?", [action_id]).fetchone()
        if found is None or found[0] != by:
            abort(404)
        try:
            undo(library.db, action_id, by)
        except CannotUndo:
            return jsonify(message=g.language.text(_NO_UNDO)), _CONFLICT
    return jsonify(action=action_id)


def _sender() -> Sender:
    known = somebody()
    return Sender(known.id, known.name, None) if known else Sender(None, None, None)


def _line(one: Sent, photos: Mapping[str, dict[str, Any]]) -> dict[str, Any]:
    standing = one.standing
    return {
        **told_of(standing, g.language),
        "theirs": one.theirs,
        "facts": photos.get(standing.photo_id or ""),
    }


def _photos(db: Connection, ids: list[str]) -> dict[str, dict[str, Any]]:
    """What the phone shows of photos, by id."""
    themes: dict[str, list[str]] = {}
    for photo_id, theme in db.execute(_THEMES, [json.dumps(ids)]):
        themes.setdefault(photo_id, []).append(theme)
    return {
        row["id"]: told(row, sorted(themes.get(row["id"], ())), g.language)
        for row in rows(db, _PHOTOS, [json.dumps(ids)])
    }


def _asked() -> dict[str, Any]:
    request.max_content_length = _MOST_BYTES
    asked = request.get_json(force=True, silent=True)
    return asked if isinstance(asked, dict) else abort(400)


def _by(asked: Mapping[str, Any]) -> str:
    """Who decides: by their account, or, where there are none, as the phone says."""
    by = person() or clean_name(str(asked.get("by", "")))
    return by or abort(make_response(_refused(_NAMELESS)))


def _position(asked: Mapping[str, Any]) -> tuple[float, float] | None:
    if asked.get("latitude") is None and asked.get("longitude") is None:
        return None
    try:
        return float(asked["latitude"]), float(asked["longitude"])
    except (KeyError, TypeError, ValueError):
        return abort(400)


def _is_somewhere(at: tuple[float, float]) -> bool:
    """True for degrees that exist; 0°, 0° is what a phone says that does not know.

    >>> _is_somewhere((50.4, 2.6)), _is_somewhere((0.0, 0.0)), _is_somewhere((float("nan"), 2.0))
    (True, False, False)
    """
    return abs(at[0]) <= 90 and abs(at[1]) <= 180 and at != (0, 0)  # noqa: PLR2004 degrees


def _edit(db: Connection, photo_id: str, asked: Mapping[str, Any]) -> Edit:
    """What is to be written; `themes` are all that the photo is to have."""
    caption, themes = asked.get("caption"), asked.get("themes")
    if not isinstance(caption, str | None) or not _is_list_of_texts(themes):
        abort(400)
    texts = {} if caption is None else {"caption": caption.strip()}
    if themes is None:
        return Edit(texts)
    now = {theme for _, theme in db.execute(_THEMES, [json.dumps([photo_id])])}
    wanted = dict.fromkeys(themes)
    return Edit(texts, tuple(t for t in wanted if t not in now), tuple(sorted(now - wanted.keys())))


def _is_list_of_texts(themes: object) -> bool:
    if themes is None:
        return True
    return isinstance(themes, list) and len(themes) <= _MOST_THEMES and all(isinstance(t, str) for t in themes)


def _wrong(db: Connection, change: Edit) -> list[str]:
    """Why an edit cannot be written, in sentences; a theme that the agency does not list is no theme."""
    found = editing.problems(change)
    offered, own = offered_themes(db)
    if own and not set(change.added) <= set(offered):
        found = [*found, editing.Problem(editing.THEME, "not-listed")]
    return words.problems(found, g.language)


def _refused(sentence: str) -> tuple[Response, int]:
    return jsonify(message=g.language.text(sentence)), _REFUSED
