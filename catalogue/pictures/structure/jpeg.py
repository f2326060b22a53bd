"""The segments of a JPEG (ITU-T T.81, annex B), and what its headers say of the first image."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from catalogue.pictures.structure import Buffer

SOI, EOI, SOS, COM = 0xD8, 0xD9, 0xDA, 0xFE
APP0, APP2, APP14, APP15 = 0xE0, 0xE2, 0xEE, 0xEF
#: Not a marker: entropy-coded data, or what stands where a marker should.
DATA = 0x00

# In entropy-coded data FF 00 is a byte of data and FF D0…D7 a restart; FF FF is fill (B.1.1.2, B.1.1.5).
_MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
_ALONE = frozenset({0x01, SOI, EOI})
# SOFn, but not DHT, JPG and DAC, which lie in the same range (table B.1).
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_PROGRESSIVE = frozenset({0xC2, 0xC6, 0xCA, 0xCE})
# A file of many gigabytes has a few thousand; one made of nothing but markers would keep us for hours.
_MOST_SEGMENTS = 100_000
_ICC = b"ICC_PROFILE\x00"
# A bit for each of the coefficients of a component.
_ALL_COEFFICIENTS = (1 << 64) - 1


@dataclass(frozen=True, slots=True)
class Segment:
    """Bytes from `start` to `end`: a marker with its parameters, or `DATA`."""

    marker: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Header:
    """What the segments before the first scan say. Sizes in pixels as stored, before any orientation.

    `sampling` has one (horizontal, vertical) pair a component; `interleaved` is false when the first scan
    holds only some of the components, so that others follow.
    """

    width: int
    height: int
    precision: int
    progressive: bool
    interleaved: bool
    sampling: tuple[tuple[int, int], ...]
    adobe: bool
    profile: bytes | None

    @property
    def coefficient_bytes(self) -> int:
        """Bytes that a decoder must hold when the image comes in several scans: two for each coefficient."""
        widest = max((h for h, _ in self.sampling), default=1)
        tallest = max((v for _, v in self.sampling), default=1)
        shares = sum(h * v for h, v in self.sampling) / (widest * tallest)
        return int(2 * self.width * self.height * shares)


def segments(data: Buffer) -> Iterator[Segment]:
    """The first image of the file, cut into segments without gap or overlap, from SOI to its own EOI.

    What follows that EOI belongs to no picture of ours (a motion photo's film, a second image, junk). A
    truncated file goes to its end.
    """
    yield Segment(SOI, 0, 2)
    position = 2
    for _ in range(_MOST_SEGMENTS):
        found = _MARKER.search(data, position)
        if found is None:
            break
        if found.start() > position:
            yield Segment(DATA, position, found.start())
        segment = _segment(data, found.start())
        yield segment
        if segment.marker == EOI:
            return
        position = segment.end
    if position < len(data):
        yield Segment(DATA, position, len(data))


def _segment(data: Buffer, start: int) -> Segment:
    marker = data[start + 1]
    length = int.from_bytes(data[start + 2 : start + 4], "big")
    if marker in _ALONE or length < 2:  # noqa: PLR2004 a length counts its own two bytes
        return Segment(marker, start, start + 2)
    return Segment(marker, start, min(start + 2 + length, len(data)))


def has_end(data: Buffer) -> bool:
    """Whether the first image has its EOI, so that the file was not cut off within it."""
    return any(segment.marker == EOI for segment in segments(data))


def is_cut(data: Buffer, segment: Segment) -> bool:
    """Whether the file ends within the marker's parameters, which say how long they are (B.1.1.4)."""
    if segment.marker == DATA or segment.marker in _ALONE:
        return False
    length = int.from_bytes(data[segment.start + 2 : segment.start + 4], "big")
    return segment.start + 2 + max(length, 2) > len(data)


def is_unfinished(data: Buffer) -> bool:
    """Whether the file ends before the last scan of the first image: between two scans nothing looks amiss.

    With its EOI a picture is as fine as its maker wanted it. Without, each coefficient of each component must have
    been brought to its last bit: a scan does so for those that it names when its Al is 0 (G.1.1.1), and for all
    of them when the frame is not progressive. That a scan itself was cut off is for the decoder to notice.
    """
    progressive = False
    left: dict[int, int] = {}
    for segment in segments(data):
        if segment.marker == EOI:
            return False
        if is_cut(data, segment):
            break
        parameters = bytes(data[segment.start + 4 : segment.end]) if segment.marker != DATA else b""
        if segment.marker in _FRAMES and not left:
            progressive = segment.marker in _PROGRESSIVE
            left = dict.fromkeys(parameters[6::3], _ALL_COEFFICIENTS)
        elif segment.marker == SOS:
            _take_off(parameters, left, progressive=progressive)
    return not left or any(left.values())


def _take_off(scan: bytes, left: dict[int, int], *, progressive: bool) -> None:
    """The coefficients that a scan brings to their last bit are no longer among those that are left (B.2.3)."""
    components, (first, last, bits) = scan[1:-3:2], scan[-3:]
    done = _ALL_COEFFICIENTS
    if progressive:
        done = ((2 << last) - (1 << first)) * (bits & 15 == 0) if first <= last < 64 else 0  # noqa: PLR2004
    for component in components:
        left[component] = left.get(component, 0) & ~done


def size(data: Buffer) -> tuple[int, int] | None:
    """Width and height in pixels as stored, or None when there is no frame before the first scan."""
    said = header(data)
    return (said.width, said.height) if said else None


def header(data: Buffer) -> Header | None:
    """What the headers say, or None when there is no frame before the first scan."""
    frame: Segment | None = None
    scan: Segment | None = None
    adobe = False
    profile: dict[int, bytes] = {}
    for segment in segments(data):
        if segment.marker in _FRAMES and frame is None:
            frame = segment
        elif segment.marker == APP14:
            adobe = adobe or data[segment.start + 4 : segment.start + 9] == b"Adobe"
        elif segment.marker == APP2 and data[segment.start + 4 : segment.start + 16] == _ICC:
            profile.setdefault(data[segment.start + 16], bytes(data[segment.start + 18 : segment.end]))
        elif segment.marker == SOS:
            scan = segment
            break
    if frame is None or frame.end - frame.start < 10:  # noqa: PLR2004 up to the number of components
        return None
    return _header(data, frame, scan, adobe, b"".join(profile[k] for k in sorted(profile)))


def _header(data: Buffer, frame: Segment, scan: Segment | None, adobe: bool, profile: bytes) -> Header:
    at = frame.start + 4
    count = data[at + 5]
    factors = bytes(data[at + 7 : frame.end : 3])[:count]
    scanned = data[scan.start + 4] if scan is not None and scan.end > scan.start + 4 else count
    return Header(
        width=int.from_bytes(data[at + 3 : at + 5], "big"),
        height=int.from_bytes(data[at + 1 : at + 3], "big"),
        precision=data[at],
        progressive=data[frame.start + 1] in _PROGRESSIVE,
        interleaved=scanned >= count,
        sampling=tuple((max(factor >> 4, 1), max(factor & 15, 1)) for factor in factors),
        adobe=adobe,
        profile=profile or None,
    )
