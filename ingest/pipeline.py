"""The road: discover → read → locate → classify → store. Each stage's details live one call below.

Photos are classified where they are stored, by all that is known of them: a second file of a photo may bring the
position that the first one lacked.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from catalogue.photos.intake import Finding, Intake
from catalogue.values.arrivals import Arrival, Refusal
from catalogue.values.claims import Claim
from catalogue.values.exported import ReturnedPlace
from catalogue.values.outcomes import Verdict
from catalogue.values.places import PlaceRelation
from ingest.locate import locate

#: Reads files, wherever that happens: arrivals in, findings out, in order.
Read = Callable[[Iterable[Arrival], Path], Iterator[Finding]]

#: Gives places that came back with a photo their rows.
Register = Callable[[Sequence[ReturnedPlace]], tuple[PlaceRelation, ...]]

# Files whose bytes and rows are made durable together: flushing the disk once for many is what makes it fast.
_BATCH = 32


@dataclass(frozen=True, slots=True)
class Road:
    """What a run's road is made of."""

    read: Read
    register: Register
    defaults: tuple[Claim, ...]
    intake: Intake


def ingest(arrivals: Iterable[Arrival], refusals: Iterable[Refusal], road: Road) -> Iterator[Verdict]:
    """Every arrival is read, located, classified and stored; each gets a verdict once it is durable."""
    read = road.read(arrivals, road.intake.folder())
    located = (_located(finding, road) for finding in read)
    for batch in _batches(_chain(refusals, located)):
        yield from road.intake.take(batch)


def _located(finding: Finding, road: Road) -> Finding:
    """A candidate with all that follows from what was read: refusals pass by."""
    if isinstance(finding, Refusal):
        return finding
    claims = locate(finding.claims) if not finding.known else finding.claims
    places = road.register(finding.returned_places)
    return replace(finding, claims=(*claims, *road.defaults), places=places)


def _chain(refusals: Iterable[Refusal], findings: Iterable[Finding]) -> Iterator[Finding]:
    yield from refusals
    yield from findings


def _batches(findings: Iterator[Finding]) -> Iterator[Sequence[Finding]]:
    while batch := list(islice(findings, _BATCH)):
        yield batch
