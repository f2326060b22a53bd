"""What came with a file, as claims: the words of the phone, the camera in its page, and the person. Pure.

A photo counts more than its note: what cannot be understood is left out, and the file is taken all the same.
"""

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import datetime
from math import inf
from operator import itemgetter

from catalogue.uploads.upload import Told
from catalogue.values.claims import Claim, Precision, Source, Subject, position

_LONGEST_NAME = 255
_LONGEST_PATH = 1024
_LONGEST_TEXT = 4096
_MOST_THEMES = 50
_CAMERA = "camera"
_DETAIL = "camera"
#: Doors of a phone: whoever sends has taken the photo, unless they say otherwise.
_PHONE = frozenset({"gallery", "camera"})
#: Doors where one name is said of everything that is sent.
_WHOLESALE = frozenset({"folder", "script"})
_SHA256 = re.compile(r"[0-9a-f]{64}")
_UUID = re.compile(r"[0-9A-Za-z-]{1,64}")
_OFFSET = re.compile(r"[+-](0\d|1[0-4]):[0-5]\d")
_CIRCLE = 360
# How far somebody on foot gets in a second; a minute away from the photo is all that is believed.
_WALK_M = 1.4
_STILL_S = 60
# What a terminal, a header or a file system takes for something else than a letter.
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")


def told_of(sent: Mapping[str, str], by: str | None, metadata: str = "") -> Told:
    r"""What the metadata of an upload say, `by` being who sends it; `metadata` is the header that they came in.

    >>> told_of({"filename": "../../été\r\n.jpg", "sha256": "AB"}, None).name
    'été.jpg'
    """
    path = _path(sent.get("relativePath"))
    sha256 = sent.get("sha256", "").strip().lower()
    outing = sent.get("outing", "")
    return Told(
        name=_name(sent.get("filename", "")) or _name(path or "") or "photo",
        path=path,
        sha256=sha256 if _SHA256.fullmatch(sha256) else None,
        claims=tuple(_claims(sent, by)),
        outing=outing if _UUID.fullmatch(outing) else None,
        creator=_text(sent.get("creator")),
        metadata=metadata,
    )


def _name(sent: str) -> str:
    """The last part of a name that may look like a path; its ending is kept, however long it is."""
    name = _CONTROL.sub("", sent).replace("\\", "/").rsplit("/", 1)[-1].strip()
    if name in {".", ".."}:
        return ""
    stem, dot, ending = name.rpartition(".")
    if len(name) > _LONGEST_NAME and dot and len(ending) < _LONGEST_NAME:
        return stem[: _LONGEST_NAME - len(ending) - 1] + dot + ending
    return name[:_LONGEST_NAME]


def _path(sent: str | None) -> str | None:
    """A path that leads nowhere but down; where a file lay is evidence of where its photo was taken."""
    parts = _CONTROL.sub("", sent or "").replace("\\", "/").split("/")
    path = "/".join(_name(part) for part in parts if part.strip() not in {"", ".", ".."})
    return path[-_LONGEST_PATH:].lstrip("/") or None


def _text(sent: str | None) -> str | None:
    plain = (sent or "").replace("\x00", "").encode("utf-8", "backslashreplace").decode().strip()
    return plain[:_LONGEST_TEXT] or None


def _claims(sent: Mapping[str, str], by: str | None) -> Iterator[Claim]:
    yield from _of_camera(sent)
    yield from _of_person(sent, by)


def _of_camera(sent: Mapping[str, str]) -> Iterator[Claim]:
    """What the camera in the page knew at the shutter: where, when, which way."""
    with suppress(ValueError):
        yield from _position(sent)
    yield from _around(sent)
    with suppress(ValueError):
        yield from _heading(sent)
    if sent.get("door") == _CAMERA:
        with suppress(ValueError):
            yield from _taken(sent)


