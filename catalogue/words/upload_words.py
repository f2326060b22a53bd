"""What became of a file that was sent, and why one is not taken, for whoever sends it. Pure."""

from catalogue.errors import (
    ChecksumDiffers,
    HomeUnwritable,
    NoSuchUpload,
    NotEnoughRoom,
    PhotothequeError,
    TooManyUploads,
    TooMuchUnfinished,
    TusVersionRefused,
    UploadBodyRefused,
    UploadBusy,
    UploadCut,
    UploadEmpty,
    UploadExpired,
    UploadNotThere,
    UploadOverlong,
    UploadReceived,
    UploadRefused,
    UploadTooLarge,
    UploadTooSlow,
)
from catalogue.words.languages import Language
from catalogue.words.wording import sayable

_STATES = {
    "receiving": sayable("On its way."),
    "received": sayable("Received and verified."),
    "catalogued": sayable("In the catalogue."),
    "duplicate": sayable("Already in the catalogue."),
    "healed": sayable("Already in the catalogue; this copy told more about it."),
    "held": sayable("In the catalogue, and waits for somebody to look at it."),
    "quarantined": sayable("Kept aside: no photo could be made of it."),
    "refused": sayable("The server does not have this file. Send it again."),
    "expired": sayable("It was not finished in time. Send it again."),
}
_CODES = {
    "new": sayable("In the catalogue."),
    "already-there": sayable("Already in the catalogue: the same file."),
    "same-file": sayable("Already in the catalogue: the same file."),
    "same-picture": sayable("Already in the catalogue: the same picture."),
    "conflict": sayable("Already in the catalogue; this copy says otherwise, and both are kept."),
    "healed": sayable("Already in the catalogue; this copy told more about it."),
    "put-back": sayable("Its original was missing, and is back."),
    "brought-back": sayable("In the catalogue again."),
    "shown": sayable("In the catalogue, and shown now."),
    "set-aside": sayable("This photo was set aside before, and stays so."),
    "too-large": sayable("Kept; too large to be shown."),
    "undecodable": sayable("Kept, but its picture cannot be shown."),
    "erased": sayable("This picture was erased for good, and is not taken in again."),
    "empty": sayable("The file is empty."),
    "not-a-picture": sayable("This is no photo."),
    "unknown": sayable("This is no photo."),
    "document": sayable("A document: the catalogue keeps photos."),
    "video": sayable("A video: the catalogue keeps photos."),
    "audio": sayable("A sound: the catalogue keeps photos."),
    "archive": sayable("An archive: send the photos in it."),
    "track": sayable("A GPS track: hand it over with its outing."),
    "raw": sayable("A RAW file: send it as JPEG."),
    "other-picture": sayable("A picture in a format that is not taken: send it as JPEG or PNG."),
    "partial": sayable("Only a part of this photo can be read."),
    "no-picture": sayable("No picture can be read in this file."),
    "examiner-died": sayable("No picture can be read in this file."),
    "took-too-long": sayable("No picture can be read in this file."),
}
_REFUSALS: dict[type[PhotothequeError], str] = {
    NoSuchUpload: sayable("There is no such upload."),
    UploadExpired: sayable("This upload was not finished in time. Send the file again."),
    UploadRefused: sayable("This request cannot be understood: %(why)s."),
    UploadEmpty: sayable("This file is empty: the device gave no bytes of it. Choose it again."),
    TusVersionRefused: sayable("This server speaks tus 1.0.0."),
    UploadNotThere: sayable("This upload goes on at byte %(offset)s."),
    UploadReceived: sayable("This file was received already. Its photo can be set aside in the catalogue."),
    UploadTooLarge: sayable("Files of more than %(most_mb)s MB are not taken."),
    UploadOverlong: sayable("More bytes came than were announced, and none of them were kept."),
    UploadBodyRefused: sayable("The bytes of a file come as application/offset+octet-stream."),
    UploadBusy: sayable("This file is being sent already. Try again in a few seconds."),
    TooManyUploads: sayable(
        "Too many files are being sent at once. What has come is kept; go on in a moment."
    ),
    UploadTooSlow: sayable("Nothing has come for too long. What has come is kept; go on later."),
    UploadCut: sayable("The connection ended before all had come. What has come is kept; go on later."),
    ChecksumDiffers: sayable("What came is not what was sent. Nothing of it was kept; send it again."),
    TooMuchUnfinished: sayable("Too many of your uploads are unfinished. Finish them first."),
    NotEnoughRoom: sayable("The server’s disk is full. What has come is kept; tell the administration."),
    HomeUnwritable: sayable("The server cannot write. What has come is kept; go on later."),
}
_OTHER = sayable("That could not be done just now. What has come is kept; go on later.")


def state_words(state: str, code: str, language: Language) -> str:
    """What became of an upload, in a sentence; for a code that is new here, what its state says.

    >>> from catalogue.words.languages import ENGLISH
    >>> state_words("duplicate", "same-picture", ENGLISH), state_words("held", "novel", ENGLISH)
    ('Already in the catalogue: the same picture.', 'In the catalogue, and waits for somebody to look at it.')
    """
    return language.text(_CODES.get(code) or _STATES[state])


def refusal_words(error: PhotothequeError, language: Language) -> str:
    """Why something was not done with an upload, and what to do."""
    sentence = _REFUSALS.get(type(error), _OTHER)
    facts = {
        name: language.number(value) if isinstance(value, int) else language.text(str(value))
        for name, value in vars(error).items()
    }
    return language.text(sentence, **facts) if "%(" in sentence else language.text(sentence)
