"""Pictures taken away from a terminal: the same order and parcel as in the browser, into a folder or a ZIP."""

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from catalogue.cli.chosen import Chosen, tied_to_kind
from catalogue.database.connection import connect
from catalogue.exports.archives import FolderPacking, ZipPacking, admit_destination
from catalogue.exports.asked import Asked
from catalogue.exports.drawing import chosen_size
from catalogue.exports.packing import Packed, pack
from catalogue.exports.parcels import Why, by_reason
from catalogue.home.paths import Home
from catalogue.web.results import Explorer, Results
from catalogue.web.take.orders import Order, Wish, asked_now, order_of
from catalogue.words import wording
from catalogue.words.languages import ENGLISH, Language

_WHY = {
    Why.SET_ASIDE: "set aside",
    Why.INTERNAL: "for internal use (take them too with --internal)",
    Why.NO_PICTURE: "whose picture cannot be read (see `phototheque check`)",
    Why.GONE: "gone meanwhile",
}


def order(
    home: Home,
    wanted: Chosen,
    size: str,
    width_cm: str,
    language: Language,
    *,
    internal: bool = False,
    alone: bool = False,
) -> Order:
    """Freeze what is to be taken; ResultRefused, WidthRefused."""
    wish = Wish(wanted.query, chosen_size(size, width_cm), width_cm, internal, alone)
    found = Results(Explorer(home, accounts=False)).photos(wish.query, language)
    with closing(connect(home.catalogue, readonly=True)) as db:
        ids = found.ids(db)
        if wanted.kind:
            ids = tied_to_kind(db, ids, wanted.kind)
    return order_of(home, wish, ids, _asked(found.said, wanted, language))


def _asked(said: object, wanted: Chosen, language: Language) -> Asked:
    asked = asked_now(tuple(said), wanted.query, language, wanted.site)  # type: ignore[arg-type]
    if not wanted.kind:
        return asked
    # The gallery cannot ask for it: its address would show more photos than were taken.
    return replace(asked, said=(*asked.said, wording.kind_of_place(wanted.kind, language)), address=None)


def take(home: Home, order: Order, destination: Path, step: Callable[[], object]) -> Packed:
    """The pictures and their tables stand at `destination`; a ZIP appears there when it is whole. ExportRefused."""
    admit_destination(destination, home.root)
    parcel = order.parcel(home)
    with TemporaryDirectory(prefix="phototheque-") as scratch:
        if destination.suffix.lower() != ".zip":
            return pack(home, parcel, FolderPacking(destination), Path(scratch), step)
        destination.parent.mkdir(parents=True, exist_ok=True)
        staged = destination.with_name(f".{destination.name}.part")
        try:
            with staged.open("w+b") as file, ZipPacking(file) as into:
                packed = pack(home, parcel, into, Path(scratch), step)
            staged.replace(destination)
        finally:
            staged.unlink(missing_ok=True)
        return packed


def told(packed: Packed, destination: Path) -> Iterator[str]:
    """Say what was taken, and what was left out and why."""
    taken, missing = len(packed.paths), len(packed.counted.missing)
    without = f", {ENGLISH.number(missing)} of them without credit" if missing else ""
    yield f"{ENGLISH.counted('%(n)s photo', '%(n)s photos', taken)} taken to {destination}{without}."
    for why, numbers in by_reason(packed.left_out).items():
        yield f"Left out: {ENGLISH.number(len(numbers))} {_WHY[why]}."


def failed(packed: Packed) -> bool:
    """Say whether a picture could not be read."""
    return Why.NO_PICTURE in by_reason(packed.left_out)
