"""Keeps the keys that somebody types before the page is there, and gives them to its first field."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:  # each class of Qt is built when it is first named
    from collections.abc import Callable

    from PySide6.QtGui import QKeyEvent

MOST_KEYS = 200


class TypedAhead:
    """What a window's keys are told to, from its first moment until `give_back`."""

    def __init__(self) -> None:
        self._kept: list[QKeyEvent] = []
        self.typed: Callable[[str], object] | None = None  # told what was typed so far

    def keep(self, event: QKeyEvent) -> None:
        from PySide6.QtGui import QKeyEvent

        if event.text() and len(self._kept) < MOST_KEYS:
            self._kept.append(QKeyEvent(event))
            if self.typed is not None:
                self.typed(self.text)

    @property
    def text(self) -> str:
        """What can be read of what was typed."""
        return "".join(event.text() for event in self._kept if event.text().isprintable())

    def give_back(self, hear: Callable[[QKeyEvent], object]) -> None:
        """Type again what was typed."""
        kept, self._kept = self._kept, []
        for event in kept:
            hear(event)
