"""`/state` says what stands well and what does not; `/healthz` says whether the server does its work."""

from flask import Blueprint, Flask, Response, current_app, g, jsonify, render_template

from catalogue import __version__
from catalogue.status.asking import status, works
from catalogue.status.findings import Level, Saying, said
from catalogue.web import served
from catalogue.web.state.memory import Remembered
from catalogue.words.languages import Language
from catalogue.words.wording import sayable

state = Blueprint("state", __name__)

#: How a level is said, and the sign before it: colour alone says nothing to whoever does not see it.
_LEVELS = {
    Level.RED: ("✕", sayable("To be mended now")),
    Level.AMBER: ("!", sayable("To be looked after")),
    Level.GOOD: ("✓", sayable("In order")),
}


def add_state(app: Flask) -> None:
    """The site has the page, the answer, and for its home page what is red (`alarms`)."""
    app.register_blueprint(state)
    app.config["REMEMBERED_STATUS"] = Remembered(app.config["HOME"])
    app.context_processor(lambda: {"alarms": _alarms})


@state.get("/state")
def page() -> str:
    """Everything that is found, the gravest first, each with what to do now."""
    found = status(served.home())
    groups = [(level, *_LEVELS[level], found.of(level)) for level in _LEVELS if found.of(level)]
    return render_template("state.html", groups=groups, level=found.level, said=_said)


@state.get("/healthz")
def healthz() -> tuple[Response, int, dict[str, str]]:
    """`ok` with 200, or `failing` with 503: pages cannot be read, or photos cannot be stored."""
    healthy = works(served.home())
    answer = jsonify(status="ok" if healthy else "failing", version=__version__)
    return answer, 200 if healthy else 503, {"Cache-Control": "no-store"}


def _alarms() -> list[str]:
    """Sentences of what is red, for the band of the home page; they may be a minute old."""
    remembered: Remembered = current_app.config["REMEMBERED_STATUS"]
    return [_said(found.what) for found in remembered.status().of(Level.RED)]


def _said(saying: Saying) -> str:
    language: Language = g.language
    return said(saying, language)
