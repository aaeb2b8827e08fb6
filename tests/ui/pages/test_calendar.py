"""The calendar under the hand: walked, moved by keys and by mouse, refused; booking by keys."""

from datetime import date, datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from mgdesk.queries.coaching import coaching_session, coaching_sessions
from mgdesk.rules.agenda import AgendaKind
from mgdesk.rules.coaching import CoachingStatus
from mgdesk.ui.editors.coaching_sheet import CoachingSheet
from mgdesk.ui.pages.calendar import CalendarPage
from mgdesk.ui.pages.learners import LearnersPage
from tests.accompaniment_scene import TWO, make_scene
from tests.cohort_scene import add_people
from tests.ui.stage import on_stage, settled, sheet

HOUR = timedelta(hours=1)


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
