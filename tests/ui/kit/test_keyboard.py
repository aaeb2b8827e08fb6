"""Ctrl+letter on a keyboard without Latin letters."""

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAction, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QLineEdit

from mgdesk.ui.kit.keyboard import LatinShortcuts, letter_of_place

CONTROL = Qt.KeyboardModifier.ControlModifier
ARABIC_NOON, ARABIC_ALEF, ARABIC_YEH = 0x646, 0x627, 0x64A  # on K, H and D


def press(widget, key, scan_code, modifiers=CONTROL):
    event = QKeyEvent(QEvent.Type.KeyPress, key, modifiers, scan_code, 0, 0)
    QApplication.sendEvent(widget.windowHandle(), event)
    return event


@pytest.fixture
def fired(qapp, qtbot):
    field, fired = QLineEdit(), []
    qtbot.addWidget(field)
    field.show()
    field.activateWindow()
    actions = []
    for name, keys in (("palette", "Ctrl+K"), ("redo", "Ctrl+Shift+Z")):
        action = QAction(name, field)
        action.setShortcut(QKeySequence(keys))
        action.triggered.connect(lambda _on=False, name=name: fired.append(name))
        actions.append(action)
    latin = LatinShortcuts(field)
    latin.watch(lambda: actions)
    qtbot.waitUntil(lambda: QApplication.focusWindow() is field.windowHandle())
    yield field, fired
    latin.stop()


def test_the_key_at_the_place_of_k_is_ctrl_k(fired):
    field, names = fired
    press(field, ARABIC_NOON, 45)
    press(field, ARABIC_NOON, 52, CONTROL | Qt.KeyboardModifier.ShiftModifier)
    assert names == ["palette", "redo"]


def test_copy_and_paste_reach_the_field_that_is_typed_in(fired):
    field, _names = fired
    field.setText("Amina")
    press(field, ARABIC_ALEF, 38)  # A: select all
    press(field, ARABIC_ALEF, 54)  # C: copy
    assert QGuiApplication.clipboard().text() == "Amina"


def test_typing_and_latin_shortcuts_are_left_alone(fired):
    field, names = fired
    press(field, ARABIC_NOON, 45, Qt.KeyboardModifier.NoModifier)
    press(field, Qt.Key.Key_K, 45)
    press(field, Qt.Key.Key_F1, 67)
    assert names == []


@pytest.mark.parametrize(
    ("scan_code", "virtual_key", "platform", "letter"),
    [
        (24, 0, "linux", "Q"),
        (45, 0, "linux", "K"),
        (58, 0, "linux", "M"),
        (65, 0, "linux", ""),
        (0, 75, "win32", "K"),
        (0, 13, "win32", ""),
        (0, 40, "darwin", "K"),
        (0, 6, "darwin", "Z"),
        (0, 45, "darwin", "N"),
        (0, 46, "darwin", "M"),
        (0, 31, "darwin", "O"),
        (0, 35, "darwin", "P"),
        (0, 3, "darwin", "F"),
        (0, 36, "darwin", ""),
        (0, 200, "darwin", ""),
    ],
)
def test_places_are_letters_on_each_system(scan_code, virtual_key, platform, letter):
    assert letter_of_place(scan_code, virtual_key, platform) == letter
