"""What Windows Explorer wrote into a photo: the XP tags, and its star rating."""

from collections.abc import Iterator

from catalogue.values.claims import Claim, Source, Subject
from ingest.read.boilerplate import is_boilerplate
from ingest.read.tags import IMAGE, Tags, Value
from ingest.read.texts import CAPTION_LIMIT, clean

# Most trusted first. Explorer calls them title, subject and comments.
CAPTIONS = ((0x9C9B, "XPTitle"), (0x9C9F, "XPSubject"), (0x9C9C, "XPComment"))
AUTHOR, KEYWORDS, RATING = 0x9C9D, 0x9C9E, 0x4746
KEYWORDS_AT_MOST = 500


def windows_claims(tags: Tags) -> tuple[Claim, ...]:
    """Claims of the XP tags of an EXIF block, which are UTF-16 whatever the byte order of the block."""
    return (*_captions(tags), *_author(tags), *_keywords(tags), *_rating(tags))


def _captions(tags: Tags) -> Iterator[Claim]:
    for number, name in CAPTIONS:
        words = clean(_wide(tags.get((IMAGE, number))), CAPTION_LIMIT)
        if words and not is_boilerplate(words):
            yield Claim(Subject.CAPTION, Source.WINDOWS, words, name)


def _author(tags: Tags) -> Iterator[Claim]:
    words = clean(_wide(tags.get((IMAGE, AUTHOR))))
    if words:
        yield Claim(Subject.CREATOR, Source.WINDOWS, words, "XPAuthor")


def _keywords(tags: Tags) -> Iterator[Claim]:
    said = (clean(word) for word in _wide(tags.get((IMAGE, KEYWORDS))).split(";"))
    for word in list(dict.fromkeys(filter(None, said)))[:KEYWORDS_AT_MOST]:
        yield Claim(Subject.KEYWORD, Source.WINDOWS, word, "XPKeywords")


def _rating(tags: Tags) -> Iterator[Claim]:
    stars = tags.get((IMAGE, RATING))
    if isinstance(stars, tuple) and stars and stars[0] in range(1, 6):
        yield Claim(Subject.RATING, Source.WINDOWS, str(stars[0]), "Rating")


def _wide(value: Value | None) -> str:
    """Text of a list of bytes in UTF-16, little-endian, up to its first NUL; what is no UTF-16 is marked so."""
    if isinstance(value, tuple):
        numbers = [part for part in value if isinstance(part, int) and 0 <= part < 256]  # noqa: PLR2004 - a byte
        value = bytes(numbers) if len(numbers) == len(value) else b""
    if not isinstance(value, bytes):
        return ""
    return value[: len(value) // 2 * 2].decode("utf-16-le", "replace").partition("\x00")[0]
