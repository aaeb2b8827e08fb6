"""The rail of places: as wide as its longest word, in whatever language it is written."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QButtonGroup, QFrame, QPushButton, QWidget

from mgdesk.ui.kit import icons, labels, theme
from mgdesk.ui.kit.layout import column

_BEFORE, _BETWEEN, _AFTER = 14, 10, 16  # pixels of the grid around a place's icon and words
NARROWEST = 172


class RailPlace(NamedTuple):
    """A place to go: its words and icon; `is_last` stands at the foot of the rail."""

    id: str
    words: str
    icon: str
    is_last: bool = False


class _PlaceButton(QPushButton):
    """Draws itself: a style sheet aligns icon and words of a button wrongly from right to left."""

    def __init__(self, place: RailPlace) -> None:
        super().__init__(place.words)
        self._icon_name = place.icon
        self.setProperty("kind", "place")
        self.setCheckable(True)
        self.setAccessibleName(place.words)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def sizeHint(self) -> QSize:
        """Wide enough for its words when they are bold."""
        words = QFontMetrics(self._words_font(is_bold=True)).horizontalAdvance(self.text())
        return QSize(words + theme.px(_BEFORE + 20 + _BETWEEN + _AFTER), theme.px(44))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter)
        ink = theme.tokens().accent if self.isChecked() else theme.tokens().muted
        side, before = theme.px(20), theme.px(_BEFORE)
        mirrored = self.isRightToLeft()
        left = self.width() - before - side if mirrored else before
        drawn = icons.pixmap(self._icon_name, ink, side, self.devicePixelRatioF())
        painter.drawPixmap(left, (self.height() - side) // 2, drawn)
        used = before + side + theme.px(_BETWEEN)
        space = (
            self.rect().adjusted(0, 0, -used, 0)
            if mirrored
            else self.rect().adjusted(used, 0, 0, 0)
        )
        painter.setFont(self._words_font(is_bold=self.isChecked()))
        painter.setPen(QColor(ink))
        painter.drawText(space, labels.start_of(self) | Qt.AlignmentFlag.AlignVCenter, self.text())
        painter.end()

    def _paint_ground(self, painter: QPainter) -> None:
        colours = theme.tokens()
        ground = colours.accent_tint if self.isChecked() else colours.hover
        painter.setPen(Qt.PenStyle.NoPen)
        rect = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        radius = theme.px(8)
        if self.isChecked() or self.underMouse() or self.isDown():
            painter.setBrush(QColor(ground))
            painter.drawRoundedRect(rect, radius, radius)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(colours.accent), 2))
            painter.drawRoundedRect(rect, radius, radius)

    def _words_font(self, *, is_bold: bool) -> QFont:
        font = QFont(self.font())
        font.setPointSizeF(theme.look().points)
        font.setWeight(QFont.Weight.DemiBold if is_bold else QFont.Weight.Normal)
        return font


class Rail(QFrame):
    """Brand, chooser, places; Up and Down walk through the places."""

    def __init__(
        self,
        places: Sequence[RailPlace],
        go: Callable[[str], object],
    ) -> None:
        super().__init__()
        self.setProperty("kind", "rail")
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        self.buttons: dict[str, QPushButton] = {}
        whole = column(gap=4)
        whole.setContentsMargins(theme.px(12), theme.px(16), theme.px(12), theme.px(12))
        brand = labels.text("MolenGeek Desk", "section")
        brand.setContentsMargins(theme.px(4), 0, theme.px(4), theme.px(8))
        whole.addWidget(brand)
        self._head = column(gap=0)
        whole.addLayout(self._head)
        stretched = False
        for place in places:
            if place.is_last and not stretched:
                whole.addStretch(1)
                stretched = True
            button = _PlaceButton(place)
            button.clicked.connect(_Go(go, place.id))
            self.buttons[place.id] = button
            self._group.addButton(button)
            whole.addWidget(button)
        if not stretched:
            whole.addStretch(1)
        self.setLayout(whole)
        widest = max(button.sizeHint().width() for button in self.buttons.values())
        narrowest = max(brand.sizeHint().width(), theme.px(NARROWEST))
        self.setFixedWidth(max(widest, narrowest) + theme.px(24))

    def set_heading(self, heading: QWidget) -> None:
        """Something between the brand and the places: the campus chooser."""
        self._head.addWidget(heading)
        self._head.addSpacing(theme.px(8))

    def show_place(self, place_id: str) -> None:
        button = self.buttons.get(place_id)
        if button is not None:
            button.setChecked(True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Down, Qt.Key.Key_Up}:
            self.focusNextPrevChild(event.key() == Qt.Key.Key_Down)
        else:
            super().keyPressEvent(event)


class _Go:
    """Goes to one place."""

    def __init__(self, go: Callable[[str], object], place_id: str) -> None:
        self._go, self._place_id = go, place_id

    def __call__(self, _checked: bool = False) -> None:
        self._go(self._place_id)
