"""What the facts of a home mean: pure, so that every threshold can be tried without waiting for a year."""

from collections.abc import Callable
from datetime import timedelta

from catalogue import __version__
from catalogue.database.connection import OLDEST_SAFE
from catalogue.database.schema import VERSION
from catalogue.status.facts import Facts
from catalogue.status.findings import GRAVITY, Fact, Finding, Level, Saying, Status, gravest_first
from catalogue.status.judging_room import room
from catalogue.words.wording import plural, sayable

GOOD, AMBER, RED = Level.GOOD, Level.AMBER, Level.RED

#: A backup is made every night: two days without one is one night that failed, a week is nobody who looks.
BACKUP_AMBER, BACKUP_RED = timedelta(days=2), timedelta(days=8)
#: Disks lose bits slowly; reading everything through once a month finds that while the backup still has it.
CHECK_AMBER = timedelta(days=35)
#: What comes into the inbox is taken in within seconds.
INBOX_AMBER, INBOX_RED = timedelta(hours=1), timedelta(days=1)
#: Clocks that are set by the network differ by less.
CLOCK = timedelta(minutes=5)


def judge(facts: Facts) -> Status:
    """Everything there is to say of a home, the gravest first."""
    found = [_catalogue(facts), *(judged(facts) for judged in _JUDGED)]
    return gravest_first([finding for finding in found if finding is not None])


def _saying(sentence: str | tuple[str, str], **facts: Fact) -> Saying:
    return Saying(sentence, facts)


_RESTORE = _saying(sayable("Restore the library from its backup: see the guide on backups."))


def _catalogue(facts: Facts) -> Finding:
    """The catalogue can be read, and by this program."""
    if facts.trouble == "absent":
        what = _saying(sayable("There is no library in this folder."))
        return Finding("library", RED, what, _saying(sayable("Name its folder with --home.")))
    if facts.catalogue is None:
        what = _saying(sayable("The catalogue cannot be read: %(why)s."), why=facts.trouble)
        return Finding("library", RED, what, _RESTORE)
    versions: dict[str, Fact] = {"program": __version__, "schema": facts.catalogue.schema}
    if facts.catalogue.schema > VERSION:
        what = _saying(
            sayable("The catalogue was written by a newer program (schema %(schema)s)."), **versions
        )
        return Finding("library", RED, what, _saying(sayable("Upgrade the program on this machine.")))
    if facts.catalogue.schema < VERSION:
        what = _saying(sayable("The catalogue is of an older program (schema %(schema)s)."), **versions)
        todo = _saying(sayable("Start the program: it brings the catalogue up to date, after a copy of it."))
        return Finding("library", AMBER, what, todo)
    what = _saying(sayable("Program %(program)s, catalogue readable (schema %(schema)s)."), **versions)
    return Finding("library", GOOD, what)


def _backup(facts: Facts) -> Finding | None:
    """The newest copy is young enough; where there is none, it counts as old as the first photo."""
    if facts.catalogue is None:
        return None
    since = facts.last_backup or facts.catalogue.first_arrival
    level = GOOD if since is None else _aged(facts.now - since, BACKUP_AMBER, BACKUP_RED)
    if facts.last_backup is not None:
        what = _saying(sayable("Last backup: %(at)s."), at=facts.last_backup)
    elif since is None:
        return Finding("backup", GOOD, _saying(sayable("No backup yet, and nothing to back up.")))
    else:
        level, what = (
            max(level, AMBER, key=GRAVITY.__getitem__),
            _saying(sayable("This library was never backed up.")),
        )
    todo = _saying(
        sayable("Make one now: phototheque backup FOLDER. Then see why the nightly one does not come.")
    )
    return Finding("backup", level, what, None if level == GOOD else todo)


