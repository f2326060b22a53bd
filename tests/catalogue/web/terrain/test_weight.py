"""What a phone has to load is small: on one bar of 4G every kilobyte is waited for."""

import gzip
import json
from pathlib import Path

import pytest

BUILT = Path(__file__).parents[4] / "catalogue" / "web" / "static" / "build"
MOST = 40_000


@pytest.mark.skipif(not BUILT.exists(), reason="the scripts are not bundled here: make setup")
def test_all_scripts_of_the_phone_without_the_map_are_light():
    scripts = [name for name in json.loads((BUILT / "terrain.json").read_text()) if name.endswith(".js")]
    contents = {name: (BUILT / name).read_bytes() for name in scripts}
    packed = {
        name: len(gzip.compress(content, 9)) for name, content in contents.items() if b"leaflet" not in content
    }
    assert "terrain.js" in packed
    assert sum(packed.values()) <= MOST, packed
