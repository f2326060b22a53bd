"""Taking many photos in the browser: the page before, the ZIP that streams and resumes, tables and layers."""

import io
import json
import threading
import time
import zipfile
from collections.abc import Iterator

import pytest
from catalogues import change
from serving import Reader
from taken_photos import ASIDE, COUNT, INTERNAL, TWIN

from catalogue.home.workspaces import abandoned, living
from catalogue.web.app import create_app
from catalogue.web.take import spool

pytest_plugins = ["taking"]

ZIP = "/take/photos.zip"


@pytest.fixture
def app(taken_home):
    made = create_app(taken_home)
    yield made
    made.config["SPOOL"].close()
    while any(thread.name == "archive" for thread in threading.enumerate()):
        time.sleep(0.01)


@pytest.fixture
def site(app) -> Iterator:
    app.test_client_class = Reader
    with app.test_client() as client:
        yield client


@pytest.fixture
def held(monkeypatch):
    """ZIPs are packed only as far as their third picture, until it is set."""
    free, real = threading.Event(), spool.pack

    def slowly(home, parcel, into, scratch, step):
        seen = []

        def stepping():
            seen.append(1)
            if len(seen) > 3:
                assert free.wait(20)
            step()

        return real(home, parcel, into, scratch, stepping)

    monkeypatch.setattr(spool, "pack", slowly)
    yield free
    free.set()


def test_page_says_how_many_what_and_what_stays(site):
    page = site.get("/take?taken_year__gte=2006").text

    assert f"Prendre {COUNT - 2} photos" in page
    assert "Année ≥ 2006" in page
    assert "1 photo à usage interne, non demandée" in page
    assert f"_among={INTERNAL}" in page
    assert "1600 pixels" in page


def test_page_leads_to_the_photos_without_credit(site):
    page = site.get("/take").text

    assert "sans crédit" in page
    assert str(TWIN) in page.partition('href="/edit?_among=')[2].partition('"')[0].split(",")


def test_page_leads_to_what_was_set_aside_though_the_gallery_hides_it(site):
    page = site.get("/take?state=set_aside").text

    assert "1 photo écartée" in page
    assert f"_among={ASIDE}&amp;state=set_aside" in page


def test_internal_photos_are_counted_when_they_are_asked_for(site):
    assert f"Prendre {COUNT - 1} photos" in site.get("/take?internal=1").text


def test_ticked_photos_are_a_result_too(site):
    parcel = zipfile.ZipFile(io.BytesIO(site.get(f"{ZIP}?_among=10,12,11").data))

    assert sum(name.endswith(".jpg") for name in parcel.namelist()) == 3


def test_zip_is_named_after_what_is_in_it(site, taken_rows):
    sent = site.get(f"{ZIP}?park=Olhain&size=screen")

    name = sent.headers["Content-Disposition"].partition('"')[2].rstrip('"')
    assert name.startswith("phototheque_olhain_20")
    assert name.endswith("-photos.zip")
    assert sent.mimetype == "application/zip"
    assert zipfile.ZipFile(io.BytesIO(sent.data)).testzip() is None


def test_first_bytes_come_before_the_zip_is_packed(app, held):
    with app.test_client() as client:
        sent = client.get(ZIP)
        first = next(sent.response)

    assert first.startswith(b"PK\x03\x04")
    assert "Content-Length" not in sent.headers
    sent.close()


def test_download_that_was_cut_off_goes_on_where_it_stopped(site):
    whole = site.get(ZIP)

    rest = site.get(ZIP, headers={"Range": "bytes=5000-", "If-Range": whole.headers["ETag"]})

    assert rest.status_code == 206
    assert whole.data[:5000] + rest.data == whole.data
    assert rest.headers["Content-Range"] == f"bytes 5000-{len(whole.data) - 1}/{len(whole.data)}"
    assert rest.headers["Accept-Ranges"] == "bytes"


def test_part_of_a_zip_on_its_way_waits_for_the_end_of_it(app, held):
    began = app.test_client().get(ZIP)
    next(began.response)
    threading.Timer(0.3, held.set).start()

    rest = app.test_client().get(ZIP, headers={"Range": "bytes=100-"}, buffered=True)

    assert rest.status_code == 206
    assert zipfile.ZipFile(io.BytesIO(b"." * 100 + rest.data)).namelist()[-1] == "LISEZMOI.txt"
    began.close()


