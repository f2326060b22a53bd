"""What is found of a library: each thing with a code, how grave it is, a sentence, and what to do now."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from catalogue.words.languages import Language
from catalogue.words.wording import sayable

_MEGABYTE, _GIGABYTE = 1_000_000, 1_000_000_000


class Level(StrEnum):
    """How grave a finding is. Red is lost work or a photo that may be lost; amber can wait for a day."""

    GOOD = "good"
    AMBER = "amber"
    RED = "red"


class Bytes(NamedTuple):
    """A size, said in megabytes or gigabytes."""

    number: int


Fact = str | int | float | datetime | Bytes


class Saying(NamedTuple):
    """An English sentence with its gaps, to be said in any language; one with a plural counts `n`."""

    sentence: str | tuple[str, str]
    facts: Mapping[str, Fact] = {}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at. What is good has nothing to be done about."""

    code: str
    level: Level
    what: Saying
    todo: Saying | None = None


@dataclass(frozen=True, slots=True)
class Status:
    """Everything that was found, the gravest first."""

    findings: tuple[Finding, ...]

    @property
    def level(self) -> Level:
        """The gravest level of all; good when there is nothing."""
        return max((found.level for found in self.findings), key=GRAVITY.__getitem__, default=Level.GOOD)

    def of(self, level: Level) -> tuple[Finding, ...]:
        """The findings of this level."""
        return tuple(found for found in self.findings if found.level == level)


GRAVITY = {Level.GOOD: 0, Level.AMBER: 1, Level.RED: 2}


def gravest_first(findings: list[Finding]) -> Status:
    """The findings as a status; those of one level keep their order."""
    return Status(tuple(sorted(findings, key=lambda found: -GRAVITY[found.level])))


def said(saying: Saying, language: Language) -> str:
    """The sentence in a language, with its numbers, dates and sizes as that language writes them."""
    facts = {name: _written(fact, language) for name, fact in saying.facts.items()}
    if isinstance(saying.sentence, str):
        return language.text(saying.sentence, **facts)
    facts.pop("n", None)
    return language.counted(*saying.sentence, int(saying.facts["n"]), **facts)  # type: ignore[arg-type] # n is a number


def _written(fact: Fact, language: Language) -> str:
    if isinstance(fact, Bytes):
        return _size(fact.number, language)
    if isinstance(fact, datetime):
        return language.moment(fact.astimezone())
    return fact if isinstance(fact, str) else language.number(fact)


_GB, _MB = sayable("%(size)s GB"), sayable("%(size)s MB")


def _size(number: int, language: Language) -> str:
    if number < _GIGABYTE:
        return language.text(_MB, size=language.number(round(number / _MEGABYTE)))
    return language.text(_GB, size=language.number(round(number / _GIGABYTE, 1)))
