"""A clock set back, forward, and past 2038: what is written stays in order, and copies stay."""

import json
import os
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
    done = subprocess.run(
        [sys.executable, "-c", COPY_AND_WORK, str(home.root), str(seed)],
        check=True, stdout=subprocess.PIPE,
        env={**os.environ, "LD_PRELOAD": str(LIBRARY), "FAKETIME": clock, "PYTHONPATH": "."},
    )  # fmt: skip
    return [json.loads(line) for line in done.stdout.splitlines()]


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
