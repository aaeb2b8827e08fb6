"""Figures as tiles: the number, what it is called, what it counts; a press opens the list behind it."""

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from mgdesk.i18n import gettext as _
from mgdesk.rules.figures import Amount, Definition, said
from mgdesk.ui.kit import labels, theme
from mgdesk.ui.kit.layout import column

_WIDE = 230  # pixels of the grid


class FigureTile(QPushButton):
    """One figure."""

    def __init__(
        self, definition: Definition, amount: Amount, on_click: Callable[[], object]
    ) -> None:
        super().__init__()
        words, label = said(definition, amount), _(definition.label)
        self.figure = definition.id
        self.setProperty("kind", "tile")
        self.setAccessibleName(f"{label}: {words}. {_(definition.sentence)}")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAutoDefault(False)
        parts: list[QWidget] = [
            labels.text(words, "figure"),
            labels.name(label),
            labels.muted(_(definition.sentence)),
        ]
        for part in parts:
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._column = column(*parts, None, gap=4, margin=16)
        self.setLayout(self._column)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.clicked.connect(lambda _checked=False: on_click())

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._column.totalHeightForWidth(width)

    def sizeHint(self) -> QSize:
        wide = theme.px(_WIDE)
        return QSize(wide, self.heightForWidth(wide))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(_WIDE * 2 // 3), self.heightForWidth(theme.px(_WIDE)))
