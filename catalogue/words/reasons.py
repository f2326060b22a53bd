"""Why a file was not shown as a photo, for a person: the stable codes of a run's log, as sentences."""

from catalogue.words.languages import Language
from catalogue.words.wording import sayable

_REASONS = {
    "brought-back": sayable("Photos that came again after an undone run."),
    "conflict": sayable("Files that say otherwise than another one about the same photo: both are kept."),
    "healed": sayable("Copies that told more."),
    "new": sayable("New photos."),
    "placed-by-neighbours": sayable("Photos placed between their neighbours: estimates."),
    "placed-by-track": sayable("Photos placed by a GPS track."),
    "put-back": sayable("Originals that were missing from the store, and are back."),
    "raw-beside": sayable("RAW files, noted on the photo beside them."),
    "run-undone": sayable("The run that brought it was undone; the same files bring it back."),
    "same-file": sayable("The same files by another path."),
    "same-picture": sayable("The same pictures in other files."),
    "set-aside": sayable("Copies of photos that were set aside, and stay so."),
    "erased": sayable("Pictures that were erased here for good: they are not taken in again."),
    "shown": sayable("Photos that were too large before, and are shown now."),
    "sidecar-alone": sayable("Sidecar files whose photo is not beside them."),
    "same-image": sayable("The same image as another photo, which stands for it."),
    "version": sayable("A version of another photo, which stands for it."),
    "burst": sayable("Of a burst; the best of it stands for it."),
    "unwanted": sayable("Set aside at the review desk."),
    "blurred": sayable("Blurred."),
    "duplicate": sayable("A duplicate."),
    "private": sayable("Private."),
    "off-topic": sayable("Off topic."),
    "unchanged": sayable("Files that have not changed."),
    "unforeseen": sayable("Files that the program did not foresee: please report them."),
    "unstorable": sayable("Files whose description cannot be stored: please report them."),
    "already-there": sayable("Already in the catalogue."),
    "archive": sayable("Archives: unpack them, then take in the folder."),
    "audio": sayable("Sounds: the catalogue keeps photos."),
    "changed-while-read": sayable(
        "Files that changed while they were read: run again when they are finished."
    ),
    "clutter": sayable("Files of the system or of another program."),
    "document": sayable("Documents: the catalogue keeps photos."),
    "empty": sayable("Empty files."),
    "examiner-died": sayable("Damaged or hostile files: look for a better copy."),
    "live-photo": sayable("The moving part of Live Photos, noted on their photo."),
    "no-picture": sayable("Files in which no picture can be read: look for a better copy."),
    "not-a-picture": sayable("Files named like photos, with no picture inside: look for a better copy."),
    "other-picture": sayable("Pictures in a format that is not taken: convert them to JPEG or PNG."),
    "partial": sayable("Photos of which only a part can be read: look for a better copy."),
    "raw": sayable("RAW files without a photo beside them: export them as JPEG."),
    "sidecar": sayable("Sidecar files, read with their photo."),
    "special-file": sayable("Things that are no ordinary files."),
    "symlink": sayable("Links, which are not followed."),
    "too-large": sayable("Very large photos, kept but not shown: the limits are settings."),
    "took-too-long": sayable("Files that took too long to read, as damaged ones do: look for a better copy."),
    "track": sayable("GPS tracks: photos can be placed by them."),
    "undecodable": sayable("Photos that are kept, but whose picture this machine cannot show."),
    "unknown": sayable("Files that are no photos."),
    "unreadable": sayable("Files that could not be opened: check their rights, the disk or the card."),
    "unreadable-folder": sayable("Folders that could not be opened: check their rights."),
    "vanished": sayable("Files that went away before they could be read."),
    "video": sayable("Videos: the catalogue keeps photos."),
}


def reason(code: str, message: str, language: Language) -> str:
    """Say a reason; a code that is new here speaks through its own message."""
    return language.text(_REASONS[code]) if code in _REASONS else message or code


_NOTHING = sayable("Nothing to do: the file stays where it is.")
_BETTER = sayable("Look for a better copy, on the card or in a backup, put it in its place and try again.")
_ADVICE = {
    "archive": sayable("Unpack it beside, then try again."),
    "audio": _NOTHING,
    "changed-while-read": sayable("Wait until the copy is finished, then try again."),
    "clutter": _NOTHING,
    "document": _NOTHING,
    "empty": _BETTER,
    "erased": sayable("If it is to come back all the same, ask whoever erased it."),
    "examiner-died": _BETTER,
    "live-photo": _NOTHING,
    "no-picture": _BETTER,
    "not-a-picture": _BETTER,
    "other-picture": sayable("Save it as JPEG or PNG beside, then try again."),
    "partial": sayable(
        "Look whether it can be used as it is; a better copy takes its place when it comes in."
    ),
    "raw": sayable("Export it as JPEG beside, then try again."),
    "raw-beside": _NOTHING,
    "sidecar": _NOTHING,
    "sidecar-alone": sayable("Put its photo beside it, then try again."),
    "special-file": _NOTHING,
    "symlink": sayable("Take in the folder that the link leads to."),
    "too-large": sayable("Raise the limit in the settings, then try again."),
    "took-too-long": _BETTER,
    "track": sayable("Place photos by it at the review desk."),
    "undecodable": sayable("The original is kept; save it as JPEG elsewhere and take that in to see it."),
    "unforeseen": sayable("Report it to whoever looks after the program, with the file."),
    "unknown": sayable("If it is a photo, save it as JPEG beside, then try again."),
    "unreadable": sayable("Check the rights of the file, the disk or the card, then try again."),
    "unreadable-folder": sayable("Check the rights of the folder, then try again."),
    "unstorable": sayable("Report it to whoever looks after the program, with the file."),
    "vanished": sayable("Plug the card or the disk in again, then try again."),
    "video": _NOTHING,
}


def advice(code: str, language: Language) -> str:
    """Say what a person can do about a file that was not taken; empty for a code that is new here."""
    return language.text(_ADVICE[code]) if code in _ADVICE else ""
