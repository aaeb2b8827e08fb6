"""The calendar under the hand: walked, moved by keys and by mouse, refused; booking by keys."""

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication

from mgdesk.queries.agenda import agenda
from mgdesk.queries.availability import exceptions
from mgdesk.queries.coaching import coaching_session, coaching_sessions
from mgdesk.rules.agenda import AgendaKind
from mgdesk.rules.coaching import CoachingStatus
from mgdesk.services.calendars import Verdict
from mgdesk.ui.editors.calendar_import import CalendarImportSheet
from mgdesk.ui.editors.coaching_sheet import CoachingSheet
from mgdesk.ui.editors.event import event_offer
from mgdesk.ui.editors.event_sheet import EventSheet
from mgdesk.ui.pages.calendar import CalendarPage
from mgdesk.ui.pages.learners import LearnersPage
from tests.accompaniment_scene import TWO, make_scene
from tests.cohort_scene import add_people
from tests.ui.stage import on_stage, open_sheets, settled, sheet, words

HOUR = timedelta(hours=1)
CALENDARS = Path(__file__).parents[2] / "data" / "calendars"


@pytest.fixture
def scene(context):
    return make_scene(context.desk, "ACC")


def show(page, qtbot, context, day: date) -> None:
    page._day = day
    page._load()
    settled(qtbot, context)


def start_of(context, coaching_id) -> datetime:
    row = context.desk.read(coaching_session, coaching_id=coaching_id)
    return row.starts_local.replace(tzinfo=None)


def test_keys_choose_move_and_say_how_an_appointment_stands(qtbot, context, scene) -> None:
    first = scene.book()
    lea = add_people(context.desk, ("Léa", "Martin"))[0]
    scene.book(person_id=lea, starts_at=TWO + 2 * HOUR)
    with on_stage(qtbot, context, CalendarPage(context)) as page:
        show(page, qtbot, context, TWO.date())
        page.kinds.value = AgendaKind.COACHING
        view = page.view
        qtbot.keyClick(view, Qt.Key.Key_Down)
        assert view.current.id == first
        assert "Amina El Idrissi" in view.accessibleDescription()
        qtbot.keyClick(view, Qt.Key.Key_M)
        qtbot.keyClick(view, Qt.Key.Key_Right)
        for _turn in range(4):
            qtbot.keyClick(view, Qt.Key.Key_Up)
        qtbot.keyClick(view, Qt.Key.Key_Return)
        settled(qtbot, context)
        assert start_of(context, first) == TWO + 23 * HOUR
        context.desk.undo()
        settled(qtbot, context)
        assert start_of(context, first) == TWO
        qtbot.keyClick(view, Qt.Key.Key_M)
        for _turn in range(8):
            qtbot.keyClick(view, Qt.Key.Key_Down)
        qtbot.keyClick(view, Qt.Key.Key_Return)  # where Léa is: refused
        settled(qtbot, context)
        assert start_of(context, first) == TWO
        qtbot.keyClick(view, Qt.Key.Key_W)
        settled(qtbot, context)
        row = context.desk.read(coaching_session, coaching_id=first)
        assert row.status is CoachingStatus.WAITING
        opened = []
        view.opened.connect(opened.append)
        qtbot.keyClick(view, Qt.Key.Key_Return)
        assert opened[0].record_id == scene.amina


@pytest.mark.parametrize(
    "direction", [Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft]
)
def test_the_mouse_drags_an_appointment_to_another_day(qtbot, context, scene, direction) -> None:
    first = scene.book()
    with on_stage(qtbot, context, CalendarPage(context)) as page:
        page.view.setLayoutDirection(direction)
        show(page, qtbot, context, TWO.date())
        page.kinds.value = AgendaKind.COACHING
        view = page.view
        tile = next(one for one in view._tiles if one.row.id == first)
        here = view._shown(tile.rect).center()
        _left, wide = view._span(2)
        way = int(-wide if direction == Qt.LayoutDirection.RightToLeft else wide)
        there = here + type(here)(way, 0)
        qtbot.mousePress(view.viewport(), Qt.MouseButton.LeftButton, pos=here)
        qtbot.mouseMove(view.viewport(), there)
        qtbot.mouseRelease(view.viewport(), Qt.MouseButton.LeftButton, pos=there)
        settled(qtbot, context)
        assert start_of(context, first) == TWO + 24 * HOUR


