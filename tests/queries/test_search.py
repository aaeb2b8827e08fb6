"""Finding people, cohorts and events at once."""

from datetime import datetime

from mgdesk.desk import Desk
from mgdesk.queries.search import HitKind, find
from mgdesk.services import events, intake
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