@pytest.mark.parametrize(
    ("asked", "status", "length"), [("bytes=-50", 206, 50), ("bytes=10-19", 206, 10), ("bytes=0-", 206, None)]
)
def test_any_one_part_can_be_asked_for(site, asked, status, length):
    whole = site.get(ZIP).data

    part = site.get(ZIP, headers={"Range": asked})

    assert (part.status_code, len(part.data)) == (status, length or len(whole))


def test_part_beyond_the_end_is_refused_with_the_length(site):
    whole = site.get(ZIP).data

    refused = site.get(ZIP, headers={"Range": f"bytes={len(whole)}-"})

    assert refused.status_code == 416
    assert refused.headers["Content-Range"] == f"bytes */{len(whole)}"


@pytest.mark.parametrize("asked", ["bytes=5-1", "lines=1-2", "bytes=0-1,5-6", "nonsense"])
def test_range_that_makes_no_sense_gets_all(site, asked):
    whole = site.get(ZIP).data

    assert site.get(ZIP, headers={"Range": asked}).data == whole


def test_rest_of_another_zip_is_never_sent(site, taken_home):
    tag = site.get(ZIP).headers["ETag"]
    change(taken_home, "UPDATE photos SET caption = 'Autre' WHERE number = 40")

    by_tag = site.get(ZIP, headers={"Range": "bytes=5000-", "If-Range": tag})
    change(taken_home, "UPDATE photos SET caption = 'Encore' WHERE number = 40")
    by_range_alone = site.get(ZIP, headers={"Range": "bytes=5000-"})

    assert by_tag.status_code == by_range_alone.status_code == 200
    assert by_tag.headers["ETag"] != tag
    assert zipfile.ZipFile(io.BytesIO(by_tag.data)).testzip() is None


@pytest.mark.parametrize("condition", ['"another"', "Wed, 25 Nov 2026 10:00:00 GMT"])
def test_part_of_what_the_client_does_not_have_is_sent_whole(site, condition):
    whole = site.get(ZIP)

    sent = site.get(ZIP, headers={"Range": "bytes=5000-", "If-Range": condition})

    assert (sent.status_code, sent.data) == (200, whole.data)


def test_same_order_is_packed_once_and_each_gets_all_of_it(app, held, taken_home):
    one, other = app.test_client().get(ZIP), app.test_client().get(ZIP)
    assert one.headers["ETag"] == other.headers["ETag"]
    held.set()

    assert b"".join(one.response) == b"".join(other.response)
    assert len(list(taken_home.tmp.iterdir())) == 1
    one.close()
    other.close()


def test_slow_reader_holds_nobody(app, held):
    slow = app.test_client().get(ZIP)
    next(slow.response)
    held.set()

    quick = app.test_client().get(ZIP, buffered=True)

    assert zipfile.ZipFile(io.BytesIO(quick.data)).testzip() is None
    slow.close()


def test_head_tells_as_much_as_get_without_the_bytes(site):
    whole = site.get(ZIP)

    head = site.head(ZIP)

    assert head.data == b""
    assert head.headers["ETag"] == whole.headers["ETag"]
    assert head.headers["Content-Length"] == str(len(whole.data))


@pytest.mark.parametrize("ahead", [0, 10**6], ids=["bytes-there", "bytes-to-come"])
def test_reader_who_left_is_no_longer_waited_for(app, held, ahead):
    sent = app.test_client().get(ZIP)
    archive = next(iter(app.config["SPOOL"]._archives.values()))

    reading = archive.read(ahead, None, gone=lambda: True)

    assert list(reading) == []
    reading.close()
    sent.close()


@pytest.fixture
def broken(monkeypatch):
    """The disk goes away when the third picture is packed."""

    def breaking(home, parcel, into, scratch, step):
        steps = iter((1, 2))

        def stepping():
            if next(steps, None) is None:
                raise OSError("the disk is gone")

        return real(home, parcel, into, scratch, stepping)

    real = spool.pack
    monkeypatch.setattr(spool, "pack", breaking)
    return monkeypatch


def test_zip_that_cannot_be_packed_breaks_its_download(site, broken):
    with pytest.raises(spool.ArchiveBroken, match="the disk is gone"):
        site.get(ZIP)


