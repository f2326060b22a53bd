"""Options of `phototheque serve` that say how other machines reach it."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from catalogue.web.reached import Reach

CommandT = TypeVar("CommandT", bound=Callable[..., Any])

_FILE = click.Path(path_type=Path, dir_okay=False)
_OPTIONS = (
    click.option("--public-name", multiple=True, metavar="NAME", help="A name that browsers ask for it by."),
    click.option(
        "--behind-proxy", is_flag=True, help="A web server stands before it, and has the certificate."
    ),
    click.option(
        "--trusted",
        multiple=True,
        metavar="ADDRESS",
        help="Address or network of that web server, whose word about the browser's address counts. "
        "[default: this machine]",
    ),
    click.option("--tls-cert", type=_FILE, help="Certificate with its chain (PEM), to serve HTTPS itself."),
    click.option("--tls-key", type=_FILE, help="Key of that certificate (PEM)."),
)


def reach_options(command: CommandT) -> CommandT:
    """The command takes the options that `asked_reach` reads."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def asked_reach(
    host: str,
    *,
    public_name: Sequence[str],
    behind_proxy: bool,
    trusted: Sequence[str],
    tls_cert: Path | None,
    tls_key: Path | None,
) -> "Reach":
    """How the server may be reached, as the options ask for it; what would not be safe is refused."""
    # Imported here: the other commands need not wait for a web server to load.
    from catalogue.web.reached import Tls, reach  # noqa: PLC0415

    if (tls_cert is None) != (tls_key is None):
        raise click.UsageError("--tls-cert and --tls-key go together.")
    tls = Tls(tls_cert, tls_key) if tls_cert and tls_key else None
    return reach(host, public_names=public_name, behind_proxy=behind_proxy, trusted=trusted, tls=tls)
