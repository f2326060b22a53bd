"""The people of the library with markers: their names, devices and tokens, and what is written down about them."""

from collections.abc import Mapping

from catalogues import Row, insert
from desks import NOW
from marking import KINDS, mark

from catalogue.home.paths import Home
from catalogue.people.office import Office
from catalogue.people.store import changing
from catalogue.values.roles import Role

PASSWORD = "trois mots bien choisis"  # noqa: S105 of people of these tests alone
#: The only one whose name anybody could type.
ADMIN = "Camille Roy"

#: Columns of `people.db` that hold what somebody wrote, or what their browser or program said.
MARKED = frozenset((
    "people.name", "invitations.made_by", "sessions.device", "sessions.address", "tokens.name", "links.query",
    "links.name", "links.made_by", "access_log.person", "access_log.what", "access_log.detail", "journal.by",
    "journal.what", "journal.whom", "journal.detail", "uploads.name", "uploads.path", "uploads.creator",
    "outings.name", "phone_links.name", "phone_links.made_by", "sessions.phone",
))  # fmt: skip
_HASH, _CLOCK = "a hash, computed by the program", "a moment of the program's clock"
_COMPARED = "compared with what somebody types, and shown nowhere"
#: The other ones, and why they cannot hold what anybody wrote.
EXEMPT: Mapping[str, str] = {
    **dict.fromkeys((
        "people.password_hash", "invitations.secret_hash", "sessions.secret_hash", "tokens.secret_hash",
        "links.secret_hash", "phone_links.secret_hash", "access_log.photo_id", "uploads.sha256", "uploads.sha256_told",
    ), _HASH),
    "uploads.id": "a ticket of the inbox, drawn by lot",
    **dict.fromkeys(("outings.id", "track_points.outing"), "the name of an outing in addresses, never shown"),
    "uploads.outing": "a UUID, and nothing that is none",
    "uploads.session": "written by the program: a word and a number",
    "uploads.told": "JSON that the program wrote; its claims come into the catalogue, and are marked there",
    **dict.fromkeys(("people.role", "invitations.purpose", "tokens.role", "links.kind"), "a CHECK of the schema"),
    **dict.fromkeys(("people.name_folded", "attempts.account_folded", "attempts.address"), _COMPARED),
    "people.language": "one of the languages that there are",
    **dict.fromkeys((
        "people.created_at", "people.disabled_at", "invitations.created_at", "invitations.expires_at",
        "invitations.used_at", "invitations.voided_at", "sessions.created_at", "sessions.seen_at",
        "sessions.expires_at", "sessions.revoked_at", "tokens.created_at", "tokens.last_used_at", "tokens.expires_at",
        "tokens.revoked_at", "links.created_at", "links.expires_at", "links.revoked_at", "links.last_opened_at",
        "access_log.at", "journal.at", "attempts.at", "uploads.created_at", "uploads.expires_at",
        "uploads.received_at", "phone_links.created_at", "phone_links.expires_at", "phone_links.used_at",
        "phone_links.voided_at", "outings.started_at", "outings.ended_at", "outings.last_at", "track_points.at",
    ), _CLOCK),
    **dict.fromkeys((
        "_sqlite_migrations.migration_set", "_sqlite_migrations.name", "_sqlite_migrations.applied_at",
    ), "written by the migrations alone"),
}  # fmt: skip
_LATER = "2099-01-01T00:00:00Z"


def hire(home: Home) -> None:
    """There is an administrator, and somebody for each kind of marker, with all that there can be about them."""
    office = Office(home)
    office.add(ADMIN, Role.ADMIN, PASSWORD, None)
    with changing(home) as db:
        for number, kind in enumerate(KINDS, start=100):
            for table, row in _rows(number, kind).items():
                marked = {name: mark(f"{table}.{name}", kind) for name in row if f"{table}.{name}" in MARKED}
                insert(db, table, row | marked)


def _rows(number: int, kind: str) -> Mapping[str, Row]:
    lasting = {"secret_hash": f"{number}", "created_at": NOW, "expires_at": _LATER}
    theirs = {"person_id": number, **lasting}
    return {
        "people": {"id": number, "name": "", "name_folded": kind, "role": "field", "created_at": NOW},
        "invitations": theirs | {"purpose": "join", "made_by": ""},
        "sessions": theirs | {"seen_at": NOW, "device": "", "address": "", "phone": ""},
        "tokens": theirs | {"name": "", "role": "field"},
        "links": lasting | {"kind": "gallery", "query": "", "name": "", "made_by": ""},
        "access_log": {"at": NOW, "person_id": number, "person": "", "what": "", "detail": ""},
        "journal": {"at": NOW, "by": "", "what": "", "whom": "", "detail": ""},
        "phone_links": theirs | {"name": "", "made_by": ""},
        "outings": {"id": f"{number}", "person_id": number, "name": "", "started_at": NOW},
        "uploads": {
            "id": f"01M8C5RWHJEX261BXQEVTFH{number}",
            "person_id": number,
            "name": "",
            "path": "",
            "creator": "",
            "told": '{"metadata": "", "claims": []}',
            "created_at": NOW,
            "expires_at": _LATER,
        },
    }


def enter(home: Home) -> str:
    """The administrator has a session; returned is its secret."""
    return Office(home).log_in(ADMIN, PASSWORD, address="127.0.0.1", device="a test").secret


def invite(home: Home) -> str:
    """Somebody with a marker for a name is invited; returned is the secret of the link."""
    office = Office(home)
    [somebody] = [one for one in office.list_people() if "mk:people.name:markup!" in one.name]
    return office.new_password_link(somebody.id, None).secret
