"""Power cuts: every write and sync of the program's own traffic, cut off at hundreds of moments."""

import json
import os
import random
import shutil
from pathlib import Path
from typing import Final

import pytest

from mgdesk.desk import open_desk
from mgdesk.errors import DeskError
from mgdesk.paths import Home

from . import proof
from .conftest import Note
from .disk import Disk
from .proof import Before, Expected
from .recording import Event, record

pytestmark = [
    pytest.mark.faults,
    pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed"),
]

IMAGES: Final = int(os.environ.get("FAULTS_IMAGES", "400"))
DEEDS: Final = 250


def moments(events: list[Event], chance: random.Random) -> set[int]:
    """Half of them anywhere, a quarter just after something was said or renamed, a quarter just
    before a sync: there the most is at stake."""
    told = [n for n, event in enumerate(events) if event.act in {"say", "rename", "unlink"}]
    synced = [n - 1 for n, event in enumerate(events) if event.act.startswith("sync") and n]
    chosen = set(chance.choices(told, k=IMAGES // 4)) | set(chance.choices(synced, k=IMAGES // 4))
    while len(chosen) < min(IMAGES, len(events) // 2):
        chosen.add(chance.randrange(len(events)))
    return chosen


def built(image: dict[str, bytes], folder: Path, place: Path) -> Home:
    """The files of an image in a new place; what SQLite keeps in memory is gone with the power."""
    shutil.rmtree(place, ignore_errors=True)
    for name, content in image.items():
        if not name.endswith("-shm"):
            path = place / Path(name).relative_to(folder)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
    return Home(place / "home")


def faults_of(home: Home, expected: Expected, begun: Before) -> list[str]:
    try:
        desk = open_desk(home)
    except DeskError as error:
        return [f"does not open: {type(error).__name__}"]
    try:
        return [
            *proof.lost(desk, expected),
            *proof.torn(desk, begun),
            *(f"copy {name} is not sound" for name in proof.unsound_copies(desk)),
        ]
    finally:
        desk.close()


def test_power_cuts_lose_nothing(tmp_path: Path, note: Note) -> None:
    folder = tmp_path / "recorded"
    folder.mkdir()
    command = ["-m", "tests.faults.traffic", str(folder / "home"), "3", str(DEEDS)]
    events = record(command, folder, tmp_path / "calls.log")
    assert {"sync", "rename", "say"} <= {event.act for event in events}
    chance = random.Random(26)
    chosen = moments(events, chance)
    disk, expected, found = Disk({}), Expected(), {}
    begun = Before()
    for moment, event in enumerate(events):
        disk.follow(event)
        if event.act == "say":
            expected.hear(json.loads(event.data))
        if moment in chosen:
            home = built(disk.cut(chance), folder, tmp_path / "image")
            if faults := faults_of(home, expected, begun):
                found[moment] = faults
    lost = sum(any("lost" in fault for fault in faults) for faults in found.values())
    note(
        "power cuts",
        f"{len(chosen)} images of {len(events)} calls, {expected.acknowledged} acknowledged commits,"
        f" {lost} images lost some, {len(found) - lost} otherwise not whole",
    )
    assert found == {}
