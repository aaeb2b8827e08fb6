"""Ctrl with a letter on a keyboard that writes no Latin letters: the key's place decides instead.

Measured: with an Arabic layout alone, Ctrl+K, F, N and P fire nothing, because Qt sees another
letter. The key's native code names its place; it is read as on a QWERTY keyboard, which is how
Arabic keyboards are drawn. On X11 and Wayland it is the kernel's code plus 8, on Windows the virtual
key, on macOS the virtual key of the ANSI layout.
"""

import sys
from collections.abc import Callable
from typing import Final

import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtGui import QAction, QGuiApplication, QKeyEvent, QKeySequence

_ROWS: Final = ((24, "QWERTYUIOP"), (38, "ASDFGHJKL"), (52, "ZXCVBNM"))
_MACOS: Final = "ASDFHGZXCV\0BQWERYT" + "\0" * 13 + "OU\0IP\0LJ\0K\0\0\0\0NM"
_CONTROL: Final = Qt.KeyboardModifier.ControlModifier
_PLAIN: Final = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier | _CONTROL


def letter_of_place(scan_code: int, virtual_key: int, platform: str = sys.platform) -> str:
    """The Latin capital that a QWERTY keyboard has where this key is; empty for other keys."""
    if platform == "win32":
        return chr(virtual_key) if 65 <= virtual_key <= 90 else ""
    if platform == "darwin":
        letter = _MACOS[virtual_key] if 0 <= virtual_key < len(_MACOS) else "\0"
        return "" if letter == "\0" else letter
    for first, letters in _ROWS:
        if first <= scan_code < first + len(letters):
            return letters[scan_code - first]
    return ""


class LatinShortcuts(QObject):
    """Gives Ctrl+letter to its action, or to the field typed in.

    Listens on the window that has the keyboard alone: a filter of the application is asked at every event
    of the program, and waits each time for whoever works beside the window.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._actions: Callable[[], list[QAction]] = list
        self._is_sending = False
        self._window: QObject | None = None
        application = QGuiApplication.instance()
        assert isinstance(application, QGuiApplication)
        application.focusWindowChanged.connect(self._listen)
        self._listen(application.focusWindow())

    def stop(self) -> None:
        """Listen no more: the program ends."""
        application = QGuiApplication.instance()
        assert isinstance(application, QGuiApplication)
        application.focusWindowChanged.disconnect(self._listen)
        self._listen(None)

    def _listen(self, window: QObject | None) -> None:
        former, self._window = self._window, window
        if former is not None and shiboken6.isValid(former):
            former.removeEventFilter(self)
        if window is not None:
            window.installEventFilter(self)

    def watch(self, actions: Callable[[], list[QAction]]) -> None:
        """Where to find the actions whose shortcuts are found by the key's place."""
        self._actions = actions

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.KeyPress or self._is_sending:
            return False
        assert isinstance(event, QKeyEvent)
        letter = self._foreign_letter(event)
        return bool(letter) and self._press(watched, letter, event)

    def _foreign_letter(self, event: QKeyEvent) -> str:
        modifiers = event.modifiers()
        is_plain = modifiers & _CONTROL and not modifiers & ~_PLAIN
        if not is_plain or event.key() < 0x80 or event.key() >= Qt.Key.Key_Escape:
            return ""
        return letter_of_place(event.nativeScanCode(), event.nativeVirtualKey())

    def _press(self, watched: QObject, letter: str, event: QKeyEvent) -> bool:
        key = Qt.Key(ord(letter))
        wanted = QKeySequence(int(key) | event.modifiers().value)
        for action in self._actions():
            if action.isEnabled() and wanted in action.shortcuts():
                action.trigger()
                return True
        self._is_sending = True
        latin = QKeyEvent(QEvent.Type.KeyPress, int(key), event.modifiers())
        QCoreApplication.sendEvent(watched, latin)
        self._is_sending = False
        return latin.isAccepted()
