"""The order of a result, as the photo table has it: by one column, then by id.

Without a value a photo comes last when the order is downwards, and first when it is upwards, as SQLite has it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from catalogue.database.descriptions import COLUMNS

#: The order of the photo table when nobody asks for one.
NEWEST = ("taken_at", True)


@dataclass(frozen=True, slots=True)
class Order:
    """By which column of `photos`, a name of our own, and whether downwards."""

    column: str
    downwards: bool

    @property
    def sql(self) -> str:
        """What stands after `order by`."""
        return f"{self.column} {'desc' if self.downwards else 'asc'}, id"

    @property
    def backwards(self) -> str:
        """The same from the other end."""
        return f"{self.column} {'asc' if self.downwards else 'desc'}, id desc"

    def after(self) -> str:
        """The condition that a photo stands after the one with `:at` in the column and the id `:id`."""
        return self._beyond(upwards=not self.downwards, later=">")

    def before(self) -> str:
        """The condition that a photo stands before that one."""
        return self._beyond(upwards=self.downwards, later="<")

    def _beyond(self, *, upwards: bool, later: str) -> str:
        same = f"{self.column} is :at and id {later} :id"
        if upwards:
            further = f"{self.column} > :at or (:at is null and {self.column} is not null)"
        else:
            further = f"{self.column} < :at or (:at is not null and {self.column} is null)"
        return f"({further} or ({same}))"


def order_of(arguments: Mapping[str, Any]) -> Order:
    """Give the order that a request asks for by `_sort` or `_sort_desc`; any other text asks for none."""
    for name, downwards in (("_sort", False), ("_sort_desc", True)):
        column = arguments.get(name)
        if column in COLUMNS["photos"]:
            return Order(column, downwards)
    return Order(*NEWEST)
