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
)
RIGHTS = ("creator", "credit", "licence")

_BY_NAME = {setting.name: setting for setting in LIMITS}


def number(name: str, stored: dict[str, str]) -> int:
    """The value of a limit in a library whose table of settings is `stored`."""
    return int(stored.get(name, _BY_NAME[name].default))


def checked(name: str, value: str) -> str:
    """The value as it may be stored; an unknown name or a value that is no positive number: UnknownSetting."""
    if name not in _BY_NAME:
        raise UnknownSetting(name, "there is no such setting")
    if not value.isdecimal() or int(value) < 1:
        raise UnknownSetting(name, f"{value!r} is not a whole number above 0")
    return str(int(value))
