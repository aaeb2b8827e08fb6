"""An event whole, beside the list: when and where, how full, who is expected."""

from collections.abc import Sequence
from functools import partial
from uuid import UUID
from zoneinfo import ZoneInfo

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedLayout, QWidget

from mgdesk.errors import NotFound
from mgdesk.exchange.fields import Subject
from mgdesk.i18n import gettext as _
from mgdesk.i18n import isolate, number
from mgdesk.queries import events as event_queries
from mgdesk.queries import exports as export_queries
from mgdesk.queries.events import EventDetail, RegistrationRow
from mgdesk.rules.clock import wall_clock
from mgdesk.rules.events import EventStatus
from mgdesk.rules.rights import Right
from mgdesk.services import events as event_services
from mgdesk.ui.editors import event_words
from mgdesk.ui.editors.door_side import OPEN
from mgdesk.ui.editors.export import Export
from mgdesk.ui.editors.facts import flow_of, headed, wide_enough
from mgdesk.ui.editors.imports import open_import
from mgdesk.ui.editors.more_papers import open_event_papers
from mgdesk.ui.editors.register import RegisterSheet
from mgdesk.ui.editors.registrations import RegistrationsPanel
from mgdesk.ui.editors.states import event_pill
from mgdesk.ui.kit import labels, theme
from mgdesk.ui.kit.buttons import Button, IconButton
from mgdesk.ui.kit.context import Context
from mgdesk.ui.kit.labels import Pill, PillLabel
from mgdesk.ui.kit.layout import Card, Empty, column, scrolled
from mgdesk.ui.kit.theme import Tone


