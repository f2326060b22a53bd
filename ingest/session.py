"""One run from beginning to end: the library opened, the door surveyed, the road walked, the run closed."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from catalogue.database.connection import writing
from catalogue.home.workspaces import new_run_id
from catalogue.library import Library
from catalogue.photos.intake import CatalogueIntake, Finding, Intake, Rehearsal
from catalogue.photos.known import TRIED_AGAIN
from catalogue.photos.runs import Run
from catalogue.places.gazetteer import NamedPlace, register
from catalogue.placing.classification import classifier_of, places_known
from catalogue.settings import RIGHTS
from catalogue.values.arrivals import Arrival, Refusal
from catalogue.values.claims import Claim, Source, Subject
from catalogue.values.exported import ReturnedPlace
from catalogue.values.outcomes import Verdict
from catalogue.values.places import PlaceRelation
from ingest.classify import FreshClassifier, returned
from ingest.examiners import Task, examine_all
from ingest.pipeline import Road, ingest


@dataclass(frozen=True, slots=True)
class Order:
    """What somebody asked for: who asks, and the rights of what the files do not say themselves.

    With `readmit`, pictures that were erased here are taken in again.
    """

    by: str | None = None
    rights: tuple[tuple[str, str], ...] = ()
    dry: bool = False
    readmit: bool = False


def new_run(door: str, source: str, by: str | None) -> Run:
    """A run that begins now."""
    now = datetime.now(UTC)
    return Run(new_run_id(now), door, source, by, now.strftime("%Y-%m-%dT%H:%M:%SZ"))


def take_in(
    library: Library,
    run: Run,
    order: Order,
    arrivals: Iterable[Arrival],
    refusals: Iterable[Refusal] = (),
    *,
    check: Callable[[], None] = lambda: None,
) -> Iterator[Verdict]:
    """A verdict for each arrival and refusal, once it is durable.

    `check` is called when a file cannot be read: it raises when the whole source went away, for then it is
    not the file's fault.
    """
    classifier = FreshClassifier(lambda: classifier_of(library.db, library.stored_settings()))
    intake: Intake = (
        Rehearsal(library, run, readmit=order.readmit)
        if order.dry
        else CatalogueIntake(library, run, classifier, readmit=order.readmit)
    )
    road = Road(
        _Reader(library, check),
        lambda places: _registered(library, classifier, places, dry=order.dry),
        _defaults(library, order),
        intake,
    )
    finished = False
    try:
        yield from ingest(arrivals, refusals, road)
        finished = True
    finally:
        intake.close(finished=finished)


class _Reader:
    """Reads arrivals in bounded children; loaded only when there is something to read."""

    def __init__(self, library: Library, check: Callable[[], None]) -> None:
        self._library = library
        self._check = check

    def __call__(self, arrivals: Iterable[Arrival], folder: Path) -> Iterator[Finding]:
        library = self._library
        home, most = str(library.home.root.absolute()), library.limit("file_megabytes")
        limits = library.limits()
        tasks = (
            Task(arrival, str(folder / f"{number:06}"), home, limits, most)
            for number, arrival in enumerate(arrivals)
        )
        for finding in examine_all(tasks, library.bounds()):
            if isinstance(finding, Refusal) and finding.code in TRIED_AGAIN:
                self._check()
            yield finding


def _defaults(library: Library, order: Order) -> tuple[Claim, ...]:
    """What the run, and below it the library, says of rights where a file says nothing."""
    stored = library.stored_settings()
    of_run = [Claim(Subject(name), Source.RUN_DEFAULT, text, made_by=order.by) for name, text in order.rights]
    of_library = [
        Claim(Subject(name), Source.LIBRARY_DEFAULT, stored[f"default_{name}"])
        for name in RIGHTS
        if f"default_{name}" in stored
    ]
    return (*of_run, *of_library)


def _named(place: ReturnedPlace) -> NamedPlace:
    aliases = tuple((place.aliases or "").splitlines())
    return NamedPlace(place.kind, place.name, place.short_name, place.code, place.commune, aliases)


def _registered(
    library: Library, classifier: FreshClassifier, places: Sequence[ReturnedPlace], *, dry: bool
) -> tuple[PlaceRelation, ...]:
    """The places that came back with a photo, each with its row."""
    if dry or not places:
        return ()
    before = places_known(library.db)
    with writing(library.db) as db:
        ids = register(db, [_named(place) for place in places])
    if places_known(library.db) != before:
        classifier.forget()
    return returned(places, ids)
