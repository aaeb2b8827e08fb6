"""The kiosk: a screen where people check themselves in by touch, and see nothing about anybody else.

Three letters of a name or a badge; a greeting only where it can be one person. It goes back to its
start and to its own language by itself, and is left by a PIN. Keys that the system keeps for itself
(another program brought to the front) are the system's to forbid.
"""

from collections.abc import Callable
from functools import partial
from typing import Final
from uuid import UUID

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QStackedWidget, QVBoxLayout, QWidget

from mgdesk import i18n
from mgdesk.errors import DeskError, NotFound
from mgdesk.i18n import gettext as _
from mgdesk.i18n import ngettext
from mgdesk.queries import kiosk as queries
from mgdesk.queries.kiosk import KioskPlace, Match, Recognised
from mgdesk.rules.arrival import Outcome
from mgdesk.rules.clock import wall_clock
from mgdesk.rules.codes import parse_code
from mgdesk.rules.names import LONGEST
from mgdesk.services import checkin
from mgdesk.services.checkin import Arrival, what_for
from mgdesk.ui import crash
from mgdesk.ui.editors.kiosk_keys import BACK, OTHER
from mgdesk.ui.editors.kiosk_leave import KioskLeave
from mgdesk.ui.editors.kiosk_pages import (
    AnswerPage,
    GreetingPage,
    NamePage,
    PinPage,
    YearPage,
    touch,
)
from mgdesk.ui.editors.kiosk_style import kiosk_style
from mgdesk.ui.kit import icons, labels
from mgdesk.ui.kit.context import Context
from mgdesk.ui.kit.layout import row
from mgdesk.ui.kit.theme import Tone

IDLE: Final = 20_000  # milliseconds without a touch before it goes back to its start
READ: Final = 8_000  # milliseconds that an answer stays: the next one waits behind
SOURCE: Final = "kiosk"
_SCREEN: Final = (1024, 600)  # pixels: the smallest screen that it is made for
_YEAR: Final = 4  # digits
_NAMED: Final = 2  # first names that one visit may lead to


