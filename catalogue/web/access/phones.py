"""A phone becomes somebody's: a code on the screen of *Mon compte*, photographed with it."""

from flask import Blueprint, Response, render_template, request

from catalogue.errors import InvitationRefused
from catalogue.people.invitations import Closed
from catalogue.web.access.admission import office, somebody
from catalogue.web.access.gate import SESSION_COOKIE
from catalogue.web.access.login import INSTALL, address, device, private, welcome
from catalogue.web.review.asking import refuse_strangers

phones = Blueprint("phones", __name__)
phones.before_request(refuse_strangers)

_GONE = 410


@phones.get("/phone/<secret>")
def asked(secret: str) -> Response:
    """What this phone would become; nothing is used up by looking, for messengers look before people do."""
    found = office().read_phone_link(secret)
    if isinstance(found, Closed):
        return private(Response(render_template("phone_gone.html", reason=found.value), _GONE))
    return private(Response(render_template("phone.html", link=found, me=somebody())))


@phones.post("/phone/<secret>")
def enrolled(secret: str) -> Response:
    """This phone is theirs, and what it was before is over; its queue stays where it is."""
    before = request.cookies.get(SESSION_COOKIE)
    try:
        session = office().enrol(secret, address=address(), device=device())
    except InvitationRefused:
        return asked(secret)
    if before:
        office().log_out(before)
    return welcome(session, INSTALL)
