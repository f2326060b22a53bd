"""The sentences that the scripts of `/send` say, in the reader's language: the page carries them."""

from collections.abc import Mapping

from catalogue.words.languages import Language
from catalogue.words.wording import plural, sayable

#: `{n}` and its like are filled in by the script; a pair counts something: for one, and for more.
_SEND: Mapping[str, str | tuple[str, str]] = {
    "size.kb": sayable("{n} kB"),
    "size.mb": sayable("{n} MB"),
    "size.gb": sayable("{n} GB"),
    "looking": plural("Looking: {n} file so far…", "Looking: {n} files so far…"),
    "nothing": sayable("There is no photo in what you chose."),
    "busy": sayable("Let these photos arrive first, then choose others."),
    "loose": sayable("Photos outside a folder"),
    "photos": plural("{n} photo", "{n} photos"),
    "photos.size": plural("{n} photo, {size}", "{n} photos, {size}"),
    "folders": plural("in {n} folder", "in {n} folders"),
    "go": plural("Send {n} photo", "Send {n} photos"),
    "left": plural("{n} file stays where it is", "{n} files stay where they are"),
    "left.video": plural("{n} video: the catalogue keeps photos", "{n} videos: the catalogue keeps photos"),
    "left.raw": plural(
        "{n} RAW file: send its JPEG, or have the folder taken in on the server",
        "{n} RAW files: send their JPEGs, or have the folder taken in on the server",
    ),
    "left.document": plural("{n} document or other file", "{n} documents and other files"),
    "left.archive": plural(
        "{n} archive: unpack it, and choose its folder", "{n} archives: unpack them, and choose their folders"
    ),
    "left.system": plural(
        "{n} file of the system or of another program", "{n} files of the system or of other programs"
    ),
    "left.empty": plural("{n} empty file", "{n} empty files"),
    "left.sidecar": plural(
        "{n} XMP file: what another program wrote of a photo is not sent by a browser",
        "{n} XMP files: what another program wrote of the photos is not sent by a browser",
    ),
    "left.track": plural("{n} GPX track: see below", "{n} GPX tracks: see below"),
    "left.more": plural("and {n} other", "and {n} others"),
    "folder.count": sayable("{done} of {n}"),
    "progress": plural("{done} of {n} received and verified", "{done} of {n} received and verified"),
    "progress.bytes": sayable("{done} of {size}"),
    "rate": sayable("{size} a second"),
    "time.seconds": sayable("less than a minute left"),
    "time.minutes": plural("{n} minute left", "{n} minutes left"),
    "time.hours": plural("{n} hour left", "{n} hours left"),
    "paused": sayable("Paused. What has been received stays received."),
    "pause": sayable("Pause"),
    "resume": sayable("Go on"),
    "offline": sayable("The server does not answer. The page goes on by itself as soon as it does."),
    "logged-out": sayable("Your session is over: log in again in another tab, then go on here."),
    "unlocked": sayable(
        "This address is not secure (https): photos cannot be verified here, and none are sent."
    ),
    "done.received": plural("{n} photo received and verified", "{n} photos received and verified"),
    "done.duplicate": plural("{n} was in the catalogue already", "{n} were in the catalogue already"),
    "done.held": plural("{n} waits for somebody to look at it", "{n} wait for somebody to look at them"),
    "done.quarantined": plural("{n} could not become a photo", "{n} could not become photos"),
    "done.problem": plural("{n} was not sent", "{n} were not sent"),
    "done.waiting": plural("{n} is being taken into the catalogue", "{n} are being taken into the catalogue"),
    "state.waiting": sayable("Waits"),
    "state.hashing": sayable("Being read"),
    "state.sending": sayable("On its way, {n} %"),
    "state.received": sayable("Received and verified"),
    "state.before": sayable("Received before: not sent again"),
    "problem.unreadable": sayable(
        "This file cannot be read any more: was it moved, or its disk unplugged? Choose the folder again."
    ),
    "problem.differs": sayable("What arrives is not what this file holds. Choose it again."),
    "problem.refused": sayable("The server did not take this file."),
}


def words(language: Language) -> dict[str, str | list[str]]:
    """Every sentence by its key; one that counts as two, for one and for more."""
    return {key: _said(language, sentence) for key, sentence in _SEND.items()}


def _said(language: Language, sentence: str | tuple[str, str]) -> str | list[str]:
    if isinstance(sentence, str):
        return language.text(sentence)
    return [language.counted(*sentence, n) for n in (1, 2)]
