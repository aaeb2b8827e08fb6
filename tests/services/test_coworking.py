"""Co-workers and visitors: seats, passes, forgotten departures, announced visits; one truth of who is in."""

from datetime import date, datetime, time, timedelta
from uuid import UUID

import pytest

from mgdesk.errors import StaleRecord
from mgdesk.model import CheckIn, CoachingSession, Visit
from mgdesk.queries import coworking, passes, presence, today
from mgdesk.queries.arrivals import reasons
from mgdesk.queries.day_history import RoomDay, fill, stays_on
from mgdesk.queries.expected import Presence, people_of_day
from mgdesk.queries.passes import PassStanding
from mgdesk.queries.visits import visits
from mgdesk.rules.arrival import Outcome
from mgdesk.rules.attendance import AttendanceStatus
from mgdesk.rules.coaching import CoachingStatus
from mgdesk.rules.coworking import PassKind, PassState
from mgdesk.rules.events import CheckInKind, Direction
from mgdesk.rules.people import Role
from mgdesk.rules.visits import VisitStatus
from mgdesk.services import attendee_lists, campuses, checkin, coaching, events, intake, stays
from mgdesk.services import passes as pass_services
from mgdesk.services import visits as visit_services
from tests.cohort_scene import MONDAY, add_campus, add_people, counted_statements, everything
from tests.services.test_checkin import BRUSSELS, Door, add_event, door  # noqa: F401 - the fixture

COWORK = (CheckInKind.COWORKING, None)


@pytest.fixture
def here(door: Door) -> Door:  # noqa: F811
    return door


def board(door: Door) -> coworking.CoworkingBoard:  # noqa: F811
    found = door.scene.desk.read(coworking.board, at=door.now, campus_id=door.scene.campus_id)
    assert found is not None
    return found


def add_room(here: Door, name: str = "Ada", seats: int | None = 4) -> UUID:
    return here.scene.desk.do(
        campuses.add_room, campus_id=here.scene.campus_id, name=name, capacity=seats
    )


def newcomer(here: Door, name: str = "Noor") -> UUID:
    return add_people(here.scene.desk, (name, "Coworker"))[0]


def arrive(here: Door, person_id: UUID, **given) -> checkin.Arrival:
    return here.scene.desk.do(
        checkin.check_in, person_id=person_id, campus_id=here.scene.campus_id, **given
    )


def leave(here: Door, person_id: UUID) -> checkin.Arrival:
    return here.scene.desk.do(
        checkin.check_out, person_id=person_id, campus_id=here.scene.campus_id
    )


# --- coaching and visits at the door --------------------------------------------------------------


def book(here: Door, person_id: UUID, coach_id: UUID, clock: str, **given) -> UUID:
    return here.scene.desk.do(
        coaching.book,
        person_id=person_id,
        coach_id=coach_id,
        campus_id=here.scene.campus_id,
        starts_at=datetime.combine(here.day, time.fromisoformat(clock)),
        **given,
    )


def status_of(here: Door, coaching_id: UUID) -> CoachingStatus:
    return here.scene.desk.read(
        lambda session: session.get_one(CoachingSession, coaching_id).status
    )


def test_an_appointment_is_come_for_and_the_coach_sees_who_waits(here: Door) -> None:
    desk, room_id = here.scene.desk, add_room(here)
    founder, coach = newcomer(here), newcomer(here, "Karim")
    coaching_id = book(here, founder, coach, "09:30", room_id=room_id, subject="Stage")
    (reason, *_others) = desk.read(
        reasons, person_id=founder, campus_id=here.scene.campus_id, at=here.now
    )
    assert (reason.kind, reason.subject_id) == (CheckInKind.COACHING, coaching_id)
    assert (reason.title, reason.room) == ("Stage", "Ada")
    assert reason.starts_at == datetime(2026, 11, 2, 9, 30, tzinfo=BRUSSELS)
    arrival = arrive(here, founder)
    assert (arrival.outcome, arrival.reason.key) == (Outcome.ARRIVED, reason.key)
    assert status_of(here, coaching_id) is CoachingStatus.WAITING
    assert board(here).inside[0].room == "Ada"
    assert arrive(here, founder).outcome is Outcome.ALREADY_IN
    desk.undo()
    assert status_of(here, coaching_id) is CoachingStatus.PLANNED
    assert here.rows(CheckIn) == []


