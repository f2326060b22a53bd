"""What the accounts' file says of photos: who had their originals, which links showed them."""

from collections.abc import Callable

from catalogue.errors import ErasureUnfinished
from catalogue.home.paths import Home
from catalogue.people.access_log import forget_photos
from catalogue.people.store import changing, empty_log


def forget(home: Home, is_erased: Callable[[str], bool]) -> None:
    """No row and no log of `people.db` names these photos; who had something, and when, stays. ErasureUnfinished."""
    if not home.people.exists():
        return
    with changing(home) as db:
        forget_photos(db, is_erased)
    if not empty_log(home):
        raise ErasureUnfinished(str(home.root))
