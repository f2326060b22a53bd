"""The places of a photo that has just come in, by rules, by what an export said of it, and by persons."""

from collections.abc import Sequence

from catalogue.database.connection import Connection
from catalogue.photos.belonging import (
    GEOMETRIC,
    IS,
    IS_NOT,
    MAIN,
    by_strength,
    settled,
    standing,
    write_relations,
)
from catalogue.photos.claims import claims_of, in_order
from catalogue.photos.evidence import evidence_of, film_length_of, folders_of
from catalogue.photos.showing import shown
from catalogue.values.exported import ReturnedPlace
from catalogue.values.places import Classifier, Evidence, PlaceRelation, Relation


def claimed_evidence(db: Connection, photo_id: str) -> Evidence:
    """The evidence of a photo, from the claims that stand."""
    claims = in_order(claims_of(db, photo_id))
    return evidence_of(shown(claims), folders_of(claims), film_length_of(claims))


def belong(
    db: Connection,
    photo_id: str,
    classifier: Classifier,
    came_with: Sequence[PlaceRelation],
    returned: Sequence[ReturnedPlace],
    now: str,
) -> None:
    """The photo's relations are what rules and persons say. To be called in a transaction.

    `came_with` are the relations that an export brought, one for each of `returned`. Decisions among them stand from
    now on, unless somebody decided otherwise here. Rules that have no shapes to go by leave the relations as they
    came; those to a place without a shape stay in any case, for no rule could find them again.
    """
    _decide(db, photo_id, came_with, returned, now)
    (by_rule,) = classifier([claimed_evidence(db, photo_id)])
    here = standing(db, [photo_id])[photo_id]
    brought = by_strength(r for r in came_with if r.relation not in {IS_NOT, Relation.PERSON})
    measured = {r.place_id for r in by_rule if r.relation in GEOMETRIC}
    if brought and not measured:
        after = settled((), here.decisions, [*brought, *here.kept])
    else:
        unshaped = [r for r in brought if r.relation in GEOMETRIC and not _has_shape(db, r.place_id)]
        after = settled(by_rule, here.decisions, [*unshaped, *here.kept])
    write_relations(db, photo_id, here.rows, after)


def _has_shape(db: Connection, place_id: int) -> bool:
    found = db.execute("SELECT 1 FROM place_shapes WHERE place_id = ?", [place_id]).fetchone()
    return found is not None


def _decide(
    db: Connection,
    photo_id: str,
    came_with: Sequence[PlaceRelation],
    returned: Sequence[ReturnedPlace],
    now: str,
) -> None:
    """What a person had decided before the photo left is decided here; exports of old tell only that it was."""
    db.executemany(
        "INSERT INTO place_decisions VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
        [
            (photo_id, relation.place_id, _decision(place), place.decided_by, now)
            for relation, place in zip(came_with, returned, strict=False)
            if place.decided_by
        ],
    )


def _decision(place: ReturnedPlace) -> str:
    if place.decision in {IS, MAIN, IS_NOT}:
        return place.decision
    return MAIN if place.main else IS
