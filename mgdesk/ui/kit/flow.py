"""Arrangements that give way to a narrow window: what does not fit in a line goes on below it."""

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget

from mgdesk.ui.kit import theme


class _Given(QLayout):
    """Widgets in the order given; a subclass places them and says how high that is."""

    def __init__(self, *widgets: QWidget, gap: int) -> None:
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

    def minimumSize(self) -> QSize:
        size = QSize()
        for item in self._items:
            size = size.expandedTo(item.minimumSize())
        return size

    def _place(self, rect: QRect, *, really: bool) -> int:
        raise NotImplementedError


class Abreast(_Given):
    """Fields of equal width beside each other; as many in a line as are shown whole."""

    def __init__(self, *widgets: QWidget, gap: int = 12) -> None:
        super().__init__(*widgets, gap=gap)

    def sizeHint(self) -> QSize:
        shown = self._shown()
        tall = max((item.sizeHint().height() for item in shown), default=0)
        return QSize(len(shown) * (self._wanted() + self._gap) - self._gap, tall)

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation.Horizontal

    def _shown(self) -> list[QLayoutItem]:
        return [item for item in self._items if not item.isEmpty()]

    def _wanted(self) -> int:
        return max((item.sizeHint().width() for item in self._shown()), default=0)

    def _place(self, rect: QRect, *, really: bool) -> int:
        shown = self._shown()
        fitting = (rect.width() + self._gap) // (self._wanted() + self._gap)
        columns = max(1, min(len(shown), fitting))
        wide = (rect.width() + self._gap) // columns - self._gap
        top = height = 0
        for start in range(0, len(shown), columns):
            line = shown[start : start + columns]
            for place, item in enumerate(line):
                where = QRect(place * (wide + self._gap), top, wide, _height(item, wide))
                height = max(height, top + where.height())
                if really:
                    item.setGeometry(_mirrored(where, rect, self.parentWidget()))
            top = height + self._gap
        return height


def _height(item: QLayoutItem, width: int) -> int:
    return item.heightForWidth(width) if item.hasHeightForWidth() else item.sizeHint().height()


def _mirrored(place: QRect, rect: QRect, parent: QWidget | None) -> QRect:
    """A place given from the start of the line, on the side where lines start."""
    is_mirrored = parent is not None and parent.isRightToLeft()
    left = rect.width() - place.x() - place.width() if is_mirrored else place.x()
    return QRect(rect.topLeft() + QPoint(left, place.y()), place.size())


class Flow(_Given):
    """Things beside each other that go on in the next line when the line is full; mirrored in Arabic."""

    def __init__(self, *widgets: QWidget, gap: int = 8) -> None:
        super().__init__(*widgets, gap=gap)

    def sizeHint(self) -> QSize:
        return self.minimumSize()

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
        x = 0
        for item in line:
            hint = item.sizeHint().boundedTo(QSize(rect.width(), tallest))
            down = top - rect.top() + (tallest - hint.height()) // 2
            place = QRect(QPoint(x, down), hint)
            item.setGeometry(_mirrored(place, rect, self.parentWidget()))
            x += hint.width() + self._gap
