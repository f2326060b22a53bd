"""The page of a photo, with the one before and the one after in the result that it was opened from."""

from dataclasses import dataclass
from urllib.parse import urlencode

from flask import Blueprint, abort, g, render_template, request

from catalogue.errors import ResultRefused
from catalogue.exports.illustrations import good_up_to_cm
from catalogue.web import served
from catalogue.web.photo.neighbours import same_outing, same_spot
from catalogue.web.photo.reading import photo_page, turnings
from catalogue.web.photo.taking import take
from catalogue.web.reading import Row, reading
from catalogue.web.results import Around
from catalogue.web.review.asking import forget_said, said
from catalogue.words import captions, illustrating, rights_words

photo = Blueprint("photo", __name__)
photo.add_url_rule("/photos/<photo_id>/take", view_func=take)
photo.after_request(forget_said)

GALLERY = "/explore/catalogue/photos"


@dataclass(frozen=True, slots=True)
class Walk:
    """The way through a result: its address, where this photo stands in it, and what is around it.

    `around` is None when the photo is none of it; `refused` says that the address selects nothing.
    """

    query: str
    around: Around | None
    refused: bool = False

    @property
    def result(self) -> str:
        """Address of the whole result."""
        return f"{GALLERY}{self.tail}"

    @property
    def tail(self) -> str:
        """What stands behind the address of a photo of it."""
        return f"?{self.query}" if self.query else ""


@photo.get("/photos/<photo_id>")
def page(photo_id: str) -> str:
    """Everything that is known of one photo."""
    with reading(served.home()) as db:
        found = photo_page(db, photo_id)
        if found is None:
            abort(404)
        outing, spot = same_outing(db, found.photo), same_spot(db, found.photo)
        way = _walk(request.query_string.decode("utf-8", "replace"), photo_id)
        beside = [one for one in (way.around.next, way.around.previous) if one] if way.around else []
        turned = turnings(db, beside)
    return render_template(
        "photo.html",
        page=found,
        photo=found.photo,
        outing=outing,
        spot=spot,
        walk=way,
        ahead=[(one, turned[one]) for one in beside if one in turned],
        good_cm=good_up_to_cm(found.photo),
        edit=f"/edit?{urlencode(_alone(found.photo) | {'next': _here()})}",
        captions=captions,
        illustrating=illustrating,
        rights_words=rights_words,
        flash=said(),
    )


def _walk(query: str, photo_id: str) -> Walk:
    try:
        return Walk(query, served.results().around(query, photo_id, g.language))
    except ResultRefused:
        return Walk(query, None, refused=True)


def _alone(photo: Row) -> dict[str, object]:
    """The query of a result that holds this photo alone; one that no result shows must be asked for."""
    hidden = {name: photo[name] for name in ("state", "version_of") if photo[name]}
    return {"_among": photo["number"]} | (hidden if photo["state"] == "set_aside" else {})


def _here() -> str:
    return request.full_path.rstrip("?")
