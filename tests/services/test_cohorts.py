from datetime import date, time

import pytest

from mgdesk.errors import NotFound, StaleRecord
from mgdesk.model.identity import new_key
from mgdesk.queries import cohorts as queries
from mgdesk.queries.campuses import UnknownCampus
from mgdesk.rules.attendance import AttendanceStatus
from mgdesk.rules.calendar import EndsBeforeStart, HalfDay, Hours, HoursBackwards
from mgdesk.rules.enrolment import CohortStatus, EnrolmentStatus, Half, SlotMode
from mgdesk.services import cohorts, funding
from mgdesk.services.cohorts import CodeMissing, CodeTaken, CohortHasMarks, TrainingMissing
from mgdesk.services.enrolments import AlreadyEnrolled, EnrolmentHasMarks, LeavesBeforeStart
from mgdesk.services.intake import NameTooLong, TextTooLong
from mgdesk.services.timetable import NoHalfDays, SlotHasMarks, SlotTaken
from tests.cohort_scene import (
    FRIDAY,
    MONDAY,
    add_campus,
    add_cohort,
    add_people,
    everything,
    make_scene,
)


def detail(desk, cohort_id):
    return desk.read(queries.cohort, cohort_id=cohort_id)


def slots(desk, cohort_id):
    return desk.read(queries.timetable, cohort_id=cohort_id)


def test_a_new_cohort_has_its_timetable_without_public_holidays(desk):
    add_campus(desk)
    cohort_id = add_cohort(desk, room="Salle 1", trainers=["Samira Formatrice"], capacity=15)
    found = detail(desk, cohort_id)
    days = {slot.day for slot in slots(desk, cohort_id)}
    assert date(2026, 11, 11) not in days
    assert (found.half_days, found.minutes_planned) == (18, 18 * 210)
    assert (found.code, found.training, found.campus) == ("CODING-1", "Coding School", "MOL")
    assert (found.room, found.capacity) == ("Salle 1", 15)
    assert [who.name for who in found.trainers] == ["Samira Formatrice"]


def test_holidays_follow_the_country_and_region_of_the_campus(desk):
    add_campus(desk, "PAD", name="Padova", country="IT", region="PD", zone="Europe/Rome")
    cohort_id = add_cohort(
        desk, campus="PAD", first_day=date(2028, 6, 12), last_day=date(2028, 6, 14)
    )
    # 13 June is the day of the patron saint of Padua, and of no other place.
    assert {slot.day for slot in slots(desk, cohort_id)} == {date(2028, 6, 12), date(2028, 6, 14)}


def test_a_training_room_and_trainer_are_made_once(desk):
    add_campus(desk)
    first = detail(desk, add_cohort(desk, room="A", trainers=["Samira Formatrice"]))
    again = detail(
        desk,
        add_cohort(
            desk, code="C2", training="CODING school", room="a", trainers=["Formatrice Samira"]
        ),
    )
    assert (again.training_id, again.room_id, again.trainers) == (
        first.training_id,
        first.room_id,
        first.trainers,
    )


@pytest.mark.parametrize(
    ("values", "error"),
    [
        ({"last_day": date(2026, 11, 1)}, EndsBeforeStart),
        ({"code": " \u200f "}, CodeMissing),
        ({"code": "coding-1"}, CodeTaken),
        ({"training": ""}, TrainingMissing),
        ({"campus": "XYZ"}, UnknownCampus),
        ({"weekdays": ()}, NoHalfDays),
        ({"halves": ()}, NoHalfDays),
        ({"first_day": date(2026, 11, 11), "last_day": date(2026, 11, 11)}, NoHalfDays),
        ({"hours": {Half.MORNING: Hours(time(12), time(9))}}, HoursBackwards),
        ({"capacity": -1}, cohorts.CapacityNegative),
        ({"language": "xx"}, cohorts.UnknownLanguage),
        ({"funder_profile": "NONE"}, cohorts.UnknownProfile),
        ({"partners": ["Nobody"]}, cohorts.UnknownPartner),
        ({"code": "X" * 201}, TextTooLong),
        ({"room": "X" * 201}, TextTooLong),
        ({"note": "X" * 20_001}, TextTooLong),
        ({"trainers": ["X" * 201]}, NameTooLong),
    ],
)
def test_what_cannot_be_a_cohort_gets_a_sentence_and_nothing_is_written(desk, values, error):
    add_campus(desk)
    add_cohort(desk)
    before = everything(desk)
    with pytest.raises(error) as caught:
        add_cohort(desk, **{"code": "OTHER", **values})
    assert "{" not in str(caught.value)
    assert everything(desk) == before


