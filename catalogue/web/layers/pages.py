"""The page of layers: what there is; a file looked at, then taken; a layer taken away."""

import threading
from pathlib import Path

from flask import Blueprint, Response, abort, redirect, render_template, request, url_for

from catalogue.home.paths import Home
from catalogue.places.layers import list_layers
from catalogue.values.places import PlaceKind
from catalogue.web import served, shapes
from catalogue.web.layers.commands import Ran, run_command
from catalogue.web.layers.waiting import Waiting, find_waiting, hand_over, settle
from catalogue.web.reading import reading
from catalogue.web.review.asking import clean_name, person, refuse_strangers, who
from catalogue.words import place_words

layers = Blueprint("layers", __name__)
layers.before_request(refuse_strangers)

_MOST_BYTES = 300_000_000
_LONGEST = 120
_AN_HOUR_S = 3600
#: What a report tells of each fate of places, in this order.
CHANGES = ("created", "changed", "renamed", "adopted", "returned", "unchanged", "retired", "dropped")


@layers.get("/layers")
def listed() -> str:
    """Every layer, and the form that adds one."""
    with reading(served.home()) as db:
        found = list_layers(db)
    return render_template(
        "layers.html", layers=found, kinds=list(PlaceKind), told=place_words, done=request.args
    )


@layers.post("/layers")
def look() -> str | Response | tuple[str, int]:
    """Read a file that is handed over, and show what it would become; nothing is written to the library."""
    request.max_content_length = _MOST_BYTES
    wish = {
        name: clean_name(request.form.get(name, "")) for name in ("kind", "layer", "name_field", "code_field")
    }
    if wish["kind"] not in set(PlaceKind):
        abort(400)
    waiting = hand_over(served.home(), request.files.getlist("file"), wish)
    if waiting is None:
        abort(400)
    report = _import(waiting, served.home(), "--dry-run")
    if report.status != 0:
        settle(waiting)
        return _refused(waiting, report)
    _import(waiting, waiting.scratch)
    return render_template(
        "layers_waiting.html",
        waiting=waiting,
        report=report.told,
        changes=CHANGES,
        told=place_words,
        by=person(),
    )


@layers.get("/layers/waiting/<token>/places.geojson")
def drawn(token: str) -> Response:
    """The places of a layer that waits, for its map."""
    waiting = _waiting(token)
    if not waiting.scratch.catalogue.is_file():
        abort(404)
    with reading(waiting.scratch) as db:
        body = shapes.places_geojson(db, [PlaceKind(waiting.kind)], None)
    return Response(body, mimetype="application/geo+json")


@layers.post("/layers/waiting/<token>")
def take(token: str) -> Response | str | tuple[str, int]:
    """Make a layer that waits a layer of the library, or forget it; then the photos are placed anew."""
    waiting = _waiting(token)
    if request.form.get("answer") != "yes":
        settle(waiting)
        return _to_list()
    by = who()
    done = _import(waiting, served.home(), *([f"--by={by}"] if by else []))
    settle(waiting)
    if done.status != 0:
        return _refused(waiting, done)
    _classify(served.home().root)
    return _to_list(taken=waiting.layer)


@layers.post("/layers/remove")
def remove() -> Response:
    """Take a layer away; places that photos know stay, retired."""
    kind, name = request.form.get("kind", ""), request.form.get("name", "")
    if kind not in set(PlaceKind) or not name:
        abort(400)
    if run_command(["layers", "remove"], served.home().root, [kind, name]).status != 0:
        abort(404)
    _classify(served.home().root)
    return _to_list(removed=name)


def _import(waiting: Waiting, home: Home, *options: str) -> Ran:
    return run_command(
        ["layers", "import", "--json", *waiting.options(), *options], home.root, [str(waiting.main_file)]
    )


def _refused(waiting: Waiting, ran: Ran) -> tuple[str, int]:
    refusal = ran.told.get("refused", {})
    page = render_template(
        "layers_refused.html", waiting=waiting, refusal=refusal, late=ran.status == -1, told=place_words
    )
    return page, 422


def _classify(home: Path) -> None:
    """Photos are placed by the new places meanwhile; it may take a minute, and nobody has to wait for it."""
    threading.Thread(target=run_command, args=(["classify"], home, (), _AN_HOUR_S), daemon=True).start()


def _to_list(**done: str) -> Response:
    told = {name: value[:_LONGEST] for name, value in done.items()}
    return redirect(url_for("layers.listed", **told), 303)  # type: ignore[return-value, arg-type]


def _waiting(token: str) -> Waiting:
    waiting = find_waiting(served.home(), token)
    if waiting is None:
        abort(404)
    return waiting
