"""What the program stands on is named, with its licence, and none of it lies in the repository."""

import json
import re
import subprocess
import tomllib

from making import PROJECT

TOLD = (PROJECT / "THIRD-PARTY.md").read_text(encoding="utf-8")


def test_every_package_of_the_program_is_listed_with_its_licence():
    named = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]
    packages = [re.split(r"[<>=\[ ]", requirement)[0] for requirement in named]

    assert [p for p in packages if not re.search(rf"^\| {re.escape(p)} \| \S", TOLD, re.MULTILINE)] == []


def test_every_package_of_the_scripts_is_listed_with_its_licence():
    packages = json.loads((PROJECT / "package.json").read_text(encoding="utf-8"))["dependencies"]

    assert [p for p in packages if not re.search(rf"^\| {re.escape(p)} \| \S", TOLD, re.MULTILINE)] == []


def test_the_bundle_carries_the_notices_of_what_is_in_it():
    told = (PROJECT / "catalogue/web/static/build/LICENCES.txt").read_text(encoding="utf-8")

    assert "leaflet 1." in told
    assert "leaflet.markercluster 1." in told
    assert "THIS SOFTWARE IS PROVIDED BY THE COPYRIGHT HOLDERS" in told


def test_no_script_of_others_and_no_bundle_lies_in_the_repository():
    listed = subprocess.run(
        ["git", "ls-files"], cwd=PROJECT, capture_output=True, text=True, check=True
    ).stdout.split()

    assert [name for name in listed if "node_modules" in name or "static/build" in name] == []


def test_the_list_of_script_packages_names_no_address():
    assert "://" not in re.sub(
        r'"(?:url|funding)": "[^"]*"', "", (PROJECT / "package-lock.json").read_text("utf-8")
    )
