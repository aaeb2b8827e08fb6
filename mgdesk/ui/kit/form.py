"""A form: one column, labels above their fields, what is wrong under the field in words.

A screen subclasses `Form`, adds its fields, and overrides `mistakes()`, the one method that decides
whether the form is valid. A sentence shows under a field once somebody has been there, or on saving.
"""

from typing import Any, Protocol, TypeVar

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from mgdesk.ui.kit import announce, labels, theme
from mgdesk.ui.kit.buttons import Button
from mgdesk.ui.kit.flow import Abreast
from mgdesk.ui.kit.layout import add, column, row


class Field(Protocol):
    """What the form knows of a field, beyond its being a widget."""

    edited: Any

    def mistake(self) -> str: ...


F = TypeVar("F", bound=QWidget)


class Form(QWidget):
    """Fields below each other. `changed` after every edit; `is_valid()` shows and tells."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: dict[QWidget, _Row] = {}
        self._visited: set[QWidget] = set()
        self.was_edited = False
        self._banner = Banner()
        self._column: QVBoxLayout = column(gap=12)
        self._target: QVBoxLayout = self._column
        self._column.addWidget(self._banner)
        self.setLayout(self._column)

    # --- building --------------------------------------------------------------------------

    def add(self, label: str, field: F, *, help_text: str = "") -> F:
        """Put a field under its label; returns the field."""
        self._target.addWidget(self._made(label, field, help_text))
        return field

    def add_beside(self, *pairs: tuple[str, QWidget]) -> None:
        """Several short fields in one line (start and end, postcode and town)."""
        self._target.addWidget(Abreast(*(self._made(label, field) for label, field in pairs)))

    def _made(self, label: str, field: QWidget, help_text: str = "") -> "_Row":
        made = _Row(label, field, help_text)
        self._rows[field] = made
        field.installEventFilter(self)
        edited = getattr(field, "edited", None)
        if edited is not None:
            edited.connect(self._on_edit)
        return made

    def add_part(self, part: QWidget) -> None:
        """Put something that is no field (a section heading, a list) into the column."""
        add(self._target, part)

    def fold(self, words: str, *, is_open: bool = False) -> "Fold":
        """What is added from here on is optional and folded away under `words`."""
        folded = Fold(words, is_open=is_open)
        self._column.addWidget(folded)
        self._target = folded.body
        return folded

    def unfold(self) -> None:
        """What is added from here on is in the plain column again."""
        self._target = self._column

    # --- deciding --------------------------------------------------------------------------

    def mistakes(self) -> dict[QWidget, str]:
        """What is wrong, a sentence a field. The one place that decides; override it."""
        return {}

    def advice(self) -> dict[QWidget, str]:
        """What may want a second look but never stops anybody; shown like a mistake, in amber."""
        return {}

    def is_valid(self) -> bool:
        """Whether it can be saved; shows every mistake and goes to the first."""
        self._visited |= set(self._rows)
        found = self._show_mistakes()
        if found:
            first = next(field for field in self._rows if field in found)
            first.setFocus(Qt.FocusReason.OtherFocusReason)
            announce.say(self, found[first])
        return not found

    def refuse(self, sentence: str) -> None:
        """Say above the fields why it could not be saved; an empty sentence takes it back."""
        self._banner.show_sentence(sentence)

    def set_mistake(self, field: QWidget, sentence: str) -> None:
        """Say under one field what the service said of it."""
        self._rows[field].say(sentence)

    def _on_edit(self) -> None:
        self._banner.show_sentence("")
        self._show_mistakes()
        self.was_edited = True
        self.changed.emit()

    def _show_mistakes(self) -> dict[QWidget, str]:
        found = {field: said for field in self._rows if (said := _own_mistake(field))}
        found.update({field: said for field, said in self.mistakes().items() if said})
        advice = self.advice()
        for field, made in self._rows.items():
            is_due = field in self._visited
            if is_due and field not in found and advice.get(field):
                made.say(advice[field], is_advice=True)
            else:
                made.say(found.get(field, "") if is_due else "")
        return found

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusOut and watched in self._rows:
            assert isinstance(watched, QWidget)
            self._visited.add(watched)
            self._show_mistakes()
        return False


def _own_mistake(field: QWidget) -> str:
    ask = getattr(field, "mistake", None)
    return str(ask()) if ask is not None else ""


class _Row(QWidget):
    """Label, field, help, mistake."""

    def __init__(self, label: str, field: QWidget, help_text: str) -> None:
        super().__init__()
        self._field = field
        self._help = help_text
        self._mistake = labels.text("", "error", wrap=True)
        self._mistake.hide()
        inside = column(gap=4)
        if label:
            words = labels.text(label, "label", wrap=True)
            words.setBuddy(field)
            inside.addWidget(words)
            if not field.accessibleName():
                field.setAccessibleName(label)
        inside.addWidget(field)
        if help_text:
            inside.addWidget(labels.muted(help_text))
            field.setAccessibleDescription(help_text)
        inside.addWidget(self._mistake)
        self.setLayout(inside)

    def say(self, sentence: str, *, is_advice: bool = False) -> None:
        if sentence == self._mistake.text() and bool(sentence) == self._mistake.isVisibleTo(self):
            return
        self._mistake.setText(sentence)
        self._mistake.setProperty("kind", "advice" if is_advice else "error")
        self._mistake.style().unpolish(self._mistake)
        self._mistake.style().polish(self._mistake)
        self._mistake.setVisible(bool(sentence))
        self._field.setAccessibleDescription(sentence or self._help)
        self._field.setProperty("wrong", "true" if sentence and not is_advice else "false")
        self._field.style().unpolish(self._field)
        self._field.style().polish(self._field)


class Banner(QFrame):
    """A sentence above the fields; hidden while there is nothing to say. `tone`: bad, late, ok, neutral."""

    def __init__(self, sentence: str = "", tone: str = "bad", *buttons: QWidget) -> None:
        super().__init__()
        self.setProperty("kind", "banner")
        self._tone = tone
        self.setProperty("tone", tone)
        self.words: QLabel = labels.text("", wrap=True)
        inside = row(gap=8)
        inside.addWidget(self.words, 1)
        for button in buttons:
            inside.addWidget(button)
        inside.setContentsMargins(theme.px(12), theme.px(8), theme.px(12), theme.px(8))
        self.setLayout(inside)
        self.show_sentence(sentence)

    def show_sentence(self, sentence: str, tone: str = "") -> None:
        """`tone` is that of this sentence, when it is another than the banner's own."""
        self.words.setText(sentence)
        if self.property("tone") != (tone or self._tone):
            self.setProperty("tone", tone or self._tone)
            for part in (self, self.words):
                part.style().unpolish(part)
                part.style().polish(part)
        self.setVisible(bool(sentence))
        if sentence:
            announce.say(self, sentence)


