"""The pages of erasing: what would go with a photo, and what remains elsewhere; then that it is gone."""

from datetime import UTC, datetime

from flask import Blueprint, Response, abort, g, redirect, render_template, request, url_for

from catalogue.database.connection import Connection
from catalogue.erasing.carrying_out import Wish
from catalogue.erasing.carrying_out import erase as carry_out
from catalogue.erasing.planning import Going, going
from catalogue.erasing.retention import held_until
from catalogue.errors import ErasureUnfinished, HomeBusy, NothingToErase, PhotothequeError
from catalogue.library import Library
from catalogue.web import served
from catalogue.web.edit import chosen
from catalogue.web.reading import reading, rows
from catalogue.web.review.asking import clean_name, person, refuse_strangers, remember
from catalogue.words import captions

erase = Blueprint("erase", __name__)
erase.before_request(refuse_strangers)

#: What is typed to say that it is meant, in either language.
WORDS = frozenset({"EFFACER", "ERASE"})
_NOT_MEANT = 422


@erase.get("/photos/<photo_id>/erase")
def asked(photo_id: str) -> str:
    """What would go for good with a photo, what stays, and until when backups hold it."""
    return _page(photo_id)


@erase.post("/photos/<photo_id>/erase")
def erased(photo_id: str) -> Response:
    """The photo is erased for good, when the word was typed that says so."""
    if request.form.get("word", "").strip().upper() not in WORDS:
        told = g.language.text("Nothing was erased: type the word to say that it is meant.")
        return Response(_page(photo_id, wrong=told), _NOT_MEANT)
    by = chosen.who()
    if not by:
        return chosen.nameless()
    try:
        _carry_out(photo_id, by)
    except HomeBusy as busy:
        told = g.language.text(
            "Nothing was erased: the library is being repaired, or somebody else erases. Try again later."
        )
        return Response(_page(photo_id, wrong=told), busy.http_status)
    except ErasureUnfinished as unfinished:
        return Response(_gone(unfinished), unfinished.http_status)
    return remember(redirect(url_for("erase.gone"), 303), by)  # type: ignore[arg-type]


@erase.get("/erased")
def gone() -> str:
    """It is gone; which copies outside of the library are left to whom."""
    return _gone()


def _carry_out(photo_id: str, by: str) -> None:
    reason = clean_name(request.form.get("reason", "")) or None
    with Library.open(served.home().root) as library:
        _going(library.db, photo_id)
        carry_out(library, Wish([photo_id], by, reason))


def _page(photo_id: str, wrong: str = "") -> str:
    with reading(served.home()) as db:
        plan = _going(db, photo_id)
        (photo,) = rows(db, "SELECT * FROM photos WHERE id = ?", [photo_id])
    return render_template(
        "erase.html", photo=photo, plan=plan, until=_until(), captions=captions, by=person(), wrong=wrong
    )


def _gone(unfinished: PhotothequeError | None = None) -> str:
    return render_template("erase_done.html", until=_until(), unfinished=unfinished)


def _going(db: Connection, photo_id: str) -> Going:
    try:
        return going(db, served.home(), photo_id)
    except NothingToErase:
        abort(404)


def _until() -> str:
    day: str = g.language.day(datetime.combine(held_until(datetime.now(UTC).date()), datetime.min.time()))
    return day
