"""What the pages say of folders and of runs that they follow, in the language of who reads. Pure."""

from catalogue.values.arrivals import on_screen
from catalogue.values.outcomes import Outcome
from catalogue.web.ingest.folders import Why
from catalogue.web.ingest.jobs import Busy
from catalogue.web.ingest.keeping import Job, State
from catalogue.web.ingest.tally import Tally
from catalogue.words.languages import Language
from catalogue.words.wording import plural, sayable

_MINUTE_S, _HOUR_S = 60, 3600
_WHY = {
    Why.OUTSIDE: sayable("This folder is not one that photos may be taken in from."),
    Why.ROOT_GONE: sayable(
        "This folder cannot be reached any more: is the disk or the NAS still connected? Nothing was changed."
    ),
    Why.GONE: sayable("This folder is no longer there. Nothing was changed."),
    Why.LINK: sayable(
        "This is a shortcut to another folder: shortcuts are not followed. Choose the folder itself."
    ),
    Why.NO_FOLDER: sayable("This is a file, not a folder. Choose the folder that it lies in."),
    Why.UNREADABLE: sayable(
        "The server has no right to read this folder. Whoever looks after it can grant it."
    ),
    Why.SILENT: sayable(
        "The disk does not answer. Is the NAS switched on and connected? Nothing was changed; try again soon."
    ),
}
#: Why a run could not go on, by the code of the error.
_STOPPED = {
    "source-gone": sayable(
        "The folder went away while it was being read: connect the disk again, then start again."
    ),
    "no-such-source": sayable("This folder is no longer there. Nothing was changed."),
    "home-inside-source": sayable(
        "This folder is the library itself: choose the one that the photos come from."
    ),
    "not-enough-room": sayable("There is not enough room on the disk of the server for these photos."),
    "home-busy": sayable("The library is being repaired: start again when that is over."),
    "home-unwritable": sayable(
        "The library cannot be written to: whoever looks after the server must see to it."
    ),
    "examiners-gone": sayable("The server is short of memory: start again a little later."),
    "catalogue-damaged": sayable("The catalogue is damaged: whoever looks after the server must see to it."),
}
_OTHERWISE = sayable(
    "The run stopped for a reason that was not foreseen. The journal of the server tells more."
)
#: What a job does or did, by whether it is a rehearsal.
_TITLES = {
    State.WORKING: (sayable("The photos are being taken in"), sayable("The folder is being tried")),
    State.STOPPING: (sayable("The photos are being taken in"), sayable("The folder is being tried")),
    State.STOPPED: (sayable("Stopped"), sayable("Stopped")),
    State.INTERRUPTED: (sayable("Interrupted"), sayable("Interrupted")),
    State.FAILED: (
        sayable("The arrival did not come to its end"),
        sayable("The trial did not come to its end"),
    ),
}
_CAME = (
    plural("%(n)s photo came in", "%(n)s photos came in"),
    plural("%(n)s photo would come in", "%(n)s photos would come in"),
)
_COMPLETED = (
    plural("%(n)s photo was completed", "%(n)s photos were completed"),
    plural("%(n)s photo would be completed", "%(n)s photos would be completed"),
)
_NOTHING = (sayable("Nothing new came in"), sayable("Nothing new in this folder"))
_WAIT = sayable("Nothing was started; wait until that is over.")
_NEW = plural("%(n)s new photo", "%(n)s new photos")
_SO_FAR = {
    Outcome.STORED: _NEW,
    Outcome.HEALED: plural("%(n)s photo completed", "%(n)s photos completed"),
    Outcome.DUPLICATE: plural("%(n)s already there", "%(n)s already there"),
    Outcome.UNCHANGED: plural("%(n)s unchanged", "%(n)s unchanged"),
    Outcome.HELD: plural("%(n)s waiting for somebody", "%(n)s waiting for somebody"),
    Outcome.SKIPPED: plural("%(n)s file that is no photo", "%(n)s files that are no photos"),
    Outcome.FAILED: plural("%(n)s file that cannot be read", "%(n)s files that cannot be read"),
}


def title(job: Job, language: Language) -> str:
    """Say in a few words what a job does, or what came of it."""
    dry, tally = job.wish.dry, job.tally
    if job.state in _TITLES:
        return language.text(_TITLES[job.state][dry])
    if tally.new:
        return language.counted(*_CAME[dry], tally.new)
    if completed := tally.number(Outcome.HEALED):
        return language.counted(*_COMPLETED[dry], completed)
    return language.text(_NOTHING[dry])


def why(reason: Why, language: Language) -> str:
    """Say why a folder cannot be had."""
    return language.text(_WHY[reason])


def busy(other: Busy, language: Language) -> str:
    """Say who works on a folder already, and where."""
    if other.who:
        sentence = language.text(
            "%(who)s is already taking photos in from %(where)s.", who=other.who, where=other.where
        )
    else:
        sentence = language.text("Photos are already being taken in from %(where)s.", where=other.where)
    return f"{sentence} {language.text(_WAIT)}"


def stopped(job: Job, language: Language) -> str:
    """Say why a run could not go on."""
    return language.text(_STOPPED.get(job.tally.stopped.get("code", ""), _OTHERWISE))


def counts(tally: Tally, language: Language) -> list[dict[str, str]]:
    """Say how many files met each fate; what did not happen is not said."""
    found = [(outcome, tally.number(outcome)) for outcome in Outcome]
    return [
        {"outcome": outcome.value, "words": language.counted(*_SO_FAR[outcome], n)}
        for outcome, n in found
        if n
    ]


def progress(job: Job, now: float, language: Language) -> str:
    """Say how far a run is: of how many, how fast, how long it takes yet."""
    tally = job.tally
    if job.state is State.STOPPING:
        return language.text("Stopping: what is in hand is put down first.")
    if tally.to_read is None:
        return language.text("Going through the folder…")
    done = language.text(
        "%(done)s of %(total)s files", done=language.number(tally.done), total=language.number(tally.to_read)
    )
    rate = tally.rate(now)
    if not rate:
        return done
    speed = language.text("%(rate)s a second", rate=language.number(round(rate, 1 if rate < 10 else 0)))  # noqa: PLR2004
    left = language.text("%(time)s left", time=lasting((tally.to_read - tally.done) / rate, language))
    return f"{done} · {speed} · {left}"


def lasting(seconds: float, language: Language) -> str:
    r"""Say how long something takes.

    >>> from catalogue.words.languages import ENGLISH
    >>> lasting(0.2, ENGLISH), lasting(75, ENGLISH), lasting(7500, ENGLISH)
    ('1\xa0s', '1\xa0min 15\xa0s', '2\xa0h 05\xa0min')
    """
    whole = max(1, round(seconds))
    gap = "\N{NO-BREAK SPACE}"
    if whole < _MINUTE_S:
        return f"{language.number(whole)}{gap}s"
    if whole < _HOUR_S:
        return f"{whole // _MINUTE_S}{gap}min {whole % _MINUTE_S:02}{gap}s"
    return f"{language.number(whole // _HOUR_S)}{gap}h {whole % _HOUR_S // _MINUTE_S:02}{gap}min"


def shown(path: str) -> str:
    """A path on screen: no letter of it moves what stands around it."""
    return on_screen(path)
