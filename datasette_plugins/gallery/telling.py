"""Pages that tell why there is nothing to see, in the reader's language."""

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from datasette.utils.asgi import Base400, Request, Response
from datasette.views.base import DatasetteError

if TYPE_CHECKING:
    # Datasette loads its plugins while it is itself being loaded.
    from datasette.app import Datasette


async def refuse(datasette: "Datasette", request: Request, message: str) -> Response:
    """Draw the page of what is not shown."""
    if request.path.endswith(".json"):
        return Response.json({"ok": False, "error": message, "status": 403, "title": None}, status=403)
    html = await datasette.render_template("error.html", {"status": 403, "message": ""}, request=request)
    return Response.html(html, status=403)


def explain(
    datasette: "Datasette", request: Request, exception: Exception
) -> Callable[[], Awaitable[Response | None]]:
    """Draw an error page in the reader's language. The unexpected is left to Datasette, which prints its trace."""

    async def page() -> Response | None:
        if request.path.partition("?")[0].endswith(".json"):
            return None
        if isinstance(exception, Base400):
            status, message = exception.status, ""
        elif isinstance(exception, DatasetteError) and not exception.message_is_html:
            status, message = exception.status, str(exception.message)
        elif isinstance(exception, DatasetteError):
            status, message = exception.status, str(exception.title or "")
        else:
            return None
        told = {"status": status, "message": message}
        html = await datasette.render_template("error.html", told, request=request)
        return Response.html(html, status=status)

    return page
