"""Checking in and out for a page: by name, by scan, by a walk-in; the answer is said and heard."""

from functools import partial
from typing import Any, Final
from uuid import UUID

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from mgdesk.errors import DeskError
from mgdesk.i18n import gettext as _
from mgdesk.queries.tokens import CodeKind, Sighting
from mgdesk.rules.arrival import Outcome
from mgdesk.rules.events import CheckInKind
from mgdesk.rules.scan_faults import Diagnosis
from mgdesk.services import checkin as services
from mgdesk.services.checkin import Arrival
from mgdesk.ui.editors.answer import AnswerStrip
from mgdesk.ui.editors.scanned_code import CodeTeller, what_it_is
from mgdesk.ui.editors.scanner_words import sentences
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

    def __init__(self, over: QWidget, context: Context, strip: AnswerStrip) -> None:
        super().__init__(over)
        self._context, self._strip = context, strip
        self._teller = CodeTeller(over, context)
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
        self,
        person_id: UUID,
        reason: tuple[CheckInKind, UUID | None] | None = None,
        *,
        lets_in: bool = False,
    ) -> None:
        """For the reason given, else for what is likeliest; `lets_in` from a waiting list."""
        self._do(services.check_in, person_id=person_id, reason=reason, lets_in=lets_in)

    def check_out(self, person_id: UUID) -> None:
        self._do(services.check_out, person_id=person_id)

    def say(self, found: Arrival | Sighting) -> None:
        """What became of it, also of something done elsewhere, such as a walk-in."""
        if isinstance(found, Sighting):
            self._say_code(found)
            return
        self._strip.say_arrival(found, self._zone)
        self._context.sound.play(_SOUNDS[found.outcome])
        if found.outcome is Outcome.WAITING:
            let_in = partial(self.check_in, found.person_id, found.reason.key, lets_in=True)
            self._strip.offer(_("Let in"), let_in)
        self.answered.emit(found)

    def _say_code(self, seen: Sighting) -> None:
        """What a code is that is nobody's; a new one can be bound to its person from here."""
        self._context.sound.play("unknown")
        said = what_it_is(seen)
        if not said:
            self._teller.show(seen)
            return
        self._strip.say_fault(said)
        if seen.kind is CodeKind.UNKNOWN:
            self._strip.offer(_("Whose is it?"), partial(self._teller.ask_whose, seen.code))

    def say_misread(self, found: Diagnosis) -> None:
        """A burst that was meant to be a badge: what is wrong, and the way to the trial."""
        self._context.sound.play("unknown")
        self._strip.say_fault(sentences(found)[0].words)
        self._strip.offer(_("Try your scanner"), self._context.try_scanner)

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