def _check(facts: Facts) -> Finding | None:
    """The last examination ended well, and everything was read through not long ago."""
    if facts.catalogue is None:
        return None
    if not facts.checks:
        level = AMBER if facts.catalogue.photos else GOOD
        todo = _saying(sayable("Run phototheque check: it reads every original through."))
        what = _saying(sayable("This library was never checked."))
        return Finding("check", level, what, todo if level != GOOD else None)
    newest = facts.checks[0]
    if newest.faults:
        found = plural(
            "The last check, on %(at)s, found %(n)s fault.", "The last check, on %(at)s, found %(n)s faults."
        )
        todo = _saying(sayable("Run phototheque check to see them, then phototheque check --repair."))
        return Finding("check", RED, _saying(found, n=newest.faults, at=newest.at), todo)
    return _read_through(facts)


def _read_through(facts: Facts) -> Finding:
    through = [check.at for check in facts.checks if not check.quick]
    if through and facts.now - through[0] <= CHECK_AMBER:
        return Finding("check", GOOD, _saying(sayable("Last check: %(at)s, no fault."), at=through[0]))
    todo = _saying(sayable("Run phototheque check: it reads every original through."))
    if not through:
        what = _saying(sayable("The originals were never read through."))
    else:
        what = _saying(sayable("The originals were last read through on %(at)s."), at=through[0])
    return Finding("check", AMBER, what, todo)


def _inbox(facts: Facts) -> Finding:
    """What comes in is taken in."""
    waiting = facts.waiting
    if not waiting.files:
        return Finding("inbox", GOOD, _saying(sayable("Nothing waits in the inbox.")))
    files = plural("%(n)s file waits in the inbox.", "%(n)s files wait in the inbox.")
    level = GOOD if waiting.since is None else _aged(facts.now - waiting.since, INBOX_AMBER, INBOX_RED)
    todo = _saying(
        sayable("Nobody takes them in: restart the server, or run phototheque ingest --inbox. They are safe.")
    )
    return Finding("inbox", level, _saying(files, n=waiting.files), None if level == GOOD else todo)


def _strays(facts: Facts) -> Finding | None:
    if not facts.waiting.strays:
        return None
    files = plural(
        "%(n)s file was laid into the inbox by hand, and is not taken in.",
        "%(n)s files were laid into the inbox by hand, and are not taken in.",
    )
    todo = _saying(sayable("Move them to another folder, and take that in: phototheque ingest FOLDER."))
    return Finding("inbox-strays", AMBER, _saying(files, n=facts.waiting.strays), todo)


def _uploads(facts: Facts) -> Finding | None:
    """What is on its way from phones is nobody's fault, and worth knowing before the server is stopped."""
    number = facts.waiting.uploads
    if not number:
        return None
    files = plural(
        "%(n)s file is on its way from a phone or a browser.",
        "%(n)s files are on their way from phones or browsers.",
    )
    return Finding("uploads", GOOD, _saying(files, n=number))


def _quarantine(facts: Facts) -> Finding:
    number = facts.waiting.quarantined
    if not number:
        return Finding("quarantine", GOOD, _saying(sayable("Every received file became a photo.")))
    files = plural(
        "%(n)s received file could not become a photo.", "%(n)s received files could not become photos."
    )
    todo = _saying(sayable("See them on the home page, each with its reason, and ask whoever sent them."))
    return Finding("quarantine", AMBER, _saying(files, n=number), todo)


def _failed(facts: Facts) -> Finding | None:
    if facts.catalogue is None:
        return None
    number = facts.catalogue.failed
    if not number:
        return Finding("failed-files", GOOD, _saying(sayable("Every file of the folders could be read.")))
    files = plural(
        "%(n)s file of the folders could not be read.", "%(n)s files of the folders could not be read."
    )
    todo = _saying(sayable("See the arrivals: each file has its reason, and can be tried again."))
    return Finding("failed-files", AMBER, _saying(files, n=number), todo)


