"""A sheet is applied: one action, whole or not at all, that can be undone as any other."""

from collections.abc import Iterable

from catalogue.captions.fields import Field
from catalogue.captions.previewing import Change, Preview
from catalogue.database.connection import Connection
from catalogue.errors import DecisionRefused
from catalogue.reviewing.editing import CAPTIONS, Edit, edit_each
from catalogue.reviewing.journal import Action


def apply(db: Connection, preview: Preview, by: str, *, seen: int | None = None) -> Action:
    """What the preview says of photos is a person's word from now on; ChangedSince where another one decided since.

    `seen` is what an earlier preview saw, when this is a second look. A preview with faults, or without any change, is
    refused. The action is called `captions`.
    """
    if preview.faults or not preview.changes:
        raise DecisionRefused("the sheet holds mistakes" if preview.faults else "the sheet changes nothing")
    return edit_each(
        db, _edits(preview.changes), by, what=CAPTIONS, seen=preview.seen if seen is None else seen
    )


def _edits(changes: Iterable[Change]) -> dict[str, Edit]:
    """What is written of each photo, in the order of the sheet."""
    of_photo: dict[str, list[Change]] = {}
    for change in changes:
        of_photo.setdefault(change.photo_id, []).append(change)
    return {photo_id: _edit(those) for photo_id, those in of_photo.items()}


def _edit(changes: Iterable[Change]) -> Edit:
    texts: dict[str, str] = {}
    themes: list[str] = []
    for change in changes:
        if change.field is Field.THEMES:
            themes.append(change.after)
        else:
            texts[change.field.value] = change.after
    return Edit(texts, tuple(themes))
