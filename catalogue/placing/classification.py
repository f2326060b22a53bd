"""Which places photos belong to: rules run over claims, rows written, and what moved told.

A person's decisions are read and never written here.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Any

from catalogue.database.connection import Connection, writing
from catalogue.database.folding import fold
from catalogue.photos.belonging import Standing, settled, standing, write_relations
from catalogue.photos.evidence import evidence_of
from catalogue.photos.noting import note_outside
from catalogue.photos.placed import claimed_evidence
from catalogue.photos.refreshing import PLACE_KINDS, refresh_all
from catalogue.places.shapes import load_shapes
from catalogue.territory.classifier import Frame, RuleClassifier
from catalogue.territory.tolerances import tolerances
from catalogue.values.gazetteer import Gazetteer, Place
from catalogue.values.places import Classifier, Evidence, PlaceRelation, Relation

# Photos that are looked at together, and whose rows are written in one transaction of less than a second.
_BATCH = 500
_EXAMPLES = 5
_Places = set[tuple[str, int]]
_FILES = """
    SELECT photo_id, path FROM files
    WHERE withdrawn IS NULL AND photo_id IN (SELECT value FROM json_each(?)) ORDER BY id DESC
"""
_PHOTOS = """
    SELECT id, latitude, longitude, heading_deg, heading_reference, taken_year, orientation, claimed.folders,
        claimed.film_mm
    FROM photos LEFT JOIN (
        SELECT photo_id, json_group_array(value ORDER BY id) FILTER (WHERE subject = 'folder') AS folders,
            max(value) FILTER (WHERE subject = 'focal_length_35mm') AS film_mm
        FROM claims WHERE subject IN ('folder', 'focal_length_35mm') AND value <> '' AND withdrawn IS NULL
            AND photo_id IN (SELECT value FROM json_each(:ids))
        GROUP BY photo_id) AS claimed ON claimed.photo_id = photos.id
    WHERE photos.id IN (SELECT value FROM json_each(:ids))
