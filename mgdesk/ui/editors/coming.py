"""Checking in and out for a page: by name, by scan, by a walk-in; the answer is said and heard."""

from functools import partial
from typing import Any, Final
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from mgdesk.errors import DeskError
from mgdesk.rules.arrival import Outcome
from mgdesk.rules.events import CheckInKind
from mgdesk.services import checkin as services
from mgdesk.services.checkin import Arrival
from mgdesk.ui.editors.answer import AnswerStrip
from mgdesk.ui.kit.context import Context
from mgdesk.ui.kit.sound import Kind

_SOUNDS: Final[dict[Outcome, Kind]] = {
    Outcome.ARRIVED: "ok",
    Outcome.LATE: "late",
    Outcome.ALREADY_IN: "already",
    Outcome.WAITING: "already",
    Outcome.LEFT: "ok",
    Outcome.NOT_IN: "already",
}


class Coming(QObject):
    """`answered(Arrival)` once somebody came or went; scans before the campus is known wait."""

    answered = Signal(object)

    def __init__(self, over: QObject, context: Context, strip: AnswerStrip) -> None:
        super().__init__(over)
        self._context, self._strip = context, strip
        self._campus_id: UUID | None = None
        self._zone = "UTC"
        self._waiting: list[str] = []

    def settle(self, campus_id: UUID, zone: str) -> None:
        """The campus whose door this is; what was scanned meanwhile comes in now."""
        self._campus_id, self._zone = campus_id, zone
        waiting, self._waiting = self._waiting, []
        for code in waiting:
            self.scan(code)

    def scan(self, code: str) -> None:
        if self._campus_id is None:
            self._waiting.append(code)
        else:
            self._do(services.check_in_by_code, code=code)

    def check_in(
        self, person_id: UUID, reason: tuple[CheckInKind, UUID | None] | None = None
    ) -> None:
        """For the reason given, else for what is likeliest."""
        self._do(services.check_in, person_id=person_id, reason=reason)

    def check_out(self, person_id: UUID) -> None:
        self._do(services.check_out, person_id=person_id)

    def say(self, arrival: Arrival) -> None:
        """The answer of something done elsewhere, such as a walk-in."""
        self._strip.say_arrival(arrival, self._zone)
        self._context.sound.play(_SOUNDS[arrival.outcome])
        self.answered.emit(arrival)

    def refuse(self, error: Exception) -> None:
        if isinstance(error, DeskError):
            self._strip.say_fault(str(error))
            self._context.sound.play("unknown")
        else:
            self._context.fail(error)

    def _do(self, service: Any, **given: Any) -> None:
        if self._campus_id is not None:
            wanted = partial(service, campus_id=self._campus_id, **given)
            self._context.do(wanted, self.say, failed=self.refuse, quiet=True)
