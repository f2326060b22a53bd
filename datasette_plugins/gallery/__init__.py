"""The gallery: Datasette's photo table with pictures, facets that are always there, and a search that forgives.

Each hook gathers arguments, asks a pure function, and returns. Only hooks that Datasette 0.65 and 1.0 share.
"""

from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING, Any

from datasette import hookimpl
from datasette.facets import Facet
from datasette.filters import FilterArguments
from datasette.utils.asgi import Request, Response
from jinja2 import Environment
from markupsafe import Markup

from datasette_plugins.gallery.bounds import bound
from datasette_plugins.gallery.cells import link_to_photo, link_to_place, shape_in_short, thumbnail
from datasette_plugins.gallery.facets import PhotoFacet
from datasette_plugins.gallery.pages import add_site_templates, page_words
from datasette_plugins.gallery.paging import App, steady
from datasette_plugins.gallery.points import photos_geojson
from datasette_plugins.gallery.results import photos_around, photos_numbers
from datasette_plugins.gallery.selection import DATABASE, TABLE, TABLES, select
from datasette_plugins.gallery.telling import explain, refuse

if TYPE_CHECKING:
    # Datasette loads its plugins while it is itself being loaded.
    from datasette.app import Datasette


# What a cell shows by its table and column; tables that are not named are all other ones.
_CELLS: Mapping[tuple[str, str], Callable[[Any], Markup | None]] = {
    ("", "photo_id"): link_to_photo,
    ("", "first_id"): link_to_photo,
    ("", "second_id"): link_to_photo,
    ("", "version_of"): link_to_photo,
    ("photos_with_codes", "id"): link_to_photo,
    ("photos_without_credit", "id"): link_to_photo,
    ("", "place_id"): link_to_place,
    ("places", "id"): link_to_place,
    ("places_named", "id"): link_to_place,
    ("place_shapes", "shape"): shape_in_short,
}


@hookimpl  # type: ignore[untyped-decorator]
def prepare_connection(conn: Any, database: str) -> None:
    """Bound what one query may take, so that any SQL can be allowed."""
    if database == DATABASE:
        bound(conn)


@hookimpl  # type: ignore[untyped-decorator]
def register_facet_classes() -> list[type[Facet]]:
    """Offer the facets of the photo table."""
    return [PhotoFacet]


@hookimpl  # type: ignore[untyped-decorator]
def filters_from_request(
    datasette: "Datasette", request: Request, database: str, table: str
) -> Awaitable[FilterArguments] | None:
    """Filter photos by place, theme, words and area, and leave out those set aside unless their state is asked for."""
    return select(datasette, request, table) if database == DATABASE and table in TABLES else None


@hookimpl  # type: ignore[untyped-decorator]
def register_routes() -> list[tuple[str, Callable[..., Awaitable[Response]]]]:
    """Answer with all points of a result for maps, with all its numbers, and with what is around one photo."""
    return [
        (r"^/-/catalogue/photos\.geojson$", photos_geojson),
        (r"^/-/catalogue/photos\.numbers$", photos_numbers),
        (r"^/-/catalogue/photos\.around$", photos_around),
    ]


@hookimpl  # type: ignore[untyped-decorator]
def asgi_wrapper() -> Callable[[App], App]:
    """Keep one order of the photos from page to page."""
    return steady


@hookimpl  # type: ignore[untyped-decorator]
def render_cell(row: Any, value: Any, column: str, table: str, database: str) -> str | None:
    """Show the picture of a photo, link to photos and places from other tables, and keep shapes short."""
    if database != DATABASE:
        return None
    if table == TABLE:
        return thumbnail(row) if column == "renditions" else None
    draw = _CELLS.get((table, column)) or _CELLS.get(("", column))
    return draw(value) if draw else None


@hookimpl  # type: ignore[untyped-decorator]
def prepare_jinja2_environment(env: Environment) -> None:
    """Share the frame of the site's pages."""
    add_site_templates(env)


@hookimpl  # type: ignore[untyped-decorator]
def extra_template_vars(
    datasette: "Datasette", request: Request | None, database: str | None, table: str | None, view_name: str
) -> dict[str, Any]:
    """Give the templates their words, in the language of whoever reads."""
    return page_words(datasette, request, database, table, view_name)


@hookimpl  # type: ignore[untyped-decorator]
def forbidden(datasette: "Datasette", request: Request, message: str) -> Awaitable[Response]:
    """Say that something is not shown."""
    return refuse(datasette, request, message)


@hookimpl  # type: ignore[untyped-decorator]
def handle_exception(
    datasette: "Datasette", request: Request, exception: Exception
) -> Callable[[], Awaitable[Response | None]]:
    """Say what went wrong to a person; programs get Datasette's JSON."""
    return explain(datasette, request, exception)