def _position(sent: Mapping[str, str]) -> Iterator[Claim]:
    if "position" in sent:
        latitude, longitude = (float(part) for part in sent["position"].split(","))
        accuracy_m = _positive(sent.get("accuracy"))
        yield position(
            Source.DEVICE, latitude=latitude, longitude=longitude, accuracy_m=accuracy_m, detail=_DETAIL
        )


def _around(sent: Mapping[str, str]) -> list[Claim]:
    """Where the phone was before and after its own camera took the photo, the nearer in time first: it is believed."""
    told = [_beside(sent.get(key), when) for key, when in _AROUND]
    return [claim for _, claim in sorted(filter(None, told), key=itemgetter(0))]


def _beside(sent: str | None, when: str) -> tuple[float, Claim] | None:
    """`latitude,longitude,metres,seconds`: the circle grows by what a walker covers in these seconds."""
    with suppress(ValueError):
        latitude, longitude, accuracy_m, seconds = (float(part) for part in (sent or "").split(","))
        if 0 <= seconds <= _STILL_S and 0 <= accuracy_m < inf:
            reach_m = accuracy_m + _WALK_M * seconds
            detail = f"{_DETAIL}-{when}-{seconds:.0f}s"
            return seconds, position(
                Source.DEVICE, latitude=latitude, longitude=longitude, accuracy_m=reach_m, detail=detail
            )
    return None


_AROUND = (("positionBefore", "before"), ("positionAfter", "after"))


def _positive(sent: str | None) -> float | None:
    with suppress(TypeError, ValueError):
        number = float(sent)  # type: ignore[arg-type] # None is caught
        return number if 0 <= number < inf else None
    return None


def _heading(sent: Mapping[str, str]) -> Iterator[Claim]:
    if "heading" in sent:
        degrees = float(sent["heading"])
        if not 0 <= degrees <= _CIRCLE:
            raise ValueError(degrees)
        reference = sent.get("headingReference")
        yield Claim(
            Subject.HEADING,
            Source.DEVICE,
            f"{degrees % _CIRCLE:.1f}",
            _DETAIL,
            reference=reference if reference in {"true", "magnetic"} else None,
        )


def _taken(sent: Mapping[str, str]) -> Iterator[Claim]:
    if "takenAt" in sent:
        taken = datetime.fromisoformat(sent["takenAt"]).replace(tzinfo=None, microsecond=0)
        yield Claim(Subject.TAKEN, Source.DEVICE, taken.isoformat(), _DETAIL, precision=Precision.SECOND)
    if _OFFSET.fullmatch(sent.get("offset", "")):
        yield Claim(Subject.OFFSET, Source.DEVICE, sent["offset"], _DETAIL)


def _of_person(sent: Mapping[str, str], by: str | None) -> Iterator[Claim]:
    """What a person has typed; and that whoever sends from a phone took the photo, if nothing says otherwise."""
    caption, creator = _text(sent.get("caption")), _text(sent.get("creator"))
    if caption:
        yield Claim(Subject.CAPTION, Source.MANUAL, caption, made_by=by)
    for theme in _themes(sent.get("themes")):
        yield Claim(Subject.KEYWORD, Source.MANUAL, theme, made_by=by)
    if creator:
        # Said of a whole folder it is what `ingest --creator` says: a file that names its photographer knows better.
        source = Source.RUN_DEFAULT if sent.get("door") in _WHOLESALE else Source.MANUAL
        yield Claim(Subject.CREATOR, source, creator, made_by=by)
    elif by and sent.get("door") in _PHONE and not _text(sent.get("receivedFrom")):
        yield Claim(Subject.CREATOR, Source.RUN_DEFAULT, by, made_by=by)


def _themes(sent: str | None) -> list[str]:
    with suppress(ValueError, RecursionError):
        told = json.loads(sent or "[]")
        if isinstance(told, list):
            named = [_text(theme) for theme in told if isinstance(theme, str)]
            return [theme for theme in dict.fromkeys(named) if theme][:_MOST_THEMES]
    return []
