"""`phototheque doctor` says what a server lacks, and what to do now."""

import json
import os
from collections.abc import Iterator
from pathlib import Path

import click

from catalogue.cli.options import home_option, speaks
from catalogue.home.paths import Home
from catalogue.status.asking import status
from catalogue.status.findings import GRAVITY, Finding, Level, Status, gravest_first, said
from catalogue.words.languages import LANGUAGES, Language
from catalogue.words.wording import sayable

_SIGNS = {Level.RED: ("✕", "red"), Level.AMBER: ("!", "yellow"), Level.GOOD: ("✓", "green")}
_VERDICTS = {
    Level.GOOD: sayable("All is well."),
    Level.AMBER: sayable("The server works; some things want looking after."),
    Level.RED: sayable("Something must be mended now."),
}


@click.command()
@click.argument("url", required=False)
@home_option
@click.option(
    "--ca", "ca_file", type=click.Path(exists=True, dir_okay=False), help="Root certificate to believe."
)
@click.option(
    "--language", type=click.Choice([known.code for known in LANGUAGES]), help="[default: of LANG, fr]"
)
@click.option("--json", "as_json", is_flag=True, help="One line of JSON a finding, then one with the level.")
@speaks
def doctor(url: str | None, home: Path, ca_file: str | None, language: str | None, *, as_json: bool) -> None:
    """Say what the server lacks: room, backups, checks, rights, clock; with URL, how browsers reach it there.

    With URL and no library in --home, only the address is looked at, so that any machine can ask. Exit status, as
    watching programs expect it: 0 all is well, 1 something wants looking after, 2 something must be mended now.
    """
    found = _found(url, home, ca_file)
    spoken = _language(language)
    for line in _json(found, spoken) if as_json else _told(found, spoken):
        click.echo(line)
    raise SystemExit(GRAVITY[found.level])


def _found(url: str | None, home: Path, ca_file: str | None) -> Status:
    # Imported here: whoever looks at a home alone need not load what asks servers.
    from catalogue.doctor.asking import see  # noqa: PLC0415
    from catalogue.doctor.facts import address  # noqa: PLC0415
    from catalogue.doctor.judging import judge  # noqa: PLC0415

    findings: list[Finding] = []
    if url is not None:
        findings += judge(see(address(url), ca_file)).findings
    if url is None or Home(home).catalogue.exists():
        findings += status(Home(home)).findings
    return gravest_first(findings)


def _language(chosen: str | None) -> Language:
    """The language that was chosen, else that of the terminal where it is one of ours, else French."""
    asked = next((os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), "")
    known = {language.code: language for language in LANGUAGES}
    return known.get(chosen or asked[:2].lower(), LANGUAGES[0])


def _told(found: Status, language: Language) -> Iterator[str]:
    for finding in found.findings:
        sign, colour = _SIGNS[finding.level]
        yield f"{click.style(sign, fg=colour, bold=True)} {said(finding.what, language)}"
        if finding.todo:
            yield f"    → {said(finding.todo, language)}"
    yield language.text(_VERDICTS[found.level])


def _json(found: Status, language: Language) -> Iterator[str]:
    for finding in found.findings:
        todo = said(finding.todo, language) if finding.todo else None
        line = {
            "code": finding.code,
            "level": finding.level,
            "what": said(finding.what, language),
            "todo": todo,
        }
        yield json.dumps(line, ensure_ascii=False)
    yield json.dumps({"level": found.level})