def test_a_code_in_another_script_is_taken_whatever_its_case(desk):
    add_campus(desk)
    add_cohort(desk, code="ГРУППА")
    with pytest.raises(CodeTaken):
        add_cohort(desk, code="группа")


def test_an_edit_gives_new_values_and_a_stale_one_is_refused(desk):
    add_campus(desk)
    desk.do(funding.add_partner, name="Partner One")
    cohort_id = add_cohort(desk, trainers=["Samira Formatrice"], room="A")
    before = detail(desk, cohort_id)
    values = {
        "cohort_id": cohort_id,
        "version": before.version,
        "code": "CODING-2",
        "training": "Web",
        "room": "",
        "trainers": ["Omar Formateur", before.trainers[0].id],
        "partners": ["partner one"],
        "capacity": 12,
        "language": "nl",
    }
    desk.do(cohorts.update_cohort, **values)
    after = detail(desk, cohort_id)
    assert (after.code, after.training, after.room, after.language) == ("CODING-2", "Web", "", "nl")
    assert [who.name for who in after.trainers] == ["Omar Formateur", "Samira Formatrice"]
    assert [partner.name for partner in after.partners] == ["Partner One"]
    assert [row.code for row in desk.read(queries.cohorts, search="omar web")] == ["CODING-2"]
    with pytest.raises(StaleRecord):
        desk.do(cohorts.update_cohort, **values)


def test_a_status_is_named_in_the_change(desk):
    add_campus(desk)
    cohort_id = add_cohort(desk)
    desk.do(cohorts.set_status, cohort_id=cohort_id, status=CohortStatus.RUNNING)
    assert detail(desk, cohort_id).status is CohortStatus.RUNNING
    assert "CODING-1" in desk.undo_title


def test_a_cohort_with_marks_is_not_deleted(desk):
    scene = make_scene(desk)
    scene.mark(0, 0, AttendanceStatus.PRESENT)
    with pytest.raises(CohortHasMarks):
        desk.do(cohorts.delete_cohort, cohort_id=scene.cohort_id)


# --- half-days ------------------------------------------------------------------------------------


def test_a_half_day_is_added_with_the_usual_hours(desk):
    scene = make_scene(desk, hours={Half.MORNING: Hours(time(8), time(12))})
    saturday = date(2026, 11, 14)
    slot_id = desk.do(
        cohorts.add_slot,
        cohort_id=scene.cohort_id,
        day=saturday,
        half=Half.MORNING,
        room="Atelier",
        trainer="Samira Formatrice",
        mode=SlotMode.REMOTE,
    )
    found = slots(desk, scene.cohort_id)[-1]
    assert (found.id, found.starts_at, found.ends_at) == (slot_id, time(8), time(12))
    assert (found.room, found.trainer, found.mode) == (
        "Atelier",
        "Samira Formatrice",
        SlotMode.REMOTE,
    )
    assert detail(desk, scene.cohort_id).last_day == saturday


@pytest.mark.parametrize(
    ("half", "hours"),
    [(Half.MORNING, None), (Half.EVENING, Hours(time(16), time(19)))],
)
def test_a_half_day_twice_is_refused(desk, half, hours):
    scene = make_scene(desk)
    with pytest.raises(SlotTaken):
        desk.do(cohorts.add_slot, cohort_id=scene.cohort_id, day=MONDAY, half=half, hours=hours)


def test_a_half_day_moves_to_a_free_place_only(desk):
    scene = make_scene(desk)
    slot_id = scene.slots[0]
    with pytest.raises(SlotTaken):
        desk.do(cohorts.move_slot, slot_id=slot_id, half=Half.AFTERNOON)
    desk.do(cohorts.move_slot, slot_id=slot_id, half=Half.EVENING)
    moved = next(slot for slot in slots(desk, scene.cohort_id) if slot.id == slot_id)
    assert (moved.half, moved.starts_at) == (Half.EVENING, time(18))


