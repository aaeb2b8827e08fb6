"""The desk's busiest deeds against raw sqlcipher3 doing the very statements that each did, turn by turn.

Raw has the same key, the same promises (PRAGMAs), the same statements with the values that were written,
and one commit a turn; afterwards its file must pass the desk's own check and hold as many rows. What is
ours is Python's time between the statements. The bounds are for a disk that takes no time (0.2 ms a sync
where this was written): on a reception's computer, 5 to 20 ms a sync, the ratio only falls.
"""

import shutil
import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import event, func, select

from mgdesk.desk import Desk, open_desk
from mgdesk.model import Base, Campus, Cohort, Enrolment, Person, Slot
from mgdesk.paths import Home
from mgdesk.rules.attendance import AttendanceStatus
from mgdesk.rules.clock import HybridClock
from mgdesk.rules.codes import person_code
from mgdesk.rules.enrolment import EnrolmentStatus
from mgdesk.rules.events import CheckInKind
from mgdesk.services import attendance, demo, enrolments
from mgdesk.services.checkin import check_in, check_in_by_code, check_out, walk_in
from mgdesk.storage import chain, keys
from mgdesk.storage.database import prepare

TURNS: Final = 150
MOST: Final = {  # times raw, on a disk that takes no time
    "visit": 3.0,
    "leaving": 3.5,
    "class": 4.0,
    "mark": 4.0,
    "walk-in": 4.5,
}
PROMISES: Final = ("synchronous", "journal_mode", "foreign_keys", "secure_delete", "page_size")
Act = Callable[[], object]
Statement = tuple[str, Any, bool]


@pytest.fixture
def homes(tmp_path: Path) -> list[Home]:
    """Three homes with the same data: to record in, to measure ours in, to measure raw in."""
    first = Home(tmp_path / "first")
    desk = open_desk(first)
    desk.do(demo.make_demo)
    cohort_id = next_slots(desk)[0].cohort_id
    desk.do(enrolments.enrol_people, person_ids=people(desk), cohort_id=cohort_id)
    desk.close()
    others = [Home(tmp_path / name) for name in ("ours", "raw")]
    for other in others:
        shutil.copytree(first.root, other.root)
    return [first, *others]


# --- what is done at the desk -----------------------------------------------------------------------


def people(desk: Desk) -> list[UUID]:
    keys_of = select(Person.id).where(Person.created_at < datetime.now(UTC)).order_by(Person.id)
    return desk.read(lambda session: list(session.scalars(keys_of)))[:TURNS]


def next_slots(desk: Desk) -> list[Any]:
    """The half-days of the class that is next after today, whatever day it is."""
    wanted = (
        select(Slot.id, Slot.cohort_id, Slot.day, Slot.starts_at, Cohort.campus_id, Campus.zone)
        .join(Slot.cohort)
        .join(Cohort.campus)
        .where(Slot.day > datetime.now(UTC).date() + timedelta(days=1))
    )
    found = desk.read(
        lambda session: session.execute(wanted.order_by(Slot.day, Slot.starts_at)).all()
    )
    return [slot for slot in found if slot.cohort_id == found[0].cohort_id]


def deeds(desk: Desk) -> Iterator[tuple[str, list[Act]]]:
    """Each deed with as many acts as there are turns, the same on each home."""
    who, slots = people(desk), next_slots(desk)
    at = {"campus_id": slots[0].campus_id}
    visit = (CheckInKind.VISIT, None)
    yield "visit", [partial(desk.do, check_in, person_id=one, reason=visit, **at) for one in who]
    yield "leaving", [partial(desk.do, check_out, person_id=one, **at) for one in who]
    start = datetime.combine(slots[0].day, slots[0].starts_at, ZoneInfo(slots[0].zone))
    morning = (start - timedelta(minutes=10)).astimezone(UTC)
    desk._store.clock = HybridClock(desk._store.clock.last, wall=lambda: morning)
    yield "class", [partial(desk.do, check_in_by_code, code=person_code(one), **at) for one in who]
    rows = select(Enrolment.id).where(
        Enrolment.cohort_id == slots[1].cohort_id,
        Enrolment.start_on.is_(None),
        Enrolment.exit_on.is_(None),
        Enrolment.status == EnrolmentStatus.CONFIRMED,
    )
    enrolled = desk.read(lambda session: session.scalars(rows.order_by(Enrolment.id)).all())
    cell = {"slot_id": slots[1].id, "status": AttendanceStatus.PRESENT}
    yield "mark", [partial(desk.do, attendance.mark, enrolment_id=one, **cell) for one in enrolled]
    names = (f"Aya Benali {number}" for number in range(TURNS))
    yield "walk-in", [partial(desk.do, walk_in, name=name, **at) for name in names]


