"""Running again over a folder in which nothing changed, against a bare walk over the same files."""

import json
import statistics
import sys
from functools import partial

from benchmarks.cache import ROOT, say
from benchmarks.patience import Patience
from benchmarks.photos import FIRST, small_photos
from benchmarks.programs import PHOTOTHEQUE, cost_of, printed
from benchmarks.rounds import in_turns, judged, spread, table

_WALK = """
import os, sys
met = 0
for folder, _, names in os.walk(sys.argv[1]):
    for name in names:
        os.lstat(os.path.join(folder, name))
        met += 1
print(met)
"""
_OURS, _BARE = "phototheque ingest, again", "bare os.walk + lstat"


def report(rounds: int, patience: Patience) -> str:
    """Measure, and lay out the table."""
    (_, source), home = small_photos(), ROOT / "home-again"
    command = [PHOTOTHEQUE, "ingest", str(source), "--home", str(home)]
    _taken_in(command)
    walk = [sys.executable, "-c", _WALK, str(source)]
    assert printed(walk).strip() == str(FIRST)
    measured = in_turns(
        {_OURS: partial(cost_of, command), _BARE: partial(cost_of, walk)}, rounds, patience, together=8
    )
    ratios = measured.ratios(_OURS, _BARE)
    verdict = judged(statistics.median(ratios), 2, at_least=False)
    milliseconds = {
        name: spread([1000 * s for s in measured.seconds(name)], ".0f") for name in (_OURS, _BARE)
    }
    rows = [(_BARE, milliseconds[_BARE], "", ""), (_OURS, milliseconds[_OURS], spread(ratios), verdict)]
    told = (
        f"{FIRST:,} unchanged files, {rounds} rounds in turns, each a process from start to end."
        f" {measured.company}"
    )
    return "\n\n".join(["## Again", told, table(("", "ms", "this ÷ bare", "target"), rows)])


def _taken_in(command: list[str]) -> None:
    """All files are in the library, and another run over them finds each one unchanged."""
    say(f"taking {FIRST:,} small files in, unless they are there already")
    cost_of(command)
    totals = json.loads(printed([*command, "--json"]).splitlines()[-1])["totals"]
    assert totals["unchanged"] == FIRST, totals
