"""The calendar of all campuses: what clashes, what moves, what other calendars bring and are told."""

from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest

from mgdesk.desk import Desk
from mgdesk.exchange.calendar_reading import read_calendar
from mgdesk.queries.agenda import agenda
from mgdesk.queries.availability import exceptions
from mgdesk.rules.agenda import AgendaKind, clashing
from mgdesk.services import calendars, cohorts, events, moving
from mgdesk.services.calendars import Verdict
from mgdesk.services.coaching import CoachIsTaken
from tests.accompaniment_scene import TWO, Scene, make_scene
from tests.cohort_scene import MONDAY, add_cohort, everything

DATA = Path(__file__).parents[1] / "data" / "calendars"
HOUR = timedelta(hours=1)


@pytest.fixture
def scene(desk: Desk) -> Scene:
    return make_scene(desk)


def test_a_person_or_a_room_twice_at_a_time_clashes_and_is_not_moved_there(scene: Scene) -> None:
    desk = scene.desk
    cohort_id = add_cohort(desk)
    desk.do(cohorts.enrol, person_id=scene.amina, cohort_id=cohort_id)
    in_class = datetime.combine(MONDAY, time(10))
    coaching_id = scene.book(starts_at=in_class, ends_at=in_class + HOUR)
    rows = desk.read(agenda, first=MONDAY, last=MONDAY)
    pairs = {frozenset((one.kind, other.kind)) for one, other in clashing(rows)}
    assert pairs == {frozenset((AgendaKind.CLASS, AgendaKind.COACHING))}
    free = datetime.combine(MONDAY, time(18))
    move = {"kind": AgendaKind.COACHING, "row_id": coaching_id}
    desk.do(moving.move, starts=free, **move)
    assert clashing(desk.read(agenda, first=MONDAY, last=MONDAY)) == []
    before = everything(desk)
    with pytest.raises(moving.WouldClash):
        desk.do(moving.move, starts=in_class, **move)
    assert everything(desk) == before
    desk.undo()
    assert len(clashing(desk.read(agenda, first=MONDAY, last=MONDAY))) == 1


def test_half_days_and_events_move_with_their_length(scene: Scene) -> None:
    desk = scene.desk
    add_cohort(desk)
    slot = next(
        r for r in desk.read(agenda, first=MONDAY, last=MONDAY) if r.kind is AgendaKind.CLASS
    )
    sunday = datetime.combine(MONDAY + timedelta(days=6), time(9))
    desk.do(moving.move, kind=AgendaKind.CLASS, row_id=slot.id, starts=sunday)
    (moved,) = desk.read(agenda, first=sunday.date(), last=sunday.date())
    assert (moved.id, moved.ends - moved.starts) == (slot.id, slot.ends - slot.starts)
    event_id = desk.do(
        events.add_event, code="SOIR", title="Soirée", campus_id=scene.campus_id, starts_at=TWO,
        ends_at=TWO + 3 * HOUR,
    )  # fmt: skip
    desk.do(moving.move, kind=AgendaKind.EVENT, row_id=event_id, starts=TWO + 24 * HOUR)
    found = [
        r for r in desk.read(agenda, first=TWO.date(), last=date(2026, 11, 27)) if r.id == event_id
    ]
    assert [r.starts.replace(tzinfo=None) for r in found] == [TWO + 24 * HOUR]


def entries(name: str):
    return read_calendar(
        DATA / name, zone="Europe/Brussels", first=date(2026, 11, 20), last=date(2026, 12, 31)
    ).entries


def test_a_calendar_is_judged_taken_in_once_changed_and_undone(scene: Scene) -> None:
    desk, before = scene.desk, everything(scene.desk)
    into = {"entries": entries("google.ics"), "campus_id": scene.campus_id}
    judged = desk.read(calendars.judge_events, **into)
    assert [one.verdict for one in judged].count(Verdict.NEW) == 6
    assert everything(desk) == before
    desk.do(calendars.take_in_events, source="google.ics", **into)
    again = desk.read(calendars.judge_events, **into)
    assert {one.verdict for one in again} == {Verdict.SAME}
    desk.undo()
    assert everything(desk) == before


def test_a_calendar_can_be_times_away_of_which_nobody_reads_what_for(scene: Scene) -> None:
    desk = scene.desk
    into = {"entries": entries("outlook.ics"), "coach_id": scene.karim}
    desk.do(calendars.take_in_busy, source="outlook.ics", **into)
    (away,) = desk.read(exceptions, coach_id=scene.karim)
    assert (away.starts_at, away.reason) == (datetime(2026, 11, 25, 9, 30, tzinfo=UTC), "")
    assert [j.verdict for j in desk.read(calendars.judge_busy, **into)] == [Verdict.SAME]


def test_who_is_coached_is_named_to_the_coach_alone(scene: Scene) -> None:
    scene.book(subject="Stage")
    days = {"first": TWO.date(), "last": TWO.date()}
    (open_,) = scene.desk.read(calendars.entries_for, campus_id=scene.campus_id, **days)
    (own,) = scene.desk.read(calendars.entries_for, coach_id=scene.karim, **days)
    assert (open_.uid, open_.title, own.title) == (own.uid, "accompagnement", "Amina El Idrissi")


def test_a_coach_twice_is_refused_when_moved(scene: Scene) -> None:
    scene.book()
    other = scene.book(starts_at=TWO + 2 * HOUR)
    with pytest.raises((CoachIsTaken, moving.WouldClash)):
        scene.desk.do(moving.move, kind=AgendaKind.COACHING, row_id=other, starts=TWO)