# --- raw ----------------------------------------------------------------------------------------------


def recorded(home: Home) -> dict[str, list[list[Statement]]]:
    """The statements of each act, with their values, as the driver got them."""
    desk = open_desk(home)
    heard: list[Statement] = []

    @event.listens_for(desk._store.engine, "before_cursor_execute")
    def hear(_connection, _cursor, statement, parameters, _context, executemany) -> None:
        heard.append((statement, parameters, executemany))

    turns: dict[str, list[list[Statement]]] = {}
    for name, acts in deeds(desk):
        for act in acts:
            heard.clear()
            act()
            turns.setdefault(name, []).append(list(heard))
    desk.close()
    return turns


def replayed(connection: Any, statements: list[Statement]) -> None:
    for statement, parameters, is_many in statements:
        cursor = connection.cursor()
        if is_many:
            cursor.executemany(statement, parameters)
        else:
            cursor.execute(statement, parameters or ())
        if cursor.description:
            cursor.fetchall()
    connection.execute("COMMIT")


def promises(connection: Any) -> list[Any]:
    return [connection.execute(f"PRAGMA {name}").fetchone() for name in PROMISES]


def rows_of(desk: Desk) -> dict[str, int]:
    tables = Base.metadata.tables.values()
    return desk.read(
        lambda session: {
            table.name: session.scalar(select(func.count()).select_from(table)) for table in tables
        }
    )


# --- turn by turn -------------------------------------------------------------------------------------


@dataclass
class Times:
    """Seconds of the wall and of the processor, a turn each."""

    wall: list[float] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)

    def take(self, act: Act) -> None:
        busy, start = time.process_time(), time.perf_counter()
        act()
        self.wall.append(time.perf_counter() - start)
        self.processor.append(time.process_time() - busy)

    @property
    def p50(self) -> float:
        return statistics.median(self.wall)

    def __str__(self) -> str:
        p95 = statistics.quantiles(self.wall, n=20)[-1]
        busy = statistics.median(self.processor)
        return f"p50 {self.p50 * 1e3:.2f} p95 {p95 * 1e3:.2f} processor {busy * 1e3:.2f} ms"


@pytest.mark.benchmark
def test_durable_deeds_against_raw_sqlcipher3(homes: list[Home]) -> None:
    from sqlcipher3 import dbapi2

    first, ours, raw = homes
    turns = recorded(first)
    desk = open_desk(ours)
    connection = dbapi2.connect(str(raw.database), isolation_level=None)
    prepare(connection, keys.load_key(raw.keys))
    with desk._store.engine.connect() as own:
        assert promises(own.connection.driver_connection) == promises(connection)
    ratios = {}
    for name, acts in deeds(desk):
        spent, floor = Times(), Times()
        for act, statements in zip(acts, turns[name], strict=True):
            spent.take(act)
            floor.take(partial(replayed, connection, statements))
        added = spent.p50 - floor.p50
        ratios[name] = spent.p50 / floor.p50
        print(
            f"\n{name}: {spent}; raw {floor}; ratio {ratios[name]:.2f}, below 1.5 where a raw one"
            f" takes {2e3 * added:.1f} ms; {statistics.median(map(len, turns[name])):.0f} statements"
        )
    connection.close()
    done = [rows_of(desk), desk.check()]
    desk.close()
    desk = open_desk(raw)
    assert done == [rows_of(desk), []] == [rows_of(desk), desk.check()]
    desk.close()
    assert all(ratios[name] < most for name, most in MOST.items()), ratios


@pytest.mark.benchmark
def test_what_the_chain_costs(homes: list[Home]) -> None:
    """Sealing a change of three rows, and walking the chain, in figures."""
    key = bytes(32)
    change = {"id": "x", "at": None, "title": "{name} added", "values": {"name": "Léa Martin"}}
    entry = {"id": "y", "table_name": "person", "after": {"first_name": "Léa", "surname": "Martin"}}

    def seal() -> None:
        digests = [chain.entry_digest(key, entry) for _ in range(3)]
        chain.seal_of(key, chain.Head(), chain.change_digest(key, change), digests)

    sealing, walk = Times(), Times()
    sealing.take(lambda: [seal() for _ in range(2_000)])
    each = sealing.p50 / 2_000
    desk = open_desk(homes[0])
    walk.take(desk.check)
    desk.close()
    print(f"\nsealing {each * 1e6:.0f} µs a change; whole check of the demo {walk.p50:.2f} s")
    assert each < 0.001
