"""Whether namesakes in several layers are one place, drawn more than once."""

from collections.abc import Callable, Iterable

from catalogue.values.gazetteer import Place

Box = tuple[float, float, float, float]

# What is added around each box, in degrees, 70 to 110 m: a point has no size, and layers draw the same wall apart.
_MARGIN = 0.001
# Boxes that share so much are boxes of one place, when their places bear one name or one code.
_SHARED = 0.5


def one_by_one(places: Iterable[Place], fold: Callable[[str], str]) -> list[list[Place]]:
    """Namesakes of one kind, those that are the same place together; of each the one of the newest layer first."""
    groups: list[list[Place]] = []
    for place in places:
        same = [group for group in groups if any(are_same(place, other, fold) for other in group)]
        groups = [group for group in groups if group not in same]
        groups.append([place, *(other for group in same for other in group)])
    return [_newest_first(group) for group in groups]


def are_same(one: Place, other: Place, fold: Callable[[str], str]) -> bool:
    """Whether two namesakes of one kind are one place.

    They are in two layers, and lie in the same spot, or bear the same code and nothing says that they lie in two
    communes. Within a layer two rows are two places.
    """
    if one.layer == other.layer or one.kind != other.kind:
        return False
    if one.bounds and other.bounds and share_a_spot(one.bounds, other.bounds):
        return True
    communes = {fold(one.commune), fold(other.commune)} - {""}
    return bool(one.code) and one.code == other.code and len(communes) <= 1


def share_a_spot(one: Box, other: Box) -> bool:
    """Whether boxes (west, south, east, north) share half of the smaller.

    >>> share_a_spot((2.8, 50.4, 2.9, 50.5), (2.82, 50.4, 2.9, 50.5))
    True
    >>> share_a_spot((2.8, 50.4, 2.9, 50.5), (2.9, 50.4, 3.0, 50.5))
    False
    """
    a, b = _wider(one), _wider(other)
    return _shared(a, b) >= _SHARED * min(_size(a), _size(b))


def are_alike(one: Box, other: Box) -> bool:
    """Whether boxes share half of the larger: not a town and its county.

    >>> are_alike((2.8, 50.4, 2.9, 50.5), (2.82, 50.4, 2.9, 50.5))
    True
    >>> are_alike((2.8, 50.4, 2.9, 50.5), (2.0, 50.0, 4.0, 51.0))
    False
    """
    a, b = _wider(one), _wider(other)
    return _shared(a, b) >= _SHARED * max(_size(a), _size(b))


def _shared(a: Box, b: Box) -> float:
    width, height = min(a[2], b[2]) - max(a[0], b[0]), min(a[3], b[3]) - max(a[1], b[1])
    return width * height if width > 0 and height > 0 else 0.0


def _wider(box: Box) -> Box:
    west, south, east, north = box
    return west - _MARGIN, south - _MARGIN, east + _MARGIN, north + _MARGIN


def _size(box: Box) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def _newest_first(group: list[Place]) -> list[Place]:
    """By the time that the layer came; of one time the place that the library knew first."""
    by_age = sorted(group, key=lambda place: place.id)
    return sorted(by_age, key=lambda place: place.layer_since, reverse=True)
