"""A page at which people come and go: one field that is always ready, and a look at the day each minute."""

from datetime import date
from typing import Final
from uuid import UUID

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent

from mgdesk.i18n import gettext as _
from mgdesk.rules.scan_faults import Diagnosis
from mgdesk.services import checkin as services
from mgdesk.services.checkin import Arrival
from mgdesk.ui.editors.answer import AnswerStrip
from mgdesk.ui.editors.candidates import Candidate
from mgdesk.ui.editors.coming import Coming
from mgdesk.ui.kit.context import Context
from mgdesk.ui.kit.fields import SearchField
from mgdesk.ui.kit.layout import Page
from mgdesk.ui.kit.table import Table

_PATIENCE: Final = 250  # milliseconds between a write and the reading of what it changed
_MINUTE: Final = 60_000


class WelcomePage(Page):
    """A page adds its `table` of people, and what it shows of the day."""

    table: Table[Candidate]

    def __init__(self, heading: str, context: Context) -> None:
        super().__init__(heading)
        self._context = context
        self._closed_day: date | None = None
        self.search = SearchField(_("Scan a badge, or type a few letters"))
        self.answer = AnswerStrip()
        self.coming = Coming(self, context, self.answer)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_PATIENCE)
        self._later.timeout.connect(self._load)
        self._clock = QTimer(self)
        self._clock.setInterval(_MINUTE)
        self._clock.timeout.connect(self._load)

    def _load(self) -> None:
        """Read the day."""
        raise NotImplementedError

    def focus_search(self) -> None:
        self.search.setFocus()
        self.search.selectAll()

    @property
    def current_id(self) -> UUID | None:
        return None

    def take_scan(self, code: str) -> bool:
        """A badge was scanned, wherever the focus is; True, because this page takes every scan."""
        self.coming.scan(code)
        return True

    def say_misread(self, found: Diagnosis) -> None:
        """A scan came that cannot be right."""
        self.coming.say_misread(found)

    def check_out(self) -> None:
        """Note that the one chosen leaves."""
        one = self.table.current
        if one is not None:
            self.coming.check_out(one.person_id)
            self._empty_field()

    def _empty_field(self) -> None:
        self.search.clear()
        self.search.setFocus()

    def _taken_in(self, arrival: Arrival) -> None:
        self.coming.say(arrival)
        self.search.clear()
        self.focus_search()

    def _open_person(self) -> None:
        one = self.table.current
        if one is not None:
            self._context.navigate("person", one.person_id)

    def _close_former_days(self, day: date) -> None:
        """Once a day: whoever never checked out is let out."""
        if self._closed_day != day:
            self._closed_day = day
            self._context.do_by_itself(services.close_days)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Any letter goes to the search field, wherever the focus is on this page."""
        is_typed = event.text().isprintable() and event.text()
        keys = Qt.KeyboardModifier
        if is_typed and event.modifiers() in {keys.NoModifier, keys.ShiftModifier}:
            self.search.setFocus()
            self.search.insert(event.text())
        else:
            super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._clock.start()
        self.search.setFocus()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._clock.stop()