def test_an_appointment_is_booked_in_at_most_four_keys(qtbot, context, scene) -> None:
    with on_stage(qtbot, context, LearnersPage(context)) as page:
        page.show_record(scene.amina)
        settled(qtbot, context)
        keys = 1  # Ctrl+B, which the window's menu has
        page.card.coaching.book()
        settled(qtbot, context)
        form = sheet(CoachingSheet).form
        offered = [form.free.itemText(n) for n in range(form.free.count())]
        assert len(offered) > 2
        for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Return):
            widget = QApplication.focusWidget() or form.free
            qtbot.keyClick(widget, key)
            keys += 1
        settled(qtbot, context)
        (row,) = context.desk.read(coaching_sessions, person_id=scene.amina)
        assert (keys, row.coach_id) == (4, scene.karim)


def drop(page, path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier
    page.dropEvent(QDropEvent(QPointF(1, 1), copy, data, left, none.NoModifier))


def test_a_calendar_is_dropped_looked_at_taken_in_and_undone(qtbot, context, scene) -> None:
    def titles():
        rows = context.desk.read(agenda, first=date(2026, 1, 1), last=date(2027, 12, 31))
        return [one.title for one in rows if one.kind is AgendaKind.EVENT]

    with on_stage(qtbot, context, CalendarPage(context)) as page:
        drop(page, CALENDARS / "google.ics")
        settled(qtbot, context)
        shown = sheet(CalendarImportSheet)
        shown.form.first.value = date(2026, 1, 1)
        shown.form.last.value = date(2027, 12, 31)
        shown.look()
        settled(qtbot, context)
        new = [one for one in shown.table.rows if one.verdict is Verdict.NEW]
        assert f"{len(new)} seraient ajoutés" in shown.summary.text()
        assert titles() == []
        qtbot.mouseClick(shown.accept_button, Qt.MouseButton.LeftButton)
        settled(qtbot, context)
        taken = titles()
        assert (len(taken), open_sheets()) == (len(new), [])
        page.import_calendar()
        settled(qtbot, context)
        again = sheet(CalendarImportSheet)
        assert not again.accept_button.isEnabled()
        again.drop.dropped.emit([CALENDARS / "google.ics"])
        again.form.first.value, again.form.last.value = date(2026, 1, 1), date(2027, 12, 31)
        again.look()
        settled(qtbot, context)
        assert {one.verdict for one in again.table.rows} == {Verdict.SAME}
        assert not again.accept_button.isEnabled()
        coach = next(
            n for n in range(again.form.target.count()) if "Karim" in again.form.target.itemText(n)
        )
        again.form.target.setCurrentIndex(coach)
        again.look()
        settled(qtbot, context)
        again.take_in()
        settled(qtbot, context)
        away = context.desk.read(exceptions, coach_id=scene.karim)
        assert away
        assert {one.reason for one in away} == {""}
        context.desk.undo()
        assert context.desk.read(exceptions, coach_id=scene.karim) == []
        assert titles() == taken
        context.desk.undo()
        assert titles() == []
        page.import_calendar()
        settled(qtbot, context)
        wrong = sheet(CalendarImportSheet)
        wrong.drop.dropped.emit([Path(__file__)])
        settled(qtbot, context)
        assert "calendrier" in words(wrong.form)
        assert not wrong.accept_button.isEnabled()
        wrong.close()


def test_an_event_says_while_it_is_typed_that_its_room_is_taken(qtbot, context, scene) -> None:
    scene.book(room_id=scene.room_id)
    shown = EventSheet(None, context, context.desk.read(event_offer))
    shown.show()
    form = shown.form
    form.day.value, form.campus.value = TWO.date(), scene.campus_id
    form.campus.edited.emit()
    form.room.value = scene.room_id
    form.start.value, form.end.value = TWO.time(), (TWO + HOUR).time()
    form.changed.emit()
    qtbot.waitUntil(form.clash.isVisible, timeout=5_000)
    assert "Ada" in form.clash.words.text()
    form.start.value, form.end.value = (TWO + HOUR).time(), (TWO + 2 * HOUR).time()
    form.changed.emit()
    qtbot.waitUntil(form.clash.isHidden, timeout=5_000)
    shown.close()
