"""What the facts of a home mean: each threshold from both sides."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from catalogue.audit.remembering import LastCheck
from catalogue.database.connection import OLDEST_SAFE
from catalogue.database.schema import VERSION
from catalogue.status.facts import Catalogued, Facts, Room, Waiting
from catalogue.status.findings import Level, said
from catalogue.status.judging import judge
from catalogue.words.languages import ENGLISH, FRENCH

NOW = datetime(2026, 11, 26, 12, 0, tzinfo=UTC)
DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)
MEGABYTE = 1_000_000

SOUND = Facts(
    now=NOW,
    sqlite=OLDEST_SAFE,
    room=Room(free_bytes=100_200 * MEGABYTE, reserve_bytes=200 * MEGABYTE),
    network="",
    owner="",
    unwritable=(),
    catalogue=Catalogued(
        schema=VERSION,
        photos=7920,
        photo_bytes=4 * MEGABYTE,
        a_year=1200,
        first_arrival=NOW - 900 * DAY,
        newest_arrival=NOW - DAY,
        pictures_pending=0,
        failed=0,
    ),
    trouble="",
    waiting=Waiting(0, None, 0, 0),
    working=False,
    last_backup=NOW - DAY,
    checks=(LastCheck(NOW - 3 * DAY, 0, quick=False),),
    unfinished=0,
    key_lost=False,
)


def level(code: str, facts: Facts) -> Level:
    return next(found.level for found in judge(facts).findings if found.code == code)


def sentence(code: str, facts: Facts, language=FRENCH) -> str:
    return next(said(found.what, language) for found in judge(facts).findings if found.code == code)


def catalogued(**facts):
    return replace(SOUND, catalogue=replace(SOUND.catalogue, **facts))


def waiting(**facts):
    return replace(SOUND, waiting=replace(SOUND.waiting, **facts))


def free(megabytes):
    return replace(SOUND, room=Room(megabytes * MEGABYTE, 200 * MEGABYTE))


def test_a_sound_home_is_good_in_every_point():
    found = judge(SOUND)

    assert found.level == Level.GOOD
    assert {finding.todo for finding in found.findings} == {None}
    assert {"disk", "backup", "check", "inbox", "pictures", "rights", "clock", "sqlite"} <= {
        finding.code for finding in found.findings
    }


THRESHOLDS = [
    ("backup", replace(SOUND, last_backup=NOW - 2 * DAY), Level.GOOD),
    ("backup", replace(SOUND, last_backup=NOW - 2 * DAY - MINUTE), Level.AMBER),
    ("backup", replace(SOUND, last_backup=NOW - 8 * DAY), Level.AMBER),
    ("backup", replace(SOUND, last_backup=NOW - 8 * DAY - MINUTE), Level.RED),
    ("backup", replace(SOUND, last_backup=None), Level.RED),
    ("backup", replace(catalogued(first_arrival=NOW - DAY), last_backup=None), Level.AMBER),
    ("backup", replace(catalogued(first_arrival=None), last_backup=None), Level.GOOD),
    ("check", replace(SOUND, checks=()), Level.AMBER),
    ("check", replace(SOUND, checks=(LastCheck(NOW - DAY, 3, quick=True), *SOUND.checks)), Level.RED),
    ("check", replace(SOUND, checks=(LastCheck(NOW - DAY, 0, quick=True),)), Level.AMBER),
    ("check", replace(SOUND, checks=(LastCheck(NOW - 36 * DAY, 0, quick=False),)), Level.AMBER),
    ("inbox", waiting(files=3, since=NOW - 59 * MINUTE), Level.GOOD),
    ("inbox", waiting(files=3, since=NOW - 61 * MINUTE), Level.AMBER),
    ("inbox", waiting(files=3, since=NOW - 25 * HOUR), Level.RED),
    ("inbox-strays", waiting(strays=1), Level.AMBER),
    ("quarantine", waiting(quarantined=1), Level.AMBER),
    ("failed-files", catalogued(failed=1), Level.AMBER),
    ("pictures", catalogued(pictures_pending=1), Level.AMBER),
    ("pictures", replace(catalogued(pictures_pending=1), working=True), Level.GOOD),
    ("sqlite", replace(SOUND, sqlite=(3, 51, 2)), Level.RED),
    ("rights", replace(SOUND, unwritable=("originals",)), Level.RED),
    ("rights", replace(SOUND, network="nfs4"), Level.RED),
    ("rights", replace(SOUND, owner="phototheque"), Level.AMBER),
    ("clock", catalogued(newest_arrival=NOW + 4 * MINUTE), Level.GOOD),
    ("clock", catalogued(newest_arrival=NOW + 6 * MINUTE), Level.RED),
    ("erasures", replace(SOUND, unfinished=1), Level.RED),
    ("erasures", replace(SOUND, key_lost=True), Level.RED),
    ("library", catalogued(schema=VERSION + 1), Level.RED),
    ("library", catalogued(schema=VERSION - 1), Level.AMBER),
    ("library", replace(SOUND, catalogue=None, trouble="absent"), Level.RED),
    ("library", replace(SOUND, catalogue=None, trouble="file is not a database"), Level.RED),
    # 1,200 photos a year are 100 a month, 400 MB: a month is 600 MB free with the reserve.
    ("disk", free(200 + 400 * 6), Level.AMBER),  # six months, but only 600 photos
    ("disk", free(200 + 400 * 21), Level.GOOD),
    ("disk", free(200 + 399), Level.RED),
    ("disk", free(150), Level.RED),
    ("disk", replace(catalogued(a_year=0), room=Room(2200 * MEGABYTE, 200 * MEGABYTE)), Level.AMBER),
    ("disk", replace(catalogued(a_year=100_000), room=Room(16_200 * MEGABYTE, 200 * MEGABYTE)), Level.RED),
]


@pytest.mark.parametrize(("code", "facts", "expected"), THRESHOLDS, ids=lambda value: str(value)[:20])
def test_each_threshold(code, facts, expected):
    assert level(code, facts) == expected


@pytest.mark.parametrize("facts", [facts for _, facts, _ in THRESHOLDS])
@pytest.mark.parametrize("language", [FRENCH, ENGLISH])
def test_everything_can_be_said_and_what_is_not_good_says_what_to_do(facts, language):
    for found in judge(facts).findings:
        assert "%" not in said(found.what, language)
        assert (found.todo is None) == (found.level == Level.GOOD)
        assert found.todo is None or said(found.todo, language).endswith(".")


def test_the_gravest_stands_first():
    found = judge(replace(waiting(quarantined=2), last_backup=None))

    assert found.level == Level.RED
    assert [finding.code for finding in found.findings][:2] == ["backup", "quarantine"]


def test_room_is_said_in_bytes_photos_and_months():
    assert sentence("disk", free(200 + 400 * 21)) == (
        "Place sur le disque\N{NO-BREAK SPACE}: 8,6\N{NO-BREAK SPACE}Go, environ 2\N{NARROW NO-BREAK SPACE}100 "
        "photos, soit 21 mois au rythme des douze derniers mois."
    )
    assert "more than ten years" in sentence("disk", SOUND, ENGLISH)
    assert "months" not in sentence("disk", catalogued(a_year=0), ENGLISH)


def test_one_fault_is_one_fault():
    one = replace(SOUND, checks=(LastCheck(NOW, 1, quick=False),))

    assert sentence("check", one, ENGLISH).endswith("found 1 fault.")
    assert "1 défaut." in sentence("check", one)
