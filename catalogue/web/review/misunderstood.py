"""What a person wrote at the desk and nobody can act on: said back to them, with what they may have meant."""

from collections.abc import Sequence

from catalogue.errors import DecisionRefused
from catalogue.web.review.places import Spot


class Misunderstood(DecisionRefused):
    """What a person wrote is not understood: `sentence` says so in English, with gaps for `values`.

    `spots` are places that they may have meant, the likeliest first. The page that was filled in stays as it is.
    """

    def __init__(self, sentence: str, spots: Sequence[Spot] = (), **values: str) -> None:
        super().__init__(sentence % values)
        self.sentence = sentence
        self.spots = tuple(spots)
        self.values = values
