"""The way into the child process that reads a file of places, bounded in time and memory."""

from catalogue.errors import LayerRefused, LayerUnsafe
from catalogue.pictures.bounded import Bounds, Died, bounded_map
from ingest.place_layers.orders import LayerOrder, ReadLayer

# A layer is one file that a person waits for: it may take more than a photo.
BOUNDS = Bounds(seconds=60, memory_bytes=1_500_000_000)


def read_bounded(order: LayerOrder) -> ReadLayer:
    """What the file holds. Raises the LayerRefused that fits, also when the file was too much for its child."""
    ((_, answer),) = bounded_map(_read, [order], BOUNDS, workers=1, preload=("ingest.place_layers.reading",))
    if isinstance(answer, LayerRefused):
        raise answer
    if isinstance(answer, Died):
        took = (
            f"longer than {BOUNDS.seconds} s"
            if answer.too_long
            else "more memory than it may, or broke the reader"
        )
        raise LayerUnsafe(order.source, f"reading it took {took}.")
    return answer


def _read(order: LayerOrder) -> ReadLayer | LayerRefused:
    # Loading GDAL takes a second: only the child does.
    from shapely.errors import ShapelyError  # noqa: PLC0415

    from ingest.place_layers.confinement import close_network  # noqa: PLC0415
    from ingest.place_layers.reading import read_layer  # noqa: PLC0415

    close_network()
    try:
        return read_layer(order)
    except LayerRefused as refusal:
        return refusal
    except ShapelyError as error:
        # Among them is what its library says when memory is at an end.
        return LayerUnsafe(order.source, f"its shapes are too much to work with ({error}).")
