"""Every screen can be heard: no widget takes the focus without a name that a screen reader can say."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractItemView, QAbstractScrollArea, QLineEdit, QTableView, QWidget

from mgdesk.ui import crash
from mgdesk.ui.main_window import PLACES
from tests.ui.walking import close_dialogs, no_file_dialogs, shown_dialogs, some, walk

pytestmark = pytest.mark.early

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


def seen_views(root):
    """The tables and lists that are shown with something in them."""
    holders = [root, *shown_dialogs()]
    views = [view for holder in holders for view in holder.findChildren(QAbstractItemView)]
    # The list of a combo box opens by itself; its entries are the words that are chosen.
    return [v for v in views if v.isVisible() and v.model() and v.model().rowCount()]


def scrolls_for_miles(view):
    """Whether Qt added up its columns wrongly, as it does when they are resized while it lays them out."""
    if not isinstance(view, QTableView):
        return False
    header = view.horizontalHeader()
    return header.length() != sum(header.sectionSize(n) for n in range(header.count()))


def speaks(view):
    """Whether each cell of the first row has words for a screen reader."""
    model = view.model()
    spoken = [
        model.index(0, column).data(Qt.ItemDataRole.AccessibleTextRole)
        or model.index(0, column).data(Qt.ItemDataRole.DisplayRole)
        for column in range(model.columnCount())
    ]
    return any(str(words or "").strip() for words in spoken)


@pytest.mark.parametrize("place", some((place.id for place in PLACES), "today", "applications"))
def test_every_page_its_record_its_parts_and_its_dialogs_can_be_heard(
    place, demo_window, qtbot, monkeypatch
):
    no_file_dialogs(monkeypatch)
    for where in walk(demo_window, place, qtbot):
        assert nameless(demo_window.frame) == [], where
        for dialog in shown_dialogs():
            assert nameless(dialog) == [], where
        mute = [view for view in seen_views(demo_window.frame) if not speaks(view)]
        assert mute == [], where
        assert [view for view in seen_views(demo_window.frame) if scrolls_for_miles(view)] == [], (
            where
        )


def test_help_palette_and_the_calm_dialog_can_be_heard(demo_window, qtbot):
    window = demo_window
    for show in (window.help, window.about, window.finder.open):
        show()
        assert shown_dialogs()
        for dialog in shown_dialogs():
            assert nameless(dialog) == []
        close_dialogs(qtbot)
    sheet = crash.crash_sheet(window.frame, ZeroDivisionError())
    assert nameless(sheet) == []
    sheet.close()


def test_the_walk_notices_a_field_without_a_name(qtbot):
    holder = QWidget()
    qtbot.addWidget(holder)
    QLineEdit(holder).setObjectName("mute")
    holder.show()
    assert nameless(holder) == ["mute < QWidget"]
