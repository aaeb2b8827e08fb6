"""What became of a scan or of Enter, to be read from two metres: name, colour, icon, word."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QWidget

from mgdesk.ui.kit import announce, labels
from mgdesk.ui.kit.buttons import Button
from mgdesk.ui.kit.layout import column, row
from mgdesk.ui.kit.theme import Tone


class Answer(QFrame):
    """One answer at a time; at most one button, for what could be done about it."""

    def __init__(self, waiting: str) -> None:
        """`waiting` is what it says when there is nothing to answer."""
        super().__init__()
        self._waiting = waiting
        self.setProperty("kind", "answer")
        self._icon = labels.IconLabel("scan-line", size=40)
        self._name = labels.text("", "figure", wrap=True)
        self._word = labels.text("", "headline", wrap=True)
        self._detail = labels.text("", wrap=True)
        self._detail.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        self.button = Button("", kind="primary")
        self.button.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # Enter in the field does the same
        head = row(self._icon, gap=12)
        head.addLayout(column(self._name, self._word, gap=2), 1)
        whole = column(head, self._detail, gap=8, margin=16)
        whole.addWidget(self.button)
        self.setLayout(whole)
        self.rest()

    @property
    def words(self) -> str:
        """All that is said now."""
        parts = (self._name.text(), self._word.text(), self._detail.text())
        return "\n".join(part for part in parts if part)

    def say(
        self,
        name: str,
        word: str,
        tone: Tone,
        icon_name: str = "",
        *,
        detail: str = "",
        button: str = "",
    ) -> None:
        """Answer, aloud for whoever listens to the screen."""
        self._dress(tone, icon_name or labels.ICONS[tone])
        for label, words in ((self._name, name), (self._word, word), (self._detail, detail)):
            label.setText(words)
            label.setVisible(bool(words))
        self.button.set_words(button)
        self.button.setVisible(bool(button))
        self.setAccessibleName(", ".join(part for part in (name, word) if part))
        announce.say(self, self.words.replace("\n", ", "))

    def add_detail(self, words: str) -> None:
        """One more sentence under the answer, such as what the printer says."""
        self._detail.setText(words)
        self._detail.setVisible(bool(words))
        announce.say(self, words)

    def rest(self) -> None:
        """Nothing to answer."""
        self._dress(Tone.NEUTRAL, "scan-line")
        for label in (self._name, self._word, self.button):
            label.hide()
        self._name.setText("")
        self._word.setText("")
        self._detail.setText(self._waiting)
        self._detail.show()

    def _dress(self, tone: Tone, icon_name: str) -> None:
        self._icon.set_icon(icon_name, tone.value)
        self._tone(self, tone)
        for label in (self._name, self._word):
            self._tone(label, tone)

    @staticmethod
    def _tone(widget: QWidget, tone: Tone) -> None:
        if widget.property("tone") != tone.value:
            widget.setProperty("tone", tone.value)
            widget.style().unpolish(widget)
            widget.style().polish(widget)
