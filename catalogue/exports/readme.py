"""LISEZMOI: what a parcel of pictures holds, whom to credit, and what was left out, for whoever opens it.

Plain text that Notepad shows right: UTF-8 with its mark, lines ended by CR LF.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from catalogue.exports.asked import Asked
from catalogue.exports.parcels import Why
from catalogue.words.captions import credit_line
from catalogue.words.languages import Language
from catalogue.words.rights_words import licence
from catalogue.words.wording import plural, sayable

Row = Mapping[str, Any]
#: So many files or numbers are named, the others counted.
_MOST_NAMED = 200
_SPACES = str.maketrans({"\N{NO-BREAK SPACE}": " ", "\N{NARROW NO-BREAK SPACE}": " "})

WHY_LEFT_OUT: Mapping[Why, tuple[str, str]] = {
    Why.SET_ASIDE: plural("%(n)s photo that was set aside", "%(n)s photos that were set aside"),
    Why.INTERNAL: plural(
        "%(n)s photo for internal use, not asked for", "%(n)s photos for internal use, not asked for"
    ),
    Why.NO_PICTURE: plural(
        "%(n)s photo whose picture cannot be read", "%(n)s photos whose pictures cannot be read"
    ),
    Why.GONE: plural(
        "%(n)s photo that was taken away meanwhile", "%(n)s photos that were taken away meanwhile"
    ),
}
_CONTENTS = (
    ("LISEZMOI.txt", sayable("this page")),
    ("photos.xlsx", sayable("a table of these photos, for Excel and LibreOffice")),
    (
        "photos.gpkg",
        sayable("a layer of points for QGIS (WGS84); its field “picture” leads to the pictures beside it"),
    ),
)


_WARNING = sayable(
    "The pictures carry no position and no original name; the table and the layer do. Do not publish those two where"
    " that should not be known."
)


@dataclass(slots=True)
class Credits:
    """Who and under which terms, counted while pictures are packed. Memory is bounded by their variety."""

    credits: Counter[str] = field(default_factory=Counter)
    licences: Counter[str] = field(default_factory=Counter)
    terms: Counter[str] = field(default_factory=Counter)
    missing: list[str] = field(default_factory=list)
    to_check: list[str] = field(default_factory=list)

    def count(self, photo: Row, path: str) -> None:
        """One more picture that went."""
        credit = credit_line(photo)
        if credit:
            self.credits[credit] += 1
        else:
            self.missing.append(path)
        if photo["rights"] == "to-check":
            self.to_check.append(path)
        self.licences[licence(photo) or ""] += 1
        if photo["usage_terms"]:
            self.terms[photo["usage_terms"]] += 1


def readme_name(language: Language) -> str:
    """What the page is called."""
    return "LISEZMOI.txt" if language.code == "fr" else "README.txt"


def readme(
    asked: Asked,
    size: str,
    pictures: int,
    counted: Credits,
    left_out: Mapping[Why, Sequence[int]],
    *,
    alone: bool = False,
) -> bytes:
    """The page itself; `size` says in words how large the pictures are, which may be `alone` with this page."""
    speak = asked.language
    blocks = [
        _opening(asked, size, pictures),
        _contents(speak, alone=alone),
        _credits(counted, speak),
        _terms(counted, speak),
        _left_out(left_out, speak),
    ]
    text = "\n\n".join("\n".join(block) for block in blocks if block) + "\n"
    return text.translate(_SPACES).replace("\n", "\r\n").encode("utf-8-sig", "replace")


def _opening(asked: Asked, size: str, pictures: int) -> list[str]:
    speak = asked.language
    facts = [
        (speak.text("Photos asked for"), asked.in_words()),
        (speak.text("Address"), asked.address),
        (speak.text("Made on"), speak.moment(asked.at)),
        (speak.text("Pictures"), f"{speak.number(pictures)}, {size}"),
    ]
    title = speak.counted("%(n)s photo", "%(n)s photos", pictures)
    return [
        f"PHOTOTHÈQUE – {title}",
        "",
        *(_told(name, _one_line(value), speak) for name, value in facts if value),
    ]


def _contents(speak: Language, *, alone: bool) -> list[str]:
    folders = speak.text(
        "Pictures lie in folders by place and year; each carries its caption and credit inside (XMP)."
    )
    files = [
        (readme_name(speak) if name == "LISEZMOI.txt" else name, speak.text(words))
        for name, words in _CONTENTS[: 1 if alone else None]
    ]
    warning = [] if alone else ["", speak.text(_WARNING)]
    return [
        *_heading(speak.text("What is in here")),
        folders,
        *(f"- {name} : {words}" for name, words in files),
        *warning,
    ]


def _credits(counted: Credits, speak: Language) -> list[str]:
    lines = [f"- {_one_line(credit)} ({speak.number(n)})" for credit, n in counted.credits.most_common()]
    if counted.missing:
        lines += ["", speak.text("No credit is known for these: ask before you publish them."), ""]
        lines += _named(counted.missing, speak)
    return [*_heading(speak.text("Credits to print")), *lines] if lines else []


def _terms(counted: Credits, speak: Language) -> list[str]:
    unknown = speak.text("no licence noted: all rights reserved until somebody says otherwise")
    lines = [
        f"- {_one_line(name) or unknown} ({speak.number(n)})" for name, n in counted.licences.most_common()
    ]
    lines += [f"- {_one_line(words)} ({speak.number(n)})" for words, n in counted.terms.most_common()]
    if counted.to_check:
        lines += ["", speak.text("Whether these may be shown is still to be checked:"), ""]
        lines += _named(counted.to_check, speak)
    return [*_heading(speak.text("Licences and terms")), *lines] if lines else []


def _left_out(left_out: Mapping[Why, Sequence[int]], speak: Language) -> list[str]:
    if not left_out:
        return [*_heading(speak.text("Left out")), speak.text("Nothing: every photo of the result is here.")]
    lines = [
        f"- {_told(speak.counted(*WHY_LEFT_OUT[why], len(numbers)), _numbers(numbers, speak), speak)}"
        for why, numbers in left_out.items()
    ]
    return [*_heading(speak.text("Left out")), *lines]


def _numbers(numbers: Sequence[int], speak: Language) -> str:
    shown = ", ".join(f"n° {number}" for number in numbers[:_MOST_NAMED])
    return shown + (f", {_others(len(numbers), speak)}" if len(numbers) > _MOST_NAMED else "")


def _named(paths: Sequence[str], speak: Language) -> Iterable[str]:
    yield from (f"- {path}" for path in paths[:_MOST_NAMED])
    if len(paths) > _MOST_NAMED:
        yield f"- {_others(len(paths), speak)}"


def _others(count: int, speak: Language) -> str:
    return speak.counted("and %(n)s other", "and %(n)s others", count - _MOST_NAMED)


def _told(name: str, words: str, speak: Language) -> str:
    return f"{name} : {words}" if speak.code == "fr" else f"{name}: {words}"


def _heading(words: str) -> list[str]:
    return [words.upper(), ""]


def _one_line(text: str) -> str:
    """What a person wrote, on one line: it cannot look like a line of ours."""
    return " ".join(text.split())
