"""Leaving the kiosk by its PIN: wrong ones make wait, by elapsed time and never by the clock."""

import math
import time
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Signal

from mgdesk.i18n import gettext as _
from mgdesk.i18n import ngettext
from mgdesk.queries.kiosk import PIN
from mgdesk.queries.pins import PinState, pin_state
from mgdesk.rules.pins import MOST, pin_of, seconds_to_wait
from mgdesk.services import pins
from mgdesk.ui.editors.kiosk_keys import BACK
from mgdesk.ui.kit.context import Context

if TYPE_CHECKING:
    from mgdesk.desk import Desk

_TICK: Final = 1000  # milliseconds


class KioskLeave(QObject):
    """Digits in, `right` when they are the PIN; `changed` when something else is to be said."""

    changed = Signal()
    right = Signal()

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._digits = ""
        self._is_asking = False
        self._ends_waiting = 0.0  # on the monotonic clock
        self._failures: int | None = None
        self.fault = ""
        self._clock = QTimer(self, interval=_TICK)
        self._clock.timeout.connect(self._tick)

    @property
    def count(self) -> int:
        """How many digits are typed."""
        return len(self._digits)

    @property
    def is_waiting(self) -> bool:
        return self._is_asking or self._left() > 0

    def begin(self) -> None:
        """Somebody wants to leave: what was tried wrongly before counts, a new start too."""
        self.forget()
        self._tick()
        if self._failures is None:
            self._context.read(partial(pin_state, name=PIN), self._on_state)

    def forget(self) -> None:
        """Nothing is typed; the wait goes on."""
        self._digits, self.fault = "", ""
        self._clock.stop()
        self.changed.emit()

    def press(self, sign: str) -> None:
        if self.is_waiting:
            return
        if sign == BACK:
            self._digits = self._digits[:-1]
        elif sign.isdecimal() and self.count < MOST:
            self._digits += sign
        self.fault = ""
        self.changed.emit()

    def enter(self) -> None:
        """Try what is typed, beside the window."""
        if self.is_waiting or pin_of(self._digits) is None:
            return
        self._is_asking = True
        work = partial(_try, self._context.desk, self._digits)
        self._digits = ""
        self.changed.emit()
        self._context.background.run(work, done=self._on_tried, failed=self._on_failed)

    def _on_state(self, state: PinState) -> None:
        self._failures = state.failures
        self._wait(state.failures)
        self._tick()

    def _on_tried(self, state: PinState) -> None:
        self._is_asking = False
        self._failures = state.failures
        if not state.failures:
            self.right.emit()
            return
        self._wait(state.failures)
        self.fault = _("That is not the PIN.")
        self._tick()

    def _on_failed(self, error: Exception) -> None:
        self._is_asking = False
        self.fault = str(error)
        self.changed.emit()

    def _wait(self, failures: int) -> None:
        self._ends_waiting = time.monotonic() + seconds_to_wait(failures)

    def _left(self) -> float:
        return self._ends_waiting - time.monotonic()

    def _tick(self) -> None:
        seconds = math.ceil(self._left())
        if seconds > 0:
            self.fault = ngettext("Wait {n} second.", "Wait {n} seconds.", seconds)
            self._clock.start()
        elif self._clock.isActive():
            self._clock.stop()
            self.fault = ""
        self.changed.emit()


def _try(desk: "Desk", digits: str) -> PinState:
    """Runs in a thread: how it stands after this PIN."""
    was_right = pins.is_right(desk.read(pin_state, name=PIN), digits)
    return desk.do(pins.note_try, name=PIN, was_right=was_right)
