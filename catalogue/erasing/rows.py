"""Every row that speaks of a photo goes, in one transaction of its caller. Works on older schemas as well."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from catalogue.database.connection import Connection
from catalogue.database.migrations import version_of
from catalogue.database.schema import VERSION
from catalogue.erasing.columns import ROWS
from catalogue.photos.numbering import keep_numbers
from catalogue.photos.refreshing import refresh_all
from catalogue.photos.runs import NAMELESS, forget_path

#: Why photos that followed an erased one stay aside: they show what it showed.
STAYS_ASIDE = "private"
_IDS = "(SELECT value FROM json_each(:ids))"


@dataclass(frozen=True, slots=True)
class File:
    """A file of a photo, as its row tells of it."""

    photo_id: str
    sha256: str
    name: str
    path: str
    source: str
    size_bytes: int


def files_of(db: Connection, photo_ids: Sequence[str]) -> list[File]:
    """Every file that ever brought one of these photos."""
    query = f"""
        SELECT photo_id, sha256, name, path, source, size_bytes FROM files WHERE photo_id IN {_IDS} ORDER BY id
    """  # noqa: S608 a constant
    return [File(*row) for row in db.execute(query, _among(photo_ids))]


def erase_rows(db: Connection, photo_ids: Sequence[str], now: str) -> None:
    """No row speaks of these photos any more. To be called in a transaction.

    Photos that resembled them are asked about no longer; those that followed them stay aside for a reason of their own.
    """
    erasing = _Erasing(db, photo_ids)
    alike = erasing.alike()
    erasing.let_followers_go()
    erasing.take_out_of_log()
    erasing.take_out_of_neighbours()
    erasing.take_out_of_runs()
    erasing.take_out_of_pairs()
    erasing.take_out_of_actions()
    erasing.take_out_of_search()
    for table, column in ROWS:
        erasing.delete(table, f"{column} IN {_IDS}")
    if erasing.is_current:
        refresh_all(db, alike, now)


class _Erasing:
    """One erasure in one database, whose schema may be older: what it has no table or column for, it cannot hold."""

    def __init__(self, db: Connection, photo_ids: Sequence[str]) -> None:
        self.db = db
        self.ids = _among(photo_ids)
        self.columns = _columns(db)
        self.files = files_of(db, photo_ids)

    @property
    def is_current(self) -> bool:
        """True for a catalogue that rows can be worked out in; a copy from before a migration is only erased in."""
        return version_of(self.db) == VERSION

    def has(self, table: str, *names: str) -> bool:
        """True when the table is there, with these columns."""
        return table in self.columns and self.columns[table].issuperset(names)

    def delete(self, table: str, where: str, **values: Any) -> None:
        """Rows of a table are gone, where there is such a table."""
        if self.has(table):
            self.db.execute(f"DELETE FROM {table} WHERE {where}", self.ids | values)  # noqa: S608 constants

    def alike(self) -> list[str]:
        """Photos that stay and that were paired with one that goes."""
        if not self.has("near_duplicates"):
            return []
        pairs = self.db.execute(
            f"""
            SELECT first_id, second_id FROM near_duplicates WHERE first_id IN {_IDS} OR second_id IN {_IDS}
            UNION SELECT id, id FROM photos WHERE version_of IN {_IDS}
            """,  # noqa: S608 constants
            self.ids,
        ).fetchall()
        gone = set(json.loads(self.ids["ids"]))
        return sorted({photo_id for pair in pairs for photo_id in pair} - gone)

    def let_followers_go(self) -> None:
        """Who followed a photo that goes stays aside, and can be brought back by a person who looks at it."""
        if self.has("photos", "version_of"):
            self.db.execute(
                f"UPDATE photos SET version_of = NULL, state_reason = :why WHERE version_of IN {_IDS}",  # noqa: S608
                self.ids | {"why": STAYS_ASIDE},
            )

    def take_out_of_log(self) -> None:
        """Lines about the files go, and those about what lay beside them: sidecars, RAW files, films."""
        for source, path in {(file.source, file.path) for file in self.files} | self._companions():
            stem = f"{path.removesuffix(PurePosixPath(path).suffix)}."
            self.delete(
                "ingest_log",
                """
                source = :source AND photo_id IS NULL
                AND (path = :path OR substr(path, 1, length(:path) + 1) = :path || '.'
                    OR lower(substr(path, 1, length(:stem))) = lower(:stem))
                """,
                source=source,
                path=path,
                stem=stem,
            )

    def _companions(self) -> set[tuple[str, str]]:
        query = f"SELECT source, path FROM companions WHERE photo_id IN {_IDS}"  # noqa: S608 a constant
        return set(self.db.execute(query, self.ids).fetchall())

    def take_out_of_neighbours(self) -> None:
        """Photos that were placed between these and others say so without their names."""
        for name in {file.name for file in self.files}:
            values = {"name": name, "nameless": NAMELESS}
            self.db.execute(
                """
                UPDATE claims SET detail = replace(detail, :name, :nameless)
                WHERE source = 'neighbour' AND instr(detail, :name)
                """,
                values,
            )
            self.db.execute(
                """
                UPDATE ingest_log SET message = replace(message, :name, :nameless)
                WHERE code = 'placed-by-neighbours' AND instr(message, :name)
                """,
                values,
            )

    def take_out_of_runs(self) -> None:
        """A run that was given one of the files by its path no longer says which."""
        for path in {f"{file.source}/{file.path}" for file in self.files}:
            forget_path(self.db, path)

    def take_out_of_pairs(self) -> None:
        """What is claimed and journalled of other photos as partners of these goes."""
        self.delete("claims", f"subject = 'pair' AND value IN {_IDS}")
        self.delete("changes", f"field LIKE 'pair:%' AND substr(field, 6) IN {_IDS}")
        self.delete("changes", f"field = 'version_of' AND (before IN {_IDS} OR after IN {_IDS})")

    def take_out_of_actions(self) -> None:
        """Actions count the photos that are left; one that concerned no other is gone."""
        if not self.has("actions"):
            return
        touched = self.db.execute(
            f"""
            SELECT action_id, count(*) FROM (
                SELECT action_id, photo_id FROM changes WHERE photo_id IN {_IDS} AND action_id IS NOT NULL
                UNION SELECT action_id, photo_id FROM claims WHERE photo_id IN {_IDS} AND action_id IS NOT NULL)
            GROUP BY action_id
            """,  # noqa: S608 constants
            self.ids,
        ).fetchall()
        for table in ("claims", "changes"):
            self.delete(table, f"photo_id IN {_IDS}")
        self.db.executemany(
            "UPDATE actions SET photos = max(photos - ?, 0) WHERE id = ?", [(n, one) for one, n in touched]
        )
        self.db.executemany(
            """
            DELETE FROM actions WHERE id = :id AND photos = 0
                AND NOT EXISTS (SELECT 1 FROM claims WHERE action_id = :id)
                AND NOT EXISTS (SELECT 1 FROM changes WHERE action_id = :id)
            """,
            [{"id": one} for one, _ in touched],
        )

    def take_out_of_search(self) -> None:
        """The search has no word of the photos: deleting alone would leave theirs, and older ones, in its pages."""
        if self.is_current:
            keep_numbers(self.db)
        numbers = f"SELECT number FROM photos WHERE id IN {_IDS}"  # noqa: S608 a constant
        self.delete("photo_search", f"rowid IN ({numbers})")
        if self.has("photo_search"):
            self.db.execute("INSERT INTO photo_search(photo_search) VALUES ('rebuild')")


def _columns(db: Connection) -> dict[str, set[str]]:
    rows = db.execute(
        """
        SELECT tables.name, columns.name FROM sqlite_master AS tables JOIN pragma_table_info(tables.name) AS columns
        WHERE tables.type = 'table'
        """
    )
    found: dict[str, set[str]] = {}
    for table, column in rows:
        found.setdefault(table, set()).add(column)
    return found


def _among(photo_ids: Iterable[str]) -> dict[str, Any]:
    return {"ids": json.dumps(sorted(set(photo_ids)))}
