"""The home page, the languages, and how what came of a run is said."""

from dataclasses import dataclass

from flask import Blueprint, Response, abort, g, redirect, render_template, request

from catalogue.home.inbox import quarantined
from catalogue.photos.runs import RunRow, list_runs
from catalogue.web import reading, served
from catalogue.words.languages import COOKIE, LANGUAGES, Language
from catalogue.words.wording import plural

pages = Blueprint("pages", __name__)

_A_YEAR_S = 365 * 24 * 3600
_LATEST = 12
_RUNS_AT_HOME = 5


@pages.get("/")
def home() -> str:
    """What there is, what waits for somebody, and what came last."""
    library = served.home()
    with reading.reading(library) as db:
        return render_template(
            "home.html",
            figures=reading.figures(db),
            reviews=reading.reviews_by_reason(db),
            latest=reading.latest_photos(db, _LATEST),
            runs=list_runs(db, _RUNS_AT_HOME),
            quarantined=quarantined(library),
        )


@pages.get("/language/<code>")
def language(code: str) -> Response:
    """Speak this language from now on, and go back to the page that was read."""
    if code not in {known.code for known in LANGUAGES}:
        abort(404)
    response = redirect(inside(request.args.get("next", "/")))
    response.set_cookie(COOKIE, code, max_age=_A_YEAR_S, samesite="Lax", httponly=True)
    return response  # type: ignore[return-value]


def inside(address: str) -> str:
    r"""Return the address when it is a path of this site, `/` otherwise.

    Browsers take `//host` and `/\host` for another site.

    >>> inside("/runs?a=1"), inside("//example.org"), inside("/\\example.org"), inside("https://example.org")
    ('/runs?a=1', '/', '/', '/')
    """
    leads_out = not address.startswith("/") or address[1:2] in ("/", "\\")
    return "/" if leads_out or any(ord(c) < 32 for c in address) else address  # noqa: PLR2004 control characters


@dataclass(frozen=True, slots=True)
class OutcomeCount:
    """How many files of a run met one fate."""

    outcome: str
    words: str
    count: int


_OUTCOMES = {
    "stored": plural("%(n)s new photo", "%(n)s new photos"),
    "healed": plural("%(n)s photo completed", "%(n)s photos completed"),
    "duplicate": plural("%(n)s already there", "%(n)s already there"),
    "unchanged": plural("%(n)s unchanged", "%(n)s unchanged"),
    "held": plural("%(n)s waiting for somebody", "%(n)s waiting for somebody"),
    "skipped": plural("%(n)s file that is no photo", "%(n)s files that are no photos"),
    "failed": plural("%(n)s file that cannot be read", "%(n)s files that cannot be read"),
}


def outcomes(found: RunRow) -> list[OutcomeCount]:
    """Count the files of a run by what became of them, in words; what did not happen is not said."""
    speaker: Language = g.language
    return [
        OutcomeCount(outcome.value, speaker.counted(*_OUTCOMES[outcome.value], n), n)
        for outcome, n in found.counts.items()
        if n
    ]
