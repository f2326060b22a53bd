"""The pages of the review desk, and the decisions that its forms ask for."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from urllib.parse import quote

from flask import Blueprint, Response, abort, g, redirect, render_template, request

from catalogue.database.connection import Connection
from catalogue.errors import PhotothequeError
from catalogue.library import Library
from catalogue.photos.doubts import SEVERITY
from catalogue.reviewing.desk import desk_view
from catalogue.reviewing.journal import Action
from catalogue.reviewing.queues import Queue, queue, queues, waiting
from catalogue.reviewing.undoing import Done, last_actions
from catalogue.web import served
from catalogue.web.pages import inside
from catalogue.web.reading import reading
from catalogue.web.review import asking, clocks, deciding, places, taking_back, twins, words
from catalogue.web.review.desk import DeskPage, address, desk_page
from catalogue.web.review.misunderstood import Misunderstood
from catalogue.web.review.places import Spot
from catalogue.web.review.twins import TwinsPage, twins_page
from catalogue.words.languages import Language
from catalogue.words.wording import kind_of_place

review = Blueprint("review", __name__, url_prefix="/review")
review.before_request(asking.refuse_strangers)
review.after_request(asking.forget_said)

_REASONS = frozenset(reason.value for reason in SEVERITY)
_SHOWN_ACTIONS = 12


@review.get("")
def door() -> str:
    """Every queue that somebody waits in, worst first, and what was decided last."""
    with reading(served.home()) as db:
        lines = _waiting(db)
        return render_template(
            "review.html",
            queues=lines,
            waiting=waiting(db),
            actions=last_actions(db, most=_SHOWN_ACTIONS),
            **_common(),
        )


@review.get("/name")
def ask_name() -> str:
    """Ask who decides."""
    return render_template(
        "review_name.html",
        next=inside(request.args.get("next", "/review")),
        person=asking.person(),
        wrong=False,
    )


@review.post("/name")
def keep_name() -> Response | tuple[str, int]:
    """Keep the name, and go where the person was going."""
    name = asking.clean_name(request.form.get("name", ""))
    then = inside(request.form.get("next", "/review"))
    if not name:
        return render_template("review_name.html", next=then, person="", wrong=True), 422
    return asking.remember(redirect(then, code=303), name)  # type: ignore[arg-type]


@review.get("/<reason>")
def start(reason: str) -> Response | str:
    """Begin a queue at its first photo; a queue in which nobody waits says so."""
    _check(reason)
    with reading(served.home()) as db:
        first = _first(db, reason)
        lines = _waiting(db)
        if first is None:
            return render_template(
                "review_done.html",
                reason_code=reason,
                of=_of(),
                queues=lines,
                last_action=_last(db),
                **_common(),
            )
    left = next((line.count for line in lines if line.reason == reason), 0)
    return redirect(address(reason, first, of=max(_of(), left)))  # type: ignore[return-value]


@review.get("/<reason>/<photo_id>")
def look(reason: str, photo_id: str) -> Response | str:
    """One photo at the desk."""
    _check(reason)
    if not asking.person():
        return redirect(to_name(request.full_path.rstrip("?")))  # type: ignore[return-value]
    with reading(served.home()) as db:
        page = _twins(db, photo_id) if reason == twins.REASON else _desk(db, reason, photo_id)
    if page is None:
        return redirect(f"/review/{reason}?of={_of()}")  # type: ignore[return-value]
    template = "review_twins.html" if isinstance(page, TwinsPage) else "review_desk.html"
    return render_template(template, desk=page, **_common())


def _desk(db: Connection, reason: str, photo_id: str) -> DeskPage:
    view = desk_view(db, photo_id)
    if view is None:
        abort(404)
    return desk_page(
        db,
        view,
        reason,
        g.language,
        queues=_waiting(db),
        of=_of(),
        selected=_selected(),
        last_action=_last(db),
    )


def _twins(db: Connection, photo_id: str) -> TwinsPage | None:
    return twins_page(db, photo_id, g.language, queues=_waiting(db), of=_of(), last_action=_last(db))


@review.post("/decide")
def decide() -> Response:
    """Make the decision that a form asks for, then show what comes next."""
    reason = request.form.get("reason", "")
    _check(reason)
    if not asking.person():
        return asking.answer(g.language.text("Say who decides first."), to_name(here()))
    asked = deciding.Asked(request.form, asking.photo_ids(), reason, asking.person(), _number("seen"))
    with acting(here()) as outcome, Library.open(served.home().root) as library:
        made = deciding.decide(library.db, request.form.get("what", ""), asked)
        then = inside(here_of("next")) if here_of("next") else next_page(library.db, reason)
        said = words.decided(made, g.language)
        if made.action.what == "clock" and _waits(library.db, here_of("photo"), "date-implausible"):
            still = g.language.text("Its date is still implausible.")
            said = f"{said}. {still}"
        outcome.append(asking.answer(said, then))
    return outcome[0]


@review.post("/undo")
def undo() -> Response:
    """Take an action back, and show the photo that it was about."""
    back = inside(request.form.get("next", "")) if request.form.get("next") else here()
    if not asking.person():
        return asking.answer(g.language.text("Say who decides first."), to_name(back))
    with acting(back) as outcome, Library.open(served.home().root) as library:
        taken = taking_back.take_back(library, request.form.get("action", ""), asking.person())
        said = words.undone(taken.what, taken.photos, g.language)
        then = back if request.form.get("next") else _undone_at(library.db, taken, back)
        outcome.append(asking.answer(said, then))
    return outcome[0]


@review.get("/api/places")
def found_places() -> dict[str, Any]:
    """Places whose name begins with what is written, as the field for places offers them."""
    with reading(served.home()) as db:
        found = places.search(db, request.args.get("q", "")[:100])
    return {"places": _offered(found)}


def _offered(spots: Sequence[Spot]) -> list[dict[str, str]]:
    """Places as the list under the field shows them, each with what is to be written to mean it."""
    return [
        {
            "name": spot.name,
            "about": " · ".join(filter(None, (kind_of_place(spot.kind, g.language), spot.commune))),
            "where": places.where(spot, spots),
        }
        for spot in spots
    ]


@review.get("/api/clock")
def foretell_clock() -> dict[str, Any]:
    """What moving a clock would do, in a sentence; what is not understood is said as it would be refused."""
    with reading(served.home()) as db:
        try:
            shift = clocks.asked(db, request.args)
            return {"said": words.foretold(shift, clocks.concerned(db, shift), g.language)}
        except PhotothequeError as error:
            return {"said": words.refused(error, g.language)}


@contextmanager
def acting(back: str) -> Iterator[list[Response]]:
    """What cannot be done is said where the person was, and nothing has changed."""
    outcome: list[Response] = []
    try:
        yield outcome
    except PhotothequeError as error:
        told = {"stay": True, "places": _offered(error.spots)} if isinstance(error, Misunderstood) else {}
        said = words.refused(error, g.language)
        outcome.append(asking.answer(said, back, bad=True, status=error.http_status, **told))


def next_page(db: Connection, reason: str) -> str:
    """The page after a decision: the same photo while it waits, otherwise the next one of the queue."""
    photo_id, of = request.form.get("photo", ""), _number("of") or 0
    if reason == twins.REASON:
        found = _same_group(db, photo_id) or twins.first_twin(db)
    elif _waits(db, photo_id, reason):
        found = photo_id if _is_shown(db, photo_id) else _behind(db, reason, photo_id)
    else:
        found = _behind(db, reason, photo_id)
    return address(reason, found, of=of) if found else f"/review/{reason}?of={of}"


def _waits(db: Connection, photo_id: str, reason: str) -> bool:
    found = db.execute("SELECT 1 FROM reviews WHERE photo_id = ? AND reason = ?", [photo_id, reason])
    return found.fetchone() is not None


def _is_shown(db: Connection, photo_id: str) -> bool:
    row = db.execute("SELECT state FROM photos WHERE id = ?", [photo_id]).fetchone()
    return bool(row) and row[0] != "set_aside"


def _behind(db: Connection, reason: str, photo_id: str) -> str | None:
    found = queue(db, reason, most=1, after=photo_id) or queue(db, reason, most=1)
    return found[0] if found else None


def _same_group(db: Connection, photo_id: str) -> str | None:
    row = db.execute(
        "SELECT 1 FROM reviews JOIN photos ON photos.id = photo_id WHERE photo_id = ? AND reason = ? AND state <> ?",
        [photo_id, twins.REASON, "set_aside"],
    ).fetchone()
    return photo_id if row else None


def _undone_at(db: Connection, taken: Action, back: str) -> str:
    """The queue and photo that an undone action was about: of a question that it closed, or of one that waits now.

    Without any, that is where the person was.
    """
    asked = [taken.id, request.form.get("reason", ""), request.form.get("photo", "")]
    row = db.execute(_CLOSED, asked).fetchone() or db.execute(_WAITS_AGAIN, asked).fetchone()
    if row is None or row[1] not in _REASONS:
        return back
    return address(row[1], row[0], of=(_number("of") or 0) if row[1] == request.form.get("reason") else 0)


_CLOSED = """
    SELECT photo_id, substr(field, 8) FROM changes
    WHERE action_id = ? AND field LIKE 'review:%' AND after IS NULL
    ORDER BY substr(field, 8) <> ?, photo_id <> ?, id LIMIT 1