def test_the_client_of_today_is_expected_and_the_coach_is_not(here: Door) -> None:
    founder, coach = newcomer(here), newcomer(here, "Karim")
    book(here, founder, coach, "14:00")
    off = book(here, newcomer(here, "Off"), coach, "16:00")
    here.scene.desk.do(coaching.set_status, coaching_id=off, status=CoachingStatus.CANCELLED)
    rows = here.scene.desk.read(
        people_of_day, campus_id=here.scene.campus_id, day=here.day, zone=BRUSSELS
    )
    (row,) = [row for row in rows if row.reasons[0].kind is CheckInKind.COACHING]
    assert (row.person_id, row.presence) == (founder, Presence.EXPECTED)
    assert row.reasons[0].title == "Karim Coworker"
    found = here.scene.desk.read(today.board, at=here.now, campus_id=here.scene.campus_id)
    assert found is not None
    assert found.expected == 4
    assert [line.reason.title for line in found.agenda].count("Karim Coworker") == 1


def announce(here: Door, **given) -> UUID:
    values = {"name": "Samira Visitor", "host": "Karim", "day": here.day, **given}
    return here.scene.desk.do(visit_services.announce, campus_id=here.scene.campus_id, **values)


def the_visit(here: Door):
    (found,) = here.scene.desk.read(visits, campus_id=here.scene.campus_id)
    return found


def test_a_visitor_is_announced_comes_and_goes(here: Door) -> None:
    announce(here, hour=time(14))
    visit = the_visit(here)
    assert (visit.name, visit.host, visit.hour, visit.status) == (
        "Samira Visitor", "Karim", time(14), VisitStatus.EXPECTED,
    )  # fmt: skip
    arrival = arrive(here, visit.person_id)
    assert arrival.reason.key == (CheckInKind.VISIT, visit.id)
    assert the_visit(here).status is VisitStatus.ARRIVED
    (inside,) = board(here).inside
    assert (inside.kind, inside.note) == (CheckInKind.VISIT, "Karim")
    with pytest.raises(visit_services.VisitorIsHere):
        here.scene.desk.do(visit_services.cancel_visit, visit_id=visit.id)
    assert leave(here, visit.person_id).outcome is Outcome.LEFT
    assert the_visit(here).status is VisitStatus.LEFT
    here.scene.desk.undo()
    assert the_visit(here).status is VisitStatus.ARRIVED


def test_the_night_ends_visits_too(here: Door) -> None:
    announce(here)
    arrive(here, the_visit(here).person_id)
    here.day += timedelta(days=1)
    here.scene.desk.do(checkin.close_days)
    assert the_visit(here).status is VisitStatus.LEFT


def test_a_visit_is_moved_and_called_off(here: Door) -> None:
    visit_id = announce(here, person_id=here.scene.people[0])
    changed = {"day": here.day + timedelta(days=1), "hour": None, "host": "Amina"}
    here.scene.desk.do(visit_services.change_visit, visit_id=visit_id, version=1, **changed)
    with pytest.raises(StaleRecord):
        here.scene.desk.do(visit_services.change_visit, visit_id=visit_id, version=1, **changed)
    visit = the_visit(here)
    assert (visit.day, visit.host) == (changed["day"], "Amina")
    here.scene.desk.do(visit_services.cancel_visit, visit_id=visit_id)
    assert the_visit(here).status is VisitStatus.CANCELLED
    here.day = changed["day"]
    assert board(here).rows[0].reasons[0].kind is not CheckInKind.VISIT


# --- coming back, seats ---------------------------------------------------------------------------


def test_who_went_out_and_comes_back_is_in_again_and_not_late(here: Door) -> None:
    here.comes()
    here.clock = "10:30"
    here.leaves()
    here.clock = "11:00"
    arrival = here.comes()
    assert (arrival.outcome, arrival.minutes_late) == (Outcome.ARRIVED, 0)
    assert len(board(here).inside) == 1


