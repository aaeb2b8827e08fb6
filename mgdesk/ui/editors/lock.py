"""The lock of the window: choose your name by its first letters, type your PIN, and go on.

It stands in the place of everything else, so that nobody's name is behind it.
"""

import unicodedata
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final
from uuid import UUID

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QMainWindow, QWidget

from mgdesk.desk import WaitForPin, WrongPin
from mgdesk.i18n import gettext as _
from mgdesk.i18n import ngettext
from mgdesk.rules import names
from mgdesk.rules.people import STAFF_ROLE_LABELS
from mgdesk.services.rights import OnDuty
from mgdesk.ui.editors.lost_pin import LostPinSheet
from mgdesk.ui.kit import labels
from mgdesk.ui.kit.buttons import Button
from mgdesk.ui.kit.context import Context
from mgdesk.ui.kit.flow import Flow
from mgdesk.ui.kit.form import Form
from mgdesk.ui.kit.layout import Card, Empty, column, row
from mgdesk.ui.kit.secret import SecretField
from mgdesk.ui.kit.table import Column, Table
from mgdesk.ui.kit.theme import px

if TYPE_CHECKING:
    from mgdesk.desk import Desk

_TYPED_FOR: Final = 1_500  # milliseconds after which letters begin another name
_TICK: Final = 1_000  # milliseconds
_WIDTH, _LIST, _LEAST = 440, 320, 64  # pixels of the grid: the card, its list at most and at least
_STEPS: Final = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class PinField(SecretField):
    """Takes digits of any script; letters and arrows are for the list of names beside it."""

    letter = Signal(str)
    stepped = Signal(int)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        typed = event.text()
        is_sign = bool(typed) and typed.isprintable()
        if event.key() in _STEPS:
            self.stepped.emit(_STEPS[Qt.Key(event.key())])
        elif is_sign and unicodedata.decimal(typed[0], None) is None:
            self.letter.emit(typed)
        else:
            super().keyPressEvent(event)


@dataclass(frozen=True)
class Tried:
    """What came of a PIN: who is at the desk, or what is to be said and for how long to wait."""

    who: OnDuty | None = None
    sentence: str = ""
    seconds: int = 0


