"""Uploads survive kills and failing disks: a small sample of what `make reliability` does, SQLite's writes left out."""

from dataclasses import replace

import pytest

from tests.reliability import uploads
from tests.reliability.faults import Fault, sampled
from tests.reliability.uploads import Bench

_SEED = 7


def quiet(text: str) -> None:
    """Nobody watches."""


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    """What a phone sends, and what comes of it."""
    return Bench.at(tmp_path_factory.mktemp("uploads"))


def test_an_undisturbed_phone_is_told_the_truth(bench: Bench) -> None:
    assert bench.states == (*["catalogued"] * 5, "duplicate", "healed", "quarantined")


def test_a_server_killed_at_random_moments_loses_nothing_that_it_acknowledged(bench: Bench) -> None:
    trials = uploads.random_kills(bench, 3, _SEED, 2, quiet)

    assert [text for trial in trials for text in trial.violations] == []
    assert sum(trial.fired for trial in trials) >= 1


def test_a_server_killed_or_failing_at_a_write_loses_nothing_that_it_acknowledged(bench: Bench) -> None:
    chosen = sampled(uploads.own_faults(bench), 4, _SEED)

    trials = list(uploads.tried(bench, chosen, 2, quiet))

    assert [(str(trial.fault), text) for trial in trials for text in trial.violations] == []
    assert sum(trial.fired for trial in trials) >= 3


def test_an_acknowledgement_that_comes_too_early_is_caught(bench: Bench) -> None:
    wrong = replace(bench, change="receipt-first", folder=bench.folder / "wrong")
    fault = Fault("program", "kill before", "link", "inbox/TICKET", 1)

    (trial,) = uploads.tried(wrong, [fault], 1, quiet)

    assert trial.fired
    assert any("lost" in text or "never" in text or "states" in text for text in trial.violations), (
        trial.violations
    )
