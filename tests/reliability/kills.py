"""`kill -9` at random moments, then a plain re-run: nothing lost, doubled, orphaned or half-written."""

import random
import shutil
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from tests.reliability import scenarios, verdicts
from tests.reliability.launcher import Ended, Running, left_behind
from tests.reliability.scenarios import Scenario, Writing
from tests.reliability.verdicts import has_tables, reading

#: Says how far the work has come.
Step = Callable[[str], None]

_MOST_IN_A_LIFE = 4
_FEW = 10
_LINGER_SECONDS = 15
_PATIENCE_SECONDS = 60
# A little beyond the end, so that the last moments are met too.
_BEYOND = 1.05


@dataclass(slots=True)
class Life:
    """One home: how often it was killed, where that hit it, and what was wrong with it in the end."""

    scenario: str
    seed: str
    kills: int = 0
    late: int = 0
    moments: Counter[str] = field(default_factory=Counter)
    violations: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Moment:
    """When to kill: a part of the time that the command takes, or of the time in which it writes."""

    part: float
    writing: bool


def random_kills(number: int, seed: int, folder: Path, jobs: int, step: Step) -> list[Life]:
    """At least so many kills that hit a living process, spread over the scenarios and over the whole of each."""
    tries = 1 if number < _FEW else 3
    lives = []
    with ThreadPoolExecutor(jobs) as threads:
        whole = scenarios.everything(folder / "prepared")
        prepared = list(threads.map(lambda s: s.measured(folder / "undisturbed", tries), whole))
        for scenario in prepared:
            share = max(1, number * scenario.share // sum(s.share for s in prepared))
            for life in _lives(scenario, share, seed, folder / "lives", threads):
                lives.append(life)
                step(f"{sum(other.kills for other in lives)} kills")
    return lives


def _lives(scenario: Scenario, wanted: int, seed: int, folder: Path, threads: Executor) -> Iterator[Life]:
    """Lives until so many kills have hit; a kill that came too late is made up for."""
    source, number = random.Random(f"{seed} {scenario.name}"), 0  # noqa: S311
    while wanted > 0:
        moments, work = _moments(source, wanted), []
        while moments:
            most = source.randint(1, _MOST_IN_A_LIFE)
            name = f"{scenario.name}-{number}"
            work.append((scenario, f"{seed}/{name}", folder / name, moments[:most]))
            moments, number = moments[most:], number + 1
        for life in threads.map(lambda job: _live(*job), work):
            wanted -= life.kills
            yield life


def _moments(source: random.Random, number: int) -> list[Moment]:
    """So many moments, one in each equal slice; every second one in the time in which the command writes."""
    moments = [Moment((i + source.random()) / number * _BEYOND, writing=i % 2 == 0) for i in range(number)]
    source.shuffle(moments)
    return moments


def _live(scenario: Scenario, name: str, folder: Path, moments: Sequence[Moment]) -> Life:
    """One home from beginning to end; it is kept when something was wrong with it."""
    life, source = Life(scenario.name, name), random.Random(name)  # noqa: S311
    home = scenario.new_home(folder)
    groups = [_strike(life, scenario, home, moment, group=source.random() < 1 / 3) for moment in moments]
    ended = scenarios.finish(scenario, home)
    life.violations += _judged(scenario, home, ended)
    if not scenarios.until(lambda: not any(map(left_behind, groups)), _LINGER_SECONDS):
        life.violations.append("children of a killed process live on")
    if not life.violations:
        shutil.rmtree(folder)
    return life


def _strike(life: Life, scenario: Scenario, home: Path, moment: Moment, *, group: bool) -> int:
    """The command runs and is killed at a moment; returned is its process group."""
    (words,) = scenario.before(home)
    writing, running = Writing(scenario, home), Running.start(words)
    seconds = moment.part * (scenario.writing_seconds if moment.writing else scenario.seconds)
    if moment.writing:
        scenarios.until(lambda: running.over or writing.begun(), _PATIENCE_SECONDS)
    scenarios.until(lambda: running.over, seconds)
    hit = running.kill(group=group)
    ended = running.wait()
    life.kills += hit
    life.late += not hit
    life.moments[_where(home, ended)] += hit
    life.violations += _after_a_kill(scenario, home, ended)
    return running.process.pid


def _after_a_kill(scenario: Scenario, home: Path, ended: Ended) -> list[str]:
    """What must be true at once, before anybody mends anything."""
    found = verdicts.broken_promises(home, ended) if scenario.told else []
    if lost := scenario.lost(home):
        found.append(f"lost: {len(lost)} files are neither waiting nor taken in nor set apart")
    return found


def _judged(scenario: Scenario, home: Path, ended: Sequence[Ended]) -> list[str]:
    """What is wrong after the crash was mended."""
    failed = [e for e in ended if e.status not in {0, 1} or "Traceback" in e.error]
    found = [f"status {e.status} after a crash: {e.error.strip()[-300:]}" for e in failed]
    found += [f"{path} of the source was changed" for source in scenario.sources for path in source.damage()]
    if scenario.told:
        found += verdicts.unaccounted(ended[-1], scenario.told.paths)
    if lost := scenario.lost(home):
        found.append(f"lost in the end: {len(lost)} files")
    return found + verdicts.violations(home, scenario.expected or {})


def _where(home: Path, ended: Ended) -> str:
    """In which part of the work a kill fell, by what it left."""
    if not (home / "catalogue.db").exists():
        return "1 before the catalogue"
    with reading(home) as db:
        if not has_tables(db):
            return "2 while the catalogue was made"
        if db.execute("SELECT 1 FROM runs WHERE state = 'running'").fetchone():
            return (
                "6 after the first verdicts" if ended.told else "5 between the first rows and their verdicts"
            )
    if any(path.is_dir() for path in (home / "tmp").glob("*")):
        return "4 while files were read, or their originals placed"
    return "7 after the last verdict" if "totals" in str(ended.documents[-1:]) else "3 before files were read"
