"""Somebody new at the desk: a name and what for, no more; the rest can be completed later."""

from collections.abc import Sequence
from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from mgdesk.errors import DeskError
from mgdesk.i18n import gettext as _
from mgdesk.i18n import isolate
from mgdesk.queries import arrivals as arrival_queries
from mgdesk.queries import people as people_queries
from mgdesk.queries.people import DuplicateRow
from mgdesk.rules import names
from mgdesk.rules.arrival import KIND_LABELS, Reason
from mgdesk.rules.clock import wall_clock
from mgdesk.rules.events import CheckInKind
from mgdesk.services import checkin as services
from mgdesk.services import intake
from mgdesk.services.checkin import Arrival
from mgdesk.ui.editors.application_sheets import ApplicationSheet, offered_goals
from mgdesk.ui.editors.duplicates import DuplicatesCard
from mgdesk.ui.editors.facts import flow_of
from mgdesk.ui.kit import labels
from mgdesk.ui.kit.buttons import Button
from mgdesk.ui.kit.context import Context
from mgdesk.ui.kit.fields import ChoiceField, TextField
from mgdesk.ui.kit.form import Form
from mgdesk.ui.kit.layout import Card, add

PAUSE = 150  # milliseconds without a key before known people are looked for
ADVISED_FROM = 3  # letters


class WalkInForm(Form):
    """Two fields; an event that runs now is among what one can come for. A visitor may say to whom."""

    def __init__(self) -> None:
        super().__init__()
        self.name = TextField()
        self.reason = ChoiceField()
        self.add(_("Name"), self.name)
        self.add(_("What for"), self.reason)
        self.host = self.add(_("Comes to see"), TextField())
        self.reason.edited.connect(self.settle)
        self.offer(())

    def settle(self) -> None:
        """Only a visitor comes to see somebody."""
        kind, _event_id = self.reason.value
        self._rows[self.host].setVisible(kind is CheckInKind.VISIT)

    def offer(self, events: Sequence[Reason]) -> None:
        """Show what can be come for; the choice made stays."""
        kinds = (CheckInKind.VISIT, CheckInKind.COWORKING)
        choices = [((kind, None), _(KIND_LABELS[kind])) for kind in kinds]
        self.reason.set_choices(
            [*choices, *((event.key, isolate(event.title)) for event in events)]
        )
        self.settle()

    def mistakes(self) -> dict[QWidget, str]:
        if names.is_name(self.name.value, ""):
            return {}
        return {self.name: str(intake.NameMissing())}


class WalkInPanel(Card):
    """Takes somebody in and checks them in by one Enter; `done(Arrival)`, `known(person_id)`."""

    done = Signal(object)
    known = Signal(object)
    refused = Signal(object)
    left = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__(_("Somebody new"))
        self._context = context
        self._campus_id: UUID | None = None
        self.form = WalkInForm()
        self.duplicates = DuplicatesCard()
        self.save_button = Button(_("Check in"), "user-check", kind="primary", on_click=self.save)
        self.apply_button = Button(_("Wants to learn…"), "clipboard-check", on_click=self.apply)
        self.back_button = Button(_("Back"), kind="plain", on_click=self.left.emit)
        self.add(self.form)
        self.add(self.duplicates)
        self.add(flow_of((self.save_button, self.apply_button, self.back_button), 8))
        self.add(labels.muted(_("A name is enough. The rest can be completed later.")))
        add(self.body, None)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE)
        self._pause.timeout.connect(self._look)
        self.form.name.edited.connect(self._pause.start)
        self.form.name.returnPressed.connect(self.save)
        self.duplicates.opened.connect(self.known)

    def start(self, campus_id: UUID, typed: str) -> None:
        """Begin with what was typed in the search field."""
        self._campus_id = campus_id
        self.form.name.value = names.clean(typed)
        self.form.host.value = ""
        self.choose(CheckInKind.VISIT)
        self.duplicates.set_rows(())
        self.form.name.setFocus()
        self.form.name.end(False)
        wanted = partial(arrival_queries.events_now, campus_id=campus_id, at=wall_clock())
        self._context.read(wanted, self.form.offer)
        self._look()

    def choose(self, kind: CheckInKind) -> None:
        """What somebody new most likely comes for, at this door."""
        self.form.reason.value = (kind, None)
        self.form.settle()

    def save(self) -> None:
        """Take them in, if there is a name."""
        if self._campus_id is None or not self.form.is_valid():
            return
        kind, event_id = self.form.reason.value
        self.save_button.setEnabled(False)
        self._context.do(
            partial(
                services.walk_in,
                campus_id=self._campus_id,
                name=self.form.name.value,
                kind=kind,
                event_id=event_id,
                note=self.form.host.value if kind is CheckInKind.VISIT else "",
            ),
            self._saved,
            failed=self._failed,
            quiet=True,
        )

    def apply(self) -> None:
        """Take in what they wish to learn, in their own words; checking in can follow."""
        wanted = partial(offered_goals, campus_id=self._campus_id)
        self._context.read(wanted, self._open_application)

    def _open_application(self, goals: list[tuple[Any, str]]) -> None:
        goal = goals[0][0] if goals else None
        name = names.clean(self.form.name.value)
        sheet = ApplicationSheet(self, self._context, self._campus_id, goals, goal, name)
        sheet.finished.connect(self._look)
        sheet.open()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter saves from the choice too (the name's own field tells it), Esc goes back."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not self.form.name.hasFocus():
            self.save()
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _saved(self, arrival: Arrival) -> None:
        self.save_button.setEnabled(True)
        self.done.emit(arrival)

    def _failed(self, error: Exception) -> None:
        self.save_button.setEnabled(True)
        if isinstance(error, DeskError):
            self.refused.emit(error)
        else:
            self._context.fail(error)

    def _look(self) -> None:
        typed = names.clean(self.form.name.value)
        if len(typed) < ADVISED_FROM:
            self.duplicates.set_rows(())
            return
        first, _blank, surname = typed.partition(" ")
        wanted = partial(people_queries.namesakes, first_name=first, surname=surname)
        self._context.read(wanted, self._advise)

    def _advise(self, rows: Sequence[DuplicateRow]) -> None:
        self.duplicates.set_rows(rows)
