"""A sheet is applied: one action, whole or not at all, that can be undone as any other."""

from catalogue.captions.fields import Field
from catalogue.captions.previewing import Change, Preview
from catalogue.database.connection import Connection
from catalogue.errors import DecisionRefused
from catalogue.reviewing.acting import acting
from catalogue.reviewing.journal import Action, Journal
from catalogue.values.claims import Claim, Source, Subject

#: What the action is called in the journal.
CAPTIONS = "captions"


def apply(db: Connection, preview: Preview, by: str, *, seen: int | None = None) -> Action:
    """What the preview says of photos is a person's word from now on; ChangedSince where another one decided since.

    `seen` is what an earlier preview saw, when this is a second look. A preview with faults, or without any change, is
    refused.
    """
    if preview.faults or not preview.changes:
        raise DecisionRefused("the sheet holds mistakes" if preview.faults else "the sheet changes nothing")
    with acting(
        db, CAPTIONS, preview.photo_ids(), by, seen=preview.seen if seen is None else seen
    ) as journal:
        for change in preview.changes:
            _say(journal, change, by)
    return journal.action


def _say(journal: Journal, change: Change, by: str) -> None:
    if change.field is Field.THEMES:
        # Who adds a theme takes back that it was denied.
        journal.withdraw(change.photo_id, Subject.KEYWORD, change.after)
        journal.add(change.photo_id, Claim(Subject.KEYWORD, Source.MANUAL, change.after, made_by=by))
        return
    journal.say(change.photo_id, Claim(Subject(change.field), Source.MANUAL, change.after, made_by=by))
