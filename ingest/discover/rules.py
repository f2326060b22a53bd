"""What a walk never enters, and which files belong to a photo beside them. By name alone."""

import re
from fnmatch import translate

# Thumbnails, waste bins and caches of NAS boxes, systems and photo programs.
NEVER_ENTERED = (
    "@eaDir",
    ".@__thumb",
    "#recycle",
    "@Recycle",
    "$RECYCLE.BIN",
    ".Trash*",
    ".thumbnails",
    ".picasaoriginals",
    "*.lrdata",
)
CLUTTER = ("._*", "Thumbs.db", ".DS_Store", ".picasa.ini", "*.AAE", "*.THM")

PICTURE_EXTENSIONS = frozenset(
    {"jpg", "jpeg", "jpe", "heic", "heif", "hif", "png", "webp", "tif", "tiff", "avif"}
)
RAW_EXTENSIONS = frozenset(
    {"nef", "nrw", "cr2", "cr3", "crw", "arw", "sr2", "dng", "orf", "rw2", "raf", "pef", "srw", "3fr", "rwl"}
)
_LIVE = frozenset({"mov"})


def _any_of(patterns: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(translate(pattern) for pattern in patterns), re.IGNORECASE)


is_never_entered = _any_of(NEVER_ENTERED).match
is_clutter = _any_of(CLUTTER).match


def extension(name: str) -> str:
    """What follows the last dot, in lower case; empty where there is no dot.

    >>> extension("IMG_1.HEIC"), extension("README")
    ('heic', '')
    """
    stem, dot, last = name.rpartition(".")
    return last.lower() if dot and stem else ""


def is_picture_name(name: str) -> bool:
    """True for names that photos usually bear; the content decides later."""
    return extension(name) in PICTURE_EXTENSIONS


def owner_keys(name: str) -> tuple[str, str, str] | None:
    """How a file that may belong to a photo names it: kind, the photo's full name or '', and its stem.

    >>> owner_keys("IMG_1.jpg.xmp"), owner_keys("IMG_1.MOV"), owner_keys("a.pdf")
    (('sidecar', 'img_1.jpg', 'img_1.jpg'), ('live-photo', '', 'img_1'), None)
    """
    folded, ending = name.casefold(), extension(name)
    stem = folded.rpartition(".")[0]
    if ending == "xmp":
        return ("sidecar", stem if is_picture_name(stem) else "", stem)
    if ending in _LIVE:
        return ("live-photo", "", stem)
    if ending in RAW_EXTENSIONS:
        return ("raw-beside", "", stem)
    return None