"""


def classifier_of(db: Connection, stored_settings: dict[str, str]) -> RuleClassifier:
    """The rules of this library. Cheap: shapes are loaded when the first photo with a position asks for them."""
    return RuleClassifier(gazetteer_of(db), lambda: load_shapes(db), tolerances(stored_settings), _frame(db))


def gazetteer_of(db: Connection) -> Gazetteer:
    """Every place that is not retired, with all its names, its commune and its sections."""
    aliases = _listed(db, "SELECT place_id, alias FROM place_aliases ORDER BY rowid")
    sections = _listed(db, "SELECT place_id, name FROM place_sections ORDER BY place_id, number")
    rows = db.execute(
        """
        SELECT places.id, places.kind, places.name, short_name, commune, code, layer, west, south, east, north,
            coalesce(imported_at || printf(' %09d', layers.rowid), '')
        FROM places LEFT JOIN place_shapes ON place_id = places.id
            LEFT JOIN layers ON layers.kind = places.kind AND layers.name = layer
        WHERE retired_at IS NULL ORDER BY places.id
        """
    )
    return Gazetteer(
        (
            Place(
                number,
                kind,
                name,
                (*aliases.get(number, ()), *([short] if short else ())),
                commune or "",
                tuple(sections.get(number, ())),
                code,
                layer,
                None if box[0] is None else tuple(box),
                since,
            )
            for number, kind, name, short, commune, code, layer, *box, since in rows
        ),
        fold,
    )


def places_known(db: Connection) -> tuple[int, ...]:
    """Counts that change when a place or a name of one is added."""
    row = db.execute(
        """
        SELECT count(*), coalesce(max(id), 0), (SELECT count(*) FROM place_aliases) FROM places
        """
    ).fetchone()
    return tuple(row)


def _listed(db: Connection, sql: str) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for place_id, text in db.execute(sql):
        found.setdefault(place_id, []).append(text)
    return found


def _frame(db: Connection) -> Frame:
    epci_of = dict(
        db.execute(
            """
            SELECT commune.id, min(epci.id) FROM places AS commune
            JOIN places AS epci ON epci.kind = 'epci' AND epci.code = commune.epci_siren AND epci.retired_at IS NULL
            WHERE commune.kind = 'commune' AND commune.retired_at IS NULL GROUP BY commune.id
            """
        ).fetchall()
    )
    layers = db.execute("SELECT kind, name, imported_at FROM layers ORDER BY imported_at, rowid")
    return Frame(epci_of, {(kind, name): at for kind, name, at in layers})


def place_photos(
    db: Connection, photo_ids: Iterable[str], classifier: Classifier, now: str
) -> dict[str, dict[str, tuple[Any, Any]]]:
    """Relations, rows and reviews of these photos follow from their claims and from decisions.

    To be called in the transaction that changed claims or decisions. Returned is what changed in each photo's row:
    column → (before, after); photos whose row stays are left out.
    """
    ids = list(dict.fromkeys(photo_ids))
    return _follow(db, ids, classifier([claimed_evidence(db, photo_id) for photo_id in ids]), now)


def _follow(
    db: Connection, ids: Sequence[str], relations: Iterable[Sequence[PlaceRelation]], now: str
) -> dict[str, dict[str, tuple[Any, Any]]]:
    stands = standing(db, ids)
    for photo_id, by_rule in zip(ids, relations, strict=True):
        here = stands[photo_id]
        write_relations(db, photo_id, here.rows, settled(by_rule, here.decisions, here.kept))
    return refresh_all(db, ids, now)


@dataclass(slots=True)
class KindMoved:
    """How many photos gained a place of a kind, lost one, and have another main place now.

    `relayered` photos are in the same places of the kind as before by name, of other layers now: a layer was added
    over another, or replaced by one. They gained and lost nothing.
    """

    gained: int = 0
    lost: int = 0
    main: int = 0
    relayered: int = 0


@dataclass(frozen=True, slots=True)
class Example:
    """One photo whose main place of a kind is another one now; None where there is or was none.

    `file` is the folder and name that its file came under; empty where no file is known.
    """

    photo_id: str
    kind: str
    before: str | None
    after: str | None
    file: str = ""


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """A folder that gave `photos` photos a place of this kind, and gives none now: several `places` bear its name."""

    kind: str
    folder: str
    photos: int
    places: tuple[str, ...]


@dataclass(slots=True)
class Moved:
    """What a classification moved: of how many photos, which kinds, and the first examples of each kind.

    `restated` counts photos whose places are the same, by another rule or at another distance.
    """

    photos: int = 0
    moved: int = 0
    restated: int = 0
    kinds: dict[str, KindMoved] = field(default_factory=dict)
    examples: list[Example] = field(default_factory=list)
    ambiguous: list[Ambiguous] = field(default_factory=list)
    unnamed: Counter[tuple[str, str]] = field(default_factory=Counter)


def reclassify(
    db: Connection,
    photo_ids: Iterable[str] | None,
    classifier: Classifier,
    now: str,
    made_by: str | None,
    *,
    dry: bool = False,
) -> Moved:
    """The relations of these photos, or of all, are what the rules say now; returned is what moved.

    Photos are taken in batches, each written in one short transaction; rows that are right are not touched. Main
    places that changed are in `changes`. A `dry` run writes nothing.
    """
    every = photo_ids if photo_ids is not None else _all(db)
    moved = Moved()
    for batch in _batches(iter(every)):
        differing = _differing(db, batch, classifier, moved)
        if differing and not dry:
            _write(db, differing, classifier, now, made_by)
    if photo_ids is None and not dry:
        with writing(db):
            note_outside(db, now)
    moved.examples = _with_files(db, moved.examples)
    moved.ambiguous = list(_ambiguous(classifier, moved))
    return moved


def _with_files(db: Connection, examples: Sequence[Example]) -> list[Example]:
    """The examples, by the names that people know them by."""
    ids = json.dumps([example.photo_id for example in examples])
    files = dict(db.execute(_FILES, [ids]).fetchall())
    return [replace(example, file=files.get(example.photo_id, "")) for example in examples]


def _ambiguous(classifier: Classifier, moved: Moved) -> Iterator[Ambiguous]:
    """The folders whose name became one of several places, the one with most photos first."""
    known = classifier.ambiguous if isinstance(classifier, RuleClassifier) else {}
    for (kind, folder), photos in moved.unnamed.most_common():
        if places := known.get((kind, folder)):
            yield Ambiguous(kind, folder, photos, tuple(_full_name(place) for place in places))


def _full_name(place: Place) -> str:
    where = f" ({place.commune})" if place.commune else ""
    return f"{place.name}{where}"


def _all(db: Connection) -> Iterator[str]:
    return iter([photo_id for (photo_id,) in db.execute("SELECT id FROM photos ORDER BY number").fetchall()])


def _batches(ids: Iterator[str]) -> Iterator[list[str]]:
    while batch := list(islice(ids, _BATCH)):
        yield batch


def _differing(db: Connection, ids: Sequence[str], classifier: Classifier, moved: Moved) -> list[str]:
    """The photos whose rows are not what the rules say; `moved` tells of them."""
    found = stored_evidence(db, ids)
    relations = classifier(list(found.values()))
    stands = standing(db, found)
    differing = []
    for photo_id, by_rule in zip(found, relations, strict=True):
        here = stands[photo_id]
        after = settled(by_rule, here.decisions, here.kept)
        moved.photos += 1
        if here.rows != set(after):
            differing.append(photo_id)
            _tell(moved, photo_id, here, after)
    return differing


def stored_evidence(db: Connection, photo_ids: Sequence[str]) -> dict[str, Evidence]:
    """The evidence of many photos, from their rows, which follow from their claims."""
    found = db.execute(_PHOTOS, {"ids": json.dumps(list(photo_ids))})
    names = [column[0] for column in found.description]
    rows = (dict(zip(names, row, strict=True)) for row in found)
    return {
        row["id"]: evidence_of(
            row, json.loads(row["folders"] or "[]"), float(row["film_mm"]) if row["film_mm"] else None
        )
        for row in rows
    }


def _tell(moved: Moved, photo_id: str, here: Standing, after: Sequence[PlaceRelation]) -> None:
    had, has = {(r.kind, r.place_id) for r in here.rows}, {(r.kind, r.place_id) for r in after}
    mains_before = {r.kind: r.name for r in here.rows if r.main}
    mains_after = {r.kind: r.name for r in after if r.main}
    if had == has and mains_before == mains_after:
        moved.restated += 1
        return
    kinds = mains_before | mains_after
    other = [kind for kind in sorted(kinds) if mains_before.get(kind) != mains_after.get(kind)]
    _count(moved, had - has, had & has, has - had, {r.place_id: r.name for r in (*here.rows, *after)})
    moved.unnamed.update({(r.kind, _folder_of(r)) for r in here.rows if _is_unnamed(r, has)})
    for kind in other:
        told = moved.kinds.setdefault(kind, KindMoved())
        told.main += 1
        if told.main <= _EXAMPLES:
            moved.examples.append(Example(photo_id, kind, mains_before.get(kind), mains_after.get(kind)))
    moved.moved += 1


def _count(moved: Moved, lost: _Places, kept: _Places, gained: _Places, names: Mapping[int, str]) -> None:
    """What one photo lost and gained, by kind; the same name in another layer is neither."""
    for kind in {kind for kind, _ in lost | gained}:
        gone, still, come = ({names[p] for k, p in places if k == kind} for places in (lost, kept, gained))
        told = moved.kinds.setdefault(kind, KindMoved())
        told.lost += bool(gone - come - still)
        told.gained += bool(come - gone - still)
        told.relayered += not (gone - come - still or come - gone - still)


def _is_unnamed(row: PlaceRelation, has: _Places) -> bool:
    """Whether a folder said that the photo is in this place, and it is so no longer."""
    return row.relation == Relation.FOLDER and (row.kind, row.place_id) not in has


def _folder_of(row: PlaceRelation) -> str:
    return row.rule.removeprefix("folder: ").partition(" ≈ ")[0]


def _write(db: Connection, ids: Sequence[str], classifier: Classifier, now: str, made_by: str | None) -> None:
    with writing(db):
        evidence = stored_evidence(db, ids)  # read anew: somebody may have written since
        changed = _follow(db, list(evidence), classifier(list(evidence.values())), now)
        db.executemany(
            "INSERT INTO changes (at, made_by, photo_id, field, before, after) VALUES (?, ?, ?, ?, ?, ?)",
            [
                (now, made_by, photo_id, name, before, after)
                for photo_id, columns in changed.items()
                for name, (before, after) in columns.items()
                if name in PLACE_KINDS
            ],
        )
