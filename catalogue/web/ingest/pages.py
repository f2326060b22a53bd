"""The pages where photos are taken in: folders to choose from, a run that is followed, its report, the real one."""

import secrets
import time
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from flask import (
    Blueprint,
    Flask,
    Response,
    abort,
    current_app,
    g,
    jsonify,
    redirect,
    render_template,
    request,
    url_for,
)

from catalogue.home.paths import Home
from catalogue.settings import RIGHTS
from catalogue.values.arrivals import printable
from catalogue.web import served
from catalogue.web.ingest import folders, words
from catalogue.web.ingest.folders import Folder, Listing, NotHad
from catalogue.web.ingest.jobs import Busy, Jobs, after
from catalogue.web.ingest.keeping import Job, Wish
from catalogue.web.ingest.patience import answered
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

ingest = Blueprint("ingest", __name__)
ingest.before_request(refuse_strangers)
ingest.after_request(forget_said)

_LONGEST_RIGHT = 200
_LATEST = 5
_UNREADABLE = 422


def add_ingest(app: Flask, home: Home, roots: tuple[Path, ...]) -> None:
    """The site takes photos in from folders below these roots; without any its page says how to allow one."""
    app.config["SOURCE_ROOTS"] = roots
    app.config["INGEST_JOBS"] = Jobs(home)
    app.register_blueprint(ingest)


@ingest.get("/ingest")
def chosen() -> str | tuple[str, int]:
    """The folders to choose from, and what the photos of one are to be credited with."""
    root, path = request.args.get("root", ""), request.args.get("path", "")
    roots = _roots()
    if not root and len(roots) == 1:
        root = printable(roots[0])
    if not root:
        return _page(None)
    try:
        return _page(answered(partial(_listed, roots, root, path)))
    except NotHad as refusal:
        return _page(None, trouble=words.why(refusal.why, g.language)), _UNREADABLE


@ingest.post("/ingest")
def tried() -> Response:
    """Try a folder: a run that says what would come in, and writes nothing."""
    root, path = request.form.get("root", ""), request.form.get("path", "")
    back = url_for("ingest.chosen", root=root, path=path)
    try:
        folder = answered(partial(_found, _roots(), root, path))
    except NotHad as refusal:
        return answer(words.why(refusal.why, g.language), url_for("ingest.chosen"), bad=True)
    by = who()
    if not by:
        return answer(g.language.text("Say who takes these photos in first."), back, bad=True)
    creator, credit, licence = (_right(request.form.get(name, "")) for name in RIGHTS)
    wish = Wish(folder.shown_root, folder.path, folder.location, by, creator, credit, licence)
    return remember(_started(wish, back), by)


@ingest.get("/ingest/<job>")
def followed(job: str) -> str:
    """How far a run is, or what came of it."""
    found = _job(job)
    return render_template(
        "ingest_job.html",
        job=found,
        now=time.monotonic(),
        words=words,
        flash=said(),
        has_run=_has_run(found),
    )


@ingest.get("/ingest/<job>/progress")
def progress(job: str) -> Response:
    """The same for the script of that page."""
    found = _job(job)
    told = jsonify(
        over=found.over,
        state=found.state.value,
        done=found.tally.done,
        total=found.tally.to_read,
        line=words.progress(found, time.monotonic(), g.language),
        counts=words.counts(found.tally, g.language),
    )
    told.headers["Cache-Control"] = "no-store"
    return told


@ingest.post("/ingest/<job>/take")
def taken(job: str) -> Response:
    """Take in what was tried, with the same rights."""
    found = _job(job)
    if not found.wish.dry or not found.over:
        return answer(g.language.text("Wait until it was tried."), _address(job), bad=True)
    return _once_more(found, dry=False, token=after(job, "take"))


@ingest.post("/ingest/<job>/again")
def again(job: str) -> Response:
    """Start a run that ended early again: it goes on from there."""
    found = _job(job)
    if not found.over:
        return redirect(_address(job), 303)  # type: ignore[return-value]
    return _once_more(found, dry=found.wish.dry, token=after(job, "again"))


@ingest.post("/ingest/<job>/stop")
def stop(job: str) -> Response:
    """Ask a run to end; what is in stays in."""
    _job(job)
    _jobs().stop(job)
    return redirect(_address(job), 303)  # type: ignore[return-value]


def _once_more(job: Job, *, dry: bool, token: str) -> Response:
    wish, back = job.wish, _address(job.token)
    try:
        folder = answered(partial(_found, _roots(), wish.root, wish.path))
    except NotHad as refusal:
        return answer(words.why(refusal.why, g.language), back, bad=True)
    more = replace(wish, location=folder.location, by=person() or wish.by, dry=dry)
    return _started(more, back, token)


def _started(wish: Wish, back: str, token: str = "") -> Response:
    try:
        job = _jobs().start(wish, token or secrets.token_hex(16))
    except OSError:
        sentence = g.language.text(
            "It could not be started: is the disk of the server full? Nothing was changed."
        )
        return answer(sentence, back, bad=True)
    if isinstance(job, Busy):
        return answer(words.busy(job, g.language), back, bad=True)
    return redirect(_address(job.token), 303)  # type: ignore[return-value]


def _page(listed: Listing | None, trouble: str = "") -> str:
    folder = listed.folder if listed else None
    return render_template(
        "ingest.html",
        roots=[printable(root) for root in _roots()],
        listed=listed,
        folder=folder,
        address=_folder_address,
        working=_jobs().working(),
        ended=_jobs().latest(_LATEST),
        when=_when,
        defaults=_library_defaults(),
        by=person(),
        words=words,
        trouble=trouble,
        flash=said(),
        most=folders.MOST_FOLDERS,
    )


def _folder_address(folder: Folder) -> str:
    return url_for("ingest.chosen", root=folder.shown_root, path=folder.path)


def _when(job: Job) -> str:
    """When a job was started, in UTC, as rows of the catalogue have it."""
    return datetime.fromtimestamp(job.started_at, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _library_defaults() -> dict[str, str]:
    """What the library says of rights where neither the file nor the run says anything."""
    with reading(served.home()) as db:
        stored = dict(db.execute("SELECT name, value FROM settings").fetchall())
    return {name: stored.get(f"default_{name}", "") for name in RIGHTS}


def _has_run(job: Job) -> bool:
    """True when the run changed something: only then there is a page of it."""
    with reading(served.home()) as db:
        return job.tally.run is not None and bool(
            db.execute("SELECT 1 FROM runs WHERE id = ?", [job.tally.run]).fetchone()
        )


def _right(text: str) -> str:
    """One line of text, without what no screen shows."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())[:_LONGEST_RIGHT]


# Asked in a thread of their own, which knows nothing of the request.
def _found(roots: tuple[Path, ...], root: str, path: str) -> Folder:
    found = folders.find(roots, root, path)
    folders.entries(found)
    return found


def _listed(roots: tuple[Path, ...], root: str, path: str) -> Listing:
    return folders.listing(folders.find(roots, root, path))


def _address(job: str) -> str:
    return url_for("ingest.followed", job=job)


def _job(token: str) -> Job:
    return _jobs().find(token) or abort(404)


def _jobs() -> Jobs:
    jobs: Jobs = current_app.config["INGEST_JOBS"]
    return jobs


def _roots() -> tuple[Path, ...]:
    roots: tuple[Path, ...] = current_app.config["SOURCE_ROOTS"]
    return roots
