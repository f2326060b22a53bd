"""The inbox: a door hands files over, and they go the same road."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from making import files_under, jpeg, photo, phototheque, rows, write

from catalogue.home.inbox import hand_over, quarantined, waiting
from catalogue.home.paths import Home
from catalogue.values.claims import Claim, Source, Subject, position

PROGRAM = [sys.executable, "-m", "catalogue.cli.main"]


def _hand_over(home: Path, content: bytes, name: str, **told: object) -> str:
    return hand_over(Home(home), write(home / "tmp", f"part-{name}", content), name=name, **told)  # type: ignore[arg-type]


def test_file_in_the_inbox_becomes_a_photo_and_leaves(home: Path):
    _hand_over(home, jpeg(1), "IMG_2041.jpg", by="L. Dupont")

    ran = phototheque("ingest", "--inbox", "--home", home, "--json")

    assert ran.outcomes() == {"IMG_2041.jpg": "stored"}
    assert rows(home, "SELECT name, made_by FROM files") == [{"name": "IMG_2041.jpg", "made_by": "L. Dupont"}]
    assert files_under(home / "inbox") == {}


def test_claims_of_the_door_are_believed_below_exif(home: Path):
    device = position(Source.DEVICE, latitude=50.1, longitude=2.1, accuracy_m=8.0)
    _hand_over(
        home, jpeg(1, gps=(0.0, 0.0)), "a.jpg", claims=(device, Claim(Subject.CAPTION, Source.DEVICE, "Lens"))
    )

    phototheque("ingest", "--inbox", "--home", home)

    found = photo(home)
    assert (found["latitude"], found["position_method"], found["position_accuracy_m"]) == (
        50.1,
        "device",
        8.0,
    )
    assert found["caption"] == "Lens"


def test_what_cannot_become_a_photo_stays_in_the_quarantine_with_its_reason(home: Path):
    _hand_over(home, b"%PDF-1.4", "releve.pdf")
    _hand_over(home, b"", "empty.jpg")

    ran = phototheque("ingest", "--inbox", "--home", home, "--json")

    reasons = {lying["name"]: lying["code"] for lying in quarantined(Home(home))}
    assert ran.outcomes() == {"releve.pdf": "skipped", "empty.jpg": "failed"}
    assert reasons == {"releve.pdf": "document", "empty.jpg": "empty"}
    assert b"%PDF-1.4" in files_under(home / "quarantine").values()
    assert list(waiting(Home(home))) == []


def test_file_whose_note_is_spoilt_is_taken_all_the_same(home: Path):
    ticket = _hand_over(home, jpeg(1), "a.jpg")
    (home / "inbox" / f"{ticket}.json").write_bytes(b"{ half")

    ran = phototheque("ingest", "--inbox", "--home", home, "--json")

    assert ran.totals["stored"] == 1


def test_empty_inbox_leaves_no_trace(home: Path):
    ran = phototheque("ingest", "--inbox", "--home", home, "--json")

    assert ran.status == 0
    assert rows(home, "SELECT id FROM runs") == []


def test_watcher_takes_in_what_comes_while_it_watches(home: Path):
    _hand_over(home, jpeg(1), "1.jpg")
    watcher = subprocess.Popen(
        [*PROGRAM, "ingest", "--watch", "--json", "--home", home], stdout=subprocess.PIPE
    )
    assert watcher.stdout
    first = json.loads(watcher.stdout.readline())

    _hand_over(home, jpeg(2), "2.jpg")
    second = json.loads(watcher.stdout.readline())

    watcher.send_signal(signal.SIGTERM)
    watcher.communicate()
    assert [first["outcome"], second["outcome"]] == ["stored", "stored"]


def test_ingest_watcher_and_check_work_at_once_on_one_home(source: Path, empty_library: Path):
    home = empty_library
    for number in range(40):
        write(source, f"{number}.jpg", jpeg(number))
    watcher = subprocess.Popen(
        [*PROGRAM, "ingest", "--watch", "--json", "--home", home], stdout=subprocess.PIPE
    )
    walk = subprocess.Popen([*PROGRAM, "ingest", source, "--json", "--home", home], stdout=subprocess.PIPE)
    checks = []
    for number in range(30, 50):
        _hand_over(home, jpeg(number), f"inbox-{number}.jpg")
        if number % 5 == 0:
            checks.append(
                subprocess.run(
                    [*PROGRAM, "check", "--home", home, "--json"], capture_output=True, check=False
                )
            )
    output, _ = walk.communicate()
    deadline = time.monotonic() + 60
    while any(waiting(Home(home))) and time.monotonic() < deadline:
        time.sleep(0.1)

    watcher.send_signal(signal.SIGTERM)
    watcher.communicate()
    final = phototheque("check", "--home", home, "--json")

    assert [check.returncode for check in checks] == [0] * len(checks), [check.stdout for check in checks]
    assert json.loads(output.splitlines()[-1])["totals"]["failed"] == 0
    assert len(rows(home, "SELECT id FROM photos")) == 50
    assert final.status == 0


def test_two_ingests_of_one_folder_at_once_make_one_photo_each(source: Path, home: Path):
    for number in range(40):
        write(source, f"{number}.jpg", jpeg(number))

    both = [
        subprocess.Popen([*PROGRAM, "ingest", source, "--json", "--home", home], stdout=subprocess.PIPE)
        for _ in range(2)
    ]
    outputs = [process.communicate()[0] for process in both]

    assert [process.returncode for process in both] == [0, 0]
    assert len(rows(home, "SELECT id FROM photos")) == 40
    assert len(rows(home, "SELECT id FROM files")) == 40
    assert all(len(output.splitlines()) == 41 for output in outputs)
    assert phototheque("check", "--home", home).status == 0


def test_children_of_a_killed_ingest_die_with_it(source: Path, home: Path):
    for number in range(60):
        write(source, f"{number}.jpg", jpeg(number, size=(2000, 1500)))
    killed = subprocess.Popen([*PROGRAM, "ingest", source, "--home", home], start_new_session=True)
    time.sleep(1.5)
    killed.kill()
    killed.wait()
    deadline = time.monotonic() + 10
    while (left := _of_session(killed.pid)) and time.monotonic() < deadline:
        time.sleep(0.1)

    assert left == []


def _of_session(session: int) -> list[int]:
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                if os.getsid(int(entry.name)) == session and "zombie" not in (entry / "status").read_text():
                    found.append(int(entry.name))
            except (OSError, ProcessLookupError):
                continue
    return found


def test_note_that_says_anything_does_not_stop_the_door(home: Path):
    ticket = _hand_over(home, jpeg(1), "a.jpg")
    note = {
        "name": "a.jpg",
        "by": 3,
        "claims": [
            {},
            "position",
            {
                "subject": "position",
                "source": "device",
                "value": "999,2",
                "latitude": 999.0,
                "longitude": 2.0,
            },
            {"subject": "heading", "source": "device", "value": "north"},
            {"subject": "caption", "source": "device", "value": "Olhain", "colour": "blue"},
        ],
    }
    (home / "inbox" / f"{ticket}.json").write_text(json.dumps(note), encoding="utf-8")

    ran = phototheque("ingest", "--inbox", "--home", home, "--json")

    assert ran.outcomes() == {"a.jpg": "stored"}
    assert (photo(home)["latitude"], photo(home)["heading_deg"], photo(home)["caption"]) == (None, None, None)


def test_note_without_a_file_goes_after_an_hour(empty_library: Path):
    home = empty_library
    stale = write(home / "inbox", "01KAN4T8V0000000000000000A.json", b"{}")
    fresh = write(home / "inbox", "01KAN4T8V0000000000000000B.json", b"{}")
    os.utime(stale, (1, 1))

    phototheque("runs", "--home", home)

    assert (stale.exists(), fresh.exists()) == (False, True)


def test_stray_in_the_inbox_is_named_and_left(empty_library: Path):
    write(empty_library / "inbox", "hello.jpg", jpeg(1))

    ran = phototheque("ingest", "--inbox", "--home", empty_library)

    assert "not handed over: hello.jpg" in ran.error
    assert (empty_library / "inbox" / "hello.jpg").exists()


def test_path_that_a_door_tells_leads_nowhere_but_down(home: Path):
    _hand_over(home, jpeg(1), "a.jpg", path="../../evil/a.jpg")

    phototheque("ingest", "--inbox", "--home", home)

    assert rows(home, "SELECT path FROM files") == [{"path": "evil/a.jpg"}]
