"""The server, its settings, and what leaves the library."""

from catalogue.errors.base import PhotothequeError


class PortTaken(PhotothequeError):
    """Another program listens on the port."""

    code = "port-taken"

    def __init__(self, host: str, port: int) -> None:
        super().__init__(
            f"Another program already listens on {host}:{port}.", hint="Choose another one with --port."
        )


class SourceRootRefused(PhotothequeError):
    """A folder that photos are to be taken in from, in the browser, cannot be opened to that."""

    code = "source-root-refused"

    def __init__(self, root: str, why: str) -> None:
        super().__init__(
            f"--source-root {root}: {why}.",
            hint="Name a folder of photos by its whole path, such as /mnt/nas/photos, that this user may read.",
        )


class UnknownSetting(PhotothequeError):
    """A setting has another name, or a value that it does not take."""

    code = "unknown-setting"

    def __init__(self, name: str, why: str) -> None:
        super().__init__(f"{name}: {why}.", hint="See them all with `phototheque settings`.")


class ExportRefused(PhotothequeError):
    """An export cannot be written to the given place."""

    code = "export-refused"

    def __init__(
        self, destination: str, why: str, hint: str = "Name an empty folder, or an earlier export tree."
    ) -> None:
        super().__init__(f"Cannot export to {destination}: {why}.", hint=hint)


class ResultRefused(PhotothequeError):
    """An address of the gallery selects nothing that can be worked with: it is no query, or takes too long."""

    code = "result-refused"
    http_status = 422

    def __init__(self, query: str, why: str) -> None:
        super().__init__(
            f"The photos of {query!r} cannot be found: {why}.",
            hint="Copy the address of the gallery as the browser shows it.",
        )
        self.query = query


class WidthRefused(PhotothequeError):
    """A width on paper is asked for that is no width, or that no paper has."""

    code = "width-refused"
    http_status = 400

    def __init__(self, width: str) -> None:
        super().__init__(
            f"{width!r} is no width that a picture can be printed at.",
            hint="Give it in centimetres, from 1 to 200: 17, or 8.5.",
        )


class IllustrationRefused(PhotothequeError):
    """A picture cannot be had at the size that was asked for. `why` is a code of `catalogue.pictures.copies`."""

    code = "illustration-refused"
    http_status = 422

    def __init__(self, number: int, why: str) -> None:
        super().__init__(
            f"Photo {number} cannot be made into a picture of that size: {why}.",
            hint="Take the picture for screens instead, or look after the library with `phototheque check`.",
        )
        self.why = why
