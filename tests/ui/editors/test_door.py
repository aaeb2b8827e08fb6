"""The door of an event, by keys, clicks and scans: what is said, what is written, what is undone."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from mgdesk.desk import Desk, open_desk
from mgdesk.i18n import speak
from mgdesk.queries import events as event_queries
from mgdesk.queries import people as people_queries
from mgdesk.rules.clock import wall_clock
from mgdesk.rules.codes import person_code
from mgdesk.rules.events import EventStatus, RegistrationStatus
from mgdesk.services import events
from mgdesk.ui.editors.door import DoorPanel
from mgdesk.ui.editors.more_papers import PapersDialog
from mgdesk.ui.kit import printing
from mgdesk.ui.kit.context import Context
from mgdesk.ui.pages.events import EventsPage
from tests.cohort_scene import add_campus, add_people, come
from tests.ui.editors.test_printing import text_of
from tests.ui.stage import bare, on_stage, settled, sheet
from tests.ui.test_accessible_names import nameless

CONFIRMED, WAITING = RegistrationStatus.CONFIRMED, RegistrationStatus.WAITING
ATTENDED, NO_SHOW = RegistrationStatus.ATTENDED, RegistrationStatus.NO_SHOW
ENTER = Qt.Key.Key_Return


@dataclass
class Evening:
    """Two places taken by Léa and Amina, Jan waits; Nora is known and not registered."""

    qtbot: QtBot
    context: Context
    desk: Desk
    page: EventsPage
    event_id: UUID
    people: tuple[UUID, ...]

    @property
    def door(self) -> DoorPanel:
        return self.page.door

    @property
    def said(self) -> list[str]:
        return bare(self.door.side.answer.words).split("\n")

    @property
    def states(self) -> dict[str, RegistrationStatus]:
        rows = self.desk.read(event_queries.registrations, event_id=self.event_id)
        return {row.first_name: row.status for row in rows}

    def settle(self) -> None:
        self.qtbot.wait(70)  # the pause after the last key
        settled(self.qtbot, self.context)

    def types(self, letters: str, *, enter: bool = True) -> None:
        self.qtbot.keyClicks(self.door.search, letters)
        if enter:
            self.qtbot.keyClick(self.door.search, ENTER)
        self.settle()

    def enter(self) -> None:
        self.qtbot.keyClick(self.door.search, ENTER)
        self.settle()

    def clicks(self, button) -> None:
        self.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        self.settle()


@pytest.fixture
def evening(qtbot: QtBot, context: Context, desk: Desk) -> Iterator[Evening]:
    speak("en")
    start = wall_clock().replace(microsecond=0) - timedelta(minutes=10)
    event_id = desk.do(
        events.add_event,
        code="OPEN",
        campus_id=add_campus(desk),
        title="Open day",
        starts_at=start,
        ends_at=start + timedelta(hours=2),
        capacity=2,
    )
    names = (("Léa", "Martin"), ("Amina", "Aziz"), ("Jan", "Peeters"), ("Nora", "Jacobs"))
    people = add_people(desk, *names)
    for person_id in people[:3]:
        desk.do(events.register, event_id=event_id, person_id=person_id)
    with on_stage(qtbot, context, EventsPage(context)) as page:
        made = Evening(qtbot, context, desk, page, event_id, people)
        page.show_record(event_id)
        made.settle()
        page.card.start_check_in()
        made.settle()
        yield made


def test_the_door_fills_the_page_and_its_field_has_the_keys(evening: Evening) -> None:
    assert evening.door.isVisible()
    assert not evening.page.overview.isVisible()
    assert evening.page.focusWidget() is evening.door.search
    assert nameless(evening.page) == []
    evening.clicks(evening.page.back_button)
    assert evening.page.overview.isVisible()
    assert evening.page.heading.text() == "Events"


def test_letters_and_enter_check_in_say_it_large_and_are_undone(evening: Evening) -> None:
    evening.types("mart")
    assert evening.states["Léa"] == ATTENDED
    assert evening.said == ["Léa Martin", "checked in"]
    assert evening.door.search.text() == ""
    assert evening.desk.undo() == "Léa Martin checked in for Open day"
    evening.settle()
    assert evening.states["Léa"] == CONFIRMED
    assert "Scan a badge" in evening.said[0]


def test_enter_typed_before_the_list_follows_never_lets_in_somebody_else(evening: Evening) -> None:
    for letters in ("az", "mart"):
        evening.door.search.clear()
        evening.types(letters)
    assert evening.states == {"Amina": ATTENDED, "Léa": ATTENDED, "Jan": WAITING}


def test_a_click_on_the_arrival_checks_in_and_one_on_the_name_only_chooses(
    evening: Evening,
) -> None:
    table = evening.door.table
    for column, expected in ((0, CONFIRMED), (1, ATTENDED)):
        where = table.view.visualRect(table.model.index(0, column)).center()
        evening.qtbot.mouseClick(table.view.viewport(), Qt.MouseButton.LeftButton, pos=where)
        evening.settle()
        assert evening.states["Amina"] == expected


def test_a_badge_is_enough_and_twice_is_once(evening: Evening) -> None:
    code = person_code(evening.people[0])
    evening.types(code)  # a scanner that types
    assert evening.said == ["Léa Martin", "checked in"]
    assert evening.page.take_scan(code)
    evening.settle()
    assert evening.said[1].startswith("already in, since ")
    assert len(evening.desk.read(event_queries.registrations, event_id=evening.event_id)) == 3


def test_two_badges_in_a_moment_are_two_people(evening: Evening) -> None:
    for person_id in evening.people[:2]:
        assert evening.page.take_scan(person_code(person_id))
    evening.settle()
    assert evening.states == {"Amina": ATTENDED, "Léa": ATTENDED, "Jan": WAITING}


def test_a_code_of_nobody_is_said_whatever_it_is(evening: Evening) -> None:
    evening.types(person_code(evening.event_id))
    assert evening.said[0] == "Unknown badge"
    assert evening.page.take_scan("https://example.org")
    settled(evening.qtbot, evening.context)
    assert bare(evening.said[1]) == "The code https://example.org is new here."


def test_who_waits_is_let_in_by_one_more_enter(evening: Evening) -> None:
    evening.types("peet")
    assert evening.said[:2] == ["Jan Peeters", "on the waiting list"]
    assert evening.states["Jan"] == WAITING
    evening.enter()
    assert evening.states["Jan"] == ATTENDED
    assert evening.said == ["Jan Peeters", "checked in"]


def test_an_offer_is_over_once_the_next_name_is_typed(evening: Evening) -> None:
    evening.types("peet")
    evening.types("mart")
    assert evening.states == {"Léa": ATTENDED, "Amina": CONFIRMED, "Jan": WAITING}


def test_the_first_of_the_waiting_list_moves_up(evening: Evening) -> None:
    evening.clicks(evening.door.side.next_button)
    assert evening.states["Jan"] == CONFIRMED
    assert not evening.door.side.next_button.isVisible()
    evening.desk.undo()
    assert evening.states["Jan"] == WAITING


def test_somebody_new_is_registered_by_the_name_and_one_more_key(evening: Evening) -> None:
    evening.types("Omar Haddad")
    assert evening.said[:2] == ["Omar Haddad", "not known here"]
    assert evening.desk.read(people_queries.learners, search="haddad") == []
    evening.enter()
    assert evening.said[:2] == ["Omar Haddad", "on the waiting list"]  # it is full
    evening.enter()
    assert evening.states["Omar"] == ATTENDED


def test_a_namesake_of_somebody_listed_is_registered_by_the_button(evening: Evening) -> None:
    evening.types("Lea Mart", enter=False)
    assert bare(evening.door.new_button.text()) == "Register Lea Mart and check in"
    evening.clicks(evening.door.new_button)
    assert len(evening.desk.read(people_queries.learners, search="lea")) == 2


def test_who_is_known_and_not_registered_is_found_and_comes_in(evening: Evening) -> None:
    evening.types("jaco")
    assert evening.said[:2] == ["Nora Jacobs", "on the waiting list"]


def test_several_are_marked_with_space_and_come_in_as_one(evening: Evening) -> None:
    view = evening.door.table.view
    view.setFocus()
    view.setCurrentIndex(evening.door.table.model.index(0, 0))
    view.clearSelection()
    for _twice in range(2):
        evening.qtbot.keyClick(view, Qt.Key.Key_Space)
    assert bare(evening.door.side.group_button.text()) == "Check in the 2 chosen"
    evening.qtbot.keyClick(view, ENTER)
    evening.settle()
    assert evening.states == {"Amina": ATTENDED, "Léa": ATTENDED, "Jan": WAITING}
    assert evening.said[0] == "2 people"
    evening.desk.undo()
    assert evening.states == {"Amina": CONFIRMED, "Léa": CONFIRMED, "Jan": WAITING}


def test_a_letter_in_the_list_goes_to_the_field(evening: Evening) -> None:
    evening.door.table.view.setFocus()
    evening.qtbot.keyClicks(evening.door.table.view, "m")
    assert evening.door.search.text() == "m"
    assert evening.page.focusWidget() is evening.door.search


def test_everybody_expected_comes_by_one_button(evening: Evening) -> None:
    assert bare(evening.door.side.everybody_button.text()) == "Check in all 2 expected"
    evening.clicks(evening.door.side.everybody_button)
    assert evening.states == {"Amina": ATTENDED, "Léa": ATTENDED, "Jan": WAITING}


def test_closing_says_before_and_after_who_did_not_come_and_is_undone(evening: Evening) -> None:
    evening.types("mart")
    side = evening.door.side
    assert bare(side._ended.text()).startswith("1 person is expected and did not come")
    assert bare(evening.page.card._closing.text()) == bare(side._ended.text())
    evening.clicks(side.close_button)
    assert evening.states["Amina"] == NO_SHOW
    assert bare(side._ended.text()) == "The event is closed: 1 came, 1 did not."
    assert evening.desk.undo() == "Event Open day closed: 1 person did not come"
    evening.settle()
    assert evening.states["Amina"] == CONFIRMED
    detail = evening.desk.read(event_queries.event, event_id=evening.event_id)
    assert detail.status is EventStatus.PLANNED


def test_certificates_are_one_button_away_for_those_who_came(evening: Evening) -> None:
    assert not evening.door.side.papers_button.isVisible()
    evening.types("mart")
    evening.clicks(evening.door.side.papers_button)
    dialog = sheet(PapersDialog)
    assert bare(dialog.windowTitle()) == "Papers of Open day"
    evening.qtbot.waitUntil(lambda: bool(dialog.preview._data), timeout=20_000)
    assert "Léa Martin" in text_of(dialog.preview._data)
    dialog.close()


def test_what_another_door_writes_is_seen_here(evening: Evening) -> None:
    other = open_desk(evening.desk.home)
    come(other, evening.event_id, evening.people[0])
    assert evening.desk.hear_others() == {"check_in", "registration"}
    evening.settle()
    assert [row.first_name for row in evening.door.table.rows if row.arrived_at] == ["Léa"]
    other.close()


# --- badges ---------------------------------------------------------------------------------------


@pytest.fixture
def printer(evening: Evening, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The text of what a printer gets; an empty name for its `refuses` says that it takes nothing."""
    printed: list[str] = []

    def take(path: Path, name: str, _title: str, _options: object) -> None:
        if name == "Broken":
            raise printing.PrinterRefused(printer=name, reason="no paper")
        printed.append(text_of(path.read_bytes()))

    monkeypatch.setattr(printing, "has_cups", lambda: True)
    monkeypatch.setattr(printing, "send_to_cups", take)
    evening.context.settings.printers["badge"] = "Labels"
    return printed


