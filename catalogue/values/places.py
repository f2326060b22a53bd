"""Places and what ties a photo to them."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol


class PlaceKind(StrEnum):
    """What a place is. The values are stored; those of `AREAS` are polygons, an itinerary is a line."""

    PARK = "park"
    ITINERARY = "itinerary"
    CITE = "cite"
    COMMUNE = "commune"
    EPCI = "epci"
    SITE = "site"
    TERRIL = "terril"
    PERIMETER = "perimeter"


AREAS = frozenset(PlaceKind) - {PlaceKind.ITINERARY}


#: The rule of an EPCI that follows from the commune, for no polygon of an EPCI holds the photo.
BY_COMMUNE_RULE = "inside: its commune"


class Relation(StrEnum):
    """How a photo belongs to a place. The values are stored, the strongest first."""

    PERSON = "person"
    INSIDE = "inside"
    ALONG = "along"
    FOLDER = "folder"
    NEAR = "near"
    LOOKING_AT = "looking_at"


@dataclass(frozen=True, slots=True)
class PlaceRelation:
    """A place that a photo belongs to, and the rule that says so."""

    kind: str
    place_id: int
    name: str
    relation: str
    rule: str
    distance_m: float | None = None
    chainage_m: float | None = None
    decided_by: str | None = None
    main: bool = False
    section: str | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """A named part of an itinerary, in metres from its start."""

    name: str
    start_m: float
    end_m: float


@dataclass(frozen=True, slots=True)
class PlaceShape:
    """A place that has a shape: WKT in WGS84 degrees, longitude first."""

    id: int
    kind: str
    name: str
    code: str | None
    layer: str | None
    shape: str
    sections: tuple[Section, ...] = ()


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for the places of a photo.

    `heading_deg` is from true north; `field_of_view_deg` the horizontal angle that the picture shows, None when the
    focal length is not known. `folders` are the names of the folders that it came in, outermost first.
    """

    latitude: float | None = None
    longitude: float | None = None
    heading_deg: float | None = None
    field_of_view_deg: float | None = None
    folders: tuple[str, ...] = ()


class Classifier(Protocol):
    """Says which places photos belong to: relations for each piece of evidence, in order, one main per kind.

    The relations of a photo stand in the published order (docs/classification.md) within each kind: the first is
    the main one.
    """

    def __call__(self, evidence: Sequence[Evidence]) -> list[tuple[PlaceRelation, ...]]:
        """Relations by rules alone; a person's decisions are applied by the caller."""
        ...
