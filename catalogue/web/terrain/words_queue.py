"""What is said of photos that are picked, sent and received."""

from collections.abc import Mapping

#: Read by `words.words`: `{n}` and its like are filled in by the script; a pair counts something.
QUEUE: Mapping[str, str | tuple[str, str]] = {}
