"""Our own XMP sidecars: what is written on the way out is understood on the way in."""

from dataclasses import dataclass

from catalogue.values.claims import Claim

#: Namespace of our properties in XMP. A name, not an address.
NAMESPACE = "urn:phototheque:xmp:1"

#: Fields of a claim, as properties of a structure in `claims`.
CLAIM_FIELDS = (
    "subject",
    "source",
    "value",
    "detail",
    "absence",
    "latitude",
    "longitude",
    "accuracy_m",
    "precision",
    "reference",
    "made_by",
)

#: Fields of a place relation, as properties of a structure in `places`.
PLACE_FIELDS = (
    "kind",
    "name",
    "short_name",
    "code",
    "commune",
    "aliases",
    "relation",
    "rule",
    "distance_m",
    "chainage_m",
    "main",
    "decided_by",
    "section",
    "decision",
)

#: Columns that are written as standard properties too, where another program may change them on the way.
STANDARD_TEXTS = ("caption", "creator", "credit", "copyright", "licence", "rating")


@dataclass(frozen=True, slots=True)
class ReturnedPlace:
    """A place that a photo belonged to when it left, and why; or, as relation `is_not`, one that a person denied.

    `decision` is what the person `decided_by` said, `is`, `main` or `is_not`; older exports do not tell.
    """

    kind: str
    name: str
    short_name: str | None
    code: str | None
    commune: str | None
    aliases: str | None  # one a line
    relation: str
    rule: str
    distance_m: float | None
    chainage_m: float | None
    main: bool
    decided_by: str | None
    section: str | None = None
    decision: str | None = None


@dataclass(frozen=True, slots=True)
class Returned:
    """All that was known of a file when it left. `state` is `catalogued/`, `held/<code>`, `set_aside/<reason>`."""

    claims: tuple[Claim, ...]
    places: tuple[ReturnedPlace, ...]
    state: str | None
