from datetime import date

import pytest

from mgdesk.errors import NotFound
from mgdesk.model.identity import new_key
from mgdesk.queries.cohorts import UnknownCohort
from mgdesk.rules.attendance import (
    AttendanceStatus,
    MinutesMissing,
    MinutesOutsideSlot,
    MinutesWithoutPresence,
)
from mgdesk.rules.enrolment import EnrolmentStatus, Half
from mgdesk.services import absences, attendance, cohorts, funding
from mgdesk.services.attendance import (
    MarksMissing,
    NoSuchHalfDay,
    NotEnrolled,
    NotThereThatDay,
    SeveralPeople,
    SlotClosed,
)
from tests.cohort_scene import MONDAY, add_cohort, add_people, everything, make_scene

PRESENT, LATE, ABSENT = AttendanceStatus.PRESENT, AttendanceStatus.LATE, AttendanceStatus.ABSENT


def cell(scene, place, who):
    row = next(row for row in scene.grid.rows if row.enrolment_id == scene.enrolments[who])
    return row.cells[place].status, row.cells[place].minutes


def test_a_mark_has_the_minutes_that_somebody_was_there(desk):
    scene = make_scene(desk)
    scene.mark(0, 0, PRESENT)
    scene.mark(0, 1, LATE, 25)
    scene.mark(0, 2, AttendanceStatus.EXCUSED)
    assert [cell(scene, 0, who) for who in range(3)] == [
        (PRESENT, 210),
        (LATE, 185),
        (AttendanceStatus.EXCUSED, 0),
    ]


def test_a_late_arrival_without_minutes_misses_the_tolerance_of_the_profile(desk):
    profile_values = {"name": "Strict", "late_minutes": 5}
    desk.do(funding.add_profile, code="STRICT", **profile_values)
    scene = make_scene(desk, funder_profile="STRICT")
    scene.mark(0, 0, LATE)
    assert cell(scene, 0, 0) == (LATE, 205)


def test_a_mark_is_changed_and_taken_away(desk):
    scene = make_scene(desk)
    scene.mark(0, 0, PRESENT)
    scene.mark(0, 0, ABSENT)
    assert cell(scene, 0, 0) == (ABSENT, 0)
    desk.do(attendance.unmark, slot_id=scene.slots[0], enrolment_id=scene.enrolments[0])
    assert cell(scene, 0, 0) == (None, 0)


def test_the_change_says_who_was_marked_what_and_when(desk):
    scene = make_scene(desk)
    scene.mark(0, 0, LATE, 10)
    title = desk.undo_title
    assert "Léa Martin" in title
    assert "2/11/2026" in title.replace("02/11", "2/11")


@pytest.mark.parametrize(
    ("status", "minutes", "error"),
    [
        (LATE, 211, MinutesOutsideSlot),
        (LATE, -1, MinutesOutsideSlot),
        (AttendanceStatus.PARTIAL, None, MinutesMissing),
        (ABSENT, 30, MinutesWithoutPresence),
    ],
)
def test_impossible_minutes_get_a_sentence_and_nothing_is_written(desk, status, minutes, error):
    scene = make_scene(desk)
    before = everything(desk)
    with pytest.raises(error) as caught:
        scene.mark(0, 0, status, minutes)
    assert "{" not in str(caught.value)
    assert everything(desk) == before


def test_somebody_of_another_cohort_is_not_marked(desk):
    scene = make_scene(desk)
    other = add_cohort(desk, code="OTHER")
    (stranger,) = add_people(desk, ("Nour", "Haddad"))
    enrolment_id = desk.do(cohorts.enrol, person_id=stranger, cohort_id=other)
    with pytest.raises(NotEnrolled) as caught:
        desk.do(attendance.mark, slot_id=scene.slots[0], enrolment_id=enrolment_id, status=PRESENT)
    assert "Nour Haddad" in str(caught.value)
    assert "CODING-1" in str(caught.value)


