"""Finding people, cohorts and events at once."""

from datetime import date, datetime

from mgdesk.desk import Desk
from mgdesk.queries.search import HitKind, PersonHit, find, people
from mgdesk.services import cohorts, events, intake
from tests.cohort_scene import make_scene


def test_people_cohorts_and_events_are_found_together(desk: Desk) -> None:
    scene = make_scene(desk)
    desk.do(
        events.add_event,
        code="CODE-NIGHT",
        campus_id=scene.campus_id,
        title="Nuit du code",
        starts_at=datetime(2026, 12, 1, 18),
        ends_at=datetime(2026, 12, 1, 22),
    )
    desk.do(intake.add_person, first_name="Codrina", surname="Pop")
    assert [(hit.kind, hit.title) for hit in desk.read(find, text="cod")] == [
        (HitKind.PERSON, "Codrina Pop"),
        (HitKind.COHORT, "CODING-1"),
        (HitKind.EVENT, "Nuit du code"),
    ]


def test_a_page_of_namesakes_leaves_room_for_the_cohort(desk: Desk) -> None:
    make_scene(desk)
    for number in range(8):
        desk.do(intake.add_person, first_name=f"Coding{number}")
    found = desk.read(find, text="coding", limit=4)
    assert [hit.kind for hit in found] == [HitKind.PERSON] * 3 + [HitKind.COHORT]


def test_nothing_typed_finds_nothing(desk: Desk) -> None:
    make_scene(desk)
    assert desk.read(find, text=" \u200f ") == []


def test_what_begins_a_code_leads_to_it_before_people_found_by_their_e_mail(desk: Desk) -> None:
    make_scene(desk)
    desk.do(intake.add_person, first_name="Léa", email="lea@coding-club.example.org")
    assert [hit.title for hit in desk.read(find, text="coding-")] == ["CODING-1", "Léa"]


def test_a_person_found_is_told_from_their_namesakes(desk: Desk) -> None:
    scene = make_scene(desk)
    lea = desk.do(
        intake.add_person,
        first_name="Léa",
        surname="Dubois",
        second_name="ليا",
        birth_date=date(2001, 5, 4),
        phone="+32 470 00 12 34",
    )
    desk.do(cohorts.enrol, person_id=lea, cohort_id=scene.cohort_id)
    assert desk.read(people, text="dub lé") == [
        PersonHit(
            person_id=lea,
            name="Léa Dubois",
            list_name="Dubois, Léa",
            second_name="ليا",
            birth_date=date(2001, 5, 4),
            cohort_codes=("CODING-1",),
            phone_end="234",
            photo_id=None,
            learner_number=desk.read(find, text="dubois")[0].detail.split(" · ")[-1],
            is_exact=True,
        )
    ]
