"""Fields to type in: each has `value`, tells `edited`, and says in words what it cannot read.

`mistake()` is the field's own opinion (a date that is no date), empty when it can be read.
"""

from collections.abc import Iterable
from datetime import date, time
from typing import Any, Final

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QSizePolicy,
    QSpinBox,
    QStyle,
    QStyleOptionComboBox,
    QStylePainter,
)

from mgdesk.i18n import format_clock, format_day, ngettext
from mgdesk.i18n import gettext as _
from mgdesk.ui.kit import labels, reading, theme
from mgdesk.ui.kit.buttons import IconButton

SEARCH_PAUSE: Final = 60  # milliseconds without a key before a search starts
_FEW: Final = 8  # letters that a choice shows at least
_MORE: Final = 120  # pixels of the grid that it asks for beyond them, for longer words
_TURNING_BACK: Final = (QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo)


class _Line(QLineEdit):
    """A line that starts where its neighbours start, whatever the script of what is typed."""

    edited = Signal()

    def __init__(self, words: str = "") -> None:
        super().__init__(words)
        self._settle_direction()
        self.textChanged.connect(self._on_text)

    def mistake(self) -> str:
        return ""

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LayoutDirectionChange:
            self._settle_direction()
        super().changeEvent(event)

    def _settle_direction(self) -> None:
        self.setAlignment(labels.start_of(self) | Qt.AlignmentFlag.AlignVCenter)

    def _on_text(self) -> None:
        self.edited.emit()


class TextField(_Line):
    """One line of text. `value` is stripped; codes, phones and e-mails are kept left to right."""

    def __init__(
        self, value: str = "", *, placeholder: str = "", left_to_right: bool = False
    ) -> None:
        super().__init__(value)
        self.setPlaceholderText(placeholder)
        if left_to_right:
            self.setProperty("left_to_right", True)
            self._settle_direction()

    @property
    def value(self) -> str:
        return self.text().strip()

    @value.setter
    def value(self, words: str) -> None:
        self.setText(words)

    def _settle_direction(self) -> None:
        """A code reads left to right, yet stands at the start of the line like its neighbours."""
        mirrored = QGuiApplication.isRightToLeft()
        if self.property("left_to_right") and mirrored:
            self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
            self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute)
        else:
            super()._settle_direction()


class MultilineField(QPlainTextEdit):
    """Several lines of text; Tab goes on to the next field."""

    edited = Signal()

    def __init__(self, value: str = "", *, lines: int = 3, placeholder: str = "") -> None:
        super().__init__(value)
        self.setPlaceholderText(placeholder)
        self.setTabChangesFocus(True)
        self.setFixedHeight(self.fontMetrics().lineSpacing() * lines + theme.px(24))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.textChanged.connect(self._on_text)

    @property
    def value(self) -> str:
        return self.toPlainText().strip()

    @value.setter
    def value(self, words: str) -> None:
        self.setPlainText(words)

    def mistake(self) -> str:
        return ""

    def _on_text(self) -> None:
        self.edited.emit()


