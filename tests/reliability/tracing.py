"""The log of `strace`, read: which process called what, on which file, with which bytes, and when it was done."""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_CALLS = (
    "openat,open,creat,write,pwrite64,fsync,fdatasync,link,linkat,rename,renameat,renameat2,mkdir,mkdirat,"
    "unlink,unlinkat,rmdir,ftruncate,truncate,mmap,writev,pwritev,pwritev2,sync_file_range,fallocate,"
    "copy_file_range,sendfile,splice,symlink,symlinkat"
)
_LINE = re.compile(r"^(\d+) +(.*)$", re.DOTALL)
_UNFINISHED = " <unfinished ...>"
_RESUMED = re.compile(r"^<\.\.\. \w+ resumed>")
_WHOLE = re.compile(r"^(\w+)\((.*)\)\s+= (-?\w+)", re.DOTALL)
_WORD = re.compile(
    r'"(?P<text>(?:\\x[0-9a-f]{2})*)"(?:\.\.\.)?'
    r"|(?P<number>[-\w]+)<(?P<path>[^>]*)>(?P<gone>\(deleted\))?"
    r"|(?P<other>[^,\s][^,]*)"
)


@dataclass(frozen=True, slots=True)
class Open:
    """An open file as a call names it: its number, and the path it had then; `gone` when that name was gone."""

    number: str
    path: str
    gone: bool


Word = bytes | Open | str


@dataclass(frozen=True, slots=True)
class Call:
    """One successful call. `begun` and `ended` are its places in the log: other calls may lie between."""

    process: str
    name: str
    words: tuple[Word, ...]
    result: int
    begun: int
    ended: int

    def path(self, which: int, folder: int | None = None) -> str:
        """The path in a word, absolute; relative ones start from the open folder in another word."""
        text = os.fsdecode(self.data(which))
        above = self.words[folder] if folder is not None else None
        return os.path.normpath(os.path.join(above.path if isinstance(above, Open) else "/", text))  # noqa: PTH118

    def data(self, which: int) -> bytes:
        """The bytes in a word."""
        word = self.words[which]
        return word if isinstance(word, bytes) else b""

    def open(self) -> Open:
        """The open file that the call is about."""
        word = next(w for w in self.words if isinstance(w, Open))
        assert isinstance(word, Open)
        return word


def tracer(log: Path) -> list[str]:
    """The words before a command that write its log."""
    words = ["strace", "-f", "-y", "-xx", "-qq", "-s", "9000000", "--seccomp-bpf"]
    return [*words, "-e", f"trace={_CALLS}", "-o", str(log)]


def read_log(log: Path) -> Iterator[Call]:
    """The successful calls of a log, in the order in which they ended."""
    waiting: dict[str, tuple[int, str]] = {}
    for number, line in enumerate(log.read_text("ascii").splitlines()):
        process, text = _LINE.match(line).groups()  # type: ignore[union-attr]
        if text.endswith(_UNFINISHED):
            waiting[process] = number, text.removesuffix(_UNFINISHED)
            continue
        begun = number
        if resumed := _RESUMED.match(text):
            begun, start = waiting.pop(process)
            text = start + text[resumed.end() :]
        call = _call(process, text, begun, number)
        if call is not None and call.result >= 0:
            yield call


def _call(process: str, text: str, begun: int, ended: int) -> Call | None:
    """The call in a whole line; None for signals, exits, and calls that never came back."""
    found = _WHOLE.match(text)
    if found is None or not found[3].removeprefix("-")[0].isdigit():
        return None
    words = tuple(map(_word, _WORD.finditer(found[2])))
    return Call(process, found[1], words, int(found[3], 0), begun, ended)


def _word(found: re.Match[str]) -> Word:
    if found["text"] is not None:
        return _bytes(found["text"])
    if found["number"] is not None:
        return Open(found["number"], os.fsdecode(_bytes(found["path"])), found["gone"] is not None)
    return str(found["other"])


def _bytes(text: str) -> bytes:
    r"""Bytes that are all written as `\xNN`; what is not (`pipe:[4026]`) stands for itself.

    >>> _bytes(r"\x61\x62"), _bytes("pipe:[7]")
    (b'ab', b'pipe:[7]')
    """
    return bytes.fromhex(text.replace("\\x", "")) if text.startswith("\\x") else text.encode()