def test_one_key_prints_the_badge_of_who_just_came(evening: Evening, printer: list[str]) -> None:
    evening.types("mart")
    (command,) = (one for one in evening.page.commands() if one.shortcut == "Ctrl+B")
    command.run()
    evening.settle()
    assert ["Martin" in text for text in printer] == [True]
    assert evening.said[-1] == "The badge is at the printer."


def test_the_box_prints_at_each_check_in_and_stays_on(evening: Evening, printer: list[str]) -> None:
    evening.door.side.automatic.click()
    evening.types("mart")
    evening.types("az")
    assert [("Martin" in text, "Aziz" in text) for text in printer] == [
        (True, False),
        (False, True),
    ]
    assert evening.context.settings.prints_badges


def test_a_printer_that_refuses_never_stops_the_door(evening: Evening, printer: list[str]) -> None:
    evening.context.settings.printers["badge"] = "Broken"
    evening.context.settings.prints_badges = True
    evening.types("mart")
    assert evening.states["Léa"] == ATTENDED
    assert evening.said[-1].startswith("No badge: ")
    assert "Broken" in evening.said[-1]


def test_without_a_printer_for_badges_it_says_where_to_choose_one(evening: Evening) -> None:
    evening.types("mart")
    evening.door.print_badge()
    assert evening.said[-1].startswith("No printer is chosen for badges.")
