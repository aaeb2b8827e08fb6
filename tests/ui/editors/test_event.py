"""The sheet of an event: a title and a day are enough, a code is proposed, mistakes are in words."""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from mgdesk.desk import Desk
from mgdesk.i18n import speak
from mgdesk.queries import events as event_queries
from mgdesk.queries.events import EventDetail
from mgdesk.services import campuses, events
from mgdesk.ui.editors.event import event_offer, proposed_code
from mgdesk.ui.editors.event_sheet import EventSheet
from mgdesk.ui.kit.context import Context
from tests.cohort_scene import add_campus
from tests.ui.stage import settled, words

BRUSSELS = ZoneInfo("Europe/Brussels")
Open = Callable[..., EventSheet]


@pytest.fixture(autouse=True)
def in_english() -> None:
    speak("en")


@pytest.fixture
def campus_id(desk: Desk) -> UUID:
    made = add_campus(desk)
    desk.do(campuses.add_room, campus_id=made, name="Agora", capacity=30)
    return made


@pytest.fixture
def opened(qtbot: QtBot, context: Context, campus_id: UUID) -> Iterator[Open]:
    """Opens the sheet over a window that outlives it."""
    over = QWidget()
    qtbot.addWidget(over)
    over.show()

    def opening(known: EventDetail | None = None) -> EventSheet:
        made = EventSheet(over, context, context.desk.read(event_offer), known=known)
        made.open()
        return made

    yield opening
    settled(qtbot, context)


def save(qtbot: QtBot, context: Context, made: EventSheet) -> None:
    qtbot.mouseClick(made.accept_button, Qt.MouseButton.LeftButton)
    settled(qtbot, context)


def the_event(desk: Desk) -> EventDetail:
    (row,) = desk.read(event_queries.events)
    return desk.read(event_queries.event, event_id=row.id)


def test_a_title_and_a_day_make_an_event_with_a_code(
    qtbot: QtBot, context: Context, desk: Desk, opened: Open
) -> None:
    made = opened()
    qtbot.keyClicks(made.form.title, "Open day")
    qtbot.keyClicks(made.form.day, "7/9/2027")
    save(qtbot, context, made)
    event = the_event(desk)
    assert (event.code, event.title, event.capacity) == ("OPEN-DAY-2027-09", "Open day", None)
    assert event.starts_local == datetime(2027, 9, 7, 18, tzinfo=BRUSSELS)
    assert event.ends_local == datetime(2027, 9, 7, 20, tzinfo=BRUSSELS)


def test_an_event_after_midnight_ends_the_next_day(
    qtbot: QtBot, context: Context, desk: Desk, opened: Open
) -> None:
    made = opened()
    made.form.title.value, made.form.day.value = "Night", date(2027, 9, 7)
    made.form.start.setText("22h")
    made.form.end.setText("1h30")
    save(qtbot, context, made)
    assert the_event(desk).ends_local == datetime(2027, 9, 8, 1, 30, tzinfo=BRUSSELS)


def test_an_event_that_ends_before_it_starts_is_refused_in_its_field(
    qtbot: QtBot, context: Context, desk: Desk, opened: Open
) -> None:
    made = opened()
    made.form.title.value, made.form.day.value = "Night", date(2027, 9, 7)
    made.form.last_day.value = date(2027, 9, 6)
    save(qtbot, context, made)
    found = made.form.mistakes()
    assert found[made.form.last_day] == (
        "The event ends before it starts. Correct one of the two times."
    )
    assert desk.read(event_queries.events) == []


def test_nothing_typed_says_what_is_missing(
    qtbot: QtBot, context: Context, desk: Desk, opened: Open
) -> None:
    made = opened()
    save(qtbot, context, made)
    said = words(made.form)
    assert "An event needs a title: type one." in said
    assert "Say on which day it is." in said
    assert made.isVisible()


def test_more_places_than_seats_is_advised_not_refused(
    qtbot: QtBot, context: Context, desk: Desk, opened: Open
) -> None:
    made = opened()
    made.form.title.value, made.form.day.value = "Open day", date(2027, 9, 7)
    made.form.room.setCurrentIndex(1)
    made.form.capacity.setValue(50)
    made.form.is_valid()
    assert "The room has 30 seats." in words(made.form)
    save(qtbot, context, made)
    event = the_event(desk)
    assert (event.room, event.capacity) == ("Agora", 50)


def test_only_what_was_changed_is_written_and_undone_by_name(
    qtbot: QtBot, context: Context, desk: Desk, campus_id: UUID, opened: Open
) -> None:
    desk.do(
        events.add_event,
        code="OPEN",
        campus_id=campus_id,
        title="Open day",
        starts_at=datetime(2027, 9, 7, 18),
        ends_at=datetime(2027, 9, 7, 20),
        capacity=12,
    )
    before = the_event(desk)
    made = opened(before)
    made.form.capacity.setValue(-1)
    save(qtbot, context, made)
    assert the_event(desk).capacity is None
    assert desk.undo() == "Event Open day changed"
    after = the_event(desk)
    assert (after.capacity, after.starts_at, after.title) == (12, before.starts_at, before.title)


@pytest.mark.parametrize(("keeps_mine", "capacity"), [(True, 40), (False, 12)])
def test_two_edits_at_once_are_settled_in_words(
    qtbot: QtBot,
    context: Context,
    desk: Desk,
    campus_id: UUID,
    opened: Open,
    keeps_mine: bool,
    capacity: int,
) -> None:
    event_id = desk.do(
        events.add_event,
        code="OPEN",
        campus_id=campus_id,
        title="Open day",
        starts_at=datetime(2027, 9, 7, 18),
        ends_at=datetime(2027, 9, 7, 20),
        capacity=12,
    )
    before = the_event(desk)
    made = opened(before)
    desk.do(events.update_event, event_id=event_id, version=before.version, title="Open evening")
    made.form.capacity.setValue(40)
    save(qtbot, context, made)
    assert "Somebody else changed this meanwhile: Title." in words(made.form)
    choice = made.form.conflict.mine_button if keeps_mine else made.form.conflict.theirs_button
    qtbot.mouseClick(choice, Qt.MouseButton.LeftButton)
    settled(qtbot, context)
    after = the_event(desk)
    assert (after.title, after.capacity) == ("Open evening", capacity)


@pytest.mark.parametrize(
    ("title", "day", "code"),
    [
        ("Journée portes ouvertes", date(2027, 9, 7), "JOURNEE-PORTES-2027-09"),
        ("Open day", date(2027, 9, 7), "OPEN-DAY-2027-09-2"),
        ("يوم مفتوح", None, "EVENT"),
        ("", date(2027, 9, 7), "EVENT-2027-09"),
    ],
)
def test_a_code_is_proposed_that_nobody_has(title: str, day: date | None, code: str) -> None:
    assert proposed_code(title, day, ["open-day-2027-09"]) == code
