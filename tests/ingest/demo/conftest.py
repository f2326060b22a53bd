"""Small versions of the demo's shots: the same files and metadata, fewer pixels."""

from dataclasses import replace

import pytest

from ingest.demo.shots import Shot, all_shots


def _smaller(shot: Shot, width: int = 200) -> Shot:
    share = width / max(shot.scene.width, shot.scene.height)
    scene = replace(
        shot.scene, width=round(shot.scene.width * share), height=round(shot.scene.height * share)
    )
    stored = max(scene.width, scene.height), min(scene.width, scene.height)
    return replace(shot, scene=scene, notes=replace(shot.notes, stored_size=stored))


@pytest.fixture(scope="session")
def small_shots() -> dict[str, Shot]:
    """Every shot of the demo by its path, two hundred pixels wide."""
    return {str(shot.path): _smaller(shot) for shot in all_shots()}
