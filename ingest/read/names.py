"""What the path of a photo says: the date in its name, the dates of its folders, and the folders themselves."""

from catalogue.values.claims import Claim, Source, Subject
from ingest.read.folders import folder_claims
from ingest.read.stamps import Stamp, file_stamp
from ingest.read.texts import clean


def read_names(path: str) -> tuple[Claim, ...]:
    """Claims of a printable relative path with `/`: dates of name and folders, innermost first, then the folders.

    Never raises, for any text. A date that does not exist, as 2018-02-30, gives no claim, nor does a counter.
    The folders are kept as evidence, outermost first.

    >>> [(claim.value, claim.source.value) for claim in read_names("EV5/2018-05/IMG-20180512-WA0003.jpg")]
    [('2018-05-12', 'name'), ('2018-05', 'folder'), ('EV5', 'folder'), ('2018-05', 'folder')]
    """
    *folders, name = path.split("/")
    kept = [words for folder in folders if (words := clean(folder)) and words not in (".", "..")]
    stamp = file_stamp(name)
    named = () if stamp is None else (_taken(stamp),)
    evidence = (Claim(Subject.FOLDER, Source.FOLDER, folder, "folder") for folder in kept)
    return (*named, *folder_claims(kept), *evidence)


def _taken(stamp: Stamp) -> Claim:
    known = stamp.moment
    return Claim(Subject.TAKEN, Source.NAME, known.value, stamp.rule, precision=known.precision)
