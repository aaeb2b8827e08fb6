"""Every screen can be heard: no widget takes the focus without a name that a screen reader can say."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QApplication,
    QDialog,
    QFileDialog,
    QLineEdit,
    QTableView,
    QTabWidget,
    QWidget,
)

from mgdesk import i18n
from mgdesk.services import demo
from mgdesk.settings import Settings
from mgdesk.ui import crash
from mgdesk.ui.kit.frame import Frame
from mgdesk.ui.kit.table import Table
from mgdesk.ui.main_window import PLACES, MainWindow

# Qt's own insides, which take no Tab: their parent speaks for them.
INSIDE = {"qt_spinbox_lineedit", "qt_scrollarea_viewport", "qt_tabwidget_stackedwidget"}


def nameless(root):
    """Focusable widgets under this one that have no name to say, as readable strings."""
    found = []
    for widget in [root, *root.findChildren(QWidget)]:
        if widget.focusPolicy() == Qt.FocusPolicy.NoFocus or widget.objectName() in INSIDE:
            continue
        if not widget.isEnabledTo(root) or not widget.isVisibleTo(root):
            continue
        if isinstance(widget.parentWidget(), QAbstractScrollArea) and widget.inherits(
            "QHeaderView"
        ):
            continue  # its sections are named
        heard = QAccessible.queryAccessibleInterface(widget)
        if heard is None or not heard.text(QAccessible.Text.Name).strip():
            found.append(f"{_path(widget)}")
    return found


def _path(widget):
    names = []
    while widget is not None:
        names.append(widget.objectName() or type(widget).__name__)
        widget = widget.parentWidget()
    return " < ".join(names[:6])


@pytest.fixture(scope="module")
def demo_home(tmp_path_factory):
    from mgdesk.desk import open_desk
    from mgdesk.paths import Home

    home = Home(tmp_path_factory.mktemp("demo") / "home")
    desk = open_desk(home)
    desk.do(demo.make_demo)
    desk.close()
    return home


@pytest.fixture
def window(qapp, qtbot, background, demo_home):
    from mgdesk.desk import open_desk

    desk = open_desk(demo_home)
    i18n.speak("fr")
    frame = Frame("", "#ffffff", "#ffffff")
    qtbot.addWidget(frame)
    made = MainWindow(frame, Settings(theme="light"), background, dress=lambda: None)
    frame.show()
    made.open_with(lambda: desk)
    settle(qtbot, made, background)
    yield made
    background.close()
    background.wait()
    desk.close()


def settle(qtbot, window, background):
    qtbot.waitUntil(lambda: window.context is not None, timeout=20_000)
    for _turn in range(4):
        qtbot.waitUntil(lambda: background.is_idle, timeout=20_000)
        qtbot.wait(20)


def shown_dialogs():
    return [w for w in QApplication.topLevelWidgets() if isinstance(w, QDialog) and w.isVisible()]


def close_dialogs(qtbot):
    for dialog in shown_dialogs():
        dialog.close()
    qtbot.wait(1)


@pytest.mark.parametrize("place", [place.id for place in PLACES])
def test_every_page_its_record_its_parts_and_its_dialogs_can_be_heard(
    place, window, qtbot, background, monkeypatch
):
    # The system's own file dialog is not ours, and waits for somebody.
    for ask in ("getOpenFileName", "getOpenFileNames", "getSaveFileName", "getExistingDirectory"):
        monkeypatch.setattr(QFileDialog, ask, lambda *_a, **_k: ("", ""))
    window.go(place)
    settle(qtbot, window, background)
    page = window.shell.pages.currentWidget()
    assert nameless(window.frame) == []
    for table in page.findChildren(Table):
        if table.isVisible() and table.rows:
            table.step(1)
            settle(qtbot, window, background)
    assert nameless(window.frame) == []
    for tabs in page.findChildren(QTabWidget):
        for part in range(tabs.count()):
            tabs.setCurrentIndex(part)
            settle(qtbot, window, background)
            assert nameless(window.frame) == [], tabs.tabText(part)
    for command in window.commands.all:
        if command.menu == "record" or command.id == "new":
            shown = window.commands.find(command.id)
            if shown is None or not shown.isEnabled() or command.id.endswith("delete"):
                continue
            shown.trigger()
            settle(qtbot, window, background)
            for dialog in shown_dialogs():
                assert nameless(dialog) == [], command.id
            close_dialogs(qtbot)


def test_help_palette_and_the_calm_dialog_can_be_heard(window, qtbot):
    for show in (window.help, window.finder.open):
        show()
        assert shown_dialogs()
        for dialog in shown_dialogs():
            assert nameless(dialog) == []
        close_dialogs(qtbot)
    sheet = crash.crash_sheet(window.frame, ZeroDivisionError())
    assert nameless(sheet) == []
    sheet.close()


def test_tables_are_heard_cell_by_cell(window, qtbot, background):
    view = next(v for v in window.frame.findChildren(QTableView) if v.isVisible())
    model = view.model()
    assert model.rowCount() > 0
    spoken = model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken.strip()


def test_the_walk_notices_a_field_without_a_name(qtbot):
    holder = QWidget()
    qtbot.addWidget(holder)
    QLineEdit(holder).setObjectName("mute")
    holder.show()
    assert nameless(holder) == ["mute < QWidget"]
