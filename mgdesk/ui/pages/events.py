"""Events: those to come and those past, with who is expected and who came beside the list."""

from collections.abc import Sequence
from functools import partial
from typing import Final
from uuid import UUID

from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QWidget

from mgdesk import i18n
from mgdesk.exchange.fields import Subject
from mgdesk.i18n import gettext as _
from mgdesk.i18n import isolate, ngettext, number
from mgdesk.queries import events as event_queries
from mgdesk.queries import exports as export_queries
from mgdesk.queries.events import EventDetail, EventRow
from mgdesk.rules.clock import wall_clock
from mgdesk.rules.events import EventStatus
from mgdesk.rules.rights import Right
from mgdesk.services import events as event_services
from mgdesk.ui.actions import Action
from mgdesk.ui.editors import event_words
from mgdesk.ui.editors.door import DoorPanel
from mgdesk.ui.editors.event import EventOffer, event_offer
from mgdesk.ui.editors.event_card import EventCard
from mgdesk.ui.editors.event_sheet import EventSheet
from mgdesk.ui.editors.export import Export
from mgdesk.ui.editors.imports import dropped_lists, open_import
from mgdesk.ui.editors.newcampus import NewCampusSheet
from mgdesk.ui.editors.states import event_pill
from mgdesk.ui.kit import theme
from mgdesk.ui.kit.buttons import Button, IconButton
from mgdesk.ui.kit.context import Context
from mgdesk.ui.kit.fields import ChoiceField, SearchField
from mgdesk.ui.kit.labels import Pill
from mgdesk.ui.kit.layout import Empty, Page, Turns, beside, column, row
from mgdesk.ui.kit.table import Column, Table

_COMING: Final = "coming"
_PAST: Final = "past"
_TABLES: Final = frozenset({"event", "registration", "check_in", "event_partner"})


