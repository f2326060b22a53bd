"""Any SQL may be asked; no query may take the machine. Time is bounded by Datasette, memory here.

Three ways lead to memory: inside SQLite (a sorter, one huge value), one huge value turned into Python, and many
large rows in one answer. SQLite's own limit covers the first, for the whole process.
"""

from typing import Any

from datasette.utils import InvalidSql

_HEAP_BYTES = 160_000_000
#: No caption or path comes near this, and few shapes of places; longer text is only ever computed.
_TEXT_BYTES = 4_000_000
_ANSWER_BYTES = 32_000_000


class TooMuch(InvalidSql):  # type: ignore[misc]
    """A query asks for more memory than one reader may take."""


def bound(connection: Any) -> None:
    """Limit what the queries of a connection may take: SQLite's heap, the length of a text, the sum of an answer."""
    connection.execute(f"PRAGMA hard_heap_limit = {_HEAP_BYTES}")
    connection.text_factory = _text
    connection.row_factory = _Answers(connection.row_factory)


def _text(raw: bytes) -> str:
    if len(raw) > _TEXT_BYTES:
        raise TooMuch(f"a text of {len(raw)} bytes")
    return str(raw, "utf-8", "replace")


class _Answers:
    """Makes rows as before, and counts the bytes of the answer that each belongs to."""

    def __init__(self, row_factory: Any) -> None:
        self._row = row_factory
        self._cursor: Any = None
        self._left = 0

    def __call__(self, cursor: Any, values: tuple[Any, ...]) -> Any:
        if cursor is not self._cursor:
            self._cursor, self._left = cursor, _ANSWER_BYTES
        self._left -= sum(len(value) for value in values if isinstance(value, str | bytes))
        if self._left < 0:
            raise TooMuch(f"more than {_ANSWER_BYTES} bytes in one answer")
        return self._row(cursor, values)
