"""The pages of captions: a sheet is handed over, looked at, and written or left; imports of before can be undone."""

from collections.abc import Mapping

from flask import Blueprint, Response, abort, g, redirect, render_template, request, url_for

from catalogue.captions.fields import Field
from catalogue.database.connection import Connection
from catalogue.reviewing.editing import CAPTIONS
from catalogue.reviewing.undoing import Done
from catalogue.web import served
from catalogue.web.captions import words
from catalogue.web.captions.waiting import Waiting, find_waiting, hand_over, settle
from catalogue.web.layers.commands import Ran, run_command
from catalogue.web.reading import reading
from catalogue.web.review.asking import (
    answer,
    forget_said,
    person,
    refuse_strangers,
    remember,
    said,
    who,
)
from catalogue.web.review.words import done

captions = Blueprint("captions", __name__)
captions.before_request(refuse_strangers)
captions.after_request(forget_said)

_MOST_BYTES = 100_000_000
_LAST = 10
# Writing for 100,000 photos takes two minutes of a quiet machine.
_LONGEST_S = 1800
_LAST_IMPORTS = """
    SELECT id, what, made_by, made_at, photos, undone_at FROM actions WHERE what = ? ORDER BY id DESC LIMIT ?
"""


@captions.get("/captions")
def asked() -> str:
    """What a sheet must hold, the form that takes one, and the imports of before."""
    with reading(served.home()) as db:
        return render_template("captions.html", imports=_imports(db), flash=said(), action_words=_done)


@captions.post("/captions")
def look() -> Response:
    """Read a sheet that is handed over; nothing is written to the library."""
    request.max_content_length = _MOST_BYTES
    file = request.files.get("file")
    if file is None or not file.filename:
        abort(400)
    waiting = hand_over(served.home(), file)
    _look(waiting)
    return _to(waiting)


@captions.get("/captions/waiting/<token>")
def shown(token: str) -> str:
    """What a sheet would change, what is doubtful, and all its mistakes."""
    waiting = _waiting(token)
    refusal: Mapping[str, object] = waiting.report.get("refused", {})
    return render_template(
        "captions_waiting.html",
        waiting=waiting,
        report=waiting.report,
        refusal=refusal,
        faults=words.faults(refusal, g.language),
        field_words=lambda field: words.field_words(field, g.language),
        fields=list(Field),
        by=person(),
        flash=said(),
    )


@captions.post("/captions/waiting/<token>")
def settled(token: str) -> Response:
    """Write a sheet that waits, forget it, or look at it again with other columns."""
    waiting, wish = _waiting(token), request.form.get("answer")
    if wish == "map":
        _look(waiting.known_as({}, _chosen(waiting)))
        return _to(waiting)
    if wish != "yes":
        settle(waiting)
        return redirect(url_for("captions.asked"), 303)  # type: ignore[return-value]
    by = who()
    if not by:
        return answer(g.language.text("Say who decides first."), _address(waiting), bad=True)
    return remember(_written(waiting, by), by)


def _written(waiting: Waiting, by: str) -> Response:
    ran = _import(waiting, f"--by={by}", f"--seen={waiting.report.get('seen', 0)}")
    if ran.status != 0:
        _look(waiting)
        code = ran.told.get("refused", {}).get("code", "")
        return answer(words.refused(code, g.language), _address(waiting), bad=True)
    settle(waiting)
    return answer(_done(CAPTIONS, ran.told["photos"]), url_for("captions.asked"))


def _look(waiting: Waiting) -> None:
    """What the sheet would change is known from now on."""
    ran = _import(waiting, "--dry-run")
    late = {"refused": {"code": "late", "faults": [_fault("broke-the-reader")], "fault_count": 1}}
    waiting.known_as(ran.told or late).keep()


def _fault(code: str) -> Mapping[str, object]:
    return {"code": code, "row": None, "column": "", "values": {}}


def _import(waiting: Waiting, *options: str) -> Ran:
    command = ["captions", "import", "--json", *waiting.options(), *options]
    return run_command(command, served.home().root, [str(waiting.path)], _LONGEST_S)


def _chosen(waiting: Waiting) -> Mapping[str, str]:
    """What the form says of columns, where it is other than what their headings say."""
    fields, columns = set(Field), waiting.report.get("columns", ())
    wanted = {column["heading"]: request.form.get(f"column-{column['letters']}", "") for column in columns}
    read = {column["heading"]: column["field"] for column in columns}
    changed = {h: name for h, name in wanted.items() if name != read[h] and (not name or name in fields)}
    return {**waiting.chosen, **changed}


def _imports(db: Connection) -> list[Done]:
    return [Done(*row) for row in db.execute(_LAST_IMPORTS, [CAPTIONS, _LAST])]


def _done(what: str, photos: int) -> str:
    return done(what, photos, g.language)


def _address(waiting: Waiting) -> str:
    return url_for("captions.shown", token=waiting.token)


def _to(waiting: Waiting) -> Response:
    return redirect(_address(waiting), 303)  # type: ignore[return-value]


def _waiting(token: str) -> Waiting:
    waiting = find_waiting(served.home(), token)
    if waiting is None:
        abort(404)
    return waiting
