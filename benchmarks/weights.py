"""What a page weighs as it is sent to a browser that has nothing yet: the page, its styles and its scripts."""

import re
from collections.abc import Iterator

from benchmarks.servers import Server

_LINKED = re.compile(rb'(?:href|src)="(/static/[^"]+\.(?:css|js))[^"]*"')
#: What a built script loads when it is needed.
_LOADED = re.compile(rb'"\.?/?([\w-]+\.(?:js|css))"')
_BUILT = "/static/build/"


def weight(server: Server, page: str) -> int:
    """Give the bytes that are sent for a page with all that it links and loads, without pictures."""
    answer = server.asked(page)
    return answer.received + sum(_files(server, {match.decode() for match in _LINKED.findall(answer.body)}))


def _files(server: Server, addresses: set[str]) -> Iterator[int]:
    """Weigh each of some files once, and those that they load."""
    met: set[str] = set()
    waiting = sorted(addresses)
    while waiting:
        address = waiting.pop()
        if address in met:
            continue
        met.add(address)
        answer = server.asked(address)
        yield answer.received
        if address.startswith(_BUILT):
            waiting += [f"{_BUILT}{name.decode()}" for name in _LOADED.findall(answer.body)]
