"""Sheet and desk: who was seen and is absent on paper, who came late; decided once, by either."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from mgdesk.desk import Desk
from mgdesk.model import Attendance
from mgdesk.queries.conflicts import Conflict, conflicts
from mgdesk.rules.attendance import AttendanceStatus, MarkSource
from mgdesk.services import attendance, checkin
from tests.cohort_scene import Scene, make_scene

NINE = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)  # nine in Brussels


@pytest.fixture
def scene(desk: Desk) -> Scene:
    desk._store.clock._last = NINE - timedelta(days=40)
    return make_scene(desk)


def came(scene: Scene, who: int, minutes: int) -> None:
    """Somebody checks in so many minutes after nine."""
    moment = NINE + timedelta(minutes=minutes)
    clock = scene.desk._store.clock
    clock._wall, clock._last = (lambda: moment), moment - timedelta(seconds=1)
    scene.desk.do(
        checkin.check_in, person_id=scene.people[who], campus_id=scene.campus_id, source="scan"
    )


def listed(scene: Scene) -> list[tuple[str, Conflict, int]]:
    rows = scene.desk.read(conflicts, cohort_id=scene.cohort_id)
    return [(row.name, row.conflict, row.minutes_late) for row in rows]


def sources(scene: Scene) -> list[str]:
    wanted = select(Attendance.source).order_by(Attendance.id)
    return scene.desk.read(lambda session: list(session.scalars(wanted)))


def test_what_agrees_is_not_listed(scene: Scene) -> None:
    came(scene, 0, 0)
    came(scene, 1, 20)
    scene.mark(0, 0, AttendanceStatus.PRESENT)
    scene.mark(0, 1, AttendanceStatus.LATE, 20)
    scene.mark(0, 2, AttendanceStatus.ABSENT)
    assert listed(scene) == []


def test_who_was_seen_and_who_came_late_are_listed(scene: Scene) -> None:
    came(scene, 0, 0)
    came(scene, 1, 20)
    scene.mark(0, 0, AttendanceStatus.ABSENT)
    scene.mark(0, 1, AttendanceStatus.PRESENT)
    assert listed(scene) == [
        ("Amina El Idrissi", Conflict.LATE_BUT_PRESENT, 20),
        ("Léa Martin", Conflict.SEEN_BUT_ABSENT, 0),
    ]


@pytest.mark.parametrize(
    ("by_desk", "status"), [(True, AttendanceStatus.PRESENT), (False, AttendanceStatus.ABSENT)]
)
def test_a_decision_is_taken_once(scene: Scene, by_desk: bool, status: AttendanceStatus) -> None:
    came(scene, 0, 0)
    scene.mark(0, 0, AttendanceStatus.ABSENT)
    scene.desk.do(
        attendance.settle,
        slot_id=scene.slots[0],
        enrolment_id=scene.enrolments[0],
        by_desk=by_desk,
    )
    assert listed(scene) == []
    found = scene.desk.read(lambda session: session.scalar(select(Attendance.status)))
    assert (found, sources(scene)) == (status, [MarkSource.SETTLED])
    scene.desk.undo()
    assert len(listed(scene)) == 1


def test_the_desks_marks_are_confirmed_by_the_sheet(scene: Scene) -> None:
    came(scene, 0, 0)
    cells = [cell for row in scene.grid.rows for cell in row.cells if cell.status]
    assert [cell.is_from_desk for cell in cells] == [True]
    scene.desk.do(attendance.mark_unmarked_present, slot_id=scene.slots[0])
    assert sorted(sources(scene)) == ["desk", "sheet", "sheet"]
    scene.desk.do(attendance.close_slot, slot_id=scene.slots[0])
    assert set(sources(scene)) == {"sheet"}
