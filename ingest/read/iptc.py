"""IPTC-IIM, the caption fields of the nineties, found in Photoshop's resource blocks or in a TIFF tag."""

from collections.abc import Iterator, Mapping, Sequence

from catalogue.values.claims import Claim, Source, Subject
from ingest.read.boilerplate import is_boilerplate
from ingest.read.moments import iim_moment
from ingest.read.texts import CAPTION_LIMIT, TEXT_LIMIT, clean, decode

IIM_RESOURCE = 0x0404
UTF8_ESCAPE = b"\x1b%G"  # ISO 2022 announcement of UTF-8 in dataset 1:90
CHARACTER_SET = (1, 90)
DATASETS_AT_MOST = 2_000
VALUES_AT_MOST = 500

Dataset = tuple[int, int]
Fields = Mapping[Dataset, Sequence[bytes]]

# IIM 4.2, chapter 6, most trusted first within a subject. Longer captions than the 2,000 of the standard exist.
PROSE: tuple[tuple[Dataset, str, Subject], ...] = (
    ((2, 120), "2:120 Caption", Subject.CAPTION),
    ((2, 105), "2:105 Headline", Subject.CAPTION),
    ((2, 5), "2:5 ObjectName", Subject.CAPTION),
    ((2, 110), "2:110 Credit", Subject.CREDIT),
    ((2, 116), "2:116 CopyrightNotice", Subject.COPYRIGHT),
)
BY_LINE, KEYWORDS = (2, 80), (2, 25)
TIMES = (((2, 55), (2, 60), "2:55 DateCreated"), ((2, 62), (2, 63), "2:62 DigitalCreationDate"))


def iptc_claims(fields: Fields) -> tuple[Claim, ...]:
    """Claims of the datasets of an IIM block, most trusted first within each subject."""
    return (*_times(fields), *_prose(fields), *_by_lines(fields), *_keywords(fields))


def resource_fields(resources: bytes) -> Fields:
    """Datasets of the IIM block in Photoshop's image resources; none where there is no such block.

    A resource is `8BIM`, its number, a name padded to even length, its size, and its data padded likewise. One
    that claims more than there is ends the list.
    """
    place = 0
    while resources[place : place + 4] == b"8BIM" and len(resources) >= place + 12:
        number = int.from_bytes(resources[place + 4 : place + 6], "big")
        start = place + 6 + (resources[place + 6] // 2 + 1) * 2 + 4
        size = int.from_bytes(resources[start - 4 : start], "big")
        if start + size > len(resources):
            break
        if number == IIM_RESOURCE:
            return iim_fields(resources[start : start + size])
        place = start + size + size % 2
    return {}


def iim_fields(block: bytes) -> Fields:
    """Datasets of an IIM block by record and number, in the order of the file; it ends at the first that is none."""
    fields: dict[Dataset, list[bytes]] = {}
    for count, (dataset, data) in enumerate(_datasets(block)):
        if count >= DATASETS_AT_MOST:
            break
        fields.setdefault(dataset, []).append(data)
    return fields


def _datasets(block: bytes) -> Iterator[tuple[Dataset, bytes]]:
    """Each begins with 1C, record, number and length; a length with its high bit set counts bytes of the length."""
    place = 0
    while block[place : place + 1] == b"\x1c" and len(block) >= place + 5:
        length, start = int.from_bytes(block[place + 3 : place + 5], "big"), place + 5
        if length & 0x8000:
            width = length & 0x7FFF
            if width > 4:  # noqa: PLR2004 - four gigabytes are enough
                return
            length, start = int.from_bytes(block[start : start + width], "big"), start + width
        if start + length > len(block):
            return
        yield (block[place + 1], block[place + 2]), block[start : start + length]
        place = start + length


def _prose(fields: Fields) -> Iterator[Claim]:
    for dataset, name, subject in PROSE:
        for words in _texts(fields, dataset, CAPTION_LIMIT if subject is Subject.CAPTION else TEXT_LIMIT)[:1]:
            if not (subject is Subject.CAPTION and is_boilerplate(words)):
                yield Claim(subject, Source.IPTC, words, name)


def _by_lines(fields: Fields) -> Iterator[Claim]:
    names = _texts(fields, BY_LINE, TEXT_LIMIT)
    if names:
        yield Claim(Subject.CREATOR, Source.IPTC, "; ".join(names)[:TEXT_LIMIT], "2:80 Byline")


def _keywords(fields: Fields) -> Iterator[Claim]:
    for word in _texts(fields, KEYWORDS, TEXT_LIMIT)[:VALUES_AT_MOST]:
        yield Claim(Subject.KEYWORD, Source.IPTC, word, "2:25 Keywords")


def _times(fields: Fields) -> Iterator[Claim]:
    for date, time, name in TIMES:
        days, clocks = _texts(fields, date, TEXT_LIMIT), _texts(fields, time, TEXT_LIMIT)
        moment = iim_moment(days[0], clocks[0] if clocks else None) if days else None
        if moment:
            yield Claim(Subject.TAKEN, Source.IPTC, moment.value, name, precision=moment.precision)
            if moment.offset:
                yield Claim(Subject.OFFSET, Source.IPTC, moment.offset, name)


def _texts(fields: Fields, dataset: Dataset, limit: int) -> list[str]:
    """Values of a dataset as text: as 1:90 says, else UTF-8 where it is valid, else Latin-1. Each only once."""
    said = (clean(_decoded(data, fields), limit) for data in fields.get(dataset, ()))
    return list(dict.fromkeys(text for text in said if text))


def _decoded(data: bytes, fields: Fields) -> str:
    if UTF8_ESCAPE not in fields.get(CHARACTER_SET, ()):
        return decode(data)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        # Writers cut at the length that the standard allows, be it in the middle of a letter.
        cut_short = error.start >= len(data) - 3
        return data[: error.start].decode("utf-8") if cut_short else decode(data)
