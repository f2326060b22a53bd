"""The table: files made to break an ingest, and what must become of each of them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial

import hostile_disguises as disguises
import hostile_metadata as metadata
import hostile_packets as packets
import hostile_pictures as pictures
from hostile_metadata import EAST, NORTH, TAKEN_AT
from making import jpeg, png

CUTS = (1, 10, 50, 90, 99)


@dataclass(frozen=True)
class Case:
    """A file by its name, and what must become of it.

    `shows` are the columns that its row must have; of those in the test's list that are not named here, none may
    have a value.
    """

    name: str
    make: Callable[[], bytes]
    outcome: str
    code: str
    shows: Mapping[str, object] = field(default_factory=dict)

    @property
    def taken_in(self) -> bool:
        """True when its bytes must be in the store."""
        return self.outcome not in ("failed", "skipped")


def stored(name: str, make: Callable[..., bytes], *given: object, **shows: object) -> Case:
    """A photo like any other; what it says beside its picture does no harm."""
    return Case(name, partial(make, *given), "stored", "new", shows)


def held(name: str, code: str, make: Callable[..., bytes], *given: object) -> Case:
    """Kept, and waits for a person."""
    return Case(name, partial(make, *given), "held", code)


def failed(name: str, code: str, make: Callable[..., bytes], *given: object) -> Case:
    """No picture, though it claims to be one."""
    return Case(name, partial(make, *given), "failed", code)


def skipped(name: str, code: str, make: Callable[..., bytes], *given: object) -> Case:
    """Never a photo for us."""
    return Case(name, partial(make, *given), "skipped", code)


def _cut(kind: str, **classes: str) -> list[Case]:
    """Cut at 1, 10, 50, 90 and 99 %: `partial` is held, `nothing` failed."""
    name = f"cut/{kind} at {{}} %.{pictures.ENDINGS.get(kind, kind)}"
    return [
        held(name.format(percent), "partial", pictures.cut, kind, percent)
        if classes[f"at_{percent}"] == "partial"
        else failed(name.format(percent), "no-picture", pictures.cut, kind, percent)
        for percent in CUTS
    ]


_NOTHING = "nothing"
_SHOWS_WHAT_IS_THERE = {
    "at_1": _NOTHING,
    "at_10": "partial",
    "at_50": "partial",
    "at_90": "partial",
    "at_99": "partial",
}
_ALL_OR_NOTHING = {f"at_{percent}": _NOTHING for percent in CUTS}

CUT_SHORT = [
    *_cut("jpeg", **_SHOWS_WHAT_IS_THERE),
    *_cut("progressive", **_SHOWS_WHAT_IS_THERE),
    *_cut("png", **_SHOWS_WHAT_IS_THERE),
    *_cut("heic", **_ALL_OR_NOTHING),
    *_cut("avif", **_ALL_OR_NOTHING),
    *_cut("webp", **_ALL_OR_NOTHING),
    *_cut("lossless", **_ALL_OR_NOTHING),
    *_cut("tiff", **_ALL_OR_NOTHING),
    *_cut("packed-tiff", **_ALL_OR_NOTHING),
    held("cut/between two scans.jpg", "partial", pictures.cut_between_scans),
    held("cut/a tenth of its rows.png", "partial", pictures.png_of, 300, 300, 30),
    failed("cut/one row of a hundred megapixels.png", "no-picture", pictures.png_of, 9_999, 9_999, 1),
]

TOO_MANY_PIXELS = [
    held("bombs/65535.png", "too-large", pictures.png_of, 65_535, 65_535),
    held(
        "bombs/two thousand million.png",
        "too-large",
        pictures.png_of,
        pictures.PNG_SIDE,
        pictures.PNG_SIDE,
        0,
    ),
    failed("bombs/no width.png", "no-picture", pictures.png_of, 0, 100),
    stored("bombs/all of a hundred megapixels.png", pictures.png_of, 9_999, 9_999, 9_999),
    held("bombs/65535.jpg", "too-large", pictures.jpeg_of, pictures.JPEG_SIDE, pictures.JPEG_SIDE),
    held("bombs/65535 progressive.jpg", "too-large", pictures.jpeg_of, 65_535, 65_535, "progressive"),
    held("bombs/a little too large.jpg", "too-large", pictures.jpeg_of, 15_812, 15_812),
    held(
        "bombs/coefficients of half a gigabyte.jpg",
        "too-large",
        pictures.jpeg_of,
        15_811,
        15_811,
        "progressive",
    ),
    failed("bombs/a little below, and nothing there.jpg", "no-picture", pictures.jpeg_of, 15_811, 15_811),
    failed("bombs/one line.jpg", "no-picture", pictures.jpeg_of, 65_535, 1),
    failed("bombs/no width.jpg", "no-picture", pictures.jpeg_of, 0, 300),
    failed("bombs/scans without end.jpg", "took-too-long", pictures.scans_without_end, 2_000),
    held("bombs/65535.tif", "too-large", pictures.tiff_of, 65_535, 65_535),
    held("bombs/two thousand million.tif", "too-large", pictures.tiff_of, 0x7FFFFFFF, 0x7FFFFFFF),
    failed("bombs/a little below, and nothing there.tif", "no-picture", pictures.tiff_of, 9_999, 9_999),
    failed("bombs/a strip of four gigabytes.tif", "no-picture", pictures.tiff_of, 9_999, 9_998, 0xFFFFFFF0),
    held("bombs/16383.webp", "too-large", pictures.webp_of, pictures.VP8_SIDE),
    held("bombs/16384 lossless.webp", "too-large", pictures.lossless_webp_of, pictures.VP8L_SIDE),
    held("bombs/canvas of 16777216.webp", "too-large", pictures.canvas_webp_of, 1 << 24),
    failed("bombs/a little below, and nothing there.webp", "no-picture", pictures.webp_of, 9_000),
    held("bombs/65535.heic", "too-large", pictures.heif_of, 65_535),
    failed("bombs/says it is small.heic", "no-picture", pictures.heif_of, 8),
    failed("bombs/a little below, and nothing there.heic", "no-picture", pictures.heif_of, 9_000),
    held("bombs/65535.avif", "too-large", pictures.heif_of, 65_535, "avif", 15),
    failed("bombs/boxes without end.heic", "no-picture", pictures.boxes_without_end, 50_000),
    failed("bombs/a box beyond any file.heic", "no-picture", pictures.box_beyond_any_file),
    skipped("bombs/two thousand million.bmp", "other-picture", pictures.bmp_of, 0x7FFFFFFF, 0x7FFFFFFF),
]

SAID_OF_ITSELF = [
    stored("exif/maker note without end.jpg", metadata.endless_maker_note, taken_at=TAKEN_AT),
    stored("exif/overlapping tags.png", metadata.overlapping_tags),
    stored("exif/directories in a circle.jpg", metadata.directories_in_a_circle, taken_at=TAKEN_AT),
    stored("exif/photo directory in a circle.jpg", metadata.photo_directory_in_a_circle),
    stored("exif/65535 entries said.jpg", metadata.as_many_entries_as_can_be_said),
    stored("exif/5000 entries.jpg", metadata.as_many_entries_as_fit),
    stored("exif/directories within directories.jpg", metadata.directories_within_directories),
    stored("exif/directories one after another.jpg", metadata.directories_one_after_another),
    stored("exif/40 megabytes.png", metadata.block_of_many_megabytes),
    stored("exif/places in text.jpg", metadata.places_in_text, taken_at=TAKEN_AT),
    stored("exif/pages in a circle.tif", metadata.pages_in_a_circle),
    stored("exif/profile without end.jpg", metadata.profile_without_end),
    failed("exif/more comments than picture.jpg", "no-picture", metadata.more_comments_than_picture),
    stored("exif/more chunks than picture.png", metadata.more_chunks_than_picture),
    stored("xmp/a thousand million laughs.jpg", packets.jpeg_with_packet, packets.laughs(), 61),
    stored("xmp/one small entity.jpg", packets.jpeg_with_packet, packets.small_entity(), 60),
    stored("xmp/one long entity.jpg", packets.jpeg_with_packet, packets.one_long_entity(), 62),
    stored("xmp/a file.jpg", packets.jpeg_with_packet, packets.foreign_entity("file:///etc/passwd"), 63),
    stored("xmp/a page.jpg", packets.jpeg_with_packet, packets.foreign_entity("http://127.0.0.1:9/"), 64),
    stored("xmp/50000 deep.webp", lambda: packets.webp_with_xmp(packets.nested(50_000))),
    stored(
        "xmp/50 megabytes.png", lambda: pictures.png_with(packets.text(packets.fifty_megabytes()), seed=65)
    ),
    stored("packed/text.png", lambda: pictures.png_with(packets.packed_text(b"iTXt"), seed=66)),
    stored(
        "packed/profile of raw text.png", lambda: pictures.png_with(packets.packed_text(b"zTXt"), seed=67)
    ),
    stored("packed/colours.png", lambda: pictures.png_with(packets.packed_text(b"iCCP"), seed=68)),
]

_THERE = {"latitude": 50.4347222, "longitude": 2.58, "position_method": "exif", "position_absence": None}
_NOWHERE = ((0, 1), (0, 1), (0, 1))
_UNDIVIDED = ((0, 0), (0, 0), (0, 0))


def _somewhere(name: str, absence: str, *given: object, **options: object) -> Case:
    make = partial(metadata.positioned, *given, **options)  # type: ignore[arg-type]
    return stored(f"where/{name}.jpg", make, taken_at=TAKEN_AT, position_absence=absence)


POSITIONS = [
    stored("where/honest.jpg", metadata.positioned, NORTH, EAST, 101, taken_at=TAKEN_AT, **_THERE),
    stored(
        "where/small letters.jpg",
        partial(metadata.positioned, north=b"n", east=b"e"),
        NORTH,
        EAST,
        102,
        taken_at=TAKEN_AT,
        **_THERE,
    ),
    _somewhere("zero", "zero", _NOWHERE, _NOWHERE, 103),
    _somewhere("zeroed", "redacted", _UNDIVIDED, _UNDIVIDED, 104, north=b"\x00", east=b"\x00"),
    _somewhere("beyond the pole", "out-of-range", ((91, 1), (0, 1), (0, 1)), EAST, 105),
    _somewhere("beyond the date line", "out-of-range", NORTH, ((181, 1), (0, 1), (0, 1)), 106),
    _somewhere("minutes beyond 60", "out-of-range", ((50, 1), (87, 1), (0, 1)), EAST, 107),
    _somewhere("without hemisphere", "no-reference", NORTH, EAST, 108, north=None),
    _somewhere("in no hemisphere", "no-reference", NORTH, EAST, 109, east=b"Q"),
    _somewhere("nothing by nothing", "unreadable", _UNDIVIDED, EAST, 110),
    _somewhere("four parts", "unreadable", (*NORTH, (1, 1)), EAST, 111),
    _somewhere("below nothing", "out-of-range", ((-50, 1), (26, 1), (5, 1)), EAST, 112, kind=10),
]

DATES = [
    stored("when/zeros.jpg", metadata.dated, "0000:00:00 00:00:00", 121),
    stored("when/blanks.jpg", metadata.dated, "    :  :     :  :  ", 122),
    stored("when/no such day.jpg", metadata.dated, "2018:02:30 10:00:00", 123),
    stored("when/no such hour.jpg", metadata.dated, "2018:02:03 25:00:00", 124),
    stored("when/words.jpg", metadata.dated, "yesterday evening  ", 125),
    stored("when/script.jpg", metadata.dated, "<script>alert(1)</s", 126),
]

DISGUISED = [
    failed("disguised/pdf.jpg", "not-a-picture", lambda: disguises.PDF),
    failed("disguised/eps.jpg", "not-a-picture", lambda: disguises.EPS),
    failed("disguised/html.jpg", "not-a-picture", lambda: disguises.HTML),
    failed("disguised/script.jpg", "not-a-picture", lambda: disguises.SCRIPT),
    failed("disguised/program.jpg", "not-a-picture", lambda: disguises.ELF),
    failed("disguised/program of windows.heic", "not-a-picture", lambda: disguises.EXE),
    failed("disguised/shortcut.png", "not-a-picture", lambda: disguises.SHORTCUT),
    failed("disguised/archive.jpg", "not-a-picture", disguises.archive),
    failed("disguised/film.jpg", "not-a-picture", lambda: disguises.MOVIE),
    failed("disguised/noise.tif", "not-a-picture", lambda: disguises.NOISE),
    failed("disguised/page before a photo.jpg", "not-a-picture", disguises.with_page_before, 141),
    failed("disguised/nothing.jpg", "empty", bytes),
    skipped("disguised/gif.jpg", "other-picture", lambda: disguises.GIF),
    skipped("disguised/svg.jpg", "other-picture", lambda: disguises.SVG),
    skipped("disguised/script.sh", "document", lambda: disguises.SCRIPT),
    skipped("disguised/program.bin", "unknown", lambda: disguises.ELF),
    skipped("disguised/nothing.txt", "empty", bytes),
    stored("disguised/photo.png", jpeg, 142),
    stored("disguised/photo.txt", jpeg, 143),
    stored("disguised/photo.pdf", jpeg, 144),
    stored("disguised/photo", jpeg, 145),
    stored("disguised/photo.mp4", jpeg, 146),
    stored("disguised/photo.jpg", png, 147),
    stored("disguised/photo of another kind.jpg", pictures.whole, "heic", 16),
    stored("disguised/archive behind a photo.jpg", disguises.with_archive_behind, 148),
    stored("disguised/script in a photo.jpg", disguises.with_script_inside, 149),
    stored("disguised/photo behind a photo.jpg", disguises.two_pictures, 150),
]

# All of them are one photo, which shows what any of them says.
_ALL = {"caption": "Terril 11/19", "taken_at": TAKEN_AT, "camera_model": "P6000"}
_CAPTIONED = partial(jpeg, 161, caption="Terril 11/19")
_DATED = partial(jpeg, 161, caption="Terril 11/19", taken=TAKEN_AT)
SAME_PICTURE = [
    Case("same/1 photo.jpg", partial(jpeg, 161), "stored", "new", _ALL),
    Case("same/2 under another name.jpg", partial(jpeg, 161), "duplicate", "same-file", _ALL),
    Case("same/3 with a caption.jpg", _CAPTIONED, "healed", "healed", _ALL),
    Case("same/4 with the same caption.jpg", _CAPTIONED, "duplicate", "same-file", _ALL),
    Case("same/5 with a date.jpg", _DATED, "healed", "healed", _ALL),
    Case(
        "same/6 with a camera and no words.jpg", partial(jpeg, 161, model="P6000"), "healed", "healed", _ALL
    ),
]

CASES = [
    *CUT_SHORT,
    *TOO_MANY_PIXELS,
    *SAID_OF_ITSELF,
    *POSITIONS,
    *DATES,
    *DISGUISED,
    *SAME_PICTURE,
]
