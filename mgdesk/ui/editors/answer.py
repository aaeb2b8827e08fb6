"""The answer to a check-in, large, where the eyes are: icon, name, word; it stays till the next."""

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QSizePolicy

from mgdesk.i18n import gettext as _
from mgdesk.i18n import isolate
from mgdesk.services.checkin import Arrival
from mgdesk.ui.editors.arrival_words import TONES, detail, said
from mgdesk.ui.kit import announce, labels, theme
from mgdesk.ui.kit.buttons import Button
from mgdesk.ui.kit.layout import column, row
from mgdesk.ui.kit.theme import Tone

_ROOMY: Final = 130  # per cent


class AnswerStrip(QFrame):
    """Says what became of the last scan or Enter; `button` offers the one thing to do about it."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "answer")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._icon = labels.IconLabel("circle-check", tone="ok", size=32)
        self._name = labels.text("", "answer-name", wrap=True)
        self._word = labels.text("", "name", wrap=theme.look().scale > _ROOMY)
        self._detail = labels.muted("")
        self.button = Button("", kind="plain")
        self.button.hide()
        self._act: object = None
        inside = row(gap=16)
        inside.setContentsMargins(theme.px(16), theme.px(10), theme.px(16), theme.px(10))
        inside.addWidget(self._icon)
        words = column(self._name, self._detail, gap=0)
        inside.addLayout(words, 1)
        if theme.look().scale > _ROOMY:  # the word goes below the name, which needs the whole width
            words.insertWidget(1, self._word)
        else:
            inside.addWidget(self._word, 0, Qt.AlignmentFlag.AlignVCenter)
        inside.addWidget(self.button)
        self.setLayout(inside)
        self.button.clicked.connect(self._on_button)
        self.words = ""
        self.hide()

    def say_arrival(self, arrival: Arrival, zone: str) -> None:
        """The name, what they came for, and what became of it."""
        tone, icon = TONES[arrival.outcome]
        name = " ".join(filter(None, (isolate(arrival.name), isolate(arrival.second_name))))
        self.say(tone, icon, name, said(arrival, zone), detail(arrival))

    def say_fault(self, sentence: str) -> None:
        """Something that could not be done, in its own sentence."""
        self.say(Tone.BAD, "circle-alert", sentence, "", "")

    def say(self, tone: Tone, icon: str, name: str, word: str, more: str) -> None:
        self.offer("", None)
        self.setProperty("tone", tone.value)
        self.style().unpolish(self)
        self.style().polish(self)
        self._icon.set_icon(icon, tone.value)
        self._name.setText(labels.directed(name))
        self._word.setText(labels.directed(word))
        self._detail.setText(labels.directed(more))
        self._detail.setVisible(bool(more))
        self.words = _("{name}: {word}", name=name, word=word) if word else name
        self.setAccessibleName(self.words)
        self.show()
        announce.say(self, self.words)

    def offer(self, words: str, act: object) -> None:
        """One thing to do about the answer, such as letting somebody in."""
        self._act = act
        self.button.set_words(words)
        self.button.setVisible(bool(words))

    def _on_button(self) -> None:
        if callable(self._act):
            self._act()
