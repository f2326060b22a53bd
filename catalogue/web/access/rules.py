"""Which role may ask for what. What stands in no row is answered to nobody: `docs/access.md` is this table."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl

from catalogue.values.roles import Role

#: Those who may ask; whoever is not logged in is none of them.
Roles = frozenset[Role]
EVERYBODY: Roles = frozenset(Role)
#: Those who take pictures away, and write what they show.
WRITERS: Roles = EVERYBODY - {Role.FIELD}
#: Those who decide what is known, and see how it came to be.
SORTERS: Roles = frozenset({Role.ANALYST, Role.ADMIN})
ADMINS: Roles = frozenset({Role.ADMIN})


@dataclass(frozen=True, slots=True)
class Rule:
    """Who may; `anonymous` when nobody has to say who they are, `in_person` when a token is not enough."""

    roles: Roles
    anonymous: bool = False
    in_person: bool = False

    def admits(self, role: Role | None) -> bool:
        """True when somebody of this role may, or nobody known for None."""
        return self.anonymous or role in self.roles


ANYONE = Rule(EVERYBODY, anonymous=True)
NOBODY = Rule(frozenset())
_ALL, _WRITERS, _SORTERS, _ADMINS = Rule(EVERYBODY), Rule(WRITERS), Rule(SORTERS), Rule(ADMINS)
# A token that got lost must not make itself a successor, lock its owner out, or erase anything.
_SELF, _OFFICE = Rule(EVERYBODY, in_person=True), Rule(ADMINS, in_person=True)

#: The routes of the site, as Flask knows them.
SITE: Mapping[tuple[str, str], Rule] = {
    ("GET", "/"): _ALL,
    ("GET", "/account"): _SELF,
    ("POST", "/account/password"): _SELF,
    ("POST", "/account/phones"): _SELF,
    ("POST", "/account/sessions/<int:session_id>/revoke"): _SELF,
    ("POST", "/account/tokens"): _SELF,
    ("POST", "/account/tokens/<int:token_id>/revoke"): _SELF,
    ("GET", "/aside"): _SORTERS,
    ("POST", "/aside/restore"): _SORTERS,
    ("GET", "/captions"): _SORTERS,
    ("POST", "/captions"): _SORTERS,
    ("GET", "/captions/waiting/<token>"): _SORTERS,
    ("POST", "/captions/waiting/<token>"): _SORTERS,
    ("GET", "/edit"): _WRITERS,
    ("POST", "/edit/apply"): _WRITERS,
    ("POST", "/edit/aside"): _SORTERS,
    ("GET", "/edit/done/<action_id>"): _WRITERS,
    ("POST", "/edit/preview"): _WRITERS,
    ("GET", "/erased"): _ADMINS,
    ("GET", "/healthz"): ANYONE,
    ("GET", "/images/<int:size>/<photo_id>"): _ALL,
    ("GET", "/ingest"): _OFFICE,
    ("POST", "/ingest"): _OFFICE,
    ("GET", "/ingest/<job>"): _OFFICE,
    ("GET", "/ingest/<job>/progress"): _OFFICE,
    ("POST", "/ingest/<job>/again"): _OFFICE,
    ("POST", "/ingest/<job>/stop"): _OFFICE,
    ("POST", "/ingest/<job>/take"): _OFFICE,
    ("GET", "/invitation/<secret>"): ANYONE,
    ("POST", "/invitation/<secret>"): ANYONE,
    ("GET", "/language/<code>"): ANYONE,
    ("GET", "/layers"): _ADMINS,
    ("POST", "/layers"): _ADMINS,
    ("POST", "/layers/remove"): _ADMINS,
    ("POST", "/layers/waiting/<token>"): _ADMINS,
    ("GET", "/layers/waiting/<token>/places.geojson"): _ADMINS,
    ("GET", "/links/<secret>"): ANYONE,
    ("GET", "/links/<secret>/images/<int:size>/<photo_id>"): ANYONE,
    ("GET", "/links/<secret>/photos.zip"): ANYONE,
    ("GET", "/login"): ANYONE,
    ("POST", "/login"): ANYONE,
    ("POST", "/logout"): ANYONE,
    ("GET", "/map/places.geojson"): _ALL,
    ("GET", "/not-yours"): _ALL,
    ("GET", "/originals/<sha256>"): _SORTERS,
    ("GET", "/phone/<secret>"): ANYONE,
    ("POST", "/phone/<secret>"): ANYONE,
    ("GET", "/photos/<photo_id>"): _ALL,
    ("GET", "/photos/<photo_id>/erase"): _OFFICE,
    ("POST", "/photos/<photo_id>/erase"): _OFFICE,
    ("GET", "/photos/<photo_id>/take"): _ALL,
    ("GET", "/places/"): _ALL,
    ("GET", "/places/<place_id>"): _ALL,
    ("GET", "/places/<place_id>/photos.geojson"): _ALL,
    ("GET", "/places/<place_id>/shape.geojson"): _ALL,
    ("GET", "/review"): _SORTERS,
    ("GET", "/review/<reason>"): _SORTERS,
    ("GET", "/review/<reason>/<photo_id>"): _SORTERS,
    ("GET", "/review/api/clock"): _SORTERS,
    ("GET", "/review/api/places"): _SORTERS,
    ("POST", "/review/decide"): _SORTERS,
    ("GET", "/review/name"): _SORTERS,
    ("POST", "/review/name"): _SORTERS,
    ("POST", "/review/track"): _SORTERS,
    ("POST", "/review/track/apply"): _SORTERS,
    ("POST", "/review/undo"): _WRITERS,
    ("GET", "/runs"): _SORTERS,
    ("GET", "/runs/<run_id>"): _SORTERS,
    ("POST", "/runs/<run_id>/again"): _SORTERS,
    ("GET", "/runs/<run_id>/files.xlsx"): _SORTERS,
    ("GET", "/send"): _ALL,
    ("GET", "/static/<path:filename>"): ANYONE,
    ("GET", "/take"): _WRITERS,
    ("GET", "/take/photos.geojson"): _WRITERS,
    ("GET", "/take/photos.gpkg"): _WRITERS,
    ("GET", "/take/photos.xlsx"): _WRITERS,
    ("GET", "/take/photos.zip"): _WRITERS,
    ("GET", "/state"): _ADMINS,
    ("GET", "/team"): _OFFICE,
    ("POST", "/team"): _OFFICE,
    ("POST", "/team/links"): _OFFICE,
    ("POST", "/team/links/<int:link_id>/revoke"): _OFFICE,
    ("POST", "/team/<int:person_id>/disable"): _OFFICE,
    ("POST", "/team/<int:person_id>/enable"): _OFFICE,
    ("POST", "/team/<int:person_id>/link"): _OFFICE,
    ("POST", "/team/<int:person_id>/role"): _OFFICE,
    ("POST", "/team/<int:person_id>/sessions/<int:session_id>/revoke"): _OFFICE,
    ("POST", "/team/<int:person_id>/tokens/<int:token_id>/revoke"): _OFFICE,
    ("GET", "/terrain"): _ALL,
    ("GET", "/terrain/"): _ALL,
    ("POST", "/terrain/api/actions/<action_id>/undo"): _SELF,
    ("GET", "/terrain/api/me"): _ALL,
    ("GET", "/terrain/api/mine"): _ALL,
    ("GET", "/terrain/api/parcels"): _ALL,
    ("POST", "/terrain/api/parcels/gone"): _ALL,
    ("POST", "/terrain/api/photos/<photo_id>"): _SELF,
    ("GET", "/terrain/api/outings"): _SELF,
    ("PUT", "/terrain/api/outings/<outing_id>"): _SELF,
    ("POST", "/terrain/api/outings/<outing_id>/gpx"): _SELF,
    ("POST", "/terrain/api/outings/<outing_id>/points"): _SELF,
    ("DELETE", "/terrain/api/outings/<outing_id>/track"): _SELF,
    ("GET", "/terrain/api/places"): _ALL,
    ("GET", "/terrain/manifest.webmanifest"): _ALL,
    ("GET", "/terrain/sw.js"): ANYONE,
    ("GET", "/themes"): _WRITERS,
    ("POST", "/themes"): _SORTERS,
    ("GET", "/tiles/<z>/<x>/<y>"): _ALL,
}

#: The routes below `/uploads/`: whoever has an account may send, and each asks for their own uploads alone.
UPLOADS: Mapping[tuple[str, str], Rule] = {
    ("OPTIONS", "/uploads/"): ANYONE,
    ("OPTIONS", "/uploads/<upload_id>"): ANYONE,
    ("GET", "/uploads/"): _ALL,
    ("POST", "/uploads/"): _ALL,
    ("GET", "/uploads/<upload_id>"): _ALL,
    ("HEAD", "/uploads/<upload_id>"): _ALL,
    ("PATCH", "/uploads/<upload_id>"): _ALL,
    ("DELETE", "/uploads/<upload_id>"): _ALL,
}

#: Tables and views of Datasette that everybody may read; the other ones that are served tell of files and paths.
READABLE = frozenset(
    {
        "photos",
        "photo_places",
        "photo_places_named",
        "photo_themes",
        "place_aliases",
        "place_sections",
        "place_shapes",
        "places",
        "themes",
        "photos_by_place_and_year",
        "photos_with_codes",
        "photos_without_credit",
        "places_coverage",
        "places_named",
    }
)


@dataclass(frozen=True, slots=True)
class Explored:
    """One kind of address below `/explore`: what it is like, and who may ask for it."""

    name: str
    pattern: re.Pattern[str]
    rule: Rule


def _explored(name: str, pattern: str, rule: Rule) -> Explored:
    return Explored(name, re.compile(pattern), rule)


_TABLE = r"/catalogue/(?P<table>[A-Za-z0-9_]+)"
#: The addresses of Datasette, the first that fits counts. Tables are asked for by their name besides.
EXPLORE = (
    _explored("the databases", r"/(\.jsono?)?", _ALL),
    _explored("the icon", r"/favicon\.ico", ANYONE),
    _explored("styles and scripts of Datasette", r"/-/static(-plugins)?/.*", _ALL),
    _explored(
        "points, numbers and neighbours of a result", r"/-/catalogue/photos\.(geojson|numbers|around)", _ALL
    ),
    _explored("what the data holds", r"/catalogue(\.json)?", _ALL),
    _explored("rows of a table", _TABLE + r"(\.jsono?)?", _ALL),
    _explored("a table as CSV", _TABLE + r"\.csv", _WRITERS),
    _explored("one row", _TABLE + r"/[^/]+", _ALL),
)
#: Parameters that are SQL, or look into other tables: with them an address is for those who see every table.
_DEEP = frozenset({"sql", "_where", "_through"})
# Asking for any other state, or comparing states, brings back what was set aside, perhaps because it is private.
_OPEN_STATES = frozenset({("state", "catalogued"), ("state", "held")})


def rule_of_site(method: str, route: str) -> Rule:
    """The rule of a route of Flask; nobody's when it has no row."""
    return SITE.get(("GET" if method in ("HEAD", "OPTIONS") else method, route), NOBODY)