class LockScreen(QWidget):
    """`entered` carries who signed on."""

    entered = Signal(object)

    def __init__(self, parent: QWidget, context: Context, last: UUID | None) -> None:
        """`last` is who was here before: most likely who comes back."""
        super().__init__(parent)
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._context, self._last, self._typed = context, last, ""
        self._seconds, self._is_submitted_early = 0, False
        self._forgets = QTimer(self, singleShot=True, interval=_TYPED_FOR)
        self._forgets.timeout.connect(self._forget_letters)
        self._clock = QTimer(self, interval=_TICK)
        self._clock.timeout.connect(self._tick)
        self._build()
        self._context.background.run(context.desk.who_can_sign_on, done=self._show)

    def _build(self) -> None:
        self.table: Table[OnDuty] = Table(
            _columns(),
            name=_("Who is at the desk?"),
            empty=Empty(_("One moment…")),
            key=lambda one: one.staff_id,
            headers=False,
        )
        self.table.view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.form = Form()
        self.pin = self.form.add(
            _("PIN"),
            PinField(),
            help_text=_("The first letters of a name choose it, digits are the PIN."),
        )
        self.button = Button(_("Sign on"), "user-check", kind="primary", on_click=self.submit)
        self.lost_button = Button(_("PIN forgotten…"), kind="link", on_click=self._lost)
        self._card = Card("", None, labels.name(_("Who is at the desk?")), self.table, self.form)
        self._card.add(Flow(self.button, self.lost_button, gap=8))
        self._card.setMaximumWidth(px(_WIDTH))
        line = row(None)
        line.addWidget(self._card, 1000)
        line.addStretch(1)
        self.setLayout(column(None, line, None))
        self.pin.returnPressed.connect(self.submit)
        self.pin.letter.connect(self._on_letter)
        self.pin.stepped.connect(self.table.step)
        self.table.chosen.connect(self._on_chosen)
        parent = self.parentWidget()
        assert parent is not None
        parent.installEventFilter(self)
        self.cover()

    # --- covering everything ---------------------------------------------------------------

    def cover(self) -> None:
        """All of the window but its menu."""
        parent = self.parentWidget()
        assert parent is not None
        self.setGeometry(parent.contentsRect().adjusted(0, self._menu_height(), 0, 0))
        self.raise_()
        self._fit()

    def _fit(self) -> None:
        """The list takes what room there is: the field of the PIN is never below the window."""
        width = min(self.width(), px(_WIDTH))
        layout = self._card.layout()
        wanted = layout.totalHeightForWidth(width) if layout is not None else 0
        room = self.height() - (wanted - self.table.height()) - px(24)
        self.table.setFixedHeight(max(px(_LEAST), min(px(_LIST), room)))
        self.table.view.scrollTo(self.table.view.currentIndex())

    def _menu_height(self) -> int:
        window = self.window()
        bar = window.menuBar() if isinstance(window, QMainWindow) else None
        return bar.height() if bar is not None and not bar.isNativeMenuBar() else 0

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() in {QEvent.Type.Resize, QEvent.Type.LayoutRequest}:
            self.cover()
        return False

    # --- who -------------------------------------------------------------------------------

    def _show(self, people: list[OnDuty]) -> None:
        """The list has come; what was typed meanwhile holds."""
        wanted = self._last if any(one.staff_id == self._last for one in people) else None
        typed = self.pin.text()
        self.table.set_rows(people, choose=wanted or (people[0].staff_id if people else None))
        if self._typed:
            self._choose(self._typed)
            self._forgets.start()
        self.pin.setText(typed)
        self.pin.setFocus(Qt.FocusReason.OtherFocusReason)
        if self._is_submitted_early:
            self.submit()

    def _on_letter(self, letter: str) -> None:
        """Letters typed one after the other begin a name, or a word of it."""
        self._typed += letter
        if not self.table.rows:
            return  # the list is still to come
        self._forgets.start()
        if not self._choose(self._typed):
            self._typed = letter
            self._choose(letter)

    def _choose(self, letters: str) -> bool:
        wanted = names.fold(letters)
        found = next((one for one in self.table.rows if _begins(one.name, wanted)), None)
        return bool(wanted) and found is not None and self.table.choose(found.staff_id)

    def _forget_letters(self) -> None:
        self._typed = ""

    def _on_chosen(self, _one: OnDuty | None) -> None:
        self.pin.clear()
        self._wait(0)
        self.form.refuse("")
        self.pin.setFocus(Qt.FocusReason.OtherFocusReason)

    # --- the PIN ---------------------------------------------------------------------------

    def submit(self) -> None:
        """Try what is typed, beside the window."""
        one, typed = self.table.current, self.pin.text()
        self._is_submitted_early = one is None
        if one is None or one.staff_id is None or not typed or not self.button.isEnabled():
            return
        self.button.setEnabled(False)
        self.pin.clear()
        work = partial(_try, self._context.desk, one.staff_id, typed)
        self._context.background.run(work, done=self._on_tried, failed=self._on_failed)

    def _on_tried(self, tried: Tried) -> None:
        if tried.who is not None:
            self.entered.emit(tried.who)
            return
        self.form.refuse(tried.sentence)
        self._wait(tried.seconds)
        self.pin.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_failed(self, error: Exception) -> None:
        self._wait(0)
        self.form.refuse(str(error))

    def _wait(self, seconds: int) -> None:
        """No PIN is taken for so long; the seconds are counted down before the eyes."""
        self._seconds = seconds
        QTimer.singleShot(0, self, self._fit)  # a sentence above the field takes room
        self.button.setEnabled(not seconds)
        if seconds:
            self.form.refuse(ngettext("Wait {n} second.", "Wait {n} seconds.", seconds))
            self._clock.start()
        else:
            self._clock.stop()

    def _tick(self) -> None:
        self._wait(max(0, self._seconds - 1))
        if not self._seconds:
            self.form.refuse("")

    def _lost(self) -> None:
        LostPinSheet(self.window(), self._context).open()


def _try(desk: "Desk", staff_id: UUID, pin: str) -> Tried:
    """Runs in a thread, for the PIN takes its time."""
    try:
        return Tried(desk.sign_on(staff_id, pin))
    except WrongPin as error:
        return Tried(None, str(error), desk.wait_for_pin(staff_id))
    except WaitForPin as error:
        return Tried(None, str(error), int(str(error.values["seconds"])))


def _begins(name: str, wanted: str) -> bool:
    return f" {names.fold(name)}".find(f" {wanted}") >= 0


def _columns() -> list[Column[OnDuty]]:
    return [
        Column(
            _("Name"),
            lambda one: one.name,
            second=lambda one: _(STAFF_ROLE_LABELS[one.role]),
            icon=lambda _one: ("user", "muted"),
            stretch=True,
            strong=True,
        )
    ]
