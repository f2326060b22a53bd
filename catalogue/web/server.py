"""Everything behind one port: Datasette over the catalogue, the site beside it, and how long they live."""

import errno
import socket
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import quote

import uvicorn
from a2wsgi import WSGIMiddleware
from datasette.app import Datasette
from datasette.database import Database, Results
from datasette.utils import InvalidSql
from datasette.utils.sqlite import sqlite3

from catalogue.database.connection import connect
from catalogue.database.descriptions import COLUMNS, TABLES
from catalogue.errors import HostNotHere, PortTaken
from catalogue.home.paths import Home
from catalogue.people.office import Office
from catalogue.uploads.reception import Reception
from catalogue.web.access.exploring import explored_by
from catalogue.web.access.gate import identified
from catalogue.web.access.rules import EVERYBODY, READABLE, SORTERS, Roles
from catalogue.web.app import create_app
from catalogue.web.asgi import App
from catalogue.web.compression import compressed
from catalogue.web.dispatcher import PREFIX, dispatcher
from catalogue.web.known_count import known_count
from catalogue.web.reached import Reach, served_securely
from catalogue.web.uploads.app import Uploads, spoken

DATABASE = "catalogue"
#: What Datasette shows. Nothing in the file is secret (secrets lie in another one, which Datasette never opens);
#: the rest is machinery that would only be in the way.
SERVED = tuple(name for name in TABLES if name not in ("settings", "photo_search"))
FACETS = (
    "park",
    "itinerary",
    "cite",
    "commune",
    "epci",
    "taken_year",
    "taken_month",
    "theme",
    "creator",
    "rights",
    "aspect",
    "position_method",
    "rating",
    "state",
    "site",
    "terril",
    "camera_model",
)
#: One thread a request: pictures come by the dozen, and a slow reader holds its thread.
_SITE_THREADS = 24
#: A caption and the themes of a photo come as a header of its upload.
_HEADERS_BYTES = 65_536
_SETTINGS = {
    "base_url": f"{PREFIX}/",
    "suggest_facets": False,
    "default_page_size": 60,
    "default_facet_size": 30,
    "sql_time_limit_ms": 5000,
    "facet_time_limit_ms": 5000,
    "num_sql_threads": 4,
    "default_cache_ttl": 0,
    "truncate_cells_html": 400,
    "allow_download": False,
}


class CatalogueDatabase(Database):  # type: ignore[misc]
    """The catalogue, opened for reading whatever its path is called: Datasette itself does not quote `?` or `#`."""

    def connect(self, write: bool = False) -> sqlite3.Connection:
        """Open one more connection, for reading only."""
        if write:
            raise RuntimeError("Datasette only reads the catalogue")
        address = f"file:{quote(str(Path(self.path).absolute()))}?mode=ro"
        connection = sqlite3.connect(address, uri=True, check_same_thread=False)
        self._all_file_connections.append(connection)
        return connection

    async def execute(self, sql: str, *arguments: Any, **options: Any) -> Results:
        """Answer a query; one that asks for more memory than is granted is refused as any other wrong query."""
        known = known_count(sql)
        if known is not None:
            return Results([(known,)], truncated=False, description=(("count(*)",),))
        try:
            return await super().execute(sql, *arguments, **options)
        except MemoryError as error:
            raise InvalidSql("This query takes too much memory.") from error
        except sqlite3.Warning as error:
            raise InvalidSql(str(error)) from error


def explorer(home: Home, *, accounts: bool = False) -> Datasette:
    """Make the Datasette that serves one library. Our plugins are found by their entry points.

    With accounts it shows a role what the role may see; without, everything to whoever reaches it.
    """
    metadata = _metadata(_tables(home), accounts=accounts)
    datasette = Datasette([], metadata=metadata, settings=_SETTINGS, memory=False)
    datasette.remove_database("_memory")
    datasette.add_database(CatalogueDatabase(datasette, str(home.catalogue)), name=DATABASE)
    return datasette


