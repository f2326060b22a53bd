"""Sending files from another machine: where they go, who sends, and why it ended."""

from catalogue.errors.base import PhotothequeError


class TokenUnreadable(PhotothequeError):
    """The file that should hold a token holds none."""

    code = "token-unreadable"

    def __init__(self, path: str, why: str) -> None:
        super().__init__(
            f"There is no token in {path}: {why}.",
            hint="Make one in the browser (My account, Make a token), and write it there, alone on its line.",
        )


class TokenRefused(PhotothequeError):
    """The server knows no such token, or its person may not send."""

    code = "token-refused"

    def __init__(self, url: str) -> None:
        super().__init__(
            f"{url} does not know this token, or it has ended.",
            hint="Make a new one in the browser (My account, Make a token). Nothing of what was sent is lost.",
        )


class DestinationRefused(PhotothequeError):
    """An address that nothing is sent to."""

    code = "destination-refused"

    def __init__(self, url: str, why: str) -> None:
        super().__init__(
            f"Nothing is sent to {url}: {why}.",
            hint="Give the address as the browser shows it on the home page, with https://.",
        )


class ServerAway(PhotothequeError):
    """The server did not answer, however often it was asked."""

    code = "server-away"

    def __init__(self, url: str, why: str) -> None:
        super().__init__(
            f"{url} does not answer: {why}.",
            hint="What was received stays received. Run the same command again: it goes on from there.",
        )


class SendingRefused(PhotothequeError):
    """The server takes nothing more for now, from this person or at all. `said` is its own sentence."""

    code = "sending-refused"

    def __init__(self, said: str) -> None:
        super().__init__(
            said, hint="What was received stays received. Run the same command again once there is room."
        )


class NothingToSend(PhotothequeError):
    """What was named is not there, or holds no photo."""

    code = "nothing-to-send"

    def __init__(self, path: str, why: str) -> None:
        super().__init__(f"{path}: {why}.", hint="Name photos, or folders that hold some.")
