"""What typing in the grid does: marks are shown at once and written one after the other."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from PySide6.QtCore import QModelIndex, QObject, QTimer, Signal

from mgdesk.i18n import gettext as _
from mgdesk.rules.attendance import AttendanceStatus, MinutesOutsideSlot
from mgdesk.services import attendance as services
from mgdesk.ui.editors.attendance_model import GridModel, Place, Typed
from mgdesk.ui.kit.context import Context

MINUTES_PAUSE: Final = 1200  # milliseconds without a figure before the minutes are saved
_NEED_MINUTES: Final = frozenset({AttendanceStatus.LEFT_EARLY, AttendanceStatus.PARTIAL})
_TAKE_MINUTES: Final = _NEED_MINUTES | {AttendanceStatus.LATE}


@dataclass
class _Minutes:
    """Minutes being typed into a cell."""

    place: Place
    status: AttendanceStatus
    figures: str = ""


class Marker(QObject):
    """Turns keys into marks of a grid.

    One lane writes them in the order of the keys. Answers come back in the same order, so the first
    of `_sent` is always the one that is answered.
    """

    typed = Signal()  # a cell says something else now
    written = Signal()  # a mark was written or refused
    said = Signal(str, bool)  # a sentence, and whether it refuses something

    def __init__(self, context: Context, model: GridModel, parent: QObject) -> None:
        super().__init__(parent)
        self._context, self.model = context, model
        self._sent: deque[tuple[Place, Typed] | None] = deque()
        self._minutes: _Minutes | None = None
        self.confirmed = 0  # marks that the desk has answered for
        self.pause = QTimer(self)
        self.pause.setSingleShot(True)
        self.pause.setInterval(MINUTES_PAUSE)
        self.pause.timeout.connect(self.save_minutes)

    @property
    def is_typing_minutes(self) -> bool:
        return self._minutes is not None

    def mark(self, index: QModelIndex, status: AttendanceStatus) -> None:
        """A letter was pressed on a cell."""
        place = self.model.place(index)
        if not self._may_mark(index):
            return
        self._minutes = None
        self.pause.stop()
        if status in _NEED_MINUTES:
            self._minutes = _Minutes(place, status)
            self.model.put(place, Typed(status, 0))
            self.said.emit(
                _("Type the minutes: how early somebody left (G), how long they were there (H)."),
                False,
            )
            return
        self._save(place, Typed(status))
        if status in _TAKE_MINUTES:
            self._minutes = _Minutes(place, status)

    def unmark(self, index: QModelIndex) -> None:
        """Delete was pressed on a cell."""
        self._minutes = None
        cell = self.model.cell(index.row(), index.column())
        if cell.status is not None:
            self._save(self.model.place(index), Typed(None))

    def type_digit(self, index: QModelIndex, digit: int) -> None:
        """A figure of the minutes of a late arrival, an early leaving, a part of the half-day."""
        place = self.model.place(index)
        if self._minutes is None or self._minutes.place != place:
            status = self.model.cell(index.row(), index.column()).status
            if status not in _TAKE_MINUTES:
                self.said.emit(_("Minutes go with late: press L first."), True)
                return
            self._minutes = _Minutes(place, status)
        self._minutes.figures = (self._minutes.figures + str(digit))[-3:]
        self.model.put(place, Typed(self._minutes.status, int(self._minutes.figures)))
        self.typed.emit()
        self.pause.start()

    def save_minutes(self) -> None:
        """The minutes are typed: save them, or take back what lacks them."""
        self.pause.stop()
        minutes, self._minutes = self._minutes, None
        if minutes is None:
            return
        if minutes.figures:
            self._save_typed(minutes.place, Typed(minutes.status, int(minutes.figures)))
        elif minutes.status in _NEED_MINUTES:
            self.model.forget(minutes.place)

    def _save_typed(self, place: Place, typed: Typed) -> None:
        length = next((s.minutes for s in self.model.columns if s.slot_id == place.slot_id), 0)
        if length and (typed.minutes or 0) > length:
            self.model.forget(place)
            self.said.emit(str(MinutesOutsideSlot(minutes=typed.minutes, slot=length)), True)
            return
        self._save(place, typed)

    def _may_mark(self, index: QModelIndex) -> bool:
        cell = self.model.cell(index.row(), index.column())
        if self.model.columns[index.column()].is_closed:
            self.said.emit(str(services.SlotClosed()), True)
        elif not cell.is_due and cell.status is None:
            name = self.model.rows[index.row()].name
            self.said.emit(_("{name} is not in the cohort that day.", name=name), True)
        else:
            return True
        return False

    def _save(self, place: Place, typed: Typed) -> None:
        """Show the mark now and write it in its turn: one lane keeps the order of the keys."""
        self.model.put(place, typed)
        self._sent.append((place, typed))
        action = _writing(place, typed)
        self._context.do(action, self._on_saved, failed=self._on_refused, quiet=True)
        self.typed.emit()

    def mark_rest(self, place: int) -> None:
        """Everybody who is not marked yet in this half-day was there."""
        self.save_minutes()
        if not 0 <= place < len(self.model.columns):
            return
        self._sent.append(None)
        action = partial(services.mark_unmarked_present, slot_id=self.model.columns[place].slot_id)
        self._context.do(action, self._on_saved, failed=self._on_refused)

    def _on_saved(self, _result: Any) -> None:
        sent = self._sent.popleft()
        self.confirmed += 1
        if sent is not None:
            self.model.confirm(*sent)
        self.written.emit()

    def _on_refused(self, error: Exception) -> None:
        """The mark is not kept: show what the desk has, and say why."""
        sent = self._sent.popleft()
        if sent is not None:
            self.model.drop(*sent)
        self._context.fail(error)
        self.written.emit()


def _writing(place: Place, typed: Typed) -> Callable[..., object]:
    slot_id, enrolment_id = place.slot_id, place.enrolment_id
    if typed.status is None:
        return partial(services.unmark, slot_id=slot_id, enrolment_id=enrolment_id)
    return partial(
        services.mark,
        slot_id=slot_id,
        enrolment_id=enrolment_id,
        status=typed.status,
        minutes=typed.minutes,
    )
