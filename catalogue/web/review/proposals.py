"""What the desk proposes for a photo and a reason: each proposal can be chosen by a digit, the first by Enter. Pure.

A proposal's key says what choosing it does; `deciding` reads it: `own`, `at:<lat>,<lon>`, `near:<why>:<lat>,<lon>`,
`place:<id>`, `both:<id>,<id>`, `date:<value>`, `text:<claim>`, `keep`, `aside`.
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
    place_id: int | None = None


def proposals(view: DeskView, reason: str, language: Language) -> list[Proposal]:
    """Everything that can be chosen, the likeliest first, each once."""
    found: dict[str, Proposal] = {}
    for proposal in _all(view, reason, language):
        found.setdefault(proposal.key, proposal)
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
    if reason == "place-conflict":
        yield from _answers(view, language)
    if reason in _ABOUT_POSITIONS:
        yield from _places(view, reason, language)
    if reason == "conflict":
        yield from (
            one for subject in view.texts if subject in contested for one in _texts(view, subject, language)
        )
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
    for candidate in sorted(view.candidates, key=_is_far):
        if candidate.place_id is None and candidate.latitude is not None:
            yield _near(view, candidate, language)
        elif candidate.kind not in _FRAMES:
            yield _place(candidate, language)
    if reason == "place-conflict":
        yield from (_position(claim, language) for claim in view.positions)


def _is_far(candidate: Candidate) -> bool:
    """A position of the same minutes says more than a name; the others stay in their order."""
    return candidate.place_id is not None or (candidate.seconds or 0) > _MINUTES_S


def _answers(view: DeskView, language: Language) -> Iterator[Proposal]:
    """Where folder and position disagree: the place that the folder names, where the camera stood, or both."""
    by_folder = sorted(
        (c for c in view.candidates if c.why == "folder"), key=lambda c: not _contested(view, c)
    )
    named = next((c for c in by_folder if c.kind not in _FRAMES), None)
    stood = standing(view)
    if named:
        yield _place(named, language)
    if stood:
        yield _place(stood, language, language.text("the camera stood there"))
    else:
        yield from (_position(claim, language) for claim in view.positions[:1])
    if named and stood:
        yield Proposal(
            f"both:{named.place_id},{stood.place_id}",
            language.text("Both: %(one)s and %(other)s", one=named.name, other=stood.name),
            language.text("taken in one, and about the other"),
        )


def _contested(view: DeskView, candidate: Candidate) -> bool:
    """True for the place that the question is about; it says its name without the commune."""
    details = [question["detail"] for question in view.questions if question["reason"] == "place-conflict"]
    told = f"{candidate.kind}/{candidate.name}"
    return any(told == detail or told.startswith(f"{detail} (") for detail in details)


#: Relations that follow from where the camera stood, and from nothing else.
_STOOD = frozenset({"inside", "along"})


def standing(view: DeskView) -> Candidate | None:
    """The place in which the position lies, a site rather than its commune; None when it lies in none."""
    return next((c for c in view.candidates if c.why in _STOOD and c.kind not in _FRAMES), None)


def _texts(view: DeskView, subject: str, language: Language) -> Iterator[Proposal]:
    """Every text that files give for one subject, each once, with the files that say it; the one shown first."""
    by_value: dict[str, list[Row]] = {}
    for claim in view.texts[subject]:
        if claim["value"]:
            by_value.setdefault(claim["value"], []).append(claim)
    for number, (value, claims) in enumerate(by_value.items()):
        files = dict.fromkeys(claim["file_path"] for claim in claims if claim["file_path"])
        what = say.subject(subject, language)
        why = (what, *files, language.text("shown now") if number == 0 else "")
        yield Proposal(f"text:{claims[0]['id']}", value, " · ".join(filter(None, why)))


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
    "looking_at": sayable("only seen from afar"),
    "folder": sayable("named by the folder"),
    "outing": sayable("place of the photos next to it"),
    "person": sayable("said by somebody"),
}


def _place(candidate: Candidate, language: Language, *before: str) -> Proposal:
    why = [
        *before,
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
        place_id=candidate.place_id,
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