def test_a_seat_is_taken_changed_and_taken_back(here: Door) -> None:
    ada, grace = add_room(here), add_room(here, "Grace", 2)
    person_id = newcomer(here)
    seat = {"person_id": person_id, "campus_id": here.scene.campus_id}
    with pytest.raises(stays.NotInTheBuilding):
        here.scene.desk.do(stays.move, room_id=ada, **seat)
    came = arrive(here, person_id, room_id=ada)
    here.clock = "10:00"
    assert here.scene.desk.do(stays.move, room_id=ada, **seat) is None
    assert here.scene.desk.do(stays.move, room_id=grace, **seat) is not None
    found = board(here)
    assert [(room.name, room.taken, room.free) for room in found.rooms] == [
        ("Ada", 0, 4), ("Grace", 1, 1),
    ]  # fmt: skip
    assert found.inside[0].since == came.at
    assert arrive(here, person_id).at == came.at
    here.scene.desk.undo()
    assert board(here).inside[0].room == "Ada"
    elsewhere = here.scene.desk.do(
        campuses.add_room, campus_id=add_campus(here.scene.desk, "LAE"), name="X", capacity=1
    )
    with pytest.raises(stays.RoomOfAnotherCampus):
        here.scene.desk.do(stays.move, room_id=elsewhere, **seat)


def test_the_fill_of_a_room_is_what_was_taken_at_once(here: Door) -> None:
    ada = add_room(here)
    first, second = newcomer(here), newcomer(here, "Two")
    arrive(here, first, room_id=ada)
    here.clock = "10:00"
    leave(here, first)
    here.clock = "11:00"
    arrive(here, second, room_id=ada)
    here.day += timedelta(days=1)
    here.clock = "09:00"
    here.scene.desk.do(checkin.close_days)
    for person_id in (first, second):
        arrive(here, person_id, room_id=ada)
    here.clock = "10:00"
    found = here.scene.desk.read(
        fill, campus_id=here.scene.campus_id, last_day=here.day, at=here.now
    )
    assert found == [RoomDay(ada, MONDAY, 1), RoomDay(ada, here.day, 2)]


# --- the day and its corrections ------------------------------------------------------------------


def lines(here: Door) -> list[tuple]:
    return [
        (
            row.name,
            row.came_at.strftime("%H:%M"),
            row.left_at.strftime("%H:%M") if row.left_at else "",
            row.minutes,
            row.is_closed_at_night,
        )
        for row in here.scene.desk.read(stays_on, campus_id=here.scene.campus_id, day=MONDAY)
    ]


def test_a_day_says_who_came_for_what_how_long_and_what_the_night_closed(here: Door) -> None:
    here.comes(0)
    person_id = newcomer(here)
    arrive(here, person_id, note="Karim", room_id=add_room(here))
    here.clock = "12:22"
    here.leaves(0)
    here.day += timedelta(days=1)
    here.scene.desk.do(checkin.close_days)
    assert lines(here) == [
        ("Léa Martin", "08:52", "12:22", 210, False),
        ("Noor Coworker", "08:52", "23:59", None, True),
    ]
    learner, worker = here.scene.desk.read(stays_on, campus_id=here.scene.campus_id, day=MONDAY)
    assert (learner.titles, learner.kinds) == (("Coding School",), (CheckInKind.TRAINING,))
    assert (worker.rooms, worker.note) == (("Ada",), "Karim")


def test_a_forgotten_departure_is_inserted_by_name_and_taken_back(here: Door) -> None:
    came = here.comes(0)
    here.day += timedelta(days=1)
    here.scene.desk.do(checkin.close_days)
    before = everything(here.scene.desk)
    at = datetime.combine(MONDAY, time(17, 30))
    here.scene.desk.do(stays.note_departure, check_in_id=came.check_in_id, at=at)
    assert lines(here) == [("Léa Martin", "08:52", "17:30", 518, False)]
    assert "17:30" in (here.scene.desk.undo_title or "")
    assert [row.source for row in here.rows(CheckIn)] == ["desk", "later"]
    here.scene.desk.undo()
    assert everything(here.scene.desk) == before


