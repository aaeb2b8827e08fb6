"""Arranging a page on the 8-pixel grid: rows, columns, cards, scrolled parts, list beside record."""

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLayout,
    QScrollArea,
    QSizePolicy,
    QSplitter,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from mgdesk.i18n import gettext as _
from mgdesk.ui.kit import labels, theme
from mgdesk.ui.kit.buttons import Button

Part = QWidget | QLayout | int | None
Box = TypeVar("Box", bound=QBoxLayout)


def column(*parts: Part, gap: int = 8, margin: int = 0) -> QVBoxLayout:
    """Things below each other. A number is a gap of so many pixels, None takes the free space."""
    return _fill(QVBoxLayout(), parts, gap, margin)


def row(*parts: Part, gap: int = 8, margin: int = 0) -> QHBoxLayout:
    """Things beside each other, from the start of the line. Number and None as in `column`."""
    return _fill(QHBoxLayout(), parts, gap, margin)


def _fill(box: Box, parts: tuple[Part, ...], gap: int, margin: int) -> Box:
    box.setSpacing(theme.px(gap))
    box.setContentsMargins(*[theme.px(margin)] * 4)
    for part in parts:
        add(box, part)
    return box


def add(box: QBoxLayout, part: Part, stretch: int = 0) -> None:
    """Put one more part at the end of a row or column."""
    if part is None:
        box.addStretch(1)
    elif isinstance(part, int):
        box.addSpacing(theme.px(part))
    elif isinstance(part, QWidget):
        box.addWidget(part, stretch)
    else:
        box.addLayout(part, stretch)


def box(*parts: Part, gap: int = 8, margin: int = 0) -> QWidget:
    """A column as a widget of its own, so that it can be hidden or swapped."""
    holder = QWidget()
    holder.setLayout(column(*parts, gap=gap, margin=margin))
    return holder


def rule() -> QFrame:
    """A hairline, where white space cannot separate."""
    line = QFrame()
    line.setProperty("kind", "rule")
    return line


class Card(QFrame):
    """A quiet surface, 12 px round, 16 px inside; `body` is its column."""

    def __init__(self, heading: str = "", aside: QWidget | None = None, *parts: Part) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self.body = column(gap=8, margin=16)
        self.setLayout(self.body)
        if heading or aside is not None:
            line = row(labels.section(heading) if heading else None, gap=8)
            if aside is not None:
                line.addWidget(aside, 0, Qt.AlignmentFlag.AlignTrailing)
            self.body.addLayout(line)
        for part in parts:
            add(self.body, part)

    def add(self, part: Part, stretch: int = 0) -> None:
        add(self.body, part, stretch)


def scrolled(content: QWidget) -> QScrollArea:
    """Content that scrolls up and down, and sideways only where it would be cut."""
    area = QScrollArea()
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidgetResizable(True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    content.setObjectName("scrolled")
    area.setWidget(content)
    return area


def beside(first: QWidget, second: QWidget, shares: tuple[int, int] = (2, 3)) -> QSplitter:
    """A list with its record beside it, the border movable, mirrored in Arabic.

    A table on its card takes turns with its record where there is no room for both.
    """
    found = first.findChild(QTableView) if isinstance(first, Card) else None
    splitter = QSplitter() if found is None else Turns(first, second, found)
    splitter.setHandleWidth(theme.px(16))
    splitter.setChildrenCollapsible(False)
    if QGuiApplication.isRightToLeft():
        splitter.setContentsMargins(0, 0, 1, 0)  # Qt puts a mirrored splitter one pixel too far
    if found is None:
        splitter.addWidget(first)
        splitter.addWidget(second)
    for place, share in enumerate(shares):
        splitter.setStretchFactor(place, share)
    splitter.setSizes([share * 1000 for share in shares])
    return splitter


NARROW = 560  # pixels of the grid: below this, a list and its record do not fit beside each other


class Turns(QSplitter):
    """List and record beside each other; in a narrow window a click or Enter goes to the record."""

    def __init__(self, first: QWidget, second: QWidget, table: QTableView) -> None:
        super().__init__()
        self._first, self._second, self._table = first, QWidget(), table
        self.back = Button(
            _("Back to the list"), "arrow-left", kind="link", on_click=self.show_list
        )
        self.back.hide()
        inside = column(row(self.back, None), gap=0)
        inside.addWidget(second, 1)
        self._second.setLayout(inside)
        self._is_narrow = self._is_on_record = False
        self.addWidget(first)
        self.addWidget(self._second)
        table.clicked.connect(self.show_record)
        table.installEventFilter(self)

    def show_record(self) -> None:
        self._is_on_record = True
        self._settle()

    def show_list(self) -> None:
        self._is_on_record = False
        self._settle()
        self._table.setFocus()

    def minimumSizeHint(self) -> QSize:
        """Room for the larger of the two: they need not fit beside each other."""
        return self._first.minimumSizeHint().expandedTo(self._second.minimumSizeHint())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        is_narrow = self.width() < theme.px(NARROW)
        if is_narrow != self._is_narrow:
            self._is_narrow = is_narrow
            self._settle()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress:
            assert isinstance(event, QKeyEvent)
            if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
                self.show_record()
        return False

    def _settle(self) -> None:
        self.back.setVisible(self._is_narrow)
        self._first.setVisible(not self._is_narrow or not self._is_on_record)
        self._second.setVisible(not self._is_narrow or self._is_on_record)


MOST_MARGIN = 32  # device-independent pixels: at 200 % the room is for the words


class Page(QWidget):
    """The frame of a page: title, second line, buttons at the end, then `body`."""

    def __init__(self, heading: str) -> None:
        super().__init__()
        self.setObjectName("page")
        self.heading = labels.title(heading)
        self.second_line = labels.muted("")
        self.second_line.hide()
        self.buttons = row(gap=8)
        head = row(gap=16)
        head.addLayout(column(self.heading, self.second_line, gap=2), 1)
        head.addLayout(self.buttons)
        self.body = column(gap=16)
        whole = column(gap=16)
        side = min(theme.px(28), MOST_MARGIN)
        whole.setContentsMargins(side, min(theme.px(24), side), side, min(theme.px(16), side))
        whole.addLayout(head)
        whole.addLayout(self.body, 1)
        self.setLayout(whole)
        self.setAccessibleName(heading)

    def say(self, words: str) -> None:
        """The muted line under the title; nothing hides it."""
        self.second_line.setText(words)
        self.second_line.setVisible(bool(words))


class Empty(QWidget):
    """What an empty list says: a sentence, and the button that mends it."""

    def __init__(
        self,
        sentence: str,
        button: str = "",
        on_click: Callable[[], object] | None = None,
        *,
        icon_name: str = "",
        button_icon: str = "plus",
    ) -> None:
        super().__init__()
        self.sentence = labels.muted(sentence)
        self.sentence.setAlignment(Qt.AlignmentFlag.AlignCenter)
        inside = column(None, gap=12, margin=24)
        if icon_name:
            drawing = labels.IconLabel(icon_name, tone="faint", size=40)
            drawing.setAlignment(Qt.AlignmentFlag.AlignCenter)
            inside.addWidget(drawing)
        inside.addWidget(self.sentence)
        if button:
            self.button = Button(button, button_icon, on_click=on_click)
            inside.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter)
        inside.addStretch(2)
        self.setLayout(inside)


def keep_width(widget: QWidget, pixels: int) -> QWidget:
    """A field as wide as what goes in it, at the chosen size of the interface."""
    widget.setMaximumWidth(theme.px(pixels))
    widget.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
    return widget
