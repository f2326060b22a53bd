"""`phototheque classify`: the rules run again over every photo, after a layer, a name or a tolerance changed."""

import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import click

from catalogue.cli.options import home_option, open_library, speaks
from catalogue.library import now_text
from catalogue.placing.classification import Ambiguous, Moved, classifier_of, reclassify
from catalogue.values.arrivals import on_screen

MADE_BY = "phototheque classify"
# Namesakes that are told by name.
_NAMES = 4


@click.command()
@click.option("--dry-run", is_flag=True, help="Say what would move, and change nothing.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@home_option
@speaks
def classify(dry_run: bool, as_json: bool, home: Path) -> None:
    """Place every photo by the rules as they are now, and say what moved.

    What a person decided stands. A run that changes nothing writes nothing.
    """
    with open_library(home) as library:
        classifier = classifier_of(library.db, library.stored_settings())
        moved = reclassify(library.db, None, classifier, now_text(), MADE_BY, dry=dry_run)
    if as_json:
        click.echo(json.dumps({**_told(moved), "dry_run": dry_run}, ensure_ascii=False))
        return
    for line in sentences(moved, dry=dry_run):
        click.echo(on_screen(line))


def _told(moved: Moved) -> dict[str, object]:
    """What moved, for a program."""
    return {name: value for name, value in asdict(moved).items() if name != "unnamed"}


def sentences(moved: Moved, *, dry: bool) -> Iterator[str]:
    """What moved, for a person.

    >>> list(sentences(Moved(photos=1, moved=0), dry=False))
    ['1 photo looked at. Everything is where the rules put it.']
    """
    if not (moved.moved or moved.restated):
        yield f"{_photos(moved.photos)} looked at. Everything is where the rules put it."
        return
    verb = "would move" if dry else "moved"
    yield f"{_photos(moved.photos)} looked at, of which {moved.moved:,} {verb}."
    if moved.restated:
        yield f"{_photos(moved.restated)} with the same places, by another rule or at another distance."
    for kind, told in sorted(moved.kinds.items()):
        yield (
            f"{kind}: {_photos(told.gained)} gained one, {told.lost:,} lost one, "
            f"{told.main:,} with another main one."
        )
        if told.relayered:
            yield f"  {_photos(told.relayered)} in the same places as before, by another layer or by one more."
        for example in moved.examples:
            if example.kind == kind:
                name = example.file or example.photo_id
                yield f"  {name}: {example.before or 'none'} → {example.after or 'none'}"
    yield from map(_doubtful, moved.ambiguous)
    if dry:
        yield "Nothing was changed."


def _doubtful(name: Ambiguous) -> str:
    """A folder that no longer says where its photos belong, and what makes it say so again."""
    shown = [*name.places[:_NAMES], *(["…"] if len(name.places) > _NAMES else [])]
    return (
        f"The folder “{name.folder}” could mean {len(name.places)} places of the kind {name.kind}, and means none: "
        f"{', '.join(shown)}. {_photos(name.photos)} lost it. A folder around it that names the commune tells."
    )


def _photos(number: int) -> str:
    return "1 photo" if number == 1 else f"{number:,} photos"
