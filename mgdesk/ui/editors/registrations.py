"""Who is expected at an event: the registrations with their states."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from mgdesk import i18n
from mgdesk.exchange.contact import show_phone
from mgdesk.i18n import gettext as _
from mgdesk.i18n import isolate
from mgdesk.queries.events import RegistrationRow
from mgdesk.rules.events import RegistrationStatus
from mgdesk.services import events as event_services
from mgdesk.ui.editors.facts import flow_of
from mgdesk.ui.editors.states import registration_pill
from mgdesk.ui.kit import theme
from mgdesk.ui.kit.buttons import Button
from mgdesk.ui.kit.context import Context
from mgdesk.ui.kit.layout import Empty, add, column
from mgdesk.ui.kit.table import Column, Table

_GONE = frozenset({RegistrationStatus.CANCELLED_BY_GUEST, RegistrationStatus.CANCELLED_BY_US})


class RegistrationsPanel(QWidget):
    """Everybody registered: those with a place, then the waiting list in its order, then who cancelled."""

    register_wanted = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.table: Table[RegistrationRow] = Table(
            _columns(),
            name=_("Registrations"),
            empty=Empty(
                _("Nobody is registered yet. Register somebody, or import the list of guests."),
                _("Register somebody"),
                self.register_wanted.emit,
                icon_name="users",
            ),
        )
        self.cancel_button = Button(
            _("Cancel the registration"), "user-x", on_click=self.cancel_chosen
        )
        self.open_button = Button(_("Open the person"), "user", on_click=self._open_chosen)
        whole = column(gap=8)
        add(whole, self.table, 1)
        add(whole, flow_of((self.open_button, self.cancel_button), gap=8))
        self.setLayout(whole)
        self.table.chosen.connect(self._on_chosen)
        self.table.opened.connect(self._open)
        self._on_chosen(None)

    def set_rows(self, rows: Sequence[RegistrationRow]) -> None:
        self.table.set_rows(rows)
        self._on_chosen(self.table.current)

    def cancel_chosen(self) -> None:
        """Cancel at once; the toast says who moved up and takes it back."""
        chosen = self.table.current
        if chosen is not None and chosen.status not in _GONE:
            self._context.do(partial(event_services.cancel_registration, registration_id=chosen.id))

    def _on_chosen(self, chosen: RegistrationRow | None) -> None:
        self.open_button.setEnabled(chosen is not None)
        self.cancel_button.setEnabled(chosen is not None and chosen.status not in _GONE)

    def _open_chosen(self) -> None:
        if self.table.current is not None:
            self._open(self.table.current)

    def _open(self, chosen: RegistrationRow) -> None:
        self._context.navigate("learner", chosen.person_id)


def _columns() -> list[Column[RegistrationRow]]:
    name: Column[RegistrationRow] = Column(
        _("Name"),
        lambda one: one.name,
        sort=lambda one: one.list_name,
        second=_reach,
        stretch=True,
        strong=True,
    )
    state: Column[RegistrationRow] = Column(
        _("State"),
        lambda _one: "",
        sort=lambda one: one.waiting_position or list(RegistrationStatus).index(one.status),
        pill=lambda one: registration_pill(one.status, one.waiting_position),
    )
    if theme.look().scale > 130:  # the name needs the width
        return [name, state]
    since: Column[RegistrationRow] = Column(
        _("Since"),
        lambda one: i18n.format_day(one.registered_at.astimezone(), "short"),
        sort=lambda one: one.registered_at,
    )
    return [name, state, since]


def _reach(one: RegistrationRow) -> str:
    parts = (one.second_name, show_phone(one.phone), one.email)
    return " · ".join(isolate(part) for part in parts if part)