def test_other_hours_carry_the_marks_along(desk):
    scene = make_scene(desk)
    scene.mark(0, 0, AttendanceStatus.PRESENT)
    scene.mark(0, 1, AttendanceStatus.LATE, 20)
    scene.mark(0, 2, AttendanceStatus.PARTIAL, 200)
    desk.do(cohorts.move_slot, slot_id=scene.slots[0], hours=Hours(time(9), time(12)))
    by_person = {row.enrolment_id: row.cells[0].minutes for row in scene.grid.rows}
    assert [by_person[who] for who in scene.enrolments] == [180, 160, 180]


def test_removing_a_half_day_with_marks_asks_first(desk):
    scene = make_scene(desk)
    scene.mark(0, 0, AttendanceStatus.PRESENT)
    slot_id = scene.slots[0]
    with pytest.raises(SlotHasMarks) as caught:
        desk.do(cohorts.remove_slot, slot_id=slot_id)
    assert "1" in str(caught.value)
    desk.do(cohorts.remove_slot, slot_id=slot_id, and_marks=True)
    assert slot_id not in scene.slots


def test_a_timetable_made_anew_keeps_half_days_with_marks_and_says_so(desk):
    scene = make_scene(desk)
    scene.mark(0, 0, AttendanceStatus.PRESENT)
    marked = scene.slots[0]
    report = desk.do(
        cohorts.regenerate,
        cohort_id=scene.cohort_id,
        first_day=date(2026, 11, 3),
        last_day=date(2026, 11, 11),
        halves=(Half.MORNING,),
    )
    morning = Hours(time(9), time(12, 30))
    assert report.staying == (HalfDay(MONDAY, Half.MORNING, morning),)
    assert (report.added, report.removed, report.kept) == (0, 11, 6)
    assert report.holidays == ((date(2026, 11, 11), "Jour de l'Armistice"),)
    assert marked in scene.slots
    assert detail(desk, scene.cohort_id).half_days == 7


def test_hours_that_swap_places_are_made_anew(desk):
    scene = make_scene(desk)
    desk.do(
        cohorts.regenerate,
        cohort_id=scene.cohort_id,
        first_day=MONDAY,
        last_day=MONDAY,
        hours={
            Half.MORNING: Hours(time(13, 30), time(15)),
            Half.AFTERNOON: Hours(time(15), time(18)),
        },
    )
    found = [(slot.half, slot.starts_at) for slot in slots(desk, scene.cohort_id)]
    assert found == [(Half.MORNING, time(13, 30)), (Half.AFTERNOON, time(15))]


# --- enrolments -----------------------------------------------------------------------------------


def test_who_is_enrolled_becomes_a_learner_with_a_number(desk):
    scene = make_scene(desk)
    rows = desk.read(queries.roster, cohort_id=scene.cohort_id)
    assert sorted(row.learner_number for row in rows) == ["MOL-00001", "MOL-00002", "MOL-00003"]


def test_nobody_is_enrolled_twice(desk):
    scene = make_scene(desk)
    with pytest.raises(AlreadyEnrolled) as caught:
        desk.do(cohorts.enrol, person_id=scene.people[0], cohort_id=scene.cohort_id)
    assert "Léa Martin" in str(caught.value)
    new = add_people(desk, ("Nour", "Haddad"))
    made = desk.do(
        cohorts.enrol_people, person_ids=(*scene.people, *new, *new), cohort_id=scene.cohort_id
    )
    assert len(made) == 1


def test_nobody_unknown_is_enrolled(desk):
    scene = make_scene(desk)
    with pytest.raises(NotFound):
        desk.do(cohorts.enrol, person_id=new_key(), cohort_id=scene.cohort_id)


def test_who_leaves_has_a_last_day_and_who_comes_back_has_none(desk):
    scene = make_scene(desk)
    who = scene.enrolments[0]
    desk.do(
        cohorts.set_enrolment,
        enrolment_id=who,
        status=EnrolmentStatus.WITHDRAWN,
        exit_reason="found a job",
    )
    left = next(
        r for r in desk.read(queries.roster, cohort_id=scene.cohort_id) if r.enrolment_id == who
    )
    assert (left.exit_on, left.exit_reason) == (FRIDAY, "found a job")
    desk.do(cohorts.set_enrolment, enrolment_id=who, status=EnrolmentStatus.ACTIVE)
    back = next(
        r for r in desk.read(queries.roster, cohort_id=scene.cohort_id) if r.enrolment_id == who
    )
    assert (back.status, back.exit_on, back.exit_reason) == (EnrolmentStatus.ACTIVE, None, "")