class EventCard(QWidget):
    """`show_event(id)` reads and shows one, the latest asked wins; `edit_wanted(detail)`,
    `door_wanted(id)`, `gone`."""

    edit_wanted = Signal(object)
    door_wanted = Signal(object)
    gone = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.detail: EventDetail | None = None
        self._wanted: UUID | None = None
        self.export = Export(self, context)
        self.registrations = RegistrationsPanel(context)
        self._empty = Empty(
            _("Choose an event in the list to see more."), icon_name="calendar-days"
        )
        self._pages = QStackedLayout()
        self._pages.addWidget(self._empty)
        self._pages.addWidget(self._build())
        self.setLayout(self._pages)
        self.setFocusProxy(self.edit_button)
        self.registrations.register_wanted.connect(self.register)

    # --- building --------------------------------------------------------------------------

    def _build(self) -> QWidget:
        self._title = labels.text("", "headline", wrap=True)
        self._when = labels.text("", wrap=True)
        self._where = labels.muted("")
        self._about = labels.muted("")
        self._state = PillLabel(Pill(Tone.NEUTRAL, ""))
        self._full = PillLabel(Pill(Tone.NEUTRAL, ""))
        self._waiting = PillLabel(Pill(Tone.LATE, ""))
        self._came = PillLabel(Pill(Tone.OK, ""))
        head = Card()
        self.edit_button = Button(_("Edit"), "pencil", on_click=self.edit, needs=(Right.PLAN,))
        self.export_button = IconButton(
            _("Export the registrations…"), "download", on_click=self.export_list
        )
        delete = IconButton(
            _("Delete this event"), "trash-2", on_click=self.delete, needs=(Right.PLAN,)
        )
        words = column(self._title, self._when, self._where, gap=2)
        head.add(headed(words, self.edit_button, self.export_button, delete))
        head.add(flow_of((self._state, self._full, self._waiting, self._came), gap=8))
        head.add(self._about)
        head.add(self._buttons())
        self._closing = labels.muted("")
        head.add(self._closing)
        lists = self._lists()
        lists.setMinimumHeight(theme.px(300))
        whole = column(head, gap=16)
        whole.addWidget(lists, 1)
        holder = QWidget()
        holder.setLayout(whole)
        return wide_enough(scrolled(holder))

    def _buttons(self) -> QWidget:
        self.door_button = Button(
            _("At the door"),
            "door-open",
            kind="primary",
            on_click=self.start_check_in,
            needs=(Right.WELCOME,),
        )
        self.register_button = Button(
            _("Register somebody"), "user-plus", on_click=self.register, needs=(Right.WELCOME,)
        )
        self.import_button = Button(
            _("Import a list…"), "upload", on_click=self.import_list, needs=(Right.PLAN,)
        )
        self.papers_button = Button(_("Papers…"), "printer", on_click=self.print_papers)
        self.complete_button = Button(
            _("Close the event"), "check", on_click=self.complete, needs=(Right.PLAN,)
        )
        return flow_of(
            (
                self.door_button,
                self.register_button,
                self.import_button,
                self.papers_button,
                self.complete_button,
            ),
            8,
        )

    def _lists(self) -> Card:
        self._heading = labels.section("")
        card = Card()
        card.add(self._heading)
        card.add(self.registrations, 1)
        return card

    # --- showing ---------------------------------------------------------------------------

    def show_event(self, event_id: UUID | None) -> None:
        self._wanted = event_id
        if event_id is None:
            self.detail = None
            self._pages.setCurrentIndex(0)
            return
        self._context.read(
            partial(event_queries.event, event_id=event_id), self._show, failed=self._on_failed
        )
        self._context.read(
            partial(event_queries.registrations, event_id=event_id), self._show_registrations
        )

    def _on_failed(self, error: Exception) -> None:
        self.show_event(None)
        if isinstance(error, NotFound):
            self.gone.emit()
        else:
            self._context.fail(error)

    def _show(self, detail: EventDetail) -> None:
        if detail.id != self._wanted:
            return
        self.detail = detail
        self._title.setText(detail.title)
        self._when.setText(event_words.day_and_hours(detail))
        self._where.setText(" · ".join(_where(detail)))
        self._about.setText(detail.description)
        self._about.setVisible(bool(detail.description))
        self._show_states(detail)
        self._pages.setCurrentIndex(1)

    def _show_states(self, detail: EventDetail) -> None:
        self._state.set_pill(event_pill(detail.status))
        is_full = detail.free == 0
        self._full.set_pill(
            Pill(Tone.LATE if is_full else Tone.NEUTRAL, event_words.places(detail), "users")
        )
        self._waiting.set_pill(
            Pill(Tone.LATE, _("{n} waiting", n=number(detail.waiting)), "hourglass")
        )
        self._waiting.setVisible(detail.waiting > 0)
        self._came.set_pill(Pill(Tone.OK, _("{n} came", n=number(detail.arrived)), "user-check"))
        self._came.setVisible(detail.arrived > 0)
        can_close = detail.status in OPEN and detail.starts_at < wall_clock()
        self.complete_button.setVisible(can_close)
        self._closing.setText(event_words.before_closing(detail))
        self._closing.setVisible(can_close and detail.expected > 0)
        self.door_button.setVisible(detail.status is not EventStatus.CANCELLED)

    def _show_registrations(self, rows: Sequence[RegistrationRow]) -> None:
        self.registrations.set_rows(rows)
        self._heading.setText(_("Registrations ({n})", n=number(len(rows))))

    def start_check_in(self) -> None:
        """Go to the door of this event."""
        if self.detail is not None:
            self.door_wanted.emit(self.detail.id)

    # --- doing -----------------------------------------------------------------------------

    def edit(self) -> None:
        if self.detail is not None:
            self.edit_wanted.emit(self.detail)

    def delete(self) -> None:
        """Delete at once; the toast gives it back."""
        if self.detail is not None:
            self._context.do(partial(event_services.delete_event, event_id=self.detail.id))

    def complete(self) -> None:
        """It took place: who was expected and did not come is noted."""
        if self.detail is not None:
            self._context.do(partial(event_services.complete_event, event_id=self.detail.id))

    def register(self) -> None:
        if self.detail is not None:
            RegisterSheet(self, self._context, self.detail).open()

    def import_list(self) -> None:
        if self.detail is not None:
            open_import(self._context, parent=self, event=self.detail)

    def print_papers(self) -> None:
        """Certificates for those who came, lists, badges."""
        if self.detail is not None:
            today = wall_clock().astimezone(ZoneInfo(self.detail.zone)).date()
            open_event_papers(self, self._context, self.detail, today)

    def export_list(self) -> None:
        """Write who is registered to a file."""
        if self.detail is not None:
            query = partial(export_queries.registrations, event_id=self.detail.id)
            self.export.ask(self.detail.title, query, Subject.REGISTRATIONS)


def _where(detail: EventDetail) -> list[str]:
    parts = [detail.campus_name, detail.room, isolate(detail.code)]
    if not event_words.is_same_clock(detail):
        parts.insert(0, _("time in {city}", city=event_words.zone_city(detail)))
    return [part for part in parts if part]