"""
# A photo that was set aside waits for nobody, though its questions stay open.
_WAITS_AGAIN = """
    SELECT changes.photo_id, reason FROM changes JOIN reviews USING (photo_id)
    WHERE action_id = ? ORDER BY reason <> ?, photo_id <> ?, changes.id LIMIT 1
"""


def _first(db: Connection, reason: str) -> str | None:
    if reason == twins.REASON:
        return twins.first_twin(db)
    return next(iter(queue(db, reason, most=1)), None)


def _waiting(db: Connection) -> list[Queue]:
    return [line for line in queues(db) if line.count]


def _last(db: Connection) -> Done | None:
    """What `z` takes back."""
    return taking_back.latest(db, asking.person())


def _check(reason: str) -> None:
    if reason not in _REASONS:
        abort(404)


def here() -> str:
    """Where the person was when they sent the form."""
    reason, photo, of = here_of("reason"), here_of("photo"), _number("of") or 0
    known = reason in _REASONS and len(photo) == 32 and photo.isalnum()  # noqa: PLR2004 an id
    return address(reason, photo, of=of) if known else "/review"


def here_of(name: str) -> str:
    """A field of the form; empty when it is not there."""
    return request.form.get(name, "")


def to_name(then: str) -> str:
    """Where the name is asked for, and then the page that was wanted."""
    return f"/review/name?next={quote(then, safe='')}"


def _of() -> int:
    return request.args.get("of", 0, type=int) if len(request.args.get("of", "")) < 9 else 0  # noqa: PLR2004


def _number(name: str) -> int | None:
    text = request.form.get(name, "")
    return int(text) if text.isdecimal() and len(text) < 16 else None  # noqa: PLR2004 SQLite holds more


def _selected() -> set[int]:
    return {
        int(part)
        for part in request.args.get("sel", "").split(",")
        if part.isdecimal() and len(part) < 10  # noqa: PLR2004
    }


def _common() -> dict[str, Any]:
    speaker: Language = g.language
    return {
        "person": asking.person(),
        "flash": asking.said(),
        "queue_help": lambda reason: words.queue_help(reason, speaker),
        "action_words": lambda what, photos: words.done(what, photos, speaker),
        "script_words": {
            "lost": speaker.text("The library does not answer. Nothing was changed: try again.")
        },
    }
