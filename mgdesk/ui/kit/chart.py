"""A chart in the window: the shapes of `rules.chart` painted, each value to be pointed at and opened."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFont,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from mgdesk.rules.chart import Area, Chart, Drawing, Pen, Point, Spot, Stroke, Words
from mgdesk.rules.chart_layout import layout
from mgdesk.ui.kit import announce, theme

_NONE: Final = -1
_SHARE_OF_TEXT: Final = 0.92


class ChartView(QWidget):
    """One chart, as high as it needs for its width. Arrows go from value to value, Enter opens one."""

    opened = Signal(int)  # the place of the label whose value was chosen

    def __init__(self, chart: Chart, say: Callable[[float], str]) -> None:
        super().__init__()
        self._chart, self._say = chart, say
        self._drawing: Drawing | None = None
        self._at = _NONE
        self.setAccessibleName(chart.spoken)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setSizePolicy(policy)
        self._lay_out(theme.px(320))

    # --- laying out and painting -----------------------------------------------------------------

    def sizeHint(self) -> QSize:
        return QSize(theme.px(420), self.height())

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(220), self.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out(event.size().width())

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.StyleChange}:
            self._lay_out(self.width())
        super().changeEvent(event)

    def _lay_out(self, width: int) -> None:
        margin = theme.px(2)
        self._drawing = layout(self._chart, max(1, width - 2 * margin), self._pen())
        self.setFixedHeight(round(self._drawing.height) + 2 * margin)
        self.update()

    def _pen(self) -> Pen:
        return Pen(
            lambda text, size: self._metrics(size).horizontalAdvance(text),
            self._size(),
            self._say,
            is_mirrored=self.isRightToLeft(),
        )

    def _size(self) -> float:
        """Of text, in pixels: what shapes are measured by too."""
        return QFontMetricsF(self._font(theme.look().points * _SHARE_OF_TEXT)).ascent()

    def _font(self, points: float) -> QFont:
        made = QFont(self.font())
        made.setPointSizeF(points)
        return made

    def _font_of(self, size: float) -> QFont:
        made = QFont(self.font())
        made.setPointSizeF(theme.look().points * _SHARE_OF_TEXT * size / self._size())
        return made

    def _metrics(self, size: float) -> QFontMetricsF:
        return QFontMetricsF(self._font_of(size))

    def paintEvent(self, _event: QPaintEvent) -> None:
        drawing = self._drawing
        if drawing is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        margin = theme.px(2)
        painter.translate(margin, margin)
        for stroke in drawing.grid:
            self._paint_stroke(painter, stroke)
        for area in drawing.areas:
            self._paint_area(painter, area)
        for stroke in drawing.strokes:
            self._paint_stroke(painter, stroke)
        for words in drawing.words:
            self._paint_words(painter, words)
        if self._at != _NONE and self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(theme.tokens().accent), theme.px(2)))
            painter.drawRoundedRect(self._rect(drawing.spots[self._at]), theme.px(4), theme.px(4))
        elif self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(theme.tokens().accent), theme.px(2)))
            whole = QRectF(0, 0, drawing.width, drawing.height)
            painter.drawRoundedRect(whole, theme.px(4), theme.px(4))
        painter.end()

    def _x(self, x: float) -> float:
        assert self._drawing is not None
        return self._drawing.width - x if self.isRightToLeft() else x

    def _points(self, points: tuple[Point, ...]) -> list[QPointF]:
        return [QPointF(self._x(x), y) for x, y in points]

    def _paint_area(self, painter: QPainter, area: Area) -> None:
        ink = QColor(_ink(area.ink))
        ink.setAlphaF(area.share)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink)
        painter.drawPolygon(QPolygonF(self._points(area.points)))

    def _paint_stroke(self, painter: QPainter, stroke: Stroke) -> None:
        pen = QPen(QColor(_ink(stroke.ink)), max(1.0, stroke.width))
        if stroke.dash:
            pen.setDashPattern([part / pen.widthF() for part in stroke.dash])
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(pen)
        painter.drawPolyline(QPolygonF(self._points(stroke.points)))

    def _paint_words(self, painter: QPainter, words: Words) -> None:
        width = self._metrics(words.size).horizontalAdvance(words.text)
        size = words.size
        if words.room and width > words.room:
            size, width = words.size * words.room / width, words.room
        start = {"start": words.x, "centre": words.x - width / 2, "end": words.x - width}[
            words.side
        ]
        left = self._x(start) - width if self.isRightToLeft() else start
        painter.setFont(self._font_of(size))
        painter.setPen(QColor(_ink(words.ink)))
        # Words of the other direction keep their own; the place is ours.
        painter.drawText(QPointF(left, words.y), words.text)

    # --- pointing --------------------------------------------------------------------------------

    def _rect(self, spot: Spot) -> QRectF:
        x, y, width, height = spot.box
        left = self._x(x + width) if self.isRightToLeft() else x
        return QRectF(left, y, width, height)

    def _spot_at(self, place: QPointF) -> int:
        assert self._drawing is not None
        inside = place - QPointF(theme.px(2), theme.px(2))
        spots = enumerate(self._drawing.spots)
        return next((n for n, spot in spots if self._rect(spot).contains(inside)), _NONE)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        found = self._spot_at(event.position())
        is_one = found != _NONE
        self.setCursor(Qt.CursorShape.PointingHandCursor if is_one else Qt.CursorShape.ArrowCursor)
        if is_one:
            QToolTip.showText(event.globalPosition().toPoint(), self.words_of(found), self)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        found = self._spot_at(event.position())
        if event.button() == Qt.MouseButton.LeftButton and found != _NONE:
            self._at = found
            self._open()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        ways = {
            Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1,
            Qt.Key.Key_Right: -1 if self.isRightToLeft() else 1,
            Qt.Key.Key_Left: 1 if self.isRightToLeft() else -1,
        }  # fmt: skip
        way = ways.get(Qt.Key(event.key()))
        if way is not None:
            self._step(way)
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self._at != _NONE:
            self._open()
        else:
            super().keyPressEvent(event)

    def _step(self, way: int) -> None:
        assert self._drawing is not None
        count = len(self._drawing.spots)
        if count:
            self._at = min(count - 1, max(0, self._at + way)) if self._at != _NONE else 0
            announce.say(self, self.words_of(self._at))
            self.update()

    def _open(self) -> None:
        assert self._drawing is not None
        self.update()
        self.opened.emit(self._drawing.spots[self._at].place)

    def words_of(self, spot: int) -> str:
        """A value with its label: `novembre: 77`."""
        assert self._drawing is not None
        found = self._drawing.spots[spot]
        series = self._chart.series[found.series]
        name = f"{series.name} " if len(self._chart.series) > 1 else ""
        return f"{self._chart.labels[found.place]}: {name}{series.words[found.place]}"

    def focusInEvent(self, _event: QFocusEvent) -> None:
        self.update()

    def focusOutEvent(self, _event: QFocusEvent) -> None:
        self._at = _NONE
        self.update()


def _ink(name: str) -> str:
    tokens = theme.tokens()
    return {
        "series0": tokens.accent, "series1": tokens.late, "series2": tokens.ok,
        "series3": tokens.neutral, "text": tokens.text, "muted": tokens.muted,
        "axis": tokens.border, "grid": tokens.line,
    }[name]  # fmt: skip
