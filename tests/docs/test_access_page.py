"""The page of rights is what the server asks."""

import runpy

from making import PROJECT


def test_page_is_what_the_rules_say():
    written = (PROJECT / "docs" / "access.md").read_text(encoding="utf-8")

    assert written == runpy.run_path(str(PROJECT / "docs" / "write_access.py"))["page"]()
