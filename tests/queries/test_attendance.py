from datetime import date

import pytest

from mgdesk.errors import NotFound
from mgdesk.model.identity import new_key
from mgdesk.queries import attendance as queries
from mgdesk.queries.attendance import SlotTotals, WeekRow
from mgdesk.queries.hours import summaries
from mgdesk.rules.attendance import AttendanceStatus
from mgdesk.rules.enrolment import EnrolmentStatus
from mgdesk.services import attendance, cohorts, funding
from tests.cohort_scene import FRIDAY, MONDAY, add_people, counted_statements, make_scene

PRESENT, LATE = AttendanceStatus.PRESENT, AttendanceStatus.LATE


def leave(scene, who, day, status=EnrolmentStatus.WITHDRAWN):
    scene.desk.do(
        cohorts.set_enrolment, enrolment_id=scene.enrolments[who], status=status, exit_on=day
    )


def test_the_grid_has_the_order_of_the_sheet_and_totals_that_add_up(desk):
    scene = make_scene(desk)
    scene.mark(0, 0, PRESENT)
    scene.mark(0, 1, LATE, 10)
    scene.mark(1, 0, AttendanceStatus.EXCUSED)
    scene.mark(1, 1, AttendanceStatus.ABSENT)
    scene.mark(1, 2, AttendanceStatus.NOT_REQUIRED)
    shown = scene.grid
    assert [row.name for row in shown.rows] == ["El Idrissi, Amina", "Martin, Léa", "العلوي, ياسين"]
    assert shown.columns[0].totals == SlotTotals(present=2, late=1, unmarked=1)
    assert shown.columns[1].totals == SlotTotals(excused=1, absent=1)
    assert [column.totals.due for column in shown.columns[:3]] == [3, 2, 3]
    assert [(c.status, c.minutes) for c in shown.rows[0].cells[:2]] == [
        (LATE, 200),
        (AttendanceStatus.ABSENT, 0),
    ]


def test_the_grid_shows_the_days_asked_for(desk):
    scene = make_scene(desk)
    shown = desk.read(
        queries.grid, cohort_id=scene.cohort_id, first_day=date(2026, 11, 9), last_day=FRIDAY
    )
    assert len(shown.columns) == 8
    assert all(len(row.cells) == 8 for row in shown.rows)
    assert shown.rows[0].summary.half_days_due == 18
    with pytest.raises(NotFound):
        desk.read(queries.grid, cohort_id=new_key(), first_day=MONDAY, last_day=FRIDAY)


def test_who_left_is_struck_in_their_last_week_and_gone_from_the_next(desk):
    scene = make_scene(desk)
    leave(scene, 0, MONDAY)
    first = desk.read(
        queries.grid, cohort_id=scene.cohort_id, first_day=MONDAY, last_day=date(2026, 11, 6)
    )
    second = desk.read(
        queries.grid, cohort_id=scene.cohort_id, first_day=date(2026, 11, 9), last_day=FRIDAY
    )
    left = next(row for row in first.rows if row.enrolment_id == scene.enrolments[0])
    assert [cell.is_due for cell in left.cells] == [True, True, *[False] * 8]
    assert first.columns[2].totals.due == 2
    assert scene.enrolments[0] not in {row.enrolment_id for row in second.rows}


def test_who_starts_later_is_struck_until_then(desk):
    scene = make_scene(desk)
    desk.do(cohorts.set_enrolment, enrolment_id=scene.enrolments[0], start_on=date(2026, 11, 9))
    row = next(row for row in scene.grid.rows if row.enrolment_id == scene.enrolments[0])
    assert [cell.is_due for cell in row.cells] == [*[False] * 10, *[True] * 8]
    assert row.summary.half_days_due == 8


def test_a_prospect_is_on_no_sheet(desk):
    scene = make_scene(desk)
    (person_id,) = add_people(desk, ("Nour", "Haddad"))
    desk.do(
        cohorts.enrol,
        person_id=person_id,
        cohort_id=scene.cohort_id,
        status=EnrolmentStatus.PROSPECT,
    )
    assert len(scene.grid.rows) == 3


def test_weeks_say_what_is_still_to_encode(desk):
    scene = make_scene(desk)
    leave(scene, 0, date(2026, 11, 6))
    desk.do(attendance.mark_unmarked_present, slot_id=scene.slots[0])
    assert desk.read(queries.weeks, scene.cohort_id) == [
        WeekRow("2026-W45", MONDAY, MONDAY, date(2026, 11, 6), 10, marks=3, unmarked=27),
        WeekRow("2026-W46", date(2026, 11, 9), date(2026, 11, 9), FRIDAY, 8, marks=0, unmarked=16),
    ]


def test_a_week_is_read_from_its_iso_name():
    assert queries.week_days("2026-W45") == (MONDAY, date(2026, 11, 8))
    assert queries.week_days("2026-W53")[0] == date(2026, 12, 28)
    with pytest.raises(ValueError):
        queries.week_days("2026-W54")


def test_the_profile_of_the_cohort_goes_before_that_of_the_campus(desk):
    desk.do(funding.add_profile, code="STRICT", name="Strict", unjustified_percent=50)
    scene = make_scene(desk, funder_profile="STRICT")
    owed = desk.read(summaries, cohort_ids=[scene.cohort_id])
    assert {summary.can_still_miss for summary in owed.values()} == {5}


def test_the_number_of_statements_does_not_grow_with_people_or_marks(desk):
    scene = make_scene(desk)
    with counted_statements() as few:
        assert scene.grid.rows
        desk.read(queries.weeks, scene.cohort_id)
    people = add_people(desk, *[(f"N{place}", "X") for place in range(6)])
    desk.do(cohorts.enrol_people, person_ids=people, cohort_id=scene.cohort_id)
    scene.mark_all_present()
    with counted_statements() as many:
        assert len(scene.grid.rows) == 9
        desk.read(queries.weeks, scene.cohort_id)
    assert len(few) == len(many)
