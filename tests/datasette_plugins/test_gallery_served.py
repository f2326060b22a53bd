"""What Datasette shows of a library, and what it does not."""

import ast
import subprocess
import sys
from contextlib import closing

import pytest
from catalogues import browsing, make_catalogue, photos

from catalogue.database.connection import connect
from catalogue.web.server import SERVED, explorer

pytest_plugins = ["serving"]


async def test_the_listed_tables_are_served(browser):
    for name in SERVED:
        assert (await browser.get(f"/explore/catalogue/{name}.json")).status_code == 200, name


async def test_every_other_table_is_refused(browser, library):
    with closing(connect(library.catalogue, readonly=True)) as db:
        names = [
            row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type IN ('table', 'view')")
        ]
    others = set(names) - set(SERVED)

    assert {"settings", "photo_search", "photo_search_content"} <= others
    for name in others:
        for spelled in (name, name.upper()):
            status = (await browser.get(f"/explore/catalogue/{spelled}.json")).status_code
            assert status in {403, 404}, spelled


async def test_other_tables_are_not_listed(browser):
    listed = (await browser.get("/explore/catalogue.json")).json()

    assert {each["name"] for each in (*listed["tables"], *listed["views"])} == set(SERVED)


async def test_the_catalogue_cannot_be_taken_as_a_file(browser):
    assert (await browser.get("/explore/catalogue.db")).status_code == 403


@pytest.mark.parametrize("database", ["_internal", "_memory", "people"])
async def test_no_other_database_is_served(browser, database):
    assert (await browser.get(f"/explore/{database}")).status_code in {403, 404}


async def test_sql_cannot_write(browser):
    for query in ("delete from photos", "with x as (select 1) delete from photos", "pragma query_only = 0"):
        assert (await browser.get("/explore/catalogue.json", params={"sql": query})).status_code == 400, query


async def test_a_home_whose_name_is_no_plain_address_is_served(tmp_path):
    home = make_catalogue(tmp_path / "Photos #1 ? 100%25 été", photos(3))

    async with browsing(explorer(home)) as browser:
        answer = await browser.get("/explore/catalogue/photos.json?state__notnull=1")

    assert answer.json()["filtered_table_rows_count"] == 3


@pytest.mark.parametrize("first", ["datasette.app", "datasette.plugins", "datasette_plugins.gallery.columns"])
def test_the_hooks_are_there_whatever_is_imported_first(first):
    script = f"import {first}; from datasette.app import Datasette; print(Datasette([])._plugins())"

    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)

    hooks = {hook for plugin in ast.literal_eval(done.stdout) for hook in plugin["hooks"]}
    assert {"register_facet_classes", "filters_from_request", "render_cell", "asgi_wrapper"} <= hooks