@pytest.mark.parametrize(
    ("day", "clock"), [(MONDAY, "08:00"), (MONDAY + timedelta(days=1), "00:30")]
)
def test_nobody_leaves_before_coming_or_another_day(here: Door, day, clock: str) -> None:
    came = here.comes(0)
    here.day += timedelta(days=2)
    here.scene.desk.do(checkin.close_days)
    at = datetime.combine(day, time.fromisoformat(clock))
    with pytest.raises(stays.DepartureOutsideStay):
        here.scene.desk.do(stays.note_departure, check_in_id=came.check_in_id, at=at)


def test_a_departure_that_was_seen_stays_and_none_is_in_the_future(here: Door) -> None:
    came = here.comes(0)
    with pytest.raises(stays.DepartureOutsideStay):
        here.scene.desk.do(
            stays.note_departure, check_in_id=came.check_in_id, at=here.now + timedelta(hours=1)
        )
    here.clock = "09:30"
    here.leaves(0)
    with pytest.raises(stays.LeftAlready):
        here.scene.desk.do(stays.note_departure, check_in_id=came.check_in_id, at=here.now)


# --- passes ---------------------------------------------------------------------------------------


def give(here: Door, person_id: UUID, **given) -> UUID:
    values = {"kind": PassKind.DAYS, "day_count": 2, "first_day": MONDAY, **given}
    return here.scene.desk.do(
        pass_services.give_pass, person_id=person_id, campus_id=here.scene.campus_id, **values
    )


def test_days_of_a_pass_are_counted_and_none_valid_is_advice(here: Door) -> None:
    person_id = newcomer(here)
    assert arrive(here, person_id).standing is None
    here.scene.desk.undo()
    give(here, person_id)
    found = []
    for _day in range(3):
        found.append(arrive(here, person_id).standing)
        assert arrive(here, person_id).outcome is Outcome.ALREADY_IN
        leave(here, person_id)
        arrive(here, person_id)
        here.day += timedelta(days=1)
        here.scene.desk.do(checkin.close_days)
    assert found == [
        PassStanding(PassKind.DAYS, 2, 1), PassStanding(PassKind.DAYS, 2, 0), PassStanding(),
    ]  # fmt: skip
    (row,) = here.scene.desk.read(passes.passes, campus="mol", search="noor")
    assert (row.used, row.left, row.state(here.day)) == (2, 0, PassState.USED_UP)
    assert len([r for r in here.rows(CheckIn) if r.direction is Direction.ARRIVAL]) == 6


def test_who_has_no_pass_where_others_do_is_told_and_comes_in(here: Door) -> None:
    give(here, newcomer(here))
    arrival = arrive(here, newcomer(here, "Two"))
    assert (arrival.outcome, arrival.standing) == (Outcome.ARRIVED, PassStanding())
    assert board(here).inside[0].standing == PassStanding()


def test_a_month_lasts_a_month_and_a_pass_is_extended_and_ended(here: Door) -> None:
    person_id = newcomer(here)
    pass_id = give(here, person_id, kind=PassKind.MONTH, day_count=None)
    row = here.scene.desk.read(passes.pass_row, pass_id=pass_id)
    assert (row.last_day, row.day_count, row.left) == (MONDAY.replace(month=12, day=1), None, None)
    values = {"kind": PassKind.MONTH, "day_count": 12, "note": "x"}
    changed = {**values, "first_day": MONDAY, "last_day": MONDAY + timedelta(days=60)}
    here.scene.desk.do(pass_services.change_pass, pass_id=pass_id, version=1, **changed)
    with pytest.raises(StaleRecord):
        here.scene.desk.do(pass_services.change_pass, pass_id=pass_id, version=1, **changed)
    here.scene.desk.do(pass_services.end_pass, pass_id=pass_id, last_day=MONDAY)
    assert here.scene.desk.read(passes.pass_row, pass_id=pass_id).last_day == MONDAY
    here.scene.desk.do(pass_services.end_pass, pass_id=pass_id, last_day=MONDAY - timedelta(1))
    assert here.scene.desk.read(passes.passes) == []
    roles = here.scene.desk.read(
        lambda session: [one.role for one in session.get_one(intake.Person, person_id).roles]
    )
    assert roles == [Role.COWORKER]


