"""The photos that somebody has sent: theirs to describe while they remember, and nobody else's."""

from dataclasses import dataclass
from datetime import UTC, datetime

from catalogue.home.paths import Home
from catalogue.people.store import reading
from catalogue.uploads import rows
from catalogue.uploads.states import Standing, State, standings
from catalogue.uploads.upload import Sender

#: What made a photo, or was the first to bring it: a copy of somebody else's photo gives no right to it.
_BROUGHT = frozenset({State.CATALOGUED, State.HEALED, State.HELD})


@dataclass(frozen=True, slots=True)
class Sent:
    """One upload as it stands, and whether its sender may say what its photo shows and where it was."""

    standing: Standing
    theirs: bool


def sent(home: Home, sender: Sender) -> list[Sent]:
    """All that this sender has sent, the newest first."""
    with reading(home) as db:
        found = rows.of_sender(db, sender, None, None)
    listed = standings(home, found, datetime.now(UTC))
    own = {one.photo_id for one in listed if one.photo_id and one.state in _BROUGHT}
    return [Sent(one, one.photo_id in own) for one in listed]


def is_theirs(home: Home, sender: Sender, photo_id: str) -> bool:
    """True when this sender has brought the photo."""
    return any(one.theirs and one.standing.photo_id == photo_id for one in sent(home, sender))