class EventsPage(Page):
    """The list, its search, and the event beside it; or the door of one event, which fills the page."""

    def __init__(self, context: Context) -> None:
        super().__init__(_("Events"))
        self._context = context
        self._chosen: UUID | None = None
        self._edited: EventDetail | None = None
        self._build()
        self._connect()
        self._load()

    def _build(self) -> None:
        self.search = SearchField(_("Title or code"))
        self.period = ChoiceField(
            [(_COMING, _("To come")), (_PAST, _("Past")), (None, _("All"))], _COMING
        )
        self.period.setAccessibleName(_("Period"))
        self.period.setMaximumWidth(theme.px(200))
        self._empty = Empty(
            _("No event yet."), _("New event"), self._on_empty, icon_name="calendar-days"
        )
        self.table: Table[EventRow] = Table(_columns(), name=_("Events"), empty=self._empty)
        self.card = EventCard(self._context)
        self.export = Export(self, self._context)
        self.new_button = Button(
            _("New event"), "calendar-plus", kind="primary", on_click=self.new, needs=(Right.PLAN,)
        )
        self.export_button = IconButton(
            _("Export all events…"), "download", on_click=self.export_list
        )
        back = IconButton if theme.look().scale > 130 else Button  # the title needs the width
        self.back_button = back(_("Back to the events"), "arrow-left", on_click=self.leave_door)
        self.back_button.hide()
        for button in (self.export_button, self.new_button, self.back_button):
            self.buttons.addWidget(button)
        line = row(gap=8)
        line.addWidget(self.search, 1)
        line.addWidget(self.period)
        self.sides = beside(self.table.carded(), self.card)
        self.overview = QWidget()
        overview = column(line, gap=16)
        overview.addWidget(self.sides, 1)
        self.overview.setLayout(overview)
        self.door = DoorPanel(self._context)
        self.door.hide()
        self.body.addWidget(self.overview, 1)
        self.body.addWidget(self.door, 1)
        self.setAcceptDrops(True)

    def _connect(self) -> None:
        self.search.searched.connect(self._load)
        self.search.moved.connect(self.table.step)
        self.search.entered.connect(self._go_to_list)
        self.period.edited.connect(self._load)
        self.table.chosen.connect(self._on_chosen)
        self.table.opened.connect(self._on_opened)
        self.card.edit_wanted.connect(self._edit)
        self.card.gone.connect(self._on_gone)
        self.card.door_wanted.connect(self.open_door)
        self.door.shown.connect(self._on_door_shown)
        self.door.gone.connect(self.leave_door)
        self._context.campus_changed.connect(self._load)

    # --- the contract of a page ------------------------------------------------------------

    @property
    def current_id(self) -> UUID | None:
        return self._chosen

    def show_record(self, event_id: UUID) -> None:
        """Show an event, in the list when it is there, beside it in any case."""
        self.leave_door()
        self._chosen = event_id
        if isinstance(self.sides, Turns):  # no room for both: the record is what is asked for
            self.sides.show_record()
        if not self.table.choose(event_id):
            self.period.value = None
            self.search.clear()
            self.card.show_event(event_id)
            self._load()

    def reload(self, tables: frozenset[str]) -> None:
        if tables & _TABLES:
            self._load()
        if tables & (_TABLES | {"person"}):
            self.card.show_event(self._chosen)
            self.door.load()

    def focus_search(self) -> None:
        search = self.door.search if self.is_at_door else self.search
        search.setFocus()
        search.selectAll()

    def new(self) -> None:
        """A new event; at the door, somebody new by the name that is typed."""
        if self.is_at_door:
            self.door.walk_in()
        else:
            self._context.read(event_offer, self._open_new)

    def take_scan(self, code: str) -> bool:
        """A badge was scanned; False when no door is open, or it is no code of ours."""
        return self.is_at_door and self.door.take_scan(code)

    def commands(self) -> list[Action]:
        return [
            Action("event.edit", _("Edit this event"), self.card.edit, "pencil", "F2"),
            Action("event.register", _("Register somebody"), self.card.register, "user-plus"),
            *self._door_commands(),
            Action("event.import", _("Import registrations…"), self.card.import_list, "upload"),
            Action("event.export", _("Export registrations…"), self.card.export_list, "download"),
            Action("event.papers", _("Papers…"), self.card.print_papers, "printer", "Ctrl+P"),
            Action("event.delete", _("Delete this event"), self.card.delete, "trash-2"),
        ]

    def _door_commands(self) -> list[Action]:
        action, door = partial(Action, group="door"), self.door
        return [
            action("event.check_in", _("At the door"), self._go_to_door, "door-open", "F4"),
            action("event.group", _("Check in those chosen"), door.check_in_chosen, "users", "Ctrl+G"),
            action("event.everybody", _("Check in everybody expected"), door.check_in_everybody),
            action("event.next", _("Next from the waiting list"), self._move_up, shortcut="Ctrl+U"),
            action("event.badge", _("Print the badge of who came last"), door.print_badge, shortcut="Ctrl+B"),
            action("event.close", _("Close the event"), self.card.complete, "check"),
        ]  # fmt: skip

    # --- the door --------------------------------------------------------------------------

    @property
    def is_at_door(self) -> bool:
        return self.door.event_id is not None

    def open_door(self, event_id: UUID) -> None:
        """The door of an event fills the page; the field has the keys."""
        self._chosen = event_id
        self.card.show_event(event_id)
        self.door.show_event(event_id)
        self._settle_door()
        self.door.search.setFocus()

    def leave_door(self) -> None:
        """Back to the list of events, where it was."""
        if self.is_at_door:
            self.door.show_event(None)
            self._settle_door()
            self._load()

    def _settle_door(self) -> None:
        is_open = self.is_at_door
        self.overview.setVisible(not is_open)
        self.door.setVisible(is_open)
        self.back_button.setVisible(is_open)
        self.export_button.setVisible(not is_open)
        self.new_button.setVisible(not is_open)
        if not is_open:
            self.heading.setText(_("Events"))

    def _on_door_shown(self, event: EventDetail) -> None:
        self.heading.setText(event.title)
        self.say(" · ".join(filter(None, (event_words.day_and_hours(event), event.room))))

    def _go_to_door(self) -> None:
        if self.is_at_door:
            self.door.search.setFocus()
        else:
            self.card.start_check_in()

    def _move_up(self) -> None:
        if self.is_at_door:
            self.door.let_next_up()
        elif self.card.detail is not None:
            self._context.do(partial(event_services.move_first_up, event_id=self.card.detail.id))

    # --- the list --------------------------------------------------------------------------

    def _load(self) -> None:
        now = wall_clock()
        self._context.read(
            partial(
                event_queries.events,
                search=self.search.text(),
                campus_id=self._context.campus_id,
                since=now if self.period.value == _COMING else None,
                until=now if self.period.value == _PAST else None,
            ),
            self._show,
        )

    def _show(self, rows: Sequence[EventRow]) -> None:
        shown = list(reversed(rows)) if self.period.value == _COMING else list(rows)
        self._settle_empty()
        is_listed = any(found.id == self._chosen for found in shown)
        is_elsewhere = is_listed and self.table.current_key != self._chosen
        self.table.set_rows(shown, choose=self._chosen if is_elsewhere else None)
        self._settle_choice()
        if not self.is_at_door:
            self.say(ngettext("{n} event", "{n} events", len(shown)))

    def _settle_choice(self) -> None:
        """Who was chosen stays so, a search goes to the first found; else nobody is left chosen."""
        if self.table.current is not None or not self.table.rows:
            return
        if self._chosen is None or self._typed():
            self.table.choose(self.table.rows[0].id)

    def _typed(self) -> str:
        return self.search.text().strip()

    def _settle_empty(self) -> None:
        if self._typed():
            self._empty.sentence.setText(_("No event is found for {text}.", text=self._typed()))
            self._empty.button.set_words(_("Look among all events"))
        elif self.period.value == _PAST:
            self._empty.sentence.setText(_("No event has taken place yet."))
            self._empty.button.set_words(_("New event"))
        else:
            self._empty.sentence.setText(_("No event is to come. Plan one."))
            self._empty.button.set_words(_("New event"))

    def _on_empty(self) -> None:
        if self._typed() and self.period.value is not None:
            self.period.value = None
        elif self._typed():
            self.search.clear()
        else:
            self.new()

    # --- the record ------------------------------------------------------------------------

    def _on_chosen(self, found: EventRow | None) -> None:
        self._chosen = found.id if found else None
        self.card.show_event(self._chosen)

    def _on_opened(self, _found: EventRow) -> None:
        """Enter goes on to the record, where the first button edits it."""
        self.card.setFocus()

    def _on_gone(self) -> None:
        self._chosen = None
        self._load()

    def _go_to_list(self) -> None:
        if self.table.rows:
            self.table.step(0)
            self.table.view.setFocus()

    def _open_new(self, offered: EventOffer) -> None:
        if not offered.campuses:
            NewCampusSheet(self, self._context, is_first=True, on_saved=self.new).open()
            return
        EventSheet(self, self._context, offered, on_saved=self.show_record).open()

    def _edit(self, detail: EventDetail) -> None:
        self._edited = detail
        self._context.read(event_offer, self._open_edit)

    def _open_edit(self, offered: EventOffer) -> None:
        if self._edited is not None:
            EventSheet(self, self._context, offered, known=self._edited).open()

    # --- files -----------------------------------------------------------------------------

    def export_list(self) -> None:
        self.export.ask(_("Events"), export_queries.events, Subject.EVENTS)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dropped_lists(event.mimeData()) and self.card.detail is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        paths = dropped_lists(event.mimeData())
        if paths and self.card.detail is not None:
            event.acceptProposedAction()
            open_import(self._context, parent=self, path=paths[0], event=self.card.detail)


def _columns() -> list[Column[EventRow]]:
    event: Column[EventRow] = Column(
        _("Event"),
        lambda found: found.title,
        second=_second_line,
        pill=_state,
        stretch=True,
        strong=True,
    )
    if theme.look().scale > 130:  # the title needs the whole width
        return [event]
    places: Column[EventRow] = Column(
        _("Places"),
        _taken,
        sort=lambda found: found.taken,
        numeric=True,
        spoken=event_words.places,
    )
    return [event, places]


def _second_line(found: EventRow) -> str:
    start = found.starts_local
    day = i18n.format_day(start, "short")
    return f"{isolate(f'{day} {i18n.format_clock(start)}')} · {found.campus_name}"


def _taken(found: EventRow) -> str:
    if found.capacity is None:
        return number(found.taken)
    return isolate(f"{number(found.taken)} / {number(found.capacity)}")


def _state(found: EventRow) -> Pill | None:
    """Only what is out of the ordinary."""
    if found.status is EventStatus.CANCELLED:
        return event_pill(found.status)
    return None
