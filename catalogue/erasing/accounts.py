"""What the accounts' file says of photos: who had their originals, which links showed them, who sent them."""

from collections.abc import Callable

from catalogue.errors import ErasureUnfinished
from catalogue.home.paths import Home
from catalogue.people.access_log import forget_photos
from catalogue.people.store import changing, changing_copy, copies_before_migrations, empty_log, ensure
from catalogue.uploads.clearing import discard_files, forget_files

#: Whether a photo with this id, or a file with this sha256, is to go.
Goes = Callable[[str], bool]


def forget(home: Home, photo_goes: Goes, file_goes: Goes) -> None:
    """No row and no log of `people.db` names these photos and files; who had something, and when, stays.

    Nor is one of these files on its way from a phone any more. ErasureUnfinished.
    """
    if not home.people.exists():
        return
    ensure(home)
    discard_files(home, file_goes)
    with changing(home) as db:
        forget_photos(db, photo_goes)
        forget_files(db, file_goes)
    for copy in copies_before_migrations(home):
        with changing_copy(copy) as db:
            forget_photos(db, photo_goes)
            if db.execute("SELECT 1 FROM sqlite_master WHERE name = 'uploads'").fetchone():
                forget_files(db, file_goes)
    if not empty_log(home):
        raise ErasureUnfinished(str(home.root))