@pytest.mark.parametrize(
    ("first", "last"),
    [
        ((2026, 1, 31), (2026, 2, 28)),
        ((2026, 12, 1), (2026, 12, 31)),
        ((2027, 12, 15), (2028, 1, 14)),
    ],
)
def test_a_month_ends_the_day_before_it_began(first, last) -> None:

    assert pass_services.month_after(date(*first)) == date(*last)


@pytest.mark.parametrize(
    ("values", "error"),
    [
        ({"last_day": MONDAY - timedelta(days=1)}, pass_services.PassEndsBeforeItStarts),
        ({"day_count": None}, pass_services.DaysMissing),
        ({"day_count": 0}, pass_services.DaysMissing),
        ({"day_count": 1000}, pass_services.DaysMissing),
    ],
)
def test_a_pass_that_cannot_be_is_refused(here: Door, values, error) -> None:
    with pytest.raises(error):
        give(here, newcomer(here), **values)


# --- one truth ------------------------------------------------------------------------------------


def inside_of_all_three(here: Door) -> tuple[set[UUID], set[UUID], set[UUID], int, int]:
    """Who is in by Today, by this page, by the list; the figure of Today and the one on the paper."""
    desk, campus_id = here.scene.desk, here.scene.campus_id
    shown = desk.read(today.board, at=here.now, campus_id=campus_id)
    listed = [
        person
        for gathering in desk.read(presence.expected_on, campus_id=campus_id, day=here.day)
        for person in gathering.people
        if person.is_here
    ]
    paper = desk.read(attendee_lists.in_the_house, campus_id=campus_id, day=here.day).records[0]
    assert len(listed) == len({person.person_id for person in listed})
    return (
        {row.person_id for row in shown.rows if row.is_inside},
        {row.person_id for row in board(here).inside},
        {person.person_id for person in listed},
        shown.inside,
        sum(row.is_here for group in paper.groups for row in group.rows),
    )


def test_three_screens_and_papers_say_the_same_of_who_is_in(here: Door) -> None:
    scene = here.scene
    event_id = add_event(here, "08:30", "20:00")
    coworker, visitor, gone, guest = (newcomer(here, name) for name in "ABCD")
    here.comes(0)  # to the class, then to the event too
    scene.desk.do(events.register, event_id=event_id, person_id=scene.people[0])
    here.comes(0, reason=(CheckInKind.EVENT, event_id))
    scene.mark(0, 1, AttendanceStatus.PRESENT)  # only the sheet says so
    scene.mark(0, 2, AttendanceStatus.ABSENT)  # absent from class, yet in the house
    here.comes(2, reason=COWORK)
    arrive(here, coworker)
    announce(here, person_id=visitor)
    arrive(here, visitor)
    arrive(here, gone)
    leave(here, gone)
    scene.desk.do(events.register, event_id=event_id, person_id=guest)
    arrive(here, guest)
    leave(here, guest)
    on_today, on_page, on_list, figure, printed = inside_of_all_three(here)
    assert on_today == on_page == on_list == {*scene.people, coworker, visitor}
    assert figure == printed == 5


def test_reading_the_page_takes_as_many_queries_for_many_as_for_one(here: Door) -> None:
    give(here, newcomer(here))

    def asked() -> int:
        with counted_statements() as sent:
            board(here)
        return len(sent)

    arrive(here, newcomer(here, "One"))
    few = asked()
    for n in range(6):
        arrive(here, newcomer(here, f"P{n}"))
    assert asked() == few


def test_nobody_is_left_behind_by_a_visit_of_somebody_erased(here: Door) -> None:
    announce(here)
    from mgdesk.services.people import delete_person

    here.scene.desk.do(delete_person, person_id=the_visit(here).person_id)
    assert here.rows(Visit) == []
    here.scene.desk.undo()
    assert the_visit(here).name == "Samira Visitor"
