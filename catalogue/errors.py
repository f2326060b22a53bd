"""Errors that speak to a person. Each has a stable code, a hint, an exit status and an HTTP status."""

from collections.abc import Sequence
from typing import ClassVar


class PhotothequeError(Exception):
    """Root of all our errors: `str(error)` is what happened, `hint` what to do now."""

    code: ClassVar[str] = "error"
    exit_status: ClassVar[int] = 2
    http_status: ClassVar[int] = 500

    def __init__(self, message: str, *, hint: str) -> None:
        super().__init__(message)
        self.hint = hint


class HomeOnNetwork(PhotothequeError):
    """The home lies on a network file system, where SQLite's write-ahead log is not safe."""

    code = "home-on-network"

    def __init__(self, home: str, kind: str) -> None:
        super().__init__(
            f"{home} lies on a network file system ({kind}), where a catalogue can be damaged.",
            hint="Choose a folder on a local disk with --home; originals can be ingested from the network.",
        )


class HomeOfAnotherUser(PhotothequeError):
    """The home belongs to another Unix user."""

    code = "home-of-another-user"

    def __init__(self, home: str, owner: str) -> None:
        super().__init__(
            f"{home} belongs to {owner}, and a home has one owner.",
            hint=f"Run the command as {owner}, or choose another folder with --home.",
        )


class NotAHome(PhotothequeError):
    """The folder holds something else, or cannot be used as a home."""

    code = "not-a-home"

    def __init__(self, home: str, why: str) -> None:
        super().__init__(
            f"{home} cannot be the home of a library: {why}.",
            hint="Name an empty folder, or the home of an existing library, with --home.",
        )


class CatalogueDamaged(PhotothequeError):
    """SQLite cannot read the catalogue."""

    code = "catalogue-damaged"

    def __init__(self, home: str, why: str) -> None:
        super().__init__(
            f"The catalogue in {home} is damaged ({why}).",
            hint="Put a backup of catalogue.db in its place. The originals beside it are untouched; "
            "without a backup, ingest them again from their sources into a new library.",
        )


class NoLibrary(PhotothequeError):
    """There is no library in the folder, and the command only looks at one."""

    code = "no-library"
    http_status = 404

    def __init__(self, home: str) -> None:
        super().__init__(
            f"There is no library in {home}.",
            hint="Name its folder with --home, or make one by taking in photos: phototheque ingest FOLDER --home DIR",
        )


class NewerSchema(PhotothequeError):
    """The catalogue was written by a newer version of the program."""

    code = "newer-schema"

    def __init__(self, home: str) -> None:
        super().__init__(
            f"The catalogue in {home} was written by a newer phototheque.",
            hint="Upgrade phototheque on this machine; the catalogue was not touched.",
        )


class NotEnoughRoom(PhotothequeError):
    """The disk of the home is full, or nearly."""

    code = "not-enough-room"

    def __init__(
        self, home: str, free_mb: int | None = None, needed_mb: int | None = None, reserve_mb: int = 0
    ) -> None:
        kept = f", of which {reserve_mb:,} are kept free: setting reserve_megabytes" if reserve_mb else ""
        left = "" if free_mb is None else f" ({free_mb:,} MB left{kept})"
        needed = "" if needed_mb is None else f" for {needed_mb:,} MB of files"
        super().__init__(
            f"There is not enough room on the disk of {home}{needed}{left}.",
            hint="Make room, then run the same command again: what was taken in is safe and will not be done twice.",
        )


class HomeUnwritable(PhotothequeError):
    """A write in the home failed for another reason than room."""

    code = "home-unwritable"

    def __init__(self, home: str, why: str) -> None:
        super().__init__(
            f"Writing to {home} failed: {why}.",
            hint="Check the disk and its rights, then run the same command again: what was taken in is safe.",
        )


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


