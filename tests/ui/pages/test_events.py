"""The page of events: who is expected, who waits, who came in; by keys, clicks and undo."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from mgdesk.desk import Desk
from mgdesk.i18n import speak
from mgdesk.queries import events as event_queries
from mgdesk.queries import people as people_queries
from mgdesk.rules.clock import wall_clock
from mgdesk.rules.events import RegistrationStatus
from mgdesk.services import events, intake
from mgdesk.ui.editors.event_sheet import EventSheet
from mgdesk.ui.editors.register import RegisterSheet
from mgdesk.ui.kit.context import Context
from mgdesk.ui.pages.events import EventsPage
from tests.cohort_scene import add_campus, add_people
from tests.ui.stage import bare, names_of, on_stage, settled, sheet, words
from tests.ui.test_accessible_names import nameless

CONFIRMED, WAITING = RegistrationStatus.CONFIRMED, RegistrationStatus.WAITING
GONE = RegistrationStatus.CANCELLED_BY_GUEST


@pytest.fixture(autouse=True)
def in_english() -> None:
    speak("en")


@pytest.fixture
def campus_id(desk: Desk) -> UUID:
    return add_campus(desk)


def add_event(desk: Desk, campus_id: UUID, code: str, days: int, **values: Any) -> UUID:
    start = wall_clock().replace(microsecond=0) + timedelta(days=days)
    given = {"title": f"Event {code}", "starts_at": start, "ends_at": start + timedelta(hours=2)}
    return desk.do(events.add_event, code=code, campus_id=campus_id, **{**given, **values})


@pytest.fixture
def event_id(desk: Desk, campus_id: UUID) -> UUID:
    """Two places, three people: the third waits."""
    made = add_event(desk, campus_id, "OPEN", 3, title="Open day", capacity=2)
    for person_id in add_people(desk, ("Léa", "Martin"), ("Amina", "Aziz"), ("Jan", "Peeters")):
        desk.do(events.register, event_id=made, person_id=person_id)
    return made


@pytest.fixture
def page(qtbot: QtBot, context: Context, event_id: UUID) -> Iterator[EventsPage]:
    with on_stage(qtbot, context, EventsPage(context)) as shown:
        yield shown


def states(desk: Desk, event_id: UUID) -> dict[str, RegistrationStatus]:
    rows = desk.read(event_queries.registrations, event_id=event_id)
    return {row.surname: row.status for row in rows}


def test_what_comes_is_listed_soonest_first_and_the_past_apart(
    qtbot: QtBot, context: Context, page: EventsPage, desk: Desk, campus_id: UUID
) -> None:
    add_event(desk, campus_id, "LATER", 9)
    add_event(desk, campus_id, "PAST", -9)
    settled(qtbot, context)
    assert [row.code for row in page.table.rows] == ["OPEN", "LATER"]
    page.period.value = "past"
    settled(qtbot, context)
    assert [row.code for row in page.table.rows] == ["PAST"]


def test_the_event_shows_its_places_and_the_waiting_list_in_order(page: EventsPage) -> None:
    assert "Open day" in words(page.card)
    pills = [one.accessibleName() for one in page.card.findChildren(object) if _is_pill(one)]
    assert "2 of 2 places taken" in map(bare, pills)
    assert "1 waiting" in map(bare, pills)
    rows = page.card.registrations.table.rows
    assert [(row.surname, row.waiting_position) for row in rows] == [
        ("Aziz", None),
        ("Martin", None),
        ("Peeters", 1),
    ]


def _is_pill(widget: object) -> bool:
    return type(widget).__name__ == "PillLabel"


def test_cancelling_moves_the_first_waiting_up_and_says_so(
    qtbot: QtBot, context: Context, page: EventsPage, desk: Desk, event_id: UUID
) -> None:
    table = page.card.registrations.table
    table.choose(table.rows[0].id)
    qtbot.mouseClick(page.card.registrations.cancel_button, Qt.MouseButton.LeftButton)
    settled(qtbot, context)
    assert states(desk, event_id) == {"Aziz": GONE, "Martin": CONFIRMED, "Peeters": CONFIRMED}
    told = "Amina Aziz cancelled for Open day; Jan Peeters moved up from the waiting list"
    assert desk.undo_title == told
    assert context._toasts.sentence == told
    desk.undo()
    settled(qtbot, context)
    assert states(desk, event_id)["Peeters"] == WAITING


def test_somebody_known_is_registered_by_letters_and_enter(
    qtbot: QtBot, context: Context, page: EventsPage, desk: Desk, event_id: UUID
) -> None:
    desk.do(intake.add_person, first_name="Nora", surname="Jacobs")
    page.card.register()
    opened = sheet(RegisterSheet)
    qtbot.keyClicks(opened.search, "jac")
    qtbot.keyClick(opened.search, Qt.Key.Key_Return)
    qtbot.wait(80)
    settled(qtbot, context)
    assert states(desk, event_id)["Jacobs"] == WAITING
    opened.close()


def test_somebody_new_is_registered_by_a_name_in_one_change(
    qtbot: QtBot, context: Context, page: EventsPage, desk: Desk, event_id: UUID
) -> None:
    page.card.register()
    opened = sheet(RegisterSheet)
    qtbot.keyClicks(opened.search, "Omar Haddad")
    qtbot.keyClick(opened.search, Qt.Key.Key_Return)
    qtbot.wait(80)
    settled(qtbot, context)
    assert opened.form.values()["surname"] == "Haddad"
    qtbot.mouseClick(opened.accept_button, Qt.MouseButton.LeftButton)
    settled(qtbot, context)
    assert states(desk, event_id)["Haddad"] == WAITING
    desk.undo()
    assert desk.read(people_queries.learners, search="haddad") == []
    opened.close()


def test_registering_twice_is_said_where_it_happens(
    qtbot: QtBot, context: Context, page: EventsPage
) -> None:
    page.card.register()
    opened = sheet(RegisterSheet)
    qtbot.keyClicks(opened.search, "mart")
    qtbot.keyClick(opened.search, Qt.Key.Key_Return)
    qtbot.wait(80)
    settled(qtbot, context)
    assert bare(opened.fault.words.text()) == "Léa Martin is registered for Open day already."
    opened.close()


def test_an_event_deleted_comes_back_with_everybody(
    qtbot: QtBot, context: Context, page: EventsPage, desk: Desk, event_id: UUID
) -> None:
    page.card.delete()
    settled(qtbot, context)
    assert page.table.empty.isVisible()
    assert page.table.empty.sentence.text() == "No event is to come. Plan one."
    desk.undo()
    settled(qtbot, context)
    assert names_of(page.card.registrations.table.rows) == [
        "Amina Aziz",
        "Léa Martin",
        "Jan Peeters",
    ]


def test_the_hours_are_on_the_clock_of_the_campus(
    qtbot: QtBot, context: Context, desk: Desk
) -> None:
    from datetime import UTC, datetime

    padua = add_campus(
        desk, "PAD", name="Padua", country="IT", zone="Europe/Rome", languages=("it",)
    )
    start = datetime(2027, 6, 1, 17, tzinfo=UTC)
    event_id = add_event(
        desk, padua, "PADUA", 1, starts_at=start, ends_at=start + timedelta(hours=2)
    )
    with on_stage(qtbot, context, EventsPage(context)) as page:
        page.show_record(event_id)
        settled(qtbot, context)
        assert "Tuesday, 1 June 2027, 19:00–21:00" in bare(words(page.card))


def test_every_field_and_button_of_the_sheets_has_a_name(
    qtbot: QtBot, context: Context, page: EventsPage
) -> None:
    page.card.edit()
    settled(qtbot, context)
    page.card.register()
    for kind in (EventSheet, RegisterSheet):
        opened = sheet(kind)
        assert nameless(opened) == []
        opened.close()
