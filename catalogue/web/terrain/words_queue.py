"""What is said of photos that are picked, sent and received."""

from collections.abc import Mapping

from catalogue.words.wording import plural, sayable

_PICKED: Mapping[str, str | tuple[str, str]] = {
    "picked.progress": sayable("Keeping photo {done} of {n}…"),
    "picked.photos": plural("{n} photo chosen", "{n} photos chosen"),
    "picked.positioned": plural("{n} with its position", "{n} with their position"),
    "picked.redacted": plural(
        "{n} whose position the phone has erased", "{n} whose positions the phone has erased"
    ),
    "picked.without": plural("{n} without a position", "{n} without positions"),
    "picked.sum": sayable("{picked}: {parts}"),
    "picked.placed": sayable("{sum}."),
    "picked.tracked": plural(
        "{sum}; the track of the outing will place it.", "{sum}; the track of the outing will place them."
    ),
    "picked.partly": sayable(
        "{sum}; the track of the outing will place {n} of them. The others wait until you place them in My photos."
    ),
    "picked.astray": plural(
        "{sum}. The track was not running then: place it in My photos, or hand over a GPX.",
        "{sum}. The track was not running then: place them in My photos, or hand over a GPX.",
    ),
    "picked.untracked": sayable(
        "{sum}. Choose their outing if they belong to one; otherwise they wait until you place them in My photos."
    ),
    "picked.reworded": plural("Said of {n} photo.", "Said of {n} photos."),
    "picked.some-reworded": plural(
        "Said of {n} photo out of {all}: the others are on their way already.",
        "Said of {n} photos out of {all}: the others are on their way already.",
    ),
    "picked.nothing": sayable("Nothing was chosen."),
    "picked.doubles": plural(
        "{n} photo was in the queue already: it leaves once.",
        "{n} photos were in the queue already: they leave once.",
    ),
    "picked.sent": plural(
        "{n} photo was sent and received before.", "{n} photos were sent and received before."
    ),
    "picked.videos": plural("{n} video stays on the phone.", "{n} videos stay on the phone."),
    "picked.ahead": plural(
        "{n} photo is dated in the future ({when}): the clock of its device is wrong. It leaves all the same, and "
        "its date will have to be looked at.",
        "{n} photos are dated in the future (up to {when}): the clock of their device is wrong. They leave all the "
        "same, and their dates will have to be looked at.",
    ),
    "picked.shortened": plural(
        "{n} name was too long, and is shortened.", "{n} names were too long, and are shortened."
    ),
    "picked.full-in": plural(
        "The storage of the phone is full: {n} photo is in the queue,",
        "The storage of the phone is full: {n} photos are in the queue,",
    ),
    "picked.full-out": plural(
        "{n} is not. Let the queue leave, or free some room, then choose that one again.",
        "{n} are not. Let the queue leave, or free some room, then choose those again.",
    ),
    "picked.and-more": plural("{first} and {n} other", "{first} and {n} others"),
    "problem.other": plural("This file is no photo: {names}", "{n} files are no photos: {names}"),
    "problem.empty": plural(
        "This file is empty, the phone gave nothing of it: {names}. Open it in the gallery first, then choose it "
        "again.",
        "{n} files are empty, the phone gave nothing of them: {names}. Open them in the gallery first, then choose "
        "them again.",
    ),
    "problem.unreadable": plural(
        "This picture can no longer be read: {names}. Perhaps it was moved or removed; choose it again.",
        "{n} pictures can no longer be read: {names}. Perhaps they were moved or removed; choose them again.",
    ),
    "problem.folder": plural(
        "A folder cannot be taken here: {names}. Open it, and choose the photos in it.",
        "{n} folders cannot be taken here: {names}. Open them, and choose the photos in them.",
    ),
    "problem.bomb": plural(
        "This ZIP unpacks to far more than photos do, and is refused: {names}",
        "{n} ZIPs unpack to far more than photos do, and are refused: {names}",
    ),
    "problem.broken": plural(
        "This ZIP is damaged or cut off: {names}. What could be read of it was taken.",
        "{n} ZIPs are damaged or cut off: {names}. What could be read of them was taken.",
    ),
    "question.screenshots": plural("Send {n} screenshot", "Send {n} screenshots"),
    "question.messaging": plural("Send {n} photo from a messenger", "Send {n} photos from a messenger"),
    "taker.name": sayable("Name of the colleague"),
    "taker.from": sayable("Received from"),
    "taker.missing": sayable("Write the name of whoever took these photos."),
    "outing.by-time": sayable("By the time of each photo"),
}
_SENT: Mapping[str, str | tuple[str, str]] = {
    "sum.received": plural(
        "{n} photo of {all} received and verified", "{n} photos of {all} received and verified"
    ),
    "sum.bytes": sayable("{there} of {all} · {percent} %"),
    "sum.closing": plural(
        "{n} photo received and verified: you may delete it from the phone.",
        "{n} photos received and verified: you may delete them from the phone.",
    ),
    "line.weak": sayable("Weak network"),
    "line.on-wifi": sayable("Wi-Fi"),
    "line.waiting": sayable("going on in {n} s"),
    "line.idle": sayable("ready"),
    "line.sending": sayable("sending"),
    "line.offline": sayable("offline: everything is kept, and leaves as soon as there is a network"),
    "line.paused": sayable("paused"),
    "line.wifi": sayable("waits for Wi-Fi"),
    "line.session": sayable("your session is over: log in, and it goes on"),
    "line.elsewhere": sayable("another tab of this page is sending"),
    "row.asked": sayable("waits for your answer"),
    "row.waiting": sayable("waits"),
    "row.announced": sayable("ready to leave"),
    "row.sending": sayable("{percent} %"),
    "row.stopped": sayable("stopped at {percent} %"),
    "row.received": sayable("✓ received and verified"),
    "row.fate": sayable("✓ {fate}"),
    "row.again": sayable("Try to send it again"),
    "row.leave": sayable("Take out of the queue"),
    "trouble.refused": sayable("The server does not take this file."),
    "trouble.spoiled": sayable(
        "This photo arrived damaged three times. Try again on another network, or bring it by cable."
    ),
    "trouble.damaged": sayable("The copy on this phone is damaged. Choose the photo again in the gallery."),
    "trouble.gone": sayable(
        "The browser has removed the copy of this photo. Choose it again in the gallery."
    ),
    "network.away": sayable("Offline"),
    "room.little": sayable("Only {left} of storage left for photos on this phone: let the queue leave soon."),
}