def _pictures(facts: Facts) -> Finding | None:
    if facts.catalogue is None:
        return None
    number = facts.catalogue.pictures_pending
    if not number:
        return Finding("pictures", GOOD, _saying(sayable("Every photo has its pictures for screens.")))
    photos = plural(
        "%(n)s photo has no picture for screens yet.", "%(n)s photos have no pictures for screens yet."
    )
    todo = _saying(sayable("Run phototheque check --repair: they are made again from the originals."))
    level = GOOD if facts.working else AMBER
    return Finding("pictures", level, _saying(photos, n=number), None if facts.working else todo)


def _sqlite(facts: Facts) -> Finding:
    version, oldest = (".".join(map(str, numbers)) for numbers in (facts.sqlite, OLDEST_SAFE))
    if facts.sqlite >= OLDEST_SAFE:
        return Finding("sqlite", GOOD, _saying(sayable("SQLite %(version)s."), version=version))
    what = _saying(
        sayable("SQLite %(version)s can damage a catalogue: %(oldest)s or newer is needed."),
        version=version,
        oldest=oldest,
    )
    todo = _saying(sayable("Install the program again with its own packages: sh deploy/upgrade.sh."))
    return Finding("sqlite", RED, what, todo)


def _rights(facts: Facts) -> Finding:
    if facts.network:
        what = _saying(sayable("The library lies on a network disk (%(kind)s)."), kind=facts.network)
        return Finding("rights", RED, what, _saying(sayable("Move it to a disk of this machine.")))
    if facts.owner:
        what = _saying(sayable("The library belongs to the user %(owner)s."), owner=facts.owner)
        todo = _saying(sayable("Ask as that user: sudo -u %(owner)s phototheque doctor."), owner=facts.owner)
        return Finding("rights", AMBER, what, todo)
    if facts.unwritable:
        names = ", ".join(facts.unwritable)
        what = _saying(sayable("Nothing can be written to: %(names)s."), names=names)
        todo = _saying(sayable("Give these folders back to the user of the program, or look at the disk."))
        return Finding("rights", RED, what, todo)
    return Finding("rights", GOOD, _saying(sayable("The program can write everywhere in its library.")))


def _clock(facts: Facts) -> Finding | None:
    newest = facts.catalogue.newest_arrival if facts.catalogue else None
    if newest is not None and newest - facts.now > CLOCK:
        what = _saying(
            sayable("The clock says %(now)s, and the newest photo arrived on %(newest)s."),
            now=facts.now,
            newest=newest,
        )
        return Finding("clock", RED, what, _saying(sayable("Set the clock: timedatectl set-ntp true.")))
    return Finding("clock", GOOD, _saying(sayable("The clock says %(now)s."), now=facts.now))


def _erasures(facts: Facts) -> Finding:
    if facts.key_lost:
        what = _saying(sayable("The key of what was erased for good is lost: tombstone.key."))
        todo = _saying(
            sayable("Bring it back from the newest copy of the backup, before photos are taken in.")
        )
        return Finding("erasures", RED, what, todo)
    if not facts.unfinished:
        return Finding("erasures", GOOD, _saying(sayable("No erasure waits to be finished.")))
    erasures = plural("%(n)s erasure is not finished.", "%(n)s erasures are not finished.")
    todo = _saying(sayable("Run phototheque check: the next command finishes it."))
    return Finding("erasures", RED, _saying(erasures, n=facts.unfinished), todo)


def _aged(age: timedelta, amber: timedelta, red: timedelta) -> Level:
    """How grave this age is. What lies ahead in time is not old: the clock is judged elsewhere."""
    if age > red:
        return RED
    return AMBER if age > amber else GOOD


_JUDGED: tuple[Callable[[Facts], Finding | None], ...] = (
    room,
    _backup,
    _check,
    _inbox,
    _strays,
    _uploads,
    _quarantine,
    _failed,
    _pictures,
    _rights,
    _clock,
    _erasures,
    _sqlite,
)
