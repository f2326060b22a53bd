"""The people of the load benchmark follow links that pages really have, and what fails is not hidden."""

from dataclasses import replace

from httpx import AsyncClient

from benchmarks.browsing import FACET, PHOTO, THUMBNAIL, Page, Visit
from benchmarks.load_table import Measured, Work, laid_out

pytest_plugins = ["serving"]
_GALLERY = "/explore/catalogue/photos"


async def test_page_of_the_gallery_offers_facets_photos_pictures_and_the_next_page(browser: AsyncClient):
    page = Page.read((await browser.get(_GALLERY)).text, _GALLERY)

    assert len(page.facets) > 50
    assert len(page.photos) == len(page.pictures) == 60
    for link in (page.facets[0], page.facets[-1], *page.following):
        followed = await browser.get(link)
        assert followed.status_code == 200
        assert Page.read(followed.text, link).photos != page.photos
    assert len(page.following) == 1


def _measured() -> Measured:
    visits = [Visit(kind, n, 100.0 + n, 200) for kind in (FACET, PHOTO, THUMBNAIL) for n in range(20)]
    work = Work(backups=[3.0], took_seconds=9.0)
    return Measured(visits, visits, [200.0] * 90, work, [], [0.01, 0.02])


def test_run_without_a_failure_reaches_its_targets():
    told = laid_out(_measured())

    assert "missed" not in told
    assert (
        "| every gallery page | 20 | 110 | 118 | 119 | 200: 20 | 20 | 110 | 118 | 1.0 | ≤ 1500: reached |"
        in told
    )


def test_failures_locks_slow_pages_and_memory_that_grows_are_told_as_missed():
    good = _measured()
    bad = {
        "5xx": replace(good, crowded=[*good.crowded, Visit(PHOTO, 0, 5, 503)]),
        "no answer": replace(good, alone=[*good.alone, Visit(PHOTO, 0, 5, 0)]),
        "a lock": replace(good, complaints=["ingest: database is locked"]),
        "slow": replace(good, crowded=[*good.crowded, *[Visit(FACET, 0, 1501, 200)] * 2]),
        "memory": replace(good, memory_mb=[*good.memory_mb, 401.0]),
        "growth": replace(good, memory_mb=[100.0] * 60 + [112.0] * 60),
    }

    assert {name for name, measured in bad.items() if laid_out(measured).count("**missed**") != 1} == set()
