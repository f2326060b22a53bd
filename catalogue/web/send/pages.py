"""`/send`: drop a folder, look at what would go, and watch it arrive."""

from flask import Blueprint, g, render_template

from catalogue.web.access.admission import may, somebody
from catalogue.web.send.words import words

send = Blueprint("send", __name__)


@send.get("/send")
def page() -> str:
    """The page; what it does, its scripts do, for files never pass through a form."""
    return render_template(
        "send.html", words=words(g.language), me=somebody(), tracks=may("/review/track", "POST")
    )
