"""A clock set back, forward, and past 2038: what is written stays in order, and copies stay."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from mgdesk.desk import open_desk
from mgdesk.model import CheckIn
from mgdesk.model.audit import Change
from mgdesk.paths import Home
from mgdesk.services import pins
from mgdesk.storage import backup, keys

from . import proof
from .conftest import Note
from .proof import Expected

LIBRARY: Final = next(Path("/usr/lib").glob("*/faketime/libfaketime.so.1"), None)
pytestmark = [
    pytest.mark.faults,
    pytest.mark.skipif(LIBRARY is None, reason="libfaketime is not installed"),
]
# As libfaketime reads them: from now, or a moment.
CLOCKS: Final = (
    "+0", "-7h", "@1970-01-02 09:00:00", "+0", "@2038-01-19 03:14:05", "+0", "@2041-05-05 09:00:00",
    "-1d",
)  # fmt: skip
COPY_AND_WORK: Final = """
import sys
from tests.faults import traffic
from mgdesk.desk import open_desk
from mgdesk.paths import Home
from pathlib import Path
traffic.work(sys.argv[1], int(sys.argv[2]), traffic.say_on_output, 12)
desk = open_desk(Home(Path(sys.argv[1])))
desk.back_up_routinely()
desk.close()
"""


def worked(home: Home, seed: int, clock: str) -> list[dict[str, list[str]]]:
    """Let a child work while its computer's clock says something else; what it acknowledged."""
    said = ran(COPY_AND_WORK, home, str(seed), clock=clock)
    return [json.loads(line) for line in said.splitlines()]


def ran(code: str, home: Home, *words: str, clock: str) -> bytes:
    """What a child said under this clock."""
    return subprocess.run(
        [sys.executable, "-c", code, str(home.root), *words],
        check=True, stdout=subprocess.PIPE,
        env={**os.environ, "LD_PRELOAD": str(LIBRARY), "FAKETIME": clock, "PYTHONPATH": "."},
    ).stdout  # fmt: skip


def in_order(session: Session, *, ids: list[UUID]) -> list[str]:
    wanted = select(CheckIn.id).where(CheckIn.id.in_(ids)).order_by(CheckIn.at)
    return [str(one) for one in session.scalars(wanted)]


def test_a_clock_that_jumps_keeps_the_order(filled: Home, note: Note) -> None:
    desk = open_desk(filled)
    begun = desk.read(proof.before)
    desk.close()
    expected, arrivals = Expected(), []
    for seed, clock in enumerate(CLOCKS):
        for said in worked(filled, seed, clock):
            expected.hear(said)
            arrivals += said.get("check_in", [])
    desk = open_desk(filled)
    assert proof.lost(desk, expected) + proof.torn(desk, begun) + proof.unsound_copies(desk) == []
    written = desk.read(in_order, ids=[UUID(one) for one in arrivals])
    by_clock = desk.read(lambda s: s.scalars(select(Change.at).order_by(Change.at)).all())
    assert written == arrivals
    assert len(set(by_clock)) == len(by_clock)
    copies = backup.list_backups(filled.backups)
    key = keys.load_key(filled.keys)
    newest = copies[0]
    desk.close()
    assert [copy.sequence for copy in copies[:5]] == sorted(
        (c.sequence for c in copies[:5]), reverse=True
    )
    assert backup.check_copy(newest.path, key) == []
    note("clock", f"{len(CLOCKS)} clocks, {len(arrivals)} arrivals in order, {len(copies)} copies")


WRONG_PINS: Final = """
import sys
from mgdesk.desk import open_desk
from mgdesk.paths import Home
from mgdesk.queries.pins import pin_state
from mgdesk.rules.pins import seconds_to_wait
from mgdesk.services import pins
from pathlib import Path
desk = open_desk(Home(Path(sys.argv[1])))
for _ in range(2):
    state = desk.do(pins.note_try, name="kiosk", was_right=False)
print(seconds_to_wait(state.failures))
desk.close()
"""


def test_no_clock_gives_fresh_tries_of_a_pin(small_home: Home, home: Home, note: Note) -> None:
    shutil.copytree(small_home.root, home.root)
    desk = open_desk(home)
    desk.do(pins.set_pin, name="kiosk", pin="2468")
    desk.close()
    waits = [int(ran(WRONG_PINS, home, clock=clock).split()[-1]) for clock in CLOCKS]
    note("clock: PIN", f"seconds to wait after two wrong ones each clock: {waits}")
    assert waits == sorted(waits)
    assert waits[-1] > waits[0]
