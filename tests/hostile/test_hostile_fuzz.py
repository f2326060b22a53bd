"""Real pictures with bytes that are not theirs: whatever comes of each, all are accounted for and nothing breaks."""

import random
import struct
from pathlib import Path

import pytest
from hostile_metadata import positioned
from hostile_pictures import ENDINGS, whole
from hostile_running import ingest_by_program, run_program
from making import Ran, rows, write

MUTANTS = 200
_SEED = 20_260_512
_KINDS = ("jpeg", "progressive", "png", "heic", "webp", "lossless", "tiff", "avif", "positioned")
_TERRIBLE = (0, 0xFF, 0x7F, 0x80, 0x01, 0xFE)
_POSITION = (50.4347222, 2.58)


def _bytes(kind: str) -> bytes:
    if kind == "positioned":
        return positioned(((50, 1), (26, 1), (5, 1)), ((2, 1), (34, 1), (48, 1)), 77)
    return whole(kind, seed=78)


def _flip(content: bytearray, chance: random.Random) -> None:
    for _ in range(chance.choice((1, 3, 20))):
        content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)


def _flip_early(content: bytearray, chance: random.Random) -> None:
    """Where lengths, counts and places stand."""
    for _ in range(chance.choice((1, 4))):
        content[chance.randrange(2, min(len(content), 600))] = chance.choice(_TERRIBLE)


def _enlarge(content: bytearray, chance: random.Random) -> None:
    place = chance.randrange(len(content) - 4)
    struct.pack_into(
        chance.choice(("<I", ">I")), content, place, chance.choice((0xFFFFFFFF, 0x7FFFFFFF, 0, 1))
    )


def _take_away(content: bytearray, chance: random.Random) -> None:
    start = chance.randrange(len(content))
    del content[start : start + chance.choice((1, 2, 50, len(content) // 3))]


def _repeat(content: bytearray, chance: random.Random) -> None:
    start = chance.randrange(len(content))
    piece = content[start : start + chance.randrange(1, 2_000)]
    content[start:start] = piece * chance.choice((1, 2, 30))


def _junk(content: bytearray, chance: random.Random) -> None:
    start = chance.randrange(len(content))
    content[start : start + 64] = chance.randbytes(64)


_MUTATIONS = (_flip, _flip_early, _flip_early, _enlarge, _take_away, _repeat, _junk)


def mutant(number: int) -> tuple[str, bytes]:
    """A file by its number: the same on every machine."""
    chance = random.Random(_SEED + number)  # noqa: S311 chance that can be repeated
    kind = _KINDS[number % len(_KINDS)]
    content = bytearray(_bytes(kind))
    chance.choice(_MUTATIONS)(content, chance)
    return f"{number:03} {kind}.{ENDINGS.get(kind, kind).replace('positioned', 'jpg')}", bytes(content)


@pytest.fixture(scope="module")
def fuzzed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, Ran]:
    """Two hundred mutants, their library, and what the run said."""
    folder = tmp_path_factory.mktemp("fuzz")
    for number in range(MUTANTS):
        write(folder / "source", *mutant(number))
    return folder / "source", folder / "library", ingest_by_program(folder / "source", folder / "library")


def test_every_mutant_is_accounted_for(fuzzed: tuple[Path, Path, Ran]):
    source, _, ran = fuzzed

    assert (ran.status, ran.error) == (1, "")
    assert sorted(line["path"] for line in ran.lines) == sorted(path.name for path in source.iterdir())
    assert sum(ran.totals.values()) == MUTANTS


def test_sample_holds_all_kinds_of_luck(fuzzed: tuple[Path, Path, Ran]):
    outcomes = list(fuzzed[2].outcomes().values())

    assert min(outcomes.count(outcome) for outcome in ("stored", "held", "failed")) >= 10


def test_none_does_what_nobody_foresaw(fuzzed: tuple[Path, Path, Ran]):
    told = [line for line in fuzzed[2].lines if line["code"] in ("unforeseen", "examiner-died", "unstorable")]

    assert told == []


def test_no_mutant_moves_a_photo_to_where_it_was_not(fuzzed: tuple[Path, Path, Ran]):
    """A flipped digit of a coordinate is a coordinate: but no other tag may become one."""
    found = rows(
        fuzzed[1],
        "SELECT path, latitude, longitude FROM photos JOIN files ON photo_id = photos.id WHERE latitude IS NOT NULL",
    )

    assert {row["path"] for row in found if "positioned" not in row["path"]} == set()
    assert _POSITION in {(round(row["latitude"], 7), round(row["longitude"], 7)) for row in found}


def test_library_is_sound_and_a_second_run_free(fuzzed: tuple[Path, Path, Ran]):
    source, home, _ = fuzzed

    checked = run_program("check", "--home", home)
    again = ingest_by_program(source, home)

    assert checked.status == 0
    assert set(again.outcomes().values()) == {"unchanged"}
    assert again.error == ""
