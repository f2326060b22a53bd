"""Photos that look alike are noted as pairs when one comes in; a person decides what they are to each other."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from catalogue import settings
from catalogue.database.connection import Connection
from catalogue.photos.refreshing import refresh
from catalogue.values.bursts import is_burst

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

# Pictures of one moment and camera may differ more: the copy that a phone has straightened, the next of a burst.
_OF_ONE_MOMENT_BITS = 16
# Of a thousand frames alike the nearest few are enough: pairs tie them into one group.
_MOST = 12
_NEWER = """
    SELECT number, picture_hash FROM photos WHERE number > ? AND picture_hash <> '' ORDER BY number
"""
_SHOT = "SELECT id, number, picture_hash, camera_model, taken_at FROM photos WHERE"


class Resemblance:
    """Remembers how all photos look, so that new ones are compared in memory: 16 bytes a photo, 3 ms a million."""

    def __init__(self) -> None:
        self._numbers: npt.NDArray[np.int64] | None = None
        self._hashes: npt.NDArray[np.uint64] | None = None

    def note(self, db: Connection, photo_ids: Iterable[str], now: str) -> int:
        """Pairs of these photos with those that look like them wait to be decided; returned is how many are new.

        A pair that was noted before, decided or not, is left as it is. To be called in a transaction.
        """
        self._catch_up(db)
        bits, seconds = _limits(db)
        noted = 0
        for photo_id in photo_ids:
            shot = db.execute(f"{_SHOT} id = ?", [photo_id]).fetchone()
            if shot and shot[2]:
                alike = self._alike(db, shot, bits, seconds)
                noted += _note(db, photo_id, alike, now)
        return noted

    def _catch_up(self, db: Connection) -> None:
        """Photos that came in since, by this run or another, are remembered too."""
        import numpy as np  # noqa: PLC0415 a run without a new photo does without

        if self._numbers is None or self._hashes is None:
            self._numbers, self._hashes = np.empty(0, np.int64), np.empty(0, np.uint64)
        last = int(self._numbers[-1]) if len(self._numbers) else 0
        rows = db.execute(_NEWER, [last]).fetchall()
        if rows:
            self._numbers = np.append(self._numbers, np.array([row[0] for row in rows], np.int64))
            hashes = np.array([int(row[1], 16) for row in rows], np.uint64)
            self._hashes = np.append(self._hashes, hashes)

    def _alike(self, db: Connection, shot: Sequence[Any], bits: int, seconds: int) -> list[tuple[str, int]]:
        """The photos that look like this one, and the bits that differ, nearest first."""
        found = []
        for number, differing in self._near(int(shot[2], 16), max(bits, _OF_ONE_MOMENT_BITS)):
            other = db.execute(f"{_SHOT} number = ?", [number]).fetchone()
            if other and other[0] != shot[0] and (differing <= bits or _of_one_moment(shot, other, seconds)):
                found.append((other[0], differing))
            if len(found) == _MOST:
                break
        return found

    def _near(self, look: int, bits: int) -> list[tuple[int, int]]:
        import numpy as np  # noqa: PLC0415

        if self._numbers is None or self._hashes is None:
            return []
        differing = np.bitwise_count(self._hashes ^ np.uint64(look))
        near = np.flatnonzero(differing <= bits)
        near = near[np.argsort(differing[near], kind="stable")]
        return [(int(self._numbers[i]), int(differing[i])) for i in near]


_OPEN_PAIRS = """
    SELECT first_id, second_id FROM near_duplicates WHERE decision IS NULL AND first_id = :id
    UNION SELECT first_id, second_id FROM near_duplicates WHERE decision IS NULL AND second_id = :id
"""


def ask_again(db: Connection, photo_ids: Iterable[str], now: str) -> None:
    """Photos have come or gone: whether those that they look like, and they themselves, wait for a person follows.

    To be called in a transaction, once their state has changed.
    """
    pairs = {pair for photo_id in photo_ids for pair in db.execute(_OPEN_PAIRS, {"id": photo_id}).fetchall()}
    for photo_id in sorted({photo_id for pair in pairs for photo_id in pair}):
        refresh(db, photo_id, now)


def _of_one_moment(shot: Sequence[Any], other: Sequence[Any], seconds: int) -> bool:
    shots = sorted([(shot[3], shot[4]), (other[3], other[4])], key=lambda s: s[1] or "")
    return is_burst(shots, seconds)


def _note(db: Connection, photo_id: str, alike: Sequence[tuple[str, int]], now: str) -> int:
    noted = 0
    for other, differing in alike:
        first, second = sorted((photo_id, other))
        made = db.execute(
            """
            INSERT INTO near_duplicates (first_id, second_id, differing_bits, noted_at) VALUES (?, ?, ?, ?)
            ON CONFLICT DO NOTHING
            """,
            [first, second, differing, now],
        )
        if made.rowcount:
            refresh(db, other, now)
            noted += 1
    if noted:
        refresh(db, photo_id, now)
    return noted


def _limits(db: Connection) -> tuple[int, int]:
    stored = dict(db.execute("SELECT name, value FROM settings"))
    return settings.number("near_duplicate_bits", stored), settings.number("burst_seconds", stored)
