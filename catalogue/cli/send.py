"""`phototheque send`: photos go to a library elsewhere, without a browser."""

import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import closing
from pathlib import Path

import click

from catalogue.cli.options import speaks
from catalogue.errors import NothingToSend
from catalogue.sending.finding import Found, find
from catalogue.sending.remote import Remote, token_in
from catalogue.sending.sender import Fate, Receipt, Sender
from catalogue.sending.watching import watch
from catalogue.values.arrivals import on_screen, printable

_RECEIPTS = frozenset({Fate.RECEIVED, Fate.BEFORE})


@click.command()
@click.argument("files", nargs=-1, type=click.Path(path_type=Path), metavar="FILES…")
@click.option(
    "--to", "url", required=True, metavar="URL", envvar="PHOTOTHEQUE_URL", help="Address of the library."
)
@click.option(
    "--token-file",
    type=click.Path(path_type=Path),
    metavar="FILE",
    envvar="PHOTOTHEQUE_TOKEN_FILE",
    help="File that holds a token of yours (My account). Not needed where nobody logs in.",
)
@click.option("--creator", metavar="NAME", help="Photographer, where a file does not name one.")
@click.option(
    "--watch", "watched", type=click.Path(path_type=Path, file_okay=False, exists=True), metavar="FOLDER",
    help="Keep sending what comes into this folder, until Ctrl-C.",
)  # fmt: skip
@speaks
def send(
    files: tuple[Path, ...], url: str, token_file: Path | None, creator: str | None, watched: Path | None
) -> None:
    """Send photos to a library on another machine, until it has them all and says so.

    For each photo that the library has received and verified, a line with its SHA-256 and its path, as sha256sum
    writes them. What was received before is not sent again, and what was cut goes on where it stopped: run the same
    command again. Of folders, photos are sent with their paths; nothing is changed or taken away here.
    Exit status 1 when something was not received.
    """
    if not files and watched is None:
        raise click.UsageError("Name photos or folders, or a folder to --watch.")
    fates: Counter[Fate] = Counter()
    with closing(Remote(url, token_in(token_file) if token_file else None)) as remote:
        sender = Sender(remote, creator=creator, worry=lambda why: _say(f"no answer ({why}); trying again"))
        if files:
            _tell(sender.send(_found(files, watched)), fates)
        if watched is not None:
            _tell(watch(watched, sender, worry=_say), fates)
    _report(fates)
    raise SystemExit(1 if fates[Fate.REFUSED] or fates[Fate.NO_PHOTO] else 0)


def _found(files: Sequence[Path], watched: Path | None) -> list[Found]:
    """What was named, and a word on what of it stays."""
    found, others = find(files)
    if others:
        _say(f"{others:,} files are no photos by their names, and stay.")
    if not found and watched is None:
        raise NothingToSend(printable(files[0]), "there is no photo in it")
    return found


def _tell(receipts: Iterable[Receipt], fates: Counter[Fate]) -> None:
    for receipt in receipts:
        fates[receipt.fate] += 1
        if receipt.fate in _RECEIPTS:
            click.echo(f"{receipt.sha256}  {on_screen(receipt.found.path)}")
            sys.stdout.flush()
        else:
            _say(f"{on_screen(receipt.found.path)}: {on_screen(receipt.message)}")


def _report(fates: Counter[Fate]) -> None:
    told = [f"{fates[Fate.RECEIVED]:,} received and verified"]
    for fate, words in (
        (Fate.BEFORE, "received before"),
        (Fate.NO_PHOTO, "kept there, but no photo could be made of it"),
        (Fate.REFUSED, "not received"),
    ):
        if fates[fate]:
            told.append(f"{fates[fate]:,} {words}")
    _say(", ".join(told) + ".")


def _say(sentence: str) -> None:
    click.echo(f"phototheque: {sentence}", err=True)
