"""Layers and places."""

from typing import ClassVar

from catalogue.errors.base import PhotothequeError


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


class NoSuchPoint(PhotothequeError):
    """What was asked about is no point on Earth."""

    code = "no-such-point"
    http_status = 422

    def __init__(self, what: str) -> None:
        super().__init__(
            f"Not every point could be read. {what}.",
            hint="Write points as longitude,latitude in degrees with a decimal point: 2.5782,50.5082",
        )
