"""Uploads survive kills and failing disks: a small sample of `make reliability`."""

from dataclasses import replace

import pytest

from tests.reliability import uploads
from tests.reliability.faults import Fault, sampled
from tests.reliability.launcher import has_strace
from tests.reliability.uploads import Bench

_SEED = 7
needs_strace = pytest.mark.skipif(not has_strace(), reason="strace is not installed, or may not trace here")


def quiet(text: str) -> None:
    """Nobody watches."""


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    """What a phone sends, and what comes of it."""
    return Bench.at(tmp_path_factory.mktemp("uploads"))


def test_an_undisturbed_phone_is_told_the_truth(bench: Bench) -> None:
    assert bench.states == (*["catalogued"] * 5, "duplicate", "healed", "quarantined")


def test_a_server_killed_at_random_moments_loses_nothing_that_it_acknowledged(bench: Bench) -> None:
    trials = uploads.random_kills(bench, 4, _SEED, 2, quiet)

    assert [text for trial in trials for text in trial.violations] == []
    assert sum(trial.fired for trial in trials) >= 1


def test_a_server_killed_or_failing_at_a_write_loses_nothing_that_it_acknowledged(bench: Bench) -> None:
    chosen = sampled(uploads.own_faults(bench), 6, _SEED)

    trials = list(uploads.tried(bench, chosen, 2, quiet))

    assert [(str(trial.fault), text) for trial in trials for text in trial.violations] == []
    assert sum(trial.fired for trial in trials) >= 4


@needs_strace
def test_a_failing_write_of_the_rows_loses_nothing_that_was_acknowledged(bench: Bench) -> None:
    chosen = sampled(uploads.sqlite_faults(bench), 3, _SEED)

    trials = list(uploads.tried(bench, chosen, 2, quiet))

    assert [(str(trial.fault), text) for trial in trials for text in trial.violations] == []


def test_an_acknowledgement_that_comes_too_early_is_caught(bench: Bench) -> None:
    wrong = replace(bench, change="receipt-first", folder=bench.folder / "wrong")
    fault = Fault("program", "kill before", "link", "inbox/TICKET", 1)

    (trial,) = uploads.tried(wrong, [fault], 1, quiet)

    assert trial.fired
    assert any("lost" in text or "never" in text or "states" in text for text in trial.violations), (
        trial.violations
    )
