"""A photo cannot be erased as it was asked for."""

from catalogue.errors.base import PhotothequeError


class NothingToErase(PhotothequeError):
    """What is to be erased is not there, or could be several photos."""

    code = "nothing-to-erase"
    http_status = 404

    def __init__(self, name: str, found: int) -> None:
        what = f"{found} photos fit {name}" if found else f"There is no photo {name}"
        super().__init__(
            f"{what}.",
            hint="Nothing was erased. Name a photo by its id, at least 8 digits of it, or by the sha256 or the path of "
            "one of its files.",
        )


class ErasureUnconfirmed(PhotothequeError):
    """Erasing was asked for where nobody can be asked whether it is meant."""

    code = "erasure-unconfirmed"
    http_status = 422

    def __init__(self) -> None:
        super().__init__(
            "Nothing was erased: nobody is there to say yes.",
            hint="Look at what would go, then run the same command with --yes.",
        )


class ErasureUnfinished(PhotothequeError):
    """A photo is gone from the catalogue, but somebody who reads keeps its traces from being overwritten."""

    code = "erasure-unfinished"
    http_status = 503

    def __init__(self, home: str) -> None:
        super().__init__(
            f"Erasing is not finished: the database of {home} is being read without a pause.",
            hint="The photo is in no page and no export any more. The next command finishes it: phototheque check",
        )


class TombstoneKeyLost(PhotothequeError):
    """Photos were erased here, and the key that would know them again is gone."""

    code = "tombstone-key-lost"

    def __init__(self, home: str) -> None:
        super().__init__(
            f"The file tombstone.key of {home} is missing or damaged: erased photos would not be known again.",
            hint="Put tombstone.key back from a backup. Only if there is none, take tombstones.jsonl away: erased "
            "pictures can then come in again.",
        )
