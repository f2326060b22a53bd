"""What the tags of EXIF say, as claims."""

from collections.abc import Iterator

from catalogue.values.claims import Absence, Claim, Precision, Source, Subject
from ingest.read.boilerplate import is_boilerplate
from ingest.read.gps import gps_claims
from ingest.read.moments import canonical_offset, exif_moment, is_unset
from ingest.read.tags import IMAGE, PHOTO, Key, Rational, Tags, Value
from ingest.read.texts import CAPTION_LIMIT, TEXT_LIMIT, clean, decode

# Most trusted first. DateTime (0x0132) is when the file was last changed, and never a claim.
TIMES: tuple[tuple[Key, str], ...] = (
    ((PHOTO, 0x9003), "DateTimeOriginal"),
    ((PHOTO, 0x9004), "DateTimeDigitized"),
)
OFFSETS: tuple[tuple[Key, str, Source], ...] = (
    ((PHOTO, 0x9011), "OffsetTimeOriginal", Source.EXIF),
    ((PHOTO, 0x9012), "OffsetTimeDigitized", Source.INFERRED),
    ((PHOTO, 0x9010), "OffsetTime", Source.INFERRED),
)
# Make and model are 7-bit ASCII (EXIF 2.32, 4.6.4 and 4.6.2): a byte that is neither ASCII nor UTF-8 is unknown.
DEVICES: tuple[tuple[Key, str, Subject], ...] = (
    ((IMAGE, 0x010F), "Make", Subject.CAMERA_MAKE),
    ((IMAGE, 0x0110), "Model", Subject.CAMERA_MODEL),
    ((PHOTO, 0xA434), "LensModel", Subject.LENS),
)
PROSE: tuple[tuple[Key, str, Subject], ...] = (
    ((IMAGE, 0x010E), "ImageDescription", Subject.CAPTION),
    ((IMAGE, 0x013B), "Artist", Subject.CREATOR),
    ((IMAGE, 0x8298), "Copyright", Subject.COPYRIGHT),
)
ORIENTATION: Key = (IMAGE, 0x0112)
FOCAL_LENGTH: Key = (PHOTO, 0x920A)
FOCAL_LENGTH_35MM: Key = (PHOTO, 0xA405)


def exif_claims(tags: Tags) -> tuple[Claim, ...]:
    """Claims of an EXIF block, most trusted first within each subject."""
    return (*_times(tags), *_offsets(tags), *gps_claims(tags), *_camera(tags), *_prose(tags))


def _times(tags: Tags) -> Iterator[Claim]:
    for key, name in TIMES:
        text = written(tags.get(key))
        if text is None or not text.strip():
            continue
        moment = exif_moment(text)
        if moment:
            yield Claim(Subject.TAKEN, Source.EXIF, moment.value, name, precision=Precision.SECOND)
        else:
            absence = Absence.ZERO if is_unset(text) else Absence.UNREADABLE
            yield Claim(Subject.TAKEN, Source.EXIF, None, name, absence)


def _offsets(tags: Tags) -> Iterator[Claim]:
    """The offset of the shutter's time; that of other times in the file is kept as a hint only."""
    for key, name, source in OFFSETS:
        offset = canonical_offset(written(tags.get(key)) or "")
        if offset:
            yield Claim(Subject.OFFSET, source, offset, name)


def _camera(tags: Tags) -> Iterator[Claim]:
    for key, name, subject in DEVICES:
        value = tags.get(key)
        text = (
            value.decode("ascii", "replace").replace("�", "?") if isinstance(value, bytes) else written(value)
        )
        words = clean(text or "")
        if words:
            yield Claim(subject, Source.EXIF, words, name)
    focal_mm = _number(tags.get(FOCAL_LENGTH))
    if focal_mm and 0 < focal_mm < 10_000:  # noqa: PLR2004 - ten metres: no lens is longer
        yield Claim(Subject.FOCAL_LENGTH, Source.EXIF, f"{round(focal_mm, 2):g}", "FocalLength")
    film_mm = _number(tags.get(FOCAL_LENGTH_35MM))
    if film_mm and 0 < film_mm < 10_000:  # noqa: PLR2004 0 stands for unknown (Exif 3.0, 4.6.6.7)
        yield Claim(Subject.FOCAL_LENGTH_35MM, Source.EXIF, f"{round(film_mm, 2):g}", "FocalLengthIn35mmFilm")
    orientation = tags.get(ORIENTATION)
    if isinstance(orientation, tuple) and orientation and orientation[0] in range(9):
        yield Claim(Subject.ORIENTATION, Source.EXIF, str(orientation[0]), "Orientation")


def _prose(tags: Tags) -> Iterator[Claim]:
    for key, name, subject in PROSE:
        limit = CAPTION_LIMIT if subject is Subject.CAPTION else TEXT_LIMIT
        words = clean(written(tags.get(key)) or "", limit)
        if words and not (subject is Subject.CAPTION and is_boilerplate(words)):
            yield Claim(subject, Source.EXIF, words, name)


def written(value: Value | None) -> str | None:
    """Text of a tag, also of one that was stored as bytes; None for numbers and for nothing.

    >>> written((78, 156, 117, 120, 0))
    'Nœux'
    """
    if isinstance(value, tuple):
        numbers = [part for part in value if isinstance(part, int) and 0 <= part < 256]  # noqa: PLR2004 - a byte
        value = bytes(numbers) if len(numbers) == len(value) > 1 else None
    if isinstance(value, bytes):
        return decode(value.split(b"\x00")[0])
    return value


def _number(value: Value | None) -> float | None:
    if not isinstance(value, tuple) or not value:
        return None
    return value[0].value if isinstance(value[0], Rational) else float(value[0])
