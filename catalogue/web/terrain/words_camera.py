"""What is said of the camera of the page."""

from collections.abc import Mapping

from catalogue.words.wording import plural, sayable

#: Read by `words.words`: `{n}` and its like are filled in by the script; a pair counts something.
CAMERA: Mapping[str, str | tuple[str, str]] = {
    "camera.here": sayable("Position to within {n} m"),
    "camera.old": sayable("The position is {n} s old: wait for a new one, or it is left out"),
    "camera.nowhere": sayable("Without a position: place the photo in My photos, or start an outing"),
    "camera.by-track": sayable("Without a position for now: it will come from the track"),
    "camera.denied": sayable("The position is refused to this page: allow it in the browser’s settings"),
    "camera.heading": sayable("looking towards {n}°"),
    "camera.frame": sayable(
        "This browser gives pictures of {width} × {height} pixels, not the sensor’s own."
    ),
    "camera.count": plural("{n} photo", "{n} photos"),
    "camera.failed": sayable("The photo could not be taken. Try again."),
    "camera.full": sayable("There is no room left on the phone: send what waits, then go on."),
    "camera.queued": sayable("The photo is kept, and will be sent."),
    "camera.not-queued": sayable("This is no photo, or it is in the queue already."),
}
