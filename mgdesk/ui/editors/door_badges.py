"""A badge for who just came in: drawn beside the window, sent to the printer remembered for badges.

Printing never holds up the door: what goes wrong is a sentence, the check-in stays.
"""

from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Final
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from mgdesk.errors import Cancelled, DeskError
from mgdesk.i18n import N_
from mgdesk.i18n import gettext as _
from mgdesk.services.badges import BadgeFormat, badges
from mgdesk.ui.editors.printing import Drawn, drawn_draft
from mgdesk.ui.kit.context import Context
from mgdesk.ui.kit.printoptions import remembered
from mgdesk.ui.kit.printqueue import queue_of

if TYPE_CHECKING:
    from mgdesk.desk import Desk

KIND: Final = "badge"  # what the printer is remembered for


class NoBadgePrinter(DeskError):
    sentence = N_(
        "No printer is chosen for badges. Choose one in Settings, This computer; it is remembered."
    )


class DoorBadges(QObject):
    """`print_for` returns at once; `told(sentence)` says how it went, good or bad."""

    told = Signal(str)

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._names: dict[UUID, str] = {}

    def print_for(self, person_id: UUID, event_id: UUID, day: date, name: str) -> None:
        """Print the badge of one person for one event."""
        if not self._context.settings.printers.get(KIND):
            self.told.emit(str(NoBadgePrinter()))
            return
        self._names[person_id] = name
        work = partial(_draw, self._context.desk, event_id, person_id, day)
        self._context.background.run(
            work, done=self._on_drawn, failed=self._on_refused, key=str(person_id)
        )

    def _on_drawn(self, drawn: tuple[UUID, bytes]) -> None:
        person_id, data = drawn
        printer = self._context.settings.printers.get(KIND, "")
        title = _("Badge of {name}", name=self._names.pop(person_id, ""))
        options = remembered(self._context.settings, KIND)
        job = queue_of(self._context).send(data, printer, f"{title}.pdf", options, pages=1)
        job.accepted.connect(self._on_accepted)
        job.refused.connect(self._on_refused)

    def _on_accepted(self) -> None:
        self.told.emit(_("The badge is at the printer."))

    def _on_refused(self, error: Exception) -> None:
        if isinstance(error, DeskError) and not isinstance(error, Cancelled):
            self.told.emit(_("No badge: {reason}", reason=str(error)))
        elif not isinstance(error, Cancelled):
            self._context.fail(error)


def _draw(desk: "Desk", event_id: UUID, person_id: UUID, day: date) -> tuple[UUID, bytes]:
    """Runs beside the window: one badge of its own size."""
    draft = partial(
        badges, event_id=event_id, person_ids={person_id}, form=BadgeFormat.SINGLE, day=day
    )
    drawn: Drawn = drawn_draft(desk, draft, _no_report)
    return person_id, drawn.data


def _no_report(_done: int, _total: int) -> None:
    """One badge is drawn at once."""