_MINE: Mapping[str, str | tuple[str, str]] = {
    "mine.all": sayable("All ({n})"),
    "mine.nowhere": sayable("To place ({n})"),
    "mine.wordless": sayable("To describe ({n})"),
    "mine.none": sayable("You have sent no photo yet."),
    "mine.complete": sayable("Nothing is left to do here."),
    "mine.as-of": sayable("As of {when}: there is no network now."),
    "mine.unseen": sayable("Your photos appear here as soon as there is a network."),
    "needs.position": sayable("to be placed"),
    "needs.words": sayable("to be described"),
    "sheet.described": sayable("Saved."),
    "sheet.placed": sayable("Placed."),
    "sheet.chosen": sayable("The point is set. Was it here?"),
    "sheet.undone": sayable("Undone."),
    "sheet.later": sayable("Kept on this phone: it is told as soon as there is a network."),
    "sheet.refused": sayable("That could not be saved. Try again."),
    "sheet.no-map": sayable("The map could not be loaded. Where I am now works without it."),
    "sheet.locating": sayable("Looking for your position…"),
    "sheet.located": sayable("Your position, to {n} m."),
    "sheet.unlocated": sayable("This phone does not say where it is. Tap on the map instead."),
}

#: Read by `words.words`: `{n}` and its like are filled in by the script; a pair counts something.
QUEUE: Mapping[str, str | tuple[str, str]] = {**_PICKED, **_SENT, **_MINE}
