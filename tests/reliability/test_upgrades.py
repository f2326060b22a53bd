"""A migration that is killed leaves the library as it was or as it is to be: a small sample of `make reliability`."""

from pathlib import Path

import pytest

from tests.reliability import faults, upgrades
from tests.reliability.launcher import has_strace
from tests.reliability.upgrades import Upgrade

_OLDEST = Path(__file__).parents[1] / "files" / "library-0001.sql"
_SEED = 7
needs_strace = pytest.mark.skipif(not has_strace(), reason="strace is not installed, or may not trace here")


def _sample(upgrade: Upgrade, number: int) -> list[str]:
    """What is wrong after some of the kills, of which most hit."""
    chosen = faults.sampled(upgrades.moments(upgrade), number, _SEED)
    tried = list(upgrades.killed(upgrade, chosen, 2, lambda _: None))
    assert sum(hit for _, hit, _ in tried) >= number - 1
    return [f"{moment}: {text}" for moment, _, found in tried for text in found]


@needs_strace
def test_library_of_the_oldest_version_is_whole_after_a_kill_at_any_write_of_its_migration(
    tmp_path: Path,
) -> None:
    assert _sample(upgrades.of_catalogue(_OLDEST, tmp_path), 10) == []


@needs_strace
def test_accounts_are_whole_after_a_kill_at_any_write_of_their_migration(tmp_path: Path) -> None:
    assert _sample(upgrades.of_people(tmp_path), 6) == []
