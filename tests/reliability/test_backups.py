"""Backups and restores survive kills and failing disks: a small sample of `make reliability`."""

from pathlib import Path

import pytest

from tests.reliability import backups
from tests.reliability.backups import ACTS, BACKUP, Act, Bench
from tests.reliability.faults import sampled

_SEED = 7
_acts = pytest.mark.parametrize("act", ACTS, ids=lambda act: act.name)


def quiet(text: str) -> None:
    """Nobody watches."""


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    """A home and its backup."""
    return Bench.at(tmp_path_factory.mktemp("backups"))


@_acts
def test_killed_at_random_moments_it_is_healed_by_the_next(bench: Bench, act: Act) -> None:
    killed = backups.random_kills(bench, act, 4, _SEED, 2, quiet)

    assert killed.violations == []
    assert killed.hit >= 2


@_acts
def test_killed_or_failing_at_a_write_it_is_healed_by_the_next(bench: Bench, act: Act) -> None:
    chosen = sampled(backups.own_faults(bench, act), 6, _SEED)

    trials = list(backups.tried(bench, act, chosen, 2, quiet))

    assert [(str(trial.fault), text) for trial in trials for text in trial.violations] == []
    assert sum(trial.fired for trial in trials) >= 5


def test_copy_that_is_lost_would_be_noticed(bench: Bench, tmp_path: Path) -> None:
    BACKUP.prepare(bench, tmp_path)
    next((tmp_path / "backup" / "originals").rglob("*.jpg")).unlink()

    found = list(backups._restores(bench.old, tmp_path / "backup", tmp_path / "old", None))

    assert len(found) == 1
    assert "does not restore" in found[0]