def test_nobody_leaves_before_they_start(desk):
    scene = make_scene(desk)
    with pytest.raises(LeavesBeforeStart):
        desk.do(
            cohorts.set_enrolment,
            enrolment_id=scene.enrolments[0],
            status=EnrolmentStatus.WITHDRAWN,
            start_on=date(2026, 11, 5),
            exit_on=date(2026, 11, 4),
        )


def test_an_enrolment_with_marks_is_not_removed_by_mistake(desk):
    scene = make_scene(desk)
    scene.mark(0, 0, AttendanceStatus.PRESENT)
    with pytest.raises(EnrolmentHasMarks):
        desk.do(cohorts.remove_enrolment, enrolment_id=scene.enrolments[0])
    desk.do(cohorts.remove_enrolment, enrolment_id=scene.enrolments[0], and_marks=True)
    assert len(desk.read(queries.roster, cohort_id=scene.cohort_id)) == 2


# --- undo -----------------------------------------------------------------------------------------

WRITES = {
    "set_status": lambda s: (cohorts.set_status, {"cohort_id": s.cohort_id, "status": CohortStatus.RUNNING}),
    "update_cohort": lambda s: (
        cohorts.update_cohort,
        {
            "cohort_id": s.cohort_id,
            "version": detail(s.desk, s.cohort_id).version,
            "code": "NEW",
            "training": "Other",
            "room": "B",
            "trainers": ["Omar Formateur"],
        },
    ),
    "update_training": lambda s: (
        cohorts.update_training,
        {
            "training_id": detail(s.desk, s.cohort_id).training_id,
            "version": 1,
            "title": "Other",
            "objectives": "one\ntwo",
        },
    ),
    "delete_cohort": lambda s: (cohorts.delete_cohort, {"cohort_id": s.cohort_id}),
    "regenerate": lambda s: (
        cohorts.regenerate,
        {"cohort_id": s.cohort_id, "first_day": MONDAY, "last_day": MONDAY, "halves": (Half.EVENING,)},
    ),
    "add_slot": lambda s: (
        cohorts.add_slot,
        {"cohort_id": s.cohort_id, "day": date(2026, 11, 21), "half": Half.EVENING, "room": "C"},
    ),
    "move_slot": lambda s: (
        cohorts.move_slot,
        {"slot_id": s.slots[0], "hours": Hours(time(8), time(12)), "trainer": "Omar Formateur"},
    ),
    "remove_slot": lambda s: (cohorts.remove_slot, {"slot_id": s.slots[0]}),
    "enrol": lambda s: (
        cohorts.enrol,
        {"person_id": add_people(s.desk, ("Nour", "Haddad"))[0], "cohort_id": s.cohort_id},
    ),
    "enrol_people": lambda s: (
        cohorts.enrol_people,
        {
            "person_ids": add_people(s.desk, ("Nour", "Haddad"), ("Ali", "Baba")),
            "cohort_id": s.cohort_id,
        },
    ),
    "set_enrolment": lambda s: (
        cohorts.set_enrolment,
        {"enrolment_id": s.enrolments[0], "status": EnrolmentStatus.EXCLUDED, "exit_reason": "x"},
    ),
    "remove_enrolment": lambda s: (
        cohorts.remove_enrolment,
        {"enrolment_id": s.enrolments[0]},
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", WRITES)
def test_every_write_is_undone_and_redone(desk, name):
    scene = make_scene(desk, trainers=["Samira Formatrice"], room="A")
    action, values = WRITES[name](scene)
    before = everything(desk)
    desk.do(action, **values)
    after = everything(desk)
    assert after != before
    assert desk.undo()
    assert everything(desk) == before
    assert desk.redo()
    assert everything(desk) == after


def test_making_a_cohort_is_undone_with_all_it_made(desk):
    add_campus(desk)
    before = everything(desk)
    add_cohort(desk, room="A", trainers=["Samira Formatrice"])
    assert "CODING-1" in desk.undo_title
    desk.undo()
    assert everything(desk) == before


def test_a_person_who_already_teaches_is_chosen_by_id(desk):
    add_campus(desk)
    (person_id,) = add_people(desk, ("Omar", "Formateur"))
    cohort_id = add_cohort(desk, trainers=[person_id])
    assert [who.id for who in detail(desk, cohort_id).trainers] == [person_id]
    with pytest.raises(NotFound):
        add_cohort(desk, code="C2", trainers=[new_key()])
