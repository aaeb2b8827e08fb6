"""Coming and going: the right reason is guessed, nothing is written twice, the night closes."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from mgdesk.desk import Desk
from mgdesk.model import Attendance, CheckIn, Person, Registration
from mgdesk.rules.arrival import Outcome
from mgdesk.rules.attendance import AttendanceStatus
from mgdesk.rules.events import CheckInKind, Direction, RegistrationStatus
from mgdesk.services import attendance, checkin, events, intake
from tests.cohort_scene import MONDAY, Scene, make_scene

BRUSSELS = ZoneInfo("Europe/Brussels")


@dataclass
class Door:
    """The door of the scene's campus, at a time of its Monday."""

    scene: Scene
    clock: str = "08:52"
    day: date = field(default=MONDAY)

    @property
    def now(self) -> datetime:
        return datetime.combine(self.day, time.fromisoformat(self.clock), BRUSSELS)

    def comes(self, who: int = 0, **given) -> checkin.Arrival:
        return self.scene.desk.do(
            checkin.check_in,
            person_id=self.scene.people[who],
            campus_id=self.scene.campus_id,
            **given,
        )

    def leaves(self, who: int = 0) -> checkin.Arrival:
        return self.scene.desk.do(
            checkin.check_out,
            person_id=self.scene.people[who],
            campus_id=self.scene.campus_id,
        )

    def rows(self, kind) -> list:
        def read(session) -> list:
            found = list(session.scalars(select(kind).order_by(kind.id)))
            session.expunge_all()
            return found

        return self.scene.desk.read(read)


