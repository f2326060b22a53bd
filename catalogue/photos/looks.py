"""Perceptual hashes of photos that came in before there were any."""

from pathlib import Path

from catalogue.database.connection import writing
from catalogue.library import Library, now_text
from catalogue.photos.resemblance import Resemblance

# Photos whose hashes are written in one transaction.
_BATCH = 200
_WITHOUT = """
    SELECT number, id FROM photos WHERE number > ? AND picture_hash IS NULL AND renditions = 'ready'
    ORDER BY number LIMIT ?
"""


def hash_looks(library: Library, most: int | None = None) -> int:
    """Photos that are shown and have no perceptual hash get one, up to `most`, and pairs that it reveals are noted.

    Only our own renditions are read. Returned is how many got one; those whose rendition is missing are left.
    """
    resemblance, hashed, last = Resemblance(), 0, 0
    while most is None or hashed < most:
        rows = library.db.execute(
            _WITHOUT, [last, min(_BATCH, (most or hashed + _BATCH) - hashed)]
        ).fetchall()
        if not rows:
            break
        last = rows[-1][0]
        hashed += _hash(library, [photo_id for _, photo_id in rows], resemblance)
    return hashed


def _hash(library: Library, photo_ids: list[str], resemblance: Resemblance) -> int:
    looks = {photo_id: look for photo_id in photo_ids if (look := _look(library, photo_id)) is not None}
    with writing(library.db) as db:
        db.executemany(
            "UPDATE photos SET picture_hash = ? WHERE id = ?", [(look, i) for i, look in looks.items()]
        )
        resemblance.note(db, looks, now_text())
    return len(looks)


def _look(library: Library, photo_id: str) -> str | None:
    """The hash of the small rendition, or None when it is missing or damaged: an audit will say so."""
    import simplejpeg  # noqa: PLC0415 decoders are slow to load

    from catalogue.pictures.hashing import picture_hash  # noqa: PLC0415

    path: Path = library.home.rendition(library.limit("small_px"), photo_id, "jpg")
    try:
        return picture_hash(simplejpeg.decode_jpeg(path.read_bytes(), "RGB"))
    except (OSError, ValueError):
        return None
