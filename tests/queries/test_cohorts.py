from datetime import UTC, date, datetime, time

import pytest

from mgdesk.errors import NotFound
from mgdesk.model.identity import new_key
from mgdesk.queries import cohorts as queries
from mgdesk.queries.cohorts import NextSlot, TrainingRow, UnknownCohort
from mgdesk.rules.attendance import AttendanceStatus
from mgdesk.rules.enrolment import CohortStatus, EnrolmentStatus, Half
from mgdesk.services import cohorts, intake
from tests.cohort_scene import (
    FRIDAY,
    MONDAY,
    add_campus,
    add_cohort,
    counted_statements,
    make_scene,
)

BEFORE = datetime(2026, 10, 1, tzinfo=UTC)


def codes(desk, **values):
    return [row.code for row in desk.read(queries.cohorts, **values)]


def test_a_list_row_says_what_tells_one_cohort_from_another(desk):
    scene = make_scene(desk, room="Salle 1", trainers=["Samira Formatrice"], capacity=15)
    desk.do(
        cohorts.set_enrolment, enrolment_id=scene.enrolments[0], status=EnrolmentStatus.WITHDRAWN
    )
    (row,) = desk.read(queries.cohorts, now=BEFORE)
    assert row == queries.CohortRow(
        id=scene.cohort_id,
        code="CODING-1",
        training="Coding School",
        campus="MOL",
        campus_name="Molenbeek",
        first_day=MONDAY,
        last_day=FRIDAY,
        status=CohortStatus.PLANNED,
        enrolled=2,
        capacity=15,
        half_days=18,
        room="Salle 1",
        trainers=("Samira Formatrice",),
        next_slot=NextSlot(MONDAY, Half.MORNING, time(9), time(12, 30)),
    )


def test_the_next_half_day_is_the_one_running_at_the_campus(desk):
    make_scene(desk)
    # 12:00 in Brussels, then 12:45: the first half-day runs, then the afternoon is next.
    running = desk.read(queries.cohorts, now=datetime(2026, 11, 2, 11, tzinfo=UTC))[0].next_slot
    after = desk.read(queries.cohorts, now=datetime(2026, 11, 2, 11, 45, tzinfo=UTC))[0].next_slot
    over = desk.read(queries.cohorts, now=datetime(2026, 11, 14, tzinfo=UTC))[0].next_slot
    assert (running.half, after.half, over) == (Half.MORNING, Half.AFTERNOON, None)


def test_the_list_is_searched_by_any_word_and_cut_by_campus_and_status(desk):
    add_campus(desk)
    add_campus(desk, "CAS", name="Casablanca", country="MA", zone="Africa/Casablanca")
    add_cohort(desk, trainers=["Zoë Formatrice"])
    add_cohort(
        desk, code="AI-1", training="Intelligence", campus="CAS", status=CohortStatus.RUNNING
    )
    assert codes(desk, search="zoe") == ["CODING-1"]
    assert codes(desk, search="intel casa") == ["AI-1"]
    assert codes(desk, search="ng-1") == ["CODING-1"]
    assert codes(desk, campus="cas") == ["AI-1"]
    assert codes(desk, statuses=[CohortStatus.PLANNED]) == ["CODING-1"]
    assert codes(desk, statuses=[]) == []
    assert codes(desk, search="%") == []
    assert sorted(codes(desk)) == ["AI-1", "CODING-1"]


def test_a_cohort_is_found_by_its_code_whatever_its_case(desk):
    add_campus(desk)
    cohort_id = add_cohort(desk, code="Éveil-1")
    assert desk.read(queries.cohort, code="ÉVEIL-1").id == cohort_id
    with pytest.raises(UnknownCohort):
        desk.read(queries.cohort, code="Eveil-2")
    with pytest.raises(NotFound):
        desk.read(queries.cohort, cohort_id=new_key())


def test_weekdays_halves_and_hours_are_read_off_the_timetable(desk):
    add_campus(desk)
    cohort_id = add_cohort(desk, weekdays={0, 2}, halves=[Half.EVENING])
    found = desk.read(queries.cohort, cohort_id=cohort_id)
    ((half, hours),) = found.hours
    assert (found.weekdays, found.halves, half) == ({0, 2}, (Half.EVENING,), Half.EVENING)
    assert (hours.starts_at, hours.ends_at) == (time(18), time(21))


def test_the_roster_is_in_the_order_of_the_sheet_with_what_each_owes(desk):
    scene = make_scene(desk)
    desk.do(
        cohorts.enrol,
        person_id=desk.do(
            intake.add_person,
            first_name="Zoé",
            surname="Abad",
            phone="+32 470 12 34 56",
            birth_date=date(2001, 2, 3),
            second_name="Ζωή",
        ),
        cohort_id=scene.cohort_id,
    )
    scene.mark(0, 0, AttendanceStatus.ABSENT)
    rows = desk.read(queries.roster, cohort_id=scene.cohort_id)
    assert [row.name for row in rows] == [
        "Abad, Zoé",
        "El Idrissi, Amina",
        "Martin, Léa",
        "العلوي, ياسين",
    ]
    assert (rows[0].birth_year, rows[0].phone_ending, rows[0].second_name) == (2001, "3456", "Ζωή")
    owed = rows[2].summary
    assert (owed.half_days_due, owed.half_days_unjustified, owed.rate) == (18, 1, 0)
    # 10 % of 18 half-days may be missed without a reason: one, and it is used up.
    assert (owed.can_still_miss, rows[1].summary.can_still_miss) == (0, 1)


def test_the_catalogue_counts_the_cohorts_of_a_training(desk):
    add_campus(desk)
    first = add_cohort(desk)
    add_cohort(desk, code="C2")
    training_id = desk.read(queries.cohort, cohort_id=first).training_id
    assert desk.read(queries.trainings) == [
        TrainingRow(training_id, 1, "Coding School", "", None, cohorts=2)
    ]


def test_the_number_of_statements_does_not_grow_with_rows(desk):
    scene = make_scene(desk)
    with counted_statements() as one:
        desk.read(queries.cohorts)
    for number in (2, 3):
        cohort_id = add_cohort(desk, code=f"C{number}", trainers=["A B", "C D"], room=str(number))
        desk.do(cohorts.enrol_people, person_ids=scene.people, cohort_id=cohort_id)
    with counted_statements() as three:
        desk.read(queries.cohorts)
    assert len(one) == len(three)


def test_the_number_of_statements_does_not_grow_with_people(desk):
    add_campus(desk)
    cohort_id = add_cohort(desk)
    counts = []
    for number in (1, 2):
        for place in range(number):
            person_id = desk.do(intake.add_person, first_name=f"N{number}{place}")
            desk.do(cohorts.enrol, person_id=person_id, cohort_id=cohort_id)
        with counted_statements() as sent:
            desk.read(queries.roster, cohort_id=cohort_id)
            desk.read(queries.timetable, cohort_id=cohort_id)
        counts.append(len(sent))
    assert counts[0] == counts[1]
