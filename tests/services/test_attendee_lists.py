"""Lists to tick off: of a class, of an event with its waiting list, of all who are in the house."""

from datetime import datetime

import pypdfium2
import pytest

from mgdesk.queries.presence import expected_on
from mgdesk.rules.attendance import AttendanceStatus
from mgdesk.services import attendee_lists, documents, events
from tests.cohort_scene import MONDAY, make_scene


@pytest.fixture
def scene(desk):
    return make_scene(desk)


def text_of(paper, tmp_path):
    path = tmp_path / "list.pdf"
    documents.write_pdf(paper, path)
    pages = pypdfium2.PdfDocument(path)
    return "\n".join(page.get_textpage().get_text_range() for page in pages)


def evening(scene, **values):
    return scene.desk.do(
        events.add_event,
        code="EVE-1",
        title="Open evening",
        campus_id=scene.campus_id,
        starts_at=datetime(2026, 11, 2, 18),
        ends_at=datetime(2026, 11, 2, 20),
        **values,
    )


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_a_class_is_listed_by_name(scene, tmp_path, language):
    paper = scene.desk.read(
        attendee_lists.attendees, cohort_id=scene.cohort_id, day=MONDAY, language=language
    )
    text = text_of(paper, tmp_path)
    for said in ("Martin, Léa", "El Idrissi, Amina", "ياسين", "CODING-1", "Coding School"):
        assert said in text


def test_an_event_lists_those_expected_then_the_waiting(scene, tmp_path):
    event_id = evening(scene, capacity=1)
    for person_id in scene.people[:2]:
        scene.desk.do(events.register, event_id=event_id, person_id=person_id)
    paper = scene.desk.read(attendee_lists.attendees, event_id=event_id, day=MONDAY, language="en")
    (record,) = paper.records
    assert [(row.name, row.waiting) for row in record.groups[0].rows] == [
        ("Martin, Léa", 0),
        ("El Idrissi, Amina", 1),
    ]
    text = text_of(paper, tmp_path)
    assert "1 person expected" in text
    assert "waiting: 1" in text


def test_the_house_holds_who_is_expected_and_not_who_is_marked_absent(scene, tmp_path):
    scene.mark(0, 0, AttendanceStatus.PRESENT)
    scene.mark(0, 1, AttendanceStatus.ABSENT)
    event_id = evening(scene)
    scene.desk.do(events.register, event_id=event_id, person_id=scene.people[1])
    found = scene.desk.read(expected_on, campus_id=scene.campus_id, day=MONDAY)
    assert [(one.code, [(p.name, p.is_here) for p in one.people]) for one in found] == [
        ("CODING-1", [("Martin, Léa", True), ("العلوي, ياسين", False)]),
        ("EVE-1", [("El Idrissi, Amina", False)]),
    ]
    paper = scene.desk.read(
        attendee_lists.in_the_house, campus_id=scene.campus_id, day=MONDAY, language="en"
    )
    text = text_of(paper, tmp_path)
    for said in ("Who is in the house", "3 people expected", "1 has arrived", "Open evening"):
        assert said in text


def test_a_day_without_anybody_is_said(scene, tmp_path):
    paper = scene.desk.read(
        attendee_lists.in_the_house,
        campus_id=scene.campus_id,
        day=MONDAY.replace(day=1),
        language="en",
    )
    assert "Nobody is on this list." in text_of(paper, tmp_path)
