"""Any SQL may be asked; none may take the machine."""

import subprocess
import sys
import time

import pytest
from catalogues import make_catalogue, photos

pytest_plugins = ["serving"]

GREEDY = {
    "one huge value": "select hex(zeroblob(400000000))",
    "one long text": "select printf('%.*c', 5000000, 'x')",
    "many large texts": "select printf('%.*c', 900000, 'x') from photos",
    "many large blobs": "select zeroblob(60000000) from photos",
    "a text that doubles": "with recursive t(x) as (select 'x' union all select x || x from t) select x from t",
    "a huge sorter": "select a.id || b.id || c.id from photos a, photos b, photos c order by 1",
    "a huge aggregate": "select group_concat(hex(randomblob(1000))) from photos a, photos b",
    "one wide row": "select " + ", ".join("zeroblob(30000000)" for _ in range(40)),
    "an endless count": "with recursive c(x) as (select 1 union all select x + 1 from c) select count(*) from c",
}


@pytest.mark.parametrize("query", GREEDY.values(), ids=GREEDY)
async def test_a_greedy_query_is_refused_in_time(datasette, browser, query):
    datasette.sql_time_limit_ms = 1000
    began = time.monotonic()

    answer = await browser.get("/explore/catalogue.json", params={"sql": query})

    assert answer.status_code == 400, answer.text[:200]
    assert answer.json()["ok"] is False
    assert time.monotonic() - began < 15


async def test_ordinary_questions_are_answered(browser, rows):
    answer = await browser.get(
        "/explore/catalogue.json", params={"sql": "select *, length(caption) from photos limit 300"}
    )

    assert len(answer.json()["rows"]) == 300


@pytest.mark.slow
def test_greedy_queries_leave_the_server_small(home):
    make_catalogue(home, photos(300))
    # A process of its own: memory that was ever taken stays counted.
    script = f"""
import asyncio, sys
from pathlib import Path
from catalogue.home.paths import Home
from catalogue.web.server import explorer
def peak_mb():
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) // 1000
async def main():
    datasette = explorer(Home(Path(sys.argv[1])))
    datasette.sql_time_limit_ms = 1000
    await datasette.client.get("/catalogue/photos")
    before = peak_mb()
    for query in {list(GREEDY.values())!r}:
        await datasette.client.get("/catalogue.json", params={{"sql": query}})
    print(peak_mb() - before)
asyncio.run(main())
"""

    done = subprocess.run(
        [sys.executable, "-c", script, str(home)], capture_output=True, text=True, check=True
    )

    assert int(done.stdout) < 400, f"{done.stdout} MB more"
