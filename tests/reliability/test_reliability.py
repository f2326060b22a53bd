"""A library survives kills, failing disks and power cuts: a small sample of `make reliability`."""

from pathlib import Path

import pytest

from tests.reliability import faults, kills, powercut, proof
from tests.reliability.faults import Bench
from tests.reliability.launcher import has_strace
from tests.reliability.powercut import Replay

_SEED = 7
needs_strace = pytest.mark.skipif(not has_strace(), reason="strace is not installed, or may not trace here")


def quiet(text: str) -> None:
    """Nobody watches."""


def test_a_library_killed_at_random_moments_is_whole_after_a_plain_run(tmp_path: Path) -> None:
    lives = kills.random_kills(4, _SEED, tmp_path, 2, quiet)

    assert [text for life in lives for text in life.violations] == []
    assert sum(life.kills + life.late for life in lives) >= 4


def test_a_write_that_fails_is_told_in_a_sentence_and_mended_by_a_plain_run(tmp_path: Path) -> None:
    bench = Bench.at(tmp_path)
    chosen = faults.sampled(faults.own_faults(bench), 5, _SEED) + faults.sampled(
        faults.short_writes(bench), 1, _SEED
    )

    trials = list(faults.tried(bench, chosen, 2, quiet))

    assert [(str(trial.fault), text) for trial in trials for text in trial.violations] == []
    assert sum(trial.fired for trial in trials) >= 3


@needs_strace
def test_a_failing_write_of_sqlite_is_told_in_a_sentence_and_mended_by_a_plain_run(bench: Bench) -> None:
    chosen = faults.sampled(faults.sqlite_faults(bench), 3, _SEED)

    trials = list(faults.tried(bench, chosen, 2, quiet))

    assert [(str(trial.fault), text) for trial in trials for text in trial.violations] == []
    assert sum(trial.fired for trial in trials) >= 2


@needs_strace
def test_what_is_told_is_on_the_disk_and_every_power_cut_is_mended_by_a_plain_run(tmp_path: Path) -> None:
    trace = powercut.traced_ingest(tmp_path)

    watched = Replay(trace).play()
    made = powercut.cuts(trace, 2, _SEED)

    assert watched.violations == []
    assert (watched.told, watched.commits > 3) == (11, True)
    assert [text for found in powercut.healed(made, 2, quiet) for text in found] == []


@needs_strace
def test_a_door_tells_a_ticket_only_when_the_file_is_on_the_disk(tmp_path: Path) -> None:
    assert powercut.traced_hand_over(tmp_path) == []


@needs_strace
@pytest.mark.parametrize("order", proof.ORDERS[: proof.TESTED[0]], ids=lambda order: order.change)
def test_a_wrong_order_of_writes_is_caught(order: proof.Order, orders: proof.Orders) -> None:
    found = orders.proof(order)

    assert found.caught, found.sentence


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    """Where faults are tried."""
    return Bench.at(tmp_path)


@pytest.fixture(scope="module")
def orders(tmp_path_factory: pytest.TempPathFactory) -> proof.Orders:
    """Traces of wrong products; the right one is traced once."""
    return proof.Orders(tmp_path_factory.mktemp("orders"))


def test_a_wrong_handling_of_faults_is_caught(bench: Bench) -> None:
    found = list(proof.struck(bench, proof.BLOWS[: proof.TESTED[1]]))

    assert [(one.change, one.caught) for one in found] == [("rows-first", True), ("lost-links", True)]
