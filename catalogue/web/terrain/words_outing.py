"""What is said of outings and of their tracks."""

from collections.abc import Mapping

from catalogue.words.wording import plural, sayable

#: Read by `words.words`: `{n}` and its like are filled in by the script; a pair counts something.
OUTING: Mapping[str, str | tuple[str, str]] = {
    "outing.of": sayable("Outing of {day}"),
    "outing.ended": sayable("“{name}” is over. Its track places the photos that you send."),
    "track.since": sayable("track running since {time}"),
    "track.points": plural("{n} point", "{n} points"),
    "track.accuracy": sayable("to within {n} m"),
    "track.denied": sayable(
        "This page may not know where you are: allow it the position in the browser’s settings, or record a GPX "
        "beside it."
    ),
    "track.clock": sayable(
        "The phone’s clock is wrong by more than a day: set it right, for the track places photos by their time."
    ),
    "track.lost": sayable("No position for a minute. In the open the track goes on by itself."),
    "track.unable": sayable("This browser has no position. Record a GPX beside it."),
    "track.coarse": sayable("The position is too unsure to be kept. In the open it gets better."),
    "track.kept": plural("{n} point, kept until {day}", "{n} points, kept until {day}"),
    "outing.earlier": plural("{n} earlier outing", "{n} earlier outings"),
    "track.none": sayable("No track any more."),
    "track.local": sayable("On this phone; the server is told when there is a network."),
    "outing.photos": plural("{n} photo", "{n} photos"),
    "outing.by-track": plural("{n} placed by the track", "{n} placed by the track"),
    "outing.nowhere": sayable("{n} without a position"),
    "track.hand-over": sayable("Hand over a GPX"),
    "track.forget": sayable("Delete the track"),
    "track.sure": sayable(
        "Delete the track of “{name}” for good? Photos that it placed keep their position."
    ),
    "track.no-track": sayable("no track: this outing is without positions"),
    "track.forgotten": sayable("The track is deleted. Photos that it placed keep their position."),
    "track.handed": plural(
        "{n} new point in the track. In a minute it has placed the photos that it can: see My photos.",
        "{n} new points in the track. In a minute they have placed the photos that they can: see My photos.",
    ),
    "track.handed-none": sayable("The track had all these points already."),
    "track.offline": sayable("There is no network just now. Try again when there is one."),
    "track.logged-out": sayable("Your session is over. Log in again, then try once more."),
    "gap.before": sayable("until {to}: the track had not begun."),
    "gap.after": sayable("from {from} on: the track had stopped."),
    "gap": sayable("{from}–{to}: the track stopped."),
    "gap.photos": plural(
        "{from}–{to}: the track stopped, and {n} photo falls into this gap.",
        "{from}–{to}: the track stopped, and {n} photos fall into this gap.",
    ),
}
