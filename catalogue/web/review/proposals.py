"""What the desk proposes for a photo and a reason: each proposal can be chosen by a digit, the first by Enter. Pure.

A proposal's key says what choosing it does; `deciding` reads it: `own`, `at:<lat>,<lon>`, `near:<why>:<lat>,<lon>`,
`place:<id>`, `date:<value>`, `keep`, `aside`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from catalogue.reviewing.candidates import Candidate
from catalogue.reviewing.desk import DeskView
from catalogue.web.review import words
from catalogue.words import wording as say
from catalogue.words.languages import Language
from catalogue.words.wording import sayable

Row = dict[str, Any]
_MOST = 7
#: The person hardly moved in this time.
_MINUTES_S = 600
#: Too wide to say where a photo is.
_FRAMES = frozenset({"epci", "perimeter"})
_ABOUT_DATES = frozenset({"date-missing", "date-implausible", "year-conflict"})
_ABOUT_POSITIONS = frozenset({"no-position", "redacted", "estimate", "place-conflict", "outside-area"})


@dataclass(frozen=True, slots=True)
class Proposal:
    """Something to choose: what it is, and why it is proposed. The position is where the map marks it."""

    key: str
    label: str
    why: str
    sign: str = ""
    latitude: float | None = None
    longitude: float | None = None


def proposals(view: DeskView, reason: str, language: Language) -> list[Proposal]:
    """Everything that can be chosen, the likeliest first, each once."""
    found = {proposal.key: proposal for proposal in _all(view, reason, language)}
    return list(islice(found.values(), _MOST))


def _all(view: DeskView, reason: str, language: Language) -> Iterator[Proposal]:
    contested = {question["detail"] for question in view.questions if question["reason"] == "conflict"}
    if reason == "screenshot":
        yield _aside(language)
    if reason in ("screenshot", "messaging", "held", "outside-area"):
        yield _keep(reason, language)
    if reason == "messaging":
        yield _aside(language)
    if reason in _ABOUT_DATES or (reason == "conflict" and "taken" in contested):
        yield from (_date(claim, language) for claim in _dates(view))
    if reason == "conflict" and "position" in contested:
        yield from (_position(claim, language) for claim in view.positions)
    if reason in _ABOUT_POSITIONS:
        yield from _places(view, reason, language)
    if reason == "conflict":
        yield _keep(reason, language)


def _dates(view: DeskView) -> list[Row]:
    """What is believed first, unless that is what cannot be: then it comes last."""
    if not any(question["reason"] == "date-implausible" for question in view.questions):
        return list(view.dates)
    shown = view.dates[0]["value"] if view.dates else None
    return sorted(view.dates, key=lambda claim: bool(claim["value"] == shown))


def _places(view: DeskView, reason: str, language: Language) -> Iterator[Proposal]:
    photo = view.photo
    if reason == "estimate" and photo["latitude"] is not None:
        yield _own(photo, language)
    first = _is_by_folder if reason == "place-conflict" else _is_far
    for candidate in sorted(view.candidates, key=first):
        if candidate.place_id is None and candidate.latitude is not None:
            yield _near(view, candidate, language)
        elif candidate.kind not in _FRAMES:
            yield _place(candidate, language)
    if reason == "place-conflict":
        yield from (_position(claim, language) for claim in view.positions)


def _is_far(candidate: Candidate) -> bool:
    """A position of the same minutes says more than a name; the others stay in their order."""
    return candidate.place_id is not None or (candidate.seconds or 0) > _MINUTES_S


def _is_by_folder(candidate: Candidate) -> bool:
    """Where a camera says otherwise than a folder, it is believed first."""
    return candidate.why == "folder"


_KEPT = {
    "screenshot": sayable("It stays in the catalogue"),
    "messaging": sayable("It stays in the catalogue"),
    "held": sayable("It stays as it is"),
    "outside-area": sayable("It was really taken there"),
    "conflict": sayable("What is shown is right"),
}


def _keep(reason: str, language: Language) -> Proposal:
    return Proposal("keep", language.text(_KEPT[reason]), language.text("The question is closed."), "✓")


def _aside(language: Language) -> Proposal:
    return Proposal(
        "aside",
        language.text("Set it aside"),
        language.text("No longer shown among the photos; the original is kept."),
        "✕",
    )


def _own(photo: Row, language: Language) -> Proposal:
    badge = say.position_badge(photo["position_method"], language)
    return Proposal(
        "own",
        language.text("This position is right"),
        badge.words if badge else "",
        badge.sign if badge else "",
        photo["latitude"],
        photo["longitude"],
    )


def _date(claim: Row, language: Language) -> Proposal:
    badge = say.time_badge(claim["source"], language)
    tag = claim["detail"] if claim["detail"][:1].isupper() else ""
    why = " · ".join(filter(None, (badge.words if badge else "", tag, claim["file_name"])))
    label = words.written_moment(claim["value"], language)
    return Proposal(f"date:{claim['value']}", label, why, badge.sign if badge else "")


def _position(claim: Row, language: Language) -> Proposal:
    badge = say.position_badge(claim["source"], language)
    latitude, longitude = claim["latitude"], claim["longitude"]
    why = " · ".join(filter(None, (badge.words if badge else "", claim["file_name"])))
    return Proposal(
        f"at:{latitude:.7f},{longitude:.7f}",
        say.coordinates(latitude, longitude, language),
        why,
        badge.sign if badge else "",
        latitude,
        longitude,
    )


_RELATIONS = {
    "inside": sayable("inside its limits"),
    "along": sayable("along the route"),
    "near": sayable("nearby"),
    "looking_at": sayable("seen from afar"),
    "folder": sayable("named by the folder"),
    "outing": sayable("place of the photos next to it"),
    "person": sayable("said by somebody"),
}


def _place(candidate: Candidate, language: Language) -> Proposal:
    why = [
        language.text(_RELATIONS[candidate.why]) if candidate.why in _RELATIONS else candidate.why,
        candidate.decided_by,
        _distance(candidate, language),
    ]
    kind = say.kind_of_place(candidate.kind or "", language)
    return Proposal(
        f"place:{candidate.place_id}",
        f"{candidate.name} · {kind}",
        " · ".join(filter(None, why)),
        latitude=candidate.latitude,
        longitude=candidate.longitude,
    )


def _distance(candidate: Candidate, language: Language) -> str | None:
    if candidate.why == "along" and candidate.chainage_m is not None:
        return language.text(
            "%(distance)s from its start", distance=say.distance(candidate.chainage_m, language)
        )
    if not candidate.distance_m or candidate.why == "inside":
        return None
    if candidate.why == "folder":
        return language.text(
            "%(distance)s from the camera", distance=say.distance(candidate.distance_m, language)
        )
    return say.distance(candidate.distance_m, language)


def _near(view: DeskView, candidate: Candidate, language: Language) -> Proposal:
    other = next((row for row in view.outing if row["id"] == candidate.photo_id), None)
    return Proposal(
        f"near:{candidate.why}:{candidate.latitude:.7f},{candidate.longitude:.7f}",
        _where_taken(other, language),
        _when_taken(view.photo, other, candidate.seconds or 0, language),
        "◐",
        candidate.latitude,
        candidate.longitude,
    )


def _where_taken(other: Row | None, language: Language) -> str:
    if other is None:
        return language.text("Last known position of this camera")
    return language.text("Where photo %(number)s was taken", number=other["number"])


def _when_taken(photo: Row, other: Row | None, seconds: int, language: Language) -> str:
    if not seconds:
        return language.text("at the same moment")
    span = words.span(seconds, language)
    if other is not None and (other["taken_at"] or "") > (photo["taken_at"] or ""):
        return language.text("%(span)s later", span=span)
    return language.text("%(span)s earlier", span=span)
