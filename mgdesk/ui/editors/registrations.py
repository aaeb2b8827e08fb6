"""Who is expected at an event: the registrations with their states, and the list at the door."""

from collections.abc import Sequence
from functools import partial
from uuid import UUID
from zoneinfo import ZoneInfo

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtWidgets import QWidget

from mgdesk import i18n
from mgdesk.i18n import gettext as _
from mgdesk.i18n import isolate, number
from mgdesk.queries import events as event_queries
from mgdesk.queries.events import EventDetail, RegistrationRow
from mgdesk.rules.events import RegistrationStatus
from mgdesk.services import events as event_services
from mgdesk.ui.editors.facts import flow_of
from mgdesk.ui.editors.states import registration_pill
from mgdesk.ui.kit import labels, theme
from mgdesk.ui.kit.buttons import Button
from mgdesk.ui.kit.context import Context
from mgdesk.ui.kit.fields import SearchField
from mgdesk.ui.kit.labels import Pill
from mgdesk.ui.kit.layout import Empty, add, column
from mgdesk.ui.kit.table import Column, Table
from mgdesk.ui.kit.theme import Tone

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
    parts = (one.second_name, one.phone, one.email)
    return " · ".join(isolate(part) for part in parts if part)


class CheckInPanel(QWidget):
    """The list at the door: letters find, Enter or a click lets in; the toast takes it back."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._event: EventDetail | None = None
        self._asked = self._shown = ""
        self._is_entering = False
        self.search = SearchField(_("Who is coming in?"))
        self.said = labels.muted("")
        self.table: Table[RegistrationRow] = Table(
            self._columns(),
            name=_("Who is expected"),
            empty=Empty(_("Nobody of that name is expected."), icon_name="user-check"),
        )
        whole = column(self.search, self.said, gap=8)
        add(whole, self.table, 1)
        self.setLayout(whole)
        self.search.searched.connect(self._load)
        self.search.moved.connect(self.table.step)
        self.search.entered.connect(self._enter)
        self.table.opened.connect(self.check_in)
        self.table.view.clicked.connect(self._on_click)

    def show_event(self, event: EventDetail | None) -> None:
        is_other = event is None or self._event is None or event.id != self._event.id
        self._event = event
        if is_other:
            self.search.clear()
        self._load()

    def check_in(self, one: RegistrationRow) -> None:
        """Let somebody in; who is in already is only said."""
        if one.status is RegistrationStatus.ATTENDED:
            self._context.toast(str(event_services.AlreadyArrived(name=one.name)))
            return
        self._context.do(
            partial(event_services.check_in, registration_id=one.id), self._on_checked_in
        )

    def _on_checked_in(self, _arrival: UUID) -> None:
        """The next one can be typed at once."""
        self.search.clear()
        self.search.setFocus()

    def _load(self) -> None:
        if self._event is not None:
            self._asked = self.search.text()
            self._context.read(
                partial(event_queries.check_in_list, event_id=self._event.id, search=self._asked),
                self._show,
            )

    def _show(self, rows: Sequence[RegistrationRow]) -> None:
        self._shown = self._asked
        waits = bool(self._shown.strip()) and bool(rows)
        self.table.set_rows(rows, choose=rows[0].id if waits else None)
        arrived = sum(one.arrived_at is not None for one in rows)
        self.said.setText(
            _("{arrived} of {all} are here", arrived=number(arrived), all=number(len(rows)))
        )
        if self._is_entering:
            self._enter()

    def _enter(self) -> None:
        """Enter lets in the one chosen, once the list shows what was typed: never somebody else."""
        self._is_entering = self._shown != self.search.text()
        if not self._is_entering and self._shown.strip() and self.table.current is not None:
            self.check_in(self.table.current)

    def _on_click(self, index: QModelIndex) -> None:
        """A click on the last column lets in; elsewhere it only chooses."""
        if index.column() == len(self.table.model.columns) - 1:
            one = self.table.model.rows[index.row()]
            if one.status is not RegistrationStatus.ATTENDED:
                self.check_in(one)

    def _columns(self) -> list[Column[RegistrationRow]]:
        return [
            Column(
                _("Name"),
                lambda one: one.name,
                sort=lambda one: one.list_name,
                second=_reach,
                icon=_mark,
                stretch=True,
                strong=True,
            ),
            Column(
                _("Arrival"),
                lambda _one: "",
                sort=lambda one: one.arrived_at,
                pill=self._arrival,
                tip=self._tip,
            ),
        ]

    def _arrival(self, one: RegistrationRow) -> Pill:
        if one.arrived_at is None:
            if one.waiting_position is not None:
                return registration_pill(one.status, one.waiting_position)
            return Pill(Tone.ACCENT, _("Check in"), "door-open")
        zone = ZoneInfo(self._event.zone) if self._event else None
        return Pill(Tone.OK, i18n.format_clock(one.arrived_at.astimezone(zone)), "circle-check")

    def _tip(self, one: RegistrationRow) -> str:
        return "" if one.arrived_at else _("Click to check in {name}", name=one.name)


def _mark(one: RegistrationRow) -> tuple[str, str]:
    return ("circle-check", "ok") if one.arrived_at else ("circle", "neutral")
