"""What is said of outings that are prepared: what they hold, how large and how old they are, what is missing."""

from collections.abc import Mapping

from catalogue.words.wording import plural, sayable

#: Read by `words.words`: `{n}` and its like are filled in by the script; a pair counts something.
PARCELS: Mapping[str, str | tuple[str, str]] = {
    "parcel.kind.itinerary": sayable("Itinerary"),
    "parcel.kind.cite": sayable("Miners’ estate"),
    "parcel.kind.park": sayable("Park"),
    "parcel.kind.near": sayable("Around a position"),
    "parcel.undrawn": sayable("not drawn on the map yet"),
    "parcel.here": sayable("on this phone"),
    "parcel.places": plural("{n} place", "{n} places"),
    "parcel.places-unknown": sayable("The list of places comes with the first network."),
    "parcel.places-none": sayable("No place has these words."),
    "parcel.around": plural("{n} place around", "{n} places around"),
    "parcel.photos": plural("{n} recent photo", "{n} recent photos"),
    "parcel.photos-none": sayable("No photo there yet"),
    "parcel.tiles": plural("{n} square of the map", "{n} squares of the map"),
    "parcel.tiles-none": sayable("No background map: the places are drawn on grey"),
    "parcel.size": sayable("About {size} to take."),
    "parcel.size-left": sayable("About {size} to take; this phone has {left} left."),
    "parcel.too-large": sayable(
        "About {size} to take, and this phone has {left} left: free prepared outings or photos first."
    ),
    "parcel.mobile": sayable("You are on the mobile network: on Wi-Fi this costs nothing."),
    "parcel.asking": sayable("Looking at what is there…"),
    "parcel.locating": sayable("Looking for your position…"),
    "parcel.no-position": sayable("The phone gave no position: allow it in its settings, or choose a place."),
    "parcel.offline": sayable("No network: an outing is prepared on Wi-Fi."),
    "parcel.session": sayable("Your session is over: log in again, what was taken stays."),
    "parcel.refused": sayable("That could not be prepared just now. Try again in a moment."),
    "parcel.taking": sayable("{done} of {all} · {size}"),
    "parcel.cut": sayable("The network is gone: what was taken stays. Go on when it is back."),
    "parcel.full": sayable("This phone has no room left: what was taken stays. Free something, then go on."),
    "parcel.stopped": plural("Stopped: {n} file is still missing.", "Stopped: {n} files are still missing."),
    "parcel.ready": sayable("Ready for the field, without a network: {size}."),
    "parcel.ready-bare": sayable(
        "The photos and the places are on the phone ({size}), but the map has no background: prepare it again when "
        "the server has one."
    ),
    "parcel.missing": plural(
        "{n} photo could not be taken; the rest is there.",
        "{n} photos could not be taken; the rest is there.",
    ),
    "parcel.tiles-missing": plural(
        "{n} square of the map could not be taken: it stays grey.",
        "{n} squares of the map could not be taken: they stay grey.",
    ),
    "parcel.today": sayable("prepared today"),
    "parcel.yesterday": sayable("prepared yesterday"),
    "parcel.days": plural("prepared {n} day ago", "prepared {n} days ago"),
    "parcel.old": sayable("{age}, do it again?"),
    "parcel.other-format": sayable("prepared for an older version of this page: do it again"),
    "parcel.partly": plural("{n} file still missing", "{n} files still missing"),
    "parcel.again": sayable("Do it again"),
    "parcel.go-on": sayable("Go on"),
    "parcel.free": sayable("Free {size}"),
    "parcel.freed": sayable("{size} freed: {name} is no longer on this phone."),
    "parcel.you": sayable("You are here, within {distance}."),
    "parcel.where": sayable("The phone gives no position here."),
    "parcel.undated": sayable("undated"),
    "parcel.no-map": sayable("The map could not be opened: reload the page."),
}
