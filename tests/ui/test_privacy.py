"""F9: on every page, with its dialogs, nobody's name, phone or e-mail can be read, and back again."""

import re

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QHeaderView,
    QLabel,
    QMenu,
)
from sqlalchemy import select

from mgdesk.model import Person
from mgdesk.rules import names
from mgdesk.ui.kit import veil
from mgdesk.ui.kit.table import Table
from mgdesk.ui.kit.tablerow import CELL_ROLE, Cell
from mgdesk.ui.main_window import PLACES
from tests.ui.walking import activate, no_file_dialogs, settle, some, walk

pytestmark = pytest.mark.early

ROLES = (
    Qt.ItemDataRole.DisplayRole,
    Qt.ItemDataRole.AccessibleTextRole,
    Qt.ItemDataRole.ToolTipRole,
    CELL_ROLE,
)


def everything_shown():
    """All text that is on the glass or in the ear: labels, buttons, menus, titles, cells, headings."""
    texts = []
    for widget in QApplication.allWidgets():
        if not widget.isVisible() and not isinstance(widget, QMenu):
            continue
        texts += [widget.windowTitle(), widget.toolTip(), widget.accessibleName()]
        if isinstance(widget, QLabel | QAbstractButton):
            texts.append(widget.text())
        texts += [action.text() for action in widget.actions()]
        if isinstance(widget, QAbstractItemView) and not isinstance(widget, QHeaderView):
            texts += cells(widget.model())
    return [text for text in texts if text]


def cells(model):
    if model is None:
        return []
    rows, columns = range(min(model.rowCount(), 60)), range(model.columnCount())
    found = [
        model.index(row, column).data(role) for row in rows for column in columns for role in ROLES
    ]
    for side, many in ((Qt.Orientation.Horizontal, columns), (Qt.Orientation.Vertical, rows)):
        found += [model.headerData(n, side, role) for n in many for role in ROLES[:3]]
    found = [f"{one.text}\n{one.second}" if isinstance(one, Cell) else one for one in found]
    return [one for one in found if isinstance(one, str)]


def people(session):
    rows = session.execute(select(Person.first_name, Person.surname, Person.phone, Person.email))
    return [tuple(row) for row in rows]


def known_by(rows):
    """A pattern of everything that would tell who somebody is."""
    told = set()
    for first, surname, phone, email in rows:
        told.update({names.display_name(first, surname), surname, email})
        told.add(phone.removeprefix("+32"))
    told.discard("Noël")  # a day without class too, which the timetable names
    wanted = sorted((re.escape(one) for one in told if len(one) > 3), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(wanted)})(?!\w)")


@pytest.mark.parametrize("place", some((place.id for place in PLACES), "today"))
def test_nobody_can_be_read_on_any_page_while_privacy_is_on(place, demo_window, qtbot, monkeypatch):
    no_file_dialogs(monkeypatch)
    pattern = known_by(demo_window.context.desk.read(people))
    demo_window.commands.find("privacy").trigger()
    settle(qtbot, demo_window)
    for where in walk(demo_window, place, qtbot):
        read = [text for text in everything_shown() if pattern.search(text)]
        assert read == [], where


def test_the_key_hides_at_once_says_so_and_gives_back_while_search_goes_on(demo_window, qtbot):
    demo_window.go("learners")
    settle(qtbot, demo_window)
    activate(demo_window, qtbot)
    page = demo_window.shell.pages.currentWidget()
    table = page.findChild(Table)
    first = table.rows[0].name
    shown = lambda: table.model.index(0, 0).data()  # noqa: E731
    assert shown() == first
    word = "Confidentialité\u00a0: les noms sont masqués"
    assert word not in everything_shown()
    qtbot.keyClick(demo_window.frame, Qt.Key.Key_F9)
    assert first not in shown()
    assert word in everything_shown()
    settle(qtbot, demo_window)
    assert "•••" in shown()
    page.search.setText(first)
    page.search.searched.emit(first)
    settle(qtbot, demo_window)
    assert table.rows[0].name == first
    demo_window.rebuild()
    settle(qtbot, demo_window)
    assert veil.is_on()
    assert word in everything_shown()
    activate(demo_window, qtbot)
    qtbot.keyClick(demo_window.frame, Qt.Key.Key_F9)
    assert word not in everything_shown()
    assert any(first in text for text in everything_shown())


def test_everything_shown_sees_a_name(demo_window, qtbot):
    pattern = known_by(demo_window.context.desk.read(people))
    demo_window.go("learners")
    settle(qtbot, demo_window)
    assert any(pattern.search(text) for text in everything_shown())
