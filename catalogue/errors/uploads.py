"""Files that are sent: what was asked cannot be done. Each says what the sender does next."""

from catalogue.errors.base import PhotothequeError

_LATER = "What has come is kept. Go on later from the offset that HEAD tells."


class NoSuchUpload(PhotothequeError):
    """No upload of whoever asks has this id; somebody else's is no other case."""

    code = "no-such-upload"
    http_status = 404

    def __init__(self) -> None:
        super().__init__("There is no such upload.", hint="Begin it anew: POST /uploads/.")


class UploadExpired(PhotothequeError):
    """An upload was not finished in time, and what had come of it is gone."""

    code = "upload-expired"
    http_status = 410

    def __init__(self) -> None:
        super().__init__("This upload was not finished in time.", hint="Begin it anew: POST /uploads/.")


class UploadRefused(PhotothequeError):
    """A request is not as tus 1.0 wants it. `why` names what is wrong: a header, mostly."""

    code = "upload-refused"
    http_status = 400

    def __init__(self, why: str) -> None:
        super().__init__(f"This request cannot be understood: {why}.", hint="See docs/uploads.md.")
        self.why = why


class UploadEmpty(PhotothequeError):
    """A file of no bytes was announced."""

    code = "upload-empty"
    http_status = 400

    def __init__(self) -> None:
        super().__init__("This file is empty.", hint="Choose it again: the device gave no bytes of it.")


class TusVersionRefused(PhotothequeError):
    """The client speaks another version of the protocol, or says none."""

    code = "tus-version"
    http_status = 412

    def __init__(self) -> None:
        super().__init__("This server speaks tus 1.0.0.", hint="Send Tus-Resumable: 1.0.0.")


class UploadNotThere(PhotothequeError):
    """Bytes were sent for another place than where the last ones ended. `offset` is where they go on."""

    code = "upload-offset"
    http_status = 409

    def __init__(self, offset: int) -> None:
        super().__init__(
            f"This upload goes on at byte {offset:,}.",
            hint="Ask for the offset by HEAD, and go on from there.",
        )
        self.offset = offset


class UploadReceived(PhotothequeError):
    """An upload that was received cannot be ended or changed any more."""

    code = "upload-received"
    http_status = 409

    def __init__(self) -> None:
        super().__init__(
            "This file was received, and is no upload any more.",
            hint="To take its photo away, set it aside or erase it in the catalogue.",
        )


class UploadTooLarge(PhotothequeError):
    """A file is larger than the library examines. `most_mb` is what it takes."""

    code = "upload-too-large"
    http_status = 413

    def __init__(self, most_mb: int) -> None:
        super().__init__(
            f"Files of more than {most_mb:,} MB are not taken.",
            hint="Carry it to the library's machine, or raise the setting file_megabytes.",
        )
        self.most_mb = most_mb


class UploadOverlong(PhotothequeError):
    """More bytes came than the file was said to have."""

    code = "upload-overlong"
    http_status = 413

    def __init__(self) -> None:
        super().__init__(
            "More bytes came than were announced, and none of them were kept.",
            hint="If the file has changed since, begin it anew.",
        )


class UploadBodyRefused(PhotothequeError):
    """The bytes of a file do not come as `application/offset+octet-stream`."""

    code = "upload-body"
    http_status = 415

    def __init__(self) -> None:
        super().__init__(
            "The bytes of a file come as application/offset+octet-stream.",
            hint="Send this Content-Type.",
        )


class UploadBusy(PhotothequeError):
    """Another request writes to this upload, and does not end."""

    code = "upload-busy"
    http_status = 423

    def __init__(self) -> None:
        super().__init__("Another request is at this upload.", hint="Ask again in a few seconds.")


class TooManyUploads(PhotothequeError):
    """Somebody sends too many files at the same moment."""

    code = "too-many-uploads"
    http_status = 429

    def __init__(self) -> None:
        super().__init__("Too many files are being sent at once.", hint=_LATER)


class UploadTooSlow(PhotothequeError):
    """A body stood still, or nearly."""

    code = "upload-too-slow"
    http_status = 408

    def __init__(self) -> None:
        super().__init__("Nothing has come for too long.", hint=_LATER)


class UploadCut(PhotothequeError):
    """A body ended before all of it had come. Nobody is there to be told, mostly."""

    code = "upload-cut"
    http_status = 400

    def __init__(self) -> None:
        super().__init__("The connection ended before all had come.", hint=_LATER)


class ChecksumDiffers(PhotothequeError):
    """What came is not what was sent."""

    code = "checksum-differs"
    http_status = 460

    def __init__(self) -> None:
        super().__init__(
            "What came is not what was sent: the checksums differ. Nothing of it was kept.",
            hint="Ask for the offset by HEAD, and send again from there.",
        )


class TooMuchUnfinished(PhotothequeError):
    """Somebody has too many unfinished uploads, or too large ones."""

    code = "too-much-unfinished"
    http_status = 507

    def __init__(self) -> None:
        super().__init__(
            "Too many of your uploads are unfinished.",
            hint="Finish them, or end them by DELETE. Settings: upload_unfinished, upload_unfinished_megabytes.",
        )
