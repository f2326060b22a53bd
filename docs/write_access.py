"""Write `access.md` from the rules that the server asks: who may do what, by role."""

from collections.abc import Iterator
from pathlib import Path

from catalogue.values.roles import Role
from catalogue.web.access.rules import EXPLORE, READABLE, SITE, SORTERS, UPLOADS, Rule, rule_of_data
from catalogue.web.dispatcher import POINTS
from catalogue.web.server import SERVED

HEAD = """# Who may do what

Written by `make docs` from the rules that the server asks (`catalogue/web/access/rules.py`). What stands in no row is
answered to nobody. A test takes the routes from the running applications, fails on one without a row, and asks for
each of them as each role.

**yes**: answered · **log in**: sent to the login page (a program: 401) · **no**: 403 ·
*in person*: a session of a browser, not a token

"""
TABLE = "| {} | {} |\n|{}\n"


def page() -> str:
    """The whole page."""
    return f"{HEAD}{_site()}\n{_uploads()}\n{_data()}\n{_tables()}"


def _site() -> str:
    rows = [(f"`{method} {route}`", rule) for (method, route), rule in SITE.items()]
    return _table("The site", "route", rows)


def _uploads() -> str:
    rows = [(f"`{method} {route}`", rule) for (method, route), rule in UPLOADS.items()]
    return _table("Uploads: of everybody their own, whatever their role", "route", rows)


def _data() -> str:
    rows = [(f"{known.name}: `{known.pattern.pattern}`", known.rule) for known in EXPLORE]
    rows.append(
        (f"the points of the map: `{POINTS}`", rule_of_data("/-/catalogue/photos.geojson", "", frozenset()))
    )
    rows.append(("with `sql`, `_where`, `_through`, or a `state` but `catalogued` and `held`", Rule(SORTERS)))
    return _table("The data, below `/explore`", "address", rows)


def _tables() -> str:
    everybody = frozenset(Role)
    rows = [(f"`{name}`", Rule(everybody if name in READABLE else SORTERS)) for name in SERVED]
    rows.append(("every other one: search index, shadow tables, settings", Rule(frozenset())))
    return _table("Tables and views", "table", rows)


def _table(title: str, what: str, rows: list[tuple[str, Rule]]) -> str:
    head = TABLE.format(
        what, " | ".join(["anonymous", *(role.value for role in Role)]), "---|" * (len(Role) + 2)
    )
    return f"## {title}\n\n{head}{''.join(_rows(rows))}"


def _rows(rows: list[tuple[str, Rule]]) -> Iterator[str]:
    for what, rule in rows:
        said = f"{what} *in person*" if rule.in_person else what
        told = [
            "yes" if rule.anonymous else "log in",
            *("yes" if rule.admits(role) else "no" for role in Role),
        ]
        yield f"| {said.replace('|', chr(92) + '|')} | {' | '.join(told)} |\n"


if __name__ == "__main__":
    Path(__file__).with_name("access.md").write_text(page(), encoding="utf-8")
