"""One of a few values, each with its words beside its button; long ones wrap, a click anywhere chooses."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QButtonGroup, QRadioButton, QWidget

from mgdesk.ui.kit import labels, veil
from mgdesk.ui.kit.layout import row


class Option(QWidget):
    """A radio button, then words; `spoken` is what is heard of it."""

    def __init__(self, words: str, spoken: str, *, is_private: bool = False) -> None:
        super().__init__()
        self.radio = QRadioButton()
        self._spoken, self._is_private = spoken, is_private
        self.words = labels.text(words, wrap=True, is_private=is_private)
        inside = row(gap=4)
        inside.addWidget(self.radio, 0, Qt.AlignmentFlag.AlignTop)
        inside.addWidget(self.words, 1)
        self.setLayout(inside)
        self._say()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.radio.setChecked(True)
        self.radio.setFocus(Qt.FocusReason.MouseFocusReason)
        event.accept()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._say()
        super().changeEvent(event)

    def _say(self) -> None:
        hide = veil.whole if self._is_private else veil.over
        self.radio.setAccessibleName(hide(self._spoken))


class Options(QButtonGroup):
    """Which of these options is chosen: `value` is one of `values`."""

    edited = Signal()

    def __init__(
        self, options: Sequence[tuple[Any, Option]], value: Any, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._values = [one for one, _option in options]
        for place, (one, option) in enumerate(options):
            self.addButton(option.radio, place)
            option.radio.setChecked(one == value)
        self.idToggled.connect(self._on_toggled)

    @property
    def value(self) -> Any:
        return self._values[self.checkedId()]

    def choose(self, value: Any) -> None:
        self.button(self._values.index(value)).setChecked(True)

    def _on_toggled(self, _place: int, is_on: bool) -> None:
        if is_on:
            self.edited.emit()
