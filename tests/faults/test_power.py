"""Power cuts: every write and sync of the program's own traffic, cut off at hundreds of moments."""

import json
import os
import random
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import pytest

from mgdesk.desk import open_desk
from mgdesk.errors import DeskError
from mgdesk.paths import Home
from mgdesk.rules.passphrase import Secret
from mgdesk.storage import companions, keys

from . import proof
from .conftest import Note
from .disk import Disk
from .proof import Before, Expected
from .recording import Event, record
from .traffic import Said

pytestmark = [
    pytest.mark.early,
    pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed"),
]

IMAGES: Final = int(os.environ.get("FAULTS_IMAGES", "400"))
DEEDS: Final = 250
Hear = Callable[[Said], None]


def moments(events: list[Event], chance: random.Random, images: int) -> set[int]:
    """Half of them anywhere, a quarter just after something was said or renamed, a quarter just
    before a sync: there the most is at stake."""
    told = [n for n, event in enumerate(events) if event.act in {"say", "rename", "unlink"}]
    synced = [n - 1 for n, event in enumerate(events) if event.act.startswith("sync") and n]
    chosen = set(chance.choices(told, k=images // 4)) | set(chance.choices(synced, k=images // 4))
    while len(chosen) < min(images, len(events) // 2):
        chosen.add(chance.randrange(len(events)))
    return chosen


def cuts(
    events: list[Event], disk: Disk, hear: Hear, folder: Path, place: Path, images: int
) -> Iterator[tuple[int, Home]]:
    """Follow a recording; at each chosen moment, the home as a power cut leaves it."""
    chance = random.Random(26)
    chosen = moments(events, chance, images)
    for moment, event in enumerate(events):
        disk.follow(event)
        if event.act == "say":
            hear(json.loads(event.data))
        if moment in chosen:
            yield moment, built(disk.cut(chance), folder, place)


def built(image: dict[str, bytes], folder: Path, place: Path) -> Home:
    """The files of an image in a new place; what SQLite keeps in memory is gone with the power."""
    shutil.rmtree(place, ignore_errors=True)
    for name, content in image.items():
        if not name.endswith("-shm"):
            path = place / Path(name).relative_to(folder)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
    return Home(place / "home")


def content_of(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


# --- the traffic of a day ------------------------------------------------------------------------


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


@pytest.mark.faults
def test_power_cuts_lose_nothing(tmp_path: Path, note: Note) -> None:
    folder = tmp_path / "recorded"
    folder.mkdir()
    command = ["-m", "tests.faults.traffic", str(folder / "home"), "3", str(DEEDS)]
    events = record(command, folder, tmp_path / "calls.log")
    assert {"sync", "rename", "say"} <= {event.act for event in events}
    expected, found, images = Expected(), {}, 0
    for moment, home in cuts(events, Disk({}), expected.hear, folder, tmp_path / "image", IMAGES):
        images += 1
        if faults := faults_of(home, expected, Before()):
            found[moment] = faults
    lost = sum(any("lost" in fault for fault in faults) for faults in found.values())
    note(
        "power cuts",
        f"{images} images of {len(events)} calls, {expected.acknowledged} acknowledged commits,"
        f" {lost} images lost some, {len(found) - lost} otherwise not whole",
    )
    assert found == {}


def test_a_few_power_cuts_lose_nothing(small_home: Home, tmp_path: Path) -> None:
    folder = tmp_path / "recorded"
    shutil.copytree(small_home.root, folder / "home")
    desk = open_desk(small_home)
    begun = desk.read(proof.before)
    desk.close()
    disk, expected = Disk(content_of(folder)), Expected()
    command = ["-m", "tests.faults.traffic", str(folder / "home"), "5", "12"]
    events = record(command, folder, tmp_path / "calls.log")
    made = cuts(events, disk, expected.hear, folder, tmp_path / "image", 12)
    found = {moment: faults_of(home, expected, begun) for moment, home in made}
    assert {moment: faults for moment, faults in found.items() if faults} == {}
    assert len(found) > 8
    assert expected.acknowledged


# --- the key file, while what opens it changes ---------------------------------------------------


@dataclass
class Openers:
    """What opens the data, by kind; `going` may open it already, in the place of that kind."""

    kept: dict[str, str] = field(default_factory=dict)
    going: dict[str, str] = field(default_factory=dict)
    copy: str = ""

    def hear(self, said: Said) -> None:
        self.going = said.get("going", {})
        self.kept |= said.get("opens", {})
        self.copy = said.get("copy", self.copy)

    def of(self, kind: str) -> list[str]:
        return [secrets[kind] for secrets in (self.kept, self.going) if kind in secrets]


def openings(home: Home, openers: Openers) -> list[str]:
    """Each kind of secret must open the data: the one that was acknowledged, or the coming one."""
    faults = [
        f"{kind} opens nothing"
        for kind in openers.kept
        if not any(opens(home, kind, value) for value in openers.of(kind))
    ]
    copy = home.backups / openers.copy
    if openers.copy and "" not in openers.of("passphrase"):
        beside = keys.read(companions.beside(copy, companions.KEY))
        if not any(_unlocks(beside, Secret(phrase)) for phrase in openers.of("passphrase")):
            faults.append("the key beside the copy is locked for good")
    return faults


def opens(home: Home, kind: str, value: str) -> bool:
    secret = Secret(recovery=value) if kind == "recovery" else Secret(value)
    try:
        open_desk(home, secret).close()
    except DeskError:
        return False
    return True


def _unlocks(file: keys.KeyFile, secret: Secret) -> bool:
    try:
        return bool(file.key(secret).raw)
    except DeskError:
        return False


@pytest.mark.faults
def test_a_power_cut_in_the_middle_of_a_new_passphrase_locks_nobody_out(
    tmp_path: Path, note: Note
) -> None:
    folder = tmp_path / "recorded"
    folder.mkdir()
    command = ["-m", "tests.faults.rewrapping", str(folder / "home")]
    events = record(command, folder, tmp_path / "calls.log")
    openers, found, images = Openers(), {}, 0
    begin = next(n for n, event in enumerate(events) if event.act == "say")
    disk = Disk({})
    for event in events[:begin]:
        disk.follow(event)
    made = cuts(events[begin:], disk, openers.hear, folder, tmp_path / "image", IMAGES // 2)
    for moment, home in made:
        images += 1
        if faults := openings(home, openers):
            found[moment] = faults
    note("power cuts, keys", f"{images} images of {len(events)} calls, {len(found)} locked")
    assert found == {}
