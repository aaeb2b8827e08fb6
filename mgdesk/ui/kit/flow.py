"""Arrangements that give way to a narrow window: what does not fit in a line goes on below it."""

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QLayout, QLayoutItem, QWidget

from mgdesk.ui.kit import theme


class Abreast(QWidget):
    """Fields of equal width beside each other; as many in a line as are shown whole.

    `is_even`: all in a line are as high as the highest.
    """

    def __init__(self, *fields: QWidget, gap: int = 12, is_even: bool = False) -> None:
        super().__init__()
        self._side = Qt.AlignmentFlag(0) if is_even else Qt.AlignmentFlag.AlignTop
        self._fields, self._gap, self._columns = fields, theme.px(gap), 0
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(self._gap)
        self.setLayout(self._grid)
        self._arrange(len(fields))

    def minimumSizeHint(self) -> QSize:
        """Room for the widest: they need not fit beside each other."""
        widest = max(field.minimumSizeHint().width() for field in self._fields)
        return QSize(widest, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wanted = max(field.sizeHint().width() for field in self._fields)
        fitting = (event.size().width() + self._gap) // (wanted + self._gap)
        self._arrange(max(1, min(len(self._fields), fitting)))

    def _arrange(self, columns: int) -> None:
        if columns == self._columns:
            return
        self._columns = columns
        for place, field in enumerate(self._fields):
            self._grid.removeWidget(field)
            line, column = divmod(place, columns)
            self._grid.addWidget(field, line, column, self._side)
        for column in range(len(self._fields)):
            self._grid.setColumnStretch(column, int(column < columns))


class Flow(QLayout):
    """Things beside each other that go on in the next line when the line is full; mirrored in Arabic."""

    def __init__(self, *widgets: QWidget, gap: int = 8) -> None:
        super().__init__()
        self._items: list[QLayoutItem] = []
        self._gap = theme.px(gap)
        self.setContentsMargins(0, 0, 0, 0)
        for widget in widgets:
            self.addWidget(widget)

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._place(QRect(0, 0, width, 0), really=False)

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._place(rect, really=True)

    def sizeHint(self) -> QSize:
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        size = QSize()
        for item in self._items:
            size = size.expandedTo(item.minimumSize())
        return size

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def _place(self, rect: QRect, *, really: bool) -> int:
        """Fill line after line; what is lower than its line stands in the middle of it."""
        height = 0
        for line in self._lines(rect.width()):
            tallest = max(item.sizeHint().height() for item in line)
            if height:
                height += self._gap
            if really:
                self._place_line(line, rect, rect.top() + height, tallest)
            height += tallest
        return height

    def _lines(self, width: int) -> list[list[QLayoutItem]]:
        lines: list[list[QLayoutItem]] = []
        used = 0
        for item in self._items:
            widget = item.widget()
            if widget is not None and widget.isHidden():
                continue
            wide = item.sizeHint().width()
            if not lines or used + self._gap + wide > width:
                lines.append([])
                used = -self._gap
            lines[-1].append(item)
            used += self._gap + wide
        return lines

    def _place_line(self, line: list[QLayoutItem], rect: QRect, top: int, tallest: int) -> None:
        parent = self.parentWidget()
        mirrored = parent is not None and parent.isRightToLeft()
        x = 0
        for item in line:
            hint = item.sizeHint().boundedTo(QSize(rect.width(), tallest))
            left = rect.right() + 1 - x - hint.width() if mirrored else rect.left() + x
            down = (tallest - hint.height()) // 2
            item.setGeometry(QRect(QPoint(left, top + down), hint))
            x += hint.width() + self._gap
