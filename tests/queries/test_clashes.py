"""What a person, a coach or a room has at the time of an appointment is told, never forbidden."""

from datetime import datetime, time, timedelta

import pytest

from mgdesk.desk import Desk
from mgdesk.queries import cohorts as cohorts_read
from mgdesk.queries.clashes import clashes, of_event, of_half_day
from mgdesk.queries.people import person
from mgdesk.rules.agenda import AgendaKind
from mgdesk.rules.calendar import Hours
from mgdesk.rules.coaching import CoachingStatus
from mgdesk.services import coaching, cohorts, events, moving, people
from mgdesk.services.moving import WouldClash
from tests.accompaniment_scene import TWO, Scene, make_scene
from tests.cohort_scene import MONDAY, add_cohort, add_people, counted_statements

HOUR = timedelta(hours=1)
IN_CLASS = datetime.combine(MONDAY, time(10))


@pytest.fixture
def scene(desk: Desk) -> Scene:
    return make_scene(desk)


def told(scene: Scene, start: datetime = TWO, **values) -> list[tuple[str, bool]]:
    given = {
        "campus_id": scene.campus_id,
        "person_id": scene.amina,
        "coach_id": scene.karim,
        "starts_at": start,
        "ends_at": start + HOUR,
        **values,
    }
    return [(clash.text, clash.is_stopping) for clash in scene.desk.read(clashes, **given)]


def test_nothing_else_is_nothing_told(scene: Scene) -> None:
    assert told(scene) == []


def test_what_stops_is_told_first_and_an_appointment_does_not_clash_with_itself(
    scene: Scene,
) -> None:
    lea = add_people(scene.desk, ("Léa", "Martin"))[0]
    first = scene.book(person_id=lea, room_id=scene.room_id)
    found = told(scene, room_id=scene.room_id)
    assert [stops for _text, stops in found] == [True, False]
    assert "Karim Coach a un autre rendez-vous" in found[0][0]
    assert "Ada est occupé" in found[1][0]
    assert told(scene, person_id=lea, coaching_id=first) == []
    scene.desk.do(coaching.set_status, coaching_id=first, status=CoachingStatus.CANCELLED)
    assert told(scene, room_id=scene.room_id) == []


def test_a_person_with_another_coach_is_told(scene: Scene) -> None:
    scene.book()
    other = add_people(scene.desk, ("Nora", "Autre"))[0]
    ((text, stops),) = told(scene, coach_id=other)
    assert ("Amina El Idrissi a un accompagnement avec Karim Coach" in text, stops) == (True, False)


def test_class_of_the_person_and_teaching_of_the_coach_are_told_in_their_hours(
    scene: Scene,
) -> None:
    cohort_id = add_cohort(scene.desk, trainers=[scene.karim], room="Ada")
    enrolment_id = scene.desk.do(cohorts.enrol, person_id=scene.amina, cohort_id=cohort_id)
    found = [text for text, _stops in told(scene, IN_CLASS, room_id=scene.room_id)]
    assert [text.split(":")[0].strip() for text in found] == [
        "Amina El Idrissi a cours à ce moment",
        "Karim Coach donne cours à ce moment",
        "Ada est occupé à ce moment",
    ]
    assert told(scene, datetime.combine(MONDAY, time(18))) == []
    assert told(scene, IN_CLASS + timedelta(days=5)) == []
    assert enrolment_id


def test_an_event_in_the_room_is_told(scene: Scene) -> None:
    scene.desk.do(
        events.add_event,
        code="OPEN",
        campus_id=scene.campus_id,
        title="Portes ouvertes",
        starts_at=TWO,
        ends_at=TWO + 3 * HOUR,
        room_id=scene.room_id,
    )
    ((text, _stops),) = told(scene, TWO + HOUR, room_id=scene.room_id)
    assert "Portes ouvertes" in text
    assert told(scene, TWO + HOUR) == []


def test_a_person_shows_their_coaching_and_loans_and_what_happened(scene: Scene) -> None:
    done = scene.book(starts_at=datetime(2026, 9, 7, 10))
    scene.book(starts_at=datetime(2090, 1, 2, 10))
    scene.write(done)
    scene.lend()
    detail = scene.desk.read(person, person_id=scene.amina)
    assert [row.has_note for row in detail.coaching] == [True, False]
    assert [row.code for row in detail.loans] == ["L-07"]
    said = [row.text for row in detail.timeline]
    assert "L-07 prêté" in said
    assert "Accompagnement avec Karim Coach\u00a0: vu" in said
    assert said.count("Rendez-vous d’accompagnement fixé avec Karim Coach") == 2


def test_looking_for_clashes_does_not_ask_more_with_more_rows(scene: Scene) -> None:
    def sent() -> int:
        with counted_statements() as statements:
            told(scene, IN_CLASS, room_id=scene.room_id)
        return len(statements)

    for code in ("A-1", "A-2", "A-3"):
        cohort_id = add_cohort(scene.desk, code=code, trainers=[scene.karim], room="Ada")
        scene.desk.do(cohorts.enrol, person_id=scene.amina, cohort_id=cohort_id)
        if code == "A-1":
            few = sent()
    assert sent() == few


def test_a_deleted_person_has_no_clash(scene: Scene) -> None:
    scene.book()
    scene.desk.do(people.delete_person, person_id=scene.amina)
    lea = add_people(scene.desk, ("Léa", "Martin"))[0]
    assert told(scene, person_id=lea) == []


def test_booking_editing_and_moving_say_the_same_of_the_same(scene: Scene) -> None:
    """A room with an event, a trainer with a talk, a learner with a talk: one rule, one sentence."""
    desk = scene.desk
    cohort_id = add_cohort(desk, trainers=[scene.karim], room="Ada")
    desk.do(cohorts.enrol, person_id=scene.amina, cohort_id=cohort_id)
    slot = next(one for one in desk.read(cohorts_read.timetable, cohort_id=cohort_id))
    evening = datetime.combine(MONDAY, time(19))
    scene.book(starts_at=evening)
    desk.do(
        events.add_event, code="OPEN", campus_id=scene.campus_id, title="Portes ouvertes",
        starts_at=evening, ends_at=evening + HOUR, room_id=scene.room_id,
    )  # fmt: skip
    given = {"cohort_id": cohort_id, "day": MONDAY, "slot_id": slot.id}
    given |= {"hours": Hours(time(19), time(20)), "room": "", "trainer": ""}

    def said(**values) -> list[str]:
        return [clash.text for clash in desk.read(of_half_day, **{**given, **values})]

    everything = said()
    assert [text.split(",")[0] for text in everything] == [
        "Amina El Idrissi a un accompagnement avec Karim Coach à ce moment",
        "Karim Coach a un autre rendez-vous à ce moment\u00a0: Amina El Idrissi",
        "Ada est occupé à ce moment\u00a0: Portes ouvertes",
    ]
    assert said(is_remote=True) == everything[:2]
    assert said(trainer="Nora Neuve", room="Autre") == everything[:1]
    assert said(hours=Hours(time(21), time(22))) == []
    with pytest.raises(WouldClash) as refused:
        desk.do(moving.move, kind=AgendaKind.CLASS, row_id=slot.id, starts=evening)
    assert everything[0] in str(refused.value)
    at_class = datetime.combine(MONDAY, time(10))
    asked = {"campus_id": scene.campus_id, "room_id": scene.room_id}
    asked |= {"starts_at": at_class, "ends_at": at_class + HOUR}
    (clash,) = desk.read(of_event, **asked)
    assert clash.text in told(scene, at_class, room_id=scene.room_id)[2][0]
