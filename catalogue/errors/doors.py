"""Photos cannot come in, or a run is not what it was taken for."""

from catalogue.errors.base import PhotothequeError


class SourceGone(PhotothequeError):
    """The folder that is being read went away midway: a card was pulled, a share was lost."""

    code = "source-gone"

    def __init__(self, source: str) -> None:
        super().__init__(
            f"{source} went away while it was being read.",
            hint="Plug it in again and run the same command: it goes on where it stopped.",
        )


class NoSuchSource(PhotothequeError):
    """A path on the command line leads to nothing."""

    code = "no-such-source"

    def __init__(self, source: str) -> None:
        super().__init__(f"{source} does not exist.", hint="Check the path; nothing was read.")


class HomeInsideSource(PhotothequeError):
    """The home would be ingested into itself."""

    code = "home-inside-source"

    def __init__(self, source: str, home: str) -> None:
        super().__init__(
            f"{source} is the library's own home ({home}).",
            hint="Name the folder where the photos came from, not the library.",
        )


class ExaminersGone(PhotothequeError):
    """Child processes die before they can examine anything."""

    code = "examiners-gone"

    def __init__(self) -> None:
        super().__init__(
            "Files cannot be examined: the processes that do it die as they start.",
            hint="Is the machine short of memory? Then run the same command again: what was taken in is safe.",
        )


class NoSuchRun(PhotothequeError):
    """No run has the given name, or several have."""

    code = "no-such-run"
    http_status = 404

    def __init__(self, run_id: str, matches: int = 0) -> None:
        what = f"{matches} runs begin with {run_id}" if matches else f"There is no run {run_id}"
        super().__init__(f"{what}.", hint="See their names with `phototheque runs`.")


class RunStillGoing(PhotothequeError):
    """A run that has not ended cannot be undone."""

    code = "run-still-going"

    def __init__(self, run_id: str) -> None:
        super().__init__(
            f"Run {run_id} is still going.",
            hint="Wait until it has ended, or stop it with Ctrl-C; then undo it.",
        )
