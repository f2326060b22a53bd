"""Every column of text holds a marker of every kind, or stands in a table that says why it cannot."""

import re
from contextlib import closing
from typing import Any

import marked_people
import pytest
from marked_library import CHECK, EXEMPT, HASH, KEY, columns_of_text
from marking import KINDS, mark, marks

from catalogue.database.connection import IntegrityError, connect, writing
from catalogue.home.paths import Home

pytest_plugins = ["marked"]


def test_every_column_of_text_is_marked_or_exempt_with_a_reason(marked: Home):
    with closing(connect(marked.catalogue, readonly=True)) as db:
        unmarked = {column for column in columns_of_text(db) if KINDS.keys() - _kinds_of(_texts(db, column))}

    assert unmarked == set(EXEMPT)


def test_every_column_of_text_about_people_is_marked_or_exempt_with_a_reason(marked: Home):
    with closing(connect(marked.people, readonly=True)) as db:
        columns = columns_of_text(db)
        fully = {column for column in columns if not KINDS.keys() - _kinds_of(_texts(db, column))}

    assert fully == marked_people.MARKED
    assert set(columns) - fully == set(marked_people.EXEMPT)


@pytest.mark.parametrize("column", [column for column, why in EXEMPT.items() if why in (KEY, CHECK)])
def test_what_the_schema_refuses_is_refused(marked: Home, column: str):
    table, name = column.split(".")

    with closing(connect(marked.catalogue)) as db, pytest.raises(IntegrityError), writing(db):
        db.execute(f"UPDATE {table} SET {name} = ?", [mark(column)])


@pytest.mark.parametrize("column", [column for column, why in EXEMPT.items() if why == HASH])
def test_what_is_said_to_be_a_hash_is_one(marked: Home, column: str):
    with closing(connect(marked.catalogue, readonly=True)) as db:
        found = _texts(db, column)

    assert found
    assert all(re.fullmatch("[0-9a-f]{16,64}", text) for text in found)


def test_every_door_brought_its_markers(marked: Home):
    with closing(connect(marked.catalogue, readonly=True)) as db:
        found = {where for column in columns_of_text(db) for where, _ in marks("\n".join(_texts(db, column)))}

    assert found >= {
        *("file.name", "folder.name", "refused.name", "exif.caption", "exif.creator", "exif.copyright"),
        *("exif.make", "exif.model", "xmp.theme", "xmp.title", "xmp.credit", "xmp.terms", "ingest.by"),
        *("ingest.creator", "ingest.credit", "layer.name", "layer.file", "layer.field", "layer.park"),
        *("layer.alias", "layer.code", "layer.commune", "layer.short", "layer.by", "themes.added"),
        *("sheet.caption", "sheet.credit", "sheet.terms", "captions.by", "edit.caption", "edit.credit"),
        *("desk.name", "defaults.creator", "inbox.name", "track.name"),
    }


def _texts(db: Any, column: str) -> list[str]:
    table, name = column.split(".")
    return [text for (text,) in db.execute(f"SELECT {name} FROM {table} WHERE {name} IS NOT NULL")]


def _kinds_of(texts: list[str]) -> set[str]:
    return {kind for _, kind in marks("\n".join(texts))}
