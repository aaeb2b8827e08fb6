"""Keeps the keys that somebody types before the page is there, and gives them to its first field."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QObject

if TYPE_CHECKING:  # each class of Qt is built when it is first named
    from collections.abc import Callable

    from PySide6.QtGui import QKeyEvent
    from PySide6.QtWidgets import QWidget

MOST_KEYS = 200


class TypedAhead(QObject):
    """Listens on the window until `give_back`."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._kept: list[QKeyEvent] = []
        self.typed: Callable[[str], object] | None = None  # told what was typed so far
        window.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.KeyPress:
            return False
        from PySide6.QtGui import QKeyEvent

        assert isinstance(event, QKeyEvent)
        if event.text() and len(self._kept) < MOST_KEYS:
            self._kept.append(QKeyEvent(event))
            if self.typed is not None:
                self.typed(self.text)
        return False

    @property
    def text(self) -> str:
        """What can be read of what was typed."""
        return "".join(event.text() for event in self._kept if event.text().isprintable())

    def give_back(self) -> None:
        """Type again what was typed, where the focus is now; a scan among it is one still."""
        self._window.removeEventFilter(self)
        target = self._window.focusWidget()  # the window's own, were it not the active one
        keyboard = self._window.windowHandle()
        if target is not None and target is not self._window:
            for event in self._kept:
                QCoreApplication.sendEvent(keyboard or target, event)
        self._kept.clear()
