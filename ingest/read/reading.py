"""Reading one file: its metadata blocks are found, and what each of them says becomes claims."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from catalogue.values.claims import Claim, Source, Subject
from catalogue.values.precedence import best
from ingest.read.allowance import READS, SIZE_BYTES
from ingest.read.containers import Blocks, find_blocks
from ingest.read.exif import exif_claims
from ingest.read.iptc import iim_fields, iptc_claims, resource_fields
from ingest.read.properties import property_claims
from ingest.read.tags import read_tags
from ingest.read.trust import believed_keys
from ingest.read.windows import windows_claims
from ingest.read.xmp import UnreadablePacket, read_properties

# A file has one block of each kind; a few have two, and none needs more.
BLOCKS_AT_MOST = 4


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file says of itself: claims, most trusted first within a source, and notes on what was unreadable."""

    claims: tuple[Claim, ...] = ()
    notes: tuple[str, ...] = ()


def read_file(path: Path, format: str, *, reads: int = READS, size_bytes: int = SIZE_BYTES) -> Reading:  # noqa: A002
    """Claims of the metadata in a picture whose format is known from its content.

    `format` is jpeg, heif, avif, png, webp or tiff; of another format nothing is known, and nothing read. What
    is damaged, too large or meant to hang a parser gives notes instead of claims; only opening and reading the
    file itself can raise (OSError). `reads` and `size_bytes` bound the work on each EXIF block.
    """
    with path.open("rb") as file:
        blocks = find_blocks(file, format)
        parts = (
            _exif(blocks, reads, size_bytes),
            read_packets(blocks.xmp, Source.XMP),
            Reading(_iptc(blocks)),
        )
        claims = (claim for part in parts for claim in part.claims)
        notes = (note for part in parts for note in part.notes)
        return Reading(_with_fitting_offsets(claims), (*blocks.notes, *notes))


def read_packets(packets: Iterable[bytes], source: Source) -> Reading:
    """Claims of XMP packets that speak for one source; a packet that cannot be read gives a note."""
    claims: list[Claim] = []
    notes: list[str] = []
    for packet in tuple(packets)[:BLOCKS_AT_MOST]:
        try:
            claims += property_claims(read_properties(packet), source)
        except UnreadablePacket as reason:
            notes.append(f"the XMP packet was left aside: {reason}")
    return Reading(tuple(claims), tuple(notes))


def _exif(blocks: Blocks, reads: int, size_bytes: int) -> Reading:
    claims: list[Claim] = []
    notes: list[str] = []
    for block in blocks.exif[:BLOCKS_AT_MOST]:
        believed = believed_keys(block, whole_file=blocks.exif_is_file)
        if not believed:
            notes.append("the EXIF block has no directory that can be believed")
            continue
        tags, remarks = read_tags(block, reads=reads, size_bytes=size_bytes)
        sound = {key: value for key, value in tags.items() if key in believed}
        claims += (*exif_claims(sound), *windows_claims(sound))
        notes += remarks
    return Reading(tuple(claims), tuple(notes))


def _iptc(blocks: Blocks) -> tuple[Claim, ...]:
    found = [*map(resource_fields, blocks.resources), *map(iim_fields, blocks.iim)]
    return tuple(claim for fields in found[:BLOCKS_AT_MOST] for claim in iptc_claims(fields))


def _with_fitting_offsets(claims: Iterable[Claim]) -> tuple[Claim, ...]:
    """Claims, each once, where an offset that belongs to another time than the one shown is a hint only.

    XMP and IPTC carry it within their date: shown beside the date of EXIF it would be a zone that the camera
    never stated.
    """
    known = tuple(dict.fromkeys(claims))
    shown = best(Subject.TAKEN, known)
    return tuple(_fitting_offsets(known, None if shown is None else shown.source))


def _fitting_offsets(claims: Iterable[Claim], shown: Source | None) -> Iterator[Claim]:
    for claim in claims:
        foreign = claim.subject is Subject.OFFSET and claim.source not in (Source.EXIF, shown)
        yield replace(claim, source=Source.INFERRED) if foreign else claim
