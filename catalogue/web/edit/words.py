"""What the pages of editing say: fields, choices, reasons, and why something cannot be written."""

from collections.abc import Iterable, Sequence

from catalogue.reviewing.editing import LONGEST, Changed, Problem
from catalogue.words.languages import Language
from catalogue.words.rights_words import DIFFUSIONS
from catalogue.words.wording import sayable

FIELD_WORDS = {
    "caption": sayable("Caption"),
    "creator": sayable("Photographer"),
    "credit": sayable("Credit"),
    "copyright": sayable("Copyright"),
    "licence": sayable("Licence"),
    "usage_terms": sayable("Terms of use"),
    "diffusion": sayable("Diffusion"),
    "rating": sayable("Stars"),
    "alt_text": sayable("Alternative text"),
    "theme": sayable("Theme"),
    "state": sayable("State"),
}
REASONS = {
    "blurred": sayable("blurred"),
    "duplicate": sayable("duplicate"),
    "private": sayable("private"),
    "off-topic": sayable("off topic"),
    "unwanted": sayable("without a reason"),
    "run-undone": sayable("its arrival was undone"),
}
_PROBLEMS = {
    "too-long": sayable("is longer than %(most)s characters."),
    "control": sayable("holds characters that cannot be seen and would break a file."),
    "diffusion": sayable("is none of: internal use, open, to be checked."),
    "rating": sayable("is a number from 0 to 5."),
    "empty-theme": sayable("is empty."),
    "field": sayable("cannot be written."),
    "both": sayable("is to be added and taken away at once."),
    "not-listed": sayable("is not on the list of themes: add it there first."),
}
NOTHING = sayable("Nothing was changed: fill in a field first.")
ALREADY = sayable("The photos say all this already: nothing was changed.")
GONE = sayable("These photos are no longer in the library.")
NO_RESULT = sayable(
    "This address selects no photos that can be worked with: choose them in the gallery again."
)
TOO_MANY = sayable("At most 20,000 photos are edited at once: filter them first.")
ASIDE_ALREADY = sayable("These photos are out of the gallery already.")
NOT_ASIDE = sayable("Some of these photos are not aside any more: load the page again.")
#: What is offered for a licence; anything else can be written.
LICENCES = ("CC-BY-4.0", "CC-BY-SA-4.0", "CC-BY-NC-4.0", "CC0-1.0", "etalab-2.0", "Tous droits réservés")


def field(name: str, language: Language) -> str:
    """Name a field as a person does."""
    return language.text(FIELD_WORDS[name]) if name in FIELD_WORDS else name


def value(name: str, text: str | None, language: Language) -> str:
    """Say a value of a field; one that is not there is a dash."""
    if text is None:
        return "—"
    if name == "rating":
        return "★" * int(text) if text.isdecimal() else text
    return language.text(DIFFUSIONS[text]) if name == "diffusion" and text in DIFFUSIONS else text


def reason(code: str | None, language: Language) -> str:
    """Say why a photo is aside; a code that is not known here is said as it is."""
    return language.text(REASONS[code]) if code in REASONS else code or ""


def now(name: str, values: Sequence[tuple[str | None, int]], language: Language) -> str:
    """Say what photos have now in one field."""
    if not values or values == [(None, values[0][1])]:
        return language.text("none has one")
    if len(values) == 1:
        return language.text("all: %(value)s", value=value(name, values[0][0], language))
    return language.counted("%(n)s different value", "%(n)s different values", len(values))


def problems(found: Iterable[Problem], language: Language) -> list[str]:
    """Say everything that speaks against an edit, a sentence each."""
    most = language.number(LONGEST)
    return [
        f"{field(one.field, language)} {language.text(_PROBLEMS[one.why]) % {'most': most}}" for one in found
    ]


def changed(one: Changed, language: Language) -> str:
    """Say what somebody else wrote meanwhile."""
    return language.text(
        "%(who)s changed it from %(before)s to %(after)s.",
        who=one.made_by,
        before=value(one.field, one.before, language),
        after=value(one.field, one.after, language),
    )