def test_a_prospect_is_not_marked(desk):
    scene = make_scene(desk)
    (person_id,) = add_people(desk, ("Nour", "Haddad"))
    enrolment_id = desk.do(
        cohorts.enrol,
        person_id=person_id,
        cohort_id=scene.cohort_id,
        status=EnrolmentStatus.PROSPECT,
    )
    with pytest.raises(NotEnrolled):
        desk.do(attendance.mark, slot_id=scene.slots[0], enrolment_id=enrolment_id, status=PRESENT)


def test_nobody_is_marked_after_they_left(desk):
    scene = make_scene(desk)
    desk.do(
        cohorts.set_enrolment,
        enrolment_id=scene.enrolments[0],
        status=EnrolmentStatus.WITHDRAWN,
        exit_on=MONDAY,
    )
    scene.mark(1, 0, PRESENT)
    with pytest.raises(NotThereThatDay):
        scene.mark(2, 0, PRESENT)


def test_a_mark_needs_a_half_day_and_an_enrolment_that_are_there(desk):
    scene = make_scene(desk)
    with pytest.raises(NotFound):
        desk.do(attendance.mark, slot_id=new_key(), enrolment_id=new_key(), status=PRESENT)
    with pytest.raises(NotFound):
        desk.do(attendance.mark, slot_id=scene.slots[0], enrolment_id=new_key(), status=PRESENT)


# --- for whoever types ----------------------------------------------------------------------------


def typed(desk, learner, **values):
    given = {"cohort": "coding-1", "day": MONDAY, "half": Half.MORNING, "status": LATE}
    return desk.do(attendance.mark_learner, learner=learner, minutes=20, **{**given, **values})


@pytest.mark.parametrize(
    ("learner", "who"),
    [
        ("MOL-00001", 0),
        ("mol-00002", 1),
        ("Léa Martin", 0),
        ("lea martin", 0),
        ("Martin, Léa", 0),
        ("EL IDRISSI Amina", 1),
        ("ياسين العلوي", 2),
    ],
)
def test_a_learner_is_found_by_number_or_name_however_typed(desk, learner, who):
    scene = make_scene(desk)
    typed(desk, learner)
    assert cell(scene, 0, who) == (LATE, 190)


def test_namesakes_are_told_apart_by_their_numbers(desk):
    scene = make_scene(desk)
    twins = add_people(desk, ("Nour", "Haddad"), ("Nour", "Haddad"))
    desk.do(cohorts.enrol_people, person_ids=twins, cohort_id=scene.cohort_id)
    with pytest.raises(SeveralPeople):
        typed(desk, "Nour Haddad")
    typed(desk, "MOL-00005")


def test_a_spelling_without_accents_does_not_hide_the_exact_one(desk):
    scene = make_scene(desk)
    others = add_people(desk, ("Lea", "Martin"))
    desk.do(cohorts.enrol_people, person_ids=others, cohort_id=scene.cohort_id)
    typed(desk, "Léa Martin")
    assert cell(scene, 0, 0) == (LATE, 190)


@pytest.mark.parametrize(
    ("learner", "values", "error"),
    [
        ("Nobody Here", {}, NotEnrolled),
        ("", {}, NotEnrolled),
        ("🎉", {}, NotEnrolled),
        ("Léa Martin", {"cohort": "NONE"}, UnknownCohort),
        ("Léa Martin", {"day": date(2026, 11, 11)}, NoSuchHalfDay),
        ("Léa Martin", {"half": Half.EVENING}, NoSuchHalfDay),
    ],
)
def test_what_cannot_be_found_gets_a_sentence(desk, learner, values, error):
    make_scene(desk)
    with pytest.raises(error) as caught:
        typed(desk, learner, **values)
    assert "{" not in str(caught.value)


# --- many at once ---------------------------------------------------------------------------------


