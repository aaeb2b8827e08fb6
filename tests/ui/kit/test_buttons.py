"""Buttons answer to the keyboard as to the mouse."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from mgdesk.ui.kit.buttons import Button


def test_enter_presses_the_button_that_has_the_focus(qtbot: QtBot) -> None:
    pressed: list[str] = []
    over = QWidget()
    qtbot.addWidget(over)
    button = Button("Choose", on_click=lambda: pressed.append("chosen"), parent=over)
    over.show()
    button.setFocus()
    qtbot.keyClick(button, Qt.Key.Key_Return)
    button.setEnabled(False)
    qtbot.keyClick(button, Qt.Key.Key_Return)
    assert pressed == ["chosen"]
