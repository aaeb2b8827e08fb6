"""kill -9 at any moment of a reception's traffic: what was acknowledged is there, whole, and undoes."""

import os
import random
import time
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerContext
from typing import Final

import pytest

from mgdesk.desk import Desk, open_desk
from mgdesk.paths import Home

from . import proof, traffic
from .conftest import Note
from .proof import Expected

pytestmark = pytest.mark.faults

KILLS: Final = int(os.environ.get("FAULTS_KILLS", "200"))
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


def undo_newest(desk: Desk, expected: Expected) -> None:
    """Turn back the newest change that is a newcomer or a check-in, and put it back again."""
    change = desk.read(proof.newest_change)
    assert change is not None
    first = desk.undo_change(change)
    assert first.undone
    assert desk.undo_change(first.change_id).undone == first.undone


def test_kills_lose_nothing(children: ForkServerContext, filled: Home, note: Note) -> None:
    desk = open_desk(filled)
    since = desk.read(proof.before)
    begun = desk.read(proof.newest_change)
    desk.close()
    expected, faults, slowest = Expected(), [], 0.0
    for seed in range(KILLS):
        killed(children, filled, seed, expected)
        start = time.perf_counter()
        desk = open_desk(filled)
        faults += proof.lost(desk, expected) + proof.torn(desk, since)
        slowest = max(slowest, time.perf_counter() - start)
        if desk.read(proof.newest_change) != begun:
            undo_newest(desk, expected)
            faults += proof.lost(desk, expected) + desk.check()
        desk.close()
        assert faults == [], f"after kill {seed + 1}"
    desk = open_desk(filled)
    assert proof.unsound_copies(desk) == []
    desk.close()
    assert expected.acknowledged > KILLS
    note(
        "kill -9",
        f"{KILLS} kills, {expected.acknowledged} acknowledged commits, {len(faults)} lost or torn,"
        f" reopened and verified in {slowest:.2f} s at most",
    )