def test_zip_that_broke_is_packed_anew_when_it_is_asked_for_again(site, broken):
    with pytest.raises(spool.ArchiveBroken):
        site.get(ZIP)
    broken.undo()

    assert zipfile.ZipFile(io.BytesIO(site.get(ZIP).data)).testzip() is None


def test_zip_is_no_run_and_is_cleared_only_when_its_server_is_gone(app, site, taken_home):
    site.get(ZIP)

    assert living(taken_home) == []
    assert list(abandoned(taken_home)) == []
    app.config["SPOOL"].close()
    assert list(taken_home.tmp.iterdir()) == []


def test_old_zips_make_room_for_new_ones(site, taken_home):
    first = site.get(f"{ZIP}?_among=10,12")
    change(taken_home, "INSERT INTO settings VALUES ('archives_megabytes', '1')")
    padding = next(taken_home.tmp.iterdir())
    archive = site.application.config["SPOOL"]._archives
    next(iter(archive.values())).length = 2_000_000

    site.get(f"{ZIP}?_among=10,13")

    assert not padding.exists()
    assert site.get(f"{ZIP}?_among=10,12").headers["ETag"] != first.headers["ETag"]


def test_disk_that_is_nearly_full_is_told(site, monkeypatch):
    monkeypatch.setattr(spool.shutil, "disk_usage", lambda _: type("Usage", (), {"free": 1000}))

    refused = site.get(ZIP)

    assert refused.status_code == 507
    assert "presque plein" in refused.text


@pytest.mark.parametrize("address", [f"{ZIP}?_among=", f"{ZIP}?_among={ASIDE}", f"{ZIP}?park=nowhere"])
def test_nothing_to_take_is_told(site, address):
    refused = site.get(address)

    assert refused.status_code == 422
    assert "Rien à prendre" in refused.text


def test_page_with_nothing_to_take_says_so(site):
    page = site.get("/take?park=nowhere")

    assert page.status_code == 200
    assert "Aucune photo à prendre" in page.text
    assert "Prendre le ZIP" not in page.text


def test_address_that_is_no_query_is_told(site):
    refused = site.get("/take?taken_year__gte=1&_where=nonsense(")

    assert refused.status_code in (200, 422)
    assert "Traceback" not in refused.text


@pytest.mark.parametrize(
    ("size", "width"), [("print", "8,5"), ("print", "wide"), ("huge", ""), ("full", "1")]
)
def test_size_that_makes_no_sense_is_a_usual_one(site, size, width):
    assert site.get(f"/take?_among=10&size={size}&width_cm={width}").status_code == 200


def test_no_page_of_another_site_makes_this_machine_work(site):
    embedded = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors"}
    followed = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}

    assert site.get(ZIP, headers=embedded).status_code == 403
    assert site.get("/take", headers=followed).status_code == 200


@pytest.mark.parametrize("extension", ["xlsx", "gpkg", "geojson"])
def test_whole_result_is_a_table_or_a_layer(site, taken_home, extension):
    sent = site.get(f"/take/photos.{extension}?taken_year__gte=2006")

    assert sent.status_code == 200
    assert f"{COUNT - 1}-photos.{extension}" in sent.headers["Content-Disposition"]
    beginnings = {"xlsx": b"PK", "gpkg": b"SQLite format 3", "geojson": b"{"}
    assert sent.data.startswith(beginnings[extension])
    assert not taken_home.tmp.exists() or list(taken_home.tmp.iterdir()) == []


def test_layer_keeps_the_order_that_was_asked(site):
    sent = json.loads(site.get("/take/photos.geojson?_sort=number").data)

    numbers = [feature["properties"]["number"] for feature in sent["features"]]
    assert numbers == sorted(numbers)
    assert len(numbers) == COUNT - 1


def test_pictures_alone_are_another_order(site):
    whole = zipfile.ZipFile(io.BytesIO(site.get(f"{ZIP}?size=screen").data)).namelist()
    alone = zipfile.ZipFile(io.BytesIO(site.get(f"{ZIP}?size=screen&alone=1").data)).namelist()

    assert set(whole) - set(alone) == {"photos.gpkg", "photos.xlsx"}
    assert 'name="alone" value="1" checked' in site.get("/take?alone=1").text