@pytest.fixture
def door(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Door:
    made = Door(make_scene(desk))
    store = desk._store
    store.clock._wall = lambda: made.now.astimezone(UTC)
    store.clock._last = datetime(2026, 1, 1, tzinfo=UTC)
    return made


def add_event(door: Door, start: str, end: str, capacity: int | None = None) -> UUID:
    day = door.day.isoformat()
    return door.scene.desk.do(
        events.add_event,
        code=f"TALK-{start[:2]}",
        campus_id=door.scene.campus_id,
        title="Talk",
        starts_at=datetime.fromisoformat(f"{day}T{start}"),
        ends_at=datetime.fromisoformat(f"{day}T{end}"),
        capacity=capacity,
    )


def test_a_learner_before_class_is_present_from_the_desk(door: Door) -> None:
    arrival = door.comes()
    assert (arrival.outcome, arrival.reason.kind) == (Outcome.ARRIVED, CheckInKind.TRAINING)
    assert (arrival.reason.code, arrival.name) == ("CODING-1", "Léa Martin")
    (mark,) = door.rows(Attendance)
    assert (mark.status, mark.source) == (AttendanceStatus.PRESENT, "desk")
    assert mark.arrived_at == door.now


@pytest.mark.parametrize(
    ("clock", "outcome", "late"),
    [("09:15", Outcome.ARRIVED, 0), ("09:16", Outcome.LATE, 16), ("10:00", Outcome.LATE, 60)],
)
def test_late_is_what_is_over_the_profiles_tolerance(
    door: Door, clock: str, outcome: Outcome, late: int
) -> None:
    door.clock = clock
    arrival = door.comes()
    assert (arrival.outcome, arrival.minutes_late) == (outcome, late)
    (mark,) = door.rows(Attendance)
    length = door.scene.grid.columns[0]
    assert mark.status is (AttendanceStatus.LATE if late else AttendanceStatus.PRESENT)
    assert mark.minutes == length.minutes - late


def test_the_same_badge_twice_comes_in_once(door: Door) -> None:
    first, second = door.comes(), door.comes(source="scan")
    assert second.outcome is Outcome.ALREADY_IN
    assert second.at == first.at
    assert second.check_in_id is None
    assert len(door.rows(CheckIn)) == 1


def test_the_afternoon_is_another_half_day(door: Door) -> None:
    door.comes()
    door.clock = "13:20"
    arrival = door.comes()
    assert arrival.outcome is Outcome.ARRIVED
    assert len(door.rows(Attendance)) == 2


def test_what_the_sheet_said_stays(door: Door) -> None:
    door.scene.mark(0, 0, AttendanceStatus.ABSENT)
    assert door.comes().outcome is Outcome.ARRIVED
    (mark,) = door.rows(Attendance)
    assert (mark.status, mark.source) == (AttendanceStatus.ABSENT, "sheet")


def test_an_event_that_runs_goes_before_a_class_that_is_about_to_start(door: Door) -> None:
    event_id = add_event(door, "08:00", "09:00")
    door.scene.desk.do(events.register, event_id=event_id, person_id=door.scene.people[0])
    arrival = door.comes()
    assert arrival.reason.key == (CheckInKind.EVENT, event_id)
    (registration,) = door.rows(Registration)
    assert registration.status is RegistrationStatus.ATTENDED


def test_who_has_nothing_planned_comes_to_co_work(door: Door) -> None:
    somebody = door.scene.desk.do(intake.add_person, first_name="Noor")
    arrival = door.scene.desk.do(
        checkin.check_in, person_id=somebody, campus_id=door.scene.campus_id
    )
    assert arrival.reason.kind is CheckInKind.COWORKING
    roles = door.scene.desk.read(
        lambda session: [worn.role.value for worn in session.get_one(Person, somebody).roles]
    )
    assert roles == ["coworker"]


def test_another_reason_can_be_chosen(door: Door) -> None:
    arrival = door.comes(reason=(CheckInKind.VISIT, None))
    assert arrival.reason.kind is CheckInKind.VISIT
    assert door.rows(Attendance) == []


def test_somebody_at_the_door_of_an_event_is_registered_on_the_spot(door: Door) -> None:
    event_id = add_event(door, "08:30", "10:00")
    arrival = door.comes(reason=(CheckInKind.EVENT, event_id))
    assert arrival.outcome is Outcome.ARRIVED
    (registration,) = door.rows(Registration)
    assert registration.status is RegistrationStatus.ATTENDED


def test_a_full_event_has_a_waiting_list_until_the_desk_lets_in(door: Door) -> None:
    event_id = add_event(door, "08:30", "10:00", capacity=0)
    key = (CheckInKind.EVENT, event_id)
    assert door.comes(reason=key).outcome is Outcome.WAITING
    assert door.rows(CheckIn) == []
    assert door.comes(reason=key, lets_in=True).outcome is Outcome.ARRIVED
    assert len(door.rows(Registration)) == 1


def test_what_is_over_cannot_be_come_to(door: Door) -> None:
    event_id = add_event(door, "07:00", "08:00")
    with pytest.raises(checkin.NothingToComeFor):
        door.comes(reason=(CheckInKind.EVENT, event_id))


def test_a_clock_set_back_loses_and_doubles_nothing(door: Door) -> None:
    first = door.comes()
    door.clock = "07:52"
    assert door.comes(1).at > first.at
    assert door.comes().outcome is Outcome.ALREADY_IN
    assert len(door.rows(CheckIn)) == 2


def test_leaving_is_noted_once(door: Door) -> None:
    assert door.leaves().outcome is Outcome.NOT_IN
    door.comes()
    assert door.leaves().outcome is Outcome.LEFT
    assert door.leaves().outcome is Outcome.NOT_IN
    assert [row.direction for row in door.rows(CheckIn)] == [Direction.ARRIVAL, Direction.DEPARTURE]


def test_a_walk_in_needs_a_name_and_no_more(door: Door) -> None:
    arrival = door.scene.desk.do(
        checkin.walk_in, campus_id=door.scene.campus_id, name="  Thị Ánh  Nguyễn"
    )
    assert (arrival.outcome, arrival.name) == (Outcome.ARRIVED, "Thị Ánh Nguyễn")
    assert arrival.reason.kind is CheckInKind.VISIT
    with pytest.raises(intake.NameMissing):
        door.scene.desk.do(checkin.walk_in, campus_id=door.scene.campus_id, name=" ")


def test_the_night_lets_out_who_stayed_in_and_says_so(door: Door) -> None:
    door.comes()
    door.comes(1)
    door.leaves(1)
    door.day += timedelta(days=1)
    door.clock = "06:00"
    assert door.scene.desk.do(checkin.close_days) == 1
    last = max(door.rows(CheckIn), key=lambda row: row.at)
    assert (last.source, last.direction) == ("night", Direction.DEPARTURE)
    assert last.at.astimezone(BRUSSELS).strftime("%d %H:%M") == "02 23:59"
    assert door.scene.desk.do(checkin.close_days) == 0


def test_undoing_a_check_in_takes_the_mark_along(door: Door) -> None:
    door.comes()
    door.scene.desk.undo()
    assert door.rows(CheckIn) == []
    assert door.rows(Attendance) == []


def test_a_closed_half_day_keeps_its_marks(door: Door) -> None:
    slot_id = door.scene.slots[0]
    door.scene.desk.do(attendance.mark_unmarked_present, slot_id=slot_id)
    door.scene.desk.do(attendance.close_slot, slot_id=slot_id)
    assert door.comes().outcome is Outcome.ARRIVED
    assert all(mark.source == "sheet" for mark in door.rows(Attendance))
