"""The model of the disk promises what POSIX promises, and the log of `strace` is read as it was meant."""

import random
from pathlib import Path

import pytest

from tests.reliability.disk import Disk, File, Folder
from tests.reliability.tracing import Call, read_log


def hexed(text: str) -> str:
    """Text as `strace -xx` writes it."""
    return "".join(f"\\x{byte:02x}" for byte in text.encode())


class Player:
    """Writes a log line by line and plays it to a disk."""

    def __init__(self, folder: Path) -> None:
        self.top = folder / "top"
        self.top.mkdir()
        self.disk = Disk(self.top)
        self._log = folder / "log"

    def path(self, name: str) -> str:
        return hexed(str(self.top / name) if name else str(self.top))

    def play(self, *lines: str) -> list[Call]:
        self._log.write_text("".join(f"7 {line}\n" for line in lines), "ascii")
        calls = list(read_log(self._log))
        for call in calls:
            self.disk.begin(call)
            self.disk.end(call)
        return calls

    def make(self, name: str) -> None:
        """A file with two bytes is written and closed."""
        path = self.path(name)
        self.play(
            f'openat(AT_FDCWD<{hexed("/")}>, "{path}", O_WRONLY|O_CREAT|O_CLOEXEC, 0666) = 3<{path}>',
            f'write(3<{path}>, "{hexed("ab")}", 2) = 2',
        )

    def flush(self, name: str) -> None:
        self.play(f"fsync(3<{self.path(name)}>) = 0")

    def durable(self, name: str) -> bytes | None:
        node = self.disk.find(name, durable=True)
        return node.durable() if isinstance(node, File) else None


@pytest.fixture
def player(tmp_path: Path) -> Player:
    return Player(tmp_path)


def test_a_file_is_durable_only_when_its_bytes_and_its_name_were_flushed(player: Player) -> None:
    player.make("a")

    found = [player.durable("a")]
    player.flush("a")
    found.append(player.durable("a"))
    player.flush("")
    found.append(player.durable("a"))

    assert found == [None, None, b"ab"]


def test_a_name_whose_bytes_were_not_flushed_leads_to_an_empty_file(player: Player) -> None:
    player.make("a")
    player.flush("")

    assert player.durable("a") == b""


def test_a_file_in_a_new_folder_is_not_durable_before_the_folder_above_was_flushed(player: Player) -> None:
    player.play(f'mkdir("{player.path("new")}", 0777) = 0')
    player.make("new/a")
    player.flush("new/a")
    player.flush("new")

    before = player.durable("new/a")
    player.flush("")

    assert (before, player.durable("new/a")) == (None, b"ab")


def test_a_second_name_keeps_the_bytes_when_the_first_is_taken_away(player: Player) -> None:
    player.make("a")
    player.flush("a")
    player.play(f'link("{player.path("a")}", "{player.path("b")}") = 0', f'unlink("{player.path("a")}") = 0')
    player.flush("")

    assert (player.durable("a"), player.durable("b")) == (None, b"ab")


def test_a_name_taken_away_may_come_back_until_its_folder_was_flushed(player: Player) -> None:
    player.make("a")
    player.flush("a")
    player.flush("")

    player.play(f'unlink("{player.path("a")}") = 0')

    assert player.disk.find("a") is None
    assert player.durable("a") == b"ab"


def test_a_rename_within_a_folder_never_leaves_the_file_without_a_name(player: Player) -> None:
    player.make("a")
    player.flush("")
    player.play(f'rename("{player.path("a")}", "{player.path("b")}") = 0')

    names = {tuple(player.disk.top.by_chance(random.Random(seed))) for seed in range(50)}  # noqa: S311

    assert names == {("a",), ("b",)}


def test_bytes_written_after_a_flush_began_need_not_be_durable_when_it_ends(player: Player) -> None:
    player.make("a")
    player.flush("")
    path = player.path("a")
    lines = [
        f"7 fsync(3<{path}> <unfinished ...>",
        f'8 pwrite64(3<{path}>, "{hexed("c")}", 1, 2) = 1',
        "7 <... fsync resumed>) = 0",
    ]
    log = player.top.parent / "split"
    log.write_text("\n".join(lines), "ascii")

    written, flushed = read_log(log)
    player.disk.begin(flushed)
    player.disk.end(written)
    player.disk.end(flushed)

    assert (written.name, flushed.begun, flushed.ended) == ("pwrite64", 0, 2)
    assert player.durable("a") == b"ab"


def test_a_call_that_failed_changes_nothing(player: Player) -> None:
    calls = player.play(f'mkdir("{player.path("new")}", 0777) = -1 EEXIST (File exists)')

    assert calls == []
    assert isinstance(player.disk.top, Folder)
    assert player.disk.top.now() == {}


def test_what_the_model_does_not_know_is_said(player: Player) -> None:
    player.make("a")

    with pytest.raises(NotImplementedError, match="truncate"):
        player.play(f'truncate("{player.path("a")}", 1) = 0')
