"""Databases of a copy lie packed; copies of the first form, where they did not, are as good as ever."""

import gzip
import hashlib
import json
import os
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from backups import backup, backup_on, copies, lines, manifest_of, restored

from catalogue.backup import packing
from catalogue.backup.packing import packed, unpacked
from tests.reliability.verdicts import snapshot

CONTENTS = {
    "nothing": b"",
    "little": b"abc",
    "noise": os.urandom(3_000_000),
    "what packs a thousandfold": bytes(5_000_000),
}


def _pieces(content: bytes, size: int) -> Iterator[bytes]:
    return (content[start : start + size] for start in range(0, len(content), size))


@pytest.mark.parametrize("name", CONTENTS)
def test_what_was_packed_is_unpacked_here_and_by_gzip(name: str):
    content = CONTENTS[name]
    made = b"".join(packed(_pieces(content, 100_000)))

    assert gzip.decompress(made) == content
    assert b"".join(unpacked(_pieces(made, 70_001))) == content
    assert max(map(len, unpacked([made])), default=0) <= packing._CHUNK, "memory is bounded"
    assert b"".join(packed(_pieces(content, 100_000))) == made, "equal bytes give equal files"


def test_whatever_is_cut_off_or_added_is_noticed():
    made = b"".join(packed([b"some words " * 1000]))

    for length in range(len(made)):
        with pytest.raises(zlib.error):
            list(unpacked([made[:length]]))
    for more in (b"x", made):
        with pytest.raises(zlib.error):
            list(unpacked([made, more]))
        with pytest.raises(zlib.error):
            list(unpacked([made + more]))


def _as_of_the_first_form(dest: Path, stamp: str) -> None:
    """The copy lies as the program wrote it before databases were packed."""
    folder = dest / "copies" / stamp
    told = json.loads((folder / "manifest.json").read_bytes())["manifest"]
    for file in told["carried"]:
        if file.pop("packed") is not None:
            lying = folder / f"{file['name']}.gz"
            (folder / file["name"]).write_bytes(gzip.decompress(lying.read_bytes()))
            lying.unlink()
    told["format"] = 1
    whole = json.dumps(told, sort_keys=True, separators=(",", ":")).encode()
    document = {"sha256": hashlib.sha256(whole).hexdigest(), "manifest": told}
    (folder / "manifest.json").write_text(json.dumps(document))


def test_copy_of_the_first_form_is_verified_and_restored(library: Path, dest: Path, tmp_path: Path):
    backup(dest, library)
    _as_of_the_first_form(dest, copies(dest)[0])

    ran = backup(dest, library, "--verify")
    new = restored(dest, tmp_path / "new")

    assert (ran.status, lines(ran)) == (0, [{"copies": 1, "files": 5, "damaged": 0}])
    assert snapshot(new) == snapshot(library)


def test_copy_of_the_first_form_that_holds_the_same_stands_for_today(library: Path, dest: Path):
    backup_on(dest, library, datetime(2026, 11, 22, 2, 30, tzinfo=UTC))
    _as_of_the_first_form(dest, copies(dest)[0])

    done = backup_on(dest, library, datetime(2026, 11, 22, 3, 30, tzinfo=UTC))

    assert (done.unchanged, done.bytes_written) == (True, 0)


def test_copy_of_the_first_form_goes_in_its_turn_and_leaves_nothing(library: Path, dest: Path):
    backup_on(dest, library, datetime(2026, 11, 22, 2, 30, tzinfo=UTC))
    _as_of_the_first_form(dest, copies(dest)[0])
    later = datetime(2026, 11, 22, 3, 30, tzinfo=UTC)
    (library / "tombstones.jsonl").write_bytes(b"one\n")

    backup_on(dest, library, later)

    assert [path.name for path in (dest / "copies").iterdir()] == ["20261122T033000Z"]
    assert manifest_of(dest, "20261122T033000Z").carried[0].stored_name == "catalogue.db.gz"


def _unpacked_by_gzip(content: bytes) -> bytes | None:
    try:
        return gzip.decompress(content)
    except (OSError, EOFError, zlib.error):
        return None


def test_bit_that_turned_in_a_packed_database_is_found_when_it_holds_something_else_now(
    library: Path, dest: Path
):
    backup(dest, library)
    (path,) = dest.glob("copies/*/catalogue.db.gz")
    content = path.read_bytes()
    whole, found = gzip.decompress(content), []

    for place in [*range(10, len(content), len(content) // 12), len(content) - 1]:
        turned = content[:place] + bytes([content[place] ^ 0x10]) + content[place + 1 :]
        path.write_bytes(turned)
        found.append(lines(backup(dest, library, "--verify"))[0].get("why") == "damaged")
        # Of a run of zeros each is as good as another to begin with: such a bit changes nothing that is held.
        assert found[-1] == (_unpacked_by_gzip(turned) != whole), place

    assert sum(found) > len(found) / 2
