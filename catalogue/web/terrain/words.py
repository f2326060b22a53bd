"""The sentences that the phone's scripts say, in the reader's language: the page carries them."""

from collections.abc import Mapping

from catalogue.web.terrain.words_camera import CAMERA
from catalogue.web.terrain.words_outing import OUTING
from catalogue.web.terrain.words_parcels import PARCELS
from catalogue.web.terrain.words_queue import QUEUE
from catalogue.words.languages import Language
from catalogue.words.wording import plural, sayable

#: One sentence, or two: for one and for more.
Saying = str | tuple[str, str]

#: `{n}` and its like are filled in by the script. What counts something has two sentences.
_COMMON: Mapping[str, Saying] = {
    "network.on": sayable("Connected"),
    "network.off": sayable("Offline: kept on the phone"),
    "queue.unsent": plural("{n} photo to send", "{n} photos to send"),
    "insecure": sayable(
        "This address is not secure (https): the phone keeps nothing offline, and has neither camera nor position."
    ),
    "time": sayable("{hour}:{minute}"),
    "size.kb": sayable("{n} kB"),
    "size.mb": sayable("{n} MB"),
    "size.gb": sayable("{n} GB"),
    "distance.m": sayable("{n} m"),
    "distance.km": sayable("{n} km"),
}


def words(language: Language) -> dict[str, str | list[str]]:
    """Every sentence by its key; one that counts as two, for one and for more."""
    told = {**_COMMON, **QUEUE, **OUTING, **CAMERA, **PARCELS}
    return {key: _said(language, sentence) for key, sentence in told.items()}


def _said(language: Language, sentence: Saying) -> str | list[str]:
    if isinstance(sentence, str):
        return language.text(sentence)
    return [language.counted(*sentence, n) for n in (1, 2)]
