"""Which places a photo belongs to, and why. Pure functions over values."""

from collections.abc import Iterable, Sequence

from catalogue.values.claims import Claim, Subject
from catalogue.values.gazetteer import Gazetteer
from catalogue.values.places import PlaceRelation

FOLDER_RULE = "folder"


def classify(claims: Sequence[Claim], gazetteer: Gazetteer) -> tuple[PlaceRelation, ...]:
    """The places that a photo's evidence names, innermost folder first: it is the most precise."""
    folders = [claim.value for claim in claims if claim.subject is Subject.FOLDER and claim.value]
    return tuple(_by_folder(reversed(folders), gazetteer))


def _by_folder(folders: Iterable[str], gazetteer: Gazetteer) -> Iterable[PlaceRelation]:
    """A folder that bears the name or an alias of exactly one place of a kind says that the photo belongs there."""
    for folder in folders:
        for place in gazetteer.named(folder):
            yield PlaceRelation(
                place.kind, place.id, place.name, "folder", f"{FOLDER_RULE}: {folder}", main=True
            )
