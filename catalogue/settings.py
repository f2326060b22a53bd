"""Settings of a library: limits that are no constants, and the defaults of its rights."""

from dataclasses import dataclass

from catalogue.errors import UnknownSetting


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting: its name, its value when nobody chose, and what it means."""

    name: str
    default: int
    meaning: str


LIMITS: tuple[Setting, ...] = (
    Setting("jpeg_megapixels", 250, "JPEG pictures up to this size are shown; larger ones are kept and held"),
    Setting("other_megapixels", 100, "The same for HEIC, PNG, WebP, TIFF and AVIF"),
    Setting("file_megabytes", 2048, "Files up to this size are examined; larger ones are kept and held"),
    Setting("large_px", 1600, "Long side of the picture for screens, in pixels"),
    Setting("small_px", 400, "Long side of the thumbnail, in pixels"),
    Setting("seconds_per_file", 5, "Processor time that one file may take; more is granted to large files"),
    Setting("memory_megabytes", 512, "Memory that one file may take; more is granted to large files"),
    Setting("reserve_megabytes", 200, "A run stops when less room than this is left on the disk"),
    Setting("upload_days", 14, "Uploads that nobody finished are kept so many days"),
    Setting("upload_unfinished", 1000, "So many unfinished uploads may one person have"),
    Setting("upload_unfinished_megabytes", 20_000, "So much may be on its way from one person, in megabytes"),
    Setting(
        "archives_megabytes",
        5000,
        "ZIPs that were asked for stay for a day, so that a download can go on; at most this much of them",
    ),
    Setting(
        "folder_conflict_m",
        2000,
        "A folder that names a place further off than this, in metres, is questioned",
    ),
    Setting(
        "wide_accuracy_m", 100, "A position from a track that is less sure than this, in metres, is reviewed"
    ),
    Setting("earliest_year", 1990, "Photos that claim to be older than this year are reviewed"),
    Setting(
        "near_duplicate_bits", 10, "Pictures whose hashes differ in at most so many of 64 bits look alike"
    ),
    Setting("burst_seconds", 10, "Photos of one camera that follow each other within this time are a burst"),
)
RIGHTS = ("creator", "credit", "licence")

# Tolerances of the classification, in metres, for each kind of place; 0: the rule is not used for that kind.
# A layer can have its own: `near_m.cite.<layer>`.
TOLERANCES: tuple[Setting, ...] = (
    Setting("near_m.park", 50, "Photos this near a park belong to it too, in metres"),
    Setting("near_m.cite", 50, "The same for a cité"),
    Setting("near_m.site", 100, "The same for a site at stake"),
    Setting("near_m.terril", 100, "The same for a terril"),
    Setting("near_m.itinerary", 150, "The same for an itinerary"),
    Setting("along_m.itinerary", 30, "Photos this near an itinerary were taken along it, in metres"),
    Setting("looking_m.terril", 4000, "A terril is seen from this far, by heading, in metres"),
    Setting("looking_m.park", 1500, "The same for a park"),
    Setting("looking_m.site", 1000, "The same for a site at stake"),
    Setting("looking_m.cite", 500, "The same for a cité"),
)
FIELD_OF_VIEW = Setting(
    "field_of_view_deg", 60, "Horizontal angle of a photo whose focal length is not known, in degrees"
)
ALL: tuple[Setting, ...] = (*LIMITS, *TOLERANCES, FIELD_OF_VIEW)

_BY_NAME = {setting.name: setting for setting in ALL}
_MAY_BE_ZERO = frozenset(setting.name for setting in TOLERANCES)


def number(name: str, stored: dict[str, str]) -> int:
    """The value of a limit in a library whose table of settings is `stored`."""
    return int(stored.get(name, _BY_NAME[name].default))


def checked(name: str, value: str) -> str:
    """The value as it may be stored; an unknown name or a value that is no positive number: UnknownSetting.

    Tolerances may be 0, and have a layer's name behind their own: `near_m.cite.cites-2020`.
    """
    setting = _BY_NAME.get(name) or _BY_NAME.get(_of_kind(name))
    if setting is None:
        raise UnknownSetting(name, "there is no such setting")
    if value.isdecimal() and int(value) == 0 and setting.name in _MAY_BE_ZERO:
        return "0"
    if not value.isdecimal() or int(value) < 1:
        least = "of 0 or more" if setting.name in _MAY_BE_ZERO else "above 0"
        raise UnknownSetting(name, f"{value!r} is not a whole number {least}")
    return str(int(value))


def layer_of(name: str) -> tuple[str, str] | None:
    """Kind and name of the layer that a tolerance is for; None for one of a kind, or for another setting.

    >>> layer_of("near_m.cite.cites-2020")
    ('cite', 'cites-2020')
    """
    kind = _of_kind(name)
    return (kind.partition(".")[2], name.removeprefix(f"{kind}.")) if kind else None


def _of_kind(name: str) -> str:
    """The tolerance of a kind that a layer's tolerance stands before: `near_m.cite.x` → `near_m.cite`."""
    rule, _, rest = name.partition(".")
    kind, _, layer = rest.partition(".")
    return f"{rule}.{kind}" if layer and f"{rule}.{kind}" in _MAY_BE_ZERO else ""