class SearchField(_Line):
    """The wide field of a page: `searched(text)` a moment after the last key; Esc empties it."""

    searched = Signal(str)
    entered = Signal()
    moved = Signal(int)  # Up and Down, for the list below: -1 or +1

    def __init__(self, words: str) -> None:
        super().__init__()
        self.setProperty("kind", "search")
        self.setPlaceholderText(words)
        self.setAccessibleName(words)
        self._glass = labels.IconLabel("search")
        self._glass.setParent(self)
        self._clear = IconButton(_("Empty the field"), "x", on_click=self.clear, parent=self)
        self._clear.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._clear.hide()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(SEARCH_PAUSE)
        self._pause.timeout.connect(self._search)
        self.textChanged.connect(self._on_typed)
        self.returnPressed.connect(self._enter)

    def event(self, event: QEvent) -> bool:
        """While nothing is typed, undo and redo are the desk's: a line would take them for itself."""
        is_free = event.type() == QEvent.Type.ShortcutOverride and not self.text()
        if is_free and isinstance(event, QKeyEvent) and any(map(event.matches, _TURNING_BACK)):
            event.ignore()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        elif event.key() in {Qt.Key.Key_Down, Qt.Key.Key_Up}:
            self.moved.emit(1 if event.key() == Qt.Key.Key_Down else -1)
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        """The glass at the start of the line, the cross at its end."""
        side, edge = theme.px(20), theme.px(14)
        button = self._clear.sizeHint()
        mirrored = self.isRightToLeft()
        far = self.width() - edge - side
        self._glass.setGeometry(far if mirrored else edge, (self.height() - side) // 2, side, side)
        end = theme.px(6) if mirrored else self.width() - theme.px(6) - button.width()
        self._clear.setGeometry(
            end, (self.height() - button.height()) // 2, button.width(), button.height()
        )
        glass, cross = theme.px(30), theme.px(36)
        self.setTextMargins(*((cross, 0, glass, 0) if mirrored else (glass, 0, cross, 0)))

    def _on_typed(self) -> None:
        self._clear.setVisible(bool(self.text()))
        self._pause.start()

    def _search(self) -> None:
        self.searched.emit(self.text().strip())

    def _enter(self) -> None:
        if self._pause.isActive():
            self._pause.stop()
            self._search()
        self.entered.emit()


class DateField(_Line):
    """A date typed as the locale writes it, `070926`, `7/9`, or ISO; written out on leaving. May be empty."""

    def __init__(self, value: date | None = None, *, today: date | None = None) -> None:
        super().__init__()
        self._today = today
        self.value = value
        self.setPlaceholderText(reading.date_example())
        self.editingFinished.connect(self._write_out)

    @property
    def value(self) -> date | None:
        """The date, or None when the field is empty or cannot be read."""
        return reading.read_date(self.text(), self._today)

    @value.setter
    def value(self, day: date | None) -> None:
        self.setText(format_day(day, "short") if day else "")

    def mistake(self) -> str:
        if not self.text().strip() or self.value is not None:
            return ""
        return _("This is not a date. Write it like {example}.", example=reading.date_example())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and Down go to the next and the former day."""
        step = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}.get(Qt.Key(event.key()))
        day = self.value
        if step is None or day is None:
            super().keyPressEvent(event)
        else:
            self.value = reading.step_day(day, step)

    def _write_out(self) -> None:
        day = self.value
        if day is not None and self.text() != format_day(day, "short"):
            self.value = day


class TimeField(_Line):
    """A time of day typed as `9`, `930`, `9h30` or `09:30`; written out on leaving. May be empty."""

    def __init__(self, value: time | None = None) -> None:
        super().__init__()
        self.value = value
        self.setPlaceholderText("09:00")
        self.editingFinished.connect(self._write_out)

    @property
    def value(self) -> time | None:
        return reading.read_time(self.text())

    @value.setter
    def value(self, moment: time | None) -> None:
        self.setText(format_clock(moment) if moment else "")

    def mistake(self) -> str:
        if not self.text().strip() or self.value is not None:
            return ""
        return _("This is not a time. Write it like {example}.", example="09:30")

    def _write_out(self) -> None:
        moment = self.value
        if moment is not None and self.text() != format_clock(moment):
            self.value = moment


class ChoiceField(QComboBox):
    """One of a few things: pairs of (value, words). The wheel does not change it by accident."""

    edited = Signal()

    def __init__(self, choices: Iterable[tuple[Any, str]] = (), value: Any = None) -> None:
        super().__init__()
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(_FEW)
        self._values: list[Any] = []
        self._longest = ""
        self.set_choices(choices, value)
        self.currentIndexChanged.connect(self._on_choice)

    def set_choices(self, choices: Iterable[tuple[Any, str]], value: Any = None) -> None:
        """Offer other things, silently; the former choice stays when it is still among them."""
        kept = value if value is not None else self.value
        pairs = list(choices)
        was_blocked = self.blockSignals(True)
        self.clear()
        self._values = [chosen for chosen, _words in pairs]
        self.addItems([words for _chosen, words in pairs])
        self._longest = max((words for _chosen, words in pairs), key=len, default="")
        self.setCurrentIndex(
            self._values.index(kept) if kept in self._values else min(0, len(pairs) - 1)
        )
        self.blockSignals(was_blocked)

    @property
    def value(self) -> Any:
        place = self.currentIndex()
        return self._values[place] if 0 <= place < len(self._values) else None

    @value.setter
    def value(self, chosen: Any) -> None:
        if chosen in self._values:
            self.setCurrentIndex(self._values.index(chosen))

    def mistake(self) -> str:
        return ""

    def sizeHint(self) -> QSize:
        """Room for the longest choice, to a limit; it does with less."""
        hint, metrics = super().sizeHint(), self.fontMetrics()
        beyond = metrics.horizontalAdvance(self._longest) - metrics.horizontalAdvance("X" * _FEW)
        return hint + QSize(min(max(0, beyond), theme.px(_MORE)), 0)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """As Qt does, but what finds no room ends in an ellipsis instead of being cut."""
        painter, option = QStylePainter(self), QStyleOptionComboBox()
        self.initStyleOption(option)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        room = self.style().subControlRect(
            QStyle.ComplexControl.CC_ComboBox,
            option,
            QStyle.SubControl.SC_ComboBoxEditField,
            self,
        )
        option.currentText = self.fontMetrics().elidedText(
            self.currentText(), Qt.TextElideMode.ElideRight, room.width() - theme.px(4)
        )
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)

    def _on_choice(self) -> None:
        self.edited.emit()


class NumberField(QSpinBox):
    """A whole number with its unit. The wheel does not change it by accident."""

    edited = Signal()

    def __init__(
        self,
        value: int = 0,
        *,
        least: int = 0,
        most: int = 9999,
        unit: str | tuple[str, str] = "",
        empty: str = "",
    ) -> None:
        """`empty` is what the least value reads as, such as "no limit"; `unit` as `NN_` gives it for words
        that follow the number."""
        super().__init__()
        self._unit = unit
        self.setRange(least, most)
        self.setValue(value)
        self.setButtonSymbols(QSpinBox.ButtonSymbols.NoButtons)
        self._say_unit()
        self.setSpecialValueText(empty)
        self.lineEdit().setTextMargins(theme.px(9), 0, theme.px(9), 0)
        self._settle_direction()
        self.valueChanged.connect(self._on_value)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LayoutDirectionChange:
            self._settle_direction()
        super().changeEvent(event)

    def _settle_direction(self) -> None:
        self.setAlignment(labels.start_of(self) | Qt.AlignmentFlag.AlignVCenter)

    def mistake(self) -> str:
        return ""

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def _say_unit(self) -> None:
        n = abs(self.value())
        said = self._unit if isinstance(self._unit, str) else ngettext(*self._unit, n)
        self.setSuffix(f" {said}" if said else "")

    def _on_value(self) -> None:
        self._say_unit()
        self.edited.emit()


class CheckField(QCheckBox):
    """Yes or no, its words beside the box, in several lines where there is no room for one."""

    edited = Signal()

    def __init__(self, words: str, *, value: bool = False) -> None:
        super().__init__(words)
        self._words = words
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setAccessibleName(words)
        self.value = value
        self.toggled.connect(self._on_toggle)

    @property
    def value(self) -> bool:
        return self.isChecked()

    @value.setter
    def value(self, is_on: bool) -> None:
        self.setChecked(is_on)

    def mistake(self) -> str:
        return ""

    def set_words(self, words: str) -> None:
        """Say something else beside the box."""
        self._words = words
        self.setText("\n".join(self._lines(max(self.width(), self._box() + self._wide(words)))))
        self.setAccessibleName(words)
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """As wide as one line of its words; as high as the lines that it has now."""
        lines = self.text().count("\n") + 1
        return QSize(self._box() + self._wide(self._words), self._tall(lines))

    def minimumSizeHint(self) -> QSize:
        longest = max(map(self._wide, self._words.split()), default=0)
        return QSize(self._box() + longest, self._tall(1))

    def heightForWidth(self, width: int) -> int:
        return self._tall(len(self._lines(width)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.setText("\n".join(self._lines(event.size().width())))
        super().resizeEvent(event)

    def _box(self) -> int:
        """The width of all but the words."""
        return super().sizeHint().width() - max(map(self._wide, self.text().split("\n")))

    def _wide(self, words: str) -> int:
        return self.fontMetrics().horizontalAdvance(words)

    def _tall(self, lines: int) -> int:
        return max(theme.px(32), lines * self.fontMetrics().lineSpacing() + theme.px(4))

    def _lines(self, width: int) -> list[str]:
        room = width - self._box()
        lines: list[str] = []
        for word in self._words.split(" "):
            if lines and self._wide(f"{lines[-1]} {word}") <= room:
                lines[-1] += f" {word}"
            else:
                lines.append(word)
        return lines

    def _on_toggle(self) -> None:
        self.edited.emit()