class KioskWindow(QWidget):
    """`left` once somebody who knows the PIN left it; nothing else closes it."""

    left = Signal()

    def __init__(self, context: Context, place: KioskPlace, language: str) -> None:
        super().__init__(None, Qt.WindowType.FramelessWindowHint)
        self.setObjectName("kiosk")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setWindowTitle("MolenGeek Desk")
        self._context, self._place = context, place
        self._home_language = self.language = language
        self._is_leaving = False
        self._idle = QTimer(self, singleShot=True, interval=IDLE)
        self._idle.timeout.connect(self.go_home)
        self._pages = QStackedWidget()
        self._bar: QWidget | None = None
        self._leaving = KioskLeave(context, self)
        self._leaving.changed.connect(self._show_pin)
        self._leaving.right.connect(self._leave)
        self._whole = QVBoxLayout()
        self._whole.addWidget(self._pages, 1)
        self.setLayout(self._whole)
        self._forget()
        self._build()

    # --- building --------------------------------------------------------------------------

    def _forget(self) -> None:
        """Nothing of who stood here before."""
        self._typed = self._year = ""
        self._is_other_script = False
        self._refused: set[UUID] = set()
        self._asked_year: int | None = None
        self._person: Recognised | None = None

    def _build(self) -> None:
        """Everything in the language chosen."""
        while self._pages.count():
            page = self._pages.widget(0)
            assert page is not None
            self._pages.removeWidget(page)
            page.deleteLater()
        if self._bar is not None:
            self._whole.removeWidget(self._bar)
            self._bar.deleteLater()
        self.setLayoutDirection(
            Qt.LayoutDirection.RightToLeft
            if i18n.is_right_to_left(self.language)
            else Qt.LayoutDirection.LeftToRight
        )
        self._bar = self._make_bar()
        self._whole.insertWidget(0, self._bar)
        self.name_page = NamePage(self.language, self.press, self._on_whole_name)
        self.greeting = GreetingPage(self.check_in, self.check_out, self._on_not_me)
        self.year_page = YearPage(self.press, self.go_home)
        self.answer_page = AnswerPage(self.go_home, self.check_out)
        self.pin_page = PinPage(self.press, self._leaving.enter, self.go_home)
        for shown in (
            self.name_page, self.greeting, self.year_page, self.answer_page, self.pin_page,
        ):  # fmt: skip
            self._pages.addWidget(shown)
        self._dress()

    def _make_bar(self) -> QWidget:
        where = QLabel(self._place.campus)
        where.setProperty("kind", "campus")
        where.setTextFormat(Qt.TextFormat.PlainText)
        languages = [
            touch(words, "chosen" if code == self.language else "", partial(self.speak, code))
            for code, words in i18n.LANGUAGES.items()
        ]
        self.language_buttons = dict(zip(i18n.LANGUAGES, languages, strict=True))
        self.lock_button = touch("", "", self.ask_pin)
        self.lock_button.setIcon(icons.icon("lock"))
        self.lock_button.setAccessibleName(_("Leave the kiosk"))
        bar = QWidget()
        bar.setLayout(row(where, None, *languages, self.lock_button, gap=6))
        return bar

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._dress()

    def _dress(self) -> None:
        unit = max(0.8, min(self.width() / _SCREEN[0], self.height() / _SCREEN[1]))
        self.setStyleSheet(kiosk_style(unit))
        self.name_page.fit(unit)
        edge = round(16 * unit)
        self._whole.setContentsMargins(edge, edge, edge, edge)
        self._whole.setSpacing(round(8 * unit))

    # --- going about -----------------------------------------------------------------------

    def go_home(self) -> None:
        """Back to the start, in the language of the place."""
        self._idle.stop()
        self._forget()
        self._leaving.forget()
        if self.language != self._home_language:
            self.speak(self._home_language)
        else:
            self.name_page.show_other(is_other=False)
        self._show_name(Match.TOO_SHORT)
        self._idle.stop()

    def speak(self, language: str) -> None:
        """Another language by one touch; what was typed stays."""
        self.language = language
        i18n.speak(language)
        page = self._pages.currentIndex()
        self._build()
        self._touched()
        self._show_name(Match.TOO_SHORT)
        if page != 0 or self._typed:
            self._look()

    def _touched(self) -> None:
        self._idle.start(IDLE)

    def _go(self, page: QWidget) -> None:
        self._pages.setCurrentWidget(page)
        self.setFocus()

    # --- keys ------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A real keyboard types too; Escape goes back to the start and never out."""
        keys = Qt.Key
        if event.key() in {keys.Key_Return, keys.Key_Enter}:
            self._enter()
        elif event.key() == keys.Key_Escape:
            self.go_home()
        elif event.key() == keys.Key_Backspace:
            self.press(BACK)
        elif event.text().isprintable() and event.text():
            self.press(event.text())

    def press(self, sign: str) -> None:
        """A key was touched or typed."""
        self._touched()
        page = self._pages.currentWidget()
        if page is self.pin_page:
            self._leaving.press(sign)
        elif page is self.year_page:
            self._press_year(sign)
        elif page is self.name_page and sign == OTHER:
            self._is_other_script = not self._is_other_script
            self.name_page.show_other(is_other=self._is_other_script)
        elif page is self.name_page:
            self._typed = _with(self._typed, sign)[:LONGEST]
            self._look()

    def _press_year(self, sign: str) -> None:
        if sign == BACK or sign.isdecimal():
            self._year = _with(self._year, sign)[:_YEAR]
            self.year_page.show_typed(self._year)
        if len(self._year) == _YEAR:
            self._asked_year = int(self._year)
            self._look()

    def _enter(self) -> None:
        page, code = self._pages.currentWidget(), parse_code(self._typed)
        if page is self.pin_page:
            self._leaving.enter()
        elif page is self.name_page and code is not None:
            self._typed = ""
            self.take_scan(code)

    def take_scan(self, code: str) -> bool:
        """A badge: whose it is checks in at once. The kiosk takes every scan there is."""
        if self._pages.currentWidget() is self.pin_page:
            return True
        self._forget()
        self._touched()
        query = partial(
            queries.known_by_code, campus_id=self._place.campus_id, at=wall_clock(), code=code
        )
        self._context.read(query, self._on_holder, failed=self._on_failed)
        return True

    # --- who it is -------------------------------------------------------------------------

    def _look(self) -> None:
        self.name_page.show_typed(self._typed, Match.TOO_SHORT)
        query = partial(
            queries.recognise,
            campus_id=self._place.campus_id,
            at=wall_clock(),
            text=self._typed,
            birth_year=self._asked_year,
            refused=frozenset(self._refused),
        )
        self._context.read(query, self._on_recognised, failed=self._on_failed)

    def _on_recognised(self, found: Recognised) -> None:
        if self._pages.currentWidget() is self.pin_page:
            return
        if found.match is Match.ONE:
            self._person = found
            self.greeting.greet(found.first_name, is_in=found.is_in)
            self._go(self.greeting)
        elif self._asked_year is not None:
            self._see_the_desk()
        else:
            self._show_name(found.match)

    def _show_name(self, match: Match) -> None:
        self.name_page.show_typed(self._typed, match)
        self._go(self.name_page)

    def _on_whole_name(self) -> None:
        self._touched()
        self._year = ""
        self.year_page.show_typed("")
        self._go(self.year_page)

    def _on_not_me(self) -> None:
        """Somebody else of that name: that one is not proposed again, and no third is named."""
        self._touched()
        if self._person is not None and self._person.person_id is not None:
            self._refused.add(self._person.person_id)
        self._person = None
        if len(self._refused) < _NAMED:
            self._look()
        else:
            self._see_the_desk()

    def _on_holder(self, found: Recognised) -> None:
        self._person = found
        self.check_in()

    # --- coming and going ------------------------------------------------------------------

    def check_in(self) -> None:
        self._do(checkin.check_in)

    def check_out(self) -> None:
        self._do(checkin.check_out)

    def _do(self, verb: Callable[..., Arrival]) -> None:
        person = self._person.person_id if self._person is not None else None
        self._touched()
        if person is not None:
            action = partial(verb, person_id=person, campus_id=self._place.campus_id, source=SOURCE)
            self._context.do(action, self._on_arrival, failed=self._on_failed, quiet=True)

    def _on_arrival(self, arrival: Arrival) -> None:
        if self._person is None:
            return
        name, about = self._person.first_name, _about(arrival)
        if arrival.outcome is Outcome.LEFT:
            self._answer(Tone.OK, "log-out", _("Goodbye, {name}!", name=name))
        elif arrival.outcome is Outcome.NOT_IN:
            self._answer(Tone.LATE, "info", _("You were not checked in, {name}.", name=name))
        elif arrival.outcome is Outcome.WAITING:
            words = _("You are on the waiting list. Please see the desk.")
            self._answer(Tone.LATE, "hourglass", name, words)
        elif arrival.outcome is Outcome.ALREADY_IN:
            words = _("You are checked in already, {name}.", name=name)
            self._answer(Tone.ACCENT, "info", words, about, can_leave=True)
        else:
            words = _("You are checked in, {name}.", name=name)
            self._answer(Tone.OK, "circle-check", words, about)

    def _see_the_desk(self) -> None:
        self._answer(Tone.LATE, "circle-help", _("Please see the desk"), _("They will help you."))

    def _on_failed(self, error: Exception) -> None:
        """Whatever it is, it is for the desk, not for who stands here."""
        if not isinstance(error, (DeskError, NotFound)):
            crash.log(error)
        self._see_the_desk()

    def _answer(
        self,
        tone: Tone,
        icon_name: str,
        heading: str,
        sentence: str = "",
        *,
        can_leave: bool = False,
    ) -> None:
        self.answer_page.answer(tone, icon_name, heading, sentence, can_leave=can_leave)
        self._go(self.answer_page)
        self._idle.start(READ)

    # --- leaving ---------------------------------------------------------------------------

    def ask_pin(self) -> None:
        """Show the way out."""
        self._touched()
        self._forget()
        self._leaving.begin()
        self._go(self.pin_page)

    def _show_pin(self) -> None:
        leaving = self._leaving
        self.pin_page.show_typed(leaving.count, leaving.fault, is_waiting=leaving.is_waiting)

    def _leave(self) -> None:
        self._is_leaving = True
        self._idle.stop()
        i18n.speak(self._home_language)
        self.close()
        self.left.emit()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Alt+F4 and the like ask for the PIN."""
        if self._is_leaving:
            super().closeEvent(event)
        else:
            event.ignore()
            self.ask_pin()

    def changeEvent(self, event: QEvent) -> None:
        """Something came before it: it comes back to the front."""
        is_away = event.type() == QEvent.Type.ActivationChange and not self.isActiveWindow()
        if is_away and not self._is_leaving and self.isVisible():
            QTimer.singleShot(0, self, self.come_forward)
        super().changeEvent(event)

    def come_forward(self) -> None:
        if not self._is_leaving:
            self.raise_()
            self.activateWindow()


def _with(typed: str, sign: str) -> str:
    return typed[:-1] if sign == BACK else typed + sign


def _about(arrival: Arrival) -> str:
    """What for, where, and how late."""
    reason = arrival.reason
    parts = [reason.title or what_for(reason), reason.room]
    if arrival.minutes_late:
        parts.append(
            ngettext(
                "{n} minute after the start", "{n} minutes after the start", arrival.minutes_late
            )
        )
    return " · ".join(labels.directed(part) for part in parts if part)
