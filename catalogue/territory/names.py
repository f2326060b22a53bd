"""Places that folder names bear: written as the gazetteer has them, abbreviated, or misspelt a little."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from catalogue.territory.sameness import one_by_one
from catalogue.territory.words import Words, undated, words
from catalogue.values.gazetteer import Gazetteer, Place

# Letters that may be wrong in a name of so many: one mistake in a short name makes another name.
_ONE_MISTAKE, _TWO_MISTAKES = 7, 11


@dataclass(frozen=True, slots=True)
class Named:
    """A place that a folder names. `rule` says by which folder; `depth` is 0 for the innermost.

    Where several layers have the place, `rank` is 0 for the newest of them.
    """

    place: Place
    rule: str
    depth: int
    section: str | None = None
    rank: int = 0


class NameMatcher:
    """Matches folder names to places; what two places of one kind answer to finds neither.

    A place that several layers have is one place, and is found in all of them. `ambiguous` holds the names that were
    asked for and found none, because several places of a kind bear them: the kind and the folder, and those places.
    """

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._fold = gazetteer.fold
        self.ambiguous: dict[tuple[str, str], tuple[Place, ...]] = {}
        self._known: dict[tuple[str, ...], tuple[Named, ...]] = {}
        self._by_words: dict[tuple[str, ...], list[Place]] = {}
        self._by_key: dict[str, list[tuple[Place, Words]]] = {}
        for place in gazetteer.places:
            self._add(place)

    def _add(self, place: Place) -> None:
        for name in dict.fromkeys((place.name, *place.aliases)):
            written = words(name, self._fold)
            _append(self._by_words, written.all, place)
            if written.key:
                self._by_key.setdefault(written.key, []).append((place, written))

    def __call__(self, folders: Sequence[str]) -> tuple[Named, ...]:
        """The places that these folders name, outermost folder first given; each place once, innermost first."""
        path = tuple(folders)
        if path not in self._known:
            self._known[path] = tuple(_once(self._named(path)))
        return self._known[path]

    def _named(self, path: tuple[str, ...]) -> Iterator[Named]:
        found = [(folder, self._of_folder(folder)) for folder in reversed(path)]
        around = {self._fold(p.name) for _, (places, _) in found for p in places if p.kind == "commune"}
        alone = [self._alone(folder, places, around) for folder, (places, _) in found]
        itineraries = [place for places in alone for place, _ in places if place.sections]
        for depth, (folder, (_, alike)) in enumerate(found):
            for rank, (itinerary, section) in enumerate(self._sections(folder, itineraries)):
                yield Named(itinerary, f"folder: {folder}", depth, section, rank)
            for place, rank in alone[depth]:
                yield Named(place, f"folder: {folder}{alike}", depth, rank=rank)

    def _alone(self, folder: str, places: Iterable[Place], communes: set[str]) -> list[tuple[Place, int]]:
        """One place of each kind, in each layer that has it, the newest first: 0, 1 and so on.

        Of several the one in a commune that another folder names; otherwise none.
        """
        by_kind: dict[str, list[Place]] = {}
        for place in places:
            _append(by_kind, place.kind, place)
        chosen: list[tuple[Place, int]] = []
        for kind, namesakes in by_kind.items():
            different = one_by_one(namesakes, self._fold)
            if len(different) > 1:
                different = [
                    same for same in different if any(self._fold(p.commune) in communes for p in same)
                ]
            if len(different) == 1:
                chosen += [(place, rank) for rank, place in enumerate(different[0])]
            else:
                self.ambiguous[kind, folder] = tuple(namesakes)
        return chosen

    def _of_folder(self, folder: str) -> tuple[list[Place], str]:
        """Every place that a folder may mean, and what it was taken for when it is misspelt."""
        said = undated(folder, self._fold)
        for way in (self._exactly, self._in_words, self._by_what_tells):
            if places := way(folder) or (way(said) if said else []):
                return places, ""
        return self._misspelt(said) if said else ([], "")

    def _exactly(self, text: str) -> list[Place]:
        return self._gazetteer.bearing(text)

    def _in_words(self, text: str) -> list[Place]:
        return self._by_words.get(words(text, self._fold).all, [])

    def _by_what_tells(self, text: str) -> list[Place]:
        said = words(text, self._fold)
        return _fitting(said, self._by_key.get(said.key, []))

    def _misspelt(self, text: str) -> tuple[list[Place], str]:
        """The one name that a text is nearly; none when a second name is as near."""
        from rapidfuzz import process  # noqa: PLC0415 slow to load, and most folders are dates or well spelt
        from rapidfuzz.distance import OSA  # noqa: PLC0415

        said = words(text, self._fold)
        allowed = _mistakes(said.key)
        if not allowed:
            return [], ""
        alike = process.extract(
            said.key, self._by_key.keys(), scorer=OSA.distance, score_cutoff=allowed + 1, limit=3
        )
        near = [(key, apart) for key, apart, _ in alike if _numbers(key) == _numbers(said.key)]
        if not near or near[0][1] > allowed or near[0][0][:1] != said.key[:1]:
            return [], ""
        if len(near) > 1 and near[1][1] <= near[0][1] + 1 and near[1][1] <= allowed:
            return [], ""
        places = _fitting(said, self._by_key[near[0][0]])
        return places, f" ≈ {places[0].name}" if places else ""

    def _sections(self, folder: str, itineraries: Sequence[Place]) -> Iterator[tuple[Place, str]]:
        """The part of an itinerary that a folder names, of those that folders name if any, else of all.

        In each layer that has the itinerary, the newest first.
        """
        said = words(undated(folder, self._fold), self._fold).all
        asked = itineraries or [p for p in self._gazetteer.places if p.sections]
        found = [
            (place, section)
            for place in asked
            for section in place.sections
            if _is_part(said, words(section, self._fold).all)
        ]
        if len(found) == 1:
            yield found[0]
        elif found:
            part_of = dict(found)
            different = one_by_one(part_of, self._fold)
            if len(different) == 1 and len(part_of) == len(found):
                yield from ((place, part_of[place]) for place in different[0])


def _is_part(said: tuple[str, ...], section: tuple[str, ...]) -> bool:
    """Whether words are the words of a section, in order: Loos-Wingles, Loos-en-Gohelle–Wingles."""
    if len(said) < 2 or not section or said[0] != section[0]:  # noqa: PLR2004 from where, and to where
        return False
    rest = iter(section)
    return all(word in rest for word in said)


def _fitting(said: Words, found: Iterable[tuple[Place, Words]]) -> list[Place]:
    """Of places that the same words tell apart, those that a text can mean.

    A text that says what kind it is means that kind; one that says none means a place that is called just so,
    when there is one; numbers alone mean a place only with its kind.
    """
    fitting = [(place, name) for place, name in found if said.kind in (None, place.kind)]
    if said.kind is None:
        if said.is_numbers:
            return []
        fitting = [(p, name) for p, name in fitting if name.kind is None] or fitting
    return list({place.id: place for place, _ in fitting}.values())


def _once(named: Iterable[Named]) -> list[Named]:
    """The innermost folder that names a place stands for it."""
    kept: dict[int, Named] = {}
    for one in named:
        kept.setdefault(one.place.id, one)
    return list(kept.values())


def _mistakes(key: str) -> int:
    letters = sum(c.isalpha() for c in key)
    return 2 if letters >= _TWO_MISTAKES else int(letters >= _ONE_MISTAKE)


def _numbers(key: str) -> list[str]:
    return [word for word in key.split() if word.isdecimal()]


def _append(lists: dict, key: object, place: Place) -> None:  # type: ignore[type-arg]
    held = lists.setdefault(key, [])
    if place not in held:
        held.append(place)
