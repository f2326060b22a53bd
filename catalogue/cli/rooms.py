"""What the rooms offer to the command line, by entry point, found without reading every installed package."""

import os
import sys
from collections.abc import Iterable
from importlib import import_module
from typing import Any

COMMANDS = "phototheque.commands"
ANSWERS = "phototheque.answers"

# Reading the metadata of every installed package takes longer than meeting 8,000 unchanged files: what is
# installed is looked for first in the one file where our own rooms stand.
_OWN = "phototheque-"


def names(group: str) -> list[str]:
    """Every name that any installed package offers in a group."""
    return sorted(_everyones(group))


def offered(group: str, name: str) -> Any:
    """What a room offers under this name, loaded; None when no room does."""
    where = _own(group).get(name) or (_everyones(group).get(name) if group == COMMANDS else None)
    if where is None:
        return None
    module, _, attribute = where.partition(":")
    return getattr(import_module(module), attribute)


def _own(group: str) -> dict[str, str]:
    """What our own rooms offer: name → `module:attribute`."""
    for folder in filter(os.path.isdir, sys.path):
        for name in os.listdir(folder):
            if name.startswith(_OWN) and name.endswith(".dist-info"):
                with open(os.path.join(folder, name, "entry_points.txt"), encoding="utf-8") as entries:
                    return dict(section(group, entries))
    return {}


def section(group: str, lines: Iterable[str]) -> Iterable[tuple[str, str]]:
    """The entries of a group in an `entry_points.txt` (entry points specification, *file format*).

    >>> dict(section("b", ["[a]", "x = m:x", "[b]", "y = m:y"]))
    {'y': 'm:y'}
    """
    inside = False
    for line in lines:
        if line.startswith("["):
            inside = line.strip() == f"[{group}]"
        elif inside and "=" in line:
            name, _, where = line.partition("=")
            yield name.strip(), where.strip()


def _everyones(group: str) -> dict[str, str]:
    from importlib.metadata import entry_points  # noqa: PLC0415 slow, and seldom needed

    return {point.name: point.value for point in entry_points(group=group)}
