"""What is answered to whoever may not: a page to log in for people, a plain sentence for programs."""

from urllib.parse import quote

from catalogue.web.access.gate import bearer_of
from catalogue.web.asgi import Scope, header

LOGIN = "/login"
CHALLENGE = 'Bearer realm="phototheque"'


def wants_page(scope: Scope) -> bool:
    """True when a person reads the answer in a browser."""
    reads = scope["method"] in ("GET", "HEAD") and b"text/html" in header(scope["headers"], b"accept")
    return reads and bearer_of(scope) is None


def login_address(path: str, query: str) -> str:
    """Where to log in, and come back from.

    >>> login_address("/photos/ab", "q=a&b=c")
    '/login?next=/photos/ab%3Fq%3Da%26b%3Dc'
    """
    asked = f"{path}?{query}" if query else path
    return LOGIN if asked == "/" else f"{LOGIN}?next={quote(asked)}"
