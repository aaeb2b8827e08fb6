"""What stands on Today's place in the first moments: who is expected, and the letters typed so far.

Painted with nothing but Qt: no word is needed, so no language; no style sheet, no table, no import of ours.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QPaintEvent

_MARGIN, _FIELD, _ROW, _TOP = 28, 44, 48, 28  # pixels of the grid
_LIGHT = {"card": "#ffffff", "text": "#1b1f23", "muted": "#58626c", "line": "#e3e6ea", "ok": "#19713a",
          "accent": "#0b6e69"}  # fmt: skip
_DARK = {"card": "#1e2327", "text": "#e8eaed", "muted": "#a5adb4", "line": "#2d3338", "ok": "#6fd08c",
         "accent": "#5cc4bc"}  # fmt: skip


class EarlyBoard(QWidget):
    """Rows of name, hour, what for, and when they came; `typed` stands in the field above them."""

    def __init__(self, parent: QWidget, rows: Sequence[Any], *, is_dark: bool) -> None:
        super().__init__(parent)
        self._rows, self._colours = list(rows), _DARK if is_dark else _LIGHT
        self.typed = ""

    @property
    def names(self) -> list[str]:
        return [row.name for row in self._rows]

    def show_typed(self, typed: str) -> None:
        self.typed = typed
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        wide = self.width() - 2 * _MARGIN
        field = QRect(_MARGIN, _TOP, wide, _FIELD)
        card = QRect(
            _MARGIN, field.bottom() + 17, wide, self.height() - field.bottom() - 17 - _MARGIN
        )
        for place, line in ((field, "accent"), (card, "line")):
            painter.setPen(QColor(self._colours[line]))
            painter.setBrush(QColor(self._colours["card"]))
            painter.drawRoundedRect(place, 8, 8)
        self._words(painter, field.adjusted(12, 0, -12, 0), self.typed, "text", at_start=True)
        top = card.top() + 8
        for row in self._rows[: max(0, (card.height() - 16) // _ROW)]:
            self._row(painter, QRect(card.left() + 16, top, card.width() - 32, _ROW), row)
            top += _ROW
        painter.end()

    def _row(self, painter: QPainter, space: QRect, row: Any) -> None:
        self._words(painter, space, row.name, "text", at_start=True)
        state = (
            f"✓ {row.arrived}" if row.arrived else " · ".join(filter(None, (row.when, row.what)))
        )
        self._words(painter, space, state, "ok" if row.arrived else "muted", at_start=False)

    def _words(
        self, painter: QPainter, space: QRect, words: str, ink: str, *, at_start: bool
    ) -> None:
        at_left = at_start != self.isRightToLeft()
        side = Qt.AlignmentFlag.AlignLeft if at_left else Qt.AlignmentFlag.AlignRight
        painter.setPen(QColor(self._colours[ink]))
        flags = side | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(space, flags, words)
