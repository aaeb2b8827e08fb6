"""The pages of the kiosk: the name, the greeting, the birth year, the answer, the PIN."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from mgdesk.i18n import gettext as _
from mgdesk.queries.kiosk import LETTERS, Match
from mgdesk.ui.editors.kiosk_keys import SMALLEST, Keys
from mgdesk.ui.kit import announce, labels
from mgdesk.ui.kit.labels import IconLabel
from mgdesk.ui.kit.layout import column, row
from mgdesk.ui.kit.theme import Tone

Pressed = Callable[[str], None]
Act = Callable[[], object]


def touch(words: str, kind: str, act: Act) -> QPushButton:
    """A button for a finger, which Tab reaches too."""
    button = QPushButton(words)
    button.setProperty("kind", kind)
    button.setAccessibleName(words)
    button.setMinimumHeight(SMALLEST)
    button.setAutoDefault(True)
    button.clicked.connect(partial(_call, act))
    return button


def _call(act: Act, _checked: bool = False) -> None:
    act()


def said(kind: str) -> QLabel:
    label = labels.text("", kind, wrap=True)
    label.setAlignment(Qt.AlignmentFlag.AlignCenter)
    return label


def set_tone(label: QLabel, words: str, tone: str) -> None:
    label.setText(words)
    label.setProperty("tone", tone)
    label.style().unpolish(label)
    label.style().polish(label)


class NamePage(QWidget):
    """Letters, and a word on how many more are needed."""

    def __init__(self, language: str, pressed: Pressed, whole_name: Act) -> None:
        super().__init__()
        self._language = language
        title = said("huge")
        title.setText(_("Welcome"))
        ask = said("large")
        ask.setText(_("Type the first letters of your name, or scan your badge."))
        self.typed = said("typed")
        self.typed.setAccessibleName(_("Letters typed"))
        self.hint = said("large")
        self.hint.setWordWrap(False)
        self.whole_button = touch(_("That is my whole name"), "", whole_name)
        self.keys = Keys(pressed)
        self.keys.show_letters(language)
        self._line = QWidget()
        self._line.setLayout(row(None, self.hint, self.whole_button, None, gap=16))
        whole = QVBoxLayout()
        whole.setContentsMargins(0, 0, 0, 0)
        for part in (title, ask, self.typed):
            whole.addWidget(part)
        whole.addWidget(self._line)
        whole.addWidget(self.keys, 1)
        self.setLayout(whole)
        self.show_typed("", Match.TOO_SHORT)

    def show_typed(self, letters: str, match: Match) -> None:
        """What was typed, and what it led to; nobody is named here."""
        self.typed.setText(letters.upper() or " ")
        self.whole_button.setVisible(match is Match.SEVERAL)
        if match is Match.SEVERAL:
            words, tone = _("Type the next letters."), "accent"
        elif match is Match.NOBODY:
            words, tone = _("We do not find you. Please see the desk."), "late"
        else:
            words, tone = (_("{n} letters at least", n=LETTERS) if letters else " "), "neutral"
        set_tone(self.hint, words, tone)
        if match in {Match.SEVERAL, Match.NOBODY}:
            announce.say(self, words)

    def fit(self, unit: float) -> None:
        """The hint has its place from the start: the keys never move under a finger."""
        self._line.setFixedHeight(round((SMALLEST + 4) * unit))

    def show_other(self, *, is_other: bool) -> None:
        """The letters of the other script, or back."""
        self.keys.show_letters(self._language, is_other=is_other)


class GreetingPage(QWidget):
    """Is it you? One touch checks in."""

    def __init__(self, me: Act, leave: Act, other: Act) -> None:
        super().__init__()
        self.hello, self.ask = said("huge"), said("large")
        self.me_button = touch(_("It’s me: I arrive"), "main", me)
        self.leave_button = touch(_("It’s me: I leave"), "big", leave)
        self.other_button = touch(_("It’s not me"), "big", other)
        self.setLayout(
            _centred(self.hello, self.ask, self.me_button, self.leave_button, self.other_button)
        )

    def greet(self, name: str, *, is_in: bool) -> None:
        self.hello.setText(_("Hello {name}", name=name))
        self.ask.setText(_("Is it you?"))
        self.leave_button.setVisible(is_in)
        announce.say(self, self.hello.text())


class YearPage(QWidget):
    """Several people of one name: the year tells them apart, unseen by the others."""

    def __init__(self, pressed: Pressed, cancel: Act) -> None:
        super().__init__()
        self.ask, self.typed = said("large"), said("typed")
        self.ask.setText(_("In which year were you born?"))
        self.typed.setAccessibleName(_("Year typed"))
        self.keys = Keys(pressed)
        self.keys.show_digits()
        self.setLayout(
            _keypad(self.ask, self.typed, self.keys, touch(_("Start again"), "", cancel))
        )

    def show_typed(self, digits: str) -> None:
        self.typed.setText(digits or " ")


class AnswerPage(QWidget):
    """What became of it."""

    def __init__(self, done: Act, leave: Act) -> None:
        super().__init__()
        self._icon = IconLabel("circle-check", size=96)
        self._icon.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.heading, self.sentence = said("huge"), said("large")
        self.leave_button = touch(_("I leave"), "big", leave)
        self.done_button = touch(_("Done"), "big", done)
        self.setLayout(
            _centred(self._icon, self.heading, self.sentence, self.leave_button, self.done_button)
        )

    def answer(
        self,
        tone: Tone,
        icon_name: str,
        heading: str,
        sentence: str = "",
        *,
        can_leave: bool = False,
    ) -> None:
        self._icon.set_icon(icon_name, tone.value)
        set_tone(self.heading, heading, tone.value)
        self.sentence.setText(sentence)
        self.leave_button.setVisible(can_leave)
        announce.say(self, f"{heading} {sentence}".strip())


class PinPage(QWidget):
    """The way out."""

    def __init__(self, pressed: Pressed, enter: Act, cancel: Act) -> None:
        super().__init__()
        self.ask, self.typed, self.fault = said("large"), said("typed"), said("")
        self.ask.setText(_("PIN of the kiosk"))
        self.typed.setAccessibleName(_("Digits typed"))
        self.keys = Keys(pressed)
        self.keys.show_digits()
        self.enter_button = touch(_("Leave the kiosk"), "chosen", enter)
        buttons = row(touch(_("Stay"), "", cancel), self.enter_button, gap=12)
        self.setLayout(_keypad(self.ask, self.typed, self.fault, self.keys, buttons))

    def show_typed(self, count: int, fault: str = "", *, is_waiting: bool = False) -> None:
        self.typed.setText("●" * count or " ")
        set_tone(self.fault, fault or " ", "bad")
        self.keys.setEnabled(not is_waiting)
        self.enter_button.setEnabled(not is_waiting)
        if fault:
            announce.say(self, fault)


def _centred(*parts: QWidget) -> QVBoxLayout:
    whole = QVBoxLayout()
    whole.addStretch(1)
    for part in parts:
        if isinstance(part, QPushButton):
            line = row(gap=0)
            line.addStretch(1)
            line.addWidget(part, 2)
            line.addStretch(1)
            whole.addLayout(line)
        else:
            whole.addWidget(part)
    whole.addStretch(1)
    return whole


def _keypad(*parts: object) -> QVBoxLayout:
    """A narrow column in the middle of a wide screen."""
    inside = column(gap=8)
    for part in parts:
        if isinstance(part, Keys):
            inside.addWidget(part, 1)
        elif isinstance(part, QWidget):
            inside.addWidget(part)
        else:
            inside.addLayout(part)  # type: ignore[arg-type]  # what is no widget here is a row
    line = row(gap=0)
    line.addStretch(1)
    line.addLayout(inside, 2)
    line.addStretch(1)
    whole = QVBoxLayout()
    whole.setContentsMargins(0, 0, 0, 0)
    whole.addLayout(line, 1)
    return whole
