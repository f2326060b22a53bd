"""What is to be told about a layer beside what its file says: against the library, and among its own places. Pure."""

from collections.abc import Iterator, Sequence

from catalogue.database.folding import fold
from catalogue.places.drawn import DrawnPlace
from catalogue.places.layers import LayerChange
from ingest.place_layers.orders import Note

# A layer of fewer places says nothing when they go.
_FEW = 3
_NAMES = 3


def doubles_told(found: dict[str, int]) -> Iterator[Note]:
    """Places that two layers have are kept in both, and that is said: photos will belong to both.

    No layer is advised to be removed: that two places are one is a guess.
    """
    for other, number in found.items():
        yield Note(
            "double",
            f"{number:,} of them also stand in layer “{other}”: they are taken for the same places, and photos will "
            "belong to both.",
        )


def replaced_told(change: LayerChange, layer: str) -> Iterator[Note]:
    """Whether this looks like another layer under the name of one that is there: most of its places go."""
    gone, stay = len(change.retired) + len(change.dropped), len(change.changed) + len(change.unchanged)
    if gone + stay < _FEW or gone <= stay:
        return
    new = len(change.created) + len(change.adopted) + len(change.returned)
    yield Note(
        "replaces-most",
        f"Look: {gone:,} of the {gone + stay:,} places that layer “{layer}” had go, and {new:,} are new. Is this the "
        f"same layer? --layer NAME gives it a name of its own, and “{layer}” stays as it is.",
    )


def namesakes_told(places: Sequence[DrawnPlace]) -> Iterator[Note]:
    """The names that several places of the layer bear, when neither a code nor a commune tells them apart."""
    alike: dict[tuple[str, str], list[DrawnPlace]] = {}
    for place in places:
        if place.code is None:
            alike.setdefault((fold(place.name), fold(place.commune)), []).append(place)
    several = [same for same in alike.values() if len(same) > 1]
    if several:
        shown = ", ".join(f"“{same[0].name}” ({len(same)})" for same in several[:_NAMES])
        more = f" and {len(several) - _NAMES:,} more" if len(several) > _NAMES else ""
        yield Note(
            "namesakes",
            f"Several places bear one name, and neither a code nor a commune tells them apart: {shown}{more}. A folder "
            "of that name finds none of them, and the next import knows them by their order alone.",
        )