def rule_of_upload(method: str, route: str) -> Rule:
    """The rule of a route below `/uploads/`; nobody's when it has no row."""
    return UPLOADS.get((method, route), NOBODY)


def rule_of_data(path: str, query: str, served: frozenset[str]) -> Rule:
    """The rule of an address of Datasette, without its prefix; nobody's when it is like none that is known.

    `served` are the tables that Datasette shows to anybody at all.
    """
    for known in EXPLORE:
        found = known.pattern.fullmatch(path)
        if found:
            table = found.groupdict().get("table")
            return _narrowed(known.rule, table, query, served)
    return NOBODY


def _narrowed(rule: Rule, table: str | None, query: str, served: frozenset[str]) -> Rule:
    if table is not None and table not in served:
        return NOBODY
    deep = any(_is_deep(name, value) for name, value in parse_qsl(query, keep_blank_values=True))
    if deep or (table is not None and table not in READABLE):
        return Rule(rule.roles & SORTERS)
    return rule


def _is_deep(name: str, value: str) -> bool:
    """True for a parameter that shows more than the rows of a table that everybody sees.

    >>> _is_deep("state", "held"), _is_deep("state", "set_aside"), _is_deep("state__not", "held")
    (False, True, True)
    """
    of_state = name.partition("__")[0] == "state"
    return name in _DEEP or (of_state and (name, value) not in _OPEN_STATES)
