"""kill -9 at any moment of a reception's traffic: what was acknowledged is there, whole, and undoes."""

import os
import random
import shutil
import time
from collections.abc import Sequence
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerContext
from pathlib import Path
from typing import Final

import pytest

from mgdesk.desk import Desk, open_desk
from mgdesk.paths import Home

from . import proof, traffic
from .conftest import Note
from .proof import Expected

pytestmark = pytest.mark.early

KILLS: Final = int(os.environ.get("FAULTS_KILLS", "200"))
BATCH: Final = 100  # kills on one home: the audit is followed from its beginning each time
MOST: Final = 20  # acknowledgements that are waited for
LONGEST: Final = 0.05  # seconds from the last of them to the end


def reception(root: str, seed: int, pipe: Connection) -> None:
    traffic.work(root, seed, pipe.send)


def killed(children: ForkServerContext, home: Home, seed: int, expected: Expected) -> None:
    """Let a child work, kill it at a random moment, hear what it acknowledged until then."""
    chance = random.Random(seed)
    listening, speaking = children.Pipe(duplex=False)
    child = children.Process(target=reception, args=(str(home.root), seed, speaking))
    child.start()
    speaking.close()
    if chance.random() < 0.85:  # the others die while they open the data
        for _ in range(chance.randrange(1, MOST)):
            expected.hear(listening.recv())
    time.sleep(chance.random() * LONGEST)
    child.kill()
    child.join()
    try:
        while True:
            expected.hear(listening.recv())
    except (EOFError, OSError):
        listening.close()


def undo_newest(desk: Desk) -> None:
    """Turn back the newest change, and put it back again; issued paper is revoked, not un-issued."""
    change = desk.read(proof.newest_change)
    assert change is not None
    first = desk.undo_change(change)
    assert first.undone
    assert desk.undo_change(first.change_id).undone == first.undone


def survived(children: ForkServerContext, home: Home, seeds: Sequence[int]) -> tuple[int, float]:
    """Kill as often on one home, and prove it whole each time; how many commits were acknowledged,
    and the longest time that opening and proving took."""
    desk = open_desk(home)
    since = desk.read(proof.before)
    begun = desk.read(proof.newest_change)
    desk.close()
    expected, slowest = Expected(), 0.0
    for seed in seeds:
        killed(children, home, seed, expected)
        start = time.perf_counter()
        desk = open_desk(home)
        faults = proof.lost(desk, expected) + proof.torn(desk, since)
        slowest = max(slowest, time.perf_counter() - start)
        if desk.read(proof.newest_change) != begun:
            undo_newest(desk)
            faults += proof.lost(desk, expected) + desk.check_file()
        desk.close()
        assert faults == [], f"after kill {seed + 1}"
    desk = open_desk(home)
    assert proof.unsound_copies(desk) == []
    desk.close()
    return expected.acknowledged, slowest


@pytest.mark.faults
def test_kills_lose_nothing(
    children: ForkServerContext, demo_home: Home, tmp_path: Path, note: Note
) -> None:
    acknowledged, slowest = 0, 0.0
    for first in range(0, KILLS, BATCH):
        home = Home(tmp_path / "home")
        shutil.rmtree(home.root, ignore_errors=True)
        shutil.copytree(demo_home.root, home.root)
        seeds = range(first, min(first + BATCH, KILLS))
        said, took = survived(children, home, seeds)
        acknowledged, slowest = acknowledged + said, max(slowest, took)
    assert acknowledged > KILLS
    note(
        "kill -9",
        f"{KILLS} kills, {acknowledged} acknowledged commits, 0 lost or torn,"
        f" reopened and verified in {slowest:.2f} s at most",
    )


def test_a_few_kills_lose_nothing(
    children: ForkServerContext, small_home: Home, home: Home
) -> None:
    shutil.copytree(small_home.root, home.root)
    acknowledged, _slowest = survived(children, home, range(7000, 7002))
    assert acknowledged
