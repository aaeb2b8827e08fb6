"""Shares drawn as bars: one lying bar for now, small standing ones for the days of some weeks."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from mgdesk.ui.kit import theme

_FULL = 1.0


@dataclass(frozen=True)
class DayBar:
    """A day's share of 1; `words` say it with its figures, and for whoever only hears them."""

    share: float
    words: str


class ShareBar(QWidget):
    """A share of 1 as a bar from the start of the line; full is amber. The words beside it say the same."""

    def __init__(self, share: float, words: str) -> None:
        super().__init__()
        self._share = min(_FULL, max(0.0, share))
        self.setAccessibleName(words)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(theme.px(80), theme.px(8))

    def paintEvent(self, _event: QPaintEvent) -> None:
        colours = theme.tokens()
        painter = _begin(self)
        whole = QRectF(self.rect())
        round_by = whole.height() / 2
        painter.setBrush(QColor(colours.neutral_tint))
        painter.drawRoundedRect(whole, round_by, round_by)
        if self._share:
            wide = max(whole.height(), whole.width() * self._share)
            left = whole.right() - wide if self.isRightToLeft() else whole.left()
            painter.setBrush(QColor(colours.late if self._share >= _FULL else colours.accent))
            painter.drawRoundedRect(
                QRectF(left, whole.top(), wide, whole.height()), round_by, round_by
            )
        painter.end()


class DayBars(QWidget):
    """A standing bar for each day, the last day at the end of the line; the pointer reads each."""

    def __init__(self, bars: Sequence[DayBar], words: str) -> None:
        super().__init__()
        self._bars = tuple(bars)
        self.setAccessibleName(words)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(theme.px(6) * len(self._bars), theme.px(36))

    def mouseMoveEvent(self, event: object) -> None:
        x = event.position().x()  # type: ignore[attr-defined]  # a QMouseEvent
        place = next((n for n in range(len(self._bars)) if self._slot(n).contains(x, 1)), None)
        self.setToolTip("" if place is None else self._bars[place].words)

    def paintEvent(self, _event: QPaintEvent) -> None:
        colours = theme.tokens()
        painter = _begin(self)
        for place, bar in enumerate(self._bars):
            slot = self._slot(place)
            gap = max(1.0, slot.width() * 0.15)
            tall = max(theme.px(2), slot.height() * min(_FULL, bar.share))
            ink = colours.late if bar.share >= _FULL else colours.accent
            painter.setBrush(QColor(ink if bar.share else colours.neutral_tint))
            painter.drawRect(
                QRectF(slot.left() + gap, slot.bottom() - tall, slot.width() - 2 * gap, tall)
            )
        painter.end()

    def _slot(self, place: int) -> QRectF:
        wide = self.width() / max(1, len(self._bars))
        at = len(self._bars) - 1 - place if self.isRightToLeft() else place
        return QRectF(at * wide, 0, wide, self.height())


def _begin(widget: QWidget) -> QPainter:
    painter = QPainter(widget)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    return painter
