"""What is said of outings, tracks, what was prepared for them, and the camera."""

from collections.abc import Mapping

#: Read by `words.words`: `{n}` and its like are filled in by the script; a pair counts something.
OUTING: Mapping[str, str | tuple[str, str]] = {}
