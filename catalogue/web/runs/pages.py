"""The pages of runs: all of them; one with its photos and the files it did not take; these as a sheet; trying again."""

from collections.abc import Sequence
from io import BytesIO
from urllib.parse import quote

from flask import Blueprint, Flask, Response, abort, current_app, g, render_template, send_file, url_for

from catalogue.database.connection import Connection
from catalogue.errors import NoSuchRun
from catalogue.home.paths import Home
from catalogue.photos.runs import RunRow, find_run, list_runs
from catalogue.web import served
from catalogue.web.pages import outcomes
from catalogue.web.reading import reading
from catalogue.web.review.asking import answer, forget_said, person, refuse_strangers, said
from catalogue.web.runs import again
from catalogue.web.runs.asking import every_file_not_taken, files_not_taken, photos_brought
from catalogue.web.runs.sheet import files_sheet
from catalogue.words.reasons import advice

runs = Blueprint("runs", __name__)
runs.before_request(refuse_strangers)
runs.after_request(forget_said)

_LISTED = 200
_STRIP = 12
#: So many numbers of photos make an address that every browser takes.
_MOST_PHOTOS = 200
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def add_runs(app: Flask, home: Home) -> None:
    """The site has pages of runs."""
    app.config["TRIES"] = again.Tries(home)
    app.register_blueprint(runs)


@runs.get("/runs")
def listed() -> str:
    """Every run, newest first."""
    with reading(served.home()) as db:
        return render_template("runs.html", runs=list_runs(db, _LISTED))


@runs.get("/runs/<run_id>")
def one(run_id: str) -> str:
    """What came of one run, and every file that it did not show as a photo."""
    with reading(served.home()) as db:
        run = _found(db, run_id)
        brought = photos_brought(db, run.id, _MOST_PHOTOS)
        return render_template(
            "run.html",
            run=run,
            brought=brought[:_STRIP],
            address=_gallery(run, [photo["number"] for photo in brought]),
            groups=files_not_taken(db, run.id),
            outcomes=outcomes(run),
            advice=lambda code: advice(code, g.language),
            again=_again(run),
            flash=said(),
        )


@runs.get("/runs/<run_id>/files.xlsx")
def files(run_id: str) -> Response:
    """The files that were not taken, as a sheet."""
    with reading(served.home()) as db:
        run = _found(db, run_id)
        content = files_sheet(every_file_not_taken(db, run.id), g.language)
    return send_file(BytesIO(content), mimetype=_XLSX, as_attachment=True, download_name=f"{run.id}.xlsx")


@runs.post("/runs/<run_id>/again")
def tried(run_id: str) -> Response:
    """Try the files that failed again, from the folders that they came from."""
    with reading(served.home()) as db:
        run = _found(db, run_id)
    started = _tries().start(run, person() or run.made_by or "")
    going, not_now = (
        g.language.text("The files are being tried again."),
        g.language.text("They cannot be tried now."),
    )
    return answer(going if started else not_now, url_for("runs.one", run_id=run.id), bad=not started)


def _gallery(run: RunRow, numbers: Sequence[int]) -> str:
    """Where the gallery shows the photos of a run; those of a track by their numbers."""
    if run.door != "track":
        return f"/explore/catalogue/photos?_run={quote(run.id)}"
    return f"/explore/catalogue/photos?_among={','.join(map(str, numbers))}"


def _again(run: RunRow) -> dict[str, object]:
    return {
        "can": again.can_be_tried(run),
        "gone": again.gone(run),
        "command": again.command(run, served.home().root),
        "last": _tries().of(run.id),
    }


def _found(db: Connection, run_id: str) -> RunRow:
    try:
        return find_run(db, run_id)
    except NoSuchRun:
        abort(404)


def _tries() -> again.Tries:
    tries: again.Tries = current_app.config["TRIES"]
    return tries