def application(
    home: Home,
    office: Office | None = None,
    reach: Reach = Reach(),  # noqa: B008 it is frozen
    uploads: Uploads | None = None,
) -> App:
    """Make the whole application of one library, for those who reach it so.

    Without an office it has no accounts, and is open to all of them.
    """
    site = WSGIMiddleware(create_app(home, office), workers=_SITE_THREADS)  # type: ignore[arg-type]
    explore: App = explorer(home, accounts=office is not None).app()
    uploads = uploads or Uploads(Reception(home))
    both: App = dispatcher(explore, site, reach, uploads)  # type: ignore[arg-type]
    if office is not None:
        both = identified(explored_by(both, frozenset(SERVED)), office)
    return spoken(served_securely(compressed(both)))


def listening(host: str, port: int) -> socket.socket:
    """Listen on a port of this machine; 0 chooses a free one. PortTaken, HostNotHere."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # asyncio sends small packets at once only on sockets that say they are TCP; others wait 40 ms for company.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(128)
    except OSError as error:
        listener.close()
        if error.errno == errno.EADDRINUSE:
            raise PortTaken(host, port) from error
        raise HostNotHere(host, port, error.strerror or str(error)) from error
    return listener


def serve(
    home: Home,
    listener: socket.socket,
    ready: Callable[[str], None],
    office: Office | None = None,
    reach: Reach = Reach(),  # noqa: B008 it is frozen
) -> None:
    """Serve one library until the process is told to stop. `ready` is given the address."""
    host, port = listener.getsockname()[:2]
    uploads = Uploads(Reception(home))
    config = uvicorn.Config(
        application(home, office, reach, uploads),
        log_level="warning",
        lifespan="off",
        h11_max_incomplete_event_size=_HEADERS_BYTES,
        server_header=False,
        proxy_headers=bool(reach.proxies),
        forwarded_allow_ips=list(reach.proxies),
        ssl_certfile=reach.tls.certificate if reach.tls else None,
        ssl_keyfile=reach.tls.key if reach.tls else None,
    )
    ready(f"{'https' if reach.tls else 'http'}://{f'[{host}]' if ':' in host else host}:{port}/")
    _Server(config, uploads).run(sockets=[listener])


class _Server(uvicorn.Server):
    """A server that does not wait for phones when it is to stop: what they have sent is kept, and they come again."""

    def __init__(self, config: uvicorn.Config, uploads: Uploads) -> None:
        super().__init__(config)
        self._uploads = uploads

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Bodies end where they are, and then everything else as usual."""
        self._uploads.let_go()
        await super().shutdown(sockets)


def _tables(home: Home) -> list[str]:
    with closing(connect(home.catalogue, readonly=True)) as db:
        return [
            row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type IN ('table', 'view')")
        ]


def _metadata(present: list[str], *, accounts: bool) -> dict[str, Any]:
    """Describe the catalogue to Datasette: what is served, what columns mean, which facets stand on the photos."""
    shown: dict[str, Any] = {name: _table(name, accounts=accounts) for name in SERVED}
    hidden = {name: {"allow": False, "hidden": True} for name in present if name not in SERVED}
    shown["photos"] |= {
        "facets": [{"photo": name} for name in FACETS],
        "sort_desc": "taken_at",
        "label_column": "id",
    }
    everybody = _allow(EVERYBODY, accounts=accounts)
    database = {
        "allow": everybody,
        "allow_sql": _allow(SORTERS, accounts=accounts),
        "tables": {**shown, **hidden},
    }
    return {"title": "phototheque", "allow": everybody, "databases": {DATABASE: database}}


def _table(name: str, *, accounts: bool) -> dict[str, Any]:
    columns = {column: str(described) for column, described in COLUMNS[name].items()}
    allow = _allow(EVERYBODY if name in READABLE else SORTERS, accounts=accounts)
    return {"allow": allow, "description": str(TABLES[name]), "columns": columns}


def _allow(roles: Roles, *, accounts: bool) -> dict[str, list[str]] | bool:
    return {"role": sorted(roles)} if accounts else True
