"""A form becomes an edit: a field changes when it says something else than the page showed."""

from collections.abc import Iterator, Mapping

from werkzeug.datastructures import MultiDict

from catalogue.reviewing.editing import FIELDS, Edit

#: What a choice says that is to stay as it is, and one that is to be emptied.
KEEP, NONE = "keep", "none"
_CHOICES = ("diffusion", "rating")
_EMPTY = {"diffusion": "", "rating": "0"}


Form = MultiDict[str, str]


def read_edit(form: Form) -> Edit:
    """What a form asks to be written. Fields that say what they showed are left alone; ticks to empty come first."""
    texts = {name: text for name in FIELDS if (text := _text(form, name)) is not None}
    return Edit(texts, _themes(form, "add"), _themes(form, "remove"))


def _text(form: Form, name: str) -> str | None:
    if form.get(f"clear-{name}"):
        return _EMPTY.get(name, "")
    if name not in form:
        return None
    given = form[name].replace("\r\n", "\n").strip()
    if name in _CHOICES:
        return None if given == KEEP else _EMPTY[name] if given == NONE else given
    return None if given == form.get(f"was-{name}", "").replace("\r\n", "\n").strip() else given


def _themes(form: Form, what: str) -> tuple[str, ...]:
    given = (part.strip() for text in form.getlist(what) for part in text.split(";"))
    return tuple(dict.fromkeys(filter(None, given)))


def carried(edit: Edit) -> Iterator[tuple[str, str]]:
    """The fields of a form that asks for the same edit again."""
    for name, text in edit.texts.items():
        if text == _EMPTY.get(name, ""):
            yield f"clear-{name}", "1"
        else:
            yield name, text
    yield from (("add", theme) for theme in edit.added)
    yield from (("remove", theme) for theme in edit.removed)


def shared(values: Mapping[str, list[tuple[str | None, int]]]) -> dict[str, str]:
    """What all photos have in common, by field; a field whose photos differ is left out."""
    return {name: values[name][0][0] or "" for name in FIELDS if len(values[name]) == 1}
