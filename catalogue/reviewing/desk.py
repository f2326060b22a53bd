"""All that the desk shows of one photo: what is known and how, what may be, and what lies around it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from catalogue.database.connection import Connection
from catalogue.reviewing.candidates import Candidate, candidates
from catalogue.reviewing.journal import last_change
from catalogue.values.claims import Source, Subject
from catalogue.values.precedence import POSITION_ORDER, TEXT_ORDER, TIME_ORDER

Row = dict[str, Any]
_MOST = 1000
#: Texts on which two files of one photo may disagree.
TEXTS = (Subject.CAPTION, Subject.CREATOR, Subject.CREDIT)
_FRAME = """id, number, taken_at, taken_method, latitude, longitude, position_method, position_accuracy_m, heading_deg,
    camera_model, orientation, width, height, colour, renditions, state, caption"""


@dataclass(frozen=True, slots=True)
class DeskView:
    """One photo at the desk.

    `photo` is its row; `questions` its rows in `reviews`; `positions`, `dates` and `headings` the claims that stand,
    the one that is shown first; `texts` those about caption, photographer and credit, by subject; `outing` the
    filmstrip; `relatives` the photos that look like it or follow it, with `differing_bits`, `decision` and
    `version_of`; `names` its files. `seen` is to be handed to decisions.
    """

    photo: Row
    questions: Sequence[Row]
    positions: Sequence[Row]
    dates: Sequence[Row]
    headings: Sequence[Row]
    texts: Mapping[str, Sequence[Row]]
    candidates: Sequence[Candidate]
    outing: Sequence[Row]
    relatives: Sequence[Row]
    names: Sequence[str]
    seen: int


def desk_view(db: Connection, photo_id: str) -> DeskView | None:
    """Everything that the desk shows of a photo; None when there is no such photo."""
    found = _rows(db, "SELECT * FROM photos WHERE id = ?", photo_id)
    if not found:
        return None
    photo, outing = found[0], outing_of(db, photo_id)
    return DeskView(
        photo,
        _rows(
            db, "SELECT reason, detail, noted_at FROM reviews WHERE photo_id = ? ORDER BY noted_at", photo_id
        ),
        _claims(db, photo_id, "position", POSITION_ORDER),
        _claims(db, photo_id, "taken", TIME_ORDER),
        _claims(db, photo_id, "heading", POSITION_ORDER),
        {subject.value: _claims(db, photo_id, subject, TEXT_ORDER) for subject in TEXTS},
        candidates(db, photo, outing),
        outing,
        relatives(db, photo_id),
        [row["name"] for row in _rows(db, "SELECT DISTINCT name FROM files WHERE photo_id = ?", photo_id)],
        last_change(db),
    )


def outing_of(db: Connection, photo_id: str) -> list[Row]:
    """The filmstrip: photos of the same folder and day, in order of time; of the same folder where there is no time.

    Of what was set aside only the photo itself is there. `questions` is the number of open questions.
    """
    taken_at, source, path = db.execute(_HOME_OF, [photo_id]).fetchone()
    folder = (path or "").rpartition("/")[0]
    return _rows(
        db,
        _OUTING,
        {
            "id": photo_id,
            "day": (taken_at or "")[:10] or None,
            "source": source,
            "folder": f"{folder}/" if folder else "",
        },
    )


_HOME_OF = """
    SELECT taken_at, source, path FROM photos LEFT JOIN files ON photo_id = photos.id
    WHERE photos.id = ? ORDER BY withdrawn IS NOT NULL, files.id LIMIT 1
"""
_OUTING = f"""
    SELECT {_FRAME}, (SELECT count(*) FROM reviews WHERE photo_id = photos.id) AS questions
    FROM photos WHERE (state <> 'set_aside' OR id = :id) AND (
        CASE WHEN :day IS NULL THEN taken_at IS NULL ELSE taken_at >= :day AND taken_at < :day || '~' END)
        AND id IN (SELECT photo_id FROM files WHERE source = :source
            AND path >= :folder AND (:folder = '' OR path < :folder || char(1114111))
            AND instr(substr(path, length(:folder) + 1), '/') = 0)
    ORDER BY taken_at IS NULL, taken_at, number LIMIT {_MOST}
"""  # noqa: S608 constants


def relatives(db: Connection, photo_id: str) -> list[Row]:
    """Photos that look like it, or that it follows, or that follow it, the most alike first."""
    return _rows(
        db,
        f"""
        SELECT {_FRAME}, state_reason, version_of, differing_bits, decision FROM photos
        LEFT JOIN near_duplicates ON (first_id = :id AND second_id = id) OR (second_id = :id AND first_id = id)
        WHERE id IN (
            SELECT second_id FROM near_duplicates WHERE first_id = :id
            UNION SELECT first_id FROM near_duplicates WHERE second_id = :id
            UNION SELECT id FROM photos WHERE version_of = :id
            UNION SELECT version_of FROM photos WHERE id = :id)
        ORDER BY differing_bits IS NULL, differing_bits, number
        """,  # noqa: S608 a constant
        {"id": photo_id},
    )


def _claims(db: Connection, photo_id: str, subject: str, order: Sequence[Source]) -> list[Row]:
    """Claims with a value, in the order of belief."""
    rank = {source.value: number for number, source in enumerate(order)}
    rows = _rows(
        db,
        """
        SELECT claims.id, claims.source, detail, value, latitude, longitude, accuracy_m, precision, reference,
            claims.made_by, made_at, name AS file_name, path AS file_path
        FROM claims LEFT JOIN files ON files.id = file_id
        WHERE claims.photo_id = ? AND subject = ? AND value IS NOT NULL AND claims.withdrawn IS NULL
        ORDER BY file_id IS NOT NULL, claims.id
        """,
        photo_id,
        subject,
    )
    return sorted(rows, key=lambda row: rank.get(row["source"], len(rank)))


def _rows(db: Connection, query: str, *values: object) -> list[Row]:
    named = values[0] if len(values) == 1 and isinstance(values[0], dict) else values
    found = db.execute(query, named)
    names = [column[0] for column in found.description]
    return [dict(zip(names, row, strict=True)) for row in found]
