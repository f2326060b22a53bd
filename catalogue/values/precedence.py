"""The published order of belief: which source is shown when several speak of the same thing."""

from collections.abc import Iterable, Sequence

from catalogue.values.claims import Claim, Precision, Source, Subject

# A person first; then what was measured at the shutter; then what was written afterwards; then estimates.
POSITION_ORDER: Sequence[Source] = (
    Source.MANUAL,
    Source.EXIF,
    Source.XMP,
    Source.SIDECAR,
    Source.DEVICE,
    Source.TRACK,
    Source.NEIGHBOUR,
    Source.FOLDER,
)
TIME_ORDER: Sequence[Source] = (
    Source.MANUAL,
    Source.EXIF,
    Source.XMP,
    Source.SIDECAR,
    Source.DEVICE,
    Source.IPTC,
    Source.NAME,
    Source.FOLDER,
)
# Text: a sidecar is what the archivist's catalogue program wrote last, so it precedes what lies in the file.
# Among the blocks of the file the Metadata Working Group's order holds: XMP, then IPTC-IIM, then EXIF.
TEXT_ORDER: Sequence[Source] = (
    Source.MANUAL,
    Source.SIDECAR,
    Source.XMP,
    Source.IPTC,
    Source.EXIF,
    Source.WINDOWS,
    Source.DEVICE,
    Source.RUN_DEFAULT,
    Source.LIBRARY_DEFAULT,
)
# What the camera says of itself is best known to EXIF.
CAMERA_ORDER: Sequence[Source] = (Source.MANUAL, Source.EXIF, Source.XMP, Source.SIDECAR, Source.DEVICE)

ORDERS: dict[Subject, Sequence[Source]] = {
    Subject.POSITION: POSITION_ORDER,
    Subject.HEADING: POSITION_ORDER,
    Subject.TAKEN: TIME_ORDER,
    Subject.OFFSET: TIME_ORDER,
    Subject.ORIENTATION: CAMERA_ORDER,
    Subject.CAMERA_MAKE: CAMERA_ORDER,
    Subject.CAMERA_MODEL: CAMERA_ORDER,
    Subject.LENS: CAMERA_ORDER,
    Subject.FOCAL_LENGTH: CAMERA_ORDER,
    Subject.CAPTION: TEXT_ORDER,
    Subject.CREATOR: TEXT_ORDER,
    Subject.CREDIT: TEXT_ORDER,
    Subject.COPYRIGHT: TEXT_ORDER,
    Subject.LICENCE: TEXT_ORDER,
    Subject.RATING: TEXT_ORDER,
    Subject.USAGE_TERMS: TEXT_ORDER,
    Subject.DIFFUSION: TEXT_ORDER,
    Subject.ALT_TEXT: TEXT_ORDER,
}

# Times that somebody measured or corrected; the date in a name only says when a file was named.
MEASURED_TIMES = frozenset({Source.MANUAL, Source.EXIF, Source.XMP, Source.SIDECAR, Source.DEVICE})

_RANKS = {subject: {source: rank for rank, source in enumerate(order)} for subject, order in ORDERS.items()}
_FINENESS = {p: rank for rank, p in enumerate(Precision)}


def best(subject: Subject, claims: Iterable[Claim]) -> Claim | None:
    """The claim to show for a subject, or None when no claim has a value.

    A better source wins; within one source the claim that stands first, so callers order claims by arrival,
    and readers give the more trusted tag first. Sources outside the subject's order are evidence, never shown.

    >>> said = [Claim(Subject.CAPTION, Source.EXIF, "OLYMPUS"), Claim(Subject.CAPTION, Source.IPTC, "Olhain")]
    >>> best(Subject.CAPTION, said).value
    'Olhain'
    """
    ranks = _RANKS[subject]
    speaking = [c for c in claims if c.subject is subject and c.value is not None and c.source in ranks]
    if len(speaking) < 2:  # noqa: PLR2004 most subjects of most photos: nobody to be compared with
        return speaking[0] if speaking else None
    return min(speaking, key=lambda c: ranks[c.source])


def best_date(claims: Iterable[Claim]) -> Claim | None:
    """The best claim about year and month, measured or not; a finer date wins only within one source."""
    spoken = [
        c for c in claims if c.subject is Subject.TAKEN and c.value is not None and c.source in TIME_ORDER
    ]
    return min(
        spoken,
        key=lambda c: (TIME_ORDER.index(c.source), _FINENESS[c.precision or Precision.SECOND]),
        default=None,
    )