class Fold(QWidget):
    """Optional things behind a button that opens and closes them. `opens` comes before they are seen."""

    opens = Signal()

    def __init__(self, words: str, *, is_open: bool = False) -> None:
        super().__init__()
        self._words = words
        self.button = Button(words, "chevron-right", kind="link", on_click=self._toggle)
        self._content = QWidget()
        self.body = column(gap=12)
        self._content.setLayout(self.body)
        self._content.setVisible(is_open)
        line = row(self.button, None)
        self.setLayout(column(gap=8))
        holder = self.layout()
        assert isinstance(holder, QVBoxLayout)
        add(holder, line)
        add(holder, self._content)
        self._draw()

    @property
    def is_open(self) -> bool:
        return not self._content.isHidden()

    def open(self) -> None:
        self.opens.emit()
        self._content.show()
        self._draw()

    def _toggle(self) -> None:
        if not self.is_open:
            self.opens.emit()
        self._content.setVisible(not self.is_open)
        self._draw()
        if self.is_open:
            QTimer.singleShot(0, self, self._reveal)  # once its places are known

    def _reveal(self) -> None:
        """Go to the first field, and have all of them seen."""
        fields = (one for one in self._content.findChildren(QWidget) if _takes_tab(one))
        first = next(fields, None)
        if first is not None:
            first.setFocus(Qt.FocusReason.OtherFocusReason)
        around = self.parentWidget()
        while around is not None and not isinstance(around, QScrollArea):
            around = around.parentWidget()
        if around is not None:
            around.ensureWidgetVisible(self._content, 0, 0)

    def _draw(self) -> None:
        self.button.set_icon("chevron-right" if self._content.isHidden() else "chevron-down")


def _takes_tab(widget: QWidget) -> bool:
    takes = widget.focusPolicy() & Qt.FocusPolicy.TabFocus
    return bool(takes) and widget.isVisible() and widget.isEnabled()
