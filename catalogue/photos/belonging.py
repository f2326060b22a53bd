"""The places that photos belong to, as rows: what rules say, and above it what a person decided."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from catalogue.database.connection import Connection
from catalogue.values.places import BY_COMMUNE_RULE, PlaceKind, PlaceRelation, Relation

IS, MAIN, IS_NOT = "is", "main", "is_not"
PERSON_RULE = "person"

_STRENGTH = {relation.value: number for number, relation in enumerate(Relation)}
#: Relations that only a shape can give.
GEOMETRIC = frozenset({Relation.INSIDE, Relation.ALONG, Relation.NEAR, Relation.LOOKING_AT})
_OF = "(SELECT value FROM json_each(?))"
_ROWS = f"""
    SELECT photo_id, kind, place_id, name, relation, rule, distance_m, chainage_m, decided_by, main, section,
        retired_at IS NULL AND NOT EXISTS (SELECT 1 FROM place_shapes s WHERE s.place_id = places.id)
    FROM photo_places JOIN places ON places.id = place_id WHERE photo_id IN {_OF}
"""  # noqa: S608 a constant
_DECISIONS = f"""
    SELECT photo_id, kind, place_id, name, decision, made_by
    FROM place_decisions JOIN places ON places.id = place_id WHERE photo_id IN {_OF} ORDER BY made_at, place_id
"""  # noqa: S608


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person said of a photo and a place: it is one of its places, the main one of its kind, or it is none."""

    kind: str
    place_id: int
    name: str
    decision: str
    made_by: str


@dataclass(slots=True)
class Standing:
    """What stands for a photo now: its rows, those of them that no rule here can compute anew, and decisions."""

    rows: set[PlaceRelation] = field(default_factory=set)
    kept: list[PlaceRelation] = field(default_factory=list)
    decisions: list[Decision] = field(default_factory=list)


def standing(db: Connection, photo_ids: Iterable[str]) -> dict[str, Standing]:
    """What stands for each of these photos."""
    ids = list(photo_ids)
    found = {photo_id: Standing() for photo_id in ids}
    for photo_id, *fields, shapeless in db.execute(_ROWS, [json.dumps(ids)]):
        row = _relation(fields)
        found[photo_id].rows.add(row)
        if shapeless and row.relation in GEOMETRIC:
            found[photo_id].kept.append(replace(row, decided_by=None))
    for here in found.values():
        here.kept = _not_by_commune(here.kept)
    for photo_id, *decided in db.execute(_DECISIONS, [json.dumps(ids)]):
        found[photo_id].decisions.append(Decision(*decided))
    return found


def _relation(fields: Sequence[Any]) -> PlaceRelation:
    kind, place_id, name, relation, rule, distance, chainage, by, main, section = fields
    return PlaceRelation(kind, place_id, name, relation, rule, distance, chainage, by, bool(main), section)


def _not_by_commune(kept: list[PlaceRelation]) -> list[PlaceRelation]:
    """An EPCI that followed from a commune stays only where the commune does."""
    if any(r.kind == PlaceKind.COMMUNE and r.relation == Relation.INSIDE for r in kept):
        return kept
    return [r for r in kept if r.rule != BY_COMMUNE_RULE]


def settled(
    by_rule: Sequence[PlaceRelation],
    decisions: Sequence[Decision] = (),
    kept: Sequence[PlaceRelation] = (),
) -> list[PlaceRelation]:
    """The relations of a photo when a person's decisions stand above what rules say.

    `by_rule` is in the published order within each kind. `kept` are relations that came with an export, to places
    that have no shape here: no rule could find them again.
    """
    if not decisions and not kept:
        return list(by_rule)
    known = {(r.place_id, r.relation): r for r in (*reversed(kept), *by_rule)}
    ranked = by_strength([*by_rule, *(r for r in kept if known[r.place_id, r.relation] is r)])
    return _with_one_main(_decided(ranked, decisions), {d.place_id: d.decision for d in decisions})


def by_strength(relations: Iterable[PlaceRelation]) -> list[PlaceRelation]:
    """The strongest first; of equals the one that was the main one."""
    return sorted(
        (replace(r, decided_by=None) for r in relations), key=lambda r: (_STRENGTH[r.relation], not r.main)
    )


def _decided(ranked: Sequence[PlaceRelation], decisions: Sequence[Decision]) -> list[PlaceRelation]:
    """Without what a person denies; the strongest relation to a place that a person affirms bears the name."""
    left = [r for r in ranked if r.place_id not in {d.place_id for d in decisions if d.decision == IS_NOT}]
    for decision in decisions:
        if decision.decision == IS_NOT:
            continue
        first = next((n for n, r in enumerate(left) if r.place_id == decision.place_id), None)
        if first is None:
            left.append(
                PlaceRelation(
                    decision.kind,
                    decision.place_id,
                    decision.name,
                    Relation.PERSON.value,
                    PERSON_RULE,
                    decided_by=decision.made_by,
                )
            )
        else:
            left[first] = replace(left[first], decided_by=decision.made_by)
    return left


def _with_one_main(relations: Iterable[PlaceRelation], said: Mapping[int, str]) -> list[PlaceRelation]:
    """One main place of each kind: the one a person made it, then one a person affirmed, then the strongest."""

    def rank(relation: PlaceRelation) -> tuple[str, int, bool]:
        decision = said.get(relation.place_id, "")
        return relation.kind, (MAIN, IS, "").index(decision), relation.decided_by is None

    ordered = sorted(relations, key=rank)
    first: dict[str, int] = {}
    for number, relation in enumerate(ordered):
        first.setdefault(relation.kind, number)
    return [replace(r, main=first[r.kind] == number) for number, r in enumerate(ordered)]


def write_relations(
    db: Connection, photo_id: str, before: set[PlaceRelation], after: Sequence[PlaceRelation]
) -> bool:
    """The photo's rows are these; true when something had to be written."""
    wanted = set(after)
    gone, new = before - wanted, wanted - before
    db.executemany(
        "DELETE FROM photo_places WHERE photo_id = ? AND place_id = ? AND relation = ?",
        [(photo_id, r.place_id, r.relation) for r in gone],
    )
    db.executemany(
        """
        INSERT INTO photo_places (photo_id, place_id, relation, rule, distance_m, chainage_m, decided_by, main, section)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        [
            (
                photo_id,
                r.place_id,
                r.relation,
                r.rule,
                r.distance_m,
                r.chainage_m,
                r.decided_by,
                r.main,
                r.section,
            )
            for r in new
        ],
    )
    return bool(gone or new)