def test_the_rest_is_marked_present_at_once_but_not_who_is_known_to_be_away(desk):
    scene = make_scene(desk)
    scene.mark(0, 0, ABSENT)
    desk.do(
        absences.add_absence,
        enrolment_id=scene.enrolments[1],
        first_day=MONDAY,
        last_day=MONDAY,
    )
    assert desk.do(attendance.mark_unmarked_present, slot_id=scene.slots[0]) == 1
    assert [cell(scene, 0, who)[0] for who in range(3)] == [ABSENT, None, PRESENT]


def test_several_cells_are_one_change(desk):
    scene = make_scene(desk)
    before = everything(desk)
    cells = [(slot_id, scene.enrolments[0]) for slot_id in scene.slots[:3]]
    desk.do(attendance.mark_cells, cells=cells, status=ABSENT)
    assert [cell(scene, place, 0)[0] for place in range(4)] == [ABSENT, ABSENT, ABSENT, None]
    desk.undo()
    assert everything(desk) == before


def test_a_half_day_is_closed_when_all_are_marked_and_then_stays(desk):
    scene = make_scene(desk)
    slot_id = scene.slots[0]
    with pytest.raises(MarksMissing):
        desk.do(attendance.close_slot, slot_id=slot_id)
    desk.do(attendance.mark_unmarked_present, slot_id=slot_id)
    desk.do(attendance.close_slot, slot_id=slot_id)
    with pytest.raises(SlotClosed):
        scene.mark(0, 0, ABSENT)
    desk.do(attendance.open_slot, slot_id=slot_id)
    scene.mark(0, 0, ABSENT)


def test_an_absence_runs_forwards(desk):
    scene = make_scene(desk)
    with pytest.raises(absences.AbsenceBackwards):
        desk.do(
            absences.add_absence,
            enrolment_id=scene.enrolments[0],
            first_day=date(2026, 11, 5),
            last_day=MONDAY,
        )


# --- undo -----------------------------------------------------------------------------------------


def _absence(scene):
    return scene.desk.do(
        absences.add_absence,
        enrolment_id=scene.enrolments[2],
        first_day=MONDAY,
        last_day=MONDAY,
    )


WRITES = {
    "mark": lambda s: (
        attendance.mark,
        {"slot_id": s.slots[1], "enrolment_id": s.enrolments[0], "status": LATE, "minutes": 5},
    ),
    "mark again": lambda s: (
        attendance.mark,
        {"slot_id": s.slots[0], "enrolment_id": s.enrolments[0], "status": LATE, "minutes": 5},
    ),
    "unmark": lambda s: (
        attendance.unmark,
        {"slot_id": s.slots[0], "enrolment_id": s.enrolments[0]},
    ),
    "mark_unmarked_present": lambda s: (
        attendance.mark_unmarked_present,
        {"slot_id": s.slots[0]},
    ),
    "open_slot": lambda s: (attendance.open_slot, {"slot_id": s.slots[2]}),
    "close_slot": lambda s: (attendance.close_slot, {"slot_id": s.slots[3]}),
    "add_absence": lambda s: (
        absences.add_absence,
        {"enrolment_id": s.enrolments[0], "first_day": MONDAY, "last_day": MONDAY, "note": "x"},
    ),
    "remove_absence": lambda s: (absences.remove_absence, {"absence_id": _absence(s)}),
}


@pytest.mark.parametrize("name", WRITES)
def test_every_write_is_undone_and_redone(desk, name):
    scene = make_scene(desk)
    scene.mark(0, 0, PRESENT)
    for place in (2, 3):
        desk.do(attendance.mark_unmarked_present, slot_id=scene.slots[place])
    desk.do(attendance.close_slot, slot_id=scene.slots[2])
    action, values = WRITES[name](scene)
    before = everything(desk)
    desk.do(action, **values)
    after = everything(desk)
    assert after != before
    assert desk.undo()
    assert everything(desk) == before
    assert desk.redo()
    assert everything(desk) == after