class HomeBusy(PhotothequeError):
    """Another process works in the home, and this command needs it alone."""

    code = "home-busy"

    def __init__(self, home: str, holder: str) -> None:
        super().__init__(
            f"{home} is in use by {holder}.",
            hint="Wait until it has finished, or stop it, then run the command again.",
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


class HostRefused(PhotothequeError):
    """Serving beyond this machine is refused while anyone could edit."""

    code = "host-refused"

    def __init__(self, host: str) -> None:
        super().__init__(
            f"Serving on {host} is refused: there are no accounts yet, so anyone on the network could come in.",
            hint="Serve on 127.0.0.1; from another machine use `ssh -L 8001:127.0.0.1:8001`.",
        )


class PortTaken(PhotothequeError):
    """Another program listens on the port."""

    code = "port-taken"

    def __init__(self, host: str, port: int) -> None:
        super().__init__(
            f"Another program already listens on {host}:{port}.", hint="Choose another one with --port."
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


class LayerRefused(PhotothequeError):
    """A file of places cannot become a layer. `rows` are the sentences about single rows, with their numbers."""

    code = "layer-refused"
    advice: ClassVar[str] = "Nothing was imported. Mend the file, then run the same command again."

    def __init__(
        self, source: str, why: str, rows: tuple[tuple[int, str], ...] = (), advice: str = ""
    ) -> None:
        super().__init__(f"{source}: {why}", hint=advice or self.advice)
        self.source, self.why, self.rows = source, why, rows

    def __reduce__(self) -> tuple[type, tuple[object, ...]]:
        """Children hand their refusals to their parent."""
        return type(self), (self.source, self.why, self.rows, self.hint)


class LayerNotAFile(LayerRefused):
    """What is to be imported is not a regular file of this machine."""

    code = "layer-not-a-file"
    advice = "Name a file that lies on this machine; addresses, archives, folders and pipes are not opened."


class LayerUnsafe(LayerRefused):
    """A file of places holds something that no map needs, or takes more time or memory than it may."""

    code = "layer-unsafe"
    advice = "Nothing was imported. Write the file anew with a mapping program, QGIS for one."


class LayerUnreadable(LayerRefused):
    """A file of places is of no kind that can be read, or is damaged."""

    code = "layer-unreadable"
    advice = (
        "Nothing was imported. GeoJSON, GeoPackage, Shapefile, GPX and KML are read: save it as one of them."
    )


class LayerEmpty(LayerRefused):
    """A file of places holds no place with a shape."""

    code = "layer-empty"


class LayerOfOtherShapes(LayerRefused):
    """A file holds lines where the kind asks for polygons, or polygons where it asks for lines."""

    code = "layer-of-other-shapes"
    advice = "Nothing was imported. Choose another --kind, or take these rows out of the file."


class LayerMisplaced(LayerRefused):
    """Coordinates are not what the file says they are: axes swapped, metres called degrees, no system told."""

    code = "layer-misplaced"


class LayerRowsRefused(LayerRefused):
    """Shapes of a layer are damaged beyond repair."""

    code = "layer-rows-refused"


class NoSuchField(LayerRefused):
    """A field was asked for that the layer does not have."""

    code = "no-such-field"
    advice = "Nothing was imported. Name one of these fields."


class NoSuchSourceLayer(LayerRefused):
    """A file of several layers has none of that name."""

    code = "no-such-source-layer"
    advice = "Nothing was imported. Name one of them with --source-layer."


class NoSuchLayer(PhotothequeError):
    """No layer of the library has this kind and name."""

    code = "no-such-layer"
    http_status = 404

    def __init__(self, kind: str, name: str) -> None:
        super().__init__(
            f"There is no layer “{name}” of kind {kind}.", hint="See them all with `phototheque layers list`."
        )


class NoSuchPlace(PhotothequeError):
    """No place, or more than one, bears a name."""

    code = "no-such-place"
    http_status = 404

    def __init__(self, kind: str, name: str, matches: int = 0) -> None:
        found = f"{matches} places of kind {kind} are" if matches else f"No place of kind {kind} is"
        super().__init__(
            f"{found} called “{name}”.",
            hint="Add the commune in brackets, as in “Cité du Moulin (Lens)”, or give the code."
            if matches
            else "Check the spelling, or give the code.",
        )


class ChangedSince(PhotothequeError):
    """Somebody else decided about a photo since it was shown."""

    code = "changed-since"
    http_status = 409

    def __init__(self, photo_id: str, who: str, what: str, when: str) -> None:
        super().__init__(
            f"{who} decided about photo {photo_id} ({what.partition(':')[0].replace('_', ' ')}) at {when}, "
            "after you saw it.",
            hint="Nothing was changed. Look at the photo again, then decide.",
        )
        self.photo_id = photo_id
        self.who = who
        self.what = what
        self.when = when


class CannotUndo(PhotothequeError):
    """An action that is not there, or was undone, or that later ones build on, cannot be undone."""

    code = "cannot-undo"
    http_status = 409

    def __init__(self, why: str, hint: str = "See what was done in the journal of the photo.") -> None:
        super().__init__(f"It cannot be undone: {why}.", hint=hint)


class DecisionRefused(PhotothequeError):
    """A decision about photos says something impossible."""

    code = "decision-refused"
    http_status = 422

    def __init__(self, why: str, hint: str = "Nothing was changed.") -> None:
        super().__init__(f"This cannot be decided: {why}.", hint=hint)


class TracksRefused(PhotothequeError):
    """Files that should be GPS tracks cannot be used; all of them are named at once."""

    code = "tracks-refused"
    http_status = 422

    def __init__(self, refused: Sequence[tuple[str, str]]) -> None:
        super().__init__(
            " ".join(f"{name}: {why}." for name, why in refused),
            hint="Nothing was written. Leave such files out, or export them again as GPX with times.",
        )
        self.refused = tuple(refused)


class TrackQuestion(PhotothequeError):
    """Tracks are asked for something that makes no sense: a zone, an offset, a photo that is not there."""

    code = "track-question"
    http_status = 422

    def __init__(self, what: str, hint: str) -> None:
        super().__init__(f"{what}.", hint=hint)


class NoSuchPoint(PhotothequeError):
    """What was asked about is no point on Earth."""

    code = "no-such-point"
    http_status = 422

    def __init__(self, what: str) -> None:
        super().__init__(
            f"Not every point could be read. {what}.",
            hint="Write points as longitude,latitude in degrees with a decimal point: 2.5782,50.5082",
        )
